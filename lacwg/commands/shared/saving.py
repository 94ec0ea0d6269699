"""Writing what a verb has made, all of it at once and under the folder's lock; with ``--dry-run`` nothing."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from msgspec.structs import replace

from lacwg import kinds, render
from lacwg.commands import queries
from lacwg.commands.shared.output import NO_CHANGE, show_result, undoable
from lacwg.kinds import Kind
from lacwg.records import Event, Record, Series
from lacwg.run import Run
from lacwg.store.collection import Collection
from lacwg.store.disk.contents import FileChange
from lacwg.store.drafts import Draft
from lacwg.store.history.journal import EntryKind
from lacwg.store.ids import free_id
from lacwg.store.store import Store
from lacwg.text.english import plural

T = TypeVar("T")
R = TypeVar("R", bound=Record)


def told(run: Run, done: str = "Saved") -> str:
    """What people are told of what was done, with the short way back."""
    return "Nothing was saved." if run.dry_run else undoable(done)


def told_of_new(run: Run, record_id: str, was: str = "") -> str:
    """The same of what has a new id."""
    if run.dry_run:
        return f"Would be saved as {record_id}; nothing was."
    return undoable(f"Saved as {record_id}{was}")


def told_of_move(before: dt.date | None, now: dt.date) -> str:
    """A line on a move that makes a date earlier, or by more than a month later: it may be of another year."""
    if before is None:
        return ""
    days, months = (now - before).days, (now.year - before.year) * 12 + now.month - before.month
    if days >= 0 and (months, now.day) <= (1, before.day):
        return ""
    return f"That is {plural(abs(days), 'day')} {'earlier' if days < 0 else 'later'} than it was.\n"


def write(run: Run, made: Callable[[Store], tuple[T, Sequence[FileChange]]], kind: EntryKind = "command") -> T:
    """Writes the changes that ``made`` gives for the folder as it is once nobody else writes, and gives the rest."""
    if run.dry_run or run.store.folder.embedded:  # what cannot be done makes no folder of one's own
        result, _ = made(run.store)
        if run.dry_run:
            return result
    store = run.writable()
    with store.locked():
        result, changes = made(store)
        store.write(changes, kind=kind)
    return result


def create(run: Run, made: Callable[[Store], R]) -> tuple[R, str]:
    """Writes a new record under an id that is free; gives it, and what to say of it."""

    def created(store: Store) -> tuple[R, list[FileChange]]:
        record = made(store)
        record = replace(record, id=free_id(record.id, store.collection_of(kinds.of_record(record))))
        return record, [] if run.dry_run else [store.creation(record)]

    record = write(run, created)
    run.done = None if run.dry_run else f"The {kinds.of_record(record).noun} is saved as {record.id}."
    return record, told_of_new(run, record.id)


def change(
    run: Run,
    collection: Callable[[Store], Collection[R]],
    record_id: str,
    changed: Callable[[R], R],
    unknown: R | None = None,
    kind: EntryKind = "command",
) -> tuple[R, str]:
    """Writes what ``changed`` makes of a record as it is then, or of ``unknown`` where there is none.

    Gives that, and what to say of it.
    """

    def made(store: Store) -> tuple[tuple[R, bool], list[FileChange]]:
        records, old, text = collection(store), unknown, None
        if old is None or record_id in records:
            old, text = records.load(record_id)
        new = changed(old)
        if new == old or run.dry_run:
            return (new, new == old), []
        return (new, False), [store.creation(new) if text is None else store.change(new, text)]

    record, same = write(run, made, kind)
    if same and not run.dry_run:
        return record, NO_CHANGE
    run.done = None if run.dry_run else f"{record_id} is saved."
    return record, told(run)


def show_removed(run: Run, record: Event | Series, *notes: str, named_in: Sequence[str], **more: Any) -> None:
    """Says that a record is removed, and what names it still; ``more``: what else programs are told."""
    shown = f"{render.one_line(record.title)} ({record.id})"
    done = f"Would be removed: {shown}; nothing was." if run.dry_run else undoable(f"Removed {shown}")
    about = {"id": record.id, "title": record.title, "removed": not run.dry_run}
    show_result(
        run,
        text=lambda: "".join(f"{line}\n" for line in (done, *notes)),
        json=lambda: {**about, **more, "named_in": [*named_in]},
        plain=lambda: [(record.id, record.title)],
    )
    if named_in:
        run.message(f"It is still named in {', '.join(named_in)}")
    tell_of_draft(run, kinds.of_record(record), record.id)


def tell_of_draft(run: Run, kind: Kind[Any], record_id: str) -> None:
    """Says where a text is kept that somebody has not saved, of a record that no longer goes by this id."""
    draft = Draft(run.store.folder, kind, record_id)
    if draft.kept():
        run.message(f"A draft of it that was not saved stays in {draft.shown}: move what you need, and delete it")


def tell_of_others(run: Run, others: Iterable[FileChange]) -> None:
    """Names the files that were changed with a record's own."""
    along = [run.store.folder.shown(each.path) for each in others if each.after is not None]
    if along:
        run.message(f"{'Would change' if run.dry_run else 'Changed'} too: {', '.join(along)}")


def settle_external_edits(run: Run, store: Store) -> list[str]:
    """Puts changes by hand into the journal and counts them for subscribers; gives the files that were raised.

    In a folder that is kept in git, only what differs from the last commit: what came by ``git pull`` was
    counted by whoever did it.
    """
    from lacwg.commands.shared.committed import uncommitted  # who only writes does without git
    from lacwg.remotes.git import GitError
    from lacwg.store.incoming_tree import HostileNameError

    known = None
    with contextlib.suppress(GitError, HostileNameError):  # there is no git, it may not look here, or there is too much
        known = uncommitted(store.folder, run.repository(store.folder.root))
    return store.settle_external_edits(queries.now(run), known)
