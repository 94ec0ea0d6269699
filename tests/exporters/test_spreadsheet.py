"""Dated rows: the columns that each program knows, and cells that none of them takes for anything but text."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

import pytest
from conftest import GROUP, event, series
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from lacwg.audience import view as audience
from lacwg.exporters.spreadsheet import cells, events_calendar, tables
from lacwg.records import Contact, Event, Issue, MembersTable
from lacwg.schedule.occurrences import Occurrence, expand, of_event
from lacwg.voice.voice import voice

HOSTILE = '=HYPERLINK("http://x","y")\r\n<script>alert(1)</script> \x1b[31m\x00 \u202eabc \\" [gallery] a\\'
MEETING = 'rule = "2nd Wednesday"\nstart_time = 17:00:00\nsince = 2026-11-01\n'


def php(data: bytes) -> list[list[str]]:
    """Rows as PHP's fgetcsv takes them apart: after a backslash a quotation mark ends nothing."""
    return list(csv.reader(io.StringIO(data.decode(), newline=""), escapechar="\\"))


def rows(data: bytes, encoding: str = "utf-8") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(encoding), newline=""), strict=True))


def calendar(*occurrences: Occurrence, **more: Any) -> events_calendar.Files:
    return events_calendar.files(audience.view_of("public", GROUP, **more), occurrences, dt.date(2026, 11, 24))


def one(text: str = "start = 2026-12-03T19:00:00\n", **fields: Any) -> Occurrence:
    return of_event(replace(event(text), **fields), GROUP)


def test_the_events_calendar_knows_each_heading() -> None:
    made = calendar(one())
    assert php(made.events)[0] == [
        "Event Name", "Event Description", "Event Start Date", "Event Start Time", "Event End Date", "Event End Time",
        "Event Timezone", "Event All Day", "Event Venue Name", "Event Organizer Name", "Event Show Map",
        "Event Show Map Link", "Event Category", "Event Tags", "Event Website", "Featured Image",
    ]  # fmt: skip
    assert php(made.venues)[0] == [
        "Venue Name", "Venue Description", "Venue Country", "Venue Address", "Venue Address2", "Venue City",
        "Venue State", "Venue Zip", "Venue Phone", "Venue URL", "Featured Image",
    ]  # fmt: skip
    assert php(made.organizers)[0] == [
        "Organizer Name", "Organizer Description", "Organizer Email", "Organizer Website", "Organizer Phone",
        "Featured Image",
    ]  # fmt: skip


def test_the_events_calendar_gets_an_event() -> None:
    lasting = one(
        'start = 2026-12-03T19:00:00\nend = 2026-12-03T20:30:00\nplace = "City Hall, 1 Main St"\nformat = "hybrid"\n'
        'issues = ["cuba", "secret"]\nurl = "https://example.org/c"\nimage = "https://example.org/i.jpg"\n'
        'alt = "People"\ndescription = "A & B\\n<b>"\nspeakers = [{name = "Ana", about = "poet"}]\n'
    )
    made = calendar(
        lasting, issues=[Issue(id="cuba", title="Cuba, too"), Issue(id="secret", title="Secret", audience="members")]
    )
    (row,) = rows(made.events)
    assert row == {
        "Event Name": "Event", "Event Description": "<p>A &amp; B<br>&lt;b&gt;</p><p>Speaker:<br>Ana — poet</p>",
        "Event Start Date": "2026-12-03", "Event Start Time": "19:00:00", "Event End Date": "2026-12-03",
        "Event End Time": "20:30:00", "Event Timezone": "America/New_York", "Event All Day": "",
        "Event Venue Name": "City Hall, 1 Main St", "Event Organizer Name": "Group", "Event Show Map": "yes",
        "Event Show Map Link": "yes", "Event Category": "Cuba – too", "Event Tags": "Online and in person",
        "Event Website": "https://example.org/c", "Featured Image": "https://example.org/i.jpg",
    }  # fmt: skip
    assert rows(made.venues)[0]["Venue Name"] == row["Event Venue Name"]
    assert rows(made.venues)[0]["Venue Address"] == "1 Main St"
    assert rows(made.organizers)[0]["Organizer Name"] == row["Event Organizer Name"]


def test_whole_days_and_unknown_lengths() -> None:
    several, open_end = one("start = 2026-12-04\nend = 2026-12-06\n"), one()
    days, timed = rows(calendar(several, open_end).events)
    assert [days[f"Event {name}"] for name in ("Start Date", "Start Time", "End Date", "End Time", "All Day")] == [
        "2026-12-04", "", "2026-12-06", "", "yes",
    ]  # fmt: skip
    assert (timed["Event End Date"], timed["Event End Time"]) == ("2026-12-03", "19:00:00")
    days, timed = rows(tables.google(GROUP, [several, open_end], voice("en")))
    assert list(days.values())[1:6] == ["12/04/2026", "", "12/06/2026", "", "True"]
    assert list(timed.values())[1:6] == ["12/03/2026", "7:00 PM", "", "", "False"]


def test_organizers_are_the_group_and_the_public_contacts() -> None:
    people = [
        Contact(id="a", name="Paz, Ana", audience="public", email="ana@example.org", phone="+1 617 555 0100"),
        Contact(id="b", name="Bruno", email="bruno@example.org"),
    ]
    made = calendar(one(), contacts=people).organizers
    assert [row["Organizer Name"] for row in rows(made)] == ["Group", "Paz – Ana"]
    assert b"555" not in made
    assert b"bruno" not in made


