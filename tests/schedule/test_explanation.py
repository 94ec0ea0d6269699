"""The facts about a day, and which field each comes from."""

from __future__ import annotations

import datetime as dt

from conftest import GROUP, series
from hypothesis import given
from strategies import days

from lacwg.schedule import explanation, occurrences

RECORD = series("""
rule = "2nd Wednesday"
start_time = 17:00:00
since = 2026-01-01
until = 2027-12-31
[[exceptions]]
date = 2026-11-11
moved_to = 2026-11-18
[[exceptions]]
date = 2026-12-09
cancelled = true
[[exceptions]]
date = 2026-12-16
extra = true
[[exceptions]]
date = 2026-12-17
cancelled = true
[[changes]]
from = 2027-06-01
start_time = 18:00:00
[[changes]]
from = 2027-03-01
rule = "1st Tuesday"
""")


def explained(day: str) -> explanation.Explanation:
    return explanation.explain(RECORD, GROUP, dt.date.fromisoformat(day))


def test_a_plain_date() -> None:
    found = explained("2027-01-13")
    assert [each.id for each in found.takes_place] == ["monthly-meeting/2027-01-13"]
    assert found.rule == explanation.RuleFact("2nd Wednesday of the month", True, "within", (), ("rule",))
    assert (found.change, found.exceptions, found.cancelled) == (None, (), ())


def test_a_moved_date_is_explained_on_both_days() -> None:
    away, here = explained("2026-11-11"), explained("2026-11-18")
    assert (away.takes_place, away.rule.gives) == ((), True)
    assert [each.id for each in here.takes_place] == ["monthly-meeting/2026-11-11"]
    assert [each.path for each in away.exceptions] == [each.path for each in here.exceptions] == [("exceptions", 0)]
    assert not here.rule.gives


def test_cancelled_extra_and_stray() -> None:
    assert [each.id for each in explained("2026-12-09").cancelled] == ["monthly-meeting/2026-12-09"]
    assert [each.change for each in explained("2026-12-16").takes_place] == ["extra"]
    (stray,) = explained("2026-12-17").exceptions
    assert (stray.became, stray.path) == (None, ("exceptions", 3))


def test_changes_hold_by_their_date_and_not_by_their_place_in_the_file() -> None:
    found = explained("2027-06-01")
    assert found.change is not None
    assert found.change[1] == ("changes", 0)
    assert (found.rule.words, found.rule.path) == ("1st Tuesday of the month", ("changes", 1, "rule"))
    assert explained("2027-02-28").change is None


def test_days_that_the_rule_does_not_give_name_the_nearest() -> None:
    assert explained("2027-02-20").rule.near == (dt.date(2027, 2, 10), dt.date(2027, 3, 2))
    before, after = explained("2025-12-10").rule, explained("2028-01-04").rule
    assert (before.reach, before.path, before.near) == ("before", ("since",), (dt.date(2026, 1, 14),))
    assert (after.reach, after.path, after.near) == ("after", ("until",), (dt.date(2027, 12, 7),))


@given(days(dt.date(2025, 12, 1), dt.date(2028, 2, 1)))
def test_what_takes_place_is_what_the_series_expands_to(day: dt.date) -> None:
    on_day = {
        (each.id, each.status == "cancelled") for each in occurrences.expand(RECORD, GROUP) if each.span.day == day
    }
    found = explanation.explain(RECORD, GROUP, day)
    told = [(each.id, False) for each in found.takes_place] + [(each.id, True) for each in found.cancelled]
    assert set(told) == on_day


def test_where_a_date_comes_from() -> None:
    assert explanation.path_of(RECORD, dt.date(2026, 11, 11)) == ("exceptions", 0, "moved_to")
    assert explanation.path_of(RECORD, dt.date(2026, 12, 9)) == ("exceptions", 1, "date")
    assert explanation.path_of(RECORD, dt.date(2027, 1, 13)) == ("rule",)
    assert explanation.path_of(RECORD, dt.date(2027, 7, 6)) == ("changes", 1, "rule")
