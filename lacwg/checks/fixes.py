"""What can safely be mended in a record, and how: from the findings to a record without them.

What ``check --fix`` does beside that, to names of files and who may read them, is in ``commands.check.fix_plan``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from msgspec.structs import replace

from lacwg.checks.address_fields import STRIPPED
from lacwg.checks.exposed_links import is_whole_link
from lacwg.checks.finding import Text
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


def mended(record: Record, found: FieldError, hosts: tuple[str, ...] = ()) -> Mended | None:
    """The record without what was found; None where that cannot safely be mended.

    ``hosts``: where the group holds its meetings, beside those that are known.
    """
    *at, key = found.path or (None,)
    table: Any = record
    for step in at:
        table = table[step] if isinstance(step, int) else getattr(table, step, None)
    if found.code not in MENDABLE or not isinstance(table, Table) or not isinstance(key, str):
        return None
    value: Any = getattr(table, key, None)
    link = value.strip() if isinstance(value, str) else ""
    change: dict[str, Any]
    if found.code == "S102":
        change, mend = {"extra": False}, _EXTRA
    elif found.code == "V101":
        members: Any = getattr(table, "members", None)
        if not link or not is_whole_link(Text(found.path, table, key, value), hosts):
            return None
        if members.join_url is not None and members.join_url.strip() != link:
            return None  # members have another one
        change, mend = {"url": None, "members": replace(members, join_url=link)}, _JOIN
    elif key in STRIPPED and link not in ("", value):
        change, mend = {key: link}, _BLANKS
    else:
        return None
    try:
        return Mended(_put(record, at, change), mend, seen=mend is not _EXTRA)
    except (ValueError, TypeError):  # it would be no such record
        return None


def _put(value: Any, path: Sequence[str | int], change: dict[str, Any]) -> Any:
    """A table, or an array of them, with fields of the table at a path changed."""
    if not path:
        return replace(value, **change)
    step, *rest = path
    if isinstance(step, int):
        return (*value[:step], _put(value[step], rest, change), *value[step + 1 :])
    return replace(value, **{step: _put(getattr(value, step), rest, change)})
