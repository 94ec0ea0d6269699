"""What an importer finds in a file: records that have no id yet, and what it could not take over."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Final, NamedTuple

from lacwg.records import Language, Record

LARGEST: Final = 32 << 20
"""Bytes that a file to import may have: a calendar of ten thousand events has some four million."""
LONGEST: Final = {"title": 500, "place": 1000, "description": 100_000}
"""Characters up to which a field is taken over; what is longer is cut, and named."""

Known = Mapping[str, str]
"""What was imported before: keys to the digests of their source."""


_TEC: Final = re.compile(r"(\d+)-\d{6,12}-\d{6,12}@(\S+)\Z")


def stable_uid(uid: str) -> str:
    """A UID of The Events Calendar without the times in it, ``POSTID@host``; any other as it is."""
    match = _TEC.match(uid)
    return f"{match[1]}@{match[2]}" if match else uid


class Incoming(NamedTuple):
    """One record from a file. Without an ``id``, whoever saves it finds the record that it is, or a new name."""

    record: Record
    fields: frozenset[str]
    """The fields of the record that such a file can say; of a record that is there already, the others stay."""
    source: str
    """Where it stands, as people would look for it: "calendar.ics, line 14"."""
    notes: tuple[str, ...] = ()
    """What people must know of it: what was moved to ``[members]``, what such a record cannot hold."""
    key: str = ""
    """What it is known by in files of its kind, whatever changes in it; empty: its UID, else its title and start."""
    digest: str = ""
    """Of its source; the same means that nothing in it has changed. Empty: it is made of what the record says."""
    same_as: frozenset[str] = frozenset()
    """Other UIDs and addresses by which a record that is there already may be this one."""
    language: Language | None = None
    """Of its words, where these are a translation of the folder's own."""
    sequence: int | None = None
    """How often it was changed, where its source says so: one that is lower than before changes nothing."""
    part_of: tuple[str, dt.date] | None = None
    """Of a single date of a series its UID, and the day that the rule gives."""
    cancels: bool = False
    """It does nothing but cancel what is here."""
    into: str | None = None
    """The id of a series here of which it is to change single dates alone."""


def shortened(field: str, text: str, notes: list[str]) -> str | None:
    """A field's text, cut where it is too long, which ``notes`` are told; None where there is none."""
    most = LONGEST[field]
    if len(text) > most:
        notes.append(f"its {field} has {len(text):,} characters and was cut to {most:,}")
        text = f"{text[:most].rstrip()} […]"
    return text or None


_CANCELLED: Final = re.compile(
    r"\s*(?:cancell?ed|cancelad[ao]|annul[ée]e?|anile|abgesagt)\s*[:：]\s*(?=\S)", re.IGNORECASE
)


def without_cancelled(title: str) -> str | None:
    """The rest of a title that says that it is cancelled, as Outlook writes it; None for any other."""
    match = _CANCELLED.match(title)
    return title[match.end() :] if match else None


class Skipped(NamedTuple):
    """What was passed over, and why."""

    what: str
    why: str
    source: str


class Same(NamedTuple):
    """What stands in the file as it did when it was last imported; it was not read any further."""

    key: str
    title: str
    source: str


class Found(NamedTuple):
    """All that is in a file, in its order."""

    records: tuple[Incoming, ...]
    skipped: tuple[Skipped, ...] = ()
    same: tuple[Same, ...] = ()
    notes: tuple[str, ...] = ()
    """What people must know of the file as a whole."""


def together(found: Iterable[Found]) -> Found:
    """All of these, as one."""
    return Found(*map(tuple, map(chain.from_iterable, zip(Found(()), *found, strict=True))))
