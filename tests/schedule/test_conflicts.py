"""Conflicts: what counts as one, and the sweep against a model that holds each against each."""

from __future__ import annotations

import datetime as dt

import pytest
from conftest import GROUP, event, series
from hypothesis import given
from hypothesis import strategies as st
from strategies import statuses, zone_names

from lacwg.schedule import conflicts, occurrences
from lacwg.schedule.occurrences import Occurrence
from lacwg.schedule.span import Moment, Span, after
from lacwg.schedule.zones import UTC, zone


def meeting(start: str, minutes: int | None = None) -> Occurrence:
    """One meeting, on 2026-12-09 at ``start``."""
    length = "" if minutes is None else f"minutes = {minutes}\n"
    record = series(f'rule = "2nd Wednesday"\nstart_time = {start}\n{length}since = 2026-12-01')
    return next(occurrences.expand(record, GROUP))


def happening(text: str) -> Occurrence:
    """One event."""
    return occurrences.of_event(event(text), GROUP)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("start = 2026-12-09T17:30:00", "overlap"),
        ("start = 2026-12-09T17:00:00", "overlap"),
        ("start = 2026-12-09T16:00:01", "overlap"),  # lasts an hour, as far as is known
        ("start = 2026-12-09T16:00:00", "near"),
        ("start = 2026-12-09T18:00:00", "near"),
        ("start = 2026-12-09T20:00:00", "near"),
        ("start = 2026-12-09T20:00:01", None),
        ("start = 2026-12-09T14:00:00", "near"),
        ("start = 2026-12-09T13:59:59", None),
        ("start = 2026-12-09T08:00:00\nend = 2026-12-09T15:30:00", "near"),
        ("start = 2026-12-09T23:00:00+01:00", "overlap"),
        ("start = 2026-12-09T17:00:00\nend = 2026-12-09T17:00:00", "overlap"),
        ("start = 2026-12-09", "overlap"),
        ("start = 2026-12-10", None),
        ("start = 2026-12-01\nend = 2026-12-14", "overlap"),
        ("start = 2026-12-01\nend = 2026-12-15", None),  # a season
        ('start = 2026-12-09T17:30:00\nstatus = "cancelled"', None),
        ('start = 2026-12-09T17:30:00\nstatus = "tentative"', "overlap"),
    ],
)
def test_what_a_meeting_and_an_event_are_to_each_other(text: str, code: str | None) -> None:
    one, other = meeting("17:00:00"), happening(text)
    assert conflicts.relation(one, other) == conflicts.relation(other, one) == code


def test_two_meetings_close_to_each_other_are_not_near() -> None:
    late = meeting("18:30:00")
    late = occurrences.replace(late, id="other/2026-12-09")
    assert conflicts.relation(meeting("17:00:00", 90), late) is None
    assert conflicts.relation(meeting("17:00:00", 91), late) == "overlap"
    assert conflicts.relation(late, late) is None


def test_the_words_are_by_ones_own_clock_and_name_another_day() -> None:
    vigil = happening('title = "Vigil"\ntimezone = "Asia/Tokyo"\nstart = 2026-12-10T07:30:00')
    (warned,) = conflicts.with_warnings([meeting("17:00:00")], lambda _: [vigil])
    assert [each.message for each in warned.warnings] == ['overlaps "Vigil" (5:30 PM EST)']
    (warned,) = conflicts.with_warnings([vigil], lambda _: [meeting("17:00:00")])
    assert [each.message for each in warned.warnings] == ['overlaps "Meeting" (7:00 AM JST)']
    trip = happening('title = "Trip"\nstart = 2026-12-08\nend = 2026-12-10')
    (warned,) = conflicts.with_warnings([meeting("17:00:00")], lambda _: [trip])
    assert [each.message for each in warned.warnings] == ['overlaps "Trip" (December 8 to December 10)']


def test_of_many_some_are_named_and_the_others_counted() -> None:
    many = [occurrences.replace(happening("start = 2026-12-09T17:30:00"), id=str(number)) for number in range(6)]
    (warned,) = conflicts.with_warnings([meeting("17:00:00")], lambda _: many)
    assert len(warned.warnings) == 4
    assert warned.warnings[-1].message == "overlaps 3 others"


BASE = dt.datetime(2026, 12, 1, tzinfo=UTC)


@st.composite
def any_occurrences(draw: st.DrawFn) -> list[Occurrence]:
    """A few meetings and events within some days, in the order of time."""
    pattern = happening("start = 2026-12-09")
    found = []
    for number in range(draw(st.integers(0, 12))):
        tz = zone(draw(zone_names))
        begin = (BASE + dt.timedelta(minutes=15 * draw(st.integers(0, 96 * 5)))).astimezone(tz)
        start: Moment = begin
        end: Moment | None = None
        if draw(st.booleans()):
            start = begin.date()
            days = draw(st.none() | st.integers(0, 20))
            end = None if days is None else start + dt.timedelta(days=days)
        else:
            quarters = draw(st.none() | st.integers(0, 2000))
            end = None if quarters is None else after(begin, dt.timedelta(minutes=15 * quarters))
        kind = draw(st.sampled_from(["meeting", "event"]))
        found.append(
            occurrences.replace(pattern, id=f"{number}", kind=kind, span=Span(start, end, tz), status=draw(statuses))
        )
    return sorted(found, key=lambda each: each.order)


@given(any_occurrences(), st.integers(0, 11))
def test_the_sweep_finds_what_holding_each_against_each_finds(everything: list[Occurrence], first: int) -> None:
    shown = everything[first:]
    model = {
        (one.id, other.id, code)
        for one in shown
        for other in everything
        if (code := conflicts.relation(one, other)) is not None
    }
    swept = [
        (one.id, conflict.other.id, conflict.code)
        for one, found in conflicts.conflicts(shown, lambda _: everything)
        for conflict in found
    ]
    assert len(swept) == len(set(swept))
    assert set(swept) == model


@given(any_occurrences())
def test_others_may_be_opened_where_the_first_begins(everything: list[Occurrence]) -> None:
    opened = []

    def others(start: dt.datetime) -> list[Occurrence]:
        opened.append(start)
        return [
            each for each in everything if each.span.over_utc > start or conflicts.time_taken(each).over_utc >= start
        ]

    for number, one in enumerate(everything):
        ((_, found),) = conflicts.conflicts([one], others)
        assert {conflict.other.id for conflict in found} == {
            other.id for other in everything if conflicts.relation(one, other) is not None
        }, number
    assert len(opened) <= len(everything)


def test_no_more_is_read_than_lies_beside() -> None:
    read = []

    def endless(_: dt.datetime) -> object:
        pattern = happening("start = 2026-12-09T17:30:00")
        for number in range(10**9):
            start = dt.datetime(2026, 12, 1, 17, tzinfo=zone("America/New_York")) + dt.timedelta(days=number)
            read.append(number)
            yield occurrences.replace(pattern, id=f"e{number}", span=Span(start, None, pattern.zone))

    ((_, found),) = conflicts.conflicts([meeting("17:00:00")], endless)  # type: ignore[arg-type]
    assert [conflict.other.id for conflict in found] == ["e8"]
    assert read[-1] == 9
