"""Two versions of a record's text, and the one that both came from, made one. Pure.

What a record holds is merged by its keys (``values``); the text is merged line by line, so that comments of both
sides stay, and then brought to hold just that.
"""

from __future__ import annotations

import datetime as dt
from typing import Final, NamedTuple, TypeVar

import msgspec

from lacwg.errors import RecordError
from lacwg.kinds import NAMED_BY, Kind
from lacwg.records import LANGUAGES, Group, Record, decode_hook
from lacwg.store.merge.lines import merge_lines
from lacwg.store.merge.values import Clash, Side, merged
from lacwg.store.toml.decode import decode
from lacwg.store.toml.edit import UneditableError, edited
from lacwg.store.toml.encode import values_of
from lacwg.text.toml_text import Section, comments, cut, joined, lost_comments

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
            result = _grafted(result, new, theirs, others, ours)
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


def _grafted(result: str, new: Record | Group, theirs: str, others: Record | Group, ours: Record | Group) -> str:
    """``result`` with the tables that only they added as they wrote them, comments and all."""
    if "\r" in result + theirs:
        return result
    text = result
    for array, name in NAMED_BY.items():
        made, written, own = (list(values_of(each).get(array) or ()) for each in (new, others, ours))
        known = {each[name] for each in own}
        for number, values in enumerate(made):
            if values[name] not in known and values in written:
                text = _graft(text, array, number, len(made), theirs, written.index(values), len(written))
    tables = [values_of(each) for each in (new, others, ours)]
    for language in LANGUAGES:
        words, as_written, had = (each.get(language) for each in tables)
        if words and words == as_written and not had:
            text = _replaced(text, (language,), theirs)
    if text != result:
        record_id = getattr(new, "id", None)
        if _read(text, type(new), record_id) != new:
            return result
    return text


def _graft(text: str, array: str, at: int, size: int, source: str, at_source: int, size_source: int) -> str:
    sections, others = cut(text.removesuffix("\n")), cut(source.removesuffix("\n"))
    into, out_of = _families(sections, array), _families(others, array)
    if len(into) != size or len(out_of) != size_source:
        return text
    old, new = into[at], out_of[at_source]
    start = sections.index(old[0])
    while new[-1].ends_blank:
        new[-1].body.pop()
    if start + len(old) < len(sections):
        new[-1].body.append("")
    sections[start : start + len(old)] = new
    return joined(sections) + "\n"


def _replaced(text: str, name: Name, source: str) -> str:
    """``text`` with a table as ``source`` has it, with the comments above it and in it."""
    sections, others = cut(text.removesuffix("\n")), cut(source.removesuffix("\n"))
    there = [each for each in sections if each.name == name]
    wanted = [each for each in others if each.name == name]
    if len(there) != 1 or len(wanted) != 1:
        return text
    old, new = there[0], wanted[0]
    while new.ends_blank:
        new.body.pop()
    if old.ends_blank:
        new.body.append("")
    above = [line for line in old.lead if not line.strip()]  # what sets it off
    new.lead = [*above, *(line for line in new.lead if line.strip())]
    sections[sections.index(old)] = new
    return joined(sections) + "\n"


def _families(sections: list[Section], array: str) -> list[list[Section]]:
    """The tables of an array, each with the tables within it."""
    families: list[list[Section]] = []
    within = False
    for section in sections:
        if section.name == (array,) and section.in_array:
            families.append([section])
            within = True
        elif within and section.name[:1] == (array,):
            families[-1].append(section)
        else:
            within = False
    return families
