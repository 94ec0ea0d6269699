"""Words in other languages: typed with ``--lang``, and told of where the text that they are of has changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from msgspec.structs import replace

from lacwg.commands.shared.typed_fields import Typed, cleaned, given, option_of
from lacwg.errors import UsageError
from lacwg.records import Language, Table
from lacwg.run import Run
from lacwg.text.english import listed
from lacwg.voice.codes import ENGLISH_NAMES
from lacwg.voice.stale_translations import StaleTranslation, words_or_none
from lacwg.voice.translation import own_language, translatable_fields, words_type

T = TypeVar("T", bound=Table)


def refuse(run: Run, language: Language, table: type[Table], typed: Typed) -> None:
    """Raises ``UsageError`` where something was typed with ``--lang`` that is the same in every language."""
    texts = list(translatable_fields(table)[0])
    if language == own_language(run.store.group):
        raise UsageError(f"{ENGLISH_NAMES[language]} is the language of the records", hint="leave out --lang")
    said, allowed = given(typed), listed([option_of(each) for each in texts if each in typed])
    for name in said:
        if name not in (*texts, "public_link"):
            raise UsageError(
                f"{option_of(name)} is the same in every language, or has no place in [{language}]",
                hint=f"with --lang go {allowed}; the rest without it",
            )
    if not any(each in texts for each in said):
        raise UsageError("--lang says in which language a text is, and none is given", hint='as: --title "TEXT"')


def typed_texts(run: Run, language: Language, table: type[Table], typed: Typed) -> dict[str, str | None]:
    """The texts that were typed with ``--lang``, by field and cleaned; None for an empty one, which is taken out.

    Raises ``UsageError`` as ``refuse`` does, and for links to join by.
    """
    refuse(run, language, table, typed)
    return cleaned(typed)


def worded(record: T, language: Language, texts: Mapping[str, str | None]) -> T:
    """The record with these texts in its table of words; None takes one out, and an empty table goes.

    Raises ``UsageError`` for a translation of what the record does not say.
    """
    for key, text in texts.items():
        if text is not None and not getattr(record, key):
            raise UsageError(
                f"there is no {key} that this would be the {ENGLISH_NAMES[language]} of",
                hint=f"give it in the language of the records first: --{key} TEXT, without --lang",
            )
    words: Any = getattr(record, language)
    new = replace(words_type(type(record))() if words is None else words, **texts)
    return replace(record, **{language: words_or_none(new)})


def notes(told: Iterable[StaleTranslation], edit: str | None = None) -> list[str]:
    """What became of translations, in sentences; ``edit``, a command, mends those that stand in the record itself."""
    places: dict[tuple[tuple[str, ...], str, bool], list[Language]] = {}
    for each in told:
        places.setdefault((each.path, each.key, each.gone), []).append(each.language)
    said = []
    for (path, key, gone), languages in places.items():
        what = f"The {listed([ENGLISH_NAMES[each] for each in languages])} {'.'.join([*path, key])}"
        if gone:
            said.append(f"{what} went with the one that it was of.")
            continue
        heading = f"[{'.'.join([*path, languages[0]])}]"
        how = f"under {heading}" if path or edit is None else f'{edit} --lang {languages[0]} --{key} "TEXT"'
        said.append(f"{what} is still of the one before; mend it{'' if path or edit is None else ':'} {how}")
    return said


def tell(run: Run, told: Iterable[StaleTranslation], edit: str | None = None) -> None:
    """The same as messages."""
    for each in notes(told, edit):
        run.message(each)
