"""The lines of two versions of a record's text made one, so that the comments of both sides stay. Pure.

What the result holds need not be right: whoever calls brings it to hold what it should. So where both changed
the same line, it is mine.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from typing import Final

from lacwg.kinds import NAMED_BY
from lacwg.text.toml_text import Section, cut, written_values

Name = tuple[str, ...]
_BLANK: Final = "\n"


def merge_lines(base: str, mine: str, theirs: str) -> str:
    """``mine`` with what theirs changed in each of its tables. Tables that only they have are left out."""
    windows = "\r\n" in mine
    was, ours, others = (cut(text.replace("\r\n", "\n").removesuffix("\n")) for text in (base, mine, theirs))
    old, new = dict(_named(was)), dict(_named(others))
    lines: list[str] = []
    for name, section in _named(ours):
        if name not in new:
            lines += section.lines
            continue
        merged = _merged(old[name].lines if name in old else [], section.lines, new[name].lines)
        lines += _without_blank(merged) + section.lines[len(_without_blank(section.lines)) :]
    text = "\n".join(lines) + "\n"
    return text.replace("\n", "\r\n") if windows else text


def _named(sections: Sequence[Section]) -> Iterator[tuple[Name, Section]]:
    """Blocks by names that are the same in each version: of those of an array with what tells them apart."""
    seen: set[Name] = set()
    within: Name = ()
    for section in sections:
        name = section.name
        if section.in_array:
            values = written_values("\n".join(section.body))
            key = NAMED_BY.get(name[-1])
            within = name = (*name, next(iter(values.values()), "") if key is None else values.get((key,), ""))
        elif within and name[: len(within) - 1] == within[:-1]:
            name = (*within, *name)
        while name in seen:
            name = (*name, "again")
        seen.add(name)
        yield name, section


def _without_blank(lines: list[str]) -> list[str]:
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    return lines[:end]


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
