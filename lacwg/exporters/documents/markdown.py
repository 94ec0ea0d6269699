"""A document as Markdown: plots are the tables of their numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lacwg.exporters.documents.document import Bars, Document, Heat, Items, Line, Notes, Table, Text
from lacwg.text.controls import escape_controls

_MARKS: Final = re.compile(r"([\\`*_\[\]<>&~|])")
_AT_START: Final = re.compile(r"^(?:([#+=-])|(\d+)([.)]))")


def markdown(document: Document) -> str:
    """The document (CommonMark, with GitHub's tables)."""
    return escape_controls("\n\n".join(text for text, _ in pieces(document))) + "\n"


def pieces(document: Document) -> Iterator[tuple[str, Bars | Heat | None]]:
    """The document block by block; with a plot stands the table of its numbers."""
    yield f"# {_escaped(document.title)}", None
    for line in document.about:
        yield _escaped(line), None
    for section in document.sections:
        yield f"## {_escaped(section.heading)}", None
        for block in section.blocks:
            if isinstance(block, Text):
                yield _escaped(block.text), None
            elif isinstance(block, Notes):
                yield block.text, None
            elif isinstance(block, Items):
                yield "\n".join(_items(block)), None
            elif isinstance(block, Table):
                yield _table(block), None
            else:
                yield f"### {_escaped(block.title)}", None
                yield _table(block.table), block


def _items(block: Items) -> Iterator[str]:
    for number, each in enumerate(block.items, 1):
        is_command = isinstance(each, str) and each.startswith("lacwg ") and "`" not in each
        mark = f"{number}." if block.numbered else "- [ ]" if block.boxes else "-"
        yield f"{mark} {f'`{each}`' if is_command else _escaped(each)}"


def _table(table: Table) -> str:
    width = len(table.rows[0])
    rule = "|".join(" ---: " if table.numeric(column) else " --- " for column in range(width))
    return "\n".join([_row(table.columns or ("",) * width), f"|{rule}|", *map(_row, table.rows)])


def _row(cells: tuple[str | int, ...]) -> str:
    return f"| {' | '.join(_escaped(str(cell)) for cell in cells)} |"


def _escaped(text: Line) -> str:
    """Text as Markdown that shows it as it is, on one line."""
    line = _MARKS.sub(r"\\\1", " ".join("".join(text).split()))
    return _AT_START.sub(lambda match: f"\\{match[1]}" if match[1] else f"{match[2]}\\{match[3]}", line)
