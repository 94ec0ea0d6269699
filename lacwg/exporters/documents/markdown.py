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


def lowered(notes: str) -> str:
    """Notes with their headings below that of the section they stand in."""
    from markdown_it import MarkdownIt

    lines = notes.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    found = [each for each in MarkdownIt("commonmark").parse(notes) if each.type == "heading_open" and each.map]
    down = max(0, 3 - min((int(each.tag[1]) for each in found), default=3))
    for each in found:
        (start, end), mark = each.map or (0, 0), "#" * min(6, int(each.tag[1]) + down)
        if each.markup[0] == "#":
            lines[start] = re.sub("#+", mark, lines[start], count=1)
        elif not each.level:  # underlined
            lines[start:end] = [f"{mark} {' '.join(map(str.strip, lines[start : end - 1]))}"] + [""] * (end - start - 1)
    return "\n".join(lines)


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
                yield lowered(block.text), None
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
