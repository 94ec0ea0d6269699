"""Files that come from somebody else: what may be written into the folder, and writing it, all or nothing."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from lacwg import kinds
from lacwg.errors import LacwgError
from lacwg.store.disk.contents import MARK, Content, FileChange, bytes_at, text_of
from lacwg.store.folder import TOPS, Folder, folders_above, is_shared
from lacwg.store.history.transaction import ChangedMeanwhileError
from lacwg.store.merge.folders import File
from lacwg.store.shared_files import most_bytes
from lacwg.store.store import Store
from lacwg.text.controls import quoted
from lacwg.text.fold import fold_file_name, is_device

MOST_FILES: Final = 300_000
MOST_BYTES: Final = 2 << 30
DEEPEST: Final = 8
"""What a repository may hold, files that are not ours included; and how many folders one in the other."""
_TOPS: Final = frozenset(map(fold_file_name, TOPS))


class HostileNameError(LacwgError):
    """A file that must not be written here."""


def bounded(listed: Iterable[tuple[str, str, str, int]]) -> dict[str, File]:
    """The files of a tree, by their paths. Raises ``HostileNameError``, before all is read, where they are too many."""
    found: dict[str, File] = {}
    total = 0
    for path, mode, name, size in listed:
        total += max(0, size)
        if path in found:
            raise hostile(path, "it is there twice")
        if path.count("/") > DEEPEST:
            raise hostile(path, f"it lies deeper than {DEEPEST} folders")
        if len(found) == MOST_FILES or total > MOST_BYTES:
            raise HostileNameError(
                f"the repository holds more than {MOST_FILES:,} files or {MOST_BYTES >> 30} GiB",
                hint="nothing was changed; move what is not the group's to a repository of its own",
            )
        found[path] = File(mode, name, size)
    return found


def flaw_of(path: str, file: File) -> str | None:
    """Why a file of a tree cannot be shared, if so. What is not ours is not written, and only its name counts."""
    parts = path.split("/")
    ours = fold_file_name(parts[0]) in _TOPS
    if not all(map(_is_plain if ours else _is_safe, parts)) or fold_file_name(parts[0]) == ".lacwg":
        return "its name leads out of the folder, or is not a plain one on every system"
    if ours and file.mode not in ("100644", "100755"):
        return "it is a link, or a repository of its own"
    if is_shared(path) and file.size > (most := most_bytes(path)):
        return f"it is larger than {most >> 10} KiB"
    return None


def refuse_misnamed(folder: Folder, paths: Iterable[str]) -> None:
    """Raises ``RecordError`` where a file among the records has no name of a record, as a "conflicted copy"."""
    for path in paths:
        parts = path.split("/")
        of_records = any(kind.folder == parts[0] for kind in kinds.KINDS)
        if len(parts) > 1 and of_records and path.endswith(".toml") and kinds.of_path(path) is None:
            for problem in folder.ids((folder.root / path).parent)[1]:
                raise problem


def hostile(path: str, reason: str) -> HostileNameError:
    """The error for what the other side holds."""
    return HostileNameError(
        f"what the other side holds is not taken in: {quoted(path)}: {reason}",
        hint="nothing was changed; ask who did that to take it back (git log says who)",
    )


def refuse_names(paths: Iterable[str], others: Iterable[str]) -> None:
    """Raises ``HostileNameError`` for paths that some systems take for one of ``others``, or that clash."""
    taken = {fold_file_name(path): path for path in others}
    if kinds.GROUP_FILE not in taken and kinds.GROUP_FILE not in (paths := list(paths)):
        raise hostile(kinds.GROUP_FILE, "it was removed, and a folder without it is not a data folder")
    for path in paths:
        folded = fold_file_name(path)
        if taken.setdefault(folded, path) != path:
            raise hostile(path, f"some systems take it for {taken[folded]}")
    above = folders_above(taken)
    for path, name in taken.items():
        if path in above:
            raise hostile(name, "it is a file and a folder at once")


def _is_safe(part: str) -> bool:
    folded = part.casefold()
    return (
        part.isprintable()
        and "\\" not in part
        and folded.rstrip(". ") not in ("", ".git")
        and not folded.startswith("git~")
    )


def _is_plain(part: str) -> bool:
    return (
        _is_safe(part)
        and len(part) <= 200
        and not set(part) & set(':*?"<>|')
        and not part.endswith((".", " "))
        and not is_device(part)
    )


def missing(root: Path, paths: Iterable[str]) -> list[str]:
    """Those of some files that are not there."""
    return [path for path in paths if not os.path.lexists(root / path)]


def receive(store: Store, changes: Mapping[str, tuple[bytes | None, bytes | None]]) -> None:
    """Writes files by their paths, each from what it must hold now to what it is to hold; None: there is none.

    All of them are one entry of the journal. Raises ``ChangedMeanwhileError`` where a file holds something
    else, and ``FolderError`` where one cannot be written; then every file is as before.
    """
    with store.locked():
        store.recover()
        root = store.folder.root
        store.folder.refuse_astray(*(root / name for name in changes))
        received = []
        for name, (before, after) in changes.items():
            path = root / name
            now = bytes_at(path)
            if _plain_lines(now) != _plain_lines(before):
                raise ChangedMeanwhileError(
                    "somebody changed this file meanwhile" if before is not None else "there is such a file already",
                    where=store.folder.where(path),
                    hint="nothing was written; look at it and try again"
                    + ("" if before is not None else "\nif git ignores it, rename it, or see .gitignore"),
                )
            received.append(FileChange(path, *_in_one_form(name, now, after)))
        # what goes goes first: a folder may come where a file was
        received.sort(key=lambda each: each.after is not None)
        store.write(received)


def _in_one_form(name: str, now: bytes | None, after: bytes | None) -> tuple[Content, Content]:
    """Both as text where they are of a record, and writing the text gives just these bytes; else as bytes.

    The mark before UTF-8 stays where the file has it, and is not written where it has none.
    """
    both = [each for each in (now, after) if each is not None]
    marks = {each.startswith(MARK) for each in both}
    if kinds.of_path(name) is None or marks == {True, False} or (marks == {True} and len(both) == 1):
        return now, after
    texts = text_of(now), text_of(after)
    return texts if all(text is not None for text in map(text_of, both)) else (now, after)


def _plain_lines(data: bytes | None) -> bytes | None:
    """git may keep lines otherwise than the folder does (``core.autocrlf``)."""
    return None if data is None else data.replace(b"\r\n", b"\n")
