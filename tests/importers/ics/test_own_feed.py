"""Feeds in five languages: the same dates in all, what the importer reads back, and whose words hold then."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import icalendar
import pytest
from conftest import GROUP, Run, event, series, tree
from msgspec.structs import replace

from lacwg.audience import view as audience
from lacwg.exporters.ics import feed
from lacwg.importers.ics import reading
from lacwg.records import LANGUAGES, Event, Language, Series
from lacwg.schedule import zones

sys.path.insert(0, str(Path(__file__).parents[2] / "exporters"))
sys.path.insert(0, str(Path(__file__).parents[2] / "peers"))
import libical
from filled import HOSTILE, Filled
from test_peers import needs_libical

TRANSLATED: tuple[Language, ...] = ("es", "pt", "fr", "ht")
ZONE = zones.zone(GROUP.timezone)
SERIES = """
title = "Vigil"
kind = "event"
rule = "1st and 3rd Thursday"
start_time = 18:00:00
minutes = 60
since = 2026-12-01
description = "Bring a candle."
uid = "b5a8d3c2-0000-4000-8000-000000000001"

[es]
title = "Vigilia"
description = "Trae una vela."

[members]
join_url = "https://zoom.us/j/1"
dial_in = "+1 555 010 0000"

[[exceptions]]
date = 2026-12-17
moved_to = 2026-12-18
reason = "The hall is taken"
es.reason = "El salón está ocupado"

[[exceptions]]
date = 2027-01-07
moved_to = 2027-01-07T12:15:00

[[exceptions]]
date = 2027-01-21
cancelled = true
reason = "Snow"

[[exceptions]]
date = 2027-01-25
extra = true
moved_to = 2027-02-01
reason = "One more: for Haiti"

[[exceptions]]
date = 2027-01-26
extra = true
reason = "And another"
place = "On the Common"

[[exceptions]]
date = 2027-02-04
title = "Vigil of lights"
reason = "Candlemas"

