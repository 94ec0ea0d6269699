"""A document of ``lacwg export json`` as records: of this group, or of another one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

import msgspec

from lacwg import kinds
from lacwg.audience.view import audiences, may_see
from lacwg.errors import LacwgError
from lacwg.identity import Identity
from lacwg.importers.incoming import Found, Incoming, Skipped
from lacwg.kinds import Kind
from lacwg.records import PEOPLE, AudienceName, DayOrTime, Group, Record

_FIXED: Final = frozenset({"id", "uid", "audience", "updated", "sequence"})
"""What an import gives new records, and changes in none: above all not who may see them."""
_NAMES: Final[Mapping[str, str]] = {"issues": "issue", **dict.fromkeys(PEOPLE, "contact")}
"""The keys that hold ids, each with the kind of record that they name."""

Ids = Mapping[tuple[str, str], str]
"""By the name of a kind and an id of the document the id that the record is to have here."""


class Document(NamedTuple):
    """For whom it is, the group that made it, and by the folders of kinds the records, as JSON has them."""

    name: str
    audience: AudienceName
    group: Group
    records: Mapping[str, list[dict[str, Any]]]


def read(data: bytes, name: str) -> Document:
    """The document of a file. ``name``: as people know it. Raises ``LacwgError`` for what is none."""
    try:
        document = msgspec.json.decode(data, type=dict[str, Any])
    except (msgspec.DecodeError, RecursionError) as error:
        raise LacwgError(f"{name} is no JSON document: {error}", hint=_HINT) from None
    if document.get("format") != kinds.DOCUMENT:
        raise LacwgError(f"{name} is not what lacwg export json writes", hint=_HINT)
    if document.get("version") != kinds.DOCUMENT_VERSION:
        raise LacwgError(
            f"{name} is of version {document.get('version')}, and this lacwg reads version {kinds.DOCUMENT_VERSION}",
            hint="take the lacwg that wrote it, or a newer one",
        )
    if "language" in document:
        raise LacwgError(f"{name} is a translation", hint="export it without --lang, and import that")
    try:
        audience = msgspec.convert(document.get("audience"), AudienceName)
        group = msgspec.convert(document.get("group"), Group)
        records = {
            kind.folder: msgspec.convert(document.get(kind.folder, []), list[dict[str, Any]])
            for kind in kinds.IN_DOCUMENT
        }
    except (msgspec.ValidationError, RecursionError) as error:
        raise LacwgError(f"{name} does not fit its format: {error}", hint=_HINT) from None
    return Document(name, audience, group, records)


_DIGITS: Final = "0123456789"
_HINT: Final = "write one with: lacwg export json -o FILE.json"


def found(document: Document, namespace: str, ids: Ids) -> Found:
    """The records of a document, for the folder of a group whose UIDs are made with ``namespace``."""
    records: list[Incoming] = []
    skipped: list[Skipped] = []
    seen: set[tuple[str, str]] = set()
    series = {each.get("id") for each in document.records[kinds.SERIES.folder]}
    for kind in kinds.IN_DOCUMENT:
        table: type[Record] = kind.type
        fields = frozenset(
            name
            for name, audience in audiences(table).items()
            if name not in _FIXED and (document.audience == "private" or may_see(document.audience, audience))
        )
        for number, values in enumerate(document.records[kind.folder], 1):
            source = f"{document.name}, {kind.folder} {number}"
            if kind is kinds.MEETING and (of := str(values.get("id"))[11:]) not in series and not of.strip(_DIGITS):
                skipped.append(Skipped(str(values.get("id")), "its series is not for those who got the file", source))
                continue
            try:
                record = _record(kind, values, namespace, ids)
            except (msgspec.ValidationError, ValueError, TypeError, RecursionError) as error:
                title = str(values.get(kind.called) or values.get("id"))
                skipped.append(Skipped(title, f"it does not fit its format: {error}", source))
                continue
            if (kind.name, record.id) in seen:
                skipped.append(Skipped(record.id, "it stands there twice", source))
                continue
            seen.add((kind.name, record.id))
            records.append(Incoming(record, fields, source, key=key(document, kind, values["id"])))
    return Found(tuple(records), tuple(skipped))


def key(document: Document, kind: Kind[Any], record_id: str) -> str:
    """What a record is known by in documents of its group."""
    return f"{document.group.uid_namespace}/{kind.folder}/{record_id}"


def named(document: Document) -> Iterator[tuple[Kind[Any], str, str, str | None]]:
    """Each record's kind, id, name and UID in the document, of those that others name."""
    for kind in (kinds.ISSUE, kinds.CONTACT, kinds.SERIES):
        for values in document.records[kind.folder]:
            if isinstance(values.get("id"), str):
                yield kind, values["id"], str(values.get(kind.called)), values.get("uid")


def _record(kind: Kind[Any], given: Mapping[str, Any], namespace: str, ids: Ids) -> Record:
    """One record. Raises ``ValueError`` and msgspec's error for what is none."""
    values: dict[str, Any] = _renamed(given, ids)
    own = str(values.get("id"))
    if kind is kinds.MEETING:  # the date, and the id of its series
        values["id"] = own = f"{own[:11]}{ids.get(('series', own[11:]), own[11:])}"
    elif (kind.name, own) in ids:
        values["id"] = own = ids[kind.name, own]
    if kinds.of_path(f"{kind.folder}/{own[:4]}/{own}.toml" if kind.dated else f"{kind.folder}/{own}.toml") is not kind:
        raise ValueError("its id is not one that a record can have")
    if values.get("uid") == Identity(namespace, None, own).uid:  # it follows from the id
        del values["uid"]
    record: Record = msgspec.convert(values, kind.type, dec_hook=_day_or_time)
    return record


def _renamed(value: Any, ids: Ids, kind: str = "") -> Any:
    """The values with the ids that the records they name have here; ``kind``: of the record that a text names."""
    if isinstance(value, str):
        return ids.get((kind, value), value)
    if isinstance(value, list):
        return [_renamed(each, ids, kind) for each in value]
    if isinstance(value, Mapping):
        return {key: _renamed(each, ids, _NAMES.get(key, "")) for key, each in value.items()}
    return value


def _day_or_time(kind: type, value: Any) -> Any:
    if kind is DayOrTime and isinstance(value, str):
        return DayOrTime(dt.date.fromisoformat(value) if len(value) == 10 else dt.datetime.fromisoformat(value))
    raise NotImplementedError(kind)
