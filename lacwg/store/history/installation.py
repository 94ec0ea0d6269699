"""Which journal of a folder is this installation's: it is named after a random id in the user's data directory.

A host's name changes with the network. Of several users of one machine, those who have no journal in a folder share
that of whoever began it.
"""

from __future__ import annotations

import contextlib
import os
import re
from pathlib import Path
from typing import Final

from lacwg.store.disk.permissions import foreign
from lacwg.store.folder import Folder, user_folder

_ID: Final = re.compile(r"[0-9a-f]{16}")
_PATTERN: Final = "journal-*.sqlite"


def journal_path(folder: Folder) -> Path:
    """The journal to read, whether it is there or not."""
    own = _own(folder)
    if own is not None and os.path.lexists(own):
        return own
    named = _named_after_host(folder)
    return named if os.path.lexists(named) else _another_users(folder) or own or named


def journal_to_write(folder: Folder) -> Path:
    """The same, named after an id: a new one, or this user's own that was named after the host and nobody has open."""
    own = _own(folder, new=True)
    path = journal_path(folder)
    if own is None or path != _named_after_host(folder) or not _is_ours(path):
        return path  # there is nowhere to keep an id, or it has one already
    with contextlib.suppress(OSError):  # it stays as it was
        beside = [path.with_name(f"{path.name}-{each}") for each in ("journal", "wal", "shm")]
        if not any(map(os.path.lexists, beside)):
            path.rename(own)
            return own
    return path


def others(folder: Folder, own: Path) -> list[Path]:
    """The journals of other installations: a synced folder brought them along, or a machine that was set up anew."""
    return [
        path
        for path in sorted(folder.machine.glob(_PATTERN))
        if path != own and path.is_file() and not path.is_symlink()
    ]


def installation_id(*, new: bool = False) -> str | None:
    """This installation's id; None: it has none. ``new``: it gets one, where that can be kept."""
    data = user_folder()
    path = data.with_name(f"{data.name}-installation")  # beside the folder that may be shared
    try:
        if new and path.is_absolute() and not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            with contextlib.suppress(FileExistsError), path.open("x", encoding="ascii") as file:
                file.write(os.urandom(8).hex())
        name = path.read_text("ascii")
    except (OSError, UnicodeDecodeError):
        return None
    return name if _ID.fullmatch(name) else None


def _own(folder: Folder, *, new: bool = False) -> Path | None:
    """The journal of this installation; None: it has no id."""
    name = installation_id(new=new)
    return None if name is None else folder.machine / f"journal-{name}.sqlite"


def _named_after_host(folder: Folder) -> Path:
    """As it was called up to 0.2, and is where no id can be kept."""
    import platform

    name = re.sub(r"[^a-z0-9]+", "-", platform.node().partition(".")[0].lower()).strip("-")
    return folder.machine / f"journal-{name or 'machine'}.sqlite"


def _another_users(folder: Folder) -> Path | None:
    """The journal of another user of this machine, who may write to the folder: only here has a file their number."""
    if not hasattr(os, "geteuid"):  # pragma: no cover - Windows
        return None
    for path in others(folder, folder.machine):
        if not _is_ours(path) and foreign(folder.root, folder.machine, path) is None:
            return path
    return None


def _is_ours(path: Path) -> bool:
    return not hasattr(os, "geteuid") or path.lstat().st_uid == os.geteuid()
