from __future__ import annotations

import difflib
import itertools
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from lacwg import render
from lacwg.commands import queries
from lacwg.commands.options.ids import Limit, completed
from lacwg.commands.options.verb import argument, flag, verb
from lacwg.commands.shared.output import more_than, show_result
from lacwg.errors import NoSuchRecordError
from lacwg.run import Run
from lacwg.store import ids
from lacwg.store.disk.contents import FileChange, text_of
from lacwg.store.disk.read import LARGEST
from lacwg.store.history.journal import Entry
from lacwg.store.store import Store
from lacwg.text.english import long_date, plural
from lacwg.text.toml_text import redact_lines

DEFAULT_LIMIT = 10
FEW = 5
"""Records of an entry that are named, where several entries are shown."""
SHORT = 12
"""Lines of what an entry changed, where several entries are shown."""


@completed
def _changed(run: Run, _: object) -> Iterator[str]:
    """The records to which something was done, and the numbers of entries, the latest first."""
    yield from sorted(name_of(path) for path in run.store.journal.paths())
    yield from (str(each.number) for each in run.store.journal.entries())


@verb
def log(
    run: Run,
    what: str | None = argument(
        "[ID]",
        "A record's id, or an entry's number. Default: everything.",
        default=None,
        show_default=False,
        autocompletion=_changed,
    ),
    limit: Limit = None,
    private: bool = flag("Include [private] tables."),
) -> None:
    """Show what was done on this machine.

    When, who, by which command, and what it changed; the latest first.

    Example: lacwg log monthly-meeting
    """
    journal = run.store.journal
    number = int(what) if what is not None and what.isdecimal() else None
    path = None if what is None or number is not None else _path(run.store, what)
    found, whole = _entries(run, path, number, run.limit(DEFAULT_LIMIT) if limit is None else limit), number is not None

    def changes(entry: Entry) -> list[FileChange]:
        made = journal.changes_of(entry.number, largest=LARGEST)  # a picture is only named
        return [each for each in made if path in (None, journal.name(each.path))]

    show_result(
        run,
        text=lambda: (
            "\n".join(_entry_text(run, each, changes(each), whole=whole, private=private) for each in found)
            or f"Nothing was done here{'' if path is None else f' to {name_of(path)}'} yet.\n"
        ),
        json=lambda: [entry_json(each, run, changes(each), private=private) for each in found],
        plain=lambda: [
            (str(of.number), render.iso(of.at), of.who, of.command, of.kind, ",".join(map(name_of, of.paths)))
            for of in found
        ],
    )
    journal.close()


def _entries(run: Run, path: str | None, number: int | None, limit: int) -> list[Entry]:
    """The latest entries, or the one of a number; says where there are more. Raises ``NoSuchRecordError``."""
    entries = (each for each in run.store.journal.entries(path) if number in (None, each.number))
    found = list(itertools.islice(entries, limit + 1))
    if number is not None and not found:
        raise NoSuchRecordError(f"there is no entry {number}", hint="see them all: lacwg log")
    if len(found) > limit:
        found.pop()
        run.message(more_than(limit))
    return found


def _path(store: Store, text: str) -> str:
    """The file of the record that people mean: of those that were changed, else of all."""
    names = {path: name_of(path) for path in store.journal.paths()}
    if not (meant := ids.fitting(text, names.values(), store.titles)):
        names = {store.journal.name(each.path(name)): name for each in store.collections for name in each.ids()}
        meant = ids.fitting(text, names.values(), store.titles)
    path = ids.only(text, [path for path, name in names.items() if name in meant], "records")
    if path is not None:
        return path
    raise NoSuchRecordError(f'no record has an id or a title that fits "{text}"', hint="see what was done: lacwg log")


def _entry_text(run: Run, entry: Entry, changes: list[FileChange], *, whole: bool, private: bool) -> str:
    lines = [heading(entry, run)]
    for change in changes if whole else changes[:FEW]:
        diff = diff_of(change, private=private)
        shown = diff if whole or (len(changes) == 1 and len(diff) <= SHORT) else diff[: SHORT // min(len(changes), FEW)]
        lines.append(f"  {what_of(change)} {run.store.journal.name(change.path)}")
        lines += [f"    {line}" for line in shown]
        if not diff and diff_of(change, private=True):
            lines.append("    only what is [private]; to see it: --private")
        if len(shown) < len(diff):
            lines.append(f"    … {plural(len(diff) - len(shown), 'more line')}: lacwg log {entry.number}")
    if not changes:
        lines.append("  what it changed is forgotten")
    if not whole and len(changes) > FEW:
        lines.append(f"  … and {plural(len(changes) - FEW, 'more record')}: lacwg log {entry.number}")
    return render.escape_controls("".join(f"{line}\n" for line in lines))


def name_of(path: str) -> str:
    """The id of a record's file."""
    return PurePosixPath(path).stem


def heading(entry: Entry, run: Run) -> str:
    """``12 · December 9, 2026, 5:10 PM · Yoav · lacwg events add``, and what became of it."""
    at = entry.at.astimezone(queries.group_zone(run))
    when = f"{long_date(at.date())}, {run.english.clock_time(at)}"
    parts = [str(entry.number), when, entry.who, f"lacwg {entry.command}"]
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
    texts = (text_of(each) for each in both)
    before, after = (
        [] if text is None else text.removesuffix("\n").split("\n") if private else redact_lines(text) for text in texts
    )
    found = list(difflib.unified_diff(before, after, lineterm="", n=0))[2:]
    return [f"{line[0]} {line[1:]}" for line in found if not line.startswith("@@") and line[1:].strip()]


def entry_json(entry: Entry, run: Run, changes: list[FileChange], *, private: bool) -> dict[str, Any]:
    """An entry for programs."""
    return {
        "entry": entry.number,
        "at": render.iso(entry.at),
        **{key: getattr(entry, key) for key in ("who", "command", "kind", "undoes", "undone_by")},
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
