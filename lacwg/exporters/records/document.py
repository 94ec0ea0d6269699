"""Everything that an audience may see, as one JSON document; ``schema`` describes its shape for every audience.

Nothing is withheld here: the view already lacks what its audience may not see. No clock is asked: the
same folder gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any, Final, get_type_hints

import msgspec

from lacwg import kinds, records
from lacwg.audience.view import View, audiences
from lacwg.identity import Identity
from lacwg.records import (
    LANGUAGES,
    AudienceName,
    DayOrTime,
    Event,
    Group,
    Record,
    Series,
    Table,
    contact,
    encode_hook,
    event,
    issue,
    meeting,
    types_in,
)
from lacwg.text.controls import json_lines
from lacwg.voice.translation import own_language

FIRST: Final = ("id", "audience", "uid")
"""What a record begins with; and with what it ends:"""
LAST: Final = ("updated", "sequence", "members")


_MODULES: Final = (records, event, contact, issue, meeting)


def document(view: View, audience: AudienceName | None = None) -> bytes:
    """The view as JSON: indented, UTF-8, records by id, in the order of their fields. ``audience``: else the view's."""
    return b"".join(part.encode() for part in _parts(view, audience or view.audience))


def _parts(view: View, audience: AudienceName) -> Iterator[str]:
    """The document piece by piece, so that of ten thousand records only the bytes are kept."""
    head = {"format": kinds.DOCUMENT, "version": kinds.DOCUMENT_VERSION, "audience": audience}
    if view.language != (own_language(view.group) or "en"):
        head["language"] = view.language
    head["group"] = _values(view.group)
    yield json_lines(head, "").removesuffix("\n}")
    for kind in kinds.IN_DOCUMENT:
        yield f',\n  "{kind.folder}": ['
        before = ""
        for record in getattr(view, kind.folder):
            yield f"{before}\n    {json_lines(_record(record, view.group.uid_namespace), '    ')}"
            before = ","
        yield "\n  ]" if before else "]"
    yield "\n}\n"


def _record(record: Record, namespace: str) -> dict[str, Any]:
    """A record by the keys of its file, with its id, who may see it and, where it has one, its calendar identity."""
    values = _values(record)
    values |= {"id": record.id, "audience": record.audience}
    if isinstance(record, Event | Series):
        values["uid"] = Identity(namespace, record.uid, record.id).uid
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


# Its shape


DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_DAY: Final = r"^\d{4}-\d{2}-\d{2}$"
_TIME: Final = r"\d{2}:\d{2}:\d{2}(\.\d+)?"
_MOMENT: Final = {
    "description": (
        "A date (2026-12-09) is a whole day. A date-time without an offset (2026-12-09T17:00:00) is what clocks "
        "show in the record's timezone, or in the group's where the record names none. A date-time with an offset "
        "(2026-12-09T17:00:00-05:00) is an instant."
    ),
    "anyOf": [
        {"type": "string", "format": "date", "pattern": _DAY},
        {"type": "string", "pattern": rf"^\d{{4}}-\d{{2}}-\d{{2}}T{_TIME}(Z|[+-]\d{{2}}:\d{{2}})?$"},
    ],
}
_ABOUT: Final = (
    "What a group keeps in its folder, as far as an audience may see it. Records have the keys of their files. A key "
    "that is absent has its default or, without one, is not known. Dates and times are ISO 8601: wall time and its "
    "zone are kept as they are, not counted over into UTC. Where a meeting's record has a contact's id, "
    "it is the id alone: the contact is in the document only if the audience may see it. The id of an issue or a "
    "series stands only where that is in the document; else a meeting's record has the day alone as its id."
)
_TRANSLATED: Final = (
    "In which language texts are told, where that is not the group's own: those that have a translation; the others "
    "are in the group's. The tables of words in other languages are left out then."
)


