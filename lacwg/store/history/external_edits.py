"""What people changed with an editor: found, so that it gets into the journal and subscribers see it.

A program can raise ``sequence`` and ``updated`` with each change; a person forgets to. So before anything
goes out, what differs from what was last written here is found.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

from lacwg import kinds
from lacwg.records import Event, Series
from lacwg.revision import STAMPS, bump
from lacwg.store.disk.contents import Content, FileChange, content_of, is_alike, text_of
from lacwg.store.folder import belongs
from lacwg.store.history.journal import Journal
from lacwg.store.toml.decode import record_at
from lacwg.store.toml.edit import UneditableError, edited
from lacwg.store.toml.encode import seen_to_differ


def external_edits(journal: Journal, known: Mapping[str, bytes | None] | None) -> list[FileChange]:
    """What differs from what the journal knows; ``known`` is as in ``Store.settle_external_edits``."""
    root = journal.folder.root
    names = [each for each in known if belongs(each)] if known is not None else journal.paths()
    journal.folder.refuse_astray(*(root / name for name in names))
    written = journal.last_written(root / name for name in names)
    found = []
    for name in names:
        path = root / name
        before = written[path] if path in written else _kept(name, (known or {}).get(name))
        change = FileChange(path, before, content_of(path, before))
        # of a contact that went and that the journal does not know somebody may have taken them out of it: what the
        # last commit holds of them must not come back into it; who deleted the file in an editor has it there
        may_be_forgotten = path not in written and change.after is None and kinds.of_path(name) is kinds.CONTACT
        if not is_alike(change.before, change.after) and not may_be_forgotten:
            found.append(change)
    return found


def counted(
    journal: Journal, changes: Sequence[FileChange], edits: Sequence[FileChange], namespace: str
) -> list[FileChange]:
    """A command's changes, which also raise ``sequence`` for the ``edits`` before, where they do not anyway."""
    before = {each.path: each.before for each in edits}
    now = journal.author().at
    result = []
    for change in changes:
        whole = change._replace(before=before.get(change.path))
        more = raised(journal, whole, now, namespace) if change.path in before else None
        result.append(change if more is None else change._replace(after=more.after))
    return result


def raised(journal: Journal, change: FileChange, now: dt.datetime, namespace: str) -> FileChange | None:
    """The change that lets subscribers see one by hand; None where there is nothing to see."""
    after = text_of(change.after)
    was, record = (counted_at(journal, change.path, each) for each in (change.before, after))
    if after is None or was is None or record is None:
        return None
    if record.sequence > was.sequence or not seen_to_differ(was, record, *STAMPS):
        return None
    try:
        return FileChange(change.path, after, edited(after, record, bump(record, now, namespace, [was])))
    except UneditableError:
        return None


def counted_at(journal: Journal, path: Path, content: Content) -> Event | Series | None:
    """The record in a file, where subscribers see such."""
    record = record_at(journal.name(path), text_of(content))
    return record if isinstance(record, Event | Series) else None


def _kept(name: str, data: bytes | None) -> Content:
    """What a file held in git, as the journal keeps it: text of a record, where it is UTF-8."""
    text = None if kinds.of_path(name) is None else text_of(data)
    return data if text is None else text
