"""Changes in the text of a record's file: what did not change stays as people wrote it, comments and order too.

Tables are put in, taken out and put in another order as sections of lines (``toml_text.cut``); the keys within one
are changed by tomlkit, which keeps the rest of its lines.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeVar

from lacwg.errors import LacwgError
from lacwg.kinds import NAMED_BY
from lacwg.records import LANGUAGES, Group, Record
from lacwg.store.toml.encode import is_tables, table_text, value_text, values_of
from lacwg.text.toml_text import Section, comments, cut, joined, without_blank

R = TypeVar("R", bound=Record | Group)
Values = Mapping[str, Any]
Name = tuple[str, ...]

_WORDS: Final = frozenset((language,) for language in LANGUAGES)
_FEW: Final = ("members", "private")


class UneditableError(LacwgError):
    """A form in which a change could not be made without losing what a person wrote."""


def edited(text: str, old: Record | Group, new: Record | Group) -> str:
    """``text``, which holds ``old``, with no more changed than it takes to hold ``new``.

    Raises ``UneditableError`` where that would lose a comment.
    """
    was, now = values_of(old), values_of(new)
    if was == now:
        return text
    windows = text.count("\r\n") == text.count("\n") > 0
    sections = cut((text.replace("\r\n", "\n") if windows else text).removesuffix("\n"))
    _edit_table(sections, sections[0], (), was, now)
    result = joined(sections) + "\n"
    return result.replace("\n", "\r\n") if windows else result


def edited_exactly(text: str, old: R, new: R, read: Callable[[str], R]) -> str:
    """``edited``, and read again: raises ``UneditableError`` also where that does not give ``new``."""
    result = edited(text, old, new)
    if read(result) != new:
        raise UneditableError("it would not read back as it was meant")
    return result


def _edit_table(sections: list[Section], section: Section, name: Name, old: Values, new: Values) -> None:
    """Brings a table, whose keys stand in ``section``, from ``old`` to ``new``, and the tables in it."""
    import tomlkit

    document = tomlkit.parse("".join(f"{line}\n" for line in without_blank(section.body)))
    changed = False
    for key in dict.fromkeys([*old, *new]):
        was, now = old.get(key), new.get(key)
        if was == now and type(was) is type(now):
            continue
        if key in document and not is_tables(was) and not is_tables(now):
            changed = True
            _edit_key(document, key, was, now)
        elif isinstance(was, Mapping) or isinstance(now, Mapping):
            _edit_inner(sections, section, (*name, key), was or {}, now or {})
        elif is_tables(was) or is_tables(now):
            if key in document:  # a list on one line
                if comments(f"x = {document[key].as_string()}"):
                    raise UneditableError("a list with comments in it cannot be changed without losing them")
                del document[key]
                changed, was = True, ()
            _edit_array(sections, section, (*name, key), was or (), now or ())
        else:
            changed = True
            document[key] = _item(now)
    if changed:
        blank = section.body[len(without_blank(section.body)) :]  # of which there may be more by now
        section.body = [*tomlkit.dumps(document).rstrip("\n").split("\n"), *blank]


def _edit_key(document: Any, key: str, was: Any, now: Any) -> None:
    """Changes a key that stands there already; of a table on one line or with dots, the keys in it."""
    if now is None:
        del document[key]
    elif isinstance(now, Mapping) and isinstance(was, Mapping):
        for inner in dict.fromkeys([*was, *now]):
            if was.get(inner) != now.get(inner):
                if inner in now:
                    document[key][inner] = _item(now[inner])
                else:
                    del document[key][inner]
    else:
        document[key] = _item(now)


def _edit_inner(sections: list[Section], parent: Section, name: Name, old: Values, new: Values) -> None:
    """A table with a heading of its own, such as ``[members]``: changed, put in or taken out."""
    there = next((each for each in _family(sections, parent) if each.name == name and not each.in_array), None)
    if not new:
        if there is not None:
            _take_out(sections, _family(sections, there))
    elif there is not None:
        _edit_table(sections, there, name, old, new)
    else:
        table = cut(table_text(name, new, array=False))[1:]
        _put_in(sections, _before(_family(sections, parent), parent, name), table)


def _before(own: Sequence[Section], parent: Section, name: Name) -> Section:
    """Behind which section of its family a new table goes, so that people find it where they look for it."""
    words = name[-1] in LANGUAGES
    alike = [number for number, each in enumerate(own) if each.name[:-1] == name[:-1] and each.name[-1:] in _WORDS]
    if words and alike:
        return own[alike[-1]]  # beside the other languages
    # before the arrays of tables; words also before what few may see
    size = len(name)
    ahead = [
        number
        for number, each in enumerate(own)
        if each is not parent and (each.in_array or (words and len(each.name) == size and each.name[-1] in _FEW))
    ]
    return own[ahead[0] - 1 if ahead else -1]


def _edit_array(
    sections: list[Section], parent: Section, name: Name, old: Sequence[Values], new: Sequence[Values]
) -> None:
    """An array of tables: only those that differ are touched, and a comment goes with the table that it is about."""
    heads = [each for each in _family(sections, parent) if each.name == name and each.in_array]
    if len(heads) != len(old):
        raise UneditableError("its tables do not stand as one for each heading")
    origins = _origins(NAMED_BY.get(name[-1]), old, new)
    kept = [number for number in origins if number is not None]
    for number in set(range(len(old))) - set(kept):
        _take_out(sections, _family(sections, heads[number]))
    if kept != sorted(kept):
        tables = [_family(sections, heads[number]) for number in sorted(kept)]
        _reorder(sections, tables, [sorted(kept).index(number) for number in kept])
    before: Section | None = None
    for origin, values in zip(origins, new, strict=True):
        if origin is not None:
            before = heads[origin]
            _edit_table(sections, before, name, old[origin], values)
            continue
        if before is not None:
            after = _family(sections, before)[-1]
        elif kept:
            after = sections[sections.index(heads[kept[0]]) - 1]
        else:
            after = _family(sections, parent)[-1]
        table = cut(table_text(name, values, array=True))[1:]
        _put_in(sections, after, table)
        before = table[0]


def _origins(keys: Sequence[str] | None, old: Sequence[Values], new: Sequence[Values]) -> list[int | None]:
    """Of each new table of an array the place of the one that it was before; None where it was none."""
    if keys is not None:
        before, now = ([tuple(each[key] for key in keys) for each in side] for side in (old, new))
        were = {each: number for number, each in enumerate(before)}
        if len(were) == len(old) and len(set(now)) == len(new):
            return [were.get(each) for each in now]
    left, right = ([repr(each) for each in side] for side in (old, new))
    if sorted(left) == sorted(right):
        places = {text: [number for number, each in enumerate(left) if each == text] for text in left}
        return [places[text].pop(0) for text in right]
    found: list[int | None] = []
    for _, start, end, new_start, new_end in difflib.SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        both = min(end - start, new_end - new_start)
        found += [*range(start, start + both), *[None] * (new_end - new_start - both)]
    return found


def _family(sections: list[Section], section: Section) -> list[Section]:
    """A section and the tables within it; before the first heading, all."""
    if section.heading is None:
        return list(sections)
    start = sections.index(section)
    end = start + 1
    size = len(section.name)
    while end < len(sections) and len(sections[end].name) > size and sections[end].name[:size] == section.name:
        end += 1
    return sections[start:end]


def _put_in(sections: list[Section], after: Section, new: list[Section]) -> None:
    """Puts tables behind another section, with a blank line between them and what stands around them."""
    at = sections.index(after) + 1
    for section in new[:-1]:
        if not section.ends_blank:
            section.body.append("")
    if at == len(sections):
        after.body.append("")
    elif after.ends_blank:
        new[-1].body.append("")
    else:
        new[0].lead.insert(0, "")
    sections[at:at] = new


def _take_out(sections: list[Section], table: list[Section]) -> None:
    """Takes tables out, with the comments above them and the blank line that set them off."""
    at = sections.index(table[0])
    if not table[-1].ends_blank and at > 0 and sections[at - 1].ends_blank:
        sections[at - 1].body.pop()
    del sections[at : at + len(table)]


def _reorder(sections: list[Section], tables: list[list[Section]], order: list[int]) -> None:
    """Puts the tables of an array in another order; blank lines stay where they were."""
    places = [sections.index(table[0]) for table in tables]
    blank = [table[-1].ends_blank for table in tables]
    for table, was_blank in zip(tables, blank, strict=True):
        if was_blank:
            table[-1].body.pop()
    moved = [tables[number] for number in order]
    for table, was_blank in zip(moved, blank, strict=True):
        if was_blank:
            table[-1].body.append("")
    for number in reversed(range(len(tables))):
        start = places[number]
        sections[start : start + len(tables[number])] = moved[number]


def _item(value: Any) -> Any:
    """A value in the form in which a new file has it."""
    import tomlkit

    item = tomlkit.value(value_text(value))
    item.trivia.trail = "\n"
    return item
