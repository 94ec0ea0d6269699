"""The kinds of records: what each is called, where its files are, and what is known of it. The one registry."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

import msgspec

from lacwg import records
from lacwg.records import Group, Record, is_id

if TYPE_CHECKING:
    from lacwg.records import Contact, Event, Issue, MeetingRecord, Series

R = TypeVar("R", bound=Record | Group)

GROUP_FILE: Final = "group.toml"


class Kind(msgspec.Struct, Generic[R], frozen=True, eq=False):
    """A kind of record. The group is one too, with a single file and no folder."""

    name: str
    """As programs are told it, and as errors and drafts name it."""
    type_name: str
    folder: str
    """Below the data folder; of the group its file."""
    noun: str
    """As people are told it."""
    called: str = "title"
    """Under which key it says what people call it."""
    dated: bool = False
    """Whether ids begin with a date, and each year has a folder."""
    counted: bool = False
    """Whether subscribers count its changes (SEQUENCE; RFC 5545, 3.8.7.4)."""
    named_by: Mapping[str, tuple[str, ...]] = {}
    """Of its arrays of tables the keys by which a table is told from the others, whatever its place."""

    @property
    def type(self) -> type[R]:
        """The type of its records."""
        found: type[R] = getattr(records, self.type_name)
        return found

    def id_in(self, path: str) -> str | None:
        """The id of a file by its path; None: the group's, which has none."""
        return None if self.folder == GROUP_FILE else PurePosixPath(path).stem


_DUTIES: Final = {"duties": ("role",), "assignments": ("date", "role", "who")}
_MAILS: Final = {"sent": ("id",), "rsvp": ("contact",)}

SERIES: Final[Kind[Series]] = Kind(
    "series", "Series", "series", "series", counted=True,
    named_by={"exceptions": ("date",), "changes": ("from",), **_DUTIES},
)  # fmt: skip
EVENT: Final[Kind[Event]] = Kind(
    "event", "Event", "events", "event", dated=True, counted=True, named_by=_DUTIES | _MAILS
)
CONTACT: Final[Kind[Contact]] = Kind("contact", "Contact", "contacts", "contact", called="name")
ISSUE: Final[Kind[Issue]] = Kind("issue", "Issue", "issues", "issue")
MEETING: Final[Kind[MeetingRecord]] = Kind(
    "meeting", "MeetingRecord", "meetings", "meeting record", dated=True, named_by={"actions": ("id",), **_MAILS}
)
GROUP: Final[Kind[Group]] = Kind("group", "Group", GROUP_FILE, "group")

KINDS: Final[tuple[Kind[Any], ...]] = (CONTACT, ISSUE, SERIES, EVENT, MEETING)
"""Those that have files of their own in a folder."""
DOCUMENT: Final = "lacwg"
"""By what name the JSON document of all of them goes."""
DOCUMENT_VERSION: Final = 1
"""Rises when a program that reads the document would have to be changed."""
IN_DOCUMENT: Final[tuple[Kind[Any], ...]] = (SERIES, EVENT, CONTACT, ISSUE, MEETING)
"""The order in which they stand there."""
NAMED_BY: Final = {array: keys for kind in KINDS for array, keys in kind.named_by.items()}

_BY_NAME: Final = {kind.name: kind for kind in (*KINDS, GROUP)}
_BY_TYPE: Final = {kind.type_name: kind for kind in _BY_NAME.values()}
_BY_FOLDER: Final = {kind.folder: kind for kind in KINDS}


def of_name(name: str) -> Kind[Any]:
    """The kind of a name. Raises ``KeyError``."""
    return _BY_NAME[name]


def of_record(record: R) -> Kind[R]:
    """The kind of a record, or of the group."""
    return _BY_TYPE[type(record).__name__]


def of_path(path: str) -> Kind[Any] | None:
    """What a file is, by its path below the data folder, with ``/`` between its parts; None: no record."""
    if path == GROUP_FILE:
        return GROUP
    folder, *between, name = path.split("/") if "/" in path else ("", path)
    kind = _BY_FOLDER.get(folder)
    if kind is None or not name.endswith(".toml") or not is_id(name[:-5]):
        return None
    return kind if (len(between) == 1 and is_year(between[0]) if kind.dated else not between) else None


def id_of(path: str) -> str:
    """By what people name a file: a record's id, ``group``, or the whole path."""
    return path if of_path(path) is None else PurePosixPath(path).stem


def is_year(name: str) -> bool:
    """Whether a folder's name is a year's."""
    return len(name) == 4 and name.isascii() and name.isdecimal()
