"""Where the files of a folder name a record by its id, and the changes that take them along when it is renamed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from lacwg.errors import RecordError
from lacwg.records import IMAGES, Event, Record, Series
from lacwg.store.collection import Collection
from lacwg.store.disk.contents import FileChange
from lacwg.store.disk.read import UnreadableError, read_bytes, read_text
from lacwg.store.store import Store
from lacwg.store.toml.encode import seen_to_differ
from lacwg.text.renames import mentions, renamed

Touch = Callable[[Event | Series], Event | Series]
"""What is done to a record that subscribers will see differently."""


def texts(store: Store, without: Path | None = None) -> Iterator[tuple[Path, str, Collection[Any] | None, str]]:
    """Every record's file that can be read as text: its path and text, whose it is (None: the group), its id."""
    yield store.folder.group_file, store.group_text, None, "group"
    for records in store.collections:
        for record_id in records.ids():
            path = records.path(record_id)
            if path == without:
                continue
            try:
                yield path, read_text(str(path)), records, record_id
            except UnreadableError:
                continue  # nothing can be done to it; ``lacwg check`` names it


def holding(store: Store, token: str, without: Path | None = None) -> list[Path]:
    """The records' files in which a text stands whole: an id, or a picture's path."""
    pattern = _whole(token)
    return [path for path, text, _, _ in texts(store, without) if token in text and pattern.search(text)]


def _whole(token: str) -> re.Pattern[str]:
    """A pattern that finds an id, or a picture's path, where it stands whole."""
    return re.compile(rf"(?<![\w-]){re.escape(token)}(?![\w-])")


def renames(store: Store, old: str, new: str) -> dict[str, str]:
    """What gets another name with an event: its id, and the pictures that are called after it, by their paths."""
    root, pattern = store.folder.root, _whole(old)
    pictures = [each for each in store.folder.files(IMAGES)[0] if pattern.search(each.name)]
    return {old: new} | {
        each.relative_to(root).as_posix(): each.with_name(pattern.sub(new, each.name)).relative_to(root).as_posix()
        for each in pictures
    }


def changes(store: Store, names: Mapping[str, str], without: Path, touch: Touch) -> Iterator[FileChange]:
    """The changes that make the other files go by new names: what records say, and the pictures themselves.

    ``without`` is the record's own file. ``touch`` gets the events and series that subscribers will see
    differently. Raises ``RecordError`` for a file that has an old name and cannot be read.
    """
    for path, text, records, record_id in texts(store, without):
        found = mentions(text, names)
        if not found:
            continue
        after = renamed(text, found)
        if records is not None:
            was, now = (_decoded(records, record_id, each) for each in (text, after))
            if isinstance(now, Event | Series) and seen_to_differ(was, now):
                from lacwg.store.toml.edit import edited

                after = edited(after, now, touch(now))
                _decoded(records, record_id, after)
        yield FileChange(path, text, after)
    for old, new in names.items():
        if old.startswith(f"{IMAGES}/"):
            data = read_bytes(store.folder.root / old)
            yield FileChange(store.folder.root / new, None, data)
            yield FileChange(store.folder.root / old, data, None)


def _decoded(records: Collection[Record], record_id: str, text: str) -> Record:
    try:
        return records.decode(record_id, text)
    except RecordError as error:
        error.hint = f"it names what is renamed, and must be mended first\n{error.hint or ''}".rstrip()
        raise
