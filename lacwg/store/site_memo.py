"""What a build of the page has made, kept for the next one: most of it will be the same.

One file for each data folder and folder of a page, in the user's cache directory, for the user's eyes alone; never
in the data folder, never in the page. What it holds can always be made again: a file that is missing, broken, of
another version or too large counts for nothing, and one that cannot be written is not.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import zlib
from functools import cache
from pathlib import Path
from typing import Final

import msgspec

import lacwg
from lacwg.store.disk.processes import is_another
from lacwg.store.folder import Folder

LARGEST: Final = 512 << 20
"""Bytes that a file may have."""
MOST: Final = 8
"""Pages of which something is kept; of more, those that were built last."""
_ENDING: Final = ".msgpack"
_CHECKED: Final = 4
"""Bytes before the rest, which say whether it is whole: after a power cut a file may be full of zeros."""


class Kept(msgspec.Struct):
    """What is kept of a page. ``version`` is for ``load`` and ``save`` alone."""

    version: str = ""
    salt: bytes = msgspec.field(default_factory=lambda: os.urandom(16))
    """The key of the digests in ``withheld``; another one for each page."""
    units: dict[bytes, bytes] = msgspec.field(default_factory=dict)
    """What was made, by the digest of what it was made of."""
    withheld: frozenset[bytes] = frozenset()
    """Digests of the withheld values for which all of ``units`` was looked through."""
    words: list[str] = msgspec.field(default_factory=list)
    """The words that were met there."""
    digits: list[str] = msgspec.field(default_factory=list)
    """The runs of digits that were met there."""


def load(folder: Folder, output: Path, version: str = "") -> Kept:
    """What was kept of the page of ``folder`` at ``output``; an empty one where nothing is that is of use.

    ``version``: of what else decides how a page looks: the zones, the libraries. That of this program is known.
    """
    version = f"{_program()} {version}"
    with contextlib.suppress(OSError, ValueError, RuntimeError, msgspec.DecodeError, RecursionError):
        data = _read(_path(folder, output))
        content = memoryview(data)[_CHECKED:]
        if zlib.crc32(content).to_bytes(_CHECKED, "big") == data[:_CHECKED]:
            kept = msgspec.msgpack.decode(content, type=Kept)
            if kept.version == version:
                return kept
    return Kept(version=version)


def save(folder: Folder, output: Path, kept: Kept) -> None:
    """Keeps it for the next build, in the place of what was kept; where that cannot be, nothing happens."""
    content = msgspec.msgpack.encode(kept)
    if len(content) + _CHECKED > LARGEST:
        return
    with contextlib.suppress(OSError, ValueError, RuntimeError):
        path = _path(folder, output)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write(path, zlib.crc32(content).to_bytes(_CHECKED, "big"), content)
        _sweep(path.parent)


def _path(folder: Folder, output: Path) -> Path:
    """The file for a page. Raises what ``Path.resolve`` does for a path that is none."""
    pair = "\0".join(str(each.resolve()) for each in (folder.root, output))
    name = hashlib.blake2b(pair.encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()
    return _directory() / f"{name}{_ENDING}"


def _directory() -> Path:
    import platformdirs

    return Path(platformdirs.user_cache_dir("lacwg", appauthor=False)) / "site"


@cache
def _program() -> str:
    """What tells this program from another one: its version and, as people also run it out of git, its files."""
    root = Path(lacwg.__file__).parent
    digest = hashlib.blake2b(lacwg.__version__.encode(), digest_size=16)
    for directory, folders, names in os.walk(root):
        folders[:] = sorted(each for each in folders if each != "__pycache__")
        for name in sorted(names):
            path = f"{directory}/{name}"
            with contextlib.suppress(OSError):
                seen = os.stat(path)  # noqa: PTH116 - of some hundred files, at each build
                digest.update(f"{path}\0{seen.st_size}\0{seen.st_mtime_ns}\0".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _read(path: Path) -> bytes:
    """The bytes of a file. Raises ``OSError``, for one that others may see or write too."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(descriptor, "rb") as file:  # a pipe must not be waited for
        seen = os.fstat(file.fileno())
        if not stat.S_ISREG(seen.st_mode) or seen.st_size > LARGEST:
            raise OSError("no file of ours")
        if os.name != "nt" and (seen.st_mode & (stat.S_IRWXG | stat.S_IRWXO) or seen.st_uid != os.getuid()):
            raise PermissionError("it may be somebody else's")
        return file.read()


def _write(path: Path, *parts: bytes) -> None:
    """Puts a file in the place of ``path`` at once."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    temporary.unlink(missing_ok=True)  # of a process with our number, which was stopped
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.writelines(parts)
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise


def _sweep(directory: Path) -> None:
    """Removes what was kept of pages that nobody builds any more, and what a build that was stopped began to write."""
    for path in directory.glob(f".*{_ENDING}.*.tmp"):
        if not is_another(path.suffixes[-2].removeprefix(".")):
            path.unlink(missing_ok=True)
    kept = sorted(directory.glob(f"*{_ENDING}"), key=lambda each: each.stat().st_mtime_ns)
    for path in kept[:-MOST]:
        path.unlink(missing_ok=True)
