"""What an importer finds in a file: records that have no id yet, and what it could not take over."""

from __future__ import annotations

from typing import NamedTuple

from lacwg.records import Contact, Event, Series


class Incoming(NamedTuple):
    """One record from a file. Its ``id`` is empty: whoever saves it finds the record that it is, or a new name."""

    record: Event | Series | Contact
    fields: frozenset[str]
    """The fields of the record that such a file can say; of a record that is there already, the others stay."""
    source: str
    """Where it stands, as people would look for it: "calendar.ics, line 14"."""
    notes: tuple[str, ...] = ()
    """What people must know of it: what was moved to ``[members]``, what such a record cannot hold."""


class Skipped(NamedTuple):
    """What was passed over, and why."""

    what: str
    why: str
    source: str


class Found(NamedTuple):
    """All that is in a file, in its order."""

    records: tuple[Incoming, ...]
    skipped: tuple[Skipped, ...] = ()
