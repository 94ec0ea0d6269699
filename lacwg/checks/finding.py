"""What is common to all checks: a finding, and a walk through a record's tables and texts."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

from lacwg.errors import FieldError
from lacwg.records import Group, Record, Table

Path = tuple[str | int, ...]


class Text(NamedTuple):
    """One text of a record: where it stands, in which table, under which key."""

    path: Path
    table: Table
    key: str
    text: str


def finding(record: Record | Group, path: Path, message: str, hint: str | None, code: str) -> FieldError:
    """What is wrong with a field of a record; ``path`` is empty where it is the file as a whole."""
    return FieldError(message, kind=kind_of(record), record_id=id_of(record), path=path, hint=hint, code=code)


def kind_of(record: Record | Group) -> str:
    """The kind of a record, as ``Store.collection_of`` takes it; "group" for the group's file."""
    kind = type(record).__name__.lower()
    return "meeting" if kind == "meetingrecord" else kind


def id_of(record: Record | Group) -> str:
    """The id of a record; "group" for the group's file, which has none."""
    return record.id if isinstance(record, Record) else "group"


def tables(table: Table, path: Path = ()) -> Iterator[tuple[Path, Table]]:
    """A record's tables with their paths, itself first."""
    yield path, table
    for name, key in zip(table.__struct_fields__, table.__struct_encode_fields__, strict=True):
        value: Any = getattr(table, name)
        if isinstance(value, Table):
            yield from tables(value, (*path, key))
        elif isinstance(value, tuple) and value and isinstance(value[0], Table):
            for number, each in enumerate(value):
                yield from tables(each, (*path, key, number))


def texts(record: Table) -> Iterator[Text]:
    """Every text of a record but its id, those in lists and in tables too."""
    for path, table in tables(record):
        for name, key in zip(table.__struct_fields__, table.__struct_encode_fields__, strict=True):
            value: Any = getattr(table, name)
            if isinstance(value, str):
                if name != "id":
                    yield Text((*path, key), table, name, value)
            elif isinstance(value, tuple) and value and isinstance(value[0], str):
                for number, each in enumerate(value):
                    yield Text((*path, key, number), table, name, each)


def nearest(word: str, known: Collection[str], what: str) -> str:
    """What was probably meant by ``word``, else what there is of ``what`` (a plural), few of many."""
    import difflib

    close = difflib.get_close_matches(word, known, n=1)
    if close:
        return f'did you mean "{close[0]}"?'
    some = list(known)[:8]
    return f"the {what} are: {', '.join(some) or 'none yet'}{', …' if len(known) > len(some) else ''}"