def test_google_gets_the_group_s_own_hours() -> None:
    abroad = one('start = 2026-12-03T19:00:00\ntimezone = "America/Caracas"\nplace = "Plaza"\n', audience="members")
    text = tables.google(GROUP, [abroad], voice("en")).decode()
    assert text.splitlines()[0] == (
        "Subject,Start Date,Start Time,End Date,End Time,All Day Event,Description,Location,Private"
    )
    assert text.splitlines()[1] == "Event,12/03/2026,6:00 PM,,,False,,Plaza,True"


def test_a_series_becomes_rows_that_say_what_happened() -> None:
    meeting = series(
        f'{MEETING}[[exceptions]]\ndate = 2026-11-11\nmoved_to = 2026-11-18\nreason = "Veterans Day"\n'
        '[[exceptions]]\ndate = 2026-12-09\ncancelled = true\nreason = "snow"\n'
    )
    stream = expand(meeting, GROUP)
    dates = [next(stream) for _ in range(3)]
    moved, cancelled, plain = rows(calendar(*dates).events)
    assert moved["Event Start Date"] == "2026-11-18"
    assert moved["Event Description"] == "<p>Moved from Wednesday, November 11, 2026: Veterans Day</p>"
    assert cancelled["Event Name"] == "CANCELLED: Meeting"
    assert cancelled["Event Description"] == "<p>Cancelled: snow</p>"
    assert plain["Event Start Date"] == "2027-01-13"
    shown = rows(tables.spreadsheet(dates, members=False), "utf-8-sig")
    assert [(row["change"], row["moved_from"], row["status"], row["reason"]) for row in shown] == [
        ("moved", "2026-11-11 17:00", "confirmed", "Veterans Day"), ("cancelled", "", "cancelled", "snow"),
        ("", "", "confirmed", ""),
    ]  # fmt: skip


def test_the_links_to_join_by_are_for_members() -> None:
    joined = replace(event("start = 2026-12-03\n"), members=MembersTable(join_url="https://zoom.us/j/1", dial_in="+1"))
    for reader, found in (("public", False), ("members", True)):
        view = audience.view_of(reader, GROUP, [], [joined])  # type: ignore[arg-type]
        dates = [of_event(each, GROUP) for each in view.events]
        texts = [
            tables.google(GROUP, dates, voice("en")),
            tables.spreadsheet(dates, members=found),
            *events_calendar.files(view, dates, dt.date(2026, 11, 24)),
        ]
        assert [b"zoom.us" in text for text in texts] == [found, found, False, False, found]
        assert (b"join_url" in texts[1]) is found


def test_excel_shows_accents() -> None:
    made = tables.spreadsheet([one(title="Simón")], members=False)
    assert made.startswith(b"\xef\xbb\xbf")
    assert not tables.google(GROUP, [], voice("en")).startswith(b"\xef\xbb\xbf")
    assert rows(made, "utf-8-sig")[0]["title"] == "Simón"


def test_an_hour_that_comes_twice_has_its_offset() -> None:
    (row,) = rows(tables.spreadsheet([one("start = 2026-11-01T01:30:00-05:00\n")], members=False), "utf-8-sig")
    assert row["start"] == "2026-11-01 01:30:00-05:00"  # behind 01:30 it might be the hour of an end


@pytest.mark.parametrize("start", ["=1+1", "+1 617", "-x", "@a", "\tx", "'=1", "''-x"])
def test_what_would_be_computed_is_guarded(start: str) -> None:
    assert cells.guarded(start) == f"'{start}"


@pytest.mark.parametrize("start", ["a=1", "'tis", "", "1-2", "12/3"])
def test_what_would_not_stays(start: str) -> None:
    assert cells.guarded(start) == start


def test_hostile_text_is_text() -> None:
    bad = one(title=HOSTILE, description=HOSTILE, place=HOSTILE, url=HOSTILE)
    people = [Contact(id="a", name=HOSTILE, audience="public", role=HOSTILE, email=HOSTILE)]
    made = calendar(bad, bad, contacts=people)
    for text in (*made, tables.google(GROUP, [bad], voice("en")), tables.spreadsheet([bad], members=True)):
        assert not any(
            cell.startswith(tuple("=+-@\t\r")) for row in csv.reader(io.StringIO(text.decode())) for cell in row
        )
        assert b"\x1b" not in text
        assert b"\x00" not in text
    for text in made:
        assert b"\\" not in text
        assert b"<script" not in text
        assert {len(row) for row in php(text)} == {len(php(text)[0])}
    assert b"[gallery]" not in rows(made.events)[0]["Event Description"].encode()
    assert "\n" not in rows(made.events)[0]["Event Name"]


@given(st.lists(st.text(alphabet="\\\"',;\n\r=<a[", max_size=8), min_size=3, max_size=3))
def test_no_field_swallows_the_next_row(texts: list[str]) -> None:
    dates = [
        of_event(
            Event(
                id="2026-12-03-e",
                title=f"{text}.",
                description=text,
                place=text,
                start=event("start = 2026-12-03").start,
            ),
            GROUP,
        )
        for text in texts
    ]
    made = calendar(*dates)
    assert [row["Event Name"] for row in rows(made.events)] == [row[0] for row in php(made.events)[1:]]
    assert len(php(made.events)) == 4
    assert {len(row) for row in php(made.events)} == {16}
