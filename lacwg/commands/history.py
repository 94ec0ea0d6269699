"""``lacwg log`` and ``lacwg undo``: what was done on this machine, and taking it back."""

from __future__ import annotations

import difflib
import itertools
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Annotated, Any

import typer

from lacwg import render
from lacwg.commands import queries
from lacwg.commands.shared.options import Data, Json, Plain
from lacwg.commands.shared.output import more_than
from lacwg.commands.shared.output import show as show_result
from lacwg.errors import NoSuchRecordError, UsageError
from lacwg.run import Run
from lacwg.schedule.wording import clock_time, long_date, plural
from lacwg.store.collection import Store, day_in
from lacwg.store.disk.contents import text_of
from lacwg.store.disk.files import LARGEST
from lacwg.store.history.file_changes import FileChange
from lacwg.store.history.journal import Entry
from lacwg.store.history.undo import last_of, numbered, undoing
from lacwg.store.toml.redact_lines import shown_lines

app = typer.Typer()

DEFAULT_LIMIT = 10
SHORT = 12
"""Lines of what an entry changed, where several entries are shown."""
FEW = 5
"""Records of an entry that are named, where several entries are shown."""


@app.command("log")
def log(
    what: Annotated[
        str | None,
        typer.Argument(
            metavar="[ID]", help="A record's id, or an entry's number; else every record.", show_default=False
        ),
    ] = None,
    limit: Annotated[
        int | None, typer.Option("-n", "--limit", metavar="N", min=1, max=1_000_000, help="How many entries at most.")
    ] = None,
    private: Annotated[bool, typer.Option("--private", help="Also what is [private].")] = False,
    data: Data = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """What was done on this machine: when, who, by which command, and what it changed; the latest first.

    Example: lacwg log monthly-meeting
    """
    run = Run(data, json=json, plain=plain)
    journal = run.store.journal
    whole = what is not None and what.isdecimal()
    path = None
    if whole:
        found = [each for each in journal.entries() if each.number == int(what or 0)]
        if not found:
            raise NoSuchRecordError(f"there is no entry {what}", hint="see them all: lacwg log")
    else:
        path = None if what is None else _path(run.store, what)
        count = limit if limit is not None else DEFAULT_LIMIT
        found = list(itertools.islice(journal.entries(path), count + 1))
        if len(found) > count:
            found.pop()
            run.message(more_than(count))

    def changes(entry: Entry) -> list[FileChange]:
        made = journal.changes_of(entry.number, largest=LARGEST)  # a picture is only named
        return [each for each in made if path in (None, journal.name(each.path))]

    show_result(
        run,
        people=lambda: (
            "\n".join(_text(run, each, changes(each), whole=whole, private=private) for each in found)
            or f"Nothing was done here{'' if path is None else f' to {_name(path)}'} yet.\n"
        ),
        json=lambda: [_json(each, run, changes(each), private=private) for each in found],
        plain=lambda: [
            (str(each.number), render.iso(each.at), each.who, each.command, each.kind, ",".join(map(_name, each.paths)))
            for each in found
        ],
    )
    journal.close()


@app.command("undo")
def undo(
    entry: Annotated[
        int | None,
        typer.Argument(
            metavar="[ENTRY]", help="The number that the log gives; else your last step.", show_default=False
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Also where a record was changed since.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show it, but change nothing.")] = False,
    data: Data = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """Take back your last step on this machine, or the one of a number; also an undo.

    Example: lacwg undo
    """
    run = Run(data, json=json, plain=plain)
    store = run.store
    if store.folder.embedded:
        raise UsageError("nothing was done here yet", hint="make a folder of your own: lacwg init DIR")
    now = queries.now(run)
    with store.locked():
        store.recover()
        steps = store.journal.entries()
        chosen = last_of(steps, run.who(None)) if entry is None else numbered(steps, entry)
        changes = undoing(store, chosen, now, force=force)
        if not dry_run:
            store.write(changes, kind="undo", undoes=chosen.number)
            _forget_imported(store, changes)
            run.done = f"Entry {chosen.number} is taken back."
    show_result(
        run,
        people=lambda: _undone_text(run, chosen, changes, dry_run=dry_run),
        json=lambda: _json(chosen, run, changes, private=False),
        plain=lambda: [
            (str(chosen.number), chosen.command, _what(each), _name(store.journal.name(each.path))) for each in changes
        ],
    )


def _forget_imported(store: Store, changes: Sequence[FileChange]) -> None:
    """What an import brought and is taken back is not "removed here": the same file brings it again."""
    from lacwg.store import imports

    kinds = {"events": "event", "contacts": "contact", "series": "series"}
    gone = [each.path for each in changes if each.after is None and each.path.suffix == ".toml"]
    imports.forget(
        store.folder, {(kinds.get(path.relative_to(store.folder.root).parts[0], ""), path.stem) for path in gone}
    )


def _path(store: Store, text: str) -> str:
    """The file whose id, or its part after the date, begins with ``text``: of those that were changed, else of all."""
    names = {path: PurePosixPath(path).stem for path in store.journal.paths()}
    if not any(name.startswith(text) or _short(name).startswith(text) for name in names.values()):
        there = (store.events, store.series, store.contacts, store.issues, store.meetings)
        names = {store.journal.name(each.path(name)): name for each in there for name in each.ids()}
    fitting = (
        [path for path, name in names.items() if text == name]
        or [path for path, name in names.items() if text == _short(name)]
        or [path for path, name in names.items() if name.startswith(text) or _short(name).startswith(text)]
    )
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        some = ", ".join(fitting[:4]) + (" …" if len(fitting) > 4 else "")
        raise NoSuchRecordError(
            f'"{text}" fits {len(fitting)} records: {some}', hint="type more of the one that you mean"
        )
    raise NoSuchRecordError(f'no record has an id that begins with "{text}"', hint="see what was done: lacwg log")


def _short(record_id: str) -> str:
    return record_id[11:] if day_in(record_id) else record_id


def _name(path: str) -> str:
    return PurePosixPath(path).stem


def _head(entry: Entry, run: Run) -> str:
    at = entry.at.astimezone(queries.group_zone(run))
    parts = [str(entry.number), f"{long_date(at.date())}, {clock_time(at)}", entry.who, f"lacwg {entry.command}"]
    if entry.kind == "hand":
        parts[2:] = ["by hand, seen then"]
    if entry.undoes is not None:
        parts.append(f"took back {entry.undoes}")
    if entry.undone_by is not None:
        parts.append(f"taken back by {entry.undone_by}")
    return " · ".join(render.one_line(part) for part in parts if part)


def _text(run: Run, entry: Entry, changes: list[FileChange], *, whole: bool, private: bool) -> str:
    lines = [_head(entry, run)]
    for change in changes if whole else changes[:FEW]:
        diff = _diff(change, private=private)
        shown = diff if whole or (len(changes) == 1 and len(diff) <= SHORT) else diff[: SHORT // min(len(changes), FEW)]
        lines.append(f"  {_what(change)} {run.store.journal.name(change.path)}")
        lines += [f"    {line}" for line in shown]
        if not diff and _diff(change, private=True):
            lines.append("    only what is [private]; to see it: --private")
        if len(shown) < len(diff):
            lines.append(f"    … {plural(len(diff) - len(shown), 'more line')}: lacwg log {entry.number}")
    if not changes:
        lines.append("  what it changed is forgotten")
    if not whole and len(changes) > FEW:
        lines.append(f"  … and {plural(len(changes) - FEW, 'more record')}: lacwg log {entry.number}")
    return render.escape_controls("".join(f"{line}\n" for line in lines))


def _undone_text(run: Run, entry: Entry, changes: list[FileChange], *, dry_run: bool) -> str:
    lines = [f"{'Would take back' if dry_run else 'Took back'} {_head(entry, run)}"]
    lines += [f"  {_what(each)} {run.store.journal.name(each.path)}" for each in changes[:FEW]]
    if len(changes) > FEW:
        lines.append(f"  … and {plural(len(changes) - FEW, 'more record')}")
    if not changes:
        lines.append("  every record is as it was before")
    return render.escape_controls("".join(f"{line}\n" for line in lines))


def _what(change: FileChange) -> str:
    return "new" if change.before is None else "removed" if change.after is None else "changed"


def _diff(change: FileChange, *, private: bool) -> list[str]:
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
    return text.removesuffix("\n").split("\n") if private else shown_lines(text)


def _json(entry: Entry, run: Run, changes: list[FileChange], *, private: bool) -> dict[str, Any]:
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
                "record": _name(run.store.journal.name(each.path)),
                "file": run.store.journal.name(each.path),
                "what": _what(each),
                "diff": _diff(each, private=private),
            }
            for each in changes
        ],
    }
