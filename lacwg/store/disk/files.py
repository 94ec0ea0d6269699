"""Reading and writing single files: bounded, whole, and with errors that people understand."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

from lacwg.errors import FolderError, Where
from lacwg.kinds import GROUP_FILE
from lacwg.store.disk.permissions import share
from lacwg.store.folder import Folder

LARGEST: Final = 1 << 20
"""Bytes that a record's file may have; a group's largest is a few thousand."""
_CHUNK: Final = 1 << 14
LOCK_TIMEOUT: Final = 10.0
"""Seconds that a command waits for another one to finish writing."""
PATIENCE: Final = 1.0
"""Seconds of it that it waits without a word."""


class UnreadableError(Exception):
    """A file that cannot be read as text; ``line`` is where it stops being that, if known."""

    def __init__(self, message: str, hint: str, line: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.line = line


def read_text(path: str) -> str:
    """The text of a file. Raises ``UnreadableError``."""
    try:
        # O_NONBLOCK: a pipe that stands where a file should must not be waited for
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        try:
            data = chunk = os.read(descriptor, _CHUNK)
            while len(chunk) == _CHUNK and len(data) <= LARGEST:  # a file gives less only at its end
                chunk = os.read(descriptor, _CHUNK)
                data += chunk
            if not data and not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise UnreadableError("this is not a file with text", "see what stands in its place")
        finally:
            os.close(descriptor)
    except FileNotFoundError:
        raise UnreadableError("there is no such file", "see whether it was renamed or removed") from None
    except IsADirectoryError:
        raise UnreadableError("this is a folder, not a file", "rename it, or move it out of the data folder") from None
    except PermissionError:
        raise UnreadableError("you may not read this file", "ask its owner, or see its permissions") from None
    except OSError as error:
        raise UnreadableError(f"the file cannot be read: {error.strerror}", "see what stands in its place") from None
    if len(data) > LARGEST:
        raise UnreadableError(
            f"the file is larger than {LARGEST // 1024} KiB", "a record is short text; move the rest elsewhere"
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableError(
            "the file is not UTF-8 text", "save it as UTF-8 in your editor", data.count(b"\n", 0, error.start) + 1
        ) from None


@contextlib.contextmanager
def locked(folder: Folder, notice: Callable[[str], None] = lambda _: None) -> Iterator[None]:
    """Holds the folder's lock: one command writes at a time. ``notice`` is told when there is a wait.

    Raises ``FolderError`` when the other command is not done in time.
    """
    import filelock

    path = folder.machine / "lock"
    with told(folder, folder.machine):
        if not folder.machine.exists():
            folder.machine.mkdir(exist_ok=True)
            share(folder.root, folder.machine)
        new = not path.exists()
    lock = filelock.FileLock(path)
    shown = folder.shown(folder.root)
    try:
        try:
            lock.acquire(timeout=PATIENCE)
        except filelock.Timeout:
            notice(f"Another command is writing to {shown}; waiting for it …")
            lock.acquire(timeout=LOCK_TIMEOUT - PATIENCE)
    except filelock.Timeout:
        raise FolderError(
            f"another command has been writing to {shown} for {LOCK_TIMEOUT:.0f} seconds",
            hint="wait until it is done and try again",
        ) from None
    except OSError as error:
        raise _unwritable(folder, path, error) from None
    try:
        if new:
            share(folder.root, path)
        sweep([folder.machine])
        ignore = folder.machine / ".gitignore"
        if not ignore.exists():
            with told(folder, ignore):
                replace_file(ignore, "*\n")
        yield
    finally:
        lock.release()


def write_new(folder: Folder, path: Path, text: str) -> None:
    """Writes a file that is not there yet: wholly or, when anything goes wrong, not at all."""
    from lacwg.store.history.file_changes import FileChange, apply, refuse

    change = FileChange(path, None, text)
    refuse(folder, [change])
    apply(folder, [change])


def byte_order_mark(path: Path) -> str:
    """The mark that some editors put before UTF-8, where the file has it: it is kept."""
    try:
        with path.open("rb") as file:
            return "\ufeff" if file.read(3) == b"\xef\xbb\xbf" else ""
    except FileNotFoundError:
        return ""


def make_parent(folder: Folder, path: Path) -> None:
    """Makes the directory of a file in the data folder, where there is none."""
    if not path.parent.is_dir():
        path.parent.mkdir(parents=True, exist_ok=True)
        share(folder.root, path.parent)


def replace_file(path: Path, text: str | bytes, *, sync: bool = True, closed: bool = False) -> None:
    """Puts a file in place of ``path`` at once: whoever reads it sees the old or the new one whole.

    Keeps the mode that the file has, as mkstemp's 0600 would lock colleagues out of a shared folder.
    ``sync`` False: whoever calls sees to it that what it holds reaches the disk. ``closed``: others than its
    owner and group have no rights to it.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    data = text.encode() if isinstance(text, str) else text
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            if sync:
                file.flush()
                os.fsync(file.fileno())
        with contextlib.suppress(FileNotFoundError):
            shutil.copymode(path, temporary)
        if closed:
            temporary.chmod(temporary.stat().st_mode & ~stat.S_IRWXO)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    if sync:
        sync_directory(path.parent)


