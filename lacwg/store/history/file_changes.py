"""What a command does to the folder's files: all of it or, when anything goes wrong, none."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from lacwg.errors import FolderError, LacwgError
from lacwg.kinds import is_year
from lacwg.store.disk import files
from lacwg.store.disk.contents import Content, text_of
from lacwg.store.folder import Folder

_FEW: Final = 32
"""Up to so many files, each is synced by itself; of more, pictures alone are, and the folders once."""


class ChangedMeanwhileError(LacwgError):
    """Somebody changed the file between our reading and our writing."""


class HalfDoneError(LacwgError):
    """Something went wrong, and then what had been done could not be taken back."""


class FileChange(NamedTuple):
    """One file before and after; None: there is none. ``before`` is what was read, and must be true still.

    Records are text, pictures bytes; so are records that are not UTF-8, or whose mark before it comes or goes.
    """

    path: Path
    before: Content
    after: Content


def refuse(folder: Folder, changes: Sequence[FileChange]) -> None:
    """Raises ``ChangedMeanwhileError`` where a file is not as it was, ``FolderError`` where one would be too large."""
    for change in changes:
        _refuse_too_large(folder, change)
        refuse_changed(folder, change.path, change.before)


def apply(folder: Folder, changes: Sequence[FileChange], tick: Callable[[], None] = lambda: None) -> None:
    """Brings every file from ``before`` to ``after``; whoever calls holds the folder's lock and has had them refused.

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
            files.sync(folder, {change.path.parent for change in changes})
        removed = {change.path.parent for change in changes if change.after is None}
        _remove_empty(directory for directory in removed if is_year(directory.name))
    except BaseException as error:
        if left := take_back(folder, done):
            raise half_done(folder, error, left) from error
        raise


def half_done(folder: Folder, error: BaseException, left: Sequence[FileChange]) -> HalfDoneError:
    """The error for what went wrong where ``left`` could not be taken back."""
    if isinstance(error, LacwgError):
        error.hint = None  # it says that nothing was changed
    return HalfDoneError(
        f"{error}\nand what had been written could not all be taken back, as {folder.shown(left[0].path)}",
        hint="see to the disk; the next command that writes takes it back",
    )


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
                refuse_changed(folder, change.path, change.before)  # it may not have been touched at all
            except LacwgError:
                left.append(change)
    return left


def _remove_empty(directories: Iterable[Path]) -> None:
    for directory in directories:
        with contextlib.suppress(OSError):
            directory.rmdir()  # only an empty one can be


def _refuse_too_large(folder: Folder, change: FileChange) -> None:
    if isinstance(change.after, str) and len(change.after) * 4 > files.LARGEST:
        if len(change.after.encode()) > files.LARGEST:
            raise FolderError(
                f"the record would be larger than {files.LARGEST // 1024} KiB",
                where=None if change.before is None else folder.where(change.path),
                hint="a record is short text; shorten it",
            )


def refuse_changed(folder: Folder, path: Path, before: Content) -> None:
    """Raises where a file does not hold what it did when it was read; None: there was none."""
    if before is None:
        if path.exists():
            raise FolderError("there is such a file already", where=folder.where(path))
        return
    try:
        now: Content = path.read_bytes() if isinstance(before, bytes) else files.read_text(str(path))
    except (files.UnreadableError, OSError):
        now = None
    if now != before:
        raise ChangedMeanwhileError(
            "somebody changed this file meanwhile" if now is not None else "somebody removed this file meanwhile",
            where=folder.where(path),
            hint="nothing was written; look at it and try again",
        )


def _has_private(path: Path, content: Content) -> bool:
    """Whether a record's text has a ``[private]`` table, of its own or of one of its dates."""
    from lacwg.text.toml_text import has_private  # who only reads does without it

    text = text_of(content) if path.suffix == ".toml" else None
    return text is not None and has_private(text)


def _put(folder: Folder, path: Path, content: Content, *, sync: bool, closed: bool = False) -> None:
    with files.told(folder, path):
        if content is None:
            path.unlink(missing_ok=True)
            if sync:
                files.sync_directory(path.parent)
        else:
            if isinstance(content, str):
                content = files.byte_order_mark(path) + content
            files.make_parent(folder, path)
            files.replace_file(path, content, sync=sync, closed=closed)
