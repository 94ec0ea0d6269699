"""The folder's files that are shared, as they stand: each by the name that git gives to what it holds, unaltered."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Final

from lacwg import kinds
from lacwg.errors import RecordError, Where
from lacwg.store.disk.plain import ASTRAY, MEND
from lacwg.store.disk.read import LARGEST, NoFileError, read_bytes
from lacwg.store.folder import Folder, is_shared
from lacwg.store.history.transaction import ChangedMeanwhileError
from lacwg.store.merge.folders import File

LARGEST_OTHER: Final = 50 << 20
"""Bytes that a file may have that is no record, as a picture."""
_LARGEST_IGNORE: Final = 1 << 16
_MODES: Final = ("100644", "100755")
_MODULE: Final = "160000"
"""The mode of a repository within this one, which nobody here touches."""


def most_bytes(path: str) -> int:
    """How many bytes a file of the folder may have."""
    if path.endswith(".gitignore"):
        return _LARGEST_IGNORE  # each line of it is held against each file
    return LARGEST_OTHER if kinds.of_path(path) is None else LARGEST


def blob_name(data: bytes, algorithm: str) -> str:
    """What git calls a blob."""
    made = hashlib.new(algorithm, b"blob %d\0" % len(data), usedforsecurity=False)
    made.update(data)
    return made.hexdigest()


class SharedFiles:
    """What of the folder goes to the others, where ``was`` is as they have it; ``read``: what a blob holds."""

    def __init__(self, folder: Folder, was: Mapping[str, File], read: Callable[[str], bytes], algorithm: str) -> None:
        self.folder, self.was, self.read, self.algorithm = folder, was, read, algorithm

    def files(self, candidates: Mapping[str, bool]) -> dict[str, File]:
        """The files as they are to be: ours as they stand, and what is not ours, or in git alone, as it was.

        ``candidates``: the names that git sees, and of which it knows that they are in git alone.
        """
        shared = {name: is_shared(name) for name in {*candidates, *self.was}}
        found = {path: file for path, file in self.was.items() if not shared[path]}
        names = [name for name, ours in shared.items() if ours]
        root = self.folder.root
        self.folder.refuse_astray(*(root / parent for parent in {name.rpartition("/")[0] for name in names} if parent))
        for name in names:
            data, was = self._data(name), self.was.get(name)
            if data is None and was is not None and (was.mode == _MODULE or candidates.get(name)):
                found[name] = was
            elif data is not None:
                mode = was.mode if was is not None and was.mode in _MODES else _MODES[0]
                found[name] = File(mode, blob_name(data, self.algorithm), len(data))
        return found

    def data(self, path: str, file: File) -> bytes:
        """What a file holds. Raises ``ChangedMeanwhileError`` where that is no longer what it was named by."""
        data = self._data(path)
        if data is None or blob_name(data, self.algorithm) != file.blob:
            raise ChangedMeanwhileError(
                "somebody changed this file meanwhile", where=self._where(path), hint="try again"
            )
        return data

    def _where(self, name: str) -> Where:
        return self.folder.where(self.folder.root / name)

    def _data(self, name: str) -> bytes | None:
        try:
            data = read_bytes(f"{self.folder.root}/{name}", most_bytes(name))
        except NoFileError:
            raise RecordError(ASTRAY, where=self._where(name), hint=MEND) from None
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None
        except OSError as error:
            raise RecordError(
                f"the file cannot be read: {error.strerror}", where=self._where(name), hint="see who may read it"
            ) from None
        return self._with_lines_as_kept(name, data)

    def _with_lines_as_kept(self, name: str, data: bytes) -> bytes:
        """The same; a text that has the line ends of Windows here alone (``core.autocrlf``) has those of git."""
        was = self.was.get(name)
        if was is None or b"\r\n" not in data or b"\0" in data or blob_name(data, self.algorithm) == was.blob:
            return data
        plain = data.replace(b"\r\n", b"\n")
        kept = blob_name(plain, self.algorithm) == was.blob or b"\r\n" not in self.read(was.blob)
        return plain if kept else data
