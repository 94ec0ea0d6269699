"""Days and hours as spreadsheets hold them: ``2026-12-03``, ``12/3/26``, ``3.12.2026``, ``5-Mar-27``, ``6:00 PM``."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import Final, NamedTuple

from lacwg.dates_in.clock_and_calendar import clock
from lacwg.dates_in.date_errors import NotUnderstoodError
from lacwg.dates_in.days import ParseContext, in_full, read_day
from lacwg.dates_in.tokens import Phrase, understood
from lacwg.dates_in.vocabulary import Token, TokenKind
from lacwg.dates_in.when import at, check_year, hour_and_zone, sides
from lacwg.records import DateOrder
from lacwg.schedule import zones
from lacwg.schedule.span import has_hour
from lacwg.schedule.zones import ZoneInfo

_ANY_TIME: Final = dt.datetime(2000, 1, 1, tzinfo=zones.UTC)  # only dates with a year are read from it


class CellTime(NamedTuple):
    """What a cell says of a time."""

    day: dt.date | None
    hour: dt.time | None
    zone: str
    """What the zone is called then, as "EST", or the offset from UTC; empty where nothing is said of that."""
    end: CellTime | None = None
    """What stands behind a dash, as in ``7:00 PM - 9:00 PM``."""

    def typed(self) -> str:
        """The same in figures."""
        return " ".join(str(each) for each in self[:3] if each) + (f" – {self.end.typed()}" if self.end else "")


@lru_cache(maxsize=4096)
def read_cell(text: str, order: DateOrder | None, *, halves: bool, language: str | None = None) -> CellTime:
    """What a cell says. ``order``: which comes first in 12/3; ``halves``: ``6:00`` may be in the evening there, too.

    ``language``: the tag of the one that comes before the others but English.

    Raises ``NotUnderstoodError`` for what is neither a date with a year nor an hour, and ``WhenError``.
    """
    # programs write an offset behind an hour without seconds: it is one where it can be no range
    text = re.sub(r"(?<![:\d])(\d\d:\d\d)-((?:0\d|1[0-2]):\d\d)\Z", _with_seconds, " ".join(text.split()))
    context = ParseContext(zones.zone("UTC"), _ANY_TIME, order, language, from_file=True)

    def cell(phrase: Phrase) -> CellTime:
        if phrase.of(TokenKind.TO):
            first, last = map(cell, sides(phrase))
            if (first.hour is None) != (last.hour is None):
                raise NotUnderstoodError.of(phrase.text)
            return first._replace(end=last)
        hour, name = hour_and_zone(phrase)
        rest = phrase.without(TokenKind.HOUR, TokenKind.ZONE)
        time = None if hour is None else clock(hour, phrase.text, sure=not halves)
        if time is not None and not rest.tokens:
            return CellTime(None, time, name)
        day = read_day(_with_year(rest), None, context)
        if time is None:
            check_year(phrase, day)
        return CellTime(day, time, name)

    return understood(text, cell, CellTime.typed, language) if text else CellTime(None, None, "")


def _with_seconds(match: re.Match[str]) -> str:
    return match[0] if match[2] > match[1] else f"{match[1]}:00-{match[2]}"


def _with_year(phrase: Phrase) -> Phrase:
    """The words of a day that have a year, if only of two digits: ``5-Mar-27``."""
    last = phrase.tokens[-1:]
    if last and len(last[0].text) == 2 and phrase.fits("WEEKDAY? (MONTH DAY|DAY MONTH) NUMBER"):
        return phrase._replace(
            tokens=(*phrase.tokens[:-1], Token(TokenKind.YEAR, in_full(last[0].value), last[0].text))
        )
    whole = [each for each in phrase.of(TokenKind.NUMERIC_DATE) if len(re.findall(r"\d+", each.text)) == 3]
    if not (whole or phrase.of(TokenKind.YEAR, TokenKind.ISO_DATE)) or phrase.of(TokenKind.UNIT, TokenKind.MIDNIGHT):
        raise NotUnderstoodError(f'"{phrase.text}" is not a date with a year', hint="write it as 2026-12-03")
    return phrase


def moment(day: dt.date, hour: dt.time, name: str, zone: ZoneInfo) -> dt.datetime:
    """Wall time in ``zone``, or with the offset. Raises ``WhenError`` for what the clocks show never or twice."""
    written = at(day, hour, name, zone).written
    assert has_hour(written)
    return written
