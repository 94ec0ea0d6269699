"""What is common to all checks: a finding and what its code means, and a walk through a record's tables and texts."""

from __future__ import annotations

import pkgutil
from collections.abc import Collection
from functools import cache
from typing import Any, Literal, NamedTuple

from lacwg import kinds
from lacwg.errors import FieldError
from lacwg.records import Group, Record, Table
from lacwg.schedule import rules
from lacwg.text.controls import LONGEST_QUOTE

Path = tuple[str | int, ...]
Severity = Literal["error", "warning"]


class Text(NamedTuple):
    """One text of a record: where it stands, in which table, under which key."""

    path: Path
    table: Table
    key: str
    text: str


def finding(record: Record | Group, path: Path, message: str, hint: str | None, code: str) -> FieldError:
    """What is wrong with a field of a record; ``path`` is empty where it is the file as a whole."""
    kind, record_id = kinds.of_record(record).name, record.id if isinstance(record, Record) else "group"
    return FieldError(message, kind=kind, record_id=record_id, path=path, hint=hint, code=code)


def texts(table: Table, path: Path = ()) -> list[Text]:
    """Every text of a record but its id, those in lists and in tables too; ``path`` leads to ``table``."""
    found: list[Text] = []
    kind = type(table)
    for name, key in zip(kind.__struct_fields__, kind.__struct_encode_fields__, strict=True):
        value: Any = getattr(table, name)
        if isinstance(value, str) and name != "id":
            found.append(Text((*path, key), table, name, value))
        elif isinstance(value, Table):
            found += texts(value, (*path, key))
        elif isinstance(value, tuple):
            for number, each in enumerate(value):
                if isinstance(each, Table):
                    found += texts(each, (*path, key, number))
                elif isinstance(each, str):
                    found.append(Text((*path, key, number), table, name, each))
    return found


def nearest(word: str, known: Collection[str], what: str) -> str:
    """What was probably meant by ``word``, else what there is of ``what`` (a plural), few of many."""
    import difflib

    close = difflib.get_close_matches(word, known, n=1) if len(word) <= LONGEST_QUOTE else []
    if close:
        return f'did you mean "{close[0]}"?'
    some = list(known)[:8]
    return f"the {what} are: {', '.join(some) or 'none yet'}{', …' if len(known) > len(some) else ''}"


class Code(NamedTuple):
    """What a code means, and what to do about it."""

    severity: Severity
    meaning: str
    mend: str


@cache
def codes() -> dict[str, Code]:
    """All codes, as ``codes.toml`` has them."""
    import tomli

    text = (pkgutil.get_data("lacwg.checks", "codes.toml") or b"").decode()
    return {
        name: Code(each["severity"], each["meaning"], each["mend"].replace("{rules}", rules.EXAMPLES))
        for name, each in tomli.loads(text).items()
    }
