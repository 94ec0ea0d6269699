"""A new record as the text of its file."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec

from lacwg.records import DayOrTime, Group, Record


def encode(record: Record | Group) -> str:
    """TOML in the order in which people read it: what it is, when, where; the program's own keys after that."""
    import tomli_w

    values: dict[str, Any] = msgspec.to_builtins(
        record, builtin_types=(dt.date, dt.datetime, dt.time), enc_hook=_encode_hook
    )
    values.pop("id", None)
    common: dict[str, Any] = {key: values.pop(key) for key in Record.__struct_encode_fields__ if key in values}
    tables: dict[str, Any] = {key: common.pop(key) for key in ("members", "private") if key in common}
    return tomli_w.dumps({**values, **common, **tables}, multiline_strings=True)


def _encode_hook(value: Any) -> Any:
    if isinstance(value, DayOrTime):
        return value.value
    raise NotImplementedError(type(value))
