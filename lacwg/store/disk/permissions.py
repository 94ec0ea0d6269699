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


def foreign(root: Path, *paths: Path) -> str | None:
    """Why what stands in the folder ``root`` is not trusted as the folder is, if so: it is in others' hands.

    Those who may write to the folder are its owner and, where it may write, its group. A group is known by the
    system's list of users; somebody who is not in it (of a container, of a directory that is not reached) has
    been let in by the group, to which alone the system gives its number.
    """
    folder = root.stat()
    if os.name == "nt" or folder.st_mode & stat.S_IWOTH:  # rights are told otherwise there
        return None
    for path in paths:
        with contextlib.suppress(FileNotFoundError):
            made = path.lstat()
            shared = bool(folder.st_mode & stat.S_IWGRP)
            of_group = shared and made.st_gid == folder.st_gid
            if made.st_mode & stat.S_IWOTH or (made.st_mode & stat.S_IWGRP and not of_group):
                return "users of this machine may write to it who may not write to the folder"
            if made.st_uid in (folder.st_uid, os.geteuid(), 0):
                continue
            if not shared or not _is_in_group(made.st_uid, folder.st_gid, unknown=of_group):
                return "it belongs to a user of this machine who may not write to the folder"
    return None


def _is_in_group(user: int, group: int, *, unknown: bool) -> bool:
    """Whether a user is in a group; ``unknown``: what is taken to be so of one whom the system does not know."""
    import pwd

    try:
        known = pwd.getpwuid(user)
    except KeyError:
        return unknown
    if known.pw_name == "nobody":  # stands for all who are not known
        return unknown
    return group in os.getgrouplist(known.pw_name, known.pw_gid)


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
