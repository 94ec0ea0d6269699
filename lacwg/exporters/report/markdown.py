"""A document as Markdown: plots are the tables of their numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lacwg.exporters.report.document import Block, Document, Items, Table, Text
from lacwg.text.controls import escape_controls

_MARKS: Final = re.compile(r"([\\`*_\[\]<>&~|])")
_AT_START: Final = re.compile(r"^(?:([#+=-])|(\d+)([.)]))")


def markdown(document: Document) -> str:
    """The document (CommonMark, with GitHub's tables)."""
    parts = [f"# {_escaped(document.title)}", "\n".join(f"{_escaped(each)}  " for each in document.about).rstrip()]
    for section in document.sections:
        parts.append(f"## {_escaped(section.heading)}")
        for block in section.blocks:
            parts += _block(block)
    return escape_controls("\n\n".join(parts)) + "\n"


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Text):
        yield _escaped(block.text)
    elif isinstance(block, Items):
        box = "- [ ] " if block.boxes else "- "
        yield "\n".join(
            f"{box}`{each}`" if each.startswith("lacwg ") and "`" not in each else f"{box}{_escaped(each)}"
            for each in block.items
        )
    elif isinstance(block, Table):
        yield _table(block)
    else:
        yield f"### {_escaped(block.title)}"
        yield _table(block.table)


def _table(table: Table) -> str:
    width = len(table.rows[0]) if table.rows else len(table.columns)
    numeric = [any(isinstance(row[column], int) for row in table.rows) for column in range(width)]
    rule = "|".join(" ---: " if each else " --- " for each in numeric)
    lines = [_row(table.columns or ("",) * width), f"|{rule}|", *map(_row, table.rows)]
    return "\n".join(lines)


def _row(cells: tuple[str | int, ...]) -> str:
    return f"| {' | '.join(_escaped(str(cell)) for cell in cells)} |"


def _escaped(text: str) -> str:
    """Text as Markdown that shows it as it is, on one line."""
    line = _MARKS.sub(r"\\\1", " ".join(text.split()))
    return _AT_START.sub(lambda match: f"\\{match[1]}" if match[1] else f"{match[2]}\\{match[3]}", line)
