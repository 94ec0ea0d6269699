"""A translation that comes back: what it says beside its words is taken over, and its words are not.

A feed or a table in Spanish has the words of ``[es]`` where the records' own ones stand. Who imports it into the
folder that it is of would have the translations in place of these.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, TypeVar

from msgspec.structs import replace

from lacwg.importers.import_updates import Before, Importable
from lacwg.records import LANGUAGES, Event, Language, Series, SeriesChange, SeriesException
from lacwg.voice.codes import ENGLISH_NAMES

E = TypeVar("E", SeriesException, SeriesChange)
_EVENT: Final = ("title", "place", "reason", "description", "alt", "caption", "speakers")
_SERIES: Final = ("title", "place", "description")
_EDITS: Final = ("title", "place", "reason", "description")
"""What an exception or a change has of words; those in other languages stay with them (``merging``)."""


def with_own_words(theirs: Importable, here: Importable) -> Importable:
    """What a translation says, in the words of ``here``, which is the same record in its own language."""
    if isinstance(theirs, Event) and isinstance(here, Event):
        return replace(theirs, **{name: getattr(here, name) for name in _EVENT})
    if isinstance(theirs, Series) and isinstance(here, Series):
        exceptions = {each.date: each for each in here.exceptions}
        changes = {each.from_: each for each in here.changes}
        return replace(
            theirs,
            **{name: getattr(here, name) for name in _SERIES},
            exceptions=_with_our_words(
                [(each, exceptions.get(each.date, SeriesException(date=each.date))) for each in theirs.exceptions],
                here.exceptions,
            ),
            changes=_with_our_words(
                [(each, changes.get(each.from_, SeriesChange(from_=each.from_))) for each in theirs.changes],
                here.changes,
            ),
        )
    return theirs


def note(name: str, language: Language) -> str:
    """What people must know of a file that is a translation. ``name``: as they know it."""
    return (
        f"{name}: it is your own calendar in {ENGLISH_NAMES[language]}; the words of what is here already stay, "
        "and the rest is taken over"
    )


def remembered(said: Before, before: Before) -> dict[str, str]:
    """What is to be kept of what a translation said: of words what the file in the records' own language said."""
    return {part: each for part, each in said.items() if not _has_words(part)} | {
        part: each for part, each in before.items() if _has_words(part)
    }


def _has_words(part: str) -> bool:
    return part in _EVENT or part == "changes" or part.startswith("exceptions/")


def _with_our_words(pairs: Iterable[tuple[E, E]], here: Iterable[E]) -> tuple[E, ...]:
    """Each of theirs with the words of ours; what says nothing but words is ours alone."""
    told: list[E] = [replace(each, **{name: getattr(was, name) for name in _EDITS}) for each, was in pairs]
    kept = [each for each in told if _says_more(each)]
    kept += [each for each in here if not _says_more(each)]
    return tuple(kept)


def _says_more(edit: SeriesException | SeriesChange) -> bool:
    """Whether an exception or a change says anything beside words that can be translated."""
    if isinstance(edit, SeriesException):
        empty: SeriesException | SeriesChange = SeriesException(date=edit.date)
    else:
        empty = SeriesChange(from_=edit.from_)
    names = set(edit.__struct_fields__) - {*_EDITS, *LANGUAGES, "by", "on", "private", "format"}
    return any(getattr(edit, name) != getattr(empty, name) for name in names)
