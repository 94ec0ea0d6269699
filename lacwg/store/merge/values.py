"""Two versions of what a record's file holds, and the one that both came from, made one: key by key. Pure.

Only the same key changed on both sides to different values, or an edit against a removal, is a clash. Tables
of ``exceptions``, ``changes`` and ``actions`` are told apart by their date or id. Any other list counts as one
value, unless both sides did nothing but add to it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal, NamedTuple

from lacwg.kinds import NAMED_BY
from lacwg.revision import STAMPS, seen_by_subscribers

Values = Mapping[str, Any]
Named = Mapping[tuple[Any, ...], Values]
"""Tables of an array by what tells them apart."""
Side = Literal["mine", "theirs"]

_UNITS: Final = {"exceptions": ("cancelled", "moved_to", "extra"), "actions": ("done", "dropped", "reason")}
"""Keys of a table that mean something together only: cancelled here and moved there is one question."""


class Clash(NamedTuple):
    """What both sides changed in different ways; None: it is not there."""

    path: tuple[str, ...]
    """The keys down to it; of a table in an array its date or id too. Empty: the whole file."""
    mine: Any
    theirs: Any

    @property
    def place(self) -> tuple[str, ...]:
        """The path as people are told it: of keys that mean something together the values show which they are."""
        together = {"/".join(keys) for keys in _UNITS.values()}
        return self.path[:-1] if self.path and self.path[-1] in together else self.path


def merged(
    base: Values, mine: Values, theirs: Values, *, prefer: Side | None = None, counted: bool = True
) -> tuple[dict[str, Any], list[Clash]]:
    """What both sides made of ``base``, and where they clash; there ``prefer`` settles it, else mine stands.

    ``counted``: subscribers see the record, so that ``sequence`` is raised where both sides changed it.
    """
    if theirs in (base, mine):
        return dict(mine), []
    if mine == base:
        return dict(theirs), []
    merger = _Merger(prefer)
    cores = [{key: value for key, value in side.items() if key not in STAMPS} for side in (base, mine, theirs)]
    values = merger.table(cores[0], cores[1], cores[2], ())
    stamps = [each["updated"] for each in (mine, theirs) if "updated" in each]
    if stamps:
        values["updated"] = max(stamps)
    ours, others = (each.get("sequence", 0) for each in (mine, theirs))
    sequence = max(ours, others)
    shown = [side for side, number in ((mine, ours), (theirs, others)) if number == sequence]
    if counted and any(seen_by_subscribers(each, *STAMPS) != seen_by_subscribers(values, *STAMPS) for each in shown):
        sequence += 1  # somebody may have been shown another record under this number
    if sequence:
        values["sequence"] = sequence
    return values, merger.clashes


class _Merger:
    def __init__(self, prefer: Side | None) -> None:
        self.prefer = prefer
        self.clashes: list[Clash] = []

    def table(self, base: Values, mine: Values, theirs: Values, path: tuple[str, ...]) -> dict[str, Any]:
        if path[:1] == ("rsvp",) and len(path) == 2:  # the last answer holds; of one day the same on both sides
            return dict(max(mine, theirs, key=lambda each: (each["on"], each["answer"])))
        result = {}
        units = _UNITS.get(path[-2], ()) if len(path) > 1 else ()
        unit = self._unit(units, base, mine, theirs, path)
        decided = path[:1] in (("exceptions",), ("changes",)) and len(path) == 2
        for key in dict.fromkeys([*mine, *theirs]):
            if key in units:
                value = unit.get(key)
            elif decided and key in ("by", "on") and key in mine and key in theirs:
                value = _decided(key, base.get(key), mine[key], theirs[key])
            else:
                value = self._value(base.get(key), mine.get(key), theirs.get(key), (*path, key))
            if value is not None and not (isinstance(value, Mapping | list | tuple) and not value):
                result[key] = value
        if decided and (whose := _whose(result, mine, theirs)) is not None:
            result |= {key: whose[key] for key in ("by", "on") if key in result and key in whose}
        return result

    def _unit(
        self, keys: tuple[str, ...], base: Values, mine: Values, theirs: Values, path: tuple[str, ...]
    ) -> dict[str, Any]:
        was, ours, others = ({key: side.get(key) for key in keys} for side in (base, mine, theirs))
        if others in (was, ours):
            return ours
        if ours == was:
            return others
        shown = [{key: value for key, value in side.items() if value is not None} for side in (ours, others)]
        return ours if self._clash((*path, "/".join(keys)), shown[0], shown[1]) else others

    def _value(self, base: Any, mine: Any, theirs: Any, path: tuple[str, ...]) -> Any:
        if _same(theirs, base) or _same(theirs, mine):
            return mine
        if _same(mine, base):
            return theirs
        if all(each is None or isinstance(each, Mapping) for each in (base, mine, theirs)):
            return self.table(base or {}, mine or {}, theirs or {}, path)
        if all(each is None or isinstance(each, list | tuple) for each in (base, mine, theirs)):
            keys = NAMED_BY.get(path[-1])
            if keys is not None:
                sides = [
                    [(tuple(each.get(key) for key in keys), each) for each in s or ()] for s in (base, mine, theirs)
                ]
                if all(_distinct([name for name, _ in side]) for side in sides):
                    was, ours, others = map(dict, sides)
                    return self._named(was, ours, others, path)
            if path == ("lists",):  # of a contact: each is one question
                kept = [each for each in mine or () if each in (theirs or ()) or each not in (base or ())]
                return kept + [each for each in theirs or () if each not in (*(mine or ()), *(base or ()))]
            both = _both_added(base or (), mine or (), theirs or ())
            if both is not None:
                return both
        return mine if self._clash(path, mine, theirs) else theirs

    def _named(self, was: Named, ours: Named, others: Named, path: tuple[str, ...]) -> list[Any]:
        kept: dict[Any, Any] = {}
        for key in dict.fromkeys([*ours, *others]):
            here = (*path, " ".join(map(str, key)))
            if key in ours and key in others:
                value = self._value(was.get(key, {}), ours[key], others[key], here)
            elif key not in was:
                value = ours.get(key) or others.get(key)
            elif was[key] in (ours.get(key), others.get(key)):
                value = None  # removed on one side, and as it was on the other
            else:
                side = ours if self._clash(here, ours.get(key), others.get(key)) else others
                value = side.get(key)
            if value is not None:
                kept[key] = value
        order = [key for key in ours if key in kept]
        names = list(others)
        for number, key in enumerate(names):
            if key in kept and key not in ours:
                before = [each for each in names[:number] if each in order]
                order.insert(order.index(before[-1]) + 1 if before else 0, key)
        if all(list(side) == sorted(side) for side in (ours, others)):
            order.sort()
        return [kept[key] for key in order]

    def _clash(self, path: tuple[str, ...], mine: Any, theirs: Any) -> bool:
        """Notes a clash, unless it is settled, and says whether mine stands."""
        if self.prefer is None:
            self.clashes.append(Clash(path, mine, theirs))
        return self.prefer != "theirs"


def _same(one: Any, other: Any) -> bool:
    return bool(one == other) and isinstance(one, bool) == isinstance(other, bool)


def _distinct(names: Sequence[tuple[Any, ...]]) -> bool:
    return len(set(names)) == len(names) and not any(None in each for each in names)


def _decided(key: str, base: Any, mine: Any, theirs: Any) -> Any:
    """Who decided it, and when, is kept by the verbs: both of the two, the later."""
    if theirs in (base, mine):
        return mine
    if mine == base:
        return theirs
    if key == "on":
        return max(mine, theirs)
    names = {name for side in (mine, theirs) for name in side.split(", ")}
    return ", ".join(sorted(names))


def _whose(result: Values, mine: Values, theirs: Values) -> Values | None:
    """The side whose decision stands alone, and who decided it with it; None where both have a part in it."""
    kept, *sides = (
        {key: each for key, each in side.items() if key not in ("by", "on")} for side in (result, mine, theirs)
    )
    if sides[0] == sides[1]:
        return None
    return next((side for side, own in zip((mine, theirs), sides, strict=True) if own == kept), None)


def _both_added(base: Sequence[Any], mine: Sequence[Any], theirs: Sequence[Any]) -> list[Any] | None:
    """``mine`` with what theirs added behind what stands before it there; None where either did something else."""
    if _added(base, mine) is None or (new := _added(base, theirs)) is None:
        return None
    result = list(mine)
    for number in new:
        if theirs[number] in result:
            continue
        if not base and not number:
            result.append(theirs[number])  # nothing says where: behind what is there
        else:
            result.insert(result.index(theirs[number - 1]) + 1 if number else 0, theirs[number])
    return result


def _added(base: Sequence[Any], side: Sequence[Any]) -> list[int] | None:
    """The places in ``side`` of what was added to ``base``; None where something was taken out or moved."""
    left = list(base)
    new = []
    for number, each in enumerate(side):
        if left and each == left[0]:
            left.pop(0)
        else:
            new.append(number)
    return None if left else new
