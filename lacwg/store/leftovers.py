"""What earlier versions have left in the user's caches, and none needs any more."""

from __future__ import annotations

import contextlib
from pathlib import Path


def clear_away() -> None:
    """Removes what 0.1 kept of the pages that it built: it had their words in it, and who is named there."""
    import platformdirs

    directory = Path(platformdirs.user_cache_dir("lacwg", appauthor=False)) / "site"
    with contextlib.suppress(OSError):
        if directory.is_symlink() or not directory.is_dir():
            return
        for path in (*directory.glob("*.msgpack"), *directory.glob(".*.msgpack.*.tmp")):
            path.unlink(missing_ok=True)
        directory.rmdir()
