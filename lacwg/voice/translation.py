"""A record in another language than the group's own: with the words of its ``[es]`` where it has them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, Final, TypeVar, get_type_hints

from msgspec.structs import replace

from lacwg.records import LANGUAGES, Event, Group, Language, Series, Table, table_in
from lacwg.voice import known

T = TypeVar("T", bound=Table)
_NONE: Final[dict[str, Any]] = dict.fromkeys(LANGUAGES)


class Untranslated(str):
    """A text that nobody has translated yet: it is shown in the language of the records, and marked as such."""

    __slots__ = ()


class InEnglish(str):
    """A text that there is in English alone, where another language was asked for."""

    __slots__ = ()


def own_language(group: Group) -> Language | None:
    """The language of the records; None for one in which we have no words: "de"."""
    return known(group.language)


def languages(group: Group) -> tuple[Language, ...]:
    """The languages of the group's page: its own one first; English first, where that is none of ours."""
    return tuple(dict.fromkeys((own_language(group) or "en", *group.languages)))


def translated(record: T, language: Language, mark: Callable[[str], str] = str) -> T:
    """The record in ``language``, which is not the group's own; its tables of words are gone.

    What has no translation stays as it is; ``mark`` is called on it, as ``Untranslated``.
    """
    texts, nested = translatable_fields(type(record))
    changed: dict[str, Any] = {}
    if texts:
        words = getattr(record, language)
        for name in texts:
            text = getattr(record, name)
            if text:
                changed[name] = getattr(words, name, None) or mark(text)
        changed |= _NONE
    for name in nested:
        value = getattr(record, name)
        if isinstance(value, Table):
            changed[name] = translated(value, language, mark)
        elif value:
            changed[name] = tuple(translated(each, language, mark) for each in value)
    if isinstance(record, Series | Event) and record.assignments:  # they name duties by what these are called
        said = {was.role: duty.role for was, duty in zip(record.duties, changed.get("duties", ()), strict=False)}
        changed["assignments"] = tuple(replace(e, role=said.get(e.role, e.role)) for e in record.assignments)
    return replace(record, **changed) if changed else record


@cache
def translatable_fields(kind: type[Table]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The fields of a kind of table that can be translated, and those that hold tables to look into."""
    hints = get_type_hints(kind)
    words = table_in(hints[LANGUAGES[0]]) if LANGUAGES[0] in hints else None
    tables = {name: table_in(hint) for name, hint in hints.items() if name not in LANGUAGES}
    nested = tuple(name for name, table in tables.items() if table is not None and any(translatable_fields(table)))
    return () if words is None else words.__struct_fields__, nested


def words_type(kind: type[Table]) -> type[Table]:
    """The kind of table that has the words of ``kind`` in another language: of an event ``EventWords``."""
    found = table_in(get_type_hints(kind)[LANGUAGES[0]])
    assert found is not None
    return found


def tables(table: Table, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Table]]:
    """A record and its tables that may have words in other languages, each with its path."""
    texts, nested = translatable_fields(type(table))
    if texts:
        yield path, table
    for name in nested:
        value = getattr(table, name)
        if isinstance(value, Table):
            yield from tables(value, (*path, name))
        else:
            for number, each in enumerate(value or ()):
                yield from tables(each, (*path, name, number))


def has_words(record: Table, language: Language) -> bool:
    """Whether anything in a record is said in a language, which is not the group's own."""
    return any(getattr(table, language) is not None for _, table in tables(record))
