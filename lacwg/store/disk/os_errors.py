"""Errors of the system, as people are told them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from lacwg.errors import FolderError
from lacwg.store.folder import Folder


@contextlib.contextmanager
def os_errors_as_folder_errors(folder: Folder, path: Path) -> Iterator[None]:
    """Turns an error of the system, met while ``path`` is written, into one of ours."""
    try:
        yield
    except OSError as error:
        raise unwritable(folder, path, error) from None


def unwritable(folder: Folder, path: Path, error: OSError) -> FolderError:
    """The error for a file of the folder that cannot be written."""
    return FolderError(
        f"could not be written: {error.strerror}",
        where=folder.where(path),
        hint="nothing was changed; make room, or see who may write there",
    )
