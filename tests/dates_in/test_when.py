"""What people type as a time: read, or refused with the reason."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import days, lengths, moments

from lacwg.dates_in import when
from lacwg.dates_in.date_errors import AmbiguousWhenError, WhenError
from lacwg.dates_in.days import ParseContext
from lacwg.dates_in.when import When, read_length, read_month, read_time, said
from lacwg.records import DateOrder
from lacwg.schedule import zones
from lacwg.schedule.span import day_of
from lacwg.text.english import (
    MONTHS,
    WEEKDAYS,
    clock_span,
    clock_time,
    day_span,
    full_date,
    long_date,
    short_date,
    weekday,
)

TZ = zones.zone("America/New_York")
NOW = dt.datetime(2026, 11, 24, 12, tzinfo=TZ)


def read(text: str, zone: ZoneInfo, now: dt.datetime, order: DateOrder | None = None) -> When:
    return when.read(text, ParseContext(zone, now, order))


def read_end(text: str, start: When, zone: ZoneInfo, now: dt.datetime) -> When:
    return when.read_end(text, start, ParseContext(zone, now))


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("2026-12-03", dt.date(2026, 12, 3)),
        ("2026-12-03 19:00", dt.datetime(2026, 12, 3, 19)),
        ("2026-12-03T19:00:30", dt.datetime(2026, 12, 3, 19, 0, 30)),
        ("2027-11-07T01:30-05:00", dt.datetime(2027, 11, 7, 1, 30, tzinfo=dt.timezone(dt.timedelta(hours=-5)))),
        ("2026-12-03T19:00Z", dt.datetime(2026, 12, 3, 19, tzinfo=dt.UTC)),
        ("Dec 3", dt.date(2026, 12, 3)),
        ("Dec 3 7pm", dt.datetime(2026, 12, 3, 19)),
        ("Dec 3, 7:30 p.m.", dt.datetime(2026, 12, 3, 19, 30)),
        ("December 3, 2026 7pm", dt.datetime(2026, 12, 3, 19)),
        ("Thursday, December 3, 2026 7:00 PM", dt.datetime(2026, 12, 3, 19)),
        ("Thu Dec 3 12am", dt.datetime(2026, 12, 3)),
        ("Thu Dec 3 12pm", dt.datetime(2026, 12, 3, 12)),
        ("Wed Sep 22", dt.date(2027, 9, 22)),
        ("Nov 24", dt.date(2026, 11, 24)),
        ("Nov 24 1pm", dt.datetime(2026, 11, 24, 13)),
        ("Nov 24 9am", dt.datetime(2027, 11, 24, 9)),
        ("Nov 23", dt.date(2027, 11, 23)),
        ("Feb 29", dt.date(2028, 2, 29)),
        ("July 4 7pm EDT", dt.datetime(2027, 7, 4, 19)),
        ("Wednesday, December 9 · 5:00 PM EST", dt.datetime(2026, 12, 9, 17)),
        ("Nov 7, 2027 1:30am EST", dt.datetime(2027, 11, 7, 6, 30, tzinfo=dt.UTC)),
        # As people write it
        ("Thursday, December 3, 2026 at 7:00 PM", dt.datetime(2026, 12, 3, 19)),
        ("December 9, 5:00 PM EST", dt.datetime(2026, 12, 9, 17)),
        ("December 9, 5:00 PM ET", dt.datetime(2026, 12, 9, 17)),
        ("3 December 19:00", dt.datetime(2026, 12, 3, 19)),
        ("3 December 2026", dt.date(2026, 12, 3)),
        ("the 3rd of December at 7 p.m.", dt.datetime(2026, 12, 3, 19)),
        ("7pm Thu Dec 3", dt.datetime(2026, 12, 3, 19)),
        ("Thu 7pm, Dec 3", dt.datetime(2026, 12, 3, 19)),
        ("Dec 3 noon", dt.datetime(2026, 12, 3, 12)),
        ("Dec 3 07:00", dt.datetime(2026, 12, 3, 7)),
        ("2026-12-03 7pm", dt.datetime(2026, 12, 3, 19)),
        ("Thu 2026-12-03", dt.date(2026, 12, 3)),
        ("Thu Dec  3 19:00:00 EST 2026", dt.datetime(2026, 12, 3, 19)),
        ("12/3 7pm", dt.datetime(2026, 12, 3, 19)),
        ("12/3/2027", dt.date(2027, 12, 3)),
        ("Thu 12/3", dt.date(2026, 12, 3)),
        ("3/13", dt.date(2027, 3, 13)),
        ("2026/12/03", dt.date(2026, 12, 3)),
        ("Dec 3 (Thu), 7 PM (EST)", dt.datetime(2026, 12, 3, 19)),
        ("Dec. 3rd @ 7pm Eastern", dt.datetime(2026, 12, 3, 19)),
        ("Dec 3, 1900", dt.date(1900, 12, 3)),
        # Weekdays and days near by
        ("Thu 7pm", dt.datetime(2026, 11, 26, 19)),
        ("7pm on Thursday", dt.datetime(2026, 11, 26, 19)),
        ("Tue 1pm", dt.datetime(2026, 11, 24, 13)),
        ("Tue noon", dt.datetime(2026, 11, 24, 12)),
        ("Tue 11am", dt.datetime(2026, 12, 1, 11)),
        ("Mon", dt.date(2026, 11, 30)),
        ("this Friday", dt.date(2026, 11, 27)),
        ("today", dt.date(2026, 11, 24)),
        ("today 9am", dt.datetime(2026, 11, 24, 9)),
        ("tomorrow", dt.date(2026, 11, 25)),
        ("tomorrow noon", dt.datetime(2026, 11, 25, 12)),
        ("10am tomorrow", dt.datetime(2026, 11, 25, 10)),
        ("Wed tomorrow 19:00", dt.datetime(2026, 11, 25, 19)),
        ("day after tomorrow", dt.date(2026, 11, 26)),
        ("yesterday", dt.date(2026, 11, 23)),
        ("in 2 weeks", dt.date(2026, 12, 8)),
        ("in two weeks 7pm", dt.datetime(2026, 12, 8, 19)),
        ("in a week", dt.date(2026, 12, 1)),
        ("in 10 days", dt.date(2026, 12, 4)),
        ("in 3 months", dt.date(2027, 2, 24)),
        ("in 1 year", dt.date(2027, 11, 24)),
        ("2 weeks from now", dt.date(2026, 12, 8)),
        ("3 days ago", dt.date(2026, 11, 21)),
        ("Wed next week", dt.date(2026, 12, 2)),
        ("next week Wednesday 7pm", dt.datetime(2026, 12, 2, 19)),
        ("Friday this week", dt.date(2026, 11, 27)),
        ("tonight 8pm", dt.datetime(2026, 11, 24, 20)),
        # The nth of a month
        ("2nd Wednesday of January 6pm", dt.datetime(2027, 1, 13, 18)),
        ("second Wed in Jan", dt.date(2027, 1, 13)),
        ("last Friday of February", dt.date(2027, 2, 26)),
        ("4th Thursday of November", dt.date(2026, 11, 26)),
        ("1st Monday of November", dt.date(2027, 11, 1)),
        ("4th Tuesday of November 11am", dt.datetime(2027, 11, 23, 11)),
        ("4th Tuesday of November 1pm", dt.datetime(2026, 11, 24, 13)),
        ("2nd Wednesday of next month", dt.date(2026, 12, 9)),
        ("2nd Wednesday of January 2030", dt.date(2030, 1, 9)),
        # Spanish, Portuguese, French
        ("3 de diciembre 19:00", dt.datetime(2026, 12, 3, 19)),
        ("3 de diciembre 19:00 EST", dt.datetime(2026, 12, 3, 19)),
        ("miércoles 2 de diciembre a las 7pm", dt.datetime(2026, 12, 2, 19)),
        ("MIÉRCOLES 2 DE DICIEMBRE A LAS 7PM", dt.datetime(2026, 12, 2, 19)),
        ("el miercoles 2 de dic. de 2026 a las 7 de la tarde", dt.datetime(2026, 12, 2, 19)),
        ("jueves a las 9 de la mañana", dt.datetime(2026, 11, 26, 9)),
        ("mañana a las 19:00", dt.datetime(2026, 11, 25, 19)),
        ("pasado mañana al mediodía", dt.datetime(2026, 11, 26, 12)),
        ("dentro de 2 semanas", dt.date(2026, 12, 8)),
        ("segundo miércoles de enero 18:00", dt.datetime(2027, 1, 13, 18)),
        ("3 ago 19:00", dt.datetime(2027, 8, 3, 19)),
        ("quinta-feira, 3 de dezembro às 19h", dt.datetime(2026, 12, 3, 19)),
        ("amanhã 19h30", dt.datetime(2026, 11, 25, 19, 30)),
        ("segunda 19:00", dt.datetime(2026, 11, 30, 19)),
        ("segunda quarta-feira de janeiro 18h", dt.datetime(2027, 1, 13, 18)),
        ("le 3 décembre 2026 à 19h", dt.datetime(2026, 12, 3, 19)),
        ("jeudi 3 décembre 19h30", dt.datetime(2026, 12, 3, 19, 30)),
        ("demain 19h", dt.datetime(2026, 11, 25, 19)),
        ("1er décembre", dt.date(2026, 12, 1)),
        ("dans deux semaines", dt.date(2026, 12, 8)),
        ("dernier vendredi de février", dt.date(2027, 2, 26)),
        ("jueves 3 de diciembre, 7:00 p. m.", dt.datetime(2026, 12, 3, 19)),
        ("el jueves 3 de diciembre a las 19:00 horas", dt.datetime(2026, 12, 3, 19)),
        ("dia 3 de dezembro às 19 horas", dt.datetime(2026, 12, 3, 19)),
        ("le mercredi 9 décembre à 19 heures 30", dt.datetime(2026, 12, 9, 19, 30)),
        ("le mercredi 9 décembre à 19 heures", dt.datetime(2026, 12, 9, 19)),
        # As our screens print it
        ("Wed  Dec  9, 2026   5:00 PM EST", dt.datetime(2026, 12, 9, 17)),
        ("Wed  Sep 22, 2021   all day", dt.date(2021, 9, 22)),
        ("Wednesday, December 9, 2026 · 5:00 PM EST", dt.datetime(2026, 12, 9, 17)),
        ("Wednesday, December 9 · 5:00 PM EST · in 15 days", dt.datetime(2026, 12, 9, 17)),
        ("Wednesday, September 22, 2021 · 5 years ago", dt.date(2021, 9, 22)),
        ("Tuesday, November 24 · 9:00 AM EST · today, began at 9:00 AM", dt.datetime(2026, 11, 24, 9)),
        ("Tuesday, November 24 · 9:00 AM EST · now, until 1:00 PM", dt.datetime(2026, 11, 24, 9)),
    ],
)
def test_read(typed: str, written: dt.date) -> None:
    found = read(typed, TZ, NOW, "MDY")
    assert found.written == written
    assert type(found.written) is type(written)
    if isinstance(found.moment, dt.datetime):
        assert found.moment.tzinfo is TZ


@pytest.mark.parametrize(
    ("typed", "reason", "right"),
    [
        ("Thu Sep 22", "September 22, 2027 is a Wednesday, not a Thursday", '"Wed Sep 22" or "Thu Sep 23"'),
        ("Mon, Dec 3, 2026", "is a Thursday, not a Monday", '"Thu Dec 3, 2026" or "Mon Nov 30, 2026"'),
        ("Feb 30", "there is no February 30", "February 28"),
        ("2027-02-29", "there is no February 29, 2027", "February 28, 2027"),
        ("2026-13-01", "no month 13", "2026-12-03"),
        ("2027-03-14 02:30", "does not exist", "03:30"),
        ("2027-11-07 01:30", "comes twice", "-05:00"),
        ("July 4 7pm EST", "is EDT on Sunday, July 4, 2027, not EST", "7:00 PM EDT"),
        ("2026-12-03 25:00", 'no time "25:00"', "0 to 23"),
        ("25:00", 'no time "25:00"', "0 to 23"),
        ("Dec 3 13pm", '"13pm"', "19:00"),
        ("Dec 3 0am", '"0am"', "19:00"),
        ("7", "neither a date nor a time", "2026-12-03"),
        ("7pm", "says no day", "tomorrow 7pm"),
        ("noon", "says no day", "tomorrow noon"),
        ("midnight", "says no day", "tomorrow midnight"),
        ("Xyz 3", '"Xyz" in "Xyz 3" is not understood', "Dec 3 7pm"),
        ("Fry Dec 3", '"Fry" in "Fry Dec 3" is not understood', "Dec 3 7pm"),
        ("Wensday 7pm", '"Wensday"', '"Wednesday 7pm"'),
        ("Decmber 3", '"Decmber"', '"December 3"'),
        ("Dec 3 25:00", 'no time "25:00"', "0 to 23"),
        ("Dec 3 7", "neither which hour nor which year", "7pm"),
        ("Thu 7", '"7" in "Thu 7" may be an hour or a day', "7pm"),
        ("12/3/26", "no whole year", "12/3/2026"),
        ("13/3", 'no month 13: in "13/3" the month comes first', '"March 13"'),
        ("3.12.2026", "not understood", "2026-12-03"),
        ("Thu tomorrow", "November 25, 2026 is a Wednesday", "Thu Nov 26"),
        ("2nd Thu of January 7pm EDT", "is EST on Thursday, January 14, 2027, not EDT", "7:00 PM EST"),
        ("Dec 3 7pm PST", "is EST on Thursday, December 3, 2026, not PST", "7:00 PM EST"),
        ("2nd Wednesday", "says no month", "2nd Wednesday of December"),
        ("the 3rd", "says no month", "December 3"),
        ("5th Wednesday of February", "February 2027 has no 5th Wednesday", "Wednesday, February 24, 2027"),
        ("5th Wednesday of February 2026", "February 2026 has no 5th Wednesday", "February 25, 2026"),
        ("December", "says no day", "December 1, 2026"),
        ("Dec 2027", "says no day", "December 1, 2027"),
        ("next week", "is not a day", "2026-12-03"),
        ("next month", "is not a day", "2026-12-03"),
        ("Tue Nov 24 9am", "November 24, 2027 is a Wednesday", '"Tue Nov 24, 2026"'),
        ("next Wednesday at 7", '"7" in "next Wednesday at 7" says neither', "7pm"),
        ("tonight", "no hour of the evening", "tonight 8pm"),
        ("ahora 19:00", "not understood", "Dec 3 7pm"),
        ("en 7 m.", "not understood", "Dec 3 7pm"),
        ("2 weeks", "a length of time", '"in 2 weeks"'),
        ("in 2 hours", '"hours"', "Dec 3 7pm"),
        ("in 9999 years", "too far off", "9000"),
        ("this Monday", "was Monday, November 23, 2026", "Monday, November 30, 2026"),
        ("Dec 3 7pm 8pm", "are two hours", "one of them"),
        ("Wed Thu", "not understood", "Dec 3 7pm"),
        ("Dec Jan 3", "not understood", "Dec 3 7pm"),
        ("30 de febrero", "no February 30", "February 28"),
        ("jueves 22 de septiembre", "September 22, 2027 is a Wednesday", "Wed Sep 22"),
        ("el jueves a las 7", '"7" in "el jueves a las 7"', "7pm"),
        ("diciembre", "says no day", "December 1"),
        ("Wednesday, December 9, 2026 · 5:00 PM EST · in 16 days", "is in 15 days, not in 16 days", "5:00 PM EST"),
        ("Thursday, December 3, 2026 · 7:00–6:30 PM EST", "may be in the morning", "7:00 AM"),
        ("Dec 5 7pm – Dec 4 8pm", "the end is before the start", "which of the two"),
        ("Dec 3 – banana", '"banana"', "Dec 3 7pm"),
        ("Dec 3 " * 40, "too long", "Dec 3 7pm"),
        ("2026-12-03 19:00+99:00", "not an offset", "-05:00"),
        ("", "not understood", "Dec 3 7pm"),
    ],
)
def test_refused_with_the_reason_and_the_nearest_right_form(typed: str, reason: str, right: str) -> None:
    with pytest.raises(WhenError) as caught:
        read(typed, TZ, NOW, "MDY")
    assert reason in caught.value.message
    assert right in (caught.value.hint or "")


@pytest.mark.parametrize(
    ("typed", "choices"),
    [
        ("next Wednesday", (dt.date(2026, 11, 25), dt.date(2026, 12, 2))),
        ("next Wednesday 7pm", (dt.datetime(2026, 11, 25, 19), dt.datetime(2026, 12, 2, 19))),
        ("el miércoles que viene a las 19:00", (dt.datetime(2026, 11, 25, 19), dt.datetime(2026, 12, 2, 19))),
        ("mercredi prochain", (dt.date(2026, 11, 25), dt.date(2026, 12, 2))),
        ("last Friday", (dt.date(2026, 11, 20), dt.date(2026, 11, 27))),
        ("Sunday next week", (dt.date(2026, 11, 29), dt.date(2026, 12, 6))),
        ("Dec 3 1930", (dt.date(1930, 12, 3), dt.datetime(2026, 12, 3, 19, 30))),
        ("Tue", (dt.date(2026, 11, 24), dt.date(2026, 12, 1))),
        ("12/3 7pm", (dt.datetime(2026, 12, 3, 19), dt.datetime(2027, 3, 12, 19))),
        ("12/3/2026", (dt.date(2026, 12, 3), dt.date(2026, 3, 12))),
        ("Dec 3 7:00", (dt.datetime(2026, 12, 3, 7), dt.datetime(2026, 12, 3, 19))),
        ("3 de diciembre a las 7:00", (dt.datetime(2026, 12, 3, 7), dt.datetime(2026, 12, 3, 19))),
        ("tomorrow midnight", (dt.datetime(2026, 11, 25), dt.datetime(2026, 11, 26))),
        ("Dec 3rd Thursday", (dt.date(2026, 12, 3), dt.date(2026, 12, 17))),
        (
            "2027-11-07 01:30",
            tuple(dt.datetime.fromisoformat(f"2027-11-07T01:30{offset}") for offset in ("-04:00", "-05:00")),
        ),
    ],
)
def test_what_can_mean_several_things_names_each_in_a_text_that_is_read(
    typed: str, choices: tuple[dt.date, ...]
) -> None:
    with pytest.raises(AmbiguousWhenError) as caught:
        read(typed, TZ, NOW)
    assert tuple(read(each, TZ, NOW).written for each in caught.value.choices) == choices
    assert all(each in (caught.value.hint or "") for each in caught.value.choices)


def test_a_choice_keeps_the_rest_of_what_was_typed() -> None:
    with pytest.raises(AmbiguousWhenError) as caught:
        read("next Wednesday 7–8:30pm", TZ, NOW)
    chosen = read(caught.value.choices[1], TZ, NOW)
    assert (chosen.written, chosen.end and chosen.end.written) == (
        dt.datetime(2026, 12, 2, 19),
        dt.datetime(2026, 12, 2, 20, 30),
    )


def test_the_order_of_day_and_month_is_the_groups() -> None:
    assert read("12/3", TZ, NOW, "DMY").written == dt.date(2027, 3, 12)
    assert read("12/3", TZ, NOW, "MDY").written == dt.date(2026, 12, 3)
    assert read("13/3", TZ, NOW).written == dt.date(2027, 3, 13)  # the other order is no date
    assert read("5/5", TZ, NOW).written == dt.date(2027, 5, 5)  # both are the same


@pytest.mark.parametrize(
    ("typed", "start", "end"),
    [
        ("Thursday, December 3, 2026 · 7:00–8:30 PM EST", "2026-12-03T19:00", "2026-12-03T20:30"),
        ("Thu  Dec  3, 2026   7:00–8:30 PM EST", "2026-12-03T19:00", "2026-12-03T20:30"),
        ("Dec 3, 2026 · 11:00 AM–1:00 PM EST", "2026-12-03T11:00", "2026-12-03T13:00"),
        ("Dec 3, 2026 · 9:00 PM EST – December 4, 1:00 AM EST", "2026-12-03T21:00", "2026-12-04T01:00"),
        ("Dec 31, 2026 · 9:00 PM EST – January 1, 2027, 1:00 AM EST", "2026-12-31T21:00", "2027-01-01T01:00"),
        ("Friday, December 4 – Sunday, December 6, 2026", "2026-12-04", "2026-12-06"),
        ("Thursday, December 31, 2026 – Friday, January 1, 2027", "2026-12-31", "2027-01-01"),
        ("Fri  Dec  4, 2026   until December 6, 2026", "2026-12-04", "2026-12-06"),
        ("Dec 3 7-8:30pm", "2026-12-03T19:00", "2026-12-03T20:30"),
        ("Dec 3 19:00–8:30 PM", "2026-12-03T19:00", "2026-12-03T20:30"),
        ("Dec 3 from 7 to 8:30 pm", "2026-12-03T19:00", "2026-12-03T20:30"),
    ],
)
def test_a_range_says_the_end_too(typed: str, start: str, end: str) -> None:
    found = read(typed, TZ, NOW)
    assert found.end is not None
    assert [each.written.isoformat() for each in (found, found.end)] == [
        each if "T" not in each else f"{each}:00" for each in (start, end)
    ]


def test_a_range_over_a_change_of_clocks() -> None:
    found = read("Sunday, November 7, 2027 · 12:30 AM EDT–1:30 AM EST", TZ, NOW)
    assert found.end is not None
    assert found.end.written == dt.datetime(2027, 11, 7, 6, 30, tzinfo=dt.UTC)


@given(moments(), lengths)
def test_every_span_that_we_print_can_be_typed_back(wall: dt.datetime, length: dt.timedelta) -> None:
    start = zones.resolve_by_rule(wall, TZ)
    end = (start.astimezone(dt.UTC) + length).astimezone(TZ)
    printed = clock_span(start, end, zones.abbreviation(start), zones.abbreviation(end))
    found = read(f"{full_date(start)} · {printed}", TZ, NOW)
    assert found.end is not None
    for each, moment in ((found, start), (found.end, end)):
        assert each.moment.astimezone(dt.UTC) == moment.astimezone(dt.UTC)  # type: ignore[union-attr]
    last = start.date() + dt.timedelta(days=1 + length.days)
    whole = read(day_span(start.date(), last), TZ, NOW)
    assert (whole.written, whole.end and whole.end.written) == (start.date(), last)
    assert read(f"{short_date(start)}   until {long_date(last)}", TZ, NOW) == whole


@given(moments())
def test_forms_that_people_write_read_back(wall: dt.datetime) -> None:
    wall = wall.replace(second=0)
    if zones.is_skipped(wall, TZ) or zones.is_repeated(wall.replace(tzinfo=TZ)):
        wall = wall.replace(hour=12)
    month, day, clock = MONTHS[wall.month - 1], wall.day, f"{wall:%H:%M}"
    nth = (day - 1) // 7
    ordinal = ("1st", "2nd", "3rd", "4th", "5th")[nth]
    half = clock_time(wall).replace(" ", "").lower()
    for text in (
        f"{day} {month} {wall.year} {clock}",
        f"{month:.3} {day}, {wall.year} {half}",
        f"{half} {weekday(wall)} {day} {month:.3} {wall.year}",
        f"{wall.month}/{day}/{wall.year} {half}",
        f"{SPANISH_DAYS[wall.weekday()]} {day} de {SPANISH_MONTHS[wall.month - 1]} de {wall.year} a las {clock}",
        f"{PORTUGUESE_DAYS[wall.weekday()]}, {day} de {PORTUGUESE_MONTHS[wall.month - 1]} de {wall.year} às {clock}",
        f"{FRENCH_DAYS[wall.weekday()]} {day} {FRENCH_MONTHS[wall.month - 1]} {wall.year} à {wall:%Hh%M}",
        f"{ordinal} {weekday(wall)} of {month} {wall.year} {half}",
    ):
        assert read(text, TZ, NOW, "MDY").written == wall, text


SPANISH_DAYS = "lunes martes miércoles jueves viernes sábado domingo".split()
SPANISH_MONTHS = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split()
PORTUGUESE_DAYS = "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo".split()
PORTUGUESE_MONTHS = "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro".split()
FRENCH_DAYS = "lundi mardi mercredi jeudi vendredi samedi dimanche".split()
FRENCH_MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()


@given(days(dt.date(2026, 11, 24), dt.date(2027, 11, 23)), st.sampled_from(["{:%a} {m} {d}", "{d} {m}", "{m} {d}th"]))
def test_a_date_without_a_year_is_the_next_such_date(day: dt.date, form: str) -> None:
    assert read(form.format(day, m=MONTHS[day.month - 1], d=day.day), TZ, NOW).written == day


@given(moments())
def test_what_we_print_can_be_typed_back(wall: dt.datetime) -> None:
    moment = zones.resolve_by_rule(wall, TZ)
    assert read(said(moment), TZ, NOW).moment.astimezone(dt.UTC) == moment.astimezone(dt.UTC)  # type: ignore[union-attr]
    assert read(said(moment.date()), TZ, NOW).written == moment.date()


WORDS = st.lists(
    st.sampled_from(
        "next last this in of the a 2 2nd 7 7pm 19:00 25:00 noon midnight Wed Wednesday Dec mar 2026 2026-12-03 12/3 30 – - "
        "until · EST UTC-3 weeks days ago tomorrow de la tarde mañana miércoles diciembre a las demain 19h às quinta "
        "segunda-feira prochain que viene 9999 0 00 Feb all day hence from now".split(" ")
    ),
    max_size=8,
).map(" ".join)


@given(st.one_of(st.text(max_size=40), WORDS, st.text("0123456789:/-–. apmhsdtAPMZ", max_size=30)))
@settings(max_examples=200)
def test_any_text_is_read_or_refused(text: str) -> None:
    begun = time.process_time()
    for reader in (
        lambda: read(text, TZ, NOW, "MDY"),
        lambda: read(text, TZ, NOW),
        lambda: when.read_around(text, ParseContext(TZ, NOW, "MDY")),
        lambda: when.read(text, ParseContext(TZ, NOW, language="es").of_moved(dt.date(2027, 1, 13))),
        lambda: read_end(text, read("Dec 3 7pm", TZ, NOW), TZ, NOW),
        lambda: read_length(text, read("Dec 3 7pm", TZ, NOW), TZ),
        lambda: read_time(text),
    ):
        try:
            reader()
        except WhenError as error:
            assert error.hint
            for choice in getattr(error, "choices", ()):
                assert choice != text
    assert time.process_time() - begun < 2


@pytest.mark.parametrize(
    "text", ["a" * 100_000, "1 " * 50_000, "de " * 40, "7–" * 60, "in " * 40, "Decm " * 24, "9" * 5000]
)
def test_long_texts_are_refused_soon(text: str) -> None:
    begun = time.process_time()
    with pytest.raises(WhenError):
        read(text, TZ, NOW)
    assert time.process_time() - begun < 2


def test_english_loads_no_dictionary() -> None:
    code = (
        "import datetime as dt, sys; from lacwg.schedule import zones; from lacwg.dates_in import when, cells;"
        "tz = zones.zone('America/New_York'); now = dt.datetime(2026, 11, 24, tzinfo=tz);"
        "from lacwg.dates_in.days import ParseContext; day = dt.date(2026, 12, 5);"
        "[when.read(text, ParseContext(tz, now, 'MDY', 'es')) for text in ('2026-12-03 19:00', 'Dec 3 7pm', 'in 2 weeks', '12/3 noon', '12/3 7-8:30pm',"
        "'Wednesday, December 9, 2026 · 5:00 PM EST · in 15 days')];"
        "[when.read(text, ParseContext(tz, now, 'MDY', 'es', day)) for text in ('7pm', 'Dec 3', '19:00–20:30', '2026-12-03')];"
        "when.read_time('5pm'); when.read_month('December', day); cells.read_cell('12/3/2026 7pm', 'MDY', halves=True);"
        "print('babel' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


EVENING = read("Dec 3 7pm", TZ, NOW)
DAY = read("Dec 3", TZ, NOW)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("9pm", dt.datetime(2026, 12, 3, 21)),
        ("21:30", dt.datetime(2026, 12, 3, 21, 30)),
        ("1am", dt.datetime(2026, 12, 4, 1)),
        ("2026-12-05 10:00", dt.datetime(2026, 12, 5, 10)),
        ("8:30 PM EST", dt.datetime(2026, 12, 3, 20, 30)),
        ("20.10", dt.datetime(2026, 12, 3, 20, 10)),
        ("noon", dt.datetime(2026, 12, 4, 12)),
        ("Fri 10am", dt.datetime(2026, 12, 4, 10)),
        ("midnight", dt.datetime(2026, 12, 4)),
        ("Jan 5 10am", dt.datetime(2027, 1, 5, 10)),
    ],
)
def test_ends(typed: str, written: dt.datetime) -> None:
    assert read_end(typed, EVENING, TZ, NOW).written == written


@pytest.mark.parametrize(
    ("start", "typed", "reason"),
    [
        (EVENING, "2026-12-02 20:00", "before the start"),
        (EVENING, "7pm", "when it starts"),
        (EVENING, "Dec 2 8pm", "before the start"),
        (EVENING, "8:30", "in the morning or in the evening"),
        (EVENING, "8:30 PM EDT", "is EST"),
        (EVENING, "2026-12-04", "the other has none"),
        (DAY, "9pm", "has no hour"),
        (DAY, "Dec 2, 2026", "before the start"),
        (DAY, "2028-12-03", "a year at most"),
    ],
)
def test_ends_that_do_not_fit(start: object, typed: str, reason: str) -> None:
    with pytest.raises(WhenError, match=reason):
        read_end(typed, start, TZ, NOW)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "end"),
    [
        ("90m", "20:30"), ("1h30m", "20:30"), ("2h", "21:00"), ("1 hour 30 minutes", "20:30"), ("90 min", "20:30"),
        ("90", "20:30"), ("1.5 hours", "20:30"), ("1,5 h", "20:30"), ("0.25h", "19:15"), ("1h30", "20:30"), ("2h 30", "21:30"),
        ("1 hora y 30 minutos", "20:30"), ("2 heures", "21:00"), ("1 hour and 5 minutes", "20:05"),
    ],
)  # fmt: skip
def test_lengths(typed: str, end: str) -> None:
    assert read_length(typed, EVENING, TZ).written == dt.datetime.fromisoformat(f"2026-12-03T{end}")


def test_lengths_of_days_count_the_first_one() -> None:
    assert read_length("3d", DAY, TZ).written == dt.date(2026, 12, 5)
    with pytest.raises(WhenError, match="only be days"):
        read_length("90m", DAY, TZ)


# a number alone is of minutes, as people type it; one behind days says of what it is
@pytest.mark.parametrize(
    "typed",
    [
        "",
        "0",
        "0m",
        "soon",
        "-90m",
        "999999999999d",
        "1.5",
        "1.333 hours",
        "1.33h",
        "1:30",
        "1d 30",
        "1.5d",
        "and",
        "3 months",
    ],
)
def test_lengths_that_are_none(typed: str) -> None:
    with pytest.raises(WhenError):
        read_length(typed, EVENING, TZ)


def test_a_length_passes_as_it_really_does_over_a_change_of_clocks() -> None:
    start = read("2027-03-14 01:00", TZ, NOW)
    assert read_length("2h", start, TZ).written == dt.datetime(2027, 3, 14, 4)
    before = read("2027-11-07 00:30", TZ, NOW)
    end = read_length("2h", before, TZ)
    assert end.written == dt.datetime(2027, 11, 7, 6, 30, tzinfo=dt.UTC)  # 1:30 comes twice: kept with its offset
    assert not isinstance(end.written.tzinfo, type(TZ))


def test_a_name_of_the_zone_is_of_no_second_coming() -> None:
    zone = zones.zone("America/New_York")
    now = dt.datetime(2026, 11, 24, 12, tzinfo=zone)
    assert read("Dec 16 5pm EST", zone, now).moment.fold == 0  # type: ignore[union-attr]
    assert read("Nov 7, 2027 1:30 AM EST", zone, now).moment.fold == 1  # type: ignore[union-attr]


# Looking back, and from what is moved


@given(
    st.sampled_from(["{:%a} {m} {d}", "{m} {d}", "{d} {m} 19:00", "{m} {d}, {y}"]),
    days(dt.date(2025, 11, 25), dt.date(2027, 11, 23)),
)
def test_looking_back_a_date_without_a_year_is_the_last_or_the_next(form: str, day: dt.date) -> None:
    text = form.format(day, m=MONTHS[day.month - 1], d=day.day, y=day.year)
    found = [day_of(each.moment) for each in when.read_around(text, ParseContext(TZ, NOW))]
    assert day in found or (day.month, day.day) == (2, 29)
    assert len(found) <= (1 if form.endswith("{y}") else 2)
    assert found == sorted(found, key=lambda each: abs(each - NOW.date()))
    assert len({each > NOW.date() for each in found}) == len(found)


@given(days(), days(dt.date(2020, 1, 1), dt.date(2030, 1, 1)))
def test_what_is_moved_is_moved_to_the_nearest_such_date(day: dt.date, moved: dt.date) -> None:
    found = when.read(f"{MONTHS[day.month - 1]} {day.day}", ParseContext(TZ, NOW).of_moved(moved)).written
    assert isinstance(found, dt.date)
    assert (found.month, found.day) == (day.month, day.day)
    assert abs(found - moved) <= dt.timedelta(days=183) or (day.month, day.day) == (2, 29)


@given(st.integers(0, 6), days(dt.date(2026, 11, 30), dt.date(2030, 1, 1)), st.sampled_from(["", " 6pm"]))
def test_a_weekday_alone_is_asked_around_what_is_moved(named: int, moved: dt.date, hour: str) -> None:
    context = ParseContext(TZ, NOW).of_moved(moved)
    with pytest.raises(AmbiguousWhenError) as asked:
        when.read(f"{WEEKDAYS[named]}{hour}", context)
    found = [day_of(when.read(each, context).moment) for each in asked.value.choices]
    assert found == sorted(found)
    assert all(each.weekday() == named for each in found)
    assert moved - dt.timedelta(days=7) <= found[0] < moved < found[-1] <= moved + dt.timedelta(days=7)


# Months


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-12", (2026, 12)),
        ("2027-2", (2027, 2)),
        ("December", (2026, 12)),
        ("november", (2026, 11)),
        ("Oct", (2027, 10)),
        ("sept", (2027, 9)),
        ("February 2020", (2020, 2)),
        ("Feb., 2020", (2020, 2)),
        ("next month", (2026, 12)),
        ("this month", (2026, 11)),
        ("diciembre de 2027", (2027, 12)),
        ("Março 2027", (2027, 3)),
        ("le mois prochain", (2026, 12)),
        ("desanm 2027", (2027, 12)),
        ("janv.", (2027, 1)),
    ],
)
def test_a_month(text: str, expected: tuple[int, int]) -> None:
    assert read_month(text, NOW.date()) == expected


@pytest.mark.parametrize("text", ["2026-13", "2026-00", "Ju", "Fool", "12", "", "0999-12", "9001-01", "December 3"])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(WhenError) as refused:
        read_month(text, NOW.date())
    assert text in ("0999-12", "9001-01") or "December 2027" in (refused.value.hint or "")


# Ranges and offsets


@pytest.mark.parametrize(
    ("typed", "start", "end"),
    [
        ("2026-12-03 19:00-21:00", "2026-12-03T19:00:00", "2026-12-03T21:00:00"),
        ("2026-12-03 10:00-12:00", "2026-12-03T10:00:00", "2026-12-03T12:00:00"),
        ("Dec 3 19:00-21:00", "2026-12-03T19:00:00", "2026-12-03T21:00:00"),
        ("2026-12-03 9:00-11:00", "2026-12-03T09:00:00", "2026-12-03T11:00:00"),
        ("2026-12-03 19:00:00-21:00:00", "2026-12-03T19:00:00", "2026-12-03T21:00:00"),
        ("2026-12-03T19:00 - 21:00", "2026-12-03T19:00:00", "2026-12-03T21:00:00"),
        ("2026-12-03 10:00 -12:00", "2026-12-03T10:00:00", "2026-12-03T12:00:00"),
        ("2027-03-14 01:30-03:30", "2027-03-14T01:30:00", "2027-03-14T03:30:00"),
        ("2026-12-03T10:00-12:00", "2026-12-03T10:00:00-12:00", None),
        ("2026-12-03 10:00:00-12:00", "2026-12-03T10:00:00-12:00", None),
        ("2026-12-03T10:00+14:00", "2026-12-03T10:00:00+14:00", None),
        ("2026-12-03 10:00 +14:00", "2026-12-03T10:00:00+14:00", None),
        ("2027-11-07 01:30:00-05:00", "2027-11-07T01:30:00-05:00", None),
        ("Dec 3 19:00+01:00", "2026-12-03T19:00:00+01:00", None),
        ("3 dic 19.30", "2026-12-03T19:30:00", None),
        ("3 dic 12.10", "2026-12-03T12:10:00", None),
        ("3 dic 10.10-12.10", "2026-12-03T10:10:00", "2026-12-03T12:10:00"),
        ("jueves a las 19.30", "2026-11-26T19:30:00", None),
        ("Dec 3 7.30pm", "2026-12-03T19:30:00", None),
        ("2026-12-03 19.00-21.00", "2026-12-03T19:00:00", "2026-12-03T21:00:00"),
        ("3 dic 19h-21h", "2026-12-03T19:00:00", "2026-12-03T21:00:00"),
        ("3 de diciembre de 19 a 21 horas", "2026-12-03T19:00:00", "2026-12-03T21:00:00"),
        ("Dec 3 noon-2pm", "2026-12-03T12:00:00", "2026-12-03T14:00:00"),
        ("Dec 3 7 p.m.-9 p.m.", "2026-12-03T19:00:00", "2026-12-03T21:00:00"),
        ("Dec 3 21:00 - 01:00", "2026-12-03T21:00:00", "2026-12-04T01:00:00"),
        ("2026-12-03T19:00-05:00", "2026-12-03T19:00:00-05:00", None),
        ("2026-12-03T7:00-05:00", "2026-12-03T07:00:00-05:00", None),
        ("2026-12-03 19:00:00-05:00", "2026-12-03T19:00:00-05:00", None),
        ("2026-12-03 19:00:00 -0500", "2026-12-03T19:00:00-05:00", None),
        ("2026-12-03 19:00+01:00", "2026-12-03T19:00:00+01:00", None),
        ("jueves 3 de diciembre de 19:00 a 21:00", "2026-12-03T19:00:00", "2026-12-03T21:00:00"),
        ("jeudi 3 décembre de 19h à 21h", "2026-12-03T19:00:00", "2026-12-03T21:00:00"),
        ("quinta, 3 de dezembro, das 19h às 21h", "2026-12-03T19:00:00", "2026-12-03T21:00:00"),
        ("jedi 3 desanm 7è a 9è nan aswè", "2026-12-03T19:00:00", "2026-12-03T21:00:00"),
        ("3 de diciembre 7 a 9 de la tarde", None, None),
        ("3 de diciembre hasta el 5 de diciembre", "2026-12-03", "2026-12-05"),
        ("du 3 décembre au 5 décembre", "2026-12-03", "2026-12-05"),
    ],
)
def test_a_range_is_never_an_offset(typed: str, start: str | None, end: str | None) -> None:
    if start is None:  # nobody says "9 de la tarde"
        with pytest.raises(WhenError):
            read(typed, TZ, NOW)
        return
    found = read(typed, TZ, NOW)
    assert found.written.isoformat() == start
    assert (found.end and found.end.written.isoformat()) == end


@pytest.mark.parametrize(
    ("typed", "over", "exact"),
    [
        ("2026-12-03 19:00-05:00", "2026-12-04T05:00", "2026-12-03T19:00-05:00"),
        ("2026-12-03 19:00 -05:00", "2026-12-04T05:00", "2026-12-03T19:00-05:00"),
        ("Dec 3 21:00-01:00", "2026-12-04T01:00", "2026-12-03T21:00-01:00"),
        ("2026-12-03 10:00-10:00", "2026-12-04T10:00", "2026-12-03T10:00-10:00"),
        ("2026-12-03 21:00-19:00", "2026-12-04T19:00", None),
        ("2026-12-03 19:00-19:00", "2026-12-04T19:00", None),
    ],
)
def test_what_may_be_a_range_or_an_offset_names_both_forms(typed: str, over: str, exact: str | None) -> None:
    with pytest.raises(AmbiguousWhenError) as asked:
        read(typed, TZ, NOW)
    found = [read(each, TZ, NOW) for each in asked.value.choices]
    assert found[0].end is not None
    assert found[0].end.written == dt.datetime.fromisoformat(over)
    assert [each.written for each in found[1:]] == ([dt.datetime.fromisoformat(exact)] if exact else [])


@pytest.mark.parametrize(
    "typed",
    ["2026-12-03T19:00-21:00", "2026-12-03 19:00:00-21:00", "2026-12-03T10:00-12:30", "2026-12-03 10:00+14:30",
     "2026-12-03 10:00+15:00"],
)  # fmt: skip
def test_an_offset_goes_from_12_hours_behind_to_14_ahead(typed: str) -> None:
    with pytest.raises(WhenError, match="is not an offset") as refused:
        read(typed, TZ, NOW)
    assert "a range is written" in (refused.value.hint or "")


def test_the_choices_of_an_hour_that_comes_twice_keep_the_range() -> None:
    with pytest.raises(AmbiguousWhenError) as asked:
        read("2027-11-07 01:30-02:30", TZ, NOW)
    found = [read(each, TZ, NOW) for each in asked.value.choices]
    assert [each.end and each.end.written for each in found] == [dt.datetime(2027, 11, 7, 2, 30)] * 2
    assert len({each.moment for each in found}) == 1  # the same wall time, told apart by its offset
    assert len({each.written for each in found}) == 2


@pytest.mark.parametrize("typed", ["12.10", "3.12", "Tue 12.10", "martes 12.10"])
def test_a_day_or_an_hour_with_a_full_stop_names_both(typed: str) -> None:
    with pytest.raises(WhenError, match=r"may be an hour, \S+, or a day, ") as refused:
        read(typed, TZ, NOW)
    for each in getattr(refused.value, "choices", ()):
        assert read(each, TZ, NOW)
    context = ParseContext(TZ, NOW, day=dt.date(2026, 12, 5))
    with pytest.raises(AmbiguousWhenError) as asked:
        when.read("12.10", context)
    assert [when.read(each, context).written for each in asked.value.choices] == [
        dt.datetime(2026, 12, 5, 12, 10), dt.date(2027, 10, 12)
    ]  # fmt: skip


@pytest.mark.parametrize("typed", ["30.11", "30.11 19:00", "12.10 19.30", "3.12 7pm"])
def test_a_day_with_a_full_stop_is_named(typed: str) -> None:
    with pytest.raises(WhenError, match="is not understood as a date") as refused:
        read(typed, TZ, NOW)
    assert "write it as" in (refused.value.hint or "")


@pytest.mark.parametrize(
    "typed",
    [
        "el miércoles que viene a las 7 de la tarde",
        "mercredi prochain à midi",
        "mercredi prochain 19h – 21h",
        "3 de diciembre a las 7:00",
        "3 desanm 7:00",
        "jedi a 7è30",
        "7 de noviembre de 2027 1:30 a.m. – 3:00 a.m.",
        "Nov 7, 2027 1:30am – 3am",
        "amanhã à meia-noite",
        "martes",
        "3 décembre 1930",
        "12/3 7 de la tarde – 8 de la tarde",
        "December 3 7:00 – 8:00 PM EST – banana",
    ],
)
def test_choices_can_be_typed_in_any_language(typed: str) -> None:
    with pytest.raises(WhenError) as caught:
        read(typed, TZ, NOW)
    choices = getattr(caught.value, "choices", ())
    assert len(choices) == (0 if "banana" in typed else 2)
    assert len({str(read(each, TZ, NOW)) for each in choices}) == len(choices)


@pytest.mark.parametrize(
    ("typed", "start", "end"),
    [
        ("7 de la tarde", "19:00", None),
        ("7–8:30 PM", "19:00", "20:30"),
        ("de 19h à 20h30", "19:00", "20:30"),
        ("midi", "12:00", None),
        ("7:00", None, None),
        ("banana", None, None),
    ],
)
def test_hours_on_a_day(typed: str, start: str | None, end: str | None) -> None:
    context = ParseContext(TZ, NOW, day=dt.date(2026, 12, 5))
    if start is None:
        with pytest.raises(WhenError):
            when.read(typed, context)
        return
    found = when.read(typed, context)
    assert found.written == dt.datetime.fromisoformat(f"2026-12-05T{start}")
    assert (found.end and found.end.written) == (end and dt.datetime.fromisoformat(f"2026-12-05T{end}"))


@pytest.mark.parametrize(
    ("typed", "hour"), [("5:30 PM", "17:30"), ("17:00", "17:00"), ("7 de la tarde", "19:00"), ("19h30", "19:30"), ("mediodía", "12:00"), ("5:00 p.m.", "17:00")]
)  # fmt: skip
def test_an_hour_alone(typed: str, hour: str) -> None:
    assert read_time(typed) == dt.time.fromisoformat(hour)


@pytest.mark.parametrize("typed", ["7", "7pm ET", "Dec 3 7pm", "25:00", "7:00", "midnight", "banana", ""])
def test_what_is_no_hour_alone_is_refused(typed: str) -> None:
    with pytest.raises(WhenError) as refused:
        read_time(typed)
    assert refused.value.hint
