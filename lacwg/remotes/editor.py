"""The editor that people have set, as a program beside ours."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from pathlib import Path

from lacwg.errors import LacwgError, UsageError

_USUAL = ("sensible-editor", "nano", "vi", "notepad")


def is_set() -> bool:
    """Whether somebody has said which editor is theirs."""
    return _named() is not None


def edit(path: Path) -> None:
    """Opens a file in ``$VISUAL``, ``$EDITOR`` or a usual editor, and waits until that is closed.

    Raises ``LacwgError`` where there is none, or where it says that something went wrong.
    """
    command = _command()
    try:
        ended = subprocess.run([*command, str(path)], check=False).returncode
    except OSError as error:
        raise LacwgError(
            f"the editor {command[0]} cannot be started: {error.strerror}",
            hint="say which one is yours: EDITOR=nano, or another",
        ) from None
    if ended != 0:
        raise LacwgError(f"the editor {command[0]} ended with {ended}", hint="nothing was saved; try again")


def _named() -> str | None:
    """What they have set, where it names a program: neither nothing nor a pair of quotes."""
    said = (os.environ.get(name, "").strip() for name in ("VISUAL", "EDITOR"))
    return next((each for each in said if each.strip("\"' \t")), None)


def _command() -> list[str]:
    if named := _named():
        try:
            words = shlex.split(named, posix=os.name != "nt")
        except ValueError:
            raise UsageError(f"EDITOR has quotes that are not closed: {named}", hint="close them") from None
        program, *options = [word.strip('"') for word in words] if os.name == "nt" else words
        return [shutil.which(program) or program, *options]  # Windows starts "code" by that alone, which is code.cmd
    for usual in _USUAL:
        if found := shutil.which(usual):
            return [found]
    raise LacwgError("there is no editor", hint="say which one is yours: EDITOR=nano, or another")
