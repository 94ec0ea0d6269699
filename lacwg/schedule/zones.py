"""Time zones, from the ``tzdata`` package alone, so that every machine gives the same hour.

Python's ``zoneinfo`` would prefer the system's own copy, which may be years older.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from bisect import bisect
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.machinery import PathFinder
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Final

import msgspec

from lacwg.errors import LacwgError
from lacwg.text.english import clock_time, full_date

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo as ZoneInfo


def _only_tzdata() -> ModuleType:
    """Python's zoneinfo, searching the ``tzdata`` package alone."""
    spec = PathFinder.find_spec("tzdata")
    folder = str(Path(spec.origin).parent / "zoneinfo") if spec and spec.origin else ""
    # zoneinfo reads files below its search path several times quicker than it reads a package. Told the
    # path before its import, it does not ask sysconfig for the system's, which takes as long again.
    before = os.environ.get("PYTHONTZPATH")
    os.environ["PYTHONTZPATH"] = folder
    try:
        import zoneinfo

        zoneinfo.reset_tzpath(to=(folder,) if folder else ())
        return zoneinfo
    finally:
        if before is None:
            del os.environ["PYTHONTZPATH"]
        else:
            os.environ["PYTHONTZPATH"] = before


zoneinfo = _only_tzdata()
if not TYPE_CHECKING:  # from here, where its search path is set, the others have it
    ZoneInfo = zoneinfo.ZoneInfo
UTC = dt.UTC
_DAY = dt.timedelta(days=1)


class UnknownZoneError(LacwgError):
    """No IANA zone has this name."""


class WallTimeError(LacwgError):
    """A wall time that a clock never shows, or shows twice."""


class SkippedTimeError(WallTimeError):
    """The clocks jump over this wall time."""


class RepeatedTimeError(WallTimeError):
    """The clocks show this wall time twice."""


class Transition(msgspec.Struct, frozen=True):
    """A moment at which a zone's clocks change."""

    at: dt.datetime
    """In UTC."""
    before: dt.timedelta
    """Offset from UTC until then."""
    after: dt.timedelta
    """Offset from UTC from then on."""
    name: str
    """What the zone is called from then on, as "EDT"."""
    daylight: bool
    """Whether what follows is daylight saving time."""

    @property
    def wall(self) -> dt.datetime:
        """The wall time, by the old offset, at which the clocks change (RFC 5545, 3.6.5)."""
        return (self.at + self.before).replace(tzinfo=None)


LONGEST_NAME: Final = 64


def version() -> str:
    """The version of the zone data in use, such as "2026f"."""
    import tzdata

    return str(tzdata.IANA_VERSION)


def made_by() -> dt.date:
    """The day by which the zone data in use were made: within half a year of the leap seconds that came with them."""
    year_end = dt.date(int(version()[:4]), 12, 31)
    lines = (line for line in _lines("leapseconds") if line.startswith("#updated"))
    told = next(lines, "").partition("(")[2][:10]  # "#updated 1783323897 (2026-07-06 07:44:57 UTC)"
    with contextlib.suppress(ValueError):
        return min(year_end, dt.date.fromisoformat(told) + dt.timedelta(days=183))
    return year_end


@lru_cache(maxsize=1024)
def zone(name: str) -> ZoneInfo:
    """The zone of an IANA name. Abbreviations ("EST") are refused: they are wrong half the year."""
    if name == "UTC" or ("/" in name and _is_name(name)):
        try:
            found: ZoneInfo = zoneinfo.ZoneInfo(name)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
            pass
        else:
            return found
    raise UnknownZoneError(f'"{name}" is not a time zone', hint=_zone_hint(name))


def _is_name(name: str) -> bool:
    """Whether a text looks like a zone's name: for others, zoneinfo tries to import a package of that name."""
    letters = name.replace("/", "").replace("_", "").replace("-", "").replace("+", "")
    return len(name) <= LONGEST_NAME and letters.isascii() and letters.isalnum()


