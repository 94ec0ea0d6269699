"""The pager that people have set, for what is longer than their screen."""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import subprocess
from typing import Final

USUAL: Final = "less"
_NONE: Final = ("", "cat")
"""Pagers that are none."""
_USUAL_VARIABLES: Final = {"LESS": "FRX", "LV": "-c", "LESSCHARSET": "utf-8"}
"""Colours are let through, and what fits after all stays on the screen."""


def show(text: str, named: str) -> bool:
    """Shows a text in the pager ``named``, until people leave it; False where there is none such."""
    try:
        words = [word.strip('"') for word in shlex.split(named, posix=os.name != "nt")]
    except ValueError:  # quotes that are not closed
        return False
    if not words or words[0] in _NONE or (program := shutil.which(words[0])) is None:
        return False
    try:
        pager = subprocess.Popen([program, *words[1:]], stdin=subprocess.PIPE, env=_USUAL_VARIABLES | os.environ)
    except OSError:
        return False
    with contextlib.suppress(OSError, KeyboardInterrupt):  # they have seen enough
        pager.communicate(text.encode("utf-8", "backslashreplace"))
    while True:
        try:
            pager.wait()
        except KeyboardInterrupt:  # it is the pager's to answer
            continue
        return True
