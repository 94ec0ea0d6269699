"""The hours of meetings by other people's clocks, and where these change from one meeting to the next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from lacwg.schedule.occurrences import Occurrence
from lacwg.schedule.span import Moment

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


class Hour(NamedTuple):
    """What the clocks of a zone show when a meeting starts."""

    moment: Moment
    """The start in that zone; of a whole day the day itself."""
    changed: bool
    """Whether it is another hour than at the meeting before, or on another side of midnight."""


def hours(found: Iterable[Occurrence], there: Sequence[ZoneInfo], before: Occurrence | None) -> list[list[Hour]]:
    """For each meeting, in the order of time, its hour in each zone; ``before`` is the one before the first."""
    rows = []
    for occurrence in found:
        rows.append([_hour(occurrence, zone, before) for zone in there])
        before = occurrence
    return rows


def _hour(occurrence: Occurrence, zone: ZoneInfo, before: Occurrence | None) -> Hour:
    now, then = _shown(occurrence, zone), None if before is None else _shown(before, zone)
    return Hour(occurrence.span.in_zone(zone).start, changed=now is not None and then is not None and now != then)


def _shown(occurrence: Occurrence, zone: ZoneInfo) -> tuple[int, dt.time] | None:
    """The wall time there, and how many days it is off the meeting's own date; None for a whole day."""
    there = occurrence.span.in_zone(zone).starts_at
    return None if there is None else ((there.date() - occurrence.span.day).days, there.time())
