"""Objects for a calendar server, and what two of them differ in whatever a server makes of their text."""

from __future__ import annotations

import datetime as dt
import re

import icalendar
import msgspec
import pytest
from conftest import GROUP, event, series
from hypothesis import given
from hypothesis import strategies as st

from lacwg.audience import view as audience
from lacwg.errors import LacwgError
from lacwg.exporters.ics import comparing, feed
from lacwg.exporters.ics.comparing import Reading
from lacwg.records import Event, Series

MONTHLY = 'rule = "2nd Wednesday"\nsince = 2026-01-01\nstart_time = 17:00:00\nminutes = 90\nsequence = 3\n'
MOVED = "[[exceptions]]\ndate = 2026-11-11\nmoved_to = 2026-11-18\nreason = 'Veterans Day; see you, then'\n"


def of(*records: Event | Series) -> dict[str, str]:
    """The objects of records, by UID."""
    all_series = [each for each in records if isinstance(each, Series)]
    events = [each for each in records if isinstance(each, Event)]
    view = audience.view_of("public", GROUP, all_series, events)
    found = list(feed.objects(view))
    assert view.problems == []
    assert len({each.uid for each in found}) == len(found)
    return {each.uid: each.data.decode() for each in found}


def one(record: Event | Series) -> str:
    (text,) = of(record).values()
    return text


def reading(text: str) -> Reading:
    found = comparing.read(text)
    assert found is not None
    return found


def same(one: str, other: str) -> bool:
    return comparing.is_same(reading(one), reading(other))


def what(was: str, now: str) -> list[tuple[str, ...]]:
    found = comparing.differences(reading(was), reading(now))
    return [(each.kind, *each.what) for each in found]


def test_an_object_holds_its_overrides_and_the_zones_that_it_needs() -> None:
    abroad = event('start = 2026-12-03T19:00:00\ntimezone = "America/Havana"\n')
    day = event("start = 2026-12-05\n", "2026-12-05-day")
    found = of(series(MONTHLY + MOVED), abroad, day)
    assert len(found) == 3
    texts = list(found.values())
    assert [text.count("BEGIN:VEVENT") for text in texts] == [2, 1, 1]
    assert [re.findall("^TZID:(.*?)\r$", text, re.MULTILINE) for text in texts] == [
        ["America/New_York"],
        ["America/Havana"],
        [],
    ]
    for uid, text in found.items():
        assert "METHOD" not in text
        assert set(re.findall("^UID:(.*?)\r$", text, re.MULTILINE)) == {uid}
        assert text.count(f"X-LACWG-GROUP:{GROUP.uid_namespace}\r\n") == text.count("BEGIN:VEVENT")


def test_the_objects_hold_what_the_feed_holds() -> None:
    records = (series(MONTHLY + MOVED + "[[changes]]\nfrom = 2027-03-01\nrule = '1st and 3rd Thursday'\n"),)
    whole = icalendar.Calendar.from_ical(feed.calendar(audience.view_of("public", GROUP, records)))
    parts = [each for text in of(*records).values() for each in icalendar.Calendar.from_ical(text).events]

    def bare(one: icalendar.Event) -> bytes:
        for name in (feed.GROUP, feed.AUDIENCE, feed.ZONES):
            one.pop(name, None)
        return one.to_ical()

    assert len(parts) > 3
    assert sorted(map(bare, parts)) == sorted(map(bare, whole.events))


def test_two_records_with_one_uid_are_not_sent() -> None:
    twins = [event('start = 2026-12-03\nuid = "same"\n', f"2026-12-03-{name}") for name in ("one", "two")]
    with pytest.raises(LacwgError, match='two records have the uid "same"'):
        of(*twins)


def test_a_record_whose_times_cannot_be_told_is_named_and_left_out() -> None:
    bad = event("start = 2027-03-14T02:30:00\n", "2027-03-14-gap")
    view = audience.view_of("public", GROUP, (), [bad, event("start = 2026-12-05\n")])
    assert len(list(feed.objects(view))) == 1
    assert [each.record_id for each in view.problems] == ["2027-03-14-gap"]


# What servers do to a text


def reordered(text: str) -> str:
    """Components and properties in another order, folded otherwise."""
    calendar = icalendar.Calendar.from_ical(text)
    calendar.subcomponents.reverse()
    unfolded = calendar.to_ical(sorted=True).decode().replace("\r\n ", "")
    return re.sub("(?m)^(.{20})(.+?)\r$", "\\1\r\n\t\\2\r", unfolded)


