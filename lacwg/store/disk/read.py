"""Reading single files: bounded, and with errors that people understand."""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
from codecs import BOM_UTF8
from pathlib import Path
from typing import Final

from lacwg.errors import FolderError, RecordError, Where
from lacwg.store.folder import Folder

LARGEST: Final = 1 << 20
"""Bytes that a record's file may have; a group's largest is a few thousand."""
_CHUNK: Final = 1 << 14
# O_NONBLOCK: a pipe that stands where a file should must not be waited for
_FLAGS: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class UnreadableError(Exception):
    """A file that cannot be read as text; ``line`` is where it stops being that, if known."""

    def __init__(self, message: str, hint: str, line: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.line = line


class NoFileError(IsADirectoryError):
    """What is neither a file nor a folder: a pipe, a device."""


def read_bytes(path: str | Path, largest: int | None = None) -> bytes:
    """The bytes of a plain file; of one that is larger no more than show that. Raises ``OSError``."""
    descriptor = os.open(path, _FLAGS)
    try:
        mode = os.fstat(descriptor).st_mode
        if not stat.S_ISREG(mode):
            error = IsADirectoryError if stat.S_ISDIR(mode) else NoFileError
            raise error(errno.EISDIR, os.strerror(errno.EISDIR))
        data = chunk = os.read(descriptor, _CHUNK)
        if len(data) < _CHUNK:  # a file gives less only at its end; nearly all of them are that short
            return data
        parts = [chunk]
        while len(chunk) == _CHUNK and (largest is None or len(parts) * _CHUNK <= largest):
            parts.append(chunk := os.read(descriptor, _CHUNK))
        return b"".join(parts)
    finally:
        os.close(descriptor)


def read_text(path: str) -> str:
    """The text of a file. Raises ``UnreadableError``."""
    try:
        data = read_bytes(path, LARGEST)
    except FileNotFoundError:
        raise UnreadableError("there is no such file", "see whether it was renamed or removed") from None
    except NoFileError:
        raise UnreadableError("this is not a file with text", "see what stands in its place") from None
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
        return read_text(str(path))
    except UnreadableError as error:
        where = folder.where(Path(path), error.line)
        raise RecordError(error.message, hint=error.hint, where=where, code="R101") from None


def byte_order_mark(path: Path) -> str:
    """The mark that some editors put before UTF-8, where the file has it: it is kept."""
    try:
        with path.open("rb") as file:
            return "\ufeff" if file.read(3) == b"\xef\xbb\xbf" else ""
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
