"""What people changed with an editor: put into the journal, and counted so that subscribers see it.

A program can raise ``sequence`` and ``updated`` with each change; a person forgets to. So before anything
goes out, what differs from what was last written here is found.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from lacwg import kinds
from lacwg.identity import bump
from lacwg.records import Event, Series
from lacwg.store.collection import Store
from lacwg.store.disk.contents import Content, content_of, is_alike, text_of
from lacwg.store.history.file_changes import FileChange
from lacwg.store.merge.values import STAMPS
from lacwg.store.toml.decode import record_at
from lacwg.store.toml.edit import UneditableError, edited
from lacwg.store.toml.encode import values_of


def settle(store: Store, now: dt.datetime, known: Mapping[str, bytes | None] | None = None) -> list[str]:
    """Puts changes by hand into the journal, and raises ``sequence`` and ``updated`` of the events and series.

    ``known``: only these files are looked at, and what each held before, for those that the journal does not
    know; else every file of the journal. A folder in git passes what differs from its last commit, so that
    what came by git does not count. Gives the paths of the records that were raised.
    """
    with store.locked():
        store.recover()
        root = store.folder.root
        names = list(known) if known is not None else store.journal.paths()
        written = store.journal.last_written(root / name for name in names)
        found = []
        for name in names:
            path = root / name
            before = written[path] if path in written else _kept(name, (known or {}).get(name))
            change = FileChange(path, before, content_of(path, before))
            if is_alike(change.before, change.after):
                continue
            if path in written or not _may_be_forgotten(store, change):
                found.append(change)
        raised = [each for change in found if (each := _raised(store, change, now)) is not None]
        if found and store.author is not None:
            store.journal.by_hand(store.author(), found)
        if raised:
            store.write(raised, kind="hand")
    return [store.journal.name(each.path) for each in raised]


def counted(
    store: Store, changes: Sequence[FileChange], edited_by_hand: Sequence[FileChange], now: dt.datetime
) -> list[FileChange]:
    """A command's changes, which also raise ``sequence`` for what was done by hand before, where they do not anyway."""
    before = {each.path: each.before for each in edited_by_hand}
    result = []
    for change in changes:
        raised = None
        if change.path in before:
            raised = _raised(store, FileChange(change.path, before[change.path], change.after), now)
        result.append(change if raised is None else change._replace(after=raised.after))
    return result


def _raised(store: Store, change: FileChange, now: dt.datetime) -> FileChange | None:
    """The change that lets subscribers see one by hand; None where there is nothing to see."""
    after = text_of(change.after)
    was, record = (record_at(store.journal.name(change.path), text) for text in (text_of(change.before), after))
    if after is None or not isinstance(was, Event | Series) or not isinstance(record, Event | Series):
        return None
    if record.sequence > was.sequence or _seen(was) == _seen(record):
        return None
    try:
        return FileChange(
            change.path, after, edited(after, record, bump(record, now, store.group.uid_namespace, [was]))
        )
    except UneditableError:
        return None


def _kept(name: str, data: bytes | None) -> Content:
    """What a file held in git, as the journal keeps it: text of a record, where it is UTF-8."""
    text = None if kinds.of_path(name) is None else text_of(data)
    return data if text is None else text


def _may_be_forgotten(store: Store, change: FileChange) -> bool:
    """Whether somebody may have been taken out of the journal with this: a contact that went and that it does not know.

    What the last commit holds of them must not come back into it; who deleted the file in an editor has it there.
    """
    return change.after is None and change.path.parent == store.contacts.directory


def _seen(record: Event | Series) -> dict[str, object]:
    """What subscribers can see a change of: not what is ours alone."""
    return {key: value for key, value in values_of(record).items() if key not in (*STAMPS, "private")}
