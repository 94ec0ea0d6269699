"""git as a program beside ours: run without a terminal, without hooks, and in one language."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from lacwg.errors import LacwgError

_KEPT: Final = ("GIT_SSH", "GIT_ASKPASS", "GIT_AUTHOR_", "GIT_COMMITTER_", "GIT_CONFIG")
"""What of git's variables is the user's own, by its beginning; the others would lead it to another repository."""
_SETTINGS: Final = (
    f"core.hooksPath={os.devnull}",
    "core.fsmonitor=false",
    "core.fileMode=false",  # a synced folder or another system may not keep them
    "core.quotePath=false",
    "core.safecrlf=false",
    "fetch.recurseSubmodules=false",
    "http.lowSpeedLimit=1",
    "http.lowSpeedTime=30",
)
SECONDS: Final = 600.0
"""After which git is given up: a first fetch over a slow line takes minutes."""


class GitError(LacwgError):
    """git could not do something. ``said`` is what it wrote of it."""

    def __init__(self, message: str, *, hint: str | None = None, said: str = "") -> None:
        super().__init__(message, hint=hint)
        self.said = said


def run(
    root: Path,
    arguments: Sequence[str],
    *,
    given: bytes = b"",
    variables: Mapping[str, str] | None = None,
    passing: Sequence[int] = (0,),
    seconds: float = SECONDS,
) -> tuple[int, bytes]:
    """Runs git in ``root``, and gives its exit code and what it printed.

    ``given`` is its input. Raises ``GitError`` where the code is not one of ``passing``.
    """
    settings = [part for each in _SETTINGS for part in ("-c", each)]
    try:
        ran = subprocess.run(
            ["git", *settings, *arguments],
            cwd=root,
            input=given,
            capture_output=True,
            timeout=seconds,
            check=False,
            env=_environment() | dict(variables or {}),
        )
    except FileNotFoundError:
        raise GitError("there is no git on this machine", hint="install it: https://git-scm.com") from None
    except subprocess.TimeoutExpired:
        raise GitError(f"git {arguments[0]} took longer than {seconds:.0f} seconds", hint="try again") from None
    except OSError as error:
        raise GitError(f"git cannot be started: {error.strerror}", hint="see how it is installed") from None
    if ran.returncode not in passing:
        said = ran.stderr.decode("utf-8", "replace").strip()
        raise GitError(f"git {arguments[0]}: {_short(said)}", hint=_hint(said), said=said)
    return ran.returncode, ran.stdout


def user_name() -> str | None:
    """What git calls the person at this machine (``user.name``); None without git or without a name."""
    try:
        _, said = run(Path(), ("config", "--get", "user.name"), passing=(0, 1), seconds=5)
    except GitError:
        return None
    return said.decode("utf-8", "replace").strip() or None


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name.startswith(_KEPT)}
    return kept | {"GIT_TERMINAL_PROMPT": "0", "GIT_EDITOR": "true", "LC_ALL": "C"}


def _short(said: str) -> str:
    """The line that says what went wrong, of several."""
    lines = [line for line in said.splitlines() if line.startswith(("fatal: ", "error: "))] or said.splitlines()
    return lines[0].partition(": ")[2] or lines[0] if lines else "it said nothing of why"


def _hint(said: str) -> str | None:
    if "empty ident" in said or "tell me who you are" in said or "auto-detect email" in said:
        return (
            'say who you are: git config --global user.name "Ana"\nand: git config --global user.email ana@example.org'
        )
    if "index.lock" in said:
        return "another git is at work here; where none is, it was stopped: remove the file .git/index.lock"
    if "dubious ownership" in said:
        return "the folder belongs to somebody else; git says how to allow that: git status"
    return None
