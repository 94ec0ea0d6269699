"""Files that come from somebody else: what may be written into the folder, and writing it, all or nothing."""

from __future__ import annotations

import contextlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from lacwg.errors import FolderError, LacwgError, Problems
from lacwg.store import files
from lacwg.store.changes import ChangedMeanwhileError, FileChange
from lacwg.store.collection import Store
from lacwg.store.folder import GROUP_FILE, KINDS, Folder
from lacwg.store.merging.folders import kind_of

LARGEST_OTHER: Final = 50 << 20
"""Bytes that a file may have that is no record, as a picture."""
_DEVICES: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?\Z", re.IGNORECASE)
_MARK: Final = b"\xef\xbb\xbf"


class HostileNameError(LacwgError):
    """A file that must not be written here."""


def flaw_of(path: str, mode: str, size: int) -> str | None:
    """Why a file of a tree cannot be shared, if so: its path, its mode in git, or how many bytes it has."""
    if not all(map(_is_plain, path.split("/"))) or path.split("/")[0].casefold() == ".lacwg":
        return "its name leads out of the folder, or is not a plain one on every system"
    if mode not in ("100644", "100755"):
        return "it is a link, or a repository of its own"
    most = LARGEST_OTHER if kind_of(path) is None else files.LARGEST
    return f"it is larger than {most >> 10} KiB" if size > most else None


def refuse_misnamed(folder: Folder, paths: Iterable[str]) -> None:
    """Raises ``RecordError`` where a file among the records has no name of a record, as a "conflicted copy"."""
    for path in paths:
        parts = path.split("/")
        if len(parts) > 1 and parts[0] in KINDS and path.endswith(".toml") and kind_of(path) is None:
            problems = Problems()
            folder.ids((folder.root / path).parent, problems)
            for problem in problems:
                raise problem


def hostile(path: str, reason: str) -> HostileNameError:
    """The error for what the other side holds."""
    return HostileNameError(
        f'what the other side holds is not taken in: "{path}": {reason}',
        hint="nothing was changed; ask who did that to take it back (git log says who)",
    )


def refuse_names(paths: Iterable[str], others: Iterable[str]) -> None:
    """Raises ``HostileNameError`` for paths that some systems take for one of ``others``, or that clash."""
    taken = {_folded(path): path for path in others}
    folders = {parent for path in taken for parent in _parents(path)}
    if GROUP_FILE not in taken and GROUP_FILE not in (paths := list(paths)):
        raise hostile(GROUP_FILE, "it was removed, and a folder without it is no data folder")
    for path in paths:
        folded = _folded(path)
        if taken.setdefault(folded, path) != path:
            raise hostile(path, f"some systems take it for {taken[folded]}")
        folders.update(_parents(folded))
    for path in taken:
        if path in folders:
            raise hostile(taken[path], "it is a file and a folder at once")


def _is_plain(part: str) -> bool:
    return (
        0 < len(part) <= 200
        and part.isprintable()
        and not set(part) & set('\\:*?"<>|')
        and not part.endswith((".", " "))
        and not (part.casefold().startswith(".git") and part not in (".gitignore", ".gitattributes", ".gitkeep"))
        and not part.casefold().startswith("git~")
        and not _DEVICES.match(part)
    )


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", path.casefold())


def _parents(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[:number]) for number in range(1, len(parts))]


def receive(store: Store, changes: Mapping[str, tuple[bytes | None, bytes | None]]) -> None:
    """Writes files by their paths, each from what it must hold now to what it is to hold; None: there is none.

    Records are written by way of the journal. Raises ``ChangedMeanwhileError`` where a file holds something
    else, and ``FolderError`` where one cannot be written; then every file is as before.
    """
    with store.locked():
        store.recover()
        root = store.folder.root
        for name in changes:
            _refuse_links(store, name)
        texts, others = [], []
        for name, (before, after) in changes.items():
            path = root / name
            now = _bytes_of(path)
            if _plain_lines(now) != _plain_lines(before):
                raise ChangedMeanwhileError(
                    "somebody changed this file meanwhile",
                    where=store.folder.where(path),
                    hint="nothing was written; look at it and try again",
                )
            as_text = [_text_of(each) for each in (now, after)]
            if kind_of(name) is not None and all(text is not None for text in as_text):
                texts.append(
                    FileChange(path, None if now is None else as_text[0], None if after is None else as_text[1])
                )
            else:
                others.append((path, now, after))
        # what goes goes first: "Vigil.jpg" may be "vigil.jpg" on this system
        texts.sort(key=lambda each: each.after is not None)
        others.sort(key=lambda each: each[2] is not None)
        files.sweep({path.parent for path, _, _ in others})
        _write(store, texts, others)


def _write(store: Store, texts: list[FileChange], others: list[tuple[Path, bytes | None, bytes | None]]) -> None:
    done: list[tuple[Path, bytes | None, bytes | None]] = []
    try:
        for each in others:
            done.append(each)
            _put(store, each[0], each[2])
        store.write(texts)
    except BaseException:
        for path, before, _ in reversed(done):
            with contextlib.suppress(LacwgError):
                _put(store, path, before)
            if before is None:
                with contextlib.suppress(OSError):
                    path.parent.rmdir()  # only an empty one can be
        raise


def _put(store: Store, path: Path, data: bytes | None) -> None:
    with files.told(store.folder, path):
        if data is None:
            path.unlink(missing_ok=True)
        else:
            files.make_parent(store.folder, path)
            files.replace_file(path, data)


def _refuse_links(store: Store, name: str) -> None:
    path = store.folder.root
    for part in name.split("/"):
        path /= part
        if path.is_symlink():
            raise FolderError(
                "this is a link, and what it leads to is not written to",
                where=store.folder.where(path),
                hint="nothing was changed; put a file or a folder in its place",
            )


def _bytes_of(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError:
        return b""


def _plain_lines(data: bytes | None) -> bytes | None:
    """git may keep lines otherwise than the folder does (``core.autocrlf``)."""
    return None if data is None else data.replace(b"\r\n", b"\n")


def _text_of(data: bytes | None) -> str | None:
    """The text that the journal can keep; none where editors put a mark before it."""
    if data is None:
        return ""
    if data.startswith(_MARK):
        return None
    try:
        return data.decode()
    except UnicodeDecodeError:
        return None
