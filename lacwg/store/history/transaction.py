"""A command's changes: all of them or, when anything goes wrong, none. What undo trusts in is here.

Under the folder's lock, in this order:

1. ``recover``: what a command that was stopped had begun is taken back.
2. ``check_preconditions``: every file still holds what it did when it was read.
3. The journal gets an entry, open, with each file before and after; it is on the disk before a file is touched.
4. ``apply``: the files are written, each at once; where one cannot be, those before it are taken back.
5. The entry is closed. From now on it can be undone.

Whatever stops the command between 3 and 5 leaves the entry open, and the next command begins with 1.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

from lacwg.errors import FolderError, LacwgError
from lacwg.kinds import is_year
from lacwg.store.disk.contents import MARK, Content, FileChange, is_alike, raw_of, text_of
from lacwg.store.disk.permissions import share
from lacwg.store.disk.read import LARGEST, UnreadableError, byte_order_mark, read_bytes, read_text
from lacwg.store.disk.write import clear_old_caches, replace_file, sweep, sync_directory
from lacwg.store.folder import Folder, belongs
from lacwg.store.history.journal import EntryKind, Journal

_FEW: Final = 32
"""Up to so many files, each is synced by itself; of more, pictures alone are, and the folders once."""


class ChangedMeanwhileError(LacwgError):
    """Somebody changed the file between our reading and our writing."""

    code = "changed-meanwhile"


class HalfDoneError(LacwgError):
    """Something went wrong, and then what had been done could not be taken back."""


# Preconditions


def check_preconditions(folder: Folder, changes: Sequence[FileChange]) -> None:
    """Raises ``ChangedMeanwhileError`` where a file is not as it was, ``FolderError`` where one would be too large.

    And ``LacwgError`` for what is no file of a data folder, or not reached but through a link.
    """
    folder.refuse_astray(*(change.path for change in changes))
    for change in changes:
        if not belongs(change.path.relative_to(folder.root).as_posix()):
            raise FolderError("this is not a record, picture or file of the page", where=folder.where(change.path))
        if isinstance(change.after, str) and len(change.after) * 4 > LARGEST and len(change.after.encode()) > LARGEST:
            raise FolderError(
                f"the record would be larger than {LARGEST // 1024} KiB",
                where=None if change.before is None else folder.where(change.path),
                hint="a record is short text; shorten it",
            )
        check_unchanged(folder, change.path, change.before)


def check_unchanged(folder: Folder, path: Path, before: Content) -> None:
    """Raises where a file does not hold what it did when it was read; None: there was none."""
    if before is None:
        if os.path.lexists(path):
            raise FolderError("there is such a file already", where=folder.where(path))
        return
    try:
        now: Content = read_bytes(path) if isinstance(before, bytes) else read_text(str(path))
    except (UnreadableError, OSError):
        now = None
    if now != before:
        raise ChangedMeanwhileError(
            "somebody changed this file meanwhile" if now is not None else "somebody removed this file meanwhile",
            where=folder.where(path),
            hint="nothing was written; look at it and try again",
        )


def edits_before(journal: Journal, changes: Iterable[FileChange]) -> list[FileChange]:
    """What somebody has done to the files of ``changes`` since they were last written here."""
    known = journal.last_written(change.path for change in changes)
    return [
        FileChange(change.path, known[change.path], change.before)
        for change in changes
        if change.path in known and not is_alike(known[change.path], change.before)
    ]


# The entry, the files, the entry again


def write(
    journal: Journal,
    changes: Sequence[FileChange],
    tick: Callable[[], None] = lambda: None,
    *,
    kind: EntryKind = "command",
    undoes: int | None = None,
) -> None:
    """Puts the entry down, makes the changes and closes it, or nothing of that. ``tick`` is called after each file.

    Whoever calls holds the folder's lock, and has let ``recover`` and ``check_preconditions`` go before.
    """
    number = journal.begin(changes, kind, undoes)
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
            raise _half_done(journal.folder, error, left) from error
        with contextlib.suppress(LacwgError):
            journal.drop(number)
        raise
    clear_old_caches()


def apply(folder: Folder, changes: Sequence[FileChange], tick: Callable[[], None] = lambda: None) -> None:
    """Brings every file from ``before`` to ``after``; whoever calls holds the folder's lock and has checked them.

    ``tick`` is called after each file. Raises ``FolderError`` where one cannot be written, and
    ``HalfDoneError`` where besides not all could be taken back; else every file is as it was before.
    """
    done: list[FileChange] = []
    few = len(changes) <= _FEW
    try:
        for change in changes:
            done.append(change)  # before it is done: what is half done is taken back too
            closed = _has_private(change.path, change.after) and not _has_private(change.path, change.before)
            _put(folder, change.path, change.after, sync=few or isinstance(change.after, bytes), closed=closed)
            tick()
        if not few:
            for directory in {change.path.parent for change in changes}:
                with folder.writing(directory):
                    sync_directory(directory)
        removed = {change.path.parent for change in changes if change.after is None}
        _remove_empty(directory for directory in removed if is_year(directory.name))
    except BaseException as error:
        if left := take_back(folder, done):
            raise _half_done(folder, error, left) from error
        raise


def _has_private(path: Path, content: Content) -> bool:
    """Whether a record's text has a ``[private]`` table, of its own or of one of its dates."""
    from lacwg.text.toml_text import has_private  # who only reads does without it

    text = text_of(content) if path.suffix == ".toml" else None
    return text is not None and has_private(text)


