"""Pictures that come into the folder: checked by their first bytes, and named after the record that they are of."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Final, NamedTuple

from lacwg.errors import UsageError
from lacwg.records import IMAGES
from lacwg.store.disk.contents import FileChange
from lacwg.store.disk.read import NoFileError, read_bytes
from lacwg.store.folder import Folder

LARGEST: Final = 10 << 20
"""Bytes that a picture may have."""
_KINDS: Final = "JPEG, PNG, WebP or GIF"


class Picture(NamedTuple):
    """A picture that is to be kept in the folder."""

    suffix: str
    data: bytes


def taken(folder: Folder, typed: str) -> str | Picture:
    """What a path that was typed means: a picture that is in ``images`` already, by its path, or one to be copied.

    Raises ``UsageError`` for what is no picture, cannot be read, or is too large.
    """
    path = folder.root / typed if typed.startswith(f"{IMAGES}/") and is_there(folder, typed) else Path(typed)
    with contextlib.suppress(RuntimeError):  # a "~name" that is nobody's
        path = path.expanduser()
    folder.refuse_astray(path.absolute())
    picture = _read(path, typed)
    try:
        inside = path.resolve().relative_to((folder.root / IMAGES).resolve())
    except (ValueError, OSError):
        return picture
    return f"{IMAGES}/{inside.as_posix()}"


def placed(folder: Folder, record_id: str, picture: Picture) -> tuple[str, list[FileChange]]:
    """The path that a picture of a record gets, and the change that puts it there; none where it is there already."""
    number, name = 1, f"{IMAGES}/{record_id}{picture.suffix}"
    while True:
        path = folder.root / name
        if not os.path.lexists(path):
            return name, [FileChange(path, None, picture.data)]
        with contextlib.suppress(OSError):
            if read_bytes(path) == picture.data:
                return name, []
        number += 1
        name = f"{IMAGES}/{record_id}-{number}{picture.suffix}"


def is_there(folder: Folder, image: str) -> bool:
    """Whether a picture of the folder is where a record says it is."""
    try:
        path = folder.root / image
        return folder.astray(path) is None and path.is_file()
    except (OSError, ValueError):  # too long, or with a NUL in it
        return False


def suffix_of(data: bytes) -> str | None:
    """The ending for a picture's kind, by its first bytes; None for what is no picture that pages can show."""
    if data.startswith(b"\xff\xd8\xff"):
        return ".jpg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return ".png"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return ".gif"
    return ".webp" if data.startswith(b"RIFF") and data[8:12] == b"WEBP" else None


def _read(path: Path, typed: str) -> Picture:
    try:
        data = read_bytes(path, LARGEST, outside=True)
    except NoFileError:
        data = b""
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "no file can have such a name"
        raise UsageError(
            f'the picture "{typed}" cannot be read: {reason}', hint="write the path of a file, or a link: https://…"
        ) from None
    suffix = suffix_of(data)
    if suffix is None:
        raise UsageError(f'"{typed}" is not a picture that pages can show', hint=f"save it as {_KINDS}, and try again")
    if len(data) > LARGEST:
        raise UsageError(
            f'the picture "{typed}" is larger than {LARGEST >> 20} MiB', hint="make it smaller; pages load slowly else"
        )
    return Picture(suffix, data)
