"""Writing single files: whole, on the disk when it is done, and with errors that people understand."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from lacwg.errors import FolderError, Where
from lacwg.kinds import GROUP_FILE

_OPEN_ELSEWHERE: Final = (5, 32)
"""What Windows says of a file that cannot be replaced as another program has it open."""
_WAITS: Final = (0.01, 0.05, 0.2, 0.5, 1.0)


def replace_file(
    path: Path, text: str | bytes, *, sync: bool = True, closed: bool = False, private: bool = False
) -> None:
    """Puts a file in place of ``path`` at once: whoever reads it sees the old or the new one whole.

    Keeps the mode that the file has, as mkstemp's 0600 would lock colleagues out of a shared folder.
    ``sync`` False: whoever calls sees to it that what it holds reaches the disk. ``closed``: others than its
    owner and group have no rights to it; ``private``: its group has none either.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    data = text.encode() if isinstance(text, str) else text
    try:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        descriptor = os.open(temporary, flags, 0o600 if private else 0o666)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            if sync:
                file.flush()
                os.fsync(file.fileno())
        with contextlib.suppress(FileNotFoundError):
            if not private and stat.S_ISREG(mode := path.lstat().st_mode):
                temporary.chmod(mode & (stat.S_IRWXU | stat.S_IRWXG | stat.S_IRWXO))  # never to run as who writes
        if closed:
            temporary.chmod(temporary.stat().st_mode & ~stat.S_IRWXO)
        _replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    if sync:
        sync_directory(path.parent)


def _replace(temporary: Path, path: Path) -> None:
    """Puts a file in the place of another; on Windows another program may have that open for a moment."""
    for wait in _WAITS:
        try:
            temporary.replace(path)
        except PermissionError as error:
            if getattr(error, "winerror", None) not in _OPEN_ELSEWHERE:
                raise
            time.sleep(wait)
        else:
            return
    temporary.replace(path)


def sweep(directories: Iterable[Path]) -> None:
    """Removes what a command that was stopped had begun to write."""
    for directory in directories:
        with contextlib.suppress(OSError):
            for path in directory.glob(".*.[0-9]*.tmp"):
                path.unlink(missing_ok=True)


def sync_directory(directory: Path) -> None:
    """Sees to it that the names in a directory are on the disk."""
    if os.name == "nt":  # pragma: no cover - Windows has no such thing
        return
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def clear_old_caches() -> None:
    """Removes what 0.1 kept of the pages that it built: it had their words in it, and who is named there."""
    import platformdirs

    directory = Path(platformdirs.user_cache_dir("lacwg", appauthor=False)) / "site"
    with contextlib.suppress(OSError):
        if directory.is_symlink() or not directory.is_dir():
            return
        for path in (*directory.glob("*.msgpack"), *directory.glob(".*.msgpack.*.tmp")):
            path.unlink(missing_ok=True)
        directory.rmdir()


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


@contextlib.contextmanager
def scratch(files: Mapping[str, bytes]) -> Iterator[Path]:
    """A folder with these files that only this user may look into, for a program beside ours; then it is gone."""
    import tempfile

    with tempfile.TemporaryDirectory(prefix="lacwg-", ignore_cleanup_errors=True) as place:
        for name, data in files.items():
            path = Path(place, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        yield Path(place)


def write_output(path: Path, data: bytes, *, private: bool = False) -> None:
    """Writes a file outside the folder, wholly or not at all; ``private``: for its owner. Raises ``FolderError``."""
    try:
        if path.exists() and not path.is_file():
            if private:
                raise FolderError("is not a file", where=Where(str(path)), hint="name a file that only you can read")
            with path.open("wb") as file:  # a device or a pipe cannot be replaced; a folder cannot be opened
                file.write(data)
        else:
            replace_file(path.resolve(), data, private=private)  # what a link points to, not the link
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
        hint = "make room, or write elsewhere" if full else "name a file in a folder that is there, and yours"
        raise FolderError(f"could not be written: {error.strerror}", where=Where(str(path)), hint=hint) from None


def output_directory(path: Path) -> None:
    """Makes a directory outside the folder for files to be written to, where there is none. Raises ``FolderError``."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FolderError(
            f"no folder can be made there: {error.strerror}", where=Where(str(path)), hint="name another folder"
        ) from None
