"""Everything that an audience may see, as one JSON document; ``schema`` describes its shape.

Nothing is withheld here: the view already lacks what its audience may not see. No clock is asked: the
same folder gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import Any, Final

import msgspec

from lacwg import kinds
from lacwg.audience.view import View
from lacwg.identity import Identity
from lacwg.records import Event, Record, Series, Table, encode_hook
from lacwg.text.controls import escape_json
from lacwg.voice.translation import own_language

FORMAT: Final = "lacwg"
VERSION: Final = 1
"""Rises when a program that reads the document would have to be changed."""
FIRST: Final = ("id", "audience", "uid")
"""What a record begins with; and with what it ends:"""
KINDS: Final = (kinds.SERIES, kinds.EVENT, kinds.CONTACT, kinds.ISSUE, kinds.MEETING)
"""In this order."""
LAST: Final = ("updated", "sequence", "members")


def document(view: View) -> bytes:
    """The view as JSON: indented, UTF-8, records by id, in the order of their fields."""
    return b"".join(part.encode() for part in _parts(view))


def _parts(view: View) -> Iterator[str]:
    """The document piece by piece, so that of ten thousand records only the bytes are kept."""
    series, issues = {each.id for each in view.series}, {each.id for each in view.issues}
    group = _values(view.group)
    if view.group.main_series not in series:  # an id tells something of what may not be seen
        group.pop("main_series", None)
    head = {"format": FORMAT, "version": VERSION, "audience": view.audience}
    if view.language != (own_language(view.group) or "en"):
        head["language"] = view.language
    head["group"] = group
    yield _json_text(head, "").removesuffix("\n}")
    for kind in KINDS:
        yield f',\n  "{kind.folder}": ['
        before = ""
        for record in getattr(view, kind.folder):
            yield f"{before}\n    {_json_text(_record(record, view.group.uid_namespace, issues), '    ')}"
            before = ","
        yield "\n  ]" if before else "]"
    yield "\n}\n"


def _record(record: Record, namespace: str, issues: Set[str]) -> dict[str, Any]:
    """A record by the keys of its file, with its id, who may see it and, where it has one, its calendar identity.

    Of the issues that it is about, those that are in the document.
    """
    values = _values(record)
    values |= {"id": record.id, "audience": record.audience}
    if isinstance(record, Event | Series):
        values["uid"] = Identity(namespace, record.uid, record.id).uid
        values["issues"] = [each for each in record.issues if each in issues] or None
    middle = [key for key in values if key not in FIRST + LAST]
    return {key: values[key] for key in (*FIRST, *middle, *LAST) if values.get(key) is not None}


def _values(table: Table) -> dict[str, Any]:
    """What is given in a record, without the tables in which nothing is."""
    values = _given(msgspec.to_builtins(table, enc_hook=encode_hook))
    assert isinstance(values, dict)
    return values


def _given(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _given(each) for key, each in value.items() if each is not None and each != {}}
    return [_given(each) for each in value] if isinstance(value, list) else value


def _json_text(value: Any, indent: str) -> str:
    """JSON that goes on ``indent`` further in. A line end of it is never within a text, where it is an escape."""
    text = msgspec.json.format(msgspec.json.encode(value), indent=2).decode()
    return escape_json(text.replace("\n", f"\n{indent}"))
