"""Places that others' words have named and this person has agreed to: kept on this machine, outside of every folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from lacwg.store.disk.write import replace_file
from lacwg.store.user_directories import user_directory


def is_known(place: str) -> bool:
    """Whether somebody here has agreed to a place before: an address, a folder."""
    return place in places()


def places() -> list[str]:
    """All of them."""
    try:
        return _path().read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return []


def remember(place: str) -> None:
    """Notes that somebody has agreed. Where that cannot be kept, they are asked again."""
    if is_known(place):
        return
    try:
        _path().parent.mkdir(parents=True, exist_ok=True)
        with _path().open("a", encoding="utf-8") as file:
            file.write(f"{place}\n")
    except (OSError, UnicodeEncodeError):
        return


def forget(gone: Callable[[str], bool]) -> None:
    """Takes places out. Raises ``OSError``."""
    kept = [place for place in places() if not gone(place)]
    if len(kept) < len(places()):
        replace_file(_path(), "".join(f"{place}\n" for place in kept))


def _path() -> Path:
    return user_directory("state") / "known-places"
