"""Where other records name a contact by its id."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from lacwg.errors import LacwgError, RecordError, Where
from lacwg.records import Group, MeetingRecord
from lacwg.store.collection import Store
from lacwg.store.history.file_changes import FileChange
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
    from lacwg.store.toml.encode import value_text
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
        if _with_name(before, contact_id, name) != now:
            raise LacwgError(
                "this file is written in a form that cannot be changed by the program",
                where=store.folder.where(path),
                hint="nothing was written; change it in an editor",
            )
        changes.append(FileChange(path, text, after))
    return changes


def _texts(store: Store, contact_id: str) -> Iterator[tuple[Path, str, type[MeetingRecord] | type[Group]]]:
    """The texts that may name the contact, each read as the record that it is."""
    for record_id in store.meetings.ids():
        text = store.meetings.text(record_id)
        if contact_id in text or "\\" in text:
            store.meetings.read(record_id)
            yield store.meetings.path(record_id), text, MeetingRecord
    if store.problems:
        problem = store.problems[0]
        raise RecordError(problem.message, where=problem.where, hint=problem.hint, code=problem.code)
    if store.group.agenda:
        yield store.folder.group_file, store.group_text, Group


def _with_name(record: MeetingRecord | Group, contact_id: str, name: str) -> MeetingRecord | Group:
    """The same, worked out from the record: to compare with."""
    from msgspec.structs import replace

    def called(who: str | None) -> str | None:
        return name if who == contact_id else who

    agenda = tuple(replace(each, who=called(each.who)) for each in record.agenda)
    if isinstance(record, Group):
        return replace(record, agenda=agenda)
    return replace(
        record,
        agenda=agenda,
        chair=called(record.chair),
        present=tuple(called(each) or each for each in record.present),
        actions=tuple(replace(each, who=called(each.who)) for each in record.actions),
    )
