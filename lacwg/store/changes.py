"""What a command does to the folder's files: all of it or, when anything goes wrong, none."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from lacwg.errors import FolderError, LacwgError
from lacwg.store import files
from lacwg.store.folder import Folder

_FEW: Final = 32
"""Up to so many files, each is synced by itself; of more, what stands in the folders is synced once."""


class ChangedMeanwhileError(LacwgError):
    """Somebody changed the file between our reading and our writing."""


class FileChange(NamedTuple):
    """One file before and after; None: there is none. ``before`` is what was read, and must be true still.

    Records are text, pictures bytes.
    """

    path: Path
    before: str | bytes | None
    after: str | bytes | None


def apply(folder: Folder, changes: Sequence[FileChange], tick: Callable[[], None] = lambda: None) -> None:
    """Brings every file from ``before`` to ``after``; whoever calls holds the folder's lock.

    ``tick`` is called after each file. Raises ``ChangedMeanwhileError`` where a file is not as it was, and
    ``FolderError`` where one cannot be written; then, and when interrupted, every file is as it was before.
    """
    for change in changes:
        _refuse_too_large(folder, change)
        refuse_changed(folder, change.path, change.before)
    done: list[FileChange] = []
    made: list[Path] = []
    try:
        for change in changes:
            if change.after is not None:
                _make_folder(folder, change.path, made)
            done.append(change)  # before it is done: what is half done is taken back too
            _put(folder, change.path, change.after, sync=len(changes) <= _FEW)
            tick()
        if len(changes) > _FEW:
            files.sync(folder, {change.path.parent for change in changes})
    except BaseException:
        for change in reversed(done):
            with contextlib.suppress(LacwgError):
                _put(folder, change.path, change.before, sync=False)
        for directory in reversed(made):
            with contextlib.suppress(OSError):
                directory.rmdir()
        raise


def _refuse_too_large(folder: Folder, change: FileChange) -> None:
    if isinstance(change.after, str) and len(change.after) * 4 > files.LARGEST:
        if len(change.after.encode()) > files.LARGEST:
            raise FolderError(
                f"the record would be larger than {files.LARGEST // 1024} KiB",
                where=None if change.before is None else folder.where(change.path),
                hint="a record is short text; shorten it",
            )


def refuse_changed(folder: Folder, path: Path, before: str | bytes | None) -> None:
    """Raises where a file does not hold what it did when it was read; None: there was none."""
    if before is None:
        if path.exists():
            raise FolderError("there is such a file already", where=folder.where(path))
        return
    try:
        now: str | bytes | None = path.read_bytes() if isinstance(before, bytes) else files.read_text(str(path))
    except (files.UnreadableError, OSError):
        now = None
    if now != before:
        raise ChangedMeanwhileError(
            "somebody changed this file meanwhile" if now is not None else "somebody removed this file meanwhile",
            where=folder.where(path),
            hint="nothing was written; look at it and try again",
        )


def _make_folder(folder: Folder, path: Path, made: list[Path]) -> None:
    missing = []
    for parent in path.parents:
        if parent.exists():
            break
        missing.append(parent)
    if missing:
        with files.told(folder, path):
            path.parent.mkdir(parents=True, exist_ok=True)
        made += reversed(missing)


def _put(folder: Folder, path: Path, content: str | bytes | None, *, sync: bool) -> None:
    with files.told(folder, path):
        if content is None:
            path.unlink(missing_ok=True)
            if sync:
                files.sync_directory(path.parent)
        else:
            if isinstance(content, str):
                content = files.byte_order_mark(path) + content
            files.replace_file(path, content, sync=sync)
