"""What can safely be mended in a record, and how: from the findings to a record without them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from msgspec.structs import replace

from lacwg.checks.addresses import is_address
from lacwg.checks.exposed_links import is_whole_link
from lacwg.checks.finding import Path, Text
from lacwg.errors import FieldError
from lacwg.records import Record, Table

MENDABLE: Final = frozenset({"C102", "L104", "S102", "V101"})
"""The codes of which something can be mended within a record's file."""


class Mend(NamedTuple):
    """What is done about a finding: "rename it", or "renamed" once it is done, and the rest of the sentence."""

    verb: str
    done: str
    rest: str


class Mended(NamedTuple):
    """A record without what was found, and what was done about it."""

    record: Record
    mend: Mend
    seen: bool
    """Whether a subscriber must see the change."""


_BLANKS: Final = Mend("take away", "took away", "the blanks around it")
_EXTRA: Final = Mend("delete", "deleted", "extra = true")
_JOIN: Final = Mend("put", "put", "it under [members] as join_url")


def mended(record: Record, found: FieldError) -> Mended | None:
    """The record without what was found; None where that cannot safely be mended."""
    changed, mend = _one(record, found)
    return None if changed is None or mend is None else Mended(changed, mend, seen=mend is not _EXTRA)


def _one(record: Record, found: FieldError) -> tuple[Record | None, Mend | None]:
    if found.code not in MENDABLE or not found.path:
        return None, None
    *at, key = found.path
    table = _table(record, tuple(at))
    if table is None or not isinstance(key, str):
        return None, None
    value: Any = getattr(table, key, None)
    if found.code == "S102":
        return _put(record, tuple(at), lambda old: replace(old, extra=False)), _EXTRA
    if found.code == "V101":
        return _moved_link(record, tuple(at), table, key, value), _JOIN
    if is_address(key) and isinstance(value, str) and value.strip() not in ("", value):
        return _put(record, tuple(at), lambda old: replace(old, **{key: value.strip()})), _BLANKS
    return None, None


def _moved_link(record: Record, at: Path, table: Table, key: str, value: Any) -> Record | None:
    """The record with a link to a meeting among what members get; None where another stands there."""
    if not isinstance(value, str) or not is_whole_link(Text((*at, key), table, key, value)):
        return None
    join = table.members.join_url  # type: ignore[attr-defined]
    if join is not None and join.strip() != value.strip():
        return None
    wanted = value.strip()
    moved: Record | None = _put(
        record, at, lambda old: replace(old, url=None, members=replace(old.members, join_url=wanted))
    )
    return moved


def _table(record: Table, path: Path) -> Table | None:
    """The table that a path leads to."""
    value: Any = record
    for step in path:
        value = value[step] if isinstance(step, int) else getattr(value, step, None)
    return value if isinstance(value, Table) else None


def _put(table: Any, path: Path, change: Callable[[Any], Any]) -> Any:
    """The table with what stands at a path changed; None where that would be no such record."""
    try:
        if not path:
            return change(table)
        key, *rest = path
        if isinstance(key, int):
            inner = _put(table[key], tuple(rest), change)
            return None if inner is None else (*table[:key], inner, *table[key + 1 :])
        inner = _put(getattr(table, key), tuple(rest), change)
        return None if inner is None else replace(table, **{key: inner})
    except (ValueError, TypeError):
        return None
