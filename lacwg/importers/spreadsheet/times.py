"""Days and hours as spreadsheets hold them: ``2026-12-03``, ``12/3/2026``, ``3.12.2026``, ``Dec 3, 2026``, ``6:00 PM``.

Which comes first in 12/3 is settled once for a whole file, never for a single cell.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from lacwg.dates_in import clock_and_calendar
from lacwg.dates_in.date_errors import WhenError
from lacwg.errors import UsageError
from lacwg.records import DateOrder
from lacwg.schedule import zones

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_HOUR: Final = r"\d{1,2}(?::\d\d){1,2}(?:\.\d+)?(?:\s*[ap]\.?\s?m\b\.?)?|\d{1,2}\s*[ap]\.?\s?m\b\.?"
_CELL: Final = re.compile(
    rf"(?P<day>.*?)(?:(?:^|(?<=\d)T|,?\s+(?:at\s+)?)(?P<hour>{_HOUR})\s*(?P<offset>Z|[+-]\d\d:?\d\d)?)?\Z",
    re.IGNORECASE,
)
_YEAR_FIRST: Final = re.compile(r"(\d{4})([-/.]?)(\d\d?)\2(\d\d?)\Z")
_DOTTED: Final = re.compile(r"(\d\d?)\.\s?(\d\d?)\.\s?(\d{4})\Z")
_NUMBERS: Final = re.compile(r"(\d\d?)[/-](\d\d?)[/-](\d{4}|\d\d)\Z")
_FIXED: Final = re.compile(
    r"(?:UTC|GMT)(?P<sign>[+-])(?P<hours>0?\d|1[0-4])(?::?(?P<minutes>[0-5]\d)|(?P<part>\.\d{1,2}))?\Z", re.IGNORECASE
)
_HALF: Final = re.compile(r"\d\s*[ap]\.?\s?m\b", re.IGNORECASE)
_ANY_TIME: Final = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - only dates with a year are read from it


_LONGEST: Final = 100
"""Characters of a cell that can be a time."""


class Cell(NamedTuple):
    """What a cell says of a time, in three parts of text; empty where it says nothing of that."""

    day: str
    hour: str
    offset: str


class DateFormat(NamedTuple):
    """How a file writes its dates and hours."""

    order: DateOrder | None
    halves: bool
    """Whether it has hours with AM and PM, so that one without may be either."""


@lru_cache(maxsize=4096)
def cell(text: str) -> Cell:
    """The parts of a cell."""
    match = _CELL.match(" ".join(text.split())[:_LONGEST])
    assert match is not None
    return Cell(match["day"].strip(" ,"), match["hour"] or "", match["offset"] or "")


def habits(
    cells: Iterable[tuple[int, str]], name: str, given: DateOrder | None, usual: DateOrder | None
) -> tuple[DateFormat, tuple[str, ...]]:
    """How a file writes its dates, from its cells with their lines; and what people should know of that.

    ``given`` is what was typed, ``usual`` the group's order. Raises ``UsageError`` where several can be meant.
    """
    proofs: dict[DateOrder, tuple[int, str]] = {}
    unclear, halves = None, False
    for line, text in cells:
        halves = halves or _HALF.search(text) is not None
        match = _NUMBERS.match(cell(text).day)
        if match is None or match[1] == match[2]:
            continue
        if int(match[1]) > 12:
            proofs.setdefault("DMY", (line, match[0]))
        elif int(match[2]) > 12:
            proofs.setdefault("MDY", (line, match[0]))
        else:
            unclear = unclear or (line, match[0])
    order = given or _order(proofs, unclear, name, usual)
    notes: tuple[str, ...] = ()
    if given is None and order is not None and usual is None:
        notes = (f"{name} has the {'month' if order == 'MDY' else 'day'} first in {proofs[order][1]}: so all are read",)
    return DateFormat(order, halves), notes


def _order(
    proofs: dict[DateOrder, tuple[int, str]], unclear: tuple[int, str] | None, name: str, usual: DateOrder | None
) -> DateOrder | None:
    said = {order: f"{text} (line {line})" for order, (line, text) in proofs.items()}
    hint = "say which comes first in all of them: --dates mdy, or --dates dmy"
    if len(proofs) > 1:
        raise UsageError(
            f"{name} has the day first in {said['DMY']} and the month in {said['MDY']}",
            hint="mend the ones that are wrong, or pass them over with --dates mdy or --dates dmy",
        )
    proven = next(iter(proofs), None)
    if unclear is None:
        return proven or usual
    if proven is not None and usual is not None and proven != usual:
        raise UsageError(
            f"{name} has the {'day' if proven == 'DMY' else 'month'} first in {said[proven]}; the group has not, and "
            f"{unclear[1]} (line {unclear[0]}) may be either",
            hint=hint,
        )
    if proven is None and usual is None:
        raise UsageError(
            f"{unclear[1]} ({name}, line {unclear[0]}) may begin with the day or with the month", hint=hint
        )
    return proven or usual


def day(text: str, order: DateOrder | None, zone: ZoneInfo) -> dt.date:
    """The day in a text with a year. Raises ``WhenError``."""
    if match := _YEAR_FIRST.match(text):
        return clock_and_calendar.date(int(match[1]), int(match[3]), int(match[4]))
    if match := _DOTTED.match(text):
        return clock_and_calendar.date(int(match[3]), int(match[2]), int(match[1]))
    if match := _NUMBERS.match(text):
        first, second, year = (int(each) for each in match.groups())
        month, day_ = (second, first) if order == "DMY" else (first, second)
        if len(match[3]) == 2:
            year += 2000 if year < 70 else 1900
        return clock_and_calendar.date(year, month, day_)
    if not re.search(r"\d{4}", text) or text.isdecimal():
        raise WhenError(f'"{text}" is not a date with a year', hint="write it as 2026-12-03")
    from lacwg.dates_in.when import read

    written = read(text, zone, _ANY_TIME.replace(tzinfo=zone), order).written
    if isinstance(written, dt.datetime):
        raise WhenError(f'"{text}" is not a date', hint="write it as 2026-12-03")
    return written


def hour(text: str, *, halves: bool) -> dt.time:
    """The hour in a text. Raises ``WhenError``; of ``6:00`` too, in a file with ``halves``."""
    text = re.sub(r"\.\d+", "", " ".join(text.split()), count=1) if re.search(r":\d\d\.\d", text) else text.strip()
    match = clock_and_calendar.CLOCK.match(text)
    if match is None or text.isdecimal():
        raise WhenError(f'"{text}" is not an hour', hint="write it as 18:00 or 6:00 PM")
    if match["half"] or match["h"] or (halves and 1 <= int(match["hour"]) <= 12):
        return clock_and_calendar.clock(text)
    return clock_and_calendar.time(int(match["hour"]), int(match["minute"]), int(match["second"] or 0), text)


def offset_in(zone: str) -> str:
    """``-05:00`` of what WordPress calls ``UTC-5`` where a site has no place for a zone; of any other text nothing."""
    match = _FIXED.match(zone)
    if match is None:
        return ""
    minutes = int(match["minutes"] or 0) if match["part"] is None else round(float(match["part"]) * 60)
    return f"{match['sign']}{int(match['hours']):02}:{minutes:02}"


def moment(day_: dt.date, hour_: dt.time, offset: str, zone: ZoneInfo) -> dt.datetime:
    """Wall time in ``zone``, or with the offset. Raises ``WallTimeError`` for what the clocks show never or twice."""
    wall = dt.datetime.combine(day_, hour_)
    if not offset:
        zones.resolve(wall, zone)
        return wall
    try:
        return dt.datetime.fromisoformat(f"{wall.isoformat()}{offset.upper().replace('Z', '+00:00')}")
    except ValueError:
        raise WhenError(f'"{offset}" is not an offset from UTC', hint='write it as "-05:00"') from None
