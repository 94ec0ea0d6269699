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


def compute(region: str, year: int, language: str = "en") -> dict[dt.date, str]:
    """The public holidays of ``region`` ("US", "US-MA") in ``year``, named in ``language`` if they have names in it.

    Else in English, in which nearly all have. Source: the ``holidays`` library. Raises ``UnknownRegionError``.
    """
    import holidays  # 60 ms, and more for each country: callers keep the result

    country, _, part = region.partition("-")
    known = [each for each in holidays.list_localized_countries().get(country, ()) if each[:2] == language]
    try:
        days = holidays.country_holidays(country, subdiv=part or None, years=year, language=(*known, "en_US")[0])
    except NotImplementedError:
        raise UnknownRegionError(
            f'"{region}" has no known public holidays',
            hint='write a country or a part of one by its ISO 3166 code, such as "US" or "US-MA"',
        ) from None
    return {day: name for day, name in sorted(days.items()) if day.year == year}


def renamed(name: str, names: Mapping[str, str]) -> str:
    """A holiday as a group calls it; where two are on one day ("A; B"), each of them."""
    return names.get(name) or "; ".join(names.get(each, each) for each in name.split("; "))


def on(day: dt.date, regions: Sequence[str], lookup: Lookup) -> list[str]:
    """The names of the holidays on ``day``, each once; of several regions with those that keep it, "… (MX)"."""
    keepers: dict[str, list[str]] = {}
    for region in regions:
        if name := lookup(region, day.year).get(day):
            keepers.setdefault(name, []).append(region)
    if len(regions) < 2:
        return list(keepers)
    return [type(name)(f"{name} ({', '.join(places)})") for name, places in keepers.items()]


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
