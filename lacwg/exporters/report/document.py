"""A document without a form: sections of paragraphs, lists, tables and plots. Each form is made of it elsewhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, NamedTuple

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


def as_data(document: Document) -> dict[str, Any]:
    """The document for a template: plain values, each block with its ``kind``."""

    def block(one: Block) -> dict[str, Any]:
        made: dict[str, Any] = {"kind": type(one).__name__, **one._asdict()}
        if isinstance(one, Bars | Heat):
            made["table"] = one.table._asdict()
        if isinstance(one, Heat):
            del made["days"]
            made["months"] = [
                (name, [[day and (day.day, one.days.get(day, 0)) for day in week] for week in weeks])
                for name, weeks in one.months
            ]
        return made

    sections = [{"heading": each.heading, "blocks": [*map(block, each.blocks)]} for each in document.sections]
    return {"lang": document.language, "title": document.title, "about": document.about, "sections": sections}
