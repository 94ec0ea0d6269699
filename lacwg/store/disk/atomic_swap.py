"""Two folders that change places at once, where the system can do that.

With one rename away and another one in there is a moment without either, in which a web server would find nothing.
Linux has a call for it (renameat2(2), since 3.15); the C library may lack it, and not every file system can.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

_AT_FDCWD: Final = -100
"""Paths are from the working directory (fcntl.h)."""
_EXCHANGE: Final = 2
"""RENAME_EXCHANGE (linux/fs.h)."""


def exchange(one: Path, other: Path) -> bool:
    """Lets two folders of one file system change places; False where that cannot be done: both are as they were."""
    if sys.platform != "linux":  # pragma: no cover
        return False
    import ctypes

    try:
        call = ctypes.CDLL(None).renameat2
    except (OSError, AttributeError):
        return False
    call.argtypes = [ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint]
    done: int = call(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _EXCHANGE)
    return done == 0
