"""The folder's lock: one command writes at a time."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from lacwg.errors import FolderError
from lacwg.store.disk.permissions import share
from lacwg.store.disk.plain import is_plain
from lacwg.store.disk.write import replace_file, sweep
from lacwg.store.folder import DRAFTS, Folder

LOCK_TIMEOUT: Final = 10.0
"""Seconds that a command waits for another one to finish writing."""
PATIENCE: Final = 1.0
"""Seconds of it that it waits without a word."""


@contextlib.contextmanager
def locked(folder: Folder, notice: Callable[[str], None] = lambda _: None, *, sending: bool = False) -> Iterator[None]:
    """Holds the folder's lock: one command writes at a time. ``notice`` is told when there is a wait.

    ``sending``: the lock of those who send mail, which may take an hour, and keeps nobody from writing.
    Raises ``FolderError`` when another command is not done with writing in time.
    """
    import filelock

    path = folder.machine / ("sending-lock" if sending else "lock")
    with folder.writing(folder.machine):
        folder.refuse_astray(*_kept(folder.machine))
        if not folder.machine.exists():
            folder.machine.mkdir(0o755, exist_ok=True)
            share(folder.root, folder.machine)
        new = not path.exists()
    lock = filelock.FileLock(path)
    shown = "this folder" if (shown := folder.shown(folder.root)) == "." else shown
    try:
        try:
            lock.acquire(timeout=PATIENCE)
        except filelock.Timeout:
            notice(f"Another command is {'sending from' if sending else 'writing to'} {shown}; waiting for it …")
            lock.acquire(timeout=-1 if sending else LOCK_TIMEOUT - PATIENCE)
    except filelock.Timeout:
        raise FolderError(
            f"another command has been writing to {shown} for {LOCK_TIMEOUT:.0f} seconds",
            hint="wait until it is done and try again",
        ) from None
    except OSError as error:
        raise folder.unwritable(path, error) from None
    try:
        if new:
            share(folder.root, path)
        if not sending:
            sweep([folder.machine])
        ignore = folder.machine / ".gitignore"
        if not ignore.exists():
            with folder.writing(ignore):
                replace_file(ignore, "*\n")
        yield
    finally:
        lock.release()


def _kept(machine: Path) -> Iterator[Path]:
    """All that is kept there, and the folder itself: what locks, keeps a journal or sweeps would follow a link."""
    yield machine
    for directory in (machine, machine / DRAFTS):
        if is_plain(directory):
            with contextlib.suppress(FileNotFoundError, NotADirectoryError):
                yield from directory.iterdir()
