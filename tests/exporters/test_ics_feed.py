"""A feed in parts: kept and put together again, and written as icalendar would write it."""

from __future__ import annotations

import datetime as dt
import re
import sys
from pathlib import Path

import icalendar
import msgspec
import pytest
from conftest import GROUP, event, series
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from strategies import days, filled_texts, hours, moments, rules, texts, zone_names

from lacwg.audience import view as audience
from lacwg.errors import FieldError
from lacwg.exporters.ics import entries, feed
from lacwg.exporters.ics.entries import Entry, content_line
from lacwg.exporters.ics.vtimezone import ZoneYears, joined, timezone, zone_lines
from lacwg.records import Event, Group, Language, Series
from lacwg.schedule import zones
from lacwg.text.content_lines import escaped
from lacwg.text.controls import clean_line, with_line_feeds, without_controls
from lacwg.voice.voice import voice

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1] / "peers"))
import libical
from filled import HOSTILE, Filled
from test_peers import needs_libical

walls = moments(dt.date(2020, 1, 1), dt.date(2035, 12, 31))
ones = st.builds(
    lambda start, zone, title: replace(
        event(f"start = {start.isoformat()}\n"), id=f"{start:%Y-%m-%d}-x", timezone=zone, title=title
    ),
    walls,
    st.none() | zone_names,
    filled_texts(20),
)
many = st.builds(
    lambda rule, since, length, zone, hour: replace(
        series(f'rule = "{rule}"\nsince = {since}\n', "s"),
        until=length and since + dt.timedelta(days=length),
        timezone=zone,
        start_time=hour,
    ),
    rules,
    days(dt.date(2015, 1, 1), dt.date(2030, 1, 1)),
    st.none() | st.integers(40, 900),
    st.none() | zone_names,
    st.none() | hours,
)


def kept(part: feed.Part) -> feed.Part:
    """A part after it has been in a file."""
    return msgspec.msgpack.decode(msgspec.msgpack.encode(part), type=feed.Part)


def parts(records: list[Series | Event], group: Group, language: Language = "en") -> list[feed.Part]:
    """The parts of the records whose times can be told."""
    made = []
    for each in records:
        try:
            made.append(kept(feed.part(each, group, language)))
        except FieldError:
            continue
    return made


@given(st.lists(many, max_size=3), st.lists(ones, max_size=4))
def test_a_feed_is_its_parts(some: list[Series], others: list[Event]) -> None:
    whole = feed.calendar(audience.view_of("public", GROUP, some, others))
    assert feed.assembled(GROUP, parts([*some, *others], GROUP)) == whole
    assert sum(part.lines.count(b"BEGIN:VEVENT") for part in parts([*some, *others], GROUP)) == whole.count(
        b"BEGIN:VEVENT"
    )


@pytest.mark.parametrize("reader", ["public", "members"])
@pytest.mark.parametrize("text", ["", HOSTILE])
def test_a_feed_of_filled_records_is_its_parts(reader: audience.Reader, text: str) -> None:
    view = Filled(text).view(reader)
    records = [*view.series, *view.events]
    whole = feed.calendar(Filled(text).view(reader), view.issues[0])
    made = parts(records, view.group, view.language)
    assert feed.assembled(view.group, made, view.issues[0], view.language) == whole
    assert whole.count(b"BEGIN:VEVENT") > 2


def test_one_that_cannot_be_told_leaves_nothing_behind() -> None:
    """The rule can be told; that one date moves to an hour that Toronto's clocks skip is found after it."""
    wrong = series(
        'rule = "2nd Wednesday"\nsince = 2026-01-01\nstart_time = 17:00:00\ntimezone = "America/Toronto"\n'
        "\n[[exceptions]]\ndate = 2027-03-10\nmoved_to = 2027-03-14T02:30:00\n"
    )
    view = audience.view_of("public", GROUP, [wrong], [event("start = 2026-12-03\n")])
    text = feed.calendar(view)
    assert [each.record_id for each in view.problems] == ["monthly-meeting"]
    assert (b"Toronto" in text, text.count(b"BEGIN:VEVENT")) == (False, 1)


@pytest.mark.parametrize(("zone", "said"), [("Etc/UTC", False), ("UTC", False), ("America/Havana", True), (None, True)])
def test_a_feed_with_a_rule_in_utc_names_no_zone(zone: str | None, said: bool) -> None:
    record = replace(series('rule = "every Sunday"\nsince = 2026-01-01\nstart_time = 17:00:00\n'), timezone=zone)
    made = feed.assembled(GROUP, [kept(feed.part(record, GROUP)), feed.part(event("start = 2026-12-03\n"), GROUP)])
    assert (b"X-WR-TIMEZONE:America/New_York\r\n" in made) == said


def test_an_event_in_utc_leaves_the_zone_of_the_feed() -> None:
    one = event("start = 2026-12-03T17:00:00Z\n")
    assert b"X-WR-TIMEZONE" in feed.assembled(GROUP, [feed.part(replace(one, timezone="Etc/UTC"), GROUP)])


def test_a_zone_that_never_leaves_utc_is_named() -> None:
    """Ghana's clocks show UTC; icalendar takes it for that, and a rule would lose its zone."""
    record = series('rule = "every Sunday"\nsince = 2026-01-01\nstart_time = 17:00:00\ntimezone = "Africa/Accra"\n')
    made = feed.assembled(GROUP, [feed.part(record, GROUP)])
    assert b"DTSTART;TZID=Africa/Accra:20260104T170000\r\n" in made
    assert b"BEGIN:VTIMEZONE\r\nTZID:Africa/Accra\r\n" in made


