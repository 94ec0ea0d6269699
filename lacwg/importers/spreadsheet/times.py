"""How a spreadsheet writes its dates and hours: settled once for the whole file, never for a single cell."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from lacwg.errors import UsageError
from lacwg.records import DateOrder

_NUMBERS: Final = re.compile(r"(?<![\d/.-])(\d\d?)([/-])(\d\d?)\2(?:\d{4}|\d\d)(?![\d/.-])")
_FIXED: Final = re.compile(
    r"(?:UTC|GMT)(?P<sign>[+-])(?P<hours>0?\d|1[0-4])(?::?(?P<minutes>[0-5]\d)|(?P<part>\.\d{1,2}))?\Z", re.IGNORECASE
)
_HALF: Final = re.compile(r"\d\s*[ap]\.?\s?m\b", re.IGNORECASE)


class DateFormat(NamedTuple):
    """How a file writes its dates and hours."""

    order: DateOrder | None
    halves: bool
    """Whether it has hours with AM and PM, so that one without may be either."""


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
        match = _NUMBERS.search(text)
        if match is None or match[1] == match[3]:
            continue
        if int(match[1]) > 12:
            proofs.setdefault("DMY", (line, match[0]))
        elif int(match[3]) > 12:
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


def offset_in(zone: str) -> str:
    """``-05:00`` of what WordPress calls ``UTC-5`` where a site has no place for a zone; of any other text nothing."""
    match = _FIXED.match(zone)
    if match is None:
        return ""
    minutes = int(match["minutes"] or 0) if match["part"] is None else round(float(match["part"]) * 60)
    return f"{match['sign']}{int(match['hours']):02}:{minutes:02}"
