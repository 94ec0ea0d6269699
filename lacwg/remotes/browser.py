"""The browser of whoever sits at this machine, as a program beside ours."""

from __future__ import annotations

from pathlib import Path


def show(path: Path) -> bool:
    """Shows a file in the browser; False where there is none."""
    import webbrowser

    try:
        return webbrowser.open(path.resolve().as_uri())
    except (webbrowser.Error, OSError):
        return False
