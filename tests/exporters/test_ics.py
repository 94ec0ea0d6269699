"""The feed: its form, its identities, and its time zones judged by what they say themselves."""

from __future__ import annotations

import datetime as dt
import functools
import re
from itertools import takewhile
from pathlib import Path

import icalendar
import pytest
from conftest import GROUP, Run, event, series
from dateutil.rrule import rrule, rrulestr
from hypothesis import given
from msgspec.structs import replace
from strategies import hours, rules, zone_names

from lacwg.audience import view as audience
from lacwg.exporters.ics import feed
from lacwg.exporters.ics.vtimezone import timezone
from lacwg.records import Event, Series
from lacwg.schedule import zones

MEETING = 'rule = "2nd Wednesday"\nstart_time = 17:00:00\nsince = 2026-01-01\n'


def made(many: list[Series], ones: list[Event] | None = None, reader: audience.Reader = "public") -> str:
    view = audience.view_of(reader, GROUP, many, ones or [])
    text = feed.calendar(view)
    assert not view.problems
    return text.decode().replace("\r\n ", "")


def events_in(text: str) -> list[dict[str, str]]:
    """Each VEVENT as a dictionary of its lines."""
    parts = re.findall(r"BEGIN:VEVENT\r\n(.*?)\r\nEND:VEVENT\r\n", text, re.DOTALL)
    return [dict(line.split(":", 1) for line in part.splitlines()) for part in parts]


def test_the_head() -> None:
    text = made([series(MEETING)])
    head = text.split("BEGIN:VTIMEZONE")[0]
    for line in ("VERSION:2.0", "CALSCALE:GREGORIAN", "NAME:Group", "X-WR-CALNAME:Group", "X-WR-TIMEZONE:America/New_York",
                 "REFRESH-INTERVAL;VALUE=DURATION:PT6H", "X-PUBLISHED-TTL:PT6H"):  # fmt: skip
        assert f"{line}\r\n" in head
    assert not re.search(r"METHOD|ORGANIZER|ATTENDEE|mailto|EXDATE|RDATE", text)


def test_lines_end_in_crlf_and_fold_at_75_octets_between_characters() -> None:
    long = event("start = 2026-12-03\n")
    text = feed.calendar(audience.view_of("public", GROUP, [], [replace(long, description="ñandú – " * 40)]))
    lines = text.split(b"\r\n")
    assert all(len(line) <= 75 and line.decode() is not None for line in lines)
    assert b"\n" not in text.replace(b"\r\n", b"")


def test_a_series_is_one_event_with_its_rule() -> None:
    (meeting,) = events_in(made([series(MEETING)]))
    assert meeting["RRULE"] == "FREQ=MONTHLY;BYDAY=2WE"
    assert meeting["DTSTART;TZID=America/New_York"] == "20260114T170000"
    assert meeting["DTSTAMP"] == "19700101T000000Z"
    assert not {"DTEND;TZID=America/New_York", "DURATION", "LAST-MODIFIED"} & set(meeting)


def test_what_happened_to_dates_is_an_override() -> None:
    text = MEETING + (
        'uid = "u"\nsequence = 3\nupdated = 2026-10-01T12:00:00Z\n'
        '[[exceptions]]\ndate = 2026-11-11\nmoved_to = 2026-11-18\nreason = "Veterans Day"\n'
        '[[exceptions]]\ndate = 2026-12-09\ncancelled = true\nreason = "snow"\n'
        "[[exceptions]]\ndate = 2026-12-16\nextra = true\n"
    )
    master, moved, cancelled, extra = events_in(made([series(text)]))
    assert {each["UID"] for each in (master, moved, cancelled)} == {"u"}
    assert {each["SEQUENCE"] for each in (master, moved, cancelled, extra)} == {"3"}
    assert {each["DTSTAMP"] for each in (master, moved, cancelled, extra)} == {"20261001T120000Z"}
    assert moved["RECURRENCE-ID;TZID=America/New_York"] == "20261111T170000"
    assert moved["DTSTART;TZID=America/New_York"] == "20261118T170000"
    assert moved["DESCRIPTION"] == "Moved from Wednesday\\, November 11\\, 2026: Veterans Day"
    assert (cancelled["STATUS"], cancelled["SUMMARY"]) == ("CANCELLED", "CANCELLED: Meeting")
    assert extra["UID"] != "u"
    assert not {key for key in extra if key.startswith("RECURRENCE-ID")}