def schema(*, everything: bool = False) -> dict[str, Any]:
    """The JSON Schema of the document, made from the records, in the dialect 2020-12.

    What stands below a field in ``records`` is its description; what is private is in that of ``everything`` alone.
    """
    readers = ["public", "members", *(["private"] if everything else [])]
    types = [Group, *(kind.type for kind in kinds.IN_DOCUMENT)]
    _, components = msgspec.json.schema_components(types, schema_hook=_hook)
    tables = {kind.__name__: kind for each in _MODULES for kind in vars(each).values() if isinstance(kind, type)}
    texts = _descriptions()
    defs = {
        name: _table(tables[name], component, texts, readers)
        for name, component in components.items()
        if any(who in readers for who in audiences(tables[name]).values())
    }
    properties: dict[str, Any] = {
        "format": {"const": kinds.DOCUMENT},
        "version": {"const": kinds.DOCUMENT_VERSION},
        "audience": {"enum": readers, "description": "Who may have this document."},
        "group": {"$ref": "#/$defs/Group"},
    }
    required = [*properties, *(kind.folder for kind in kinds.IN_DOCUMENT)]
    properties["language"] = {"enum": list(LANGUAGES), "description": _TRANSLATED}
    for each in kinds.IN_DOCUMENT:
        properties[each.folder] = {"type": "array", "items": {"$ref": f"#/$defs/{each.type.__name__}"}}
    return {
        "$schema": DIALECT,
        "title": "lacwg export json",
        "description": _ABOUT,
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
        "$defs": {**defs, "DayOrTime": _MOMENT},
    }


def _hook(kind: type) -> dict[str, Any]:
    if kind is DayOrTime:
        return {"$ref": "#/$defs/DayOrTime"}
    raise NotImplementedError(kind)


def _table(
    kind: type[Table], component: dict[str, Any], texts: dict[str, dict[str, str]], readers: Sequence[str]
) -> dict[str, Any]:
    """A table's part of the schema: what msgspec makes of it, as it is in the document."""
    hints, marks, properties = get_type_hints(kind), audiences(kind), {}
    for field in msgspec.structs.fields(kind):
        if marks[field.name] not in readers:
            continue
        value = _property(component["properties"][field.encode_name], types_in(hints[field.name]))
        text = next(
            (texts[each.__name__][field.name] for each in kind.__mro__ if field.name in texts.get(each.__name__, {})),
            "",
        )
        if marks[field.name] != "public":
            text = f"{text} {'For members only' if marks[field.name] == 'members' else 'Private'}.".lstrip()
        properties[field.encode_name] = {"description": text, **value} if text else value
    required = list(component.get("required", ()))
    if issubclass(kind, Record):
        required = [*FIRST[: 3 if kind in (Event, Series) else 2], *(key for key in required if key not in FIRST)]
        properties["audience"] = {"description": "Who may see the record at all.", "enum": readers}
    made = {
        "title": kind.__name__,
        "description": _unmarked(component.get("description", "")),
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }
    return made if required else {key: value for key, value in made.items() if key != "required"}


def _property(made: dict[str, Any], types: list[Any]) -> dict[str, Any]:
    """A field's part: what is null is absent in the document, and times are wall times or have an offset."""
    value = dict(made)
    default = value.pop("default", None)
    given = [each for each in value.pop("anyOf", ()) if each != {"type": "null"}]
    if len(given) == 1:
        value |= given[0]
    elif given:
        value["anyOf"] = given
    if "pattern" in value:
        value["pattern"] = value["pattern"].replace(r"\Z", "$")  # as ECMA-262 has it
    if dt.time in types:
        value["pattern"] = f"^{_TIME}$"
    elif dt.datetime in types:
        value["format"] = "date-time"
    if default not in (None, {}):
        value["default"] = default
    return value


def _descriptions() -> dict[str, dict[str, str]]:
    """For each class of ``records`` the text that stands below each of its fields; none where there is no source."""
    import ast
    import inspect

    try:
        trees = [ast.parse(inspect.getsource(each)) for each in _MODULES]
    except OSError:
        return {}
    found: dict[str, dict[str, str]] = {}
    for kind in (each for tree in trees for each in tree.body):
        if not isinstance(kind, ast.ClassDef):
            continue
        texts = found[kind.name] = {}
        for field, below in zip(kind.body, kind.body[1:], strict=False):
            if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
                if isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant):
                    texts[field.target.id] = _unmarked(str(below.value.value))
    return found


def _unmarked(text: str) -> str:
    """A text without the marks of reStructuredText, on one line."""
    return " ".join(text.replace("``", "`").split())
