"""By what subscribers know a record, and see that it has changed (RFC 5545: UID, SEQUENCE, LAST-MODIFIED)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Final, TypeVar

import msgspec
from msgspec.structs import replace

from lacwg.records import Contact, Event, Series

Known = TypeVar("Known", bound=Event | Series | Contact)
_FARTHEST: Final = 800
"""Days by which an event was moved at most since it got its UID."""


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


def invitation_uid(namespace: str, occurrence_id: str, own: str | None = None) -> str:
    """The UID of the invitations to an occurrence: not its own, so that a calendar which has both tells them apart.

    ``own``: that in the file of an event. Its id changes with its day, and the invitations are to the one that its
    UID was made of, if any.
    """
    if own not in (None, _uuid5(namespace, occurrence_id)):
        day, name = dt.date.fromisoformat(occurrence_id[:10]), occurrence_id[10:]
        names = {name, re.sub(r"-\d+\Z", "", name)}  # where its name was taken on the new day, it got a number
        near = (f"{day + dt.timedelta(days)}{each}" for each in names for days in range(-_FARTHEST, _FARTHEST))
        occurrence_id = next((each for each in near if _uuid5(namespace, each) == own), str(own))
    return _uuid5(namespace, f"invite:{occurrence_id}")


def _uuid5(namespace: str, name: str) -> str:
    import uuid

    return str(uuid.uuid5(uuid.UUID(namespace), name))


def moment(now: dt.datetime) -> dt.datetime:
    """A moment as ``updated`` has it: UTC, in whole seconds."""
    return now.astimezone(dt.UTC).replace(microsecond=0)


def known(record: Known, namespace: str) -> Known:
    """The record with its UID written down, so that it keeps it; else that follows from the id."""
    return replace(record, uid=Identity(namespace, record.uid, record.id).uid)


def bump(record: Known, now: dt.datetime, namespace: str | None = None, others: Iterable[Known] = ()) -> Known:
    """The record as subscribers are to see a change of it: with ``updated`` and SEQUENCE raised.

    Nobody else raises them but a merge of two folders, which has no records in hand (``store.merge.values``).

    ``namespace``: the group's, by which the UID is written down where the file has none. ``others``: versions that
    somebody may have been shown, beyond which both are raised too: they never go back (RFC 5545, 3.8.7.4). A contact
    has no sequence; its card goes by the time.
    """
    versions = (record, *others)
    uid = next((each.uid for each in versions if each.uid), None)
    if uid is None and namespace is not None:
        uid = Identity(namespace, None, record.id).uid
    stamps = [each.updated for each in versions if each.updated is not None]
    raised = replace(record, uid=uid, updated=max([moment(now), *stamps]))
    if isinstance(raised, Contact):
        return raised
    return replace(raised, sequence=max(each.sequence for each in versions) + 1)
