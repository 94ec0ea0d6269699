"""What of each record ``lacwg search`` looks through: what people have written.

No dates and ids, and no links to join by.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from lacwg.records import (
    LANGUAGES,
    Bill,
    Contact,
    Event,
    Group,
    Issue,
    Language,
    Photo,
    Series,
    SeriesChange,
    SeriesException,
    Speaker,
    Table,
)
from lacwg.voice.translation import translatable_fields


def words(table: Table, language: Language, among: Callable[[str], bool] = lambda _: True) -> Iterator[str]:
    """What a record and its tables say in another language; of the tables in it those under ``among``'s keys."""
    texts, nested = translatable_fields(type(table))
    said = getattr(table, language) if texts else None
    if said is not None:
        yield from filter(None, (getattr(said, key) for key in texts))
    for name in nested:
        value = getattr(table, name)
        if value and among(name):
            for each in (value,) if isinstance(value, Table) else value:
                yield from words(each, language)


def in_other_languages(table: Table, among: Callable[[str], bool] = lambda _: True) -> dict[Language, list[str]]:
    """The same by language, of those in which it says anything."""
    said = {language: [*words(table, language, among)] for language in LANGUAGES}
    return {language: texts for language, texts in said.items() if texts}


_KEYS: Final[dict[type[Table], tuple[str, ...]]] = {
    Bill: ("name", "number", "status", "ask", "chamber", "session", "url", "sponsors"),
    SeriesChange: ("reason", "title", "place", "description", "url"),
    Contact: ("name", "role", "email", "phone", "address", "pronouns"),
    Event: ("title", "description", "place", "speakers", "reason", "url", "caption", "alt", "credit"),
    SeriesException: ("reason", "title", "place", "description", "url"),
    Issue: ("title", "stance", "summary", "partners", "bills"),
    Photo: ("caption", "credit", "alt"),
    Series: ("title", "description", "place", "url", "changes"),
    Speaker: ("name", "about"),
}
"""What of each is looked through, what it is called first."""
_SECTIONS: Final = {
    "mission": ("mission",),
    "history": ("history",),
    "get-involved": ("get_involved",),
    "group": ("name", "short_name", "parent"),
}
"""The sections of ``lacwg mission``, and what of the group's file is in each."""


def texts_of(table: Table) -> Iterator[str]:
    """What of a record, and of the tables in it, is looked through."""
    for key in _KEYS[type(table)]:
        value = getattr(table, key)
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, Table):
                yield from texts_of(each)
            elif each:
                yield each


def of_group(group: Group) -> Iterator[tuple[str, list[str], dict[Language, list[str]]]]:
    """The sections of the group's file: what each says, and what in other languages."""
    for section, keys in _SECTIONS.items():
        others = {language: _given(getattr(group, language), keys) for language in LANGUAGES}
        yield section, _given(group, keys), others
    if group.photo is not None:
        yield "photo", list(texts_of(group.photo)), in_other_languages(group.photo)


def _given(table: Table | None, keys: tuple[str, ...]) -> list[str]:
    return [text for key in keys if (text := getattr(table, key, None))]