SERVED = {
    "written anew": lambda text: icalendar.Calendar.from_ical(text).to_ical().decode(),
    "reordered": reordered,
    "line feeds": lambda text: text.replace("\r\n", "\n"),
    "lower case": lambda text: text.replace("DTSTART", "dtstart").replace("SUMMARY", "summary"),
    "own properties": lambda text: text.replace(
        "END:VEVENT", "CREATED:20260101T000000Z\r\nX-MOZ-GENERATION:4\r\nTRANSP:OPAQUE\r\nEND:VEVENT"
    ),
    "own stamps": lambda text: re.sub("DTSTAMP:[^\r]*", "DTSTAMP:20991231T000000Z", text),
    "own product": lambda text: re.sub("PRODID:[^\r]*", "PRODID:-//Server//EN", text),
    "zones of its own": lambda text: re.sub("(?s)TZNAME:[^\r]*\r\n", "", text),
    "an end for a length": lambda text: text.replace("DURATION:PT90M", "DTEND;TZID=America/New_York:20260114T183000"),
    "hours for minutes": lambda text: text.replace("DURATION:PT90M", "DURATION:PT1H30M"),
    "a longer rule": lambda text: text.replace("FREQ=MONTHLY;", "WKST=MO;INTERVAL=1;FREQ=MONTHLY;"),
    "a date in UTC": lambda text: text.replace(
        "RECURRENCE-ID;TZID=America/New_York:20261111T170000", "RECURRENCE-ID:20261111T220000Z"
    ),
    "an empty text": lambda text: text.replace("END:VEVENT", "LOCATION:\r\nEND:VEVENT"),
}


@pytest.mark.parametrize("served", SERVED)
def test_what_a_server_makes_of_a_text_is_the_same(served: str) -> None:
    text = one(series(MONTHLY + MOVED))
    other = SERVED[served](text)
    assert other != text
    assert same(text, other)
    assert comparing.differences(reading(other), reading(text)) == []


CHANGED = {
    "title": lambda text: text.replace("SUMMARY:Meeting", "SUMMARY:Meetings", 1),
    "rule": lambda text: text.replace("BYDAY=2WE", "BYDAY=3WE"),
    "end of the rule": lambda text: text.replace("BYDAY=2WE", "BYDAY=2WE;UNTIL=20270101T000000Z"),
    "length": lambda text: text.replace("PT90M", "PT91M"),
    "zone": lambda text: re.sub(
        "DTSTART;TZID=America/New_York:20260114T170000\r\nDURATION",
        "DTSTART;TZID=America/Bogota:20260114T170000\r\nDURATION", text,
    ),
    "status": lambda text: text.replace("STATUS:CONFIRMED", "STATUS:CANCELLED", 1),
    "place": lambda text: text.replace("END:VEVENT", "LOCATION:Here\r\nEND:VEVENT", 1),
    "date left out": lambda text: text.replace("RRULE:FREQ=M", "EXDATE;TZID=America/New_York:20260211T170000\r\nRRULE:FREQ=M"),
    "date put in": lambda text: text.replace("RRULE:FREQ=M", "RDATE;TZID=America/New_York:20260212T170000\r\nRRULE:FREQ=M"),
    "sequence": lambda text: text.replace("SEQUENCE:3", "SEQUENCE:4", 1),
    "override": lambda text: re.sub("(?s)(END:VEVENT\r\n)BEGIN:VEVENT.*END:VEVENT\r\n", "\\1", text),
    "override moved": lambda text: text.replace("20261118T170000", "20261118T180000"),
    "group": lambda text: text.replace(GROUP.uid_namespace, "11111111-2222-3333-4444-555555555555", 1),
    "audience": lambda text: text.replace("AUDIENCE:public", "AUDIENCE:members", 1),
    "clocks": lambda text: re.sub("LACWG-ZONES:.", "LACWG-ZONES:z", text),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGED)
def test_what_somebody_changed_is_not_the_same(change: str) -> None:
    text = one(series(MONTHLY + MOVED))
    other = CHANGED[change](text)
    assert other != text
    assert not same(text, other)
    assert comparing.differences(reading(other), reading(text))


def test_the_clocks_of_a_country_go_out_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    from lacwg.exporters.ics import vtimezone

    record = series(MONTHLY)
    text = one(record)
    monkeypatch.setattr(vtimezone, "_LAST_KNOWN_YEAR", 2030)
    runs = vtimezone._runs
    monkeypatch.setattr(vtimezone, "_runs", lambda changes: runs(changes)[:1])  # as if a country gave the summer up
    vtimezone.zone_lines.cache_clear()
    assert not same(text, one(record))
    vtimezone.zone_lines.cache_clear()


