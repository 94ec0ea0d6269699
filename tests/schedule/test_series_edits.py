"""What is done to a series, in any order, against a plain model of its dates and against its file."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise, takewhile
from typing import Any

import pytest
from conftest import GROUP, series
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from strategies import days, rules_in_words

from lacwg.errors import LacwgError
from lacwg.records import DayOrTime, Series, SeriesException
from lacwg.schedule import occurrences, rules, series_edits
from lacwg.schedule.occurrences import Occurrence, expand
from lacwg.schedule.series_edits import DateError, Decision, UnsettledDatesError
from lacwg.store.toml.decode import decode
from lacwg.store.toml.edit import edited
from lacwg.voice.voice import ENGLISH

TEXT = """\
title = "Meeting" # kept
rule = "2nd Wednesday"
start_time = 17:00:00
since = 2026-01-01
# kept too
"""
MEETING = series(TEXT)
WHY = Decision("why", "Yoav", dt.date(2026, 11, 24))
END = dt.date(2028, 1, 1)


def at(record: Series, day: str) -> Occurrence:
    (found,) = occurrences.of_day(record, GROUP, dt.date.fromisoformat(day))
    return found


def listed(record: Series, first: str, count: int = 3) -> list[str]:
    found = []
    for each in expand(record, GROUP):
        if f"{each.span.day}" >= first:
            found.append(f"{each.start:%Y-%m-%d %H:%M} {each.status} {each.change}")
        if len(found) == count:
            break
    return found


def test_cancel_and_restore() -> None:
    cancelled = series_edits.cancel(MEETING, at(MEETING, "2026-11-11"), WHY)
    assert listed(cancelled.series, "2026-11-01", 1) == ["2026-11-11 17:00 cancelled cancelled"]
    assert cancelled.series.exceptions[0].by == "Yoav"
    assert series_edits.restore(cancelled.series, GROUP, cancelled.date).series == MEETING
    with pytest.raises(DateError, match="nothing has happened"):
        series_edits.restore(MEETING, GROUP, dt.date(2026, 11, 11))


def test_a_second_exception_replaces_the_first_and_says_so() -> None:
    moved = series_edits.move(MEETING, GROUP, at(MEETING, "2026-11-11"), dt.date(2026, 11, 18), WHY)
    again = series_edits.cancel(moved.series, at(moved.series, "2026-11-18"), Decision("no hall", None, WHY.on))
    assert again.replaced is not None
    assert again.replaced == moved.series.exceptions[0]
    assert len(again.series.exceptions) == 1


def test_a_move_keeps_what_was_edited() -> None:
    placed = series_edits.edit(MEETING, GROUP, at(MEETING, "2026-11-11"), {"place": "Hall"}, WHY)
    moved = series_edits.move(placed.series, GROUP, at(placed.series, "2026-11-11"), dt.datetime(2026, 11, 18, 19), WHY)
    found = at(moved.series, "2026-11-18")
    assert (found.place, f"{found.start:%H:%M}", found.id) == ("Hall", "19:00", "monthly-meeting/2026-11-11")


def test_extra_dates() -> None:
    added = series_edits.add(MEETING, GROUP, dt.date(2026, 11, 20), dt.time(18), {"place": "Hall"}, WHY)
    assert listed(added.series, "2026-11-15", 1) == ["2026-11-20 18:00 confirmed extra"]
    moved = series_edits.move(added.series, GROUP, at(added.series, "2026-11-20"), dt.date(2026, 11, 21), WHY)
    found = at(moved.series, "2026-11-21")
    assert (found.id, found.change, f"{found.start:%H:%M}") == ("monthly-meeting/2026-11-20", "moved", "18:00")
    assert found.original_start is not None
    off = series_edits.cancel(added.series, at(added.series, "2026-11-20"), WHY)
    assert listed(off.series, "2026-11-15", 1) == ["2026-11-20 18:00 cancelled extra"]
    assert series_edits.restore(off.series, GROUP, off.date).series == MEETING
    usual = series_edits.add(MEETING, GROUP, dt.date(2026, 11, 20), dt.time(17), {}, WHY)
    assert usual.series.exceptions[0].start_time is None


@pytest.mark.parametrize(
    ("day", "to", "reason"),
    [
        ("2026-11-11", dt.date(2026, 12, 9), "has December 9, 2026 already: it is there"),
        ("2026-11-11", dt.date(2026, 11, 11), "that is when the rule has it"),
        ("2026-11-11", dt.date(2027, 1, 13), "has January 13, 2027 already: it is cancelled"),
    ],
)
def test_a_move_to_a_day_that_the_series_has(day: str, to: dt.date, reason: str) -> None:
    record = series_edits.cancel(MEETING, at(MEETING, "2027-01-13"), WHY).series
    with pytest.raises(DateError, match=reason):
        series_edits.move(record, GROUP, at(record, day), to, WHY)
    with pytest.raises(DateError, match="already"):
        series_edits.add(record, GROUP, dt.date(2027, 1, 13), None, {}, WHY)
    for refused in (
        lambda: series_edits.move(record, GROUP, at(record, "2027-01-13"), dt.date(2027, 1, 14), WHY),
        lambda: series_edits.edit(record, GROUP, at(record, "2027-01-13"), {"place": "x"}, WHY),
    ):
        with pytest.raises(DateError, match="is cancelled"):
            refused()


def test_a_change_settles_what_no_longer_fits() -> None:
    record = series_edits.cancel(MEETING, at(MEETING, "2027-04-14"), WHY).series
    edits: dict[str, Any] = {"rule": "1st Tuesday", "start_time": dt.time(18)}
    with pytest.raises(UnsettledDatesError, match="April 14, 2027 would no longer fit the rule") as refused:
        series_edits.change(record, GROUP, dt.date(2027, 3, 1), edits, WHY, keep=False, drop=False)
    assert (refused.value.unfit, refused.value.twice) == ([*record.exceptions], [])
    assert "April 14, 2027 (cancelled: why) would" in refused.value.worded(ENGLISH.exception_note)
    kept, before = series_edits.change(record, GROUP, dt.date(2027, 3, 1), edits, WHY, keep=True, drop=False)
    assert before is None
    assert listed(kept, "2027-02-01", 4) == [
        "2027-02-10 17:00 confirmed None", "2027-03-02 18:00 confirmed None", "2027-04-06 18:00 confirmed None",
        "2027-04-14 17:00 cancelled extra",
    ]  # fmt: skip
    dropped, _ = series_edits.change(record, GROUP, dt.date(2027, 3, 1), edits, WHY, keep=False, drop=True)
    assert dropped.exceptions == ()
    again, before = series_edits.change(kept, GROUP, dt.date(2027, 3, 1), {"minutes": 90}, WHY, keep=False, drop=False)
    assert before is not None
    assert (len(again.changes), again.changes[0].rule, again.changes[0].minutes) == (1, "1st Tuesday", 90)
    before_it = MEETING.since - dt.timedelta(days=1)
    with pytest.raises(DateError, match="the series begins"):
        series_edits.change(MEETING, GROUP, before_it, {"minutes": 9}, WHY, keep=False, drop=False)


def test_a_change_from_the_first_day_is_of_the_series_itself() -> None:
    start, extra = MEETING.since, MEETING.since - dt.timedelta(days=3)
    record = series_edits.add(MEETING, GROUP, extra, None, {}, WHY).series
    edits: dict[str, Any] = {"rule": "1st Tuesday", "start_time": dt.time(18), "place": "Library"}
    changed, before = series_edits.change(record, GROUP, start, edits, WHY, keep=False, drop=False)
    assert (before, changed.changes, changed.rule, changed.start_time) == (None, (), "1st Tuesday", dt.time(18))
    # what lies before stays as it was, here an extra date
    was, now = (next(occurrences.expand(each, GROUP)) for each in (record, changed))
    assert (now.span.day, now.start, now.place) == (extra, was.start, was.place)
    assert now.identity.uid == was.identity.uid


def test_an_end() -> None:
    record = series_edits.cancel(MEETING, at(MEETING, "2027-04-14"), WHY).series
    with pytest.raises(UnsettledDatesError):
        series_edits.end(record, GROUP, dt.date(2027, 3, 31), keep=False, drop=False)
    ended = series_edits.end(record, GROUP, dt.date(2027, 3, 31), keep=False, drop=True)
    assert [f"{each.span.day}" for each in expand(ended, GROUP)][-1] == "2027-03-10"


def test_an_extra_date_keeps_its_own_hour() -> None:
    added = series_edits.add(MEETING, GROUP, dt.date(2026, 11, 20), dt.time(18), {}, WHY).series
    moved = series_edits.move(added, GROUP, at(added, "2026-11-20"), dt.datetime(2026, 11, 21, 19), WHY).series
    assert at(moved, "2026-11-21").original_start == at(added, "2026-11-20").start
    off = series_edits.cancel(moved, at(moved, "2026-11-21"), WHY).series
    assert listed(off, "2026-11-15", 1) == ["2026-11-21 19:00 cancelled moved"]  # the day that people know
    assert series_edits.move(moved, GROUP, at(moved, "2026-11-21"), dt.date(2026, 11, 20), WHY).series == added
    back = series_edits.move(moved, GROUP, at(moved, "2026-11-21"), dt.datetime(2026, 11, 20, 18), WHY).series
    assert back == added
    assert decode(edited(TEXT, MEETING, moved), Series, lambda: "f", MEETING.id) == moved
    with pytest.raises(DateError, match="already"):
        series_edits.move(added, GROUP, at(added, "2026-11-20"), dt.date(2026, 11, 20), WHY)


@pytest.mark.parametrize("to", [dt.date(2027, 2, 24), dt.datetime(2027, 2, 24, 19)])
@pytest.mark.parametrize("had", [{}, {"place": "Hall", "minutes": 60, "url": "https://a.example"}])
def test_what_takes_place_before_a_change_stays_as_it_was(to: dt.date, had: dict[str, Any]) -> None:
    record = replace(MEETING, **had)
    record = series_edits.move(record, GROUP, at(record, "2027-03-10"), to, WHY).series
    edits: dict[str, Any] = {
        "start_time": dt.time(18), "minutes": 90, "title": "Another", "place": "Library", "url": "https://b.example",
        "members": {"join_url": "https://c.example"},
    }  # fmt: skip
    for more in ({}, {"rule": "1st Tuesday"}):
        start = dt.date(2027, 3, 1)
        changed, _ = series_edits.change(record, GROUP, start, {**edits, **more}, WHY, keep=True, drop=False)
        before, after = at(record, "2027-02-24"), at(changed, "2027-02-24")
        for name in ("start", "end", "title", "place", "url", "description", "format", "members", "private"):
            assert getattr(after, name) == getattr(before, name), name
        decoded = decode(edited(edited(TEXT, MEETING, record), record, changed), Series, lambda: "f", record.id)
        assert decoded == changed
    timed = replace(record, start_time=None, exceptions=(replace(record.exceptions[0], moved_to=DayOrTime(to)),))
    if not isinstance(to, dt.datetime):
        with pytest.raises(DateError, match="would not stay as it was"):
            series_edits.change(timed, GROUP, dt.date(2027, 3, 1), edits, WHY, keep=False, drop=False)


def test_no_two_gatherings_on_one_day_without_a_word() -> None:
    moved = series_edits.move(MEETING, GROUP, at(MEETING, "2027-02-10"), dt.date(2027, 3, 2), WHY).series
    away = series_edits.move(moved, GROUP, at(moved, "2027-03-10"), dt.date(2027, 3, 11), WHY).series
    both = series_edits.move(away, GROUP, at(away, "2027-04-14"), dt.date(2027, 3, 10), WHY)
    assert both
    start, edits = dt.date(2027, 3, 1), {"rule": "1st Tuesday"}
    with pytest.raises(UnsettledDatesError, match="February 10, 2027 would be on a date") as refused:
        series_edits.change(moved, GROUP, start, edits, WHY, keep=False, drop=False)
    assert "February 10, 2027 (moved to March 2: why) would be" in refused.value.worded(ENGLISH.exception_note)
    kept, _ = series_edits.change(moved, GROUP, start, edits, WHY, keep=True, drop=False)
    assert kept.exceptions == moved.exceptions
    dropped, _ = series_edits.change(moved, GROUP, start, edits, WHY, keep=False, drop=True)
    assert dropped.exceptions == ()
    # what stands twice already is no matter of a further change
    series_edits.change(kept, GROUP, start, {"minutes": 9}, WHY, keep=False, drop=False)


def test_restore_where_another_gathering_has_come() -> None:
    exceptions = (
        SeriesException(date=dt.date(2027, 3, 10), moved_to=DayOrTime(dt.date(2027, 3, 17))),
        SeriesException(date=dt.date(2027, 4, 14), moved_to=DayOrTime(dt.date(2027, 3, 10))),
    )
    record = replace(MEETING, exceptions=exceptions)
    with pytest.raises(DateError, match="the series has March 10, 2027 already: it is there"):
        series_edits.restore(record, GROUP, dt.date(2027, 3, 10))
    assert series_edits.restore(record, GROUP, dt.date(2027, 4, 14)).series.exceptions == exceptions[:1]


# Any sequence of steps: a dictionary from the rule's date to what became of it is the model.

some_days = days(dt.date(2026, 6, 1), dt.date(2027, 10, 31))
steps = st.lists(
    st.one_of(
        st.tuples(st.just("cancel"), some_days, some_days),
        st.tuples(st.just("move"), some_days, some_days),
        st.tuples(st.just("edit"), some_days, some_days),
        st.tuples(st.just("add"), some_days, some_days),
        st.tuples(st.just("restore"), some_days, some_days),
        st.tuples(st.just("change"), some_days, rules_in_words),
    ),
    max_size=8,
)
Model = dict[dt.date, tuple[dt.date, str, str | None]]


def model_of(record: Series) -> Model:
    """What the exceptions and changes say, worked out from their fields alone."""
    model: Model = {}
    cuts = [(record.since, record.rule)]
    for change in sorted(record.changes, key=lambda each: each.from_):
        cuts.append((change.from_, change.rule or cuts[-1][1]))
    for (first, words), (last, _) in pairwise([*cuts, (END, "")]):
        for day in takewhile(lambda day, last=last: day < last, rules.dates(rules.parse(words), first)):
            model[day] = (day, "confirmed", None)
    for each in record.exceptions:
        if each.date not in model and not each.extra:
            continue
        kind = "moved" if each.moved_to else "cancelled" if each.cancelled else "edited"
        if each.date not in model:
            kind = "moved" if each.moved_to else "extra"
        day = each.moved_to.day if each.moved_to else each.date
        model[each.date] = (day, "cancelled" if each.cancelled else "confirmed", kind)
    return model


def expanded(record: Series) -> Model:
    found: Model = {}
    for each in expand(record, GROUP):
        if each.span.day >= END and each.change is None:
            break
        found[each.date] = (each.span.day, each.status, each.change)
    return found


def apply(record: Series, step: tuple[str, dt.date, Any]) -> Series:
    """One step, on the date of the model that is nearest to the day that was drawn."""
    verb, day, more = step
    if verb == "add":
        return series_edits.add(record, GROUP, day, None, {}, WHY).series
    if verb == "change":
        return series_edits.change(record, GROUP, day, {"rule": more}, WHY, keep=True, drop=False)[0]
    model = expanded(record)
    date = min(model, key=lambda each: (abs(each - day), each))
    if verb == "restore":
        return series_edits.restore(record, GROUP, date).series
    target = next(each for each in occurrences.of_day(record, GROUP, date) if each.date == date)
    if verb == "cancel":
        return series_edits.cancel(record, target, WHY).series
    if verb == "move":
        return series_edits.move(record, GROUP, target, more, WHY).series
    return series_edits.edit(record, GROUP, target, {"place": f"{more}"}, WHY).series


@given(steps)
def test_any_sequence_of_steps(sequence: list[tuple[str, dt.date, Any]]) -> None:
    record, text = MEETING, TEXT
    for step in sequence:
        try:
            after = apply(record, step)
        except LacwgError:
            continue  # refused: nothing is changed
        new_text = edited(text, record, after)
        assert decode(new_text, Series, lambda: "f", record.id) == after
        assert "# kept\n" in new_text
        assert "# kept too\n" in new_text
        assert expanded(after) == model_of(after)
        assert not list(occurrences.stray_exceptions(after, GROUP))
        starts = [day for day, _, _ in expanded(after).values()]
        assert len(set(starts)) >= len(starts) - sum(status == "cancelled" for _, status, _ in expanded(after).values())
        record, text = after, new_text


@given(steps, some_days, st.sampled_from(["cancel", "move", "edit", "add"]), some_days)
def test_restore_undoes_exactly(sequence: list[tuple[str, dt.date, Any]], day: dt.date, verb: str, to: dt.date) -> None:
    record = MEETING
    for step in sequence:
        try:
            record = apply(record, step)
        except LacwgError:
            continue
    untouched = {each.date for each in record.exceptions}
    try:
        after = apply(record, (verb, day, to))
    except LacwgError:
        return
    new = {each.date for each in after.exceptions} - untouched
    for date in new:
        restored = series_edits.restore(after, GROUP, date).series
        assert restored == record
        old_text = edited(TEXT, MEETING, record)
        back = edited(edited(old_text, record, after), after, restored)
        assert decode(back, Series, lambda: "f", record.id) == replace(record)
