"""typst, which sets a page, in a process of its own: what a template does there ends with it.

It reads what is in one folder, and no more. No network either, as it would ask for packages there.
"""

from __future__ import annotations

import importlib.util
import json
import os
import shlex
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from lacwg.errors import LacwgError

PATIENCE: Final = 20
"""Seconds for one document."""
_MEMORY: Final = 2 << 30
_NOWHERE: Final = "http://127.0.0.1:9"
"""The port that discards what it gets: nothing listens there."""


class TypesettingError(LacwgError):
    """What typst says of a template, and where in it, as far as it knows."""

    def __init__(self, message: str, hints: Sequence[str] = (), template: str = "", line: int | None = None) -> None:
        super().__init__(message, hint="\n".join(hints) or None)
        self.template, self.line = template, line


def refuse_missing() -> None:
    """Raises ``LacwgError`` where typst is not installed."""
    if importlib.util.find_spec("typst") is None:
        raise LacwgError(
            "to make a PDF, typst is needed, which is not installed",
            hint=f"install it: {shlex.quote(sys.executable)} -m pip install 'typst>=0.15.2,<0.16'",
            code="missing-extra",
        )


def pdf(root: Path, template: str) -> bytes:
    """The PDF (PDF/UA-1) that a template makes of the files beside it; the same files give the same bytes.

    Raises ``TypesettingError``.
    """
    names = ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
    environment = {**os.environ, **dict.fromkeys(names, _NOWHERE), "no_proxy": "", "NO_PROXY": ""}
    order = [sys.executable, "-P", "-m", __name__, template]
    try:
        done = subprocess.run(order, capture_output=True, timeout=PATIENCE, cwd=root, env=environment, check=False)
    except subprocess.TimeoutExpired:
        raise TypesettingError(f"it was not done within {PATIENCE} seconds", template=template) from None
    if done.returncode == 0:
        return done.stdout
    try:
        told = json.loads(done.stdout)
    except ValueError:  # its memory was not enough, or somebody ended it
        raise TypesettingError(f"typst ended with {done.returncode}", template=template) from None
    raise TypesettingError(**told)


def _set(template: str) -> None:
    """What the process of its own does, in the folder of the template; the PDF, or what is wrong, goes out."""
    import typst

    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    except (ImportError, ValueError, OSError):
        pass  # a system without such limits
    here = os.getcwd()  # noqa: PTH109 - typst wants a text
    try:
        made = typst.compile(
            template, format="pdf", pdf_standards=["ua-1"], timestamp=0, ignore_system_fonts=True,
            root=here, package_path=here, package_cache_path=here,
        )  # fmt: skip
    except (typst.TypstError, RuntimeError) as error:
        shown = (getattr(error, "diagnostic", None) or "").partition("┌─ ")[2].partition("\n")[0]
        file, line, _ = shown.rsplit(":", 2) if shown.count(":") > 1 else (template, "", "")
        told = {
            "message": getattr(error, "message", str(error)).partition(" (searched at ")[0],
            "hints": [each for each in getattr(error, "hints", []) if "--root" not in each],
            "template": file.replace("\\", "/").removeprefix("/"),
            "line": int(line) if line.isdecimal() else None,
        }
        json.dump(told, sys.stdout)
        sys.exit(1)
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    _set(sys.argv[1])
