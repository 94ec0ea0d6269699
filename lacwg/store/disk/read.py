"""Reading single files: bounded, and with errors that people understand."""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
from codecs import BOM_UTF8
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from lacwg.errors import FolderError, RecordError, Where
from lacwg.store.disk.plain import ASTRAY, FLAGS, MEND, READING
from lacwg.store.folder import Folder

LARGEST: Final = 1 << 20
"""Bytes that a record's file may have; a group's largest is a few thousand."""
_CHUNK: Final = 1 << 14
_NOT_PLAIN: Final = (errno.ELOOP, errno.EMLINK, errno.ENXIO)
"""What systems say of a link that is not followed, and of a socket."""


class UnreadableError(Exception):
    """A file that cannot be read as text; ``line`` is where it stops being that, if known."""

    def __init__(self, message: str, hint: str, line: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.line = line


class NoFileError(IsADirectoryError):
    """What is neither a file nor a folder: a link, a pipe, a device."""


def read_bytes(path: str | Path, largest: int | None = None, *, outside: bool = False) -> bytes:
    """The bytes of a plain file; of one that is larger no more than show that. Raises ``OSError``.

    ``outside``: it is not of the data folder, and may be a link.
    """
    try:
        descriptor = os.open(path, READING if outside else FLAGS)
    except OSError as error:
        if error.errno in _NOT_PLAIN:
            raise NoFileError(errno.EISDIR, ASTRAY) from None
        raise
    try:
        mode = os.fstat(descriptor).st_mode
        if not stat.S_ISREG(mode):
            if stat.S_ISDIR(mode):
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
            raise NoFileError(errno.EISDIR, ASTRAY)
        data = chunk = os.read(descriptor, _CHUNK)
        if len(data) < _CHUNK:  # a file gives less only at its end; nearly all of them are that short
            return data
        parts = [chunk]
        while len(chunk) == _CHUNK and (largest is None or len(parts) * _CHUNK <= largest):
            parts.append(chunk := os.read(descriptor, _CHUNK))
        return b"".join(parts)
    finally:
        os.close(descriptor)


def read_text(path: str, *, outside: bool = False) -> str:
    """The text of a file; ``outside`` is as in ``read_bytes``. Raises ``UnreadableError``."""
    try:
        data = read_bytes(path, LARGEST, outside=outside)
    except FileNotFoundError:
        raise UnreadableError("there is no such file", "see whether it was renamed or removed") from None
    except NoFileError:
        raise UnreadableError(ASTRAY, MEND) from None
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
        return data.removeprefix(BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        raise UnreadableError(
            "the file is not UTF-8 text", "save it as UTF-8 in your editor", data.count(b"\n", 0, error.start) + 1
        ) from None


def read_record(folder: Folder, path: str | Path) -> str:
    """The text of a record's file. Raises ``RecordError``."""
    try:
        return read_text(str(path), outside=folder.embedded)
    except UnreadableError as error:
        where = folder.where(Path(path), error.line)
        raise RecordError(error.message, hint=error.hint, where=where, code="R101") from None


def byte_order_mark(path: Path) -> str:
    """The mark that some editors put before UTF-8, where the file has it: it is kept."""
    try:
        return "\ufeff" if read_bytes(path, 0).startswith(BOM_UTF8) else ""
    except FileNotFoundError:
        return ""


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
        raise FolderError("there is no such file", where=Where(name), hint="check the spelling") from None
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


def read_maildir(path: Path, largest: int) -> Iterator[tuple[str, bytes]] | None:
    """The messages of a Maildir by their paths, each to ``largest`` bytes; None: it is no folder.

    Raises ``FolderError`` for a folder that is none.
    """
    if not path.is_dir():
        return None
    boxes = [path / "new", path / "cur"]
    if not all(each.is_dir() for each in boxes):
        hint = "name a file, or a Maildir, which has the folders new and cur in it"
        raise FolderError("this folder is not a Maildir", where=Where(str(path)), hint=hint)
    files = sorted(each.path for box in boxes for each in os.scandir(box) if each.name[:1] != "." and each.is_file())
    return ((each, read_bytes(each, largest, outside=True)[:largest]) for each in files)


def read_plain(path: Path, largest: int) -> bytes:
    """A plain file from outside the folder; of one that is larger no more than shows it. Raises ``FolderError``."""
    try:
        return read_bytes(path, largest, outside=True)
    except OSError as error:
        hint = "name a plain file that you may read"
        raise FolderError(f"could not be read: {error.strerror}", where=Where(str(path)), hint=hint) from None
