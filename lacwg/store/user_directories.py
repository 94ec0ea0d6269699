"""Where this user's own files are, outside of every data folder."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import Final, Literal

Purpose = Literal["cache", "config", "state"]

_LINUX: Final[dict[Purpose, tuple[str, str]]] = {
    "cache": ("XDG_CACHE_HOME", "~/.cache"),
    "config": ("XDG_CONFIG_HOME", "~/.config"),
    "state": ("XDG_STATE_HOME", "~/.local/state"),
}


def user_directory(purpose: Purpose) -> Path:
    """The user's directory for what can be made again, for what they have set, or for what was noted on the way.

    On Linux as platformdirs has it, which takes longer to load than the rest of a look. On macOS and Windows all but
    the cache share one place with the user's data, in which the data folder may be: what was noted is hidden there.
    """
    if sys.platform != "linux":
        import platformdirs

        found = platformdirs.PlatformDirs("lacwg", appauthor=False)
        return {
            "cache": found.user_cache_path,
            "config": found.user_config_path,
            "state": found.user_state_path / ".lacwg",
        }[purpose]
    variable, usual = _LINUX[purpose]
    return Path(os.environ.get(variable, "").strip() or Path(usual).expanduser()) / "lacwg"


def first_time(name: str) -> bool:
    """Whether people are told something for the first time at this machine, as far as that can be kept."""
    path = user_directory("cache") / "told" / name
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            path.touch(exist_ok=False)
        except FileExistsError:
            return False
    return True
