"""Which column means what: the headings of The Events Calendar, Google, Outlook and our own spreadsheet.

They are found in any order and case, The Events Calendar's by the labels of its screens too.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from typing import Final, Literal, NamedTuple

from lacwg.errors import LacwgError, UsageError, Where
from lacwg.importers.spreadsheet.grid import Grid
from lacwg.text.english import listed, plural
from lacwg.text.fold import fold

Kind = Literal["the-events-calendar", "google", "outlook", "spreadsheet", "other"]

FIELDS: Final = (
    "title", "start", "start_date", "start_time", "end", "end_date", "end_time", "all_day", "timezone", "status",
    "reason", "format", "place", "url", "join_url", "dial_in", "speakers", "co_hosts", "issues", "description", "image",
    "alt", "caption", "credit", "audience", "private", "uid",
)  # fmt: skip
"""What a column can be said to mean. ``start`` and ``end`` hold a day and, if there is one, an hour."""
_HEADINGS: Final = {
    "event name": "title", "subject": "title", "title": "title",
    "start": "start", "end": "end",
    "event start date": "start_date", "start date": "start_date",
    "event start time": "start_time", "start time": "start_time",
    "event end date": "end_date", "end date": "end_date",
    "event end time": "end_time", "end time": "end_time",
    "event all day": "all_day", "all day event": "all_day",
    "event timezone": "timezone", "event time zone": "timezone", "timezone": "timezone",
    "event description": "description", "description": "description",
    "event venue name": "place", "event venue name or id": "place", "location": "place", "place": "place",
    "event website": "url", "url": "url",
    "featured image": "image", "event featured image": "image", "image": "image",
    "event category": "categories", "event categories": "categories", "categories": "categories",
    "event tags": "tags",
    "private": "private", "sensitivity": "sensitivity", "show time as": "show_as",
    "status": "status", "reason": "reason", "format": "format", "join url": "join_url", "dial in": "dial_in",
    "speakers": "speakers", "issues": "issues", "alt": "alt", "caption": "caption", "credit": "credit",
    "co hosts": "co_hosts", "audience": "audience", "id": "id", "uid": "uid", "translated into": "translated_into",
}  # fmt: skip
_SAYS_NOTHING: Final = frozenset({
    "kind", "change", "moved from", "priority", "reminder on off", "reminder date", "reminder time",
    "event show map", "event show map link", "event comment status", "event ping status",
})  # fmt: skip
"""Headings of columns that nobody misses."""


class Columns(NamedTuple):
    """Where each field stands."""

    kind: Kind
    at: dict[str, int]
    unused: list[int]
    """Columns of which nothing is taken over."""


def plain(heading: str) -> str:
    """A heading without case, accents, punctuation and repeated blanks."""
    return re.sub(r"[\W_]+", " ", fold(heading)).strip()


def weight(heading: str) -> int:
    """How much a heading says for the separator by which it was found."""
    return 100 if plain(heading) in _HEADINGS else 1


def find(grid: Grid, name: str, mapping: Sequence[str]) -> Columns:
    """The columns of a file; ``mapping``: what was typed as ``column=field``, which comes before what headings say.

    Raises ``UsageError`` for a mapping that does not fit, ``LacwgError`` where title and start are not found.
    """
    headings = [plain(each) for each in grid.headings]
    said = mapped(grid.headings, headings, mapping, FIELDS)
    meant = [said.get(number, _HEADINGS.get(each)) for number, each in enumerate(headings)]
    at: dict[str, int] = {}
    unused = []
    taken = set(said.values())
    for number, field in enumerate(meant):
        if field and (number in said or field not in taken) and field not in at:
            at[field] = number
        elif number not in said and headings[number] not in _SAYS_NOTHING:
            unused.append(number)
    _refuse_incomplete(grid, at, name)
    return Columns(_kind(set(headings), at), at, unused)


def is_of_events(headings: Iterable[str]) -> bool:
    """Whether ``plain`` headings say that a file is of events."""
    meant = {_HEADINGS.get(each) for each in headings}
    return "title" in meant and not meant.isdisjoint(("start", "start_date"))


def mapped(shown: list[str], headings: list[str], mapping: Sequence[str], fields: Sequence[str]) -> dict[int, str]:
    """The fields that ``mapping`` gives to columns, by their numbers. Raises ``UsageError`` for what does not fit."""
    said: dict[int, str] = {}
    for each in mapping:
        column, equals, field = (part.strip() for part in each.rpartition("="))
        if not equals:
            raise UsageError(f'--map "{each}" names no field', hint='write it as: --map "When it begins=start"')
        if plain(column) not in headings:
            columns = ", ".join(f'"{one}"' for one in _nearest(column, shown))
            raise UsageError(f'--map: there is no column "{column}"', hint=f"the columns are: {columns}")
        if field and field not in fields:
            raise UsageError(
                f'--map: there is no field "{field}"', hint=f"the fields are: {', '.join(_nearest(field, fields))}"
            )
        if field and field in said.values():
            raise UsageError(f'--map: two columns are to be "{field}"', hint="keep one of the two")
        said[headings.index(plain(column))] = field
    return said


def _refuse_incomplete(grid: Grid, at: dict[str, int], name: str) -> None:
    headings = grid.headings
    missing = [] if "title" in at else ["title"]
    if "start" not in at and "start_date" not in at:
        missing.append("start")
    if not missing:
        return
    guess, there = _nearest(missing[0], headings)[0], ", ".join(f'"{each}"' for each in headings if each)
    raise LacwgError(
        f"no column of this file is known as the {listed(missing)}",
        where=Where(name, grid.line),
        hint=f"its columns are: {there}\n"
        f'say what they mean, as: --map "{guess}={missing[0]}"\n'
        f"the fields are: {', '.join(FIELDS)}\n"
        f'of people, say which column has the name: --map "{_nearest("name", headings)[0]}=name"',
    )


def _nearest(wanted: str, names: Sequence[str]) -> list[str]:
    """The names, those first that are most like what was meant."""
    said = plain(wanted)
    return sorted(names, key=lambda each: -difflib.SequenceMatcher(None, said, plain(each)).ratio())


def _kind(headings: set[str], at: dict[str, int]) -> Kind:
    if {"uid", "id"} <= at.keys():
        return "spreadsheet"
    if "event name" in headings:
        return "the-events-calendar"
    if "subject" in headings:
        return "outlook" if headings & {"show time as", "reminder on off", "sensitivity"} else "google"
    return "other"


def left_out(grid: Grid, columns: Columns) -> list[str]:
    """What people must know of the columns that are not taken over though they are not empty."""
    names = [
        f'"{grid.headings[number]}"' for number in columns.unused if any(row.cells[number].strip() for row in grid.rows)
    ]
    if not names:
        return []
    return [f"Not taken over: {plural(len(names), 'column')}, {listed(names)}; --map COLUMN=FIELD says what one means"]
