"""A command's changes, by way of the journal: what is stopped on its way is taken back by the next command."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence

from lacwg.errors import LacwgError
from lacwg.store import leftovers
from lacwg.store.disk import files
from lacwg.store.disk.contents import MARK, Content, is_alike, raw_of
from lacwg.store.history.file_changes import FileChange, HalfDoneError, apply, half_done, take_back
from lacwg.store.history.journal import Author, Journal, Kind


def write(
    journal: Journal,
    author: Author,
    changes: Sequence[FileChange],
    tick: Callable[[], None],
    *,
    kind: Kind,
    undoes: int | None,
    edited: Sequence[FileChange],
) -> None:
    """Puts the entry down, makes the changes and closes it: all of that, or nothing.

    ``edited``: what somebody did to these files by hand before, which is put down first. Whoever calls holds the
    folder's lock, and has had the changes refused where files are not as they were.
    """
    if edited:
        journal.by_hand(author, edited)
    number = journal.begin(author, changes, kind, undoes)
    try:
        apply(journal.folder, changes, tick)
    except HalfDoneError:
        raise  # the entry stays open: the next command takes the rest back
    except BaseException:
        with contextlib.suppress(LacwgError):
            journal.drop(number)
        raise
    try:
        journal.end(number)
    except BaseException as error:
        if left := take_back(journal.folder, changes):
            raise half_done(journal.folder, error, left) from error
        with contextlib.suppress(LacwgError):
            journal.drop(number)
        raise
    leftovers.clear_away()


def by_hand(journal: Journal, changes: Sequence[FileChange]) -> list[FileChange]:
    """What somebody has done to the files of ``changes`` since they were last written here."""
    known = journal.last_written(change.path for change in changes)
    return [
        FileChange(change.path, known[change.path], change.before)
        for change in changes
        if change.path in known and not is_alike(known[change.path], change.before)
    ]


def recover(journal: Journal) -> bool:
    """Takes back what commands that were stopped had begun, and says whether there was any.

    A file that holds neither what it held before nor what it was to hold was changed by somebody since: it
    stays. One that is cut short, as a failure of power leaves it, is taken back.
    """
    numbers = journal.open_entries()
    for number in numbers:
        changes = journal.changes_of(number)
        files.sweep({change.path.parent for change in changes})
        begun = [change for change in changes if _is_begun(journal, change)]
        if left := take_back(journal.folder, begun):
            raise HalfDoneError(
                f"{journal.folder.shown(left[0].path)} is of a command that was stopped, and cannot be taken back",
                hint="see who may write there, and try again",
            )
        journal.drop(number)
    return bool(numbers)


def _is_begun(journal: Journal, change: FileChange) -> bool:
    """Whether a file is as the command left it. Raises ``HalfDoneError`` where that cannot be seen."""
    try:
        now = raw_of(change.path)
    except IsADirectoryError:
        return False
    except OSError as error:
        raise HalfDoneError(
            f"{journal.folder.shown(change.path)} is of a command that was stopped, and cannot be read:"
            f" {error.strerror}",
            hint="see who may read it, and try again",
        ) from None
    if is_alike(now, change.before):
        return False
    return is_alike(now, change.after) or (now is not None and _is_cut_short(now, change.after))


def _is_cut_short(now: bytes, after: Content) -> bool:
    """Bytes are compared, as text that is cut short may be no text: what is something else was written by hand."""
    if after is None:
        return False
    whole = after.encode() if isinstance(after, str) else after
    return whole.startswith(now) or (MARK + whole).startswith(now)
