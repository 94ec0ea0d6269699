"""What becomes of translations when the texts that they are of are changed. Pure.

A translation of a text that is gone goes with it, and so does that of a reason, which would be a wrong one.
Any other stays, and is told of: it may still hold.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple, TypeVar

from msgspec.structs import replace

from lacwg.records import LANGUAGES, Language, Table
from lacwg.voice.translation import translatable_fields

T = TypeVar("T", bound=Table)

_NAMED_BY: Final = {"exceptions": "date", "changes": "from_", "speakers": "name", "bills": "name", "pictures": "image"}
"""The field by which a table of an array is known again; others are by their place."""
_TAKEN_ALONG: Final = frozenset({"reason"})
"""Texts of which a translation is never kept: another reason is another fact."""


class StaleTranslation(NamedTuple):
    """A translation whose text was changed."""

    language: Language
    path: tuple[str, ...]
    """The arrays and tables down to it, without positions; empty in the record itself."""
    key: str
    gone: bool
    """Whether it was taken out; else it stays, and is of the text before."""


def without_stale(old: T, new: T) -> tuple[T, list[StaleTranslation]]:
    """``new``, which was made of ``old``, with translations as its texts want them, and what became of which.

    A speaker who was typed again has the translations that stood with the same name before.
    """
    told: list[StaleTranslation] = []
    return _without_stale(old, new, (), told), told


def without_translations(record: T, keys: frozenset[str]) -> tuple[T, list[StaleTranslation]]:
    """The record itself, not the tables in it, without translations of these fields; and what was taken out."""
    told = [
        StaleTranslation(language, (), key, gone=True)
        for language in LANGUAGES
        for key in translatable_fields(type(record))[0]
        if key in keys and getattr(getattr(record, language), key, None)
    ]
    return _dropped(record, told), told


def _without_stale(old: T, new: T, path: tuple[str, ...], told: list[StaleTranslation]) -> T:
    texts, nested = translatable_fields(type(new))
    changed = [key for key in texts if getattr(old, key) != getattr(new, key)]
    found = []
    for language in LANGUAGES if changed else ():
        was, now = getattr(old, language), getattr(new, language)
        for key in changed:
            text = getattr(now, key, None)
            if text and text == getattr(was, key, None):
                gone = key in _TAKEN_ALONG or not getattr(new, key)
                found.append(StaleTranslation(language, path, key, gone))
    told += found
    new = _dropped(new, [each for each in found if each.gone])
    inner = {name: _inner(name, getattr(old, name), getattr(new, name), (*path, name), told) for name in nested}
    inner = {name: value for name, value in inner.items() if value is not getattr(new, name)}
    return replace(new, **inner) if inner else new


def _dropped(record: T, gone: list[StaleTranslation]) -> T:
    """A table without some of its translations; a table of words that is left empty goes too."""
    words: dict[str, Any] = {}
    for each in gone:
        words[each.language] = replace(words.get(each.language, getattr(record, each.language)), **{each.key: None})
    return replace(record, **{key: words_or_none(value) for key, value in words.items()}) if words else record


def words_or_none(words: T) -> T | None:
    """A table of words; None where it has none."""
    return words if any(getattr(words, key) is not None for key in words.__struct_fields__) else None


def _inner(name: str, old: Any, new: Any, path: tuple[str, ...], told: list[StaleTranslation]) -> Any:
    if new is old or not new or not old:
        return new
    if isinstance(new, Table):
        return _without_stale(old, new, path, told)
    result = tuple(
        each if was is None or was is each else _without_stale(was, _with_words(each, was), path, told)
        for each, was in _pairs(name, old, new)
    )
    return new if result == new else result


def _pairs(name: str, old: tuple[Any, ...], new: tuple[Any, ...]) -> Iterator[tuple[Any, Any]]:
    """Each table of an array with the one that it was; None for a new one."""
    key = _NAMED_BY.get(name)
    known = {} if key is None else {getattr(each, key): each for each in old}
    for number, each in enumerate(new):
        was = known.get(getattr(each, key)) if key is not None else None
        if was is None and len(old) == len(new) and name not in ("exceptions", "changes", "speakers"):
            was = old[number]
        yield each, was


def _with_words(new: Table, was: Table) -> Table:
    """A speaker who was typed anew, with the words that stood there of the same name."""
    if type(new).__name__ != "Speaker" or any(getattr(new, language) is not None for language in LANGUAGES):
        return new
    return replace(new, **{language: getattr(was, language) for language in LANGUAGES})
