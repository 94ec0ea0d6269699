"""What is done to the times of an event: pure functions from one occurrence to the next start and end."""

from __future__ import annotations

import datetime as dt

from lacwg.errors import UsageError
from lacwg.schedule import zones
from lacwg.schedule.occurrences import Moment, Occurrence, after, local_day


def end_at(occurrence: Occurrence, start: Moment) -> Moment | None:
    """When an occurrence ends that starts at ``start``: it lasts as long as before, in the time that really passes.

    Whole days last as many days. One that had whole days and gets an hour has no known end; one whose hours are
    taken out ends on the day of its last hour. Raises ``UsageError`` where several days would get an hour.
    """
    first, last = occurrence.start, occurrence.end
    if last is None:
        return None
    if isinstance(first, dt.datetime) and isinstance(last, dt.datetime):
        length = last.astimezone(zones.UTC) - first.astimezone(zones.UTC)
        if isinstance(start, dt.datetime):
            return after(start, length)
        # what ends at midnight has no hour on that day
        final = local_day(last - dt.timedelta(microseconds=1)) if length else local_day(last)
        return _later(start, final - first.date())
    if not isinstance(start, dt.datetime):
        return _later(start, local_day(last) - local_day(first))
    if last == first:
        return None
    raise UsageError("it lasts several days, and its end would have no hour", hint="say when it ends, too: --end WHEN")


def _later(start: dt.date, length: dt.timedelta) -> dt.date | None:
    """The last of several days; None of one."""
    return start + length if length else None


def written(moment: Moment) -> Moment:
    """A moment as a file holds it: wall time, with its offset only where the clocks show it twice."""
    if not isinstance(moment, dt.datetime):
        return moment
    return zones.with_offset(moment) if zones.is_repeated(moment) else moment.replace(tzinfo=None)
