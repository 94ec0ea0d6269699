"""Whose turn it is: fair, and as the rules say, held against a plain model."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter
from collections.abc import Sequence

from conftest import GROUP, series
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from lacwg.records import Assignment, Away, Contact, Duty, Role, Series
from lacwg.schedule import duties, occurrences
from lacwg.schedule.occurrences import Occurrence

SINCE = dt.date(2026, 1, 2)
WEEKLY = series(f'rule = "every Friday"\nsince = {SINCE}')


def people(count: int, away: Sequence[tuple[int, int, int]] = ()) -> dict[str, Contact]:
    """Members, by their ids; some are away from one week to another."""

    def friday(week: int) -> dt.date:
        return SINCE + dt.timedelta(weeks=week)

    return {
        f"p{number}": Contact(
            id=f"p{number}",
            name=str(number),
            lists=("members",),
            away=tuple(
                Away(from_=friday(start), to=friday(start + size)) for who, start, size in away if who == number
            ),
        )
        for number in range(count)
    }


def dates(of: Series, count: int) -> list[Occurrence]:
    return [each for each in itertools.islice(occurrences.expand(of, GROUP), count) if each.status != "cancelled"]


def with_duties(*counts: int, **more: object) -> Series:
    made = tuple(Duty(role=f"r{number}", count=count) for number, count in enumerate(counts))
    return replace(WEEKLY, duties=made, **more)


@settings(max_examples=30)
@given(st.integers(1, 8), st.lists(st.integers(1, 3), min_size=1, max_size=3), st.integers(0, 20), st.integers(0, 20))
def test_nobody_does_a_duty_twice_more_than_another(size: int, counts: list[int], first: int, rest: int) -> None:
    """Also where it is planned in two steps, of which the second keeps the first."""
    record, contacts = with_duties(*counts), people(size)
    planned = replace(record, assignments=tuple(duties.plan(record, dates(record, first), contacts, ())))
    every = dates(record, first + rest)
    done = [*planned.assignments, *duties.plan(planned, every, contacts, planned.assignments)]
    assert duties.plan(replace(record, assignments=tuple(done)), every, contacts, done) == [] or size < max(counts)
    assert len(done) == len(set(done)) == len(every) * sum(min(size, each) for each in counts)
    for duty in record.duties:
        often = Counter(each.who for each in done if each.role == duty.role)
        assert max(often.values(), default=0) - min(often[each] for each in contacts) <= 1
    if max(counts) == 1 and len(counts) <= size:
        assert max(Counter((each.date, each.who) for each in done).values(), default=1) == 1


histories = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 4)), max_size=8, unique=True)
absences = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 12), st.integers(0, 4)), max_size=4)


@settings(max_examples=30)
@given(st.integers(1, 5), histories, absences)
def test_each_turn_is_as_a_plain_model_has_it(
    size: int, history: list[tuple[int, int]], away: list[tuple[int, int, int]]
) -> None:
    """One person on each date: not who is away; not who is on the date before or after, if others can; then who did it
    least, then who did it longest ago."""
    given = [Assignment(date=SINCE + dt.timedelta(weeks=w), role="r0", who=f"p{who}") for w, who in history]
    record, contacts = with_duties(1, assignments=tuple(given)), people(size, away)
    new = {each.date: each.who for each in duties.plan(record, dates(record, 16), contacts, given)}
    taken = {each.date for each in given}
    for occurrence in dates(record, 16):
        day = occurrence.span.day
        can = [each for each, contact in contacts.items() if not any(a.from_ <= day <= a.to for a in contact.away)]
        if day in taken or not can:
            assert day not in new
            continue
        on = sorted({each.date for each in given} - {day})
        beside = {max([d for d in on if d < day], default=None), min([d for d in on if d > day], default=None)}
        others = [each for each in can if each not in {each.who for each in given if each.date in beside}] or can
        done = {each: sorted(one.date for one in given if one.who == each) for each in others}
        best = min((len(d), d[-1:] or [dt.date.min]) for d in done.values())
        assert (len(done[new[day]]), done[new[day]][-1:] or [dt.date.min]) == best
        given.append(Assignment(date=day, role="r0", who=new[day]))


def test_a_date_that_is_off_is_nobodys_turn_and_one_that_moved_is_on_its_new_day() -> None:
    changed = """
    [[exceptions]]
    date = 2026-01-02
    cancelled = true
    [[exceptions]]
    date = 2026-01-09
    moved_to = 2026-01-11
    [[exceptions]]
    date = 2026-01-14
    extra = true
    """
    was = Assignment(date=SINCE, role="r0", who="p0")  # which does not count
    base = series(f'rule = "every Friday"\nsince = {SINCE}\n{changed}')
    record = replace(base, duties=(Duty(role="r0"),), assignments=(was,))
    contacts = people(2)
    contacts["p0"] = replace(contacts["p0"], away=(Away(from_=dt.date(2026, 1, 11), to=dt.date(2026, 1, 11)),))
    new = duties.plan(record, dates(record, 4), contacts, [was])
    assert [(str(each.date), each.who) for each in new] == [
        ("2026-01-09", "p1"), ("2026-01-14", "p0"), ("2026-01-16", "p1"),
    ]  # fmt: skip


def test_who_has_left_takes_no_turns() -> None:
    contacts = people(3)
    ended = (Role(role="notes", to=dt.date(2026, 1, 2)),)
    contacts["p0"] = replace(contacts["p0"], lists=())
    contacts["p1"] = replace(contacts["p1"], lists=(), roles=ended)
    contacts["p2"] = replace(contacts["p2"], roles=ended)  # a member still
    named = replace(WEEKLY, duties=(Duty(role="r0", from_=("gone", "p1", "p0")), Duty(role="r1")))
    new = duties.plan(named, dates(named, 3), contacts, ())
    assert [each.who for each in new if each.role == "r0"] == ["p1", "p0", "p0"]
    assert {each.who for each in new if each.role == "r1"} == {"p2"}
