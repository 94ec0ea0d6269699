"""What was typed for the fields of a gathering: by the names of the fields, cleaned, in whichever language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, TypeVar

from msgspec.structs import replace

from lacwg.commands.options.details import FORMATS
from lacwg.commands.shared import asking
from lacwg.errors import UsageError
from lacwg.records import Language, Table
from lacwg.run import Run
from lacwg.text.english import listed
from lacwg.text.links import host_in, host_within
from lacwg.voice import ENGLISH_NAMES
from lacwg.voice.stale_translations import StaleTranslation, words_or_none
from lacwg.voice.translation import own_language, translatable_fields, words_type

Typed = Mapping[str, Any]
"""By the names of fields; None and False: not typed."""


def by_field(*groups: object, **single: Any) -> dict[str, Any]:
    """Groups of options and single ones together."""
    return {name: value for group in groups for name, value in vars(group).items()} | single


def given(typed: Typed) -> dict[str, Any]:
    """Only what was typed."""
    return {name: value for name, value in typed.items() if value is not None and value is not False}


def option_of(field: str) -> str:
    """The option that a field is typed for."""
    dashed = field.rstrip("_").replace("_", "-")
    return f"--{dashed.removesuffix('s') if field in (*_REPEATED, 'issues') else dashed}"


def refuse_meeting_links(
    run: Run | None, texts: Mapping[str, str | None], *, public_link: bool, hint: str = ""
) -> None:
    """Raises ``UsageError`` for a link into a meeting in a text that everybody may read, unless that is meant.

    ``run``: None where there is no group yet. ``texts`` by what they were typed for; ``hint`` says where such a link
    goes, else to ``--join-url``.
    """
    hosts = () if run is None else run.store.group.meeting_hosts
    for name, text in texts.items():
        if text is None or public_link:
            continue
        if name == "--url" and (host := host_in(text, hosts)):
            raise UsageError(f"--url is for everybody, and {host} is where meetings are held", hint=hint or _JOIN_URL)
        if host := host_within(text, hosts):
            raise UsageError(
                f"{name} is for everybody, and has a link to {host}, where meetings are held", hint=hint or _JOIN_URL
            )


_JOIN_URL: Final = "for members alone: --join-url; if everybody may have it: add --public-link"


_PUBLIC: Final = (
    "url", "place", "description", "image", "alt", "caption", "credit", "reason", "slides", "access", "cost",
)  # fmt: skip
_REPEATED: Final = ("speakers", "co_hosts", "links")


def cleaned(run: Run, typed: Typed) -> dict[str, Any]:
    """What was typed, cleaned; None for an empty text, which takes a field out.

    Raises ``UsageError`` for what a field cannot hold, and for links to join by in those that everybody sees.
    """
    texts = {option_of(name): typed.get(name) for name in _PUBLIC}
    texts |= {option_of(name): "\n".join(typed.get(name) or []) for name in _REPEATED}
    texts["the title"] = typed.get("title")
    refuse_meeting_links(run, texts, public_link=typed.get("public_link", False))
    return {
        name: _CLEANED[name](option_of(name), value) if name in _CLEANED else value
        for name, value in given(typed).items()
        if name != "public_link"
    }


def series_edits(run: Run, typed: Typed) -> dict[str, Any]:
    """The same as ``schedule.series_edits`` takes it: in its tables, without what is empty."""
    return in_tables({name: value for name, value in cleaned(run, typed).items() if value is not None})


def refuse_nothing(edits: dict[str, Any], example: str = "for example: --place TEXT") -> dict[str, Any]:
    """The edits. Raises ``UsageError`` where there are none."""
    if not edits:
        raise UsageError("nothing is to be changed", hint=f"name what differs, {example}; see --help")
    return edits


def in_tables(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Values by field, those of ``[members]`` and ``[private]`` in dictionaries of their own."""
    placed: dict[str, Any] = {}
    for name, value in fields.items():
        table = _TABLES.get(name)
        if table is None:
            placed[name] = value
        else:
            placed.setdefault(table, {})[name.removeprefix("members_")] = value
    return placed


_TABLES: Final = {
    **dict.fromkeys(("join_url", "dial_in", "members_recording"), "members"),
    **dict.fromkeys(("host_key", "note"), "private"),
}


def _format(option: str, typed: str) -> str | None:
    if typed not in ("", *FORMATS):
        raise UsageError(f'{option} is {", ".join(FORMATS)}, and not "{typed}"', hint='to take it out: --format ""')
    return typed or None


_CLEANED: Final[Mapping[str, Callable[[str, Any], Any]]] = {
    "format": _format,
    **dict.fromkeys(("title", "place", "alt", "caption", "credit", "reason", "dial_in", "host_key"), asking.one_line),
    **dict.fromkeys(("access", "cost"), asking.one_line),
    **dict.fromkeys(("url", "join_url", "register", "recording", "slides"), asking.link),
    **dict.fromkeys(("description", "note"), asking.text),
}


T = TypeVar("T", bound=Table)


def refuse_untranslatable(run: Run, language: Language, table: type[Table], typed: Typed) -> None:
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

    Raises ``UsageError`` as ``refuse_untranslatable`` does, and for links to join by.
    """
    refuse_untranslatable(run, language, table, typed)
    return cleaned(run, typed)


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


def translation_notes(told: Iterable[StaleTranslation], edit: str | None = None) -> list[str]:
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


def tell_stale(run: Run, told: Iterable[StaleTranslation], edit: str | None = None) -> None:
    """The same as messages."""
    for each in translation_notes(told, edit):
        run.message(each)
