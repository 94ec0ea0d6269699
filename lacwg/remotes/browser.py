"""The browser of whoever sits at this machine, as a program beside ours."""

from __future__ import annotations

from pathlib import Path


def show(path: Path) -> bool:
    """Shows a file in the browser; False where there is no browser."""
    return show_address(path.resolve().as_uri())


def show_address(address: str) -> bool:
    """Shows what is at an address; False where there is no browser."""
    import webbrowser

    try:
        return webbrowser.open(address)
    except (webbrowser.Error, OSError):
        return False
