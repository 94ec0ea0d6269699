"""Whatever a file holds, reading it ends, and says what it passed over; and texts are read as icalendar reads them."""

from __future__ import annotations

import contextlib

import icalendar
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import texts

from lacwg.importers.ics import components, reading
from lacwg.importers.ics.components import NotACalendarError
from lacwg.importers.ics.texts import EventProperties
from lacwg.schedule import zones
from lacwg.text import content_lines

NEW_YORK = zones.zone("America/New_York")
PIECES = [
    "BEGIN:VCALENDAR", "END:VCALENDAR", "BEGIN:VEVENT", "END:VEVENT", "BEGIN:VTIMEZONE", "END:VTIMEZONE", "BEGIN:STANDARD",
    "END:STANDARD", "BEGIN:VALARM", "END:VALARM", "TZID:Own", "TZOFFSETTO:-0400", "TZOFFSETFROM:-0500", "UID:a", "UID:b",
    "UID:1-1765918800-1765922400@x", "SUMMARY:Vigil", "SUMMARY:", "DTSTART:20261203T190000", "DTSTART;TZID=Own:20261203T190000",
    "DTSTART;VALUE=DATE:20261203", "DTSTART:99991231T235959Z", "DTEND:20261203T200000", "DTEND;VALUE=DATE:20261205",
    "DURATION:P1D", "DURATION:-PT1H", "RRULE:FREQ=WEEKLY", "RRULE:FREQ=DAILY;COUNT=3", "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11",
    "RRULE:FREQ=HOURLY;UNTIL=20261205T000000Z", "RRULE:FREQ=WEEKLY;BYHOUR=99", "RRULE:", "RRULE:FREQ=MONTHLY;BYSETPOS=0;BYDAY=MO",
    "EXDATE:20261210T190000", "EXDATE:", "RDATE:20261211T190000", "RDATE;VALUE=PERIOD:20261211T190000/PT1H",
    "RECURRENCE-ID:20261210T190000", "RECURRENCE-ID;RANGE=THISANDFUTURE:20261210T190000", "STATUS:CANCELLED", "PRODID:-//lacwg//lacwg//EN",
    "UID:123e4567-e89b-12d3-a456-426614174000", "DESCRIPTION:Join https://zoom.us/j/1\\nPasscode: 1", "DESCRIPTION:Speakers:\\nA — b",
    "LOCATION:https://zoom.us/j/1", "CONFERENCE:https://x.org", "URL:x", "X-WR-TIMEZONE:Nowhere", ";:", ":", "A;B=\"c:d", " folded",
    "RELATED-TO:a", "SEQUENCE:99999999999999", "LAST-MODIFIED:x", "CLASS:PRIVATE", "ATTACH:https://x.org/a.png",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=20), max_size=40))
@settings(max_examples=500)
def test_reading_never_fails_but_by_name(lines: list[str]) -> None:
    text = "\n".join(["BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines]).encode("utf-8", "replace")
    with contextlib.suppress(NotACalendarError):
        found = reading.read(text, "c", zone=NEW_YORK)
        assert all(each.why for each in found.skipped)
        assert all(each.key for each in found.records)


@given(st.binary(max_size=200))
def test_bytes_of_any_kind(data: bytes) -> None:
    with contextlib.suppress(NotACalendarError):
        found = reading.read(b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n" + data, "c", zone=NEW_YORK)
        assert all(each.why for each in found.skipped)


# icalendar takes "\r" and "\\N" apart in ways of its own; control characters are no text
NO_TEXT = ["Cc", "Zl", "Zp"]


@given(texts(max_size=200, without=NO_TEXT), texts(1, 30, without=NO_TEXT, but='"^\\'))
def test_texts_and_parameters_are_read_as_icalendar_reads_them(value: str, param: str) -> None:
    event = icalendar.Event()
    event.add("uid", "u")
    event.add("summary", value, parameters={"X-PARAM": f"{param};:,"})
    calendar = icalendar.Calendar()
    calendar.add_component(event)
    data = calendar.to_ical()
    (found,) = components.calendars(content_lines.decode(data)[0])
    said = EventProperties(found.inner[0]).get("SUMMARY")
    theirs = icalendar.Calendar.from_ical(data).walk("VEVENT")[0]["summary"]
    assert said is not None
    assert said.text == str(theirs)
    assert said.params["X-PARAM"] == theirs.params["X-PARAM"]
