"""What stands below a data folder is read and written only where it is a plain file, in plain folders.

A link may lead anywhere, and a pipe has no end: whoever can put one there would have others' files read,
published and overwritten by those who work in the folder. Files are looked at as they are opened (``FLAGS``),
folders when they are first used.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Final

ASTRAY: Final = "this is a link, a pipe or a device: nothing is read from it, and nothing written to it"
MEND: Final = "put the file or the folder itself in its place"
# O_NONBLOCK: a pipe that stands where a file should must not be waited for
READING: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
FLAGS: Final = READING | getattr(os, "O_NOFOLLOW", 0)
"""By which what is below a data folder is opened to be read."""


def is_plain(path: str | Path) -> bool:
    """Whether a file or a folder is one itself; also where there is none, or none can be seen."""
    try:
        mode = os.lstat(path).st_mode
    except (OSError, ValueError):
        return True
    return stat.S_ISREG(mode) or stat.S_ISDIR(mode)


def first_astray(root: Path, paths: tuple[Path, ...]) -> Path | None:
    """The first of some paths below ``root``, or of the folders that lead to them, that is not plain."""
    plain = {root}
    for path in paths:
        part, below = path, []
        while part not in plain and part != part.parent:
            below.append(part)
            part = part.parent
        if part not in plain:  # it does not stand below the root
            continue
        for each in reversed(below):
            if not is_plain(each):
                return each
            plain.add(each)
    return None
