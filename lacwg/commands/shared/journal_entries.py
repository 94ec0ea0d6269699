"""How entries of the journal are shown."""

from __future__ import annotations

import difflib
from pathlib import PurePosixPath
from typing import Any

from lacwg import render
from lacwg.commands import queries
from lacwg.run import Run
from lacwg.store.disk.contents import FileChange, text_of
from lacwg.store.history.journal import Entry
from lacwg.text.english import clock_time, long_date
from lacwg.text.toml_text import redact_lines

FEW = 5
"""Records of an entry that are named, where several entries are shown."""


def name_of(path: str) -> str:
    """The id of a record's file."""
    return PurePosixPath(path).stem


def heading(entry: Entry, run: Run) -> str:
    """``12 · December 9, 2026, 5:10 PM · Yoav · lacwg events add``, and what became of it."""
    at = entry.at.astimezone(queries.group_zone(run))
    parts = [str(entry.number), f"{long_date(at.date())}, {clock_time(at)}", entry.who, f"lacwg {entry.command}"]
    if entry.kind == "hand":
        parts[2:] = ["by hand, seen then"]
    if entry.undoes is not None:
        parts.append(f"took back {entry.undoes}")
    if entry.undone_by is not None:
        parts.append(f"taken back by {entry.undone_by}")
    return " · ".join(render.one_line(part) for part in parts if part)


def what_of(change: FileChange) -> str:
    """What was done to a file, in a word."""
    return "new" if change.before is None else "removed" if change.after is None else "changed"


def diff_of(change: FileChange, *, private: bool) -> list[str]:
    """The lines that went (``-``) and came (``+``), without those around them."""
    both = (change.before, change.after)
    if change.path.suffix != ".toml" and any(isinstance(each, bytes) for each in both):
        return []
    before, after = (_lines(text_of(each), private=private) for each in both)
    found = list(difflib.unified_diff(before, after, lineterm="", n=0))[2:]
    return [f"{line[0]} {line[1:]}" for line in found if not line.startswith("@@") and line[1:].strip()]


def _lines(text: str | None, *, private: bool) -> list[str]:
    """The lines of a record's file; without ``private``, not what is private in it."""
    if text is None:
        return []
    return text.removesuffix("\n").split("\n") if private else redact_lines(text)


def entry_json(entry: Entry, run: Run, changes: list[FileChange], *, private: bool) -> dict[str, Any]:
    """An entry for programs."""
    return {
        "entry": entry.number,
        "at": render.iso(entry.at),
        "who": entry.who,
        "command": entry.command,
        "kind": entry.kind,
        "undoes": entry.undoes,
        "undone_by": entry.undone_by,
        "changes": [
            {
                "record": name_of(run.store.journal.name(each.path)),
                "file": run.store.journal.name(each.path),
                "what": what_of(each),
                "diff": diff_of(each, private=private),
            }
            for each in changes
        ],
    }
