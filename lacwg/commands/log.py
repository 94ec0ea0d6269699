"""``lacwg log``: what was done on this machine, and who did it."""

from __future__ import annotations

import itertools

from lacwg import render
from lacwg.commands.options.ids import Limit
from lacwg.commands.options.verb import argument, flag, verb
from lacwg.commands.shared.journal_entries import FEW, diff_of, entry_json, heading, name_of, what_of
from lacwg.commands.shared.output import more_than, show_result
from lacwg.errors import NoSuchRecordError
from lacwg.run import Run
from lacwg.store import ids
from lacwg.store.disk.contents import FileChange
from lacwg.store.disk.read import LARGEST
from lacwg.store.history.journal import Entry
from lacwg.store.store import Store
from lacwg.text.english import plural

DEFAULT_LIMIT = 10
SHORT = 12
"""Lines of what an entry changed, where several entries are shown."""


@verb
def log(
    run: Run,
    what: str | None = argument(
        "[ID]", "A record's id, or an entry's number; else every record.", default=None, show_default=False
    ),
    limit: Limit = None,
    private: bool = flag("Also what is [private]."),
) -> None:
    """What was done on this machine: when, who, by which command, and what it changed; the latest first.

    Example: lacwg log monthly-meeting
    """
    journal = run.store.journal
    whole = what is not None and what.isdecimal()
    path = None if what is None or whole else _path(run.store, what)
    found = _entries(run, path, DEFAULT_LIMIT if limit is None else limit) if not whole else _numbered(run, str(what))

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
        plain=lambda: [_plain_line(each) for each in found],
    )
    journal.close()


def _entries(run: Run, path: str | None, limit: int) -> list[Entry]:
    """The latest entries; says where there are more."""
    found = list(itertools.islice(run.store.journal.entries(path), limit + 1))
    if len(found) > limit:
        found.pop()
        run.message(more_than(limit))
    return found


def _numbered(run: Run, number: str) -> list[Entry]:
    """The entry of a number. Raises ``NoSuchRecordError``."""
    found = [each for each in run.store.journal.entries() if each.number == int(number)]
    if not found:
        raise NoSuchRecordError(f"there is no entry {number}", hint="see them all: lacwg log")
    return found


def _path(store: Store, text: str) -> str:
    """The file whose id, or its part after the date, begins with ``text``: of those that were changed, else of all."""
    names = {path: name_of(path) for path in store.journal.paths()}
    if not ids.fitting(text, names.values()):
        names = {store.journal.name(each.path(name)): name for each in store.collections for name in each.ids()}
    meant = ids.fitting(text, names.values())
    path = ids.only(text, [path for path, name in names.items() if name in meant], "records")
    if path is not None:
        return path
    raise NoSuchRecordError(f'no record has an id that begins with "{text}"', hint="see what was done: lacwg log")


def _plain_line(entry: Entry) -> tuple[str | None, ...]:
    records = ",".join(map(name_of, entry.paths))
    return str(entry.number), render.iso(entry.at), entry.who, entry.command, entry.kind, records


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
