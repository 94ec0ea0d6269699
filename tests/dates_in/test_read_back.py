"""Whatever we print of days and hours, in each of our languages, is read as the same."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

import pytest
from babel import Locale
from conftest import GROUP, Run
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from strategies import days, lengths, moments

from lacwg import render
from lacwg.audience.view import view_of
from lacwg.dates_in import when
from lacwg.dates_in.date_errors import AmbiguousWhenError, WhenError
from lacwg.dates_in.days import ParseContext
from lacwg.dates_in.when import When, read_month, read_time
from lacwg.exporters.ics import feed
from lacwg.exporters.spreadsheet import tables
from lacwg.records import LANGUAGES, DayOrTime, Event, Language
from lacwg.schedule import zones
from lacwg.schedule.occurrences import of_event
from lacwg.schedule.span import Span, as_written
from lacwg.schedule.zones import is_repeated
from lacwg.text.calendar_names import months, weekdays
from lacwg.voice.voice import voice, voice_of

TZ = zones.zone("America/New_York")
NOW = dt.datetime(2026, 11, 24, 12, tzinfo=TZ)
clocks = st.sampled_from(["12", "24"])
ELSEWHERE = (
    "America/Havana", "America/Mexico_City", "America/Sao_Paulo", "America/Caracas", "America/Port-au-Prince",
    "Europe/Madrid", "Asia/Kathmandu", "UTC", "Pacific/Auckland",
)  # fmt: skip
AUGUST = 8  # "3 out" is August 3 in Haitian Creole and October 3, cut short, in Portuguese


def read(text: str, zone: ZoneInfo, now: dt.datetime, language: str | None = None) -> When:
    return when.read(text, ParseContext(zone, now, language=language))


def instants(found: When) -> list[dt.datetime | dt.date]:
    return [
        each.moment.astimezone(dt.UTC) if isinstance(each.moment, dt.datetime) else each.moment
        for each in (found, found.end)
        if each is not None
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@given(wall=moments(), length=lengths, clock=clocks)
def test_days_hours_and_spans(
    language: Language, wall: dt.datetime, length: dt.timedelta, clock: Literal["12", "24"]
) -> None:
    say, start = voice_of(replace(GROUP, language=language, clock=clock)), zones.resolve_by_rule(wall, TZ)
    end = (start.astimezone(dt.UTC) + length).astimezone(TZ)
    day, last, utc = start.date(), start.date() + dt.timedelta(days=1 + length.days), dt.UTC
    name, end_name = zones.abbreviation(start), zones.abbreviation(end)
    assert read_time(say.clock_time(start)) == start.time()
    assert read(say.full_date(day), TZ, NOW).written == day
    assert instants(read(say.day_span(day, last), TZ, NOW)) == [day, last]
    for printed in (
        f"{say.full_date(day)} · {say.clock_span(start, None, name)}",
        f"{say.full_date(day)}, {say.clock_time(start)} {name}",
        f"{say.clock_time(start)} {name}, {say.full_date(day)}",
    ):
        assert instants(read(printed, TZ, NOW)) == [start.astimezone(utc)], printed
    if language != "ht" or AUGUST not in (day.month, end.month):
        assert read(say.long_date(day), TZ, NOW).written == day
        printed = f"{say.full_date(day)} · {say.clock_span(start, end, name, end_name)}"
        assert instants(read(printed, TZ, NOW)) == [start.astimezone(utc), end.astimezone(utc)], printed


@pytest.mark.parametrize("language", LANGUAGES)
@given(wall=moments(), length=st.none() | lengths, all_day=st.booleans(), now=moments(), clock=clocks)
def test_screens(
    language: Language, wall: dt.datetime, length: dt.timedelta | None, all_day: bool, now: dt.datetime,
    clock: Literal["12", "24"],
) -> None:  # fmt: skip
    say = voice_of(replace(GROUP, language=language, clock=clock))
    start, present = zones.resolve_by_rule(wall, TZ), zones.resolve_by_rule(now, TZ)
    end = None if length is None else (start.astimezone(dt.UTC) + length).astimezone(TZ)
    span = Span(start.date(), end and end.date(), TZ) if all_day else Span(start, end, TZ)
    meant = [each if all_day else each.astimezone(dt.UTC) for each in (span.start, span.end) if each is not None]  # type: ignore[union-attr]
    for printed in (say.when(span), say.when(span, abroad=True), f"{say.when(span)} · {say.how_soon(span, present)}"):
        found = instants(read(printed, TZ, present, language))
        assert found == meant or (all_day and found == [*{*meant}]), printed
    if all_day or end is None or end.date() == start.date():
        listed = f"{say.short_date(span.day)}   {say.hours(span)}"
        found = instants(read(listed, TZ, present, language))
        assert found == meant or (all_day and found == [*{*meant}]), listed


@pytest.mark.parametrize("language", LANGUAGES)
@given(day=days(NOW.date(), NOW.date() + dt.timedelta(days=364)))
def test_days_of_the_coming_year(language: Language, day: dt.date) -> None:
    say = voice(language)
    assert read(say.full_date(day, year=False), TZ, NOW).written == day
    if language != "ht" or day.month != AUGUST:
        assert read(say.month_day(day), TZ, NOW).written == day
        assert read_month(f"{months(language)[day.month - 1]} {day.year}", NOW.date()) == (day.year, day.month)


@pytest.mark.parametrize("language", LANGUAGES)
@given(day=days(), beside=days())
def test_months_and_days_beside_others(language: Language, day: dt.date, beside: dt.date) -> None:
    say = voice(language)
    assert read_month(say.month_year(day), NOW.date(), language) == (day.year, day.month)
    near = ParseContext(TZ, NOW, language=language)._replace(since=dt.date(beside.year, 1, 1))
    assert when.read(say.date_near(day, beside), near).written == day


@pytest.mark.parametrize("language", LANGUAGES)
@given(wall=moments(), name=st.sampled_from(ELSEWHERE), clock=clocks)
def test_the_hour_elsewhere(language: Language, wall: dt.datetime, name: str, clock: Literal["12", "24"]) -> None:
    say, start, there = (
        voice_of(replace(GROUP, language=language, clock=clock)), zones.resolve_by_rule(wall, TZ), zones.zone(name)
    )  # fmt: skip
    hour = start.astimezone(there)
    printed = say.hour_in(Span(start, None, TZ), there)
    context = ParseContext(there, hour - dt.timedelta(hours=1), language=language, day=hour.date())
    assert instants(when.read(printed, context)) == [start.astimezone(dt.UTC)], printed


@pytest.mark.parametrize("language", LANGUAGES)
def test_hours_of_places_with_an_article_a_comma_or_a_zone_like_a_word(language: Language) -> None:
    for name in (
        "America/Mexico_City", "America/Panama", "America/Jamaica", "Atlantic/Bermuda", "Pacific/Easter",
        "America/Indiana/Knox", "Africa/Tripoli", "Europe/Paris", "Pacific/Guam",
    ):  # fmt: skip
        start = zones.resolve_by_rule(dt.datetime(2026, 12, 3, 19), zone := zones.zone(name))
        printed = voice(language).when(Span(start, None, zone), abroad=True)
        assert instants(read(printed, zone, NOW, language)) == [start.astimezone(dt.UTC)], printed


ONE = Event(id="2026-12-03-e", title="A", start=DayOrTime(NOW.date()), uid="a")


@given(
    wall=moments(),
    length=st.none() | lengths,
    all_day=st.booleans(),
    name=st.sampled_from(["UTC", TZ.key, "America/Bogota"]),
)
def test_exports(wall: dt.datetime, length: dt.timedelta | None, all_day: bool, name: str) -> None:
    zone = zones.zone(name)
    start = zones.resolve_by_rule(wall, zone)
    end = None if length is None else (start.astimezone(dt.UTC) + length).astimezone(zone)
    first, last = (start.date(), end and end.date()) if all_day else (as_written(start), end and as_written(end))
    event = replace(ONE, start=DayOrTime(first), end=None if last is None else DayOrTime(last), timezone=name)
    occurrence = of_event(event, GROUP)
    meant = [occurrence.start if all_day else start.astimezone(dt.UTC)]
    shown = [render.occurrence_json(occurrence)["start"]]
    shown += [row[0] for row in csv_rows(tables.spreadsheet([occurrence], members=False))]
    view = view_of("members", GROUP, [], [event])
    shown += [
        " ".join(row[1:3]) for row in csv_rows(tables.google(replace(GROUP, timezone=name), [occurrence], voice("en")))
    ]
    (ics,) = re.findall(rb"DTSTART[^:]*:(\S+)", feed.calendar(view).partition(b"BEGIN:VEVENT")[2])
    for printed in (*shown, ics.decode()):
        if is_repeated(start) and not re.search(r"[-+]\d\d:?\d\d\Z|Z\Z", printed):
            continue  # Google's spreadsheet has no place for an offset
        found = when.read(printed, ParseContext(zone, NOW, "MDY"))
        assert instants(found) == meant, printed


def csv_rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))[1:]


def test_what_is_no_date_in_english_is_read_in_the_language_of_those_who_type() -> None:
    assert read("mar 19:00", TZ, NOW, "es").written == dt.datetime(2026, 11, 24, 19)
    assert read("mar. 19h30", TZ, NOW, "fr").written == dt.datetime(2026, 11, 24, 19, 30)
    for language in (None, "en"):
        with pytest.raises(WhenError, match="is a month and says no day"):
            read("mar 19:00", TZ, NOW, language)


def test_what_two_languages_mean_differently_is_asked_of_those_who_speak_neither() -> None:
    with pytest.raises(AmbiguousWhenError) as asked:
        read("3 out 2027", TZ, NOW)
    assert [read(each, TZ, NOW).written for each in asked.value.choices] == [dt.date(2027, 10, 3), dt.date(2027, 8, 3)]
    assert read("3 de out. de 2027", TZ, NOW).written == dt.date(2027, 10, 3)
    for language, month in (("ht", 8), ("pt-BR", 10)):
        assert read("3 out 2027", TZ, NOW, language).written == dt.date(2027, month, 3)
    assert read("3 mar 2027", TZ, NOW, "fr").written == dt.date(2027, 3, 3)  # English comes first
    assert read("miércoles 2 de diciembre", TZ, NOW, "fr").written == dt.date(2026, 12, 2)


@pytest.mark.parametrize("language", ["es", "pt", "fr"])
def test_names_that_cldr_cuts_short(language: str) -> None:
    names = Locale.parse(language)
    year = {"es": " de 2027", "pt": " de 2027", "fr": " 2027"}[language]
    for number, name in names.months["format"]["abbreviated"].items():
        try:
            assert read(f"3 {name}{year} 19h", TZ, NOW).written == dt.datetime(2027, number, 3, 19)
        except AmbiguousWhenError as asked:
            assert dt.datetime(2027, number, 3, 19) in [read(each, TZ, NOW).written for each in asked.choices]
    for number, name in names.days["format"]["abbreviated"].items():
        day = dt.date(2027, 3, 1) + dt.timedelta(days=number)  # the first is a Monday
        assert day.weekday() == number
        assert read(f"{name} {day.day} {months(language)[2]}{year}", TZ, NOW).written == day


def written_or_refused(typed: str) -> dt.date | None:
    """What is read; None where it is refused."""
    try:
        return read(typed, TZ, NOW).written
    except WhenError:
        return None


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("madi 8 desanm 7pm", dt.datetime(2026, 12, 8, 19)),
        ("madi 8 desanm 2026 · 7:00–8:30 PM EST", dt.datetime(2026, 12, 8, 19)),
        ("demen a 7è nan aswè", dt.datetime(2026, 11, 25, 19)),
        ("jedi 19è30", dt.datetime(2026, 11, 26, 19, 30)),
        ("1ye janvye", dt.date(2027, 1, 1)),
        ("mekredi 9 desanm midi", dt.datetime(2026, 12, 9, 12)),
        ("dezyèm mèkredi nan janvye 18:00", dt.datetime(2027, 1, 13, 18)),
        ("dènye vandredi fevriye", dt.date(2027, 2, 26)),
        ("nan de semèn", dt.date(2026, 12, 8)),
        ("vandredi sa a", dt.date(2026, 11, 27)),
        ("apre demen dimaten", None),
        ("aswè a 8pm", dt.datetime(2026, 11, 24, 20)),
        ("lendi pwochen", None),
    ],
)
def test_haitian_creole(typed: str, written: dt.date | None) -> None:
    assert written_or_refused(typed) == written


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("mar 8 de diciembre 19:00", dt.datetime(2026, 12, 8, 19)),  # martes, not marzo
        ("mar. 8 décembre", dt.date(2026, 12, 8)),
        ("terceira quarta de janeiro 19h", dt.datetime(2027, 1, 20, 19)),
        ("quarta 19h", dt.datetime(2026, 11, 25, 19)),
        ("3 setiembre", dt.date(2027, 9, 3)),
        ("dans trois mois", dt.date(2027, 2, 24)),
        ("le vendredi 4 décembre à 19 h 30", dt.datetime(2026, 12, 4, 19, 30)),
        ("a las 19 h 12 de diciembre", dt.datetime(2026, 12, 12, 19)),  # not 19:12
        ("mañana a las 7pm de la mañana", None),
        ("esta noche a las 21:00", dt.datetime(2026, 11, 24, 21)),
        ("ce soir 20h", dt.datetime(2026, 11, 24, 20)),
        ("Dec 3 at 7 in the evening", dt.datetime(2026, 12, 3, 19)),
        ("diciembre 3 demain", None),  # two languages
        ("3 décembre hasta 5 décembre", None),
        ("Dec 4 19:00 – 21:00 5 Dec", dt.datetime(2026, 12, 4, 19)),
        ("Dec 4 19:00-21:00", dt.datetime(2026, 12, 4, 19)),
        ("UTC-3 Dec 4 19h30", None),
        ("8 de diciembre 7 de la tarde – 8 de la tarde", dt.datetime(2026, 12, 8, 19)),
    ],
)
def test_words_of_several_meanings_and_languages(typed: str, written: dt.date | None) -> None:
    assert written_or_refused(typed) == written


@pytest.mark.parametrize("language", ["en", "ht"])
def test_names_of_our_own(language: str) -> None:
    assert (len({*months(language)}), len({*weekdays(language)})) == (12, 7)


@pytest.mark.parametrize("clock", ["12", "24"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_commands_print(
    data: Path, run: Run, monkeypatch: pytest.MonkeyPatch, language: Language, clock: Literal["12", "24"]
) -> None:
    monkeypatch.setenv("LACWG_NOW", "2026-11-28T12:00")
    group = data / "group.toml"
    own = f'language = "{language}"\nclock = "{clock}"\n'
    group.write_text(re.sub(r"^language = .*\n", own, group.read_text(), flags=re.MULTILINE))
    assert run("events", "add", "Film", "--start", "2026-12-03 10:00-13:30").code == 0
    assert run("events", "add", "Camp", "--start", "2026-12-30", "--end", "2027-01-02").code == 0
    assert run("meetings", "move", "dec 9", "--to", "dec 16 19.30").code == 0
    film = [dt.datetime(2026, 12, 3, 15, tzinfo=dt.UTC), dt.datetime(2026, 12, 3, 18, 30, tzinfo=dt.UTC)]
    camp = [dt.date(2026, 12, 30), dt.date(2027, 1, 2)]
    meeting = [dt.datetime(2026, 12, 17, 0, 30, tzinfo=dt.UTC)]
    printed = [
        (found, meant)
        for argv, title, meant in (
            (["events"], "Film", film), (["events"], "Camp", camp), (["meetings"], "2026-12-16", meeting),
        )
        for found in (
            re.findall(r"^When +(.*)", run(*argv, "show", title).out, re.MULTILINE)[0],
            re.findall(r"^[^:\n]+: (.*\d.*)", run(*argv, "announce", title).out, re.MULTILINE)[1],
            *(row.partition(title)[0] for row in run("events", "list").out.splitlines() if title in row),
            run(*argv, "show", title, "--json").json["start"],
            run(*argv, "show", title, "--plain").lines[0][1],
        )
    ]  # fmt: skip
    listed = run("meetings", "list", "-n", "1").out.splitlines()[0]
    printed += [(re.split(r" {3,}(?=\D{6})", listed)[0], meeting), *_on_the_page(data, run, film, camp, meeting)]
    context = ParseContext(TZ, dt.datetime(2026, 11, 28, 12, tzinfo=TZ), "MDY", language)
    for text, meant in printed:
        found = instants(when.read(text, context))
        assert found in (meant, meant[:1]) if text[:4].isdecimal() else found == meant, text


def _on_the_page(data: Path, run: Run, *meant: list[dt.date]) -> Iterator[tuple[str, list[dt.date]]]:
    """The times of the page, as they are shown and as programs read them."""
    assert run("site", "build", "-o", "public").code == 0
    page = (data.parent / "public" / "index.html").read_text()
    times = re.findall(r'<time datetime="([^"]*)">([^<]*)</time>', page)
    assert {start[:10] for start, _ in times} == {"2026-12-03", "2026-12-16", "2026-12-30"}
    for start, text in times:
        (one,) = (each for each in meant if _day(each[0]) == start[:10])
        yield start, one
        yield text, one


def _day(moment: dt.date) -> str:
    return str(moment.astimezone(TZ).date() if isinstance(moment, dt.datetime) else moment)