def test_a_change_ends_the_old_rule_in_utc_and_begins_one_of_its_own() -> None:
    text = MEETING + '[[changes]]\nfrom = 2026-07-01\nrule = "1st Tuesday"\nminutes = 90\n'
    old, new = events_in(made([series(text)]))
    assert old["RRULE"] == "FREQ=MONTHLY;UNTIL=20260610T210000Z;BYDAY=2WE"
    assert new["DTSTART;TZID=America/New_York"] == "20260707T170000"
    assert (new["RRULE"], new["DURATION"]) == ("FREQ=MONTHLY;BYDAY=1TU", "PT90M")
    assert old["UID"] != new["UID"]
    assert old["UID"] == events_in(made([series(MEETING)]))[0]["UID"]


def test_several_ordinals_go_out_apart() -> None:
    text = 'uid = "u"\nrule = "1st and 3rd Thursday"\nstart_time = 17:00:00\nsince = 2026-01-02\n'
    text += "[[exceptions]]\ndate = 2026-01-15\ncancelled = true\n"
    first, third, cancelled = events_in(made([series(text)]))
    assert [(each["UID"], each["DTSTART;TZID=America/New_York"]) for each in (first, third)] == [
        ("u-1TH", "20260205T170000"),
        ("u-3TH", "20260115T170000"),
    ]
    assert cancelled["UID"] == "u-3TH"


def test_whole_days_have_dates_and_an_exclusive_end() -> None:
    days = event("start = 2026-12-05\nend = 2026-12-07\n", "2026-12-05-days")
    fast = series(
        'rule = "FREQ=DAILY;COUNT=3"\nsince = 2026-12-30\n[[exceptions]]\ndate = 2026-12-31\ncancelled = true\n'
    )
    master, override, one = events_in(made([fast], [days]))
    assert (one["DTSTART;VALUE=DATE"], one["DTEND;VALUE=DATE"]) == ("20261205", "20261208")
    assert (master["DTSTART;VALUE=DATE"], master["RRULE"]) == ("20261230", "FREQ=DAILY;UNTIL=20270101")
    assert override["RECURRENCE-ID;VALUE=DATE"] == "20261231"


def test_an_hour_that_comes_twice_goes_out_in_utc() -> None:
    for offset, utc in (("-04:00", "20271107T053000Z"), ("-05:00", "20271107T063000Z")):
        (one,) = events_in(made([], [event(f"start = 2027-11-07T01:30:00{offset}\n", "2027-11-07-x")]))
        assert one["DTSTART"] == utc


