"""The lines of two versions of a record's text made one, so that the comments of both sides stay. Pure.

What the result holds need not be right: whoever calls brings it to hold what it should. So where both changed
the same line, it is mine.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from typing import Final

from lacwg.kinds import NAMED_BY
from lacwg.text.toml_text import Section, cut, without_blank, written_values

Name = tuple[str, ...]
Unit = dict[Name, Section]
"""A table and, of one of an array, those within it."""
_BLANK: Final = "\n"


def merge_lines(base: str, mine: str, theirs: str) -> str:
    """``mine`` with what theirs changed in each of its tables, and with the tables that only they wrote."""
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
            key = NAMED_BY.get(array[-1])
            within = (*array, next(iter(values.values()), "") if key is None else values.get((key,), ""))
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