@given(st.text(max_size=60), st.sampled_from(["written anew", "reordered", "line feeds"]))
def test_any_text_survives_a_server(text: str, served: str) -> None:
    record = msgspec.structs.replace(event("start = 2026-12-05\n"), title=f"x{text}", description=text or None)
    sent = one(record)
    assert same(sent, SERVED[served](sent))


@pytest.mark.parametrize(
    "text",
    ["", "x", "BEGIN:VCALENDAR", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "\x00" * 100, "BEGIN:VCARD\r\nEND:VCARD\r\n"],
)
def test_what_is_no_event_is_nobodys(text: str) -> None:
    assert comparing.read(text) is None


@pytest.mark.parametrize(
    "line", ["DTSTART:nonsense", "RRULE:FREQ=", "SEQUENCE:many", "DTEND:x", "EXDATE:x", "RECURRENCE-ID:x"]
)
def test_ours_that_somebody_has_broken_is_ours_and_not_the_same(line: str) -> None:
    text = one(event("start = 2026-12-03T19:00:00\nend = 2026-12-03T20:00:00\n"))
    name = line.split(":")[0]
    broken = re.sub(f"(?m)^{name}[:;][^\r]*\r\n", "", text[text.index("BEGIN:VEVENT") :])
    broken = (
        f"{text[: text.index('BEGIN:VEVENT')]}{broken.replace('END:VEVENT', f'{line}{chr(13)}{chr(10)}END:VEVENT')}"
    )
    found = reading(broken)
    assert (found.group, comparing.is_same(reading(text), found)) == (GROUP.uid_namespace, False)
    assert [each.kind for each in comparing.differences(found, reading(text))] in (["changed"], ["moved"])


# What subscribers see


def test_a_date_that_moves_comes_back_and_is_cancelled() -> None:
    plain, moved = one(series(MONTHLY)), one(series(MONTHLY + MOVED))
    (seen,) = comparing.differences(reading(plain), reading(moved))
    eastern = dt.timezone(-dt.timedelta(hours=5))
    first, second = dt.datetime(2026, 11, 11, 17, tzinfo=eastern), dt.datetime(2026, 11, 18, 17, tzinfo=eastern)
    assert (seen.kind, seen.title, seen.was, seen.now, seen.what) == ("moved", "Meeting", first, second, ())
    (back,) = comparing.differences(reading(moved), reading(plain))
    assert (back.kind, back.was, back.now) == ("moved", second, first)
    off = one(series(f"{MONTHLY}[[exceptions]]\ndate = 2026-11-11\ncancelled = true\nreason = 'rain'\n"))
    assert what(plain, off) == [("changed", "cancelled")]
    assert what(off, plain) == [("changed", "no longer cancelled")]


@pytest.mark.parametrize(
    ("was", "now", "seen"),
    [
        ("start = 2026-12-03", "start = 2026-12-04", [("moved",)]),
        ("start = 2026-12-03", "start = 2026-12-03\nplace = 'Here'", [("changed", "place")]),
        ("start = 2026-12-03\nplace = 'Here'", "start = 2026-12-04", [("moved", "place")]),
        ("start = 2026-12-03\nend = 2026-12-04", "start = 2026-12-03", [("changed", "length")]),
        (
            "start = 2026-12-03\nurl = 'https://a.org'",
            "start = 2026-12-03\nurl = 'https://b.org'",
            [("changed", "link")],
        ),
        ("start = 2026-12-03", "start = 2026-12-03\nstatus = 'cancelled'", [("changed", "cancelled")]),
        ("start = 2026-12-03", "start = 2026-12-03\nsequence = 1", [("changed", "nothing that shows")]),
        ("start = 2026-12-03", "start = 2026-12-03T19:00:00", [("moved", "length", "changes of the clocks")]),
    ],
)
def test_what_is_told_of_an_event(was: str, now: str, seen: list[tuple[str, ...]]) -> None:
    assert what(one(event(was)), one(event(now))) == seen


def test_new_and_gone() -> None:
    found = reading(one(event("start = 2026-12-03\n")))
    (new,), (gone,) = comparing.differences(None, found), comparing.differences(found, None)
    assert (new.kind, new.was, new.now) == ("new", None, dt.date(2026, 12, 3))
    assert (gone.kind, gone.was, gone.now) == ("gone", dt.date(2026, 12, 3), None)
    assert comparing.differences(found, found) == []
