"""Where other records name a contact by its id."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from lacwg.errors import LacwgError, RecordError, Where
from lacwg.records import Group, MeetingRecord
from lacwg.store.disk.contents import FileChange
from lacwg.store.store import Store
from lacwg.store.toml.decode import decode

KEYS = frozenset({"chair", "present", "who"})
"""The keys that hold a contact's id, in the records of meetings and in the group's agenda."""


class Reference(NamedTuple):
    """One place in a record."""

    where: Where
    key: str


def naming(store: Store, contact_id: str) -> list[Reference]:
    """The places that name a contact by its id. Raises ``RecordError`` where a record cannot be read."""
    from lacwg.text.toml_text import Lines, pieces

    return [
        Reference(store.folder.where(path, Lines(text).of(piece.start)), str(piece.key))
        for path, text, _ in _texts(store, contact_id)
        for piece in pieces(text)
        if piece.key in KEYS and piece.value == contact_id
    ]


def renamed(store: Store, contact_id: str, name: str) -> list[FileChange]:
    """The changes that put a plain name in place of a contact's id. Raises ``LacwgError``."""
    from lacwg.store.toml.encode import value_text, values_of
    from lacwg.text.toml_text import Replacement, pieces, replaced

    changes = []
    for path, text, kind in _texts(store, contact_id):
        replacements = [
            Replacement(piece.start, piece.end, value_text(name))
            for piece in pieces(text)
            if piece.key in KEYS and piece.value == contact_id
        ]
        if not replacements:
            continue
        after = replaced(text, replacements)
        record_id = None if kind is Group else path.stem
        before, now = (decode(each, kind, lambda: store.folder.shown(path), record_id) for each in (text, after))  # noqa: B023 - read at once
        if _with_name(values_of(before), contact_id, name) != values_of(now):
            raise LacwgError(
                "this file is written in a form that cannot be changed by the program",
                where=store.folder.where(path),
                hint="nothing was written; change it in an editor",
            )
        changes.append(FileChange(path, text, after))
    return changes


def _texts(store: Store, contact_id: str) -> Iterator[tuple[Path, str, type[MeetingRecord] | type[Group]]]:
    """The texts that may name the contact, each read as the record that it is."""
    for record, text in store.meetings.holding(contact_id):
        yield store.meetings.path(record.id), text, MeetingRecord
    if store.problems:
        problem = store.problems[0]
        raise RecordError(problem.message, where=problem.where, hint=problem.hint, code=problem.code)
    if store.group.agenda:
        yield store.folder.group_file, store.group_text, Group


def _with_name(value: Any, contact_id: str, name: str, key: str = "") -> Any:
    """The same, worked out from the record's values: to compare with."""
    if isinstance(value, dict):
        return {key: _with_name(each, contact_id, name, key) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_with_name(each, contact_id, name, key) for each in value)
    return name if key in KEYS and value == contact_id else value
