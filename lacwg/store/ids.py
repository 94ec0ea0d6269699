"""Ids as people type them: by any beginning, of one with a date also of the part after that; or by name or title."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Container, Iterable, Sequence
from typing import Final

from lacwg.errors import NoSuchRecordError
from lacwg.text.fold import fold, fold_line

Titles = Iterable[tuple[str, str]]
"""Ids, each with what people call it."""
SHOWN: Final = 4
"""Of several that a text can mean, how many are named."""


def day_in(record_id: str) -> dt.date | None:
    """The date that the id of an event or a meeting record begins with."""
    try:
        return dt.date.fromisoformat(record_id[:10]) if len(record_id) > 11 and record_id[10] == "-" else None
    except ValueError:
        return None


def short(record_id: str) -> str:
    """An id without the date that it may begin with."""
    return record_id[11:] if day_in(record_id) else record_id


def fitting(text: str, ids: Iterable[str], titles: Callable[[], Titles] = tuple) -> list[str]:
    """The ids that ``text`` means, in any case and without accents.

    The one that it is, else those that it is without their date; else the only one that it begins; else those whose
    title it is; else all that it begins or whose title has its words. ``titles`` is called where ids do not tell.
    """
    folded = fold_line(text)
    names = [(each, fold(each)) for each in ids]
    exact = [each for each, name in names if folded == name] or [each for each, name in names if folded == short(name)]
    begun = [each for each, name in names if folded and (name.startswith(folded) or short(name).startswith(folded))]
    if exact or len(begun) == 1:
        return exact or begun
    among = dict(names)
    known = [(each, title) for each, title in titles() if each in among]
    return whole_titles(text, known) or list(dict.fromkeys([*begun, *with_words(text, known)]))


def whole_titles(text: str, titles: Titles) -> list[str]:
    """The ids whose whole title ``text`` is."""
    folded = fold_line(text)
    return [each for each, title in titles if folded and fold_line(title) == folded]


def with_words(text: str, titles: Titles) -> list[str]:
    """The ids in whose titles each word of ``text`` begins a word."""
    words = _words(text)
    return [
        each
        for each, title in titles
        if words and all(any(own.startswith(word) for own in _words(title)) for word in words)
    ]


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", fold(text))


def only(text: str, found: Sequence[str], what: str, hint: str = "type more of the one that you mean") -> str | None:
    """The one that ``text`` means of those ``found``; None: of none. Raises ``NoSuchRecordError`` for several."""
    if len(found) > 1:
        some = ", ".join(found[:SHOWN]) + (" …" if len(found) > SHOWN else "")
        raise NoSuchRecordError(f'"{text}" fits {len(found)} {what}: {some}', hint=hint)
    return found[0] if found else None


def free_id(record_id: str, taken: Container[str]) -> str:
    """``record_id``, or with the first number behind it that makes it an id of its own."""
    number, free = 1, record_id
    while free in taken:
        number += 1
        free = f"{record_id}-{number}"
    return free
