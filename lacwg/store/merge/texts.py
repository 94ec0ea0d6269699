"""Two versions of a record's text, and the one that both came from, made one. Pure.

What a record holds is merged by its keys (``values``); the text is merged line by line, so that comments of both
sides stay, and then brought to hold just that.
"""

from __future__ import annotations

import datetime as dt
from typing import Final, NamedTuple, TypeVar

import msgspec

from lacwg.errors import RecordError
from lacwg.kinds import Kind
from lacwg.records import Group, Record, decode_hook
from lacwg.store.merge.lines import merge_lines
from lacwg.store.merge.values import Clash, Side, merged
from lacwg.store.toml.decode import decode
from lacwg.store.toml.edit import UneditableError, edited
from lacwg.store.toml.encode import values_of
from lacwg.text.toml_text import comments, lost_comments

R = TypeVar("R", bound=Record | Group)
Name = tuple[str, ...]

_TOML_TYPES: Final = (dt.date, dt.datetime, dt.time)


class Merging(NamedTuple):
    """What came of it: the text, or None and the clashes."""

    text: str | None
    clashes: tuple[Clash, ...] = ()
    reason: str | None = None
    """Why the two versions cannot be made one, where it is no single key."""
    lost: tuple[str, ...] = ()
    """Comments of theirs for which there was no place."""


def merged_text(
    base: str | None, mine: str, theirs: str, kind: Kind[R], record_id: str | None, *, prefer: Side | None = None
) -> Merging:
    """Both sides' changes to ``base`` in one text; None: both are new. ``prefer`` settles what clashes."""
    if theirs in (base, mine):
        return Merging(mine)
    if mine == base:
        return Merging(theirs)
    ours, others = (_read(text, kind.type, record_id) for text in (mine, theirs))
    if isinstance(ours, str) or isinstance(others, str):
        return _whole(mine, theirs, ours if isinstance(ours, str) else str(others), prefer)
    was = None if base is None else _read(base, kind.type, record_id)
    values, clashes = merged(
        {} if was is None or isinstance(was, str) else values_of(was),
        values_of(ours),
        values_of(others),
        prefer=prefer,
        counted=kind.counted,
    )
    if clashes:
        return Merging(None, tuple(clashes))
    try:
        named = values if record_id is None else {**values, "id": record_id}
        new = msgspec.convert(named, kind.type, dec_hook=decode_hook, builtin_types=_TOML_TYPES)
    except msgspec.ValidationError as error:
        return _whole(mine, theirs, f"together they would not be right: {error}", prefer)
    for text in (merge_lines(base or "", mine, theirs), mine, theirs):
        result = _brought(text, kind.type, record_id, new)
        if result is not None:
            known = set(comments(base or ""))
            return Merging(result, lost=tuple(each for each in lost_comments(theirs, result) if each not in known))
    return _whole(mine, theirs, "it is written in a form that cannot be changed by the program", prefer)


def _whole(mine: str, theirs: str, reason: str, prefer: Side | None) -> Merging:
    if prefer is not None:
        return Merging(mine if prefer == "mine" else theirs)
    return Merging(None, reason=reason)


def _read(text: str, kind: type[R], record_id: str | None) -> R | str:
    """The record, or why it is none."""
    try:
        return decode(text, kind, lambda: "", record_id)
    except RecordError as error:
        return error.message


def _brought(text: str, kind: type[R], record_id: str | None, new: R) -> str | None:
    """``text`` edited to hold ``new``; None where it is no record, or cannot be edited."""
    old = _read(text, kind, record_id)
    if isinstance(old, str):
        return None
    try:
        result = edited(text, old, new)
    except UneditableError:
        return None
    read = _read(result, kind, record_id)
    # the values: a table of words that is there and empty says as much as none
    return None if isinstance(read, str) or values_of(read) != values_of(new) else result
