"""What a data folder brings to its page: templates and files of the group's own, and pictures."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from lacwg.errors import FolderError
from lacwg.store import pictures
from lacwg.store.disk.read import UnreadableError, read_text
from lacwg.store.folder import TEMPLATES, Folder

_ENDINGS: Final = (".html", ".css")
LARGEST: Final = 10 << 20
"""Bytes that a file of the group's own may have."""
MOST: Final = 1000
"""How many of these there may be."""


def templates(folder: Folder) -> dict[str, str]:
    """The folder's own templates and style sheet, by their names. Raises ``FolderError``."""
    return {path.name: _template_text(folder, path) for path in _files(_root(folder)) if _is_template(folder, path)}


def own_files(folder: Folder) -> dict[str, bytes]:
    """What else is in the folder of the templates, and goes out as it is: a logo, an icon, a ``CNAME``.

    By the paths below it, which are those on the page. Raises ``FolderError``.
    """
    root = _root(folder)
    found: dict[str, bytes] = {}
    for path in _files(root):
        if not _is_template(folder, path):
            if len(found) == MOST:
                raise FolderError(f"there are more than {MOST} files for the page", where=folder.where(root))
            name = path.relative_to(root).as_posix()
            if not name.isprintable():  # a line end, half a character: no list of files can have it
                raise FolderError("no file of a page can have such a name", where=folder.where(path), hint="rename it")
            try:
                if path.stat().st_size > LARGEST:
                    message = f"the file is larger than {LARGEST >> 20} MiB"
                    raise FolderError(message, where=folder.where(path), hint="make it smaller")
                found[name] = path.read_bytes()
            except OSError as error:
                raise FolderError(f"it cannot be read: {error.strerror}", where=folder.where(path)) from None
    return found


def picture(folder: Folder, image: str) -> bytes | None:
    """The bytes of a picture of the folder; None where it is not there, is no file, or is too large."""
    with contextlib.suppress(OSError, ValueError):
        path = folder.root / image
        if path.is_file() and path.stat().st_size <= pictures.LARGEST:
            return path.read_bytes()
    return None


def _root(folder: Folder) -> Path:
    """The folder of the templates. Raises ``FolderError`` for a link: others, too, may write it."""
    root = folder.root / TEMPLATES
    if root.is_symlink():
        raise FolderError(
            "it is a link, which may lead anywhere, and what is in it would be on the page",
            where=folder.where(root),
            hint="make a folder of it, and put the files themselves there",
        )
    return root


def _files(root: Path) -> Iterator[Path]:
    """The plain files below a folder, by their paths; hidden ones are nobody's business, links lead elsewhere."""
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        for path in sorted(root.iterdir()):
            if path.name.startswith(".") or path.name.endswith("~") or path.is_symlink():
                continue
            if path.is_dir():
                yield from _files(path)
            elif path.is_file():
                yield path


def _is_template(folder: Folder, path: Path) -> bool:
    return path.suffix in _ENDINGS and path.parent == folder.root / TEMPLATES


def _template_text(folder: Folder, path: Path) -> str:
    try:
        return read_text(str(path))
    except UnreadableError as error:
        raise FolderError(error.message, hint=error.hint, where=folder.where(path, error.line)) from None