def sweep(directories: Iterable[Path]) -> None:
    """Removes what a command that was stopped had begun to write."""
    for directory in directories:
        with contextlib.suppress(OSError):
            for path in directory.glob(".*.tmp"):
                path.unlink(missing_ok=True)


def read_input(path: Path | None, largest: int) -> bytes:
    """A file from outside the folder, or standard input. Raises ``FolderError``, for one of more bytes too.

    No more is read than shows that it is too large.
    """
    name = "standard input" if path is None else str(path)
    try:
        if path is None:
            data = sys.stdin.buffer.read(largest + 1)
        else:
            with path.open("rb") as file:
                data = file.read(largest + 1)
    except IsADirectoryError:
        raise FolderError("this is a folder, not a file", where=Where(name), hint="name a file in it") from None
    except FileNotFoundError:
        if re.match(r"(?:https?|webcal):/", name):
            raise FolderError(
                "this is an address on the web, not a file",
                where=Where(name.replace(":/", "://", 1)),
                hint="save what is there with a browser, and name the file",
            ) from None
        raise FolderError("there is no such file", where=Where(name), hint="see how it is spelt") from None
    except OSError as error:
        raise FolderError(
            f"could not be read: {error.strerror}", where=Where(name), hint="see who may read it"
        ) from None
    if len(data) > largest:
        raise FolderError(
            f"it is larger than {largest >> 20} MiB, and nothing was read",
            where=Where(name),
            hint="export a shorter time of it, or take it apart",
        )
    return data


def write_output(path: Path, data: bytes) -> None:
    """Writes a file outside the folder, wholly or not at all. Raises ``FolderError``."""
    try:
        if path.exists() and not path.is_file():
            with path.open("wb") as file:  # a device or a pipe cannot be replaced; a folder cannot be opened
                file.write(data)
        else:
            replace_file(path.resolve(), data)  # what a link points to, not the link
    except OSError as error:
        raise FolderError(
            f"could not be written: {error.strerror}", where=Where(str(path)), hint="make room, or write elsewhere"
        ) from None


def output_directory(path: Path) -> None:
    """Makes a directory outside the folder for files to be written to, where there is none. Raises ``FolderError``."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FolderError(
            f"no folder can be made there: {error.strerror}", where=Where(str(path)), hint="name another folder"
        ) from None


def is_open_to_all(path: Path) -> bool:
    """Whether every user of the machine can read a file; on Windows, where rights are told otherwise, never."""
    if os.name == "nt":  # pragma: no cover
        return False
    try:
        reached = all(parent.stat().st_mode & stat.S_IXOTH for parent in path.resolve().parents)
        return reached and bool(path.stat().st_mode & stat.S_IROTH)
    except OSError:
        return False


def close_to_others(folder: Folder, path: Path) -> None:
    """Takes all rights to a file from those who are neither its owner nor of its group. Raises ``FolderError``."""
    with told(folder, path):
        path.chmod(path.stat().st_mode & ~stat.S_IRWXO)


def sync(folder: Folder, directories: Iterable[Path]) -> None:
    """Sees to it that what stands in these directories is on the disk. Raises ``FolderError``."""
    for directory in directories:
        with told(folder, directory):
            sync_directory(directory)


def sync_directory(directory: Path) -> None:
    """Sees to it that the names in a directory are on the disk."""
    if os.name == "nt":  # pragma: no cover - Windows has no such thing
        return
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def told(folder: Folder, path: Path) -> Iterator[None]:
    """Turns an error of the system into one of ours."""
    try:
        yield
    except OSError as error:
        raise _unwritable(folder, path, error) from None


def _unwritable(folder: Folder, path: Path, error: OSError) -> FolderError:
    return FolderError(
        f"could not be written: {error.strerror}",
        where=folder.where(path),
        hint="nothing was changed; make room, or see who may write there",
    )


def copy_folder(source: Path, target: Path) -> None:
    """Copies a whole data folder to where there is none: wholly or not at all."""
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(source, temporary, ignore=shutil.ignore_patterns(".lacwg", "__pycache__"))
        temporary.replace(target)
    except OSError as error:
        shutil.rmtree(temporary, ignore_errors=True)
        if (target / GROUP_FILE).is_file():
            return  # another command was quicker; its copy is as good
        # copytree tells of each file in a list, and of the reason only there
        reason = error.strerror or str(error.args[0][0][2] if error.args and error.args[0] else error)
        raise FolderError(f"{target} could not be made: {reason}", hint="name another folder: --data DIR") from None
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