# The years of zones


@given(st.lists(st.builds(ZoneYears, zone_names, st.integers(2000, 2010), st.none() | st.integers(2010, 2020))))
def test_joined_spans_hold_each_of_them(spans: list[ZoneYears]) -> None:
    found = joined(spans)
    assert [each.zone for each in found] == sorted({each.zone for each in spans})
    for whole in found:
        own = [each for each in spans if each.zone == whole.zone]
        assert whole.first == min(each.first for each in own)
        lasts = [each.last for each in own if each.last is not None]
        assert whole.last == (max(lasts) if len(lasts) == len(own) else None)
    assert joined(reversed(spans)) == found


@given(
    zone_names.filter(lambda name: name not in ("UTC", "Etc/UTC")),
    st.integers(1990, 2030),
    st.none() | st.integers(0, 20),
)
def test_kept_lines_of_a_zone_are_those_of_its_years(name: str, first: int, more: int | None) -> None:
    last = None if more is None else first + more
    made = timezone(zones.zone(name), first, last).to_ical(sorted=False)
    assert zone_lines(name, first, last) == zone_lines(name, first, last) == made


# As the library writes it


# the library takes a backslash before an N of the text for a line end, which it is not (RFC 5545, 3.3.11)
said = texts(max_size=200).filter(lambda text: "\\N" not in clean_line(text))


@given(said)
def test_text_is_escaped_as_the_library_escapes_it(text: str) -> None:
    assert escaped(with_line_feeds(text)) == icalendar.vText(text).to_ical().decode()


@given(texts(1, 100), said, walls, st.sampled_from(["America/Havana", "Etc/UTC"]))
def test_lines_are_those_of_the_library(uid: str, text: str, start: dt.datetime, zone: str) -> None:
    own, theirs = Entry(uid), icalendar.Event()
    theirs.add("uid", icalendar.vText(own.uid))
    own.text("SUMMARY", text)
    theirs.add("summary", icalendar.vText(clean_line(text)))
    own.text("DESCRIPTION", text, lines=True)
    theirs.add("description", icalendar.vText(without_controls(text)))
    own.instant("DTSTAMP", start.replace(tzinfo=zones.zone(zone)))
    theirs.add("dtstamp", start.replace(tzinfo=zones.zone(zone)))
    own.moment("DTSTART", start.replace(tzinfo=zones.zone(zone)), recurring=True)
    theirs.add("dtstart", start.replace(tzinfo=zones.zone(zone)))
    own.moment("DTEND", start.date())
    theirs.add("dtend", start.date())
    own.link("CONFERENCE;VALUE=URI;FEATURE=VIDEO;LABEL=Join", "https://example.org/?a=1,2;3")
    theirs.add(
        "conference",
        icalendar.vUri("https://example.org/?a=1,2;3"),
        parameters={"VALUE": "URI", "FEATURE": "VIDEO", "LABEL": "Join"},
    )
    unfolded = [lines.replace(b"\r\n ", b"") for lines in (own.lines(), theirs.to_ical(sorted=False))]
    assert unfolded[0] == unfolded[1]
    assert all(len(line) <= 75 for line in own.lines().split(b"\r\n"))


@pytest.mark.parametrize("value", ["a\nEND:VEVENT", "a\rb", "\r\n"])
def test_no_value_is_ever_two_lines(value: str) -> None:
    with pytest.raises(ValueError, match="more than one line"):
        content_line("URL", value)


# Another reader


@needs_libical
@pytest.mark.parametrize("text", ["", HOSTILE])
def test_libical_reads_a_feed_of_kept_parts(text: str) -> None:
    view = Filled(text).view("members")
    records = [*view.series, *view.events]
    made = feed.assembled(view.group, parts(records, view.group), view.issues[0])
    calendar = libical.Feed(made)
    assert calendar.is_valid()
    uids = {each.uid for record in records for each in entries.of_record(record, view.group, voice("en"))}
    begin, end = dt.datetime(2026, 1, 1, tzinfo=dt.UTC), dt.datetime(2029, 1, 1, tzinfo=dt.UTC)
    assert {each.uid for each in calendar.instances(begin, end)} <= uids
    assert len(calendar.instances(begin, end)) > 20


@pytest.mark.parametrize("reader", ["public", "members"])
def test_hostile_text_stays_text_and_what_is_withheld_is_not_there(reader: audience.Reader) -> None:
    plain, hostile = (feed.calendar(Filled(text).view(reader)).decode().replace("\r\n ", "") for text in ("", HOSTILE))
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", hostile)
    names = [re.findall(r"^([A-Z-]+)[;:]", text, re.MULTILINE) for text in (plain, hostile)]
    assert names[0] == names[1]  # no line more
    for text in (plain, hostile):
        assert "private-canary" not in text
        assert ("members-canary" in text) == ("members-join" in text) == (reader == "members")
    assert (
        len(icalendar.Calendar.from_ical(hostile).walk("VEVENT"))
        == len(icalendar.Calendar.from_ical(plain).walk("VEVENT"))
        > 2
    )