[[changes]]
from = 2027-03-01
start_time = 19:00:00
"""
EVENTS = (
    'title = "Haiti"\nstart = 2026-12-03T19:00:00\nend = 2026-12-03T20:30:00\nplace = "Here"\n'
    'description = "What now?"\nuid = "b5a8d3c2-0000-4000-8000-000000000002"\n'
    '[es]\ntitle = "Haití"\n'
    '[[speakers]]\nname = "A"\nabout = "of B"\nes.about = "de B"\n[[speakers]]\nname = "C"\n',
    'title = "March"\nstart = 2026-12-05\nend = 2026-12-06\nstatus = "cancelled"\nreason = "Rain"\n'
    'uid = "b5a8d3c2-0000-4000-8000-000000000003"\n[[speakers]]\nname = "D"\n',
)


def records() -> tuple[list[Series], list[Event]]:
    return [series(SERIES, "vigil")], [event(text, f"2026-12-0{number}-event") for number, text in enumerate(EVENTS, 3)]


def seen(reader: audience.Reader, many: list[Series], ones: list[Event], language: Language) -> audience.View:
    return audience.in_language(audience.view_of(reader, GROUP, many, ones), language)


def told(language: Language) -> bytes:
    many, ones = records()
    return feed.calendar(seen("members", many, ones, language))


def entries(language: Language) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(told(language)).walk("VEVENT"))


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_feed_in_another_language_has_the_same_dates(language: Language) -> None:
    names = ("UID", "DTSTART", "DTEND", "DURATION", "RRULE", "RECURRENCE-ID", "STATUS", "SEQUENCE", "CONFERENCE")
    ours, theirs = entries("en"), entries(language)
    for one, other in zip(ours, theirs, strict=True):
        assert [one.get(name) for name in names] == [other.get(name) for name in names]
    assert sum(one.get("DESCRIPTION") != other.get("DESCRIPTION") for one, other in zip(ours, theirs, strict=True)) > 8


@needs_libical
@pytest.mark.parametrize("language", TRANSLATED)
@pytest.mark.parametrize("text", ["", HOSTILE])
def test_libical_reads_the_same_instances(language: Language, text: str) -> None:
    """Of records with something in every field, hostile text in translations too."""
    begin, end = dt.datetime(2026, 1, 1, tzinfo=dt.UTC), dt.datetime(2029, 1, 1, tzinfo=dt.UTC)
    own = Filled(text).view("members")  # of a group that speaks Spanish
    many, ones = records()
    views = [
        audience.in_language(own, language),
        seen("members", many, ones, language),
    ]
    english = [Filled(text).view("members"), audience.view_of("members", GROUP, *records())]
    for theirs, ours in zip(views, english, strict=True):
        calendar = libical.Feed(feed.calendar(theirs))
        assert calendar.is_valid()
        found = [(each.uid, each.start) for each in calendar.instances(begin, end)]
        expected = libical.Feed(feed.calendar(ours)).instances(begin, end)
        assert found == [(each.uid, each.start) for each in expected]
        assert len(found) > 10


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reader", ["public", "members"])
def test_no_canary_of_a_narrower_audience_is_in_a_feed(language: Language, reader: audience.Reader) -> None:
    filled = Filled()
    view = audience.in_language(filled.view(reader), language)
    text = feed.calendar(view).decode().replace("\r\n ", "")
    hidden = [*filled.texts["private"], *(filled.texts["members"] if reader == "public" else [])]
    assert not [each for each in hidden if each in text]
    assert (f"public-canary Event.{language}.title" in text) == (language != "es")


def test_what_a_feed_says_in_spanish() -> None:
    said = [(str(each["SUMMARY"]), str(each.get("DESCRIPTION", ""))) for each in entries("es")]
    join = "Para conectarte: https://zoom.us/j/1\n\nPor teléfono: +1 555 010 0000"
    assert ("Vigilia", f"Trae una vela.\n\n{join}") in said
    assert any(
        text.startswith(
            "Reprogramado (antes: jueves, 17 de diciembre de 2026): El salón está ocupado\n\nTrae una vela."
        )
        for _, text in said
    )
    assert any("Reprogramado (antes: jueves, 7 de enero de 2027, 6:00 p.m.)\n" in text for _, text in said)
    assert ("Haití", "What now?\n\nPonentes:\nA — de B\nC") in said
    assert ("CANCELADO: March", "Cancelado: Rain\n\nPonente:\nD") in said


def test_french_has_its_blank_before_a_colon() -> None:
    text = told("fr").decode().replace("\r\n ", "")
    assert "SUMMARY:ANNULÉ : March" in text  # titles have plain blanks
    assert "DESCRIPTION:Annulé\u00a0: Rain" in text
    assert "LABEL=Participez:" in text


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translated_feed_says_so(language: Language) -> None:
    found = reading.read(told(language), "feed.ics", zone=ZONE, group=GROUP)
    assert {each.language for each in found.records} == {language}
    (note,) = found.notes
    assert "it is your own calendar in" in note
    others = replace(GROUP, uid_namespace="123e4567-e89b-12d3-a456-426614174001")
    assert {each.language for each in reading.read(told(language), "feed.ics", zone=ZONE, group=others).records} == {
        None
    }


@pytest.mark.parametrize("tag", ["xx", "", "ES-mx", "es\\, en", "\x00"])
def test_a_language_that_we_do_not_know_is_read_as_english(tag: str) -> None:
    text = told("es").replace(b"X-LACWG-LANGUAGE:es", f"X-LACWG-LANGUAGE:{tag}".encode())
    found = reading.read(text, "feed.ics", zone=ZONE, group=GROUP)
    assert len(found.records) >= 3


def test_english_says_nothing_of_its_language() -> None:
    assert b"X-LACWG" not in told("en")
    assert told("es").count(b"X-LACWG-LANGUAGE:es\r\n") == 1
    assert b"LANGUAGE=" not in told("es")


def test_an_object_for_a_calendar_server_is_in_the_language() -> None:
    many, ones = records()
    made = list(feed.objects(seen("public", many, ones, "es")))
    assert any("SUMMARY:CANCELADO: March" in each.data.decode() for each in made)


def write(data: Path) -> None:
    (data / "series" / "vigil.toml").write_text(SERIES.strip() + "\n")
    (data / "events" / "2026").mkdir(parents=True, exist_ok=True)
    for name, text in zip(("2026-12-03-haiti", "2026-12-05-march"), EVENTS, strict=True):
        (data / "events" / "2026" / f"{name}.toml").write_text(text)


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_does_not_replace_the_groups_own_words(
    data: Path, run: Run, first: bool, language: Language
) -> None:
    write(data)
    for name in ("en", language):
        made = run("export", "ics", "--audience", "members", "--lang", name, "-o", f"{name}.ics")
        assert made.code == 0, made.err
    before = tree(data)
    if first:
        assert run("import", "ics", "en.ics").code == 0
        assert {k: v.decode() for k, v in tree(data).items() if v} == {k: v.decode() for k, v in before.items() if v}
    for again in ([], ["--again"]):
        ran = run("import", "ics", f"{language}.ics", *again)
        assert ran.code == 0
        assert "it is your own calendar in" in ran.out
        assert {k: v.decode() for k, v in tree(data).items() if v} == {k: v.decode() for k, v in before.items() if v}
    if first:
        assert run("import", "ics", "en.ics").code == 0
        assert {k: v.decode() for k, v in tree(data).items() if v} == {k: v.decode() for k, v in before.items() if v}


def test_what_a_translation_says_beside_its_words_is_taken_over(data: Path, run: Run) -> None:
    write(data)
    assert run("export", "ics", "--audience", "members", "--lang", "es", "-o", "es.ics").code == 0
    made = Path("es.ics")
    made.write_bytes(made.read_bytes().replace(b":20261203T190000", b":20261203T193000"))
    ran = run("import", "ics", "es.ics", "--json")
    assert ran.code == 0
    kept = (data / "events" / "2026" / "2026-12-03-haiti.toml").read_text()
    assert "2026-12-03T19:30:00" in kept
    assert 'title = "Haiti"' in kept
    assert 'title = "Haití"' in kept


def test_a_record_that_only_a_translation_has_is_told_of(data: Path, run: Run) -> None:
    write(data)
    assert run("export", "ics", "--lang", "es", "-o", "es.ics").code == 0
    (data / "events" / "2026" / "2026-12-03-haiti.toml").unlink()
    ran = run("import", "ics", "es.ics")
    assert ran.code == 0
    assert "its words are in Spanish" in ran.out + ran.err
