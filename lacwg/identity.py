"""By what subscribers know a record: its UID (RFC 5545, 3.8.4.7)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeVar

import msgspec
from msgspec.structs import replace

if TYPE_CHECKING:
    from lacwg.records import Contact, Event, Sent, Series

Known = TypeVar("Known", bound="Event | Series | Contact")


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


def with_uid(record: Known, namespace: str) -> Known:
    """The record with its UID written down, so that it keeps it; else that follows from the id."""
    return replace(record, uid=Identity(namespace, record.uid, record.id).uid)
