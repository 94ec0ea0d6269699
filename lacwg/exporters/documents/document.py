"""A document without a form: sections of paragraphs, lists, tables and plots. Each form is made of it elsewhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from lacwg.records import Language

Line = str | tuple[str, ...]
"""A text, or pieces of one, each ``Untranslated`` where it is in another language than the document."""
Row = tuple[str | int, ...]


def line(text: str) -> str:
    """A text on one line, still marked where it has no translation."""
    return type(text)(" ".join(text.split()))


class Text(NamedTuple):
    """A paragraph."""

    text: str


class Notes(NamedTuple):
    """What somebody has written in Markdown."""

    text: str


class Items(NamedTuple):
    """A list; ``boxes``: to be ticked off. A line that begins with "lacwg " is a command."""

    items: tuple[Line, ...]
    boxes: bool = False
    numbered: bool = False


class Table(NamedTuple):
    """Rows below their headings, of which there may be none. What nobody knows is "–"."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def numeric(self, column: int) -> bool:
        """Whether a column, other than the first, has numbers alone."""
        cells = [row[column] for row in self.rows if row[column] != "–"]
        return column > 0 and bool(cells) and all(isinstance(each, int) for each in cells)


def table(columns: Sequence[str], rows: Iterable[Sequence[str | int | None]], always: int = 1) -> Table:
    """A table without the columns in which nothing stands, but for those that are ``always`` there."""
    found = list(rows)
    kept = [n for n in range(len(columns)) if n < always or any(row[n] not in (None, "") for row in found)]
    shown = (tuple("–" if (cell := row[n]) is None else cell for n in kept) for row in found)
    return Table(tuple(columns[n] for n in kept), tuple(shown))


class Bars(NamedTuple):
    """A bar for each row, long as its numbers say, of one part or two; the numbers are a table as well."""

    title: str
    table: Table
    parts: tuple[int, ...]
    """The columns of the table that are drawn, one behind the other; the first column is what a bar is of."""
    upright: bool = False
    """Whether it goes through time from left to right."""
    marks: tuple[str, ...] = ()
    """Below upright bars: a few letters each."""

    def numbers(self, row: Row) -> list[int]:
        """Of each part its number; 0 where that is unknown."""
        return [cell if isinstance(cell := row[part], int) else 0 for part in self.parts]

    @property
    def most(self) -> int:
        """The greatest of all bars, at least 1."""
        return max((sum(self.numbers(row)) for row in self.table.rows), default=0) or 1


class Heat(NamedTuple):
    """A year's calendar: how much there is on each day; the months of ``table`` are what is drawn."""

    title: str
    days: Mapping[dt.date, int]
    months: tuple[tuple[str, tuple[tuple[dt.date | None, ...], ...]], ...]
    """Of each its name, and its weeks."""
    weekdays: tuple[str, ...]
    table: Table


Block = Text | Notes | Items | Table | Bars | Heat


class Section(NamedTuple):
    """A heading and what stands below it."""

    heading: str
    blocks: tuple[Block, ...]


class Document(NamedTuple):
    """All of it."""

    title: str
    about: tuple[str, ...]
    sections: tuple[Section, ...]
    language: Language
    records: str
    """The language of what is marked as ``Untranslated``."""
