"""rsync as a program beside ours, which puts files into a folder of a web server. Only this runs it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from lacwg.errors import LacwgError, UnreachableError

SECONDS: Final = 3600.0
"""After which it is given up."""
_PARTLY: Final = 23
"""The exit code where something was not there, or could not be read."""
_VANISHED: Final = 24
"""That where a folder is no longer in the source, of a file that is to go."""


def fetch(target: str, name: str, into: Path) -> None:
    """Brings a file from a folder, if it is there. Raises ``LacwgError``."""
    _run("--ignore-missing-args", "--max-size=10m", "--", f"{target.rstrip('/')}/{name}", f"{into}/", passing=_PARTLY)


def put(source: Path, paths: Iterable[str], target: str, *, dry_run: bool) -> dict[str, str]:
    """Makes files of a folder be as they are in ``source``: of those that are not there, none. No other is touched.

    Gives what rsync did, or would do, with those that were otherwise: its codes, by their paths. Raises ``LacwgError``.
    """
    said = _run(
        *(["--dry-run"] if dry_run else []), "--checksum", "--chmod=D755,F644", "--out-format=%i %n",
        "--files-from=-", "--from0", "--no-implied-dirs", "--delete-missing-args", "--",
        f"{source}/", f"{target.rstrip('/')}/",
        given="\0".join(paths).encode(), passing=_VANISHED,
    )  # fmt: skip
    return {line[12:].strip(): line[:11] for line in said.splitlines() if line[:2] in ("<f", ">f", "*d")}


def _run(*arguments: str, given: bytes = b"", passing: int = 0) -> str:
    """What it prints. The other side's shell sees no name (-s); what it says is in one language, names as they are."""
    try:
        ran = subprocess.run(
            ["rsync", "-s", "-8", *arguments], input=given, capture_output=True, check=False, timeout=SECONDS,
            env=os.environ | {"LC_ALL": "C"},
        )  # fmt: skip
    except FileNotFoundError:
        raise LacwgError("there is no rsync on this machine", hint="install it, version 3.1 or later") from None
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UnreachableError(f"rsync: {error}", hint="try again") from None
    if ran.returncode not in (0, passing):
        said = ran.stderr.decode("utf-8", "replace").strip().splitlines()
        raise UnreachableError(
            f"rsync: {said[0][:300] if said else ran.returncode}",
            hint="see the address, and whether you can sign in there by ssh",
        )
    return ran.stdout.decode("utf-8", "replace")