def of_places() -> list[str]:
    """The names of all zones that are called after a place, sorted."""
    return sorted(filter(is_place, zoneinfo.available_timezones()))


def _zone_hint(name: str) -> str:
    """What was probably meant by ``name``."""
    import difflib

    if name in old_names():
        return f'did you mean "{old_names()[name]}"?'
    names = of_places()
    wanted = name.strip().lower().replace(" ", "_")
    cities = {each.rsplit("/", 1)[1].lower(): each for each in names if each.count("/") == 1}
    whole = {each.lower(): each for each in names}
    close = difflib.get_close_matches(wanted, [*whole, *cities], n=1, cutoff=0.75)
    if close and len(wanted) > 4 and not wanted.endswith("/"):
        return f'did you mean "{whole.get(close[0]) or cities[close[0]]}"?'
    return 'write the IANA name of a place that keeps the same time, such as "America/New_York" or "America/Havana"'


def is_place(name: str) -> bool:
    """Whether a zone is called after a place: "America/New_York", but neither "UTC" nor "Etc/GMT+5"."""
    return "/" in name and not name.startswith("Etc/")


@cache
def country(name: str) -> str | None:
    """The country of a zone (ISO 3166-1 alpha-2, from tzdata's zone.tab); None for one of no country."""
    return next((row[0] for row in _rows("zone.tab", name) if row[2] == name), None)


@cache
def countries() -> dict[str, str]:
    """The names of all countries by their codes (ISO 3166-1 alpha-2, from tzdata's iso3166.tab), in English."""
    return dict(row[:2] for row in _rows("iso3166.tab"))


@cache
def old_names() -> dict[str, str]:
    """The zones of the names without a slash that IANA keeps, as "Cuba"; without "EST", wrong half the year."""
    by_hours = {"EST5EDT": "America/New_York", "CST6CDT": "America/Chicago", "MST7MDT": "America/Denver"}
    links = (row[0].split() for row in _rows("tzdata.zi") if row[0].startswith("L "))
    found = {name: zone for _, zone, name in links if "/" not in name and name not in ("EST", "MST", "HST")}
    return {**by_hours, "PST8PDT": "America/Los_Angeles", **found}


def of_place(place: str, offset: dt.timedelta) -> ZoneInfo | None:
    """The zone that is called after a place and keeps an offset in January or in July; None where there is none."""
    wanted = place.replace(" ", "_").lower()
    for _, _, name in (row[:3] for row in _rows("zone.tab") if row[2].rpartition("/")[2].lower() == wanted):
        if offset in (dt.datetime(2026, month, 1, tzinfo=zone(name)).utcoffset() for month in (1, 7)):
            return zone(name)
    return None


def _rows(name: str, word: str = "") -> Iterator[list[str]]:
    """The rows of one of tzdata's tables, those in which ``word`` stands."""
    return (line.split("\t") for line in _lines(name) if word in line and line and not line.startswith("#"))


def _lines(name: str) -> list[str]:
    for folder in zoneinfo.TZPATH:
        with contextlib.suppress(OSError):
            return (Path(folder) / name).read_text(encoding="utf-8").splitlines()
    return []


def resolve(wall: dt.datetime, tz: ZoneInfo) -> dt.datetime:
    """The moment of a naive wall time in ``tz``. A time that is skipped or comes twice is refused."""
    first, second = wall.replace(tzinfo=tz, fold=0), wall.replace(tzinfo=tz, fold=1)
    if first.utcoffset() == second.utcoffset():
        return first
    what = f"{clock_time(wall)} on {full_date(wall)}"
    if is_skipped(wall, tz):
        earlier, later = (each.astimezone(UTC).astimezone(tz) for each in (second, first))
        raise SkippedTimeError(
            f"{what} does not exist in {tz.key}: the clocks jump over it",
            hint=f"try {earlier:%Y-%m-%d %H:%M} or {later:%Y-%m-%d %H:%M}",
        )
    forms = " or ".join(f"{wall:%Y-%m-%dT%H:%M}{offset_text(each)}" for each in (first, second))
    raise RepeatedTimeError(f"{what} comes twice in {tz.key}: the clocks are set back", hint=f"say which one: {forms}")


