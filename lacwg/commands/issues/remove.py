"""``lacwg issues remove``: an issue, and where wanted what names it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, TypeVar

import typer
from msgspec.structs import replace

from lacwg import render
from lacwg.commands.issues.fields import IssueId
from lacwg.commands.options.common import WritingRun
from lacwg.commands.options.verb import verb
from lacwg.commands.shared import saving
from lacwg.commands.shared.asking import Yes, agreed
from lacwg.commands.shared.output import show as show_result
from lacwg.commands.shared.output import undoable
from lacwg.errors import LacwgError
from lacwg.records import Action, AgendaItem, Decision, Event, Issue, MeetingRecord, Series
from lacwg.schedule.wording import plural
from lacwg.store.collection import Collection, Store
from lacwg.store.history.file_changes import FileChange

Naming = Event | Series | MeetingRecord
R = TypeVar("R", Event, Series, MeetingRecord)
G = TypeVar("G", Event, Series)
Item = TypeVar("Item", Decision, Action, AgendaItem)


@verb
def remove(
    run: WritingRun,
    issue: IssueId,
    unlink: Annotated[
        bool, typer.Option("--unlink", help="Take it out of the events, series and meeting records that name it.")
    ] = False,
    yes: Yes = False,
) -> None:
    """Remove an issue that nothing names or, with --unlink, take it out of what names it too.

    Off a terminal it does not ask.

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
        people=lambda: f"{told}\n" + "".join(f"  {each}\n" for each in named),
        json=lambda: {"id": record.id, "title": record.title, "unlinked": named},
        plain=lambda: [(record.id, record.title, ",".join(named))],
    )


def _removal(store: Store, issue: Issue, *, unlink: bool) -> tuple[list[str], list[FileChange]]:
    """The ids of what names an issue, and what takes it out of all. Raises ``LacwgError`` where it is to stay."""
    changes, named = _changes(store, issue.id)
    if named and not unlink:
        some = ", ".join(named[:5]) + (f" and {len(named) - 5} more" if len(named) > 5 else "")
        raise LacwgError(
            f"{plural(len(named), 'record')} {'names' if len(named) == 1 else 'name'} the issue: {some}",
            hint=f"nothing was removed; to take it out of them too: lacwg issues remove {issue.id} --unlink",
        )
    return named, [*changes, store.removal(*store.issues.load(issue.id))]


def _changes(store: Store, issue_id: str) -> tuple[list[FileChange], list[str]]:
    """What takes an issue out of all records that name it, and their ids. Raises what may name it and cannot be read.

    Calendars do not show issues: an event's ``updated`` and ``sequence`` stay.
    """
    before = len(store.problems)
    changes, named = _of_gatherings(store, store.events, issue_id)
    of_series, series_ids = _of_gatherings(store, store.series, issue_id)
    changes += of_series
    named += series_ids
    for meeting, base_text in _naming(store.meetings, issue_id):
        without = replace(
            meeting,
            agenda=tuple(_unlinked(each, issue_id) for each in meeting.agenda),
            decisions=tuple(_unlinked(each, issue_id) for each in meeting.decisions),
            actions=tuple(_unlinked(each, issue_id) for each in meeting.actions),
        )
        changes.append(store.change(without, base_text))
        named.append(meeting.id)
    if len(store.problems) > before:
        problem = store.problems[before]
        raise LacwgError(
            f"this record may name the issue, and cannot be read: {problem.message}",
            where=problem.where,
            hint="nothing was removed; mend it first, and see: lacwg check",
        )
    return changes, named


def _of_gatherings(store: Store, collection: Collection[G], issue_id: str) -> tuple[list[FileChange], list[str]]:
    found = list(_naming(collection, issue_id))
    changes = [
        store.change(replace(each, issues=tuple(one for one in each.issues if one != issue_id)), base_text)
        for each, base_text in found
    ]
    return changes, [each.id for each, _ in found]


def _naming(collection: Collection[R], issue_id: str) -> Iterator[tuple[R, str]]:
    """The records that name an issue, with the texts that they were read from."""
    for record_id, text in collection.texts(collection.ids()):
        if issue_id in text or "\\" in text:
            for record in collection.try_decode(record_id, text):
                if issue_id in _named_in(record):
                    yield record, text


def _named_in(record: Naming) -> set[str]:
    if not isinstance(record, MeetingRecord):
        return set(record.issues)
    about = [each.issues for each in record.agenda] + [each.issues for each in record.decisions]
    return {name for names in (*about, *(each.issues for each in record.actions)) for name in names}


def _unlinked(item: Item, issue_id: str) -> Item:
    if issue_id not in item.issues:
        return item
    return replace(item, issues=tuple(each for each in item.issues if each != issue_id))
