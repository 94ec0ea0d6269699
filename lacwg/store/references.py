"""Where the files of a folder name a record by its id, and the changes that take them along when it is renamed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from lacwg.errors import RecordError
from lacwg.records import IMAGES, Event, Record, Series
from lacwg.store.disk.contents import FileChange
from lacwg.store.disk.read import UnreadableError, read_text
from lacwg.store.store import Store
from lacwg.store.toml.decode import decode

Touch = Callable[[Event | Series], Event | Series]
"""What is done to a record that subscribers will see differently."""

_ELSEWHERE: Final = r"""=[ \t]*(?P<quote>["'])https?://[^"'\s]*(?P=quote)"""
"""A field that is nothing but a web address: what somebody else's server has does not change its name."""


def replaced(text: str, old: str, new: str) -> str:
    """The text with an id in place of another one, wherever that stands whole; with its year's folder before it too."""

    def better(match: re.Match[str]) -> str:
        if match["old"] is None:
            return match[0]
        return f"{new[:4]}/{new}" if match["year"] else new

    year = re.escape(f"{old[:4]}/")
    pattern = rf"{_ELSEWHERE}|(?<![\w-])(?P<year>{year})?(?P<old>{re.escape(old)})(?![\w-])"
    return re.sub(pattern, better, text) if old in text else text


def texts(store: Store, without: Path | None = None) -> Iterator[tuple[Path, str, type[Record] | None, str]]:
    """Every record's file that can be read as text: its path, the text, its type (None: the group's) and its id."""
    yield store.folder.group_file, store.group_text, None, "group"
    for records in store.collections:
        for record_id in records.ids():
            path = records.path(record_id)
            if path == without:
                continue
            try:
                yield path, read_text(str(path)), records.type, record_id
            except UnreadableError:
                continue  # nothing can be done to it; ``lacwg check`` names it


def holding(store: Store, token: str, without: Path | None = None) -> list[Path]:
    """The records' files in which a text stands whole: an id, or a picture's path."""
    pattern = re.compile(rf"(?<![\w-]){re.escape(token)}(?![\w-])")
    return [path for path, text, _, _ in texts(store, without) if token in text and pattern.search(text)]


def renaming(store: Store, old: str, new: str, without: Path, touch: Touch) -> Iterator[FileChange]:
    """The changes that make the other files name a record by its new id: records, and pictures called after it.

    ``without`` is the record's own file. ``touch`` gets the events and series that subscribers will see
    differently. Raises ``RecordError`` for a file that names it and cannot be read.
    """
    for path, text, type_, record_id in texts(store, without):
        after = replaced(text, old, new)
        if after == text:
            continue
        if type_ is not None:
            was, now = (_decoded(store, path, each, type_, record_id) for each in (text, after))
            if isinstance(now, Event | Series) and seen(was) != seen(now):
                from lacwg.store.toml.edit import edited

                after = edited(after, now, touch(now))
                _decoded(store, path, after, type_, record_id)
        yield FileChange(path, text, after)
    root = store.folder.root
    for path in sorted((root / IMAGES).rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.is_file() and (renamed := replaced(name, old, new)) != name:
            data = path.read_bytes()
            yield FileChange(root / renamed, None, data)
            yield FileChange(path, data, None)


def seen(record: Record) -> Record:
    """The record without what no subscriber sees."""
    from msgspec.structs import replace

    return replace(record, private=type(record.private)())


def _decoded(store: Store, path: Path, text: str, type_: type[Record], record_id: str) -> Record:
    try:
        return decode(text, type_, lambda: store.folder.shown(path), record_id)
    except RecordError as error:
        error.hint = f"it names the event, and must be mended first\n{error.hint or ''}".rstrip()
        raise
