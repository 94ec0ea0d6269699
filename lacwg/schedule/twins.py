"""Whether two series are one gathering told twice: by the same rule, at the same hour."""

from __future__ import annotations

import datetime as dt
from itertools import islice
from typing import Final

from msgspec.structs import replace

from lacwg.records import Group, Series
from lacwg.schedule import occurrences, span

_DATES: Final = 60
"""As many are held against each other: of a weekly series more than a year, with both changes of the clocks."""


def same_rule_and_hour(one: Series, other: Series, group: Group, now: dt.datetime) -> bool:
    """Whether two series have the same dates to come, or had since both began, whatever happened to single ones."""
    zone = occurrences.segments(one, group)[0].zone
    since = span.midnight(max(one.since, other.since), zone)
    for start in (max(since, now), since):
        first, second = (occurrences.expand(replace(each, exceptions=()), group, start) for each in (one, other))
        alike = [mine.start == theirs.start for mine, theirs in islice(zip(first, second, strict=False), _DATES)]
        if len(alike) > 1 or not all(alike):
            return all(alike)
    return False
