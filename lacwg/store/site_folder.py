"""What a data folder brings to its page: templates and files of the group's own, and pictures."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Final

from lacwg.errors import FolderError, RecordError
from lacwg.store import pictures
from lacwg.store.disk.plain import ASTRAY
from lacwg.store.disk.read import UnreadableError, read_bytes, read_text
from lacwg.store.folder import TEMPLATES, Folder

_ENDINGS: Final = (".html", ".css")
LARGEST: Final = 10 << 20
"""Bytes that a file of the group's own may have."""
MOST: Final = 1000
"""How many of these there may be."""


def templates(folder: Folder) -> dict[str, str]:
    """The folder's own templates and style sheet, by their names. Raises ``FolderError``."""
    return {path.name: _template_text(folder, path) for path in _files(folder) if _is_template(folder, path)}


def own_files(folder: Folder, top: str = TEMPLATES) -> dict[str, bytes]:
    """What else is in the folder of the templates, and goes out as it is: a logo, an icon, a ``CNAME``.

    By the paths below it, which are those on the page. ``top``: another folder, of what is printed. Raises
    ``FolderError``.
    """
    root = folder.root / top
    found: dict[str, bytes] = {}
    for path in _files(folder, top):
        if not _is_template(folder, path):
            if len(found) == MOST:
                raise FolderError(f"there are more than {MOST} files in it", where=folder.where(root))
            name = path.relative_to(root).as_posix()
            if not name.isprintable():  # a line end, half a character: no list of files can have it
                raise FolderError(
                    "no file that goes out can have such a name", where=folder.where(path), hint="rename it"
                )
            try:
                found[name] = read_bytes(path, LARGEST, outside=folder.embedded)
            except OSError as error:
                raise FolderError(f"it cannot be read: {error.strerror}", where=folder.where(path)) from None
            if len(found[name]) > LARGEST:
                message = f"the file is larger than {LARGEST >> 20} MiB"
                raise FolderError(message, where=folder.where(path), hint="make it smaller")
    return found


def picture(folder: Folder, image: str) -> bytes | None:
    """The bytes of a picture of the folder; None where it is not there, is no file, or is too large.

    Raises ``RecordError`` for a link.
    """
    path = folder.root / image
    folder.refuse_astray(path)
    with contextlib.suppress(OSError, ValueError):
        if len(data := read_bytes(path, pictures.LARGEST, outside=folder.embedded)) <= pictures.LARGEST:
            return data
    return None


def left_out(folder: Folder) -> list[RecordError]:
    """What in the folder of the templates is not on the page, as it may lead anywhere."""
    return folder.files(TEMPLATES)[1]


def stamps(folder: Folder) -> dict[str, tuple[int, ...]]:
    """The files of the data folder, hidden ones aside, each with what tells it from what it was."""
    found: dict[str, tuple[int, ...]] = {}
    for directory, below, names in os.walk(folder.root):
        below[:] = [each for each in below if not each.startswith(".")]
        for name in names:
            if not name.startswith(".") and not name.endswith("~"):
                path = Path(directory, name)
                with contextlib.suppress(OSError):  # it has gone
                    seen = path.lstat()
                    found[path.relative_to(folder.root).as_posix()] = seen.st_mtime_ns, seen.st_size, seen.st_ino
    return found


def _files(folder: Folder, top: str = TEMPLATES) -> list[Path]:
    """The plain files of the page's folder, by their paths. Raises ``RecordError`` where it is a link itself."""
    folder.refuse_astray(folder.root / top)
    paths, problems = folder.files(top)
    for each in problems:
        if each.message != ASTRAY:  # it cannot be read
            raise each
    return paths


def _is_template(folder: Folder, path: Path) -> bool:
    return path.suffix in _ENDINGS and path.parent == folder.root / TEMPLATES


def _template_text(folder: Folder, path: Path) -> str:
    try:
        return read_text(str(path), outside=folder.embedded)
    except UnreadableError as error:
        raise FolderError(error.message, hint=error.hint, where=folder.where(path, error.line)) from None
