"""By what subscribers know a record, and see that it has changed (RFC 5545: UID, SEQUENCE, LAST-MODIFIED)."""

from __future__ import annotations

import datetime as dt
from typing import TypeVar

from msgspec.structs import replace

from lacwg.records import Contact, Event, Series
from lacwg.schedule.occurrences import Identity

Known = TypeVar("Known", bound=Event | Series | Contact)


def moment(now: dt.datetime) -> dt.datetime:
    """A moment as ``updated`` has it: UTC, in whole seconds."""
    return now.astimezone(dt.UTC).replace(microsecond=0)


def known(record: Known, namespace: str) -> Known:
    """The record with its UID written down, so that it keeps it; else that follows from the id."""
    return replace(record, uid=record.uid or Identity(namespace, None, record.id).uid)


def touched(record: Known, namespace: str, now: dt.datetime) -> Known:
    """The record as subscribers are to see a change of it: its UID written down, sequence and time raised."""
    stamp = moment(now)
    updated = stamp if record.updated is None else max(stamp, record.updated)
    numbered = record if isinstance(record, Contact) else replace(record, sequence=record.sequence + 1)
    return replace(known(numbered, namespace), updated=updated)
