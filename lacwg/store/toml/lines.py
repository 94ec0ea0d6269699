"""Where a key stands in the text of a TOML file, for errors that name the line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

Path = tuple[str | int, ...]

_HEADER: Final = re.compile(r"\s*(\[\[?)([^\[\]]+)\]\]?\s*(?:#.*)?\Z")
_KEY: Final = re.compile(
    r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=\s*(.*)""", re.DOTALL
)
_PART: Final = re.compile(r"""[\w-]+|"[^"]*"|'[^']*'""")


def line_of(text: str, path: Sequence[str | int]) -> int | None:
    """The line, counted from 1, of a value such as ``("exceptions", 1, "date")``.

    Where the value has no line of its own (it is missing, or within a list), that of the nearest
    thing around it; of a table without a heading (``es.title = …``), that of the first thing in it.
    None where nothing of the path is in the text.
    """
    wanted = tuple(path)
    best: tuple[int, int] | None = None
    for number, found in _entries(text):
        depth = min(len(found), len(wanted))
        if depth and wanted[:depth] == found[:depth] and (best is None or depth > best[0]):
            best = (depth, number)
    return None if best is None else best[1]


def _entries(text: str) -> list[tuple[int, Path]]:
    """Every header and key of a TOML text: its line and its path, positions in arrays of tables included."""
    entries: list[tuple[int, Path]] = []
    table: Path = ()
    counts: dict[Path, int] = {}
    closing: str | None = None
    for number, line in enumerate(text.split("\n"), 1):
        if closing is not None:
            if closing in line:
                closing = None
            continue
        if header := _HEADER.match(line):
            table = _table(parts_of(header[2]), header[1] == "[[", counts)
            entries.append((number, table))
        elif key := _KEY.match(line):
            entries.append((number, (*table, *parts_of(key[1]))))
            closing = left_open(key[2])
    return entries


def parts_of(text: str) -> Path:
    """A dotted name, taken apart and without quotes."""
    return tuple(part.strip("\"'") for part in _PART.findall(text))


def _table(parts: Path, is_array: bool, counts: dict[Path, int]) -> Path:
    path: Path = ()
    for part in parts[:-1]:
        path = (*path, part)
        if path in counts:
            path = (*path, counts[path])
    path = (*path, parts[-1])
    if is_array:
        counts[path] = counts.get(path, -1) + 1
        return (*path, counts[path])
    return path


def left_open(value: str) -> str | None:
    """The quotes that a value leaves open to the following lines."""
    for quotes in ('"""', "'''"):
        if value.count(quotes) % 2:
            return quotes
    return None
