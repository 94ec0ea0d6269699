"""What was imported on this machine: which record each entry of a file became, and what the file said of it.

It stands in ``.lacwg/imports.json``, as digests: no word of anybody is in it but records' ids. The folder
works without it; then whatever differs counts as changed by the file.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Iterator, Mapping
from typing import Final

import msgspec

from lacwg import kinds
from lacwg.errors import FolderError
from lacwg.records import is_id
from lacwg.store.disk.read import read_bytes
from lacwg.store.disk.write import replace_file
from lacwg.store.folder import Folder

FILE: Final = "imports.json"
LARGEST: Final = 256 << 20


class Imported(msgspec.Struct, frozen=True, array_like=True):
    """An entry of a file as it was last taken over."""

    kind: str
    """The name of its kind."""
    id: str
    digest: str
    """Of the entry as it stood in the file."""
    said: dict[str, str]
    """What it said of each part of the record, as digests."""


class _Kept(msgspec.Struct, frozen=True):
    version: int
    entries: dict[str, Imported]


class Imports(Mapping[str, str]):
    """The entries by their keys. As a mapping: a key to the digest that its entry had."""

    def __init__(self, entries: dict[str, Imported]) -> None:
        self._entries = entries

    def __getitem__(self, key: str) -> str:
        return self._entries[_hidden(key)].digest

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def entry(self, key: str) -> Imported | None:
        """What is known of an entry."""
        return self._entries.get(_hidden(key))

    def add(self, key: str, entry: Imported) -> None:
        """Keeps an entry in place of what was known of it."""
        self._entries[_hidden(key)] = entry

    def save(self, folder: Folder) -> None:
        """Writes the file. Where that cannot be done, nothing is known the next time."""
        data = msgspec.json.encode(_Kept(1, self._entries))
        with contextlib.suppress(OSError, FolderError):
            replace_file(folder.machine / FILE, data, sync=False)


def load(folder: Folder) -> Imports:
    """What was imported; nothing where the file is not there, or is none. Raises ``RecordError`` for a link."""
    try:
        path = folder.machine / FILE
        folder.refuse_astray(path)
        kept = msgspec.json.decode(read_bytes(path, LARGEST), type=_Kept)  # of a longer one the end is not there
        if kept.version == 1:
            known = {kind.name for kind in kinds.KINDS}
            return Imports({key: each for key, each in kept.entries.items() if each.kind in known and is_id(each.id)})
    except (OSError, msgspec.DecodeError):
        pass
    return Imports({})


def forget(folder: Folder, gone: Callable[[str, str], bool]) -> None:
    """Takes records out of what is known, as if they had never been imported; ``gone`` is asked by kind and id."""
    known = load(folder)
    kept = {key: each for key, each in known._entries.items() if not gone(each.kind, each.id)}
    if len(kept) < len(known):
        Imports(kept).save(folder)


def _hidden(key: str) -> str:
    return hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=10).hexdigest()
