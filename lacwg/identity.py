"""By what subscribers know a record, and see that it has changed (RFC 5545: UID, SEQUENCE, LAST-MODIFIED)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final, TypeVar

import msgspec
from msgspec.structs import replace

if TYPE_CHECKING:
    from lacwg.records import Contact, Event, Sent, Series

Known = TypeVar("Known", bound="Event | Series | Contact")

STAMPS: Final = ("updated", "sequence")
"""What the program keeps for subscribers; it never goes back, and is never a clash."""
_UNSEEN: Final = ("sent", "rsvp", "duties", "assignments", "private")
"""What subscribers do not see: where that alone differs, nothing is new to them."""


class Identity(msgspec.Struct, frozen=True):
    """Where a calendar UID comes from: the one in the file, else one made from the group's namespace."""

    namespace: str
    own: str | None
    name: str
    part: str | None = None
    """The extra date or the change that it is of; these have a UID of their own."""

    @property
    def uid(self) -> str:
        """The UID (RFC 5545, 3.8.4.7); the same folder always gives the same."""
        base = self.own or _uuid5(self.namespace, self.name)
        return base if self.part is None else _uuid5(self.namespace, f"{base}/{self.part}")


def invitation_uid(namespace: str, occurrence_id: str, sent: Iterable[Sent] = ()) -> str:
    """The UID of the invitations to an occurrence: not its own, so that a calendar which has both tells them apart.

    ``sent``: what went out, which keeps the one that people have when the id changes.
    """
    return next((each.uid for each in sent if each.uid), None) or _uuid5(namespace, f"invite:{occurrence_id}")


def _uuid5(namespace: str, name: str) -> str:
    import uuid

    return str(uuid.uuid5(uuid.UUID(namespace), name))


def moment(now: dt.datetime) -> dt.datetime:
    """A moment as ``updated`` has it: UTC, in whole seconds."""
    return now.astimezone(dt.UTC).replace(microsecond=0)


def known(record: Known, namespace: str) -> Known:
    """The record with its UID written down, so that it keeps it; else that follows from the id."""
    return replace(record, uid=Identity(namespace, record.uid, record.id).uid)


def seen(values: Mapping[str, Any], *unseen: str) -> dict[str, Any]:
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
