"""What was made of the records outside their folder, on this machine, as far as it can be found again."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from lacwg.errors import FAULT_FILE
from lacwg.store import known_places
from lacwg.store.disk.read import read_bytes
from lacwg.store.folder import Folder
from lacwg.store.site_deploy import MARKER
from lacwg.text import content_lines

_EXPORTED: Final = frozenset(
    {".ics", ".csv", ".vcf", ".json", ".jsonld", ".eml", ".md", ".markdown", ".html", ".txt", ".xml"}
)
_LARGEST: Final = 16 << 20


def faults() -> Iterator[tuple[Path, str]]:
    """This user's files with the tracebacks of what nobody foresaw (see ``app``), and what they hold."""
    with contextlib.suppress(OSError):
        for path in sorted(Path(tempfile.gettempdir()).glob(f"{FAULT_FILE}*.txt")):
            if not hasattr(os, "geteuid") or path.lstat().st_uid == os.geteuid():
                yield from read(path)


def pages(folder: Folder, output: str | None) -> Iterator[tuple[Path, Iterator[tuple[Path, str]]]]:
    """The pages that were built where one is, beside the folder, or where somebody agreed that they be put.

    Each with its files and what these hold. ``output``: where the group's file says that the page is.
    """
    named = [] if output is None else [Path(os.path.normpath(folder.root / output))]
    agreed = [path for path in map(Path, known_places.places()) if path.is_absolute()]
    for path in dict.fromkeys([*_beside(folder), *named, *agreed]):
        if path.is_dir() and (path / MARKER).is_file():
            yield path, (each for file in sorted(path.rglob("*")) if file.suffix in _EXPORTED for each in read(file))


def exported(folder: Folder) -> Iterator[tuple[Path, str]]:
    """The files there that may be exported ones, by the ends of their names, and what they hold."""
    for path in _beside(folder):
        if path.suffix.lower() in _EXPORTED:
            yield from read(path)


def _beside(folder: Folder) -> Iterator[Path]:
    """What stands where one is and beside the folder, but for the folder itself and what is in it."""
    with contextlib.suppress(OSError):
        inside = folder.root.resolve()
        for directory in sorted({Path.cwd(), inside.parent}):
            yield from (each for each in sorted(directory.iterdir()) if inside not in (each, *each.parents))


def read(path: Path) -> Iterator[tuple[Path, str]]:
    """A plain file and what it holds, as people read it; nothing of one that is none, or cannot be read."""
    with contextlib.suppress(OSError):
        if stat.S_ISREG(path.lstat().st_mode):
            text = read_bytes(path, _LARGEST).decode("utf-8", "replace")
            if text.startswith("BEGIN:V"):
                text = content_lines.unescaped("\n".join(line for _, line in content_lines.unfolded(text.splitlines())))
            yield path, text
