"""Who else is at work on this machine."""

from __future__ import annotations

import os


def is_another(number: str) -> bool:
    """Whether another process than this one has the number ``number`` and runs, as far as can be told."""
    if os.name == "nt" or not number.isdecimal():  # pragma: no cover - there, asking would end it
        return True
    try:
        os.kill(int(number), 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return int(number) != os.getpid()
