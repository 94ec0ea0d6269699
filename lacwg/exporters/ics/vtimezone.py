"""VTIMEZONE components (RFC 5545, 3.6.5) made from tzdata for the span that is exported.

icalendar's own list every onset, end in 2038 and put New York's spring change an hour off; a TZif
file's footer speaks only for what follows its last listed change. Here the changes that really
happen are looked up, and each run of years that follow one rule becomes one RRULE.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from lacwg.schedule import zones
from lacwg.schedule.rules import CODES
from lacwg.schedule.zones import ZoneInfo

if TYPE_CHECKING:
    from icalendar import Component, Timezone

_LAST_KNOWN_YEAR: Final = 2101
"""Up to where the changes of a zone are looked up for a series without an end."""


class _Run(NamedTuple):
    """Changes of the clocks in successive years that one rule says."""

    changes: list[zones.Transition]
    rules: frozenset[tuple[int, str]]
    """The ways to say on which day of their month they happen, each behind its rank: the less, the plainer."""


def timezone(zone: ZoneInfo, first: int, last: int | None) -> Timezone:
    """The VTIMEZONE of ``zone`` for local dates in the years from ``first`` to ``last`` (None: no end)."""
    from icalendar import Timezone, TimezoneStandard

    component = Timezone()
    component.add("tzid", zone.key)
    start, end = dt.date(first - 1, 1, 1), dt.date((_LAST_KNOWN_YEAR if last is None else last) + 1, 1, 1)
    base = dt.datetime.combine(start, dt.time(), zones.UTC).astimezone(zone)
    offset = base.utcoffset() or dt.timedelta()
    standard = TimezoneStandard()
    _fill(standard, dt.datetime.combine(start, dt.time()), offset, offset, base.tzname() or "")
    component.add_component(standard)
    for run in _runs(list(zones.transitions(zone, start, end))):
        component.add_component(_observance(run, open_end=last is None and run.changes[-1].wall.year >= end.year - 1))
    return component


def _runs(changes: list[zones.Transition]) -> list[_Run]:
    """The changes, those of successive years that one rule says together, by their first one."""
    open_runs: dict[tuple[object, ...], _Run] = {}
    done: list[_Run] = []
    for change in changes:
        key = (change.before, change.after, change.name, change.daylight, change.wall.time(), change.wall.month)
        rules = _rules(change.wall.date())
        run = open_runs.get(key)
        if run is not None and run.changes[-1].wall.year == change.wall.year - 1 and run.rules & rules:
            open_runs[key] = _Run([*run.changes, change], run.rules & rules)
            continue
        if run is not None:
            done.append(run)
        open_runs[key] = _Run([change], rules)
    return sorted([*done, *open_runs.values()], key=lambda run: run.changes[0].at)


def _rules(day: dt.date) -> frozenset[tuple[int, str]]:
    """Every rule that tzdata's authors use and that gives this day of its month."""
    code, length = CODES[day.weekday()], calendar.monthrange(day.year, day.month)[1]
    found = [(0, f"BYDAY={(day.day - 1) // 7 + 1}{code}"), (3, f"BYMONTHDAY={day.day}")]
    if day.day + 7 > length:
        found.append((1, f"BYDAY=-1{code}"))
    for begin in range(max(1, day.day - 6), day.day + 1):  # "the Sunday on or after the 2nd"
        if begin + 6 <= calendar.monthrange(2001, day.month)[1]:
            days = ",".join(str(each) for each in range(begin, begin + 7))
            found.append((2, f"BYMONTHDAY={days};BYDAY={code}"))
    return frozenset(found)


def _observance(run: _Run, *, open_end: bool) -> Component:
    from icalendar import TimezoneDaylight, TimezoneStandard, vRecur

    first, last = run.changes[0], run.changes[-1]
    component = TimezoneDaylight() if first.daylight else TimezoneStandard()
    _fill(component, first.wall, first.before, first.after, first.name)
    if len(run.changes) > 1 or open_end:
        _, rule = min(run.rules)
        until = "" if open_end else f";UNTIL={last.at:%Y%m%dT%H%M%SZ}"
        component.add("rrule", vRecur.from_ical(f"FREQ=YEARLY;BYMONTH={first.wall.month};{rule}{until}"))
    return component


def _fill(component: Component, wall: dt.datetime, before: dt.timedelta, after: dt.timedelta, name: str) -> None:
    component.add("dtstart", wall)
    component.add("tzoffsetfrom", before)
    component.add("tzoffsetto", after)
    component.add("tzname", name)


def is_utc(name: str) -> bool:
    """Whether a zone is another name of UTC, which iCalendar writes as "Z"."""
    return name.removeprefix("Etc/") in ("UTC", "UCT", "Universal", "Zulu")


class ZoneYears(NamedTuple):
    """The years for which an export needs the clocks of a zone: all that a VTIMEZONE depends on."""

    zone: str
    first: int
    last: int | None
    """None: it has no end."""


def joined(needed: Iterable[ZoneYears]) -> list[ZoneYears]:
    """The years for each zone, by name, that hold all of ``needed`` for it."""
    found: dict[str, ZoneYears] = {}
    for each in needed:
        known = found.get(each.zone, each)
        last = None if known.last is None or each.last is None else max(known.last, each.last)
        found[each.zone] = ZoneYears(each.zone, min(known.first, each.first), last)
    return [found[key] for key in sorted(found)]


@cache
def zone_lines(key: str, first: int, last: int | None) -> bytes:
    """The VTIMEZONE of a zone for the years from ``first`` to ``last`` (None: no end)."""
    lines: bytes = timezone(zones.zone(key), first, last).to_ical(sorted=False)
    return lines
