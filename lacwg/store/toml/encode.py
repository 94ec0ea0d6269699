"""A new record as the text of its file."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import msgspec

from lacwg.records import Group, Record, encode_hook
from lacwg.revision import seen_by_subscribers

LONGEST_LINE: Final = 100
"""Columns up to which a list stays on one line."""
_PLAIN: Final = re.compile(r'[^\x00-\x1f\x7f"\\]*')
"""A text in which nothing is escaped."""


def encode(record: Record | Group) -> str:
    """TOML in the order in which people read it: what it is, when, where; the program's own keys after that."""
    values = values_of(record)
    common: dict[str, Any] = {key: values.pop(key) for key in Record.__struct_encode_fields__ if key in values}
    tables: dict[str, Any] = {key: common.pop(key) for key in ("members", "private") if key in common}
    return "".join(_table({**values, **common, **tables}))


def values_of(record: Record | Group) -> dict[str, Any]:
    """What a record's file holds, in dictionaries and lists: without the id, and what is at its default."""
    values: dict[str, Any] = msgspec.to_builtins(
        record, builtin_types=(dt.date, dt.datetime, dt.time), enc_hook=encode_hook
    )
    values.pop("id", None)
    return _without_empty(values)


def seen_to_differ(one: Record, other: Record, *unseen: str) -> bool:
    """Whether subscribers see two versions of a record differently; ``unseen``: in more than these keys."""
    return seen_by_subscribers(values_of(one), *unseen) != seen_by_subscribers(values_of(other), *unseen)


_LEAD: Final = ("date", "from", "moved_to", "cancelled", "extra", "rule", "id")
"""What people look for first in a table: which date it is, and what happened to it."""


def _without_empty(values: dict[str, Any]) -> dict[str, Any]:
    """Tables in which nothing is given are not written."""
    kept: dict[str, Any] = {}
    lead = {key: values[key] for key in _LEAD if key in values}
    for key, value in (lead | values).items():
        if isinstance(value, dict):
            if inner := _without_empty(value):
                kept[key] = inner
        elif is_tables(value):
            kept[key] = [_without_empty(each) for each in value]
        else:
            kept[key] = value
    return kept


def _table(values: Mapping[str, Any], path: str = "") -> Iterator[str]:
    """The lines of a table, then those of the tables in it: a heading of its own for each."""
    inner = {key: value for key, value in values.items() if isinstance(value, Mapping) or is_tables(value)}
    yield from (
        f"{key} = {value_text(value)}\n"
        for key, value in values.items()
        if not isinstance(value, Mapping) and key not in inner
    )
    for key, value in inner.items():
        name = f"{path}{key}"
        if isinstance(value, Mapping):
            yield f"\n[{name}]\n"
            yield from _table(value, f"{name}.")
        else:
            for each in value:
                yield f"\n[[{name}]]\n"
                yield from _table(each, f"{name}.")


def table_text(name: tuple[str, ...], values: Mapping[str, Any], *, array: bool) -> str:
    """A table with its heading, and the tables in it, as a new file has them."""
    dotted = ".".join(name)
    head = f"[[{dotted}]]" if array else f"[{dotted}]"
    return "".join([f"{head}\n", *_table(values, f"{dotted}.")]).rstrip("\n")


def is_tables(value: Any) -> bool:
    """Whether a value is an array of tables."""
    return isinstance(value, list | tuple) and bool(value) and isinstance(value[0], Mapping)


def value_text(value: Any) -> str:
    """One value. tomli-w knows how text is escaped; it has lists and date-times take more room than they need."""
    import tomli_w

    if isinstance(value, str) and _PLAIN.fullmatch(value):  # nearly all; tomli-w looks at it letter by letter
        return f'"{value}"'
    if isinstance(value, dt.datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, list | tuple):
        line = f"[{', '.join(map(value_text, value))}]"
        if len(line) <= LONGEST_LINE and "\n" not in line:
            return line
    # over several lines it would make a line feed of a carriage return and a line feed
    texts = value if isinstance(value, list | tuple) else [value]
    several = not any(isinstance(each, str) and "\r" in each for each in texts)
    return tomli_w.dumps({"x": value}, multiline_strings=several).removeprefix("x = ").rstrip("\n")
