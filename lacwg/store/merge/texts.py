"""Two versions of a record's text, and the one that both came from, made one. Pure.

What a record holds is merged by its keys (``values``); the text is merged line by line, so that comments of both
sides stay, and then brought to hold just that.
"""

from __future__ import annotations

import contextlib
import difflib
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final, NamedTuple, TypeVar

import msgspec

from lacwg.errors import RecordError
from lacwg.kinds import NAMED_BY, Kind
from lacwg.records import Group, Record
from lacwg.store.merge.values import Clash, Side, Values, merged
from lacwg.store.toml.decode import converted, decode
from lacwg.store.toml.edit import UneditableError, edited
from lacwg.store.toml.encode import values_of
from lacwg.text.toml_text import Section, comments, cut, lost_comments, without_blank, written_values

R = TypeVar("R", bound=Record | Group)
Name = tuple[str, ...]
Unit = dict[Name, Section]
"""A table and, of one of an array, those within it."""

_BLANK: Final = "\n"


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
    read = partial(decode, kind=kind.type, shown=str, record_id=record_id)
    was: Values = {}
    try:
        ours, others = (values_of(read(text)) for text in (mine, theirs))
    except RecordError as error:
        return _whole(mine, theirs, error.message, prefer)
    with contextlib.suppress(RecordError):
        was = {} if base is None else values_of(read(base))
    values, clashes = merged(was, ours, others, prefer=prefer, counted=kind.counted)
    if clashes:
        return Merging(None, tuple(clashes))
    try:
        new = converted(values if record_id is None else {**values, "id": record_id}, kind.type)
    except msgspec.ValidationError as error:
        return _whole(mine, theirs, f"together they would not be right: {error}", prefer)
    for text in (merge_lines(base or "", mine, theirs), mine, theirs):
        with contextlib.suppress(RecordError, UneditableError):
            result = edited(text, read(text), new)
            # the values: a table of words that is there and empty says as much as none
            if values_of(read(result)) == values_of(new):
                known = set(comments(base or ""))
                return Merging(result, lost=tuple(each for each in lost_comments(theirs, result) if each not in known))
    return _whole(mine, theirs, "it is written in a form that cannot be changed by the program", prefer)


def _whole(mine: str, theirs: str, reason: str, prefer: Side | None) -> Merging:
    if prefer is not None:
        return Merging(mine if prefer == "mine" else theirs)
    return Merging(None, reason=reason)


# Line by line


def merge_lines(base: str, mine: str, theirs: str) -> str:
    """``mine`` with what theirs changed in each of its tables, and with the tables that only they wrote.

    What the result holds need not be right, and is brought to it. So where both changed the same line, it is mine.
    """
    windows = "\r\n" in mine
    lines = _merged_units(*(_units(text.replace("\r\n", "\n").removesuffix("\n")) for text in (base, mine, theirs)))
    text = "\n".join([*without_blank(lines), ""])
    return text.replace("\n", "\r\n") if windows else text


def _units(text: str) -> dict[Name, Unit]:
    """The tables of a text by names that are the same in each version: of an array with what tells them apart."""
    units: dict[Name, Unit] = {}
    array: Name = ()
    within: Name = ()
    for section in cut(text):
        if section.in_array:
            array, values = section.name, written_values("\n".join(section.body))
            keys = NAMED_BY.get(array[-1])
            within = (
                *array,
                *([next(iter(values.values()), "")] if keys is None else [values.get((each,), "") for each in keys]),
            )
            while within in units:
                within = (*within, "again")
        is_within = array and section.name[: len(array)] == array
        units.setdefault(within if is_within else section.name, {})[section.name] = section
    return units


def _merged_units(was: Mapping[Name, Unit], ours: Mapping[Name, Unit], others: Mapping[Name, Unit]) -> list[str]:
    """The lines of all units: in the order of mine, what only they have behind what is before it there."""
    order, at = list(ours), 0
    for name, unit in others.items():
        if name in ours:
            at = order.index(name) + 1
        elif name not in was or _lines(was[name]) != _lines(unit):
            order.insert(at, name)
            at += 1
    lines: list[str] = []
    for name in order:
        mine, theirs = ours.get(name), others.get(name)
        if mine is None:
            blank = [""] if lines and lines[-1].strip() else []
            lines += [*blank, *without_blank(_lines(others[name])), ""]
        elif theirs is None:
            lines += _lines(mine)
        elif len(mine) == len(theirs) == 1:
            merged = _merged(_lines(was.get(name, {})), _lines(mine), _lines(theirs))
            lines += without_blank(merged) + _lines(mine)[len(without_blank(_lines(mine))) :]
        else:
            sides = (was.get(name, {}), mine, theirs)
            lines += _merged_units(*({each: {each: side[each]} for each in side} for side in sides))
    return lines


def _lines(unit: Unit) -> list[str]:
    return [line for section in unit.values() for line in section.lines]


def _merged(was: Sequence[str], ours: Sequence[str], others: Sequence[str]) -> list[str]:
    """Three versions of a table's lines made one."""
    in_ours, in_others = _places(was, ours), _places(was, others)
    result: list[str] = []
    at = at_ours = at_others = 0
    both = [(number, in_ours[number], in_others[number]) for number in in_ours if number in in_others]
    for number, here, there in [*both, (len(was), len(ours), len(others))]:
        before, one, other = list(was[at:number]), list(ours[at_ours:here]), list(others[at_others:there])
        result += _hunk(before, one, other)
        result += was[number : number + 1]
        at, at_ours, at_others = number + 1, here + 1, there + 1
    return result


def _places(was: Sequence[str], side: Sequence[str]) -> dict[int, int]:
    """Where lines of the one stand in the other."""
    matcher = difflib.SequenceMatcher(None, was, side, autojunk=False)
    return {
        block.a + number: block.b + number for block in matcher.get_matching_blocks() for number in range(block.size)
    }


def _hunk(before: list[str], one: list[str], other: list[str]) -> list[str]:
    """Three versions of a few lines made one: key by key, or mine."""
    if other == before:
        return one
    if one == before:
        return other
    was, ours, others = (_by_key(lines) for lines in (before, one, other))
    if was is None or ours is None or others is None:
        return one
    result: list[str] = []
    for key in dict.fromkeys([*ours, *others]):
        old, mine, theirs = was.get(key, []), ours.get(key, []), others.get(key, [])
        comments = [line for line in theirs[:-1] if line not in old and line not in mine]
        if mine[-1:] == old[-1:]:  # as it was: theirs, with the comments that are new here
            result += [line for line in mine[:-1] if line not in old and line not in theirs] if theirs else []
            result += theirs
        elif mine:
            result += [*comments, *mine]
    return result


def _by_key(lines: list[str]) -> dict[str, list[str]] | None:
    """Each line with the comments above it, by its key; None where keys do not tell lines apart."""
    found: dict[str, list[str]] = {}
    above: list[str] = []
    for line in lines:
        above.append(line)
        if line.lstrip().startswith("#"):
            continue
        # what a line gives a value to; nothing of a heading, which several tables may have
        key = ".".join(map(str, next(iter(written_values(line)), ()))) or line.strip() or f"{_BLANK}{len(found)}"
        if key in found:
            return None
        found[key] = above
        above = []
    if above:
        found[f"{_BLANK}#"] = above
    return found