def resolve_by_rule(wall: dt.datetime, tz: ZoneInfo) -> dt.datetime:
    """The moment of a wall time that a rule gave (RFC 5545, 3.3.5).

    One that comes twice means its first coming; one that is skipped is read by the offset before
    the gap, and comes back as the time that the clocks really show.
    """
    first, second = wall.replace(tzinfo=tz, fold=0), wall.replace(tzinfo=tz, fold=1)
    if first.utcoffset() == second.utcoffset() or not is_skipped(wall, tz):
        return first
    return first.astimezone(UTC).astimezone(tz)


def is_skipped(wall: dt.datetime, tz: dt.tzinfo) -> bool:
    """Whether the clocks of ``tz`` never show ``wall``."""
    back = wall.replace(tzinfo=tz).astimezone(UTC).astimezone(tz)
    return back.replace(tzinfo=None) != wall


def is_repeated(moment: dt.datetime) -> bool:
    """Whether the clocks show the wall time of ``moment`` twice."""
    if moment.tzinfo is None or moment.replace(fold=0).utcoffset() == moment.replace(fold=1).utcoffset():
        return False
    return not is_skipped(moment.replace(tzinfo=None), moment.tzinfo)


def with_offset(moment: dt.datetime) -> dt.datetime:
    """The same moment with its offset from UTC in place of the zone, as a file holds it."""
    return moment.astimezone(dt.timezone(moment.utcoffset() or dt.timedelta()))


def abbreviation(moment: dt.datetime) -> str:
    """What the zone is called at ``moment``: "EST", or "UTC-3" where people have no name for it."""
    name = moment.tzname() or ""
    if name[:1] not in ("+", "-"):
        return name
    hours, minutes = int(name[1:3]), name[3:5]
    return f"UTC{name[0]}{hours}{f':{minutes}' if minutes.strip('0') else ''}"


def offset_text(moment: dt.datetime) -> str:
    """The offset as ISO 8601 writes it: "-05:00"."""
    return moment.isoformat()[19:] if moment.microsecond == 0 else moment.isoformat()[26:]


def transitions(tz: dt.tzinfo, first: dt.date, last: dt.date) -> Iterator[Transition]:
    """Every change of the clocks of ``tz`` from ``first`` to the end of ``last``, oldest first.

    Found by looking at every second day: no zone has changed its clocks and back within so few
    days, and a test holds every zone against a finer search.
    """
    step = 2 * _DAY
    here = dt.datetime(first.year, first.month, first.day, tzinfo=UTC)
    end = dt.datetime(last.year, last.month, last.day, tzinfo=UTC) + _DAY
    state = _state(here, tz)
    while here < end:
        there = min(here + step, end)
        if (now := _state(there, tz)) != state:
            at = _moment_of_change(here, there, tz)
            after = _state(at, tz)
            yield Transition(at, state[0], after[0], after[1], after[2])
            here, state = at, after
            if after != now:
                continue
        here = there


def _state(moment: dt.datetime, tz: dt.tzinfo) -> tuple[dt.timedelta, str, bool]:
    local = moment.astimezone(tz)
    return local.utcoffset() or dt.timedelta(), local.tzname() or "", bool(local.dst())


def _moment_of_change(before: dt.datetime, after: dt.datetime, tz: dt.tzinfo) -> dt.datetime:
    """The first second after ``before`` at which the clocks of ``tz`` are no longer as they were then."""
    state, seconds = _state(before, tz), range(int((after - before).total_seconds()))
    changed = bisect(seconds, False, key=lambda number: _state(before + dt.timedelta(seconds=number), tz) != state)
    return before + dt.timedelta(seconds=changed)
