"""Words in other languages: what visitors would read untranslated, and tables of words that nobody ever sees."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from lacwg.checks.finding import Path, finding
from lacwg.errors import FieldError
from lacwg.records import LANGUAGES, Event, Group, Issue, Language, Record, Series, SeriesChange, SeriesException, Table
from lacwg.text.english import listed
from lacwg.voice import ENGLISH_NAMES
from lacwg.voice.translation import languages, own_language, tables, translatable_fields

_NAMES: Final = frozenset({"name", "short_name", "parent", "place"})
"""Fields that are mostly names, which many languages leave as they are: they may be translated, and need not be."""
_NOT_READ: Final = frozenset({"agenda", "duties"})
"""What visitors do not find on the page."""


def of_translations(record: Record | Group, group: Group, today: dt.date | None) -> Iterator[FieldError]:
    """N101, N102 and N103: what has no translation, and translations that are never shown."""
    own = own_language(group)
    for path, table in tables(record):
        for language, words in ((each, getattr(table, each)) for each in LANGUAGES):
            if words is None:
                continue
            if language == own:
                name = ENGLISH_NAMES[language]
                message = f"the records are in {name} already, so that [{language}] is never shown"
                hint = "put what is right in the record itself, and delete the table; or mend language in group.toml"
                yield finding(record, (*path, language), message, hint, "N102")
                continue
            for key in translatable_fields(type(table))[0]:
                if getattr(words, key) and not getattr(table, key):
                    message = f'"{key}" is in {ENGLISH_NAMES[language]} alone, and so is never shown'
                    hint = f"add it in the language of the records too: {key} = …; or delete it here"
                    yield finding(record, (*path, language, key), message, hint, "N103")
    if today is not None and _is_read(record, today):
        yield from _missing(record, group, today)


def _is_read(record: Record | Group, today: dt.date) -> bool:
    """Whether visitors of the page still read a record: it is public, of a kind that is told there, and not over."""
    if isinstance(record, Group):
        return True
    if record.audience != "public":
        return False
    if isinstance(record, Event):
        return (record.end or record.start).day >= today
    if isinstance(record, Series):
        return record.until is None or record.until >= today
    return isinstance(record, Issue)


def _missing(record: Record | Group, group: Group, today: dt.date) -> Iterator[FieldError]:
    """N101: one finding for the whole of a record."""
    own = own_language(group)
    wanted = [each for each in languages(group) if each in group.languages and each != own]
    lacking: dict[Language, list[str]] = {language: [] for language in wanted}
    first: Path | None = None
    for path, table in tables(record) if wanted else ():
        if path[:1] and (path[0] in _NOT_READ or _is_past(table, today)):
            continue
        keys = [key for key in translatable_fields(type(table))[0] if key not in _NAMES]
        for language in wanted:
            words = getattr(table, language)
            for key in keys:
                if (getattr(table, key) or "").strip() and not (getattr(words, key, None) or "").strip():
                    # a table that is there is where people look first
                    place = (*path, key) if words is None else (*path, language)
                    first = place if first is None else first
                    shown = ".".join([*(step for step in path if isinstance(step, str)), key])
                    lacking[language].append(shown)
    if first is None:
        return
    lacking = {language: said for language, said in lacking.items() if said}
    alike: dict[tuple[str, ...], list[Language]] = {}
    for language, said in lacking.items():
        alike.setdefault(tuple(dict.fromkeys(said)), []).append(language)
    parts = [
        f"no {listed([ENGLISH_NAMES[each] for each in several], 'or')} for {listed(list(said))}"
        for said, several in alike.items()
    ]
    named = listed([f"[{each}]" for each in lacking], "or")
    left = dict.fromkeys([own or "en", *(each for each in wanted if each not in lacking)])
    names = ", ".join(f'"{each}"' for each in left)
    hint = f"add it under {named}; or name only the page's languages in group.toml: languages = [{names}]"
    yield finding(record, first, "; ".join(parts), hint, "N101")


def _is_past(table: Table, today: dt.date) -> bool:
    """Whether what happened to one date of a series is history; a change holds on."""
    if isinstance(table, SeriesException):
        return max(table.date, table.date if table.moved_to is None else table.moved_to.day) < today
    return isinstance(table, SeriesChange) and not (table.title or table.description) and table.from_ < today
