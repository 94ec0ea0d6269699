"""What people are told one time only at a machine: kept in the user's cache directory, never in the data folder."""

from __future__ import annotations

import contextlib

from lacwg.store.user_directories import user_directory


def first_time(name: str) -> bool:
    """Whether something is told for the first time, as far as that can be kept."""
    path = user_directory("cache") / "told" / name
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            path.touch(exist_ok=False)
        except FileExistsError:
            return False
    return True
