"""Months: their weeks, and what their days hold."""

from __future__ import annotations

import datetime as dt

import pytest
from conftest import GROUP, series
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from lacwg.schedule import month, zones
from lacwg.schedule.month import Month


def test_a_february_of_28_days_can_fill_four_weeks() -> None:
    assert [len(month.weeks(Month(2027, 2), first)) for first in (0, 6)] == [4, 5]
    assert month.weeks(Month(2027, 2), 0)[0][0] == dt.date(2027, 2, 1)
    assert month.weeks(Month(2027, 2), 6)[0][:2] == [None, dt.date(2027, 2, 1)]
    assert month.weeks(Month(2028, 2), 0)[4][1] == dt.date(2028, 2, 29)
    assert len(month.weeks(Month(2026, 8), 6)) == 6


@given(st.integers(1000, 9000), st.integers(1, 12), st.integers(0, 6))
def test_weeks_hold_each_day_once_below_its_weekday(year: int, number: int, first: int) -> None:
    here = Month(year, number)
    weeks = month.weeks(here, first)
    cells = [(position, day) for week in weeks for position, day in enumerate(week) if day is not None]
    assert [day for _, day in cells] == [
        here.first + dt.timedelta(days=count) for count in range((here.last - here.first).days + 1)
    ]
    assert all((first + position) % 7 == day.weekday() for position, day in cells)
    assert all(len(week) == 7 and any(week) for week in weeks)
    assert here.last + dt.timedelta(days=1) == here.following.first


@pytest.mark.parametrize(
    ("holidays", "timezone", "first"),
    [
        (("US-MA", "DE"), "Europe/Berlin", 6),
        (("DE",), "America/New_York", 0),
        (("MX",), "America/New_York", 6),
        (("CA-QC",), "America/New_York", 6),
        (("BR",), "America/New_York", 6),
        (("CL",), "America/New_York", 0),
        (("EG",), "America/New_York", 5),
        ((), "America/New_York", 6),
        ((), "America/Havana", 0),
        ((), "Europe/Paris", 0),
        ((), "Asia/Kabul", 5),
        ((), "UTC", 0),
    ],
)
def test_the_week_starts_as_the_country_has_it(holidays: tuple[str, ...], timezone: str, first: int) -> None:
    assert month.first_weekday(replace(GROUP, holidays=holidays, timezone=timezone)) == first


def test_the_country_of_a_zone() -> None:
    assert [zones.country(name) for name in ("America/New_York", "America/Port-au-Prince", "UTC", "No/Zone")] == [
        "US", "HT", None, None,
    ]  # fmt: skip


def test_a_day_knows_what_was_moved_away_from_it_out_of_the_month() -> None:
    record = series("""
rule = "2nd Wednesday"
start_time = 17:00:00
since = 2026-01-01
exceptions = [
  {date = 2026-11-11, moved_to = 2026-12-02}, {date = 2026-10-14, moved_to = 2026-10-14T18:00:00},
  {date = 2026-11-12, moved_to = 2026-11-13},
]
""")
    first, last = dt.date(2026, 10, 1), dt.date(2026, 11, 30)
    gone = month.moved_away(record, GROUP, first, last)
    days = list(month.days(first, last, [], gone, lambda _: []))
    assert [day.date.isoformat() for day in days if day.has_something] == ["2026-11-11"]
    assert len(days) == 61
