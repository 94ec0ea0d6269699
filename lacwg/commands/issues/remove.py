from __future__ import annotations

from typing import Any, TypeVar

from msgspec.structs import replace

from lacwg import render
from lacwg.commands.issues.fields import IssueId
from lacwg.commands.options.verb import WritingRun, flag, verb
from lacwg.commands.shared import saving
from lacwg.commands.shared.asking import Yes, agreed
from lacwg.commands.shared.output import show_result, undoable
from lacwg.errors import LacwgError
from lacwg.records import Issue, Table
from lacwg.store.collection import Collection
from lacwg.store.disk.contents import FileChange
from lacwg.store.store import Store
from lacwg.text.english import first_of, plural

T = TypeVar("T", bound=Table)


@verb
def remove(
    run: WritingRun,
    issue: IssueId,
    unlink: bool = flag("Remove it from the events, series and meeting records that name it."),
    yes: Yes = False,
) -> None:
    """Remove an issue.

    Refused while records name it, unless --unlink removes it there too. In a script it does not ask.

    Example: lacwg issues remove honduras --unlink
    """
    record = run.store.issues.get(issue)
    named = _removal(run.store, record, unlink=unlink)[0]
    where = f", and take it out of {plural(len(named), 'record')}" if named else ""
    question = f'Remove "{render.one_line(record.title)}"{where}?'
    if not agreed(run, question, yes=yes, otherwise="Nothing was removed."):
        return
    named = saving.write(run, lambda store: _removal(store, record, unlink=unlink))
    if run.dry_run:
        told = f"Would remove {record.id}{where}; nothing was."
    else:
        run.done = f"{record.id} is removed."
        took = f", and took it out of {plural(len(named), 'record')}" if named else ""
        told = undoable(f"Removed {record.id}{took}")
    show_result(
        run,
        text=lambda: f"{told}\n" + "".join(f"  {each}\n" for each in named),
        json=lambda: {"id": record.id, "title": record.title, "unlinked": named},
        plain=lambda: [(record.id, record.title, ",".join(named))],
    )


def _removal(store: Store, issue: Issue, *, unlink: bool) -> tuple[list[str], list[FileChange]]:
    """The ids of what names an issue, and what takes it out of all.

    Raises ``LacwgError`` where it is to stay, and for what may name it and cannot be read. Calendars do not show
    issues: an event's ``updated`` and ``sequence`` stay.
    """
    before, named, changes = len(store.problems), list[str](), list[FileChange]()
    collections: tuple[Collection[Any], ...] = (store.events, store.series, store.meetings)
    for collection in collections:
        for record, text in (collection.load(each.id) for each in collection.holding(issue.id)):
            if (without := _unlinked(record, issue.id)) != record:
                named.append(record.id)
                changes.append(store.change(without, text))
    if len(store.problems) > before:
        problem = store.problems[before]
        raise LacwgError(
            f"this record may name the issue, and cannot be read: {problem.message}",
            where=problem.where,
            hint="nothing was removed; mend it first, and see: lacwg check",
        )
    if named and not unlink:
        raise LacwgError(
            f"{plural(len(named), 'record')} {'names' if len(named) == 1 else 'name'} the issue: {first_of(named, 5)}",
            hint=f"nothing was removed; to take it out of them too: lacwg issues remove {issue.id} --unlink",
        )
    return named, [*changes, store.removal(*store.issues.load(issue.id))]


def _unlinked(table: T, issue_id: str) -> T:
    """A record, or a table in it, without an issue."""
    own: dict[str, Any] = {
        key: tuple(_unlinked(each, issue_id) for each in getattr(table, key))
        for key in ("agenda", "decisions", "actions")
        if hasattr(table, key)
    }
    if issues := getattr(table, "issues", ()):
        own["issues"] = tuple(each for each in issues if each != issue_id)
    return replace(table, **own)
