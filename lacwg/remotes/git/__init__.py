"""git, as a program beside ours: the only place that runs it."""

from __future__ import annotations

import subprocess


def user_name() -> str | None:
    """What git calls the person at this machine (``user.name``); None without git or without a name."""
    try:
        asked = subprocess.run(
            ["git", "config", "--get", "user.name"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=5,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return asked.stdout.decode("utf-8", "replace").strip() or None
