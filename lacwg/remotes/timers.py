"""What this machine starts by itself: the timers of systemd, the crontab and launchd's jobs of whoever asks."""

from __future__ import annotations

import subprocess

_ASKED = (
    ["systemctl", "--user", "list-timers", "--all", "--no-legend", "--no-pager", "--plain"],
    ["crontab", "-l"],
    ["launchctl", "list"],
)


def naming(word: str) -> list[str]:
    """The lines that name a program. None where the machine has neither, or does not answer."""
    found = []
    for asked in _ASKED:
        try:
            ran = subprocess.run(asked, capture_output=True, timeout=5, check=False, stdin=subprocess.DEVNULL)
        except (OSError, subprocess.TimeoutExpired):
            continue
        lines = ran.stdout.decode("utf-8", "replace").splitlines() if ran.returncode == 0 else []
        found += [" ".join(line.split()) for line in lines if word in line and not line.lstrip().startswith("#")]
    return found
