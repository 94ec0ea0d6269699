"""Changes in the text of a record's file: what did not change stays as people wrote it, remarks and order too."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from lacwg.records import Group, Record
from lacwg.store.encoding import value_text, values_of

if TYPE_CHECKING:
    from tomlkit.items import AoT

Values = Mapping[str, Any]

_NAMED_BY: Final = {"exceptions": "date", "changes": "from", "actions": "id"}
"""The key by which a table of an array is told from the others, whatever its place."""


def edited(text: str, old: Record | Group, new: Record | Group) -> str:
    """``text``, which holds ``old``, with no more changed than it takes to hold ``new``."""
    import tomlkit

    document = tomlkit.parse(text)
    _apply(document, values_of(old), values_of(new))
    text = tomlkit.dumps(document)
    return text if text.endswith("\n") else f"{text}\n"


def _apply(table: Any, old: Values, new: Values) -> None:
    """Brings a table of tomlkit's from ``old`` to ``new``."""
    for key in old:
        if key not in new and key in table:
            del table[key]
    for key, value in new.items():
        if key in old and old[key] == value and type(old[key]) is type(value):
            continue
        if isinstance(value, Mapping):
            _apply_table(table, key, old.get(key, {}), value)
        elif _is_tables(value) or _is_tables(old.get(key)):
            _apply_tables(table, key, old.get(key, ()), value)
        else:
            table[key] = _item(value)


def _apply_table(table: Any, key: str, old: Values, new: Values) -> None:
    import tomlkit

    if not isinstance(table.get(key), Mapping):
        table[key] = tomlkit.table()
        table[key].trivia.indent = "\n"
    _apply(table[key], old, new)


def _apply_tables(table: Any, key: str, old: Sequence[Values], new: Sequence[Values]) -> None:
    """Brings an array of tables from ``old`` to ``new``: only the tables that differ are touched."""
    import tomlkit
    from tomlkit.items import AoT

    if not new:
        if key in table:
            del table[key]
        return
    array = table.get(key)
    if not isinstance(array, AoT):  # none yet, or one that was written as a list on one line
        if key in table:
            del table[key]
        table[key] = tomlkit.aot()
        array, old = table[key], ()
    name = _NAMED_BY.get(key)
    if name is not None and _told_apart(old, new, name) and [each[name] for each in old] == _kept(old, new, name):
        _apply_named(array, name, old, new)
        return
    if sorted(map(repr, old)) == sorted(map(repr, new)):
        _reorder(array, old, new)
        return
    matcher = difflib.SequenceMatcher(None, [repr(each) for each in old], [repr(each) for each in new], autojunk=False)
    for tag, old_start, old_end, new_start, new_end in reversed(matcher.get_opcodes()):
        if tag == "equal":
            continue
        both = min(old_end - old_start, new_end - new_start)
        for number in range(old_end - 1, old_start + both - 1, -1):
            del array[number]
        for number in range(both):
            _apply(array[old_start + number], old[old_start + number], new[new_start + number])
        for number in range(new_start + both, new_end):
            _insert(array, old_start + number - new_start, new[number])


def _told_apart(old: Sequence[Values], new: Sequence[Values], name: str) -> bool:
    """Whether no name stands twice."""
    return all(len({each[name] for each in tables}) == len(tables) for tables in (old, new))


def _kept(old: Sequence[Values], new: Sequence[Values], name: str) -> list[Any]:
    """The names in the old order, if the new ones that were there before have kept it."""
    names = [each[name] for each in old]
    again = [each[name] for each in new if each[name] in names]
    return names if again == [each for each in names if each in again] else []


def _apply_named(array: AoT, name: str, old: Sequence[Values], new: Sequence[Values]) -> None:
    wanted = {each[name]: each for each in new}
    for number in range(len(old) - 1, -1, -1):
        was = old[number]
        if was[name] in wanted:
            _apply(array[number], was, wanted[was[name]])
        else:
            del array[number]
    there = {each[name] for each in old}
    for number, each in enumerate(new):
        if each[name] not in there:
            _insert(array, number, each)


def _reorder(array: AoT, old: Sequence[Values], new: Sequence[Values]) -> None:
    """Puts the same tables in another order, each with its remarks."""
    waiting = list(zip(old, list(array), strict=True))
    for number, each in enumerate(new):
        place = next(place for place, (values, _) in enumerate(waiting) if values == each)
        table = waiting.pop(place)[1]
        if place:
            del array[number + place]
            array.insert(number, table)


def _insert(array: AoT, number: int, values: Values) -> None:
    """Inserts a table, with a blank line between it and those around it."""
    import tomlkit

    table = tomlkit.table()
    _apply(table, {}, values)
    if number == 0 and len(array):
        table.add(tomlkit.nl())  # the blank line before the first one stands there already
    else:
        table.trivia.indent = "\n"
    array.insert(number, table)


def _is_tables(value: Any) -> bool:
    return isinstance(value, list | tuple) and bool(value) and isinstance(value[0], Mapping)


def _item(value: Any) -> Any:
    """A value in the form in which a new file has it."""
    import tomlkit

    item = tomlkit.value(value_text(value))
    item.trivia.trail = "\n"
    return item
