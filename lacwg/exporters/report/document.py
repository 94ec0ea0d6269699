"""A document without a form: sections of paragraphs, lists, tables and plots. Each form is made of it elsewhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

Row = tuple[str | int, ...]


class Text(NamedTuple):
    """A paragraph."""

    text: str


class Items(NamedTuple):
    """A list; ``boxes``: to be ticked off. A line that begins with "lacwg " is a command."""

    items: tuple[str, ...]
    boxes: bool = False


class Table(NamedTuple):
    """Rows below their headings, of which there may be none. What nobody knows is "–"."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


class Bars(NamedTuple):
    """A bar for each row, long as its numbers say, of one part or two; the numbers are a table as well."""

    title: str
    table: Table
    parts: tuple[int, ...]
    """The columns of the table that are drawn, one behind the other; the first column is what a bar is of."""
    upright: bool = False
    """Whether it goes through time from left to right: then ``days`` says when each is."""
    marks: tuple[str, ...] = ()
    """Below upright bars: a few letters each."""


class Heat(NamedTuple):
    """A year's calendar: how much there is on each day; the months of ``table`` are what is drawn."""

    title: str
    days: Mapping[dt.date, int]
    months: tuple[tuple[str, tuple[tuple[dt.date | None, ...], ...]], ...]
    """Of each its name, and its weeks."""
    weekdays: tuple[str, ...]
    table: Table


Block = Text | Items | Table | Bars | Heat


class Section(NamedTuple):
    """A heading and what stands below it."""

    heading: str
    blocks: tuple[Block, ...]


class Document(NamedTuple):
    """All of it."""

    title: str
    about: tuple[str, ...]
    sections: tuple[Section, ...]
    language: str
    records: str
    """The language of what is marked as ``Untranslated``."""
