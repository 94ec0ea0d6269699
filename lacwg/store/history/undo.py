"""Taking a step back: every value as it was before, but for what subscribers tell changes by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import takewhile
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from lacwg.errors import NoSuchRecordError, UsageError
from lacwg.records import Event, MeetingRecord, Series
from lacwg.revision import STAMPS, bump
from lacwg.store.disk.contents import Content, FileChange, bytes_of, content_of, is_alike, text_of
from lacwg.store.history.external_edits import counted_at
from lacwg.store.history.journal import Entry, Journal
from lacwg.store.history.transaction import ChangedMeanwhileError
from lacwg.store.toml.decode import record_at
from lacwg.store.toml.edit import UneditableError, edited
from lacwg.store.toml.encode import encode, seen_to_differ

_SENT: Final = (Event, MeetingRecord)
_KEEPING: Final = (*_SENT, Series)
FORGETTING: Final = "contacts forget"
"""The command whose entries keep nothing: what it did is not to be found again."""


def last_of(entries: Iterable[Entry], who: str | None) -> Entry:
    """The last step of ``who`` that is not taken back. Raises ``NoSuchRecordError``."""
    for entry in entries:
        if entry.kind == "command" and entry.undone_by is None and entry.who == who:
            return entry
    name = f" by {who}" if who else ""
    raise NoSuchRecordError(f"there is no step{name} on this machine to take back", hint="see them all: lacwg log")


def numbered(entries: Iterable[Entry], number: int) -> Entry:
    """The entry of a number. Raises ``NoSuchRecordError``."""
    for entry in entries:
        if entry.number == number:
            if entry.undone_by is not None:
                raise NoSuchRecordError(
                    f"entry {number} is taken back already, by entry {entry.undone_by}",
                    hint=f"to do it again: lacwg undo {entry.undone_by}",
                )
            return entry
    raise NoSuchRecordError(f"there is no entry {number}", hint="see them all: lacwg log")


def later(journal: Journal, entry: Entry, paths: Iterable[str]) -> list[Entry]:
    """The steps since ``entry`` that have changed these files and stand, the latest first."""
    files = set(paths)
    return [
        each
        for each in takewhile(lambda each: each.number > entry.number, journal.entries())
        if each.kind not in ("undo", "sent") and each.undone_by is None and files.intersection(each.paths)
    ]


def named(entry: Entry) -> str:
    """``entry 7 by Ana (contacts edit)``."""
    return f"entry {entry.number}{f' by {entry.who}' if entry.who else ''} ({entry.command})"


def undoing(journal: Journal, entry: Entry, now: dt.datetime, *, force: bool) -> list[FileChange]:
    """The changes that take ``entry`` back.

    Of events and series ``sequence`` and ``updated`` are raised instead (RFC 5545, 3.8.7.4: they never go
    back). Raises ``ChangedMeanwhileError`` where somebody has changed a record since, unless ``force``, and
    ``UsageError`` for what the journal no longer knows.
    """
    made = journal.changes_of(entry.number)
    if entry.command == FORGETTING or entry.kind == "sent":
        what = "what was sent" if entry.kind == "sent" else "to forget somebody"
        raise UsageError(f"{what} cannot be undone", hint=_the_one_before(journal, entry))
    if not made:
        raise UsageError(
            f"of entry {entry.number} nothing is left: what it changed is forgotten",
            hint=_the_one_before(journal, entry),
        )
    changes = []
    for change in made:
        now_there = content_of(change.path, change.before, change.after)
        if not force and not _is_as_left(journal, change.path, now_there, change.after):
            raise _changed_since(journal, entry, change.path)
        if force and now_there is None and change.after is not None:
            _refuse_twin(journal, entry, change)
        target = _with_sent(journal, change.path, change.before, text_of(now_there))
        if target is not None:
            target = _raised(journal, change.path, target, [change.after, now_there], now)
        if not is_alike(now_there, target):
            changes.append(FileChange(change.path, now_there, target))
    return changes


def _the_one_before(journal: Journal, entry: Entry) -> str:
    """Which step can be taken back instead."""
    for each in journal.entries():
        if each.number < entry.number and each.kind == "command" and each.undone_by is None and each.paths:
            if each.command != FORGETTING:
                return f"another step, as the one before: lacwg undo {each.number}"
    return "see them all: lacwg log"


def _is_as_left(journal: Journal, path: Path, now_there: Content, left: Content) -> bool:
    """Whether a file is as a step left it. What an undo of a later step has raised, or was sent, does not count."""
    if is_alike(now_there, left):
        return True
    (here, now), (text, then) = (
        (text_of(each), record_at(journal.name(path), text_of(each))) for each in (now_there, left)
    )
    if not here or not text or not isinstance(now, _KEEPING) or not isinstance(then, type(now)):
        return False
    try:
        if isinstance(now, _SENT) and isinstance(then, _SENT):
            here = edited(here, now, replace(now, sent=then.sent))
        return edited(text, then, replace(then, uid=now.uid, sequence=now.sequence, updated=now.updated)) == here
    except UneditableError:
        return False


def _changed_since(journal: Journal, entry: Entry, path: Path) -> ChangedMeanwhileError:
    name = journal.name(path)
    since = [each for each in journal.entries(name) if each.number > entry.number and each.kind != "sent"]
    hint = "to take it back all the same: add --force; what it holds now stays in the journal"
    left = {each.path: each.after for each in journal.changes_of(since[0].number)} if since else {}
    if since and is_alike(content_of(path, left[path]), left[path]):
        hint = f"{named(since[0])} did: take that back first, or add --force"
    if len(along := later(journal, entry, entry.paths)) > 1:
        hint += f"\n--force takes along: {', '.join(map(named, along))}"
    what = "record" if path.suffix == ".toml" else "file"
    return ChangedMeanwhileError(f"this {what} was changed since", where=journal.folder.where(path), hint=hint)


def _with_sent(journal: Journal, path: Path, target: Content, now_there: str | None) -> Content:
    """The same with all that was sent about it, which is not taken back; of what is to go, too."""
    now, then = (record_at(journal.name(path), text) for text in (now_there, text_of(target)))
    if not isinstance(now, _SENT) or not now.sent:
        return target
    if then is None and target is None:
        if isinstance(now, MeetingRecord):
            return encode(MeetingRecord(id=now.id, state="planned", sent=now.sent))
        raise UsageError("mails about this event went out", hint=f"cancel it instead: lacwg events cancel {now.id}")
    text = text_of(target)
    if text is None or not isinstance(then, type(now)):
        return target
    sent = tuple({each.id: each for each in (*then.sent, *now.sent)}.values())
    new = edited(text, then, replace(then, sent=sent))
    return bytes_of(new, target) if isinstance(target, bytes) else new


def _refuse_twin(journal: Journal, entry: Entry, change: FileChange) -> None:
    """Raises where an event has got another name since: under both it would be there twice, with one identity."""
    record = counted_at(journal, change.path, change.after)
    if record is None or record.uid is None:
        return
    for each in journal.entries(journal.name(change.path)):
        if each.number <= entry.number:
            return
        for later in journal.changes_of(each.number):
            twin = counted_at(journal, later.path, content_of(later.path)) if later.before is None else None
            if twin is not None and twin.uid == record.uid:
                raise ChangedMeanwhileError(
                    f"this event is {later.path.stem} since entry {each.number}, and would be there twice",
                    where=journal.folder.where(change.path),
                    hint=f"take that back first: lacwg undo {each.number}\nor change it by: lacwg events edit",
                )


def _raised(
    journal: Journal, path: Path, content: str | bytes, others: Sequence[Content], now: dt.datetime
) -> str | bytes:
    """A file with a ``sequence`` and an ``updated`` beyond those of ``others``; of other kinds as it is."""
    text = text_of(content)
    record = counted_at(journal, path, text)
    if text is None or record is None:
        return content
    versions = [each for other in others if (each := counted_at(journal, path, other)) is not None]
    if versions and not any(
        each.sequence != record.sequence or seen_to_differ(each, record, *STAMPS) for each in versions
    ):
        return content  # as who is on duty: no subscriber has seen anything of it
    try:
        new = edited(text, record, bump(record, now, others=versions))
    except UneditableError:
        return content
    return new if isinstance(content, str) else bytes_of(new, content)