def _put(folder: Folder, path: Path, content: Content, *, sync: bool, closed: bool = False) -> None:
    with folder.writing(path):
        if content is None:
            path.unlink(missing_ok=True)
            if sync:
                sync_directory(path.parent)
        else:
            if isinstance(content, str):
                content = byte_order_mark(path) + content
            if not path.parent.is_dir():
                path.parent.mkdir(parents=True, exist_ok=True)
                share(folder.root, path.parent)
            replace_file(path, content, sync=sync, closed=closed)


# Taking back


def take_back(folder: Folder, changes: Sequence[FileChange]) -> list[FileChange]:
    """Brings files back to ``before``, the last first, and gives those that it could not; folders left empty go too."""
    left = []
    for change in reversed(changes):
        try:
            _put(folder, change.path, change.before, sync=False)
            if change.before is None:  # at once: a file may have stood where its folder is
                _remove_empty(parent for parent in change.path.parents if folder.root in parent.parents)
        except LacwgError:
            try:
                check_unchanged(folder, change.path, change.before)  # it may not have been touched at all
            except LacwgError:
                left.append(change)
    return left


def _remove_empty(directories: Iterable[Path]) -> None:
    for directory in directories:
        with contextlib.suppress(OSError):
            directory.rmdir()  # only an empty one can be


def _half_done(folder: Folder, error: BaseException, left: Sequence[FileChange]) -> HalfDoneError:
    """The error for what went wrong where ``left`` could not be taken back."""
    if isinstance(error, LacwgError):
        error.hint = None  # it says that nothing was changed
    return HalfDoneError(
        f"{error}\nand what had been written could not all be taken back, such as {folder.shown(left[0].path)}",
        hint="see to the disk; the next command that writes takes it back",
    )


# Recovery


def recover(journal: Journal) -> bool:
    """Takes back what commands that were stopped had begun, and says whether there was any.

    A file that holds neither what it held before nor what it was to hold was changed by somebody since: it
    stays. One that is cut short, as a failure of power leaves it, is taken back. Raises ``LacwgError`` where
    the journal is in others' hands, or an entry names what is no file of the folder: nothing is done then.
    """
    journal.refuse_foreign()
    numbers = journal.open_entries()
    for number in numbers:
        sweep({change.path.parent for change in journal.changes_of(number)})
        if left := take_back(journal.folder, begun(journal, number)):
            raise HalfDoneError(
                f"{journal.folder.shown(left[0].path)} is of a command that was stopped, and cannot be taken back",
                hint="see who may write there, and try again",
            )
        journal.drop(number)
    return bool(numbers)


def begun(journal: Journal, number: int) -> list[FileChange]:
    """What stands of an entry as its command left it. Raises ``LacwgError`` where that cannot be seen."""
    return [change for change in journal.changes_of(number) if _is_begun(journal, change)]


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
