"""The bytes of a file with separated values, or of a workbook, to a heading and rows of text.

Encodings (UTF-8, UTF-16, else Windows-1252) and separators (comma, semicolon, tab) are found out; nothing is
taken for a row that has not as many cells as the heading, as its values would land in the wrong columns.
"""

from __future__ import annotations

import contextlib
import csv
import io
import re
from collections.abc import Callable, Iterator
from itertools import chain, islice
from typing import Final, NamedTuple

from lacwg.errors import LacwgError, Where
from lacwg.importers.incoming import LARGEST, Skipped
from lacwg.importers.spreadsheet import workbook
from lacwg.text import charsets
from lacwg.text.controls import clean_line, without_controls
from lacwg.text.english import plural

MOST_ROWS: Final = 100_000
_MOST_BEFORE: Final = 20
"""Rows among which the heading is."""
_SEPARATORS: Final = {",": "commas", ";": "semicolons", "\t": "tabs"}
_SEPARATOR_LINE: Final = re.compile(r"\"?sep=([,;\t])\"?\r?\n", re.IGNORECASE)


class Row(NamedTuple):
    """The cells of one row, and the line of the file on which it begins, counted from 1."""

    line: int
    cells: list[str]


class Grid(NamedTuple):
    """A heading and the rows below it, each with as many cells."""

    line: int
    """On which the heading stands."""
    headings: list[str]
    rows: list[Row]
    skipped: list[Skipped]
    notes: tuple[str, ...]
    """How the file was read, where that is not the usual way."""


def read(data: bytes, name: str, weight: Callable[[str], int]) -> Grid:
    """The grid in a file that people know by ``name``. Raises ``LacwgError`` for what is none.

    ``weight`` says how much a heading speaks for a separator: more for one that is known.
    """
    _refuse_others(data, name)
    skipped: list[Skipped] = []
    rows: Iterator[Row]
    if workbook.is_workbook(data):
        numbered, told = workbook.read(data, name, weight)
        rows = map(Row._make, numbered)
    else:
        rows, told = _text_rows(data, name, weight, skipped)
    filled = (row for row in rows if any(cell.strip() for cell in row.cells))
    first = list(islice(filled, _MOST_BEFORE))
    heading = first[0] if first else None
    if heading is not None and not _is_heading(heading.cells, weight):
        # titles and the like stand above it
        at = next((at for at, row in enumerate(first) if _is_heading(row.cells, weight)), 0)
        heading, first = first[at], first[at:]
        if at:
            told.append(f"{name}: the heading seems to be line {heading.line}, and it is read from there")
    if heading is None:
        raise LacwgError(
            "there is nothing in this file", where=Where(name), hint="its first line must name its columns"
        )
    headings = heading.cells
    while not headings[-1].strip():
        headings.pop()
    rows = chain(first[1:], filled)
    return Grid(heading.line, headings, _fitting(rows, len(headings), name, skipped), skipped, tuple(told))


def _text_rows(
    data: bytes, name: str, weight: Callable[[str], int], skipped: list[Skipped]
) -> tuple[Iterator[Row], list[str]]:
    """The rows of a text as they come, and how it was read."""
    text, charset = charsets.decode(data)
    told = [] if charset == "UTF-8" else [f"{name} is not UTF-8: read as {charset}"]
    lines_before, separator = 0, None
    if match := _SEPARATOR_LINE.match(text):
        text, lines_before, separator = text[match.end() :], 1, match[1]
    if separator is None:
        separator = max(_SEPARATORS, key=lambda each: max(sum(map(weight, row)) for row in _first(text, each)))
    if separator != ",":
        told.append(f"{name}: its values are separated by {_SEPARATORS[separator]}")
    return _rows(text, separator, lines_before, name, skipped), told


def _refuse_others(data: bytes, name: str) -> None:
    """Raises ``LacwgError`` for files of other kinds that people take for this one."""
    if len(data) > LARGEST:
        raise LacwgError(f"the file is larger than {LARGEST >> 20} MiB", where=Where(name), hint="import it in parts")
    for beginning, verb in ((b"BEGIN:VCALENDAR", "ics"), (b"BEGIN:VCARD", "vcf")):
        if data[:64].lstrip(b"\xef\xbb\xbf \r\n").upper().startswith(beginning):
            raise LacwgError(
                "this is not a spreadsheet", where=Where(name), hint=f"import it with: lacwg import {verb} FILE"
            )


def _first(text: str, separator: str) -> list[list[str]]:
    rows: list[list[str]] = [[]]
    with contextlib.suppress(csv.Error):
        rows.extend(islice(csv.reader(io.StringIO(text[: 1 << 16], newline=""), delimiter=separator), _MOST_BEFORE))
    return rows


def _is_heading(cells: list[str], weight: Callable[[str], int]) -> bool:
    """Whether two of the columns are known."""
    return sum(weight(cell) > 1 for cell in cells) > 1


def _rows(text: str, separator: str, lines_before: int, name: str, skipped: list[Skipped]) -> Iterator[Row]:
    """The rows as they come; one with quotation marks that do not fit goes to ``skipped``."""
    limit = csv.field_size_limit(LARGEST)  # the module's own is 128 KiB, for all who use it
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        while True:
            line = lines_before + reader.line_num + 1
            try:
                cells = next(reader, None)
            except csv.Error:
                end = lines_before + reader.line_num
                why = "its quotation marks do not fit" + (f", down to line {end}" if end > line else "")
                skipped.append(Skipped("row", why, f"{name}, line {line}"))
                continue
            if cells is None:
                return
            yield Row(line, [without_controls(cell) for cell in cells])
    finally:
        csv.field_size_limit(limit)


def _fitting(rows: Iterator[Row], width: int, name: str, skipped: list[Skipped]) -> list[Row]:
    """The rows with as many cells as the heading; the others go to ``skipped``."""
    found: list[Row] = []
    for row in rows:
        if len(found) == MOST_ROWS:
            raise LacwgError(f"the file has more than {MOST_ROWS:,} rows", where=Where(name), hint="import it in parts")
        if len(row.cells) < width or any(row.cells[width:]):
            has = f"it has {plural(len(row.cells), 'cell')}, and the heading {plural(width, 'column')}"
            named = (clean_line(cell)[:80] for cell in row.cells if any(map(str.isalpha, cell)))
            skipped.append(Skipped(next(named, "row"), has, f"{name}, line {row.line}"))
        else:
            found.append(Row(row.line, row.cells[:width]))
    return found
