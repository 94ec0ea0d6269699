"""Who of the machine's users may read and write what is in the folder."""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path
from typing import Final

from lacwg.store.folder import Folder

_GROUP: Final = stat.S_IRGRP | stat.S_IWGRP
_GROUP_OF_FOLDER: Final = stat.S_IRWXG | stat.S_ISGID


def share(root: Path, path: Path) -> None:
    """Gives the group that may write to the folder ``root`` the same right to ``path``, which was just made.

    What is new belongs to whoever made it, and without this only they could write from then on. Where the folder
    is one user's alone, nothing is given to anybody.
    """
    if os.name == "nt":  # pragma: no cover - rights are told otherwise there
        return
    with contextlib.suppress(OSError):  # who may not give it away keeps it
        folder, made = root.stat(), path.stat()
        if not folder.st_mode & stat.S_IWGRP:
            return
        if made.st_gid != folder.st_gid:
            os.chown(path, -1, folder.st_gid)
        more = _GROUP_OF_FOLDER if stat.S_ISDIR(made.st_mode) else _GROUP
        path.chmod(stat.S_IMODE(made.st_mode) | more)


def may_write(path: Path) -> bool:
    """Whether this user may write to a file, and make others beside it."""
    return os.access(path, os.R_OK | os.W_OK) and os.access(path.parent, os.W_OK | os.X_OK)


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
    with folder.writing(path):
        path.chmod(path.stat().st_mode & ~stat.S_IRWXO)