def test_the_same_folder_gives_the_same_bytes(data: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    first = run("export", "ics").out
    monkeypatch.setenv("LACWG_NOW", "2031-01-01T00:00")
    monkeypatch.setenv("PYTHONHASHSEED", "7")
    assert run("export", "ics").out == first


def test_members_get_the_link_and_the_public_does_not() -> None:
    one = event('start = 2026-12-03T19:00:00\n[members]\njoin_url = "https://zoom.us/j/1"\ndial_in = "+1 617 555 0100"\n[private]\nhost_key = "998877"\n')  # fmt: skip
    for_members, for_all = made([], [one], "members"), made([], [one])
    assert for_members.count("https://zoom.us/j/1") == 3
    assert "+1 617 555 0100" in for_members
    assert "zoom" not in for_all
    assert "998877" not in for_members + for_all


def test_what_iCalendar_cannot_carry_is_left_out() -> None:  # noqa: N802
    one = event(
        'start = 2026-12-03\ndescription = "a\\u0007b\\r\\nc\\u0000"\nplace = "x\\ny"\nurl = "https://x/\\r\\nATTENDEE:z"\n'
    )
    (found,) = events_in(made([], [replace(one, title="T\nEND:VEVENT")]))
    assert found["SUMMARY"] == "T END:VEVENT"
    assert found["DESCRIPTION"] == "ab\\nc"
    assert found["URL"] == "https://x/ATTENDEE:z"


def test_a_record_whose_time_cannot_be_told_is_named_and_the_rest_goes_out() -> None:
    bad = event("start = 2027-03-14T02:30:00\n", "2027-03-14-bad")
    good = event("start = 2026-12-03\n")
    view = audience.view_of("public", GROUP, [], [bad, good])
    text = feed.calendar(view).decode()
    assert text.count("BEGIN:VEVENT") == 1
    assert [error.record_id for error in view.problems] == ["2027-03-14-bad"]


# Time zones, read as RFC 5545, 3.6.5 says and by nothing else.


@functools.cache
def rule_of(text: str, start: dt.datetime) -> rrule:
    """A rule that is read once, and remembers its dates."""
    return rrulestr(text, dtstart=start, cache=True)  # type: ignore[return-value]


def offset_by(component: icalendar.Timezone, wall: dt.datetime) -> dt.timedelta:
    """The offset at a wall time by the VTIMEZONE alone: of the observance whose onset came last before it."""
    best: tuple[dt.datetime, dt.timedelta] | None = None
    for part in component.subcomponents:
        start = part["DTSTART"].dt
        onset = start if start <= wall else None
        if onset is not None and "RRULE" in part:
            text = part["RRULE"].to_ical().decode()
            # UNTIL is in UTC; compared here in the wall time before the onset, as DTSTART is
            if until := re.search(r"UNTIL=(\d{8}T\d{6})Z", text):
                local = dt.datetime.strptime(until[1], "%Y%m%dT%H%M%S") + part["TZOFFSETFROM"].td
                text = text.replace(until[0], f"UNTIL={local:%Y%m%dT%H%M%S}")
            onset = rule_of(text, start).before(wall, inc=True)
        if onset is not None and (best is None or onset > best[0]):
            best = (onset, part["TZOFFSETTO"].td)
    assert best is not None
    return best[1]


ZONES = ["America/New_York", "America/Havana", "America/Mexico_City", "America/Asuncion", "America/Santiago"]
FURTHER = [
    "Africa/Casablanca",
    "Europe/Dublin",
    "Asia/Tehran",
    "Pacific/Apia",
    "Europe/Istanbul",
    "America/Caracas",
    "Asia/Gaza",
]


@pytest.mark.parametrize("endless", [True, False])
@pytest.mark.parametrize("name", [*ZONES, *FURTHER])
def test_every_instance_has_its_offset_by_the_vtimezone_alone(name: str, *, endless: bool) -> None:
    """A daily series at noon and one at five, 2015 to 2040."""
    tz = zones.zone(name)
    component = timezone(tz, 2015, None if endless else 2040)
    day = dt.datetime(2015, 1, 1, 12)
    while day.year <= 2040:
        for hour in (12, 17):
            wall = day.replace(hour=hour)
            assert offset_by(component, wall) == wall.replace(tzinfo=tz).utcoffset(), wall
        day += dt.timedelta(days=17)  # there is always one between two changes: Morocco's are a month apart


@pytest.mark.parametrize("name", ZONES)
def test_hours_next_to_a_change_have_theirs_too(name: str) -> None:
    tz = zones.zone(name)
    component = timezone(tz, 2015, None)
    for change in zones.transitions(tz, dt.date(2015, 1, 1), dt.date(2040, 12, 31)):
        for beside in (-3, -2, 2, 3):
            moment = (change.at + dt.timedelta(hours=beside)).astimezone(tz)
            wall = moment.replace(tzinfo=None)
            if zones.is_repeated(moment) or zones.is_skipped(wall, tz):
                continue  # these go out in UTC, or are no time at all
            assert offset_by(component, wall) == moment.utcoffset(), wall


def test_new_york_is_written_as_people_know_it() -> None:
    text = timezone(zones.zone("America/New_York"), 2026, None).to_ical().decode()
    assert "DTSTART:20250309T020000\r\nRRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3\r\n" in text
    assert "DTSTART:20251102T020000\r\nRRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11\r\n" in text
    assert "UNTIL" not in text


@given(
    rules,
    zone_names,
    hours,
)
def test_each_date_of_a_rule_fits_its_dtstart(rule: str, name: str, time: dt.time) -> None:
    many = series(
        f'rule = "{rule}"\nsince = 2020-01-01\nuntil = 2020-12-31\nstart_time = {time}\ntimezone = "{name}"\n'
    )
    for part in icalendar.Calendar.from_ical(made([many])).events:
        start = part["DTSTART"].dt
        rrule = re.sub(r";UNTIL=\w+", "", part["RRULE"].to_ical().decode())
        walls = rrulestr(rrule, dtstart=start.replace(tzinfo=None))
        assert next(iter(takewhile(lambda wall: wall.year < 2021, walls))) == start.replace(tzinfo=None)
