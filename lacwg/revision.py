"""How subscribers see that a record has changed: SEQUENCE and LAST-MODIFIED (RFC 5545, 3.8.7)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Final

from msgspec.structs import replace

from lacwg.identity import Identity, Known

STAMPS: Final = ("updated", "sequence")
"""What the program keeps for subscribers; it never goes back, and is never a clash."""
_UNSEEN: Final = ("sent", "rsvp", "duties", "assignments", "private")
"""What subscribers do not see: where that alone differs, nothing is new to them."""


def moment(now: dt.datetime) -> dt.datetime:
    """A moment as ``updated`` has it: UTC, in whole seconds."""
    return now.astimezone(dt.UTC).replace(microsecond=0)


def seen_by_subscribers(values: Mapping[str, Any], *unseen: str) -> dict[str, Any]:
    """What subscribers see of what a record's file holds; ``unseen``: without these either."""
    return {key: value for key, value in values.items() if key not in (*_UNSEEN, *unseen)}


def bump(record: Known, now: dt.datetime, namespace: str | None = None, others: Iterable[Known] = ()) -> Known:
    """The record as subscribers are to see a change of it: with ``updated`` and SEQUENCE raised.

    Nobody else raises them but a merge of two folders, which has no records in hand (``store.merge.values``).

    ``namespace``: the group's, by which the UID is written down where the file has none. ``others``: versions that
    somebody may have been shown, beyond which both are raised too: they never go back (RFC 5545, 3.8.7.4). A contact
    has no sequence; its card goes by the time.
    """
    from lacwg.records import Contact

    versions = (record, *others)
    uid = next((each.uid for each in versions if each.uid), None)
    if uid is None and namespace is not None:
        uid = Identity(namespace, None, record.id).uid
    stamps = [each.updated for each in versions if each.updated is not None]
    raised = replace(record, uid=uid, updated=max([moment(now), *stamps]))
    if isinstance(raised, Contact):
        return raised
    return replace(raised, sequence=max(each.sequence for each in versions) + 1)
