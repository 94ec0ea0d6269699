"""A day and an hour by the clocks of a zone: as it goes into a file, and the moment that it means."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, NamedTuple

from lacwg.dates_in.date_errors import AmbiguousWhenError, WhenError
from lacwg.schedule import zones
from lacwg.schedule.span import Moment
from lacwg.text.english import clock_time, full_date, listed, month_day

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


class When(NamedTuple):
    """What was typed: as it goes into the file, and the moment that it means."""

    written: Moment
    """A date, wall time, or an instant with the offset that was typed."""
    moment: Moment
    """A date, or a date-time in the record's zone."""
    end: When | None = None
    """When it ends, where that was typed with it, as "7:00–8:30 PM"."""


def at(day: dt.date, time: dt.time, name: str, zone: ZoneInfo) -> When:
    """The wall time of a day in ``zone``; ``name``: what the zone is called then, or the offset from UTC, or nothing.

    Raises ``WhenError`` for what the clocks never show, or show twice, and for a name that is another zone's.
    """
    wall = dt.datetime.combine(day, time)
    if not name:
        return _wall(wall, zone)
    offset = re.fullmatch(r"Z|([+-])(\d\d):?(\d\d)", name, re.IGNORECASE)
    if offset is None:
        return _named(wall, name.upper(), zone)
    minutes = int(f"{offset[1]}1") * (int(offset[2]) * 60 + int(offset[3])) if offset[1] else 0
    if not -12 * 60 <= minutes <= 14 * 60 or (offset[3] or "0") > "59":
        raise WhenError(f'"{name}" is not an offset from UTC', hint='write it as "-05:00"')
    instant = wall.replace(tzinfo=dt.timezone(dt.timedelta(minutes=minutes)))
    return When(instant, instant.astimezone(zone))


def _wall(wall: dt.datetime, zone: ZoneInfo) -> When:
    try:
        return When(wall, zones.resolve(wall, zone))
    except zones.RepeatedTimeError as error:
        readings = [wall.replace(tzinfo=zone, fold=fold) for fold in (0, 1)]
        raise AmbiguousWhenError(
            error.message,
            [f"{wall:%Y-%m-%dT%H:%M:%S}".removesuffix(":00") + zones.offset_text(each) for each in readings],
        ) from None
    except zones.WallTimeError as error:
        raise WhenError(error.message, hint=error.hint) from None


def _named(wall: dt.datetime, name: str, zone: ZoneInfo) -> When:
    """Wall time with the abbreviation of the zone, which must be what the zone is called then; "ET" is both."""
    readings: dict[str, dt.datetime] = {}
    for fold in (0, 1):
        moment = wall.replace(tzinfo=zone, fold=fold)
        readings.setdefault(zones.abbreviation(moment).upper(), moment)
    all_year = {f"{each[0]}T" for each in readings if re.match(r"[ECMP][SD]T\Z", each)}
    if zones.is_skipped(wall, zone) or name in all_year:
        return _wall(wall, zone)
    if name not in readings:
        right = listed(list(readings), "or")
        raise WhenError(
            f"{zone.key} is {right} on {full_date(wall)}, not {name}",
            hint=f'try "{month_day(wall)}, {wall.year} {clock_time(wall)} {right}", or name another zone: --timezone',
        )
    return When(zones.with_offset(readings[name]), readings[name]) if len(readings) > 1 else _wall(wall, zone)
