"""Public holidays by country or part of one, and the warnings made of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from lacwg.errors import LacwgError
from lacwg.schedule.occurrences import Occurrence, ScheduleWarning

Lookup = Callable[[str, int], Mapping[dt.date, str]]
"""(region, year) -> the names of the days."""

LONGEST_LOOK: Final = 31
"""Days of a long event that are looked at."""


class UnknownRegionError(LacwgError):
    """The holidays of this country or part of one are not known."""


def compute(region: str, year: int) -> dict[dt.date, str]:
    """The public holidays of ``region`` ("US", "US-MA") in ``year``, named in English where there is such a name.

    Source: the ``holidays`` library. Raises ``UnknownRegionError``.
    """
    import holidays  # 60 ms, and more for each country: callers keep the result

    country, _, part = region.partition("-")
    try:
        days = holidays.country_holidays(country, subdiv=part or None, years=year, language="en_US")
    except NotImplementedError:
        raise UnknownRegionError(
            f'"{region}" has no known public holidays',
            hint='write a country or a part of one by its ISO 3166 code, such as "US" or "US-MA"',
        ) from None
    return {day: name for day, name in sorted(days.items()) if day.year == year}


def on(day: dt.date, regions: Sequence[str], lookup: Lookup) -> list[str]:
    """The names of the holidays on ``day``, each once; of several regions with those that keep it, "… (MX)"."""
    keepers: dict[str, list[str]] = {}
    for region in regions:
        if name := lookup(region, day.year).get(day):
            keepers.setdefault(name, []).append(region)
    if len(regions) < 2:
        return list(keepers)
    return [f"{name} ({', '.join(places)})" for name, places in keepers.items()]


def with_warnings(occurrence: Occurrence, regions: Sequence[str], lookup: Lookup) -> Occurrence:
    """The occurrence, with a warning for each public holiday that it falls on."""
    if occurrence.status == "cancelled":
        return occurrence
    first = occurrence.span.day
    last = occurrence.span.last_day if occurrence.all_day else first
    days = [first + dt.timedelta(days=number) for number in range(min((last - first).days, LONGEST_LOOK) + 1)]
    names = list(dict.fromkeys(name for day in days for name in on(day, regions, lookup)))
    if not names:
        return occurrence
    return replace(occurrence, warnings=(*occurrence.warnings, *(ScheduleWarning("holiday", name) for name in names)))
