"""Calendar identities: two records with one UID are one entry to a calendar program."""

from __future__ import annotations

from collections.abc import Iterator

from lacwg import kinds
from lacwg.checks.finding import finding
from lacwg.errors import FieldError
from lacwg.identity import Identity
from lacwg.records import Contact, Event, Record, Series


class Identities:
    """The UIDs of the records that have been looked at; each record is looked up once, in no time."""

    def __init__(self, namespace: str) -> None:
        self._namespace = namespace
        self._first: dict[tuple[str, str], tuple[str, str]] = {}

    def of(self, record: Record) -> Iterator[FieldError]:
        """U101, where a record looked at before has a UID of this one, written or derived."""
        kind, record_id = kinds.of_record(record), record.id
        # one feed for what has a date; a contact's is compared with contacts' only, and so on
        where = "calendar" if kind.counted else kind.name
        said = False
        for uid in self._uids(record):
            other_kind, other = self._first.setdefault((where, uid), (kind.noun, record_id))
            if (other_kind, other) != (kind.noun, record_id) and not said:
                said = True
                hint = "write another uid in one of the two; where one is a copy, delete the line uid = … from the copy"
                yield finding(record, ("uid",), f'the {other_kind} "{other}" has the same UID', hint, "U101")

    def _uids(self, record: Record) -> Iterator[str]:
        if not isinstance(record, Event | Series):
            # a contact's card is known by its UID alone; what has no date and no card is known by its id
            if record.uid:
                yield record.uid
            elif isinstance(record, Contact):
                yield Identity(self._namespace, None, record.id).uid
            return
        yield Identity(self._namespace, record.uid, record.id).uid
        if isinstance(record, Series):
            parts = [f"from/{change.from_}" for change in record.changes]
            parts += [f"extra/{exception.date}" for exception in record.exceptions if exception.extra]
            for part in parts:
                yield Identity(self._namespace, record.uid, record.id, part).uid
