"""Who of the machine's users may write what is kept beside the records."""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path
from typing import Final

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
