"""Ids as people type them: by any beginning, of one with a date also of the part after that."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable


def day_in(record_id: str) -> dt.date | None:
    """The date that the id of an event or a meeting record begins with."""
    try:
        return dt.date.fromisoformat(record_id[:10]) if len(record_id) > 11 and record_id[10] == "-" else None
    except ValueError:
        return None


def short(record_id: str) -> str:
    """An id without the date that it may begin with."""
    return record_id[11:] if day_in(record_id) else record_id


def fitting(text: str, ids: Iterable[str]) -> list[str]:
    """The ids that ``text`` means: the one that it is, else those that it is without their date, or begins."""
    names = [(each, short(each)) for each in ids]
    return (
        [each for each, _ in names if text == each]
        or [each for each, part in names if text == part]
        or [each for each, part in names if each.startswith(text) or part.startswith(text)]
    )
