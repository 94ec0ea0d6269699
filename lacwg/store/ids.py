"""Ids as people type them: by any beginning, of one with a date also of the part after that."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterable, Sequence

from lacwg.errors import NoSuchRecordError


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


def only(text: str, found: Sequence[str], what: str, hint: str = "type more of the one that you mean") -> str | None:
    """The one that ``text`` means of those ``found``; None: of none. Raises ``NoSuchRecordError`` for several."""
    if len(found) > 1:
        some = ", ".join(found[:4]) + (" …" if len(found) > 4 else "")
        raise NoSuchRecordError(f'"{text}" fits {len(found)} {what}: {some}', hint=hint)
    return found[0] if found else None


def free_id(record_id: str, taken: Container[str]) -> str:
    """``record_id``, or with the first number behind it that makes it an id of its own."""
    number, free = 1, record_id
    while free in taken:
        number += 1
        free = f"{record_id}-{number}"
    return free
