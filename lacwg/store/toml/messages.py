"""What msgspec finds wrong with a record, in words that say how to mend it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final, get_type_hints

import msgspec

from lacwg.errors import RecordError, Where
from lacwg.records import LANGUAGES, Table, table_in, types_in
from lacwg.text.toml_text import line_of

_AT: Final = " - at `$"
"""What stands before the place that msgspec names at the end of a message."""
_OWN: Final = re.compile(r"([\w.\[\]]+): (.*)", re.DOTALL)
_STEP: Final = re.compile(r"([^.\[\]]+)|\[(\d+|\.\.\.)\]")
_TYPES: Final = {
    "str": 'text in quotes, such as "Cuba"',
    "int": "a whole number, such as 90",
    "float": "a number",
    "bool": "true or false",
    "array": 'a list, as ["a", "b"]',
    "object": "a table, under a heading in brackets",
    "date": "a date, such as 2026-12-09, without quotes",
    "time": "a time, such as 17:00:00, without quotes",
    "datetime": "a date-time, such as 2026-12-09T17:00:00, without quotes",
}
_GOT: Final = {
    "str": "text", "int": "a number", "float": "a number", "bool": "true or false", "array": "a list",
    "object": "a table", "date": "a date", "time": "a time", "datetime": "a date-time",
}  # fmt: skip


def explain(error: msgspec.ValidationError, text: str, kind: type[Table], path: str) -> RecordError:
    """What msgspec found wrong, in words, with the line."""
    message = str(error)
    steps: tuple[str | int, ...] = ()
    before, at, place = message.rpartition(_AT)  # the last: a key may be called anything
    if at and place.find("`") == len(place) - 1:
        message, steps = before, _steps(place[:-1].removeprefix("."))
    table, annotation = _types(kind, steps)
    hint: str | None = None
    if match := re.fullmatch(r"Object contains unknown field `(.*)`", message, re.DOTALL):
        message, steps = f'unknown key "{match[1]}"{_inside(steps)}', (*steps, match[1])
        hint = _of_language(match[1], table, text, steps) or _nearest(
            match[1], [key for key in table.__struct_encode_fields__ if key != "id"], "keys"
        )
    elif match := re.fullmatch(r"Object missing required field `(.*)`", message):
        message, hint = f'"{match[1]}" is missing', f"add a line: {match[1]} = …"
    elif match := re.fullmatch(r"Invalid enum value '(.*)'", message, re.DOTALL):
        message = f'{_key(steps)} cannot be "{match[1]}"'
        hint = _nearest(match[1], [each for each in types_in(annotation) if isinstance(each, str)], "choices")
    elif match := re.fullmatch(r"Expected `([^`]*)`, got `(\w+)`", message):
        expected = [each for each in match[1].split(" | ") if each != "null"]
        message = f"{_key(steps)} is {_GOT.get(match[2], match[2])}"
        if steps and isinstance(steps[-1], int):
            message = f"number {steps[-1] + 1} of {message}"
        hint = "write " + " or ".join(_TYPES.get(each, each) for each in expected)
    elif re.fullmatch(r"Expected `\w+` matching regex .*", message):
        what, hint = "a country's code", 'write two capital letters (ISO 3166), such as "CU"'
        if steps[-1:] == ("id",):
            what, hint = "four small letters", 'write four from a to z, such as "kqzt"'
        message = f"{_key(steps)} is not {what}"
    elif match := re.fullmatch(r"Expected `int` (.*)", message):
        message, hint = f"{_key(steps)} must be a whole number {match[1]}", None
    elif own := _OWN.fullmatch(message):
        steps, message = (*steps, *_steps(own[1])), f'"{own[1].rsplit(".", 1)[-1]}" {own[2]}'
    elif at:
        message = f"{_key(steps)}: {message}"
    return RecordError(message, where=Where(path, line_of(text, steps)), hint=hint, code="R103")


def _of_language(key: str, table: type[Table], text: str, steps: Sequence[str | int]) -> str | None:
    """What to say of an unknown key that heads a table and looks like a language (BCP 47): ``[de]``, ``[es-MX]``."""
    number = line_of(text, steps)
    line = "" if number is None else text.split("\n")[number - 1].lstrip()
    if not line.startswith("[") or not re.fullmatch(r"[a-z]{2,3}(-\w+)*", key, re.IGNORECASE):
        return None
    languages = [f"[{each}]" for each in LANGUAGES if each in table.__struct_fields__]
    return f"words in another language stand under {', '.join(languages)}" if languages else None


def _steps(path: str) -> tuple[str | int, ...]:
    """msgspec's path as keys and positions."""
    return tuple(key or (0 if number == "..." else int(number)) for key, number in _STEP.findall(path))


def _inside(steps: Sequence[str | int]) -> str:
    """Which table a key stands in, as it may be one that the person did not mean."""
    names = [step for step in steps if isinstance(step, str)]
    return f" in [{names[-1]}]" if names else ""


def _key(steps: Sequence[str | int]) -> str:
    names = [step for step in steps if isinstance(step, str)]
    return f'"{names[-1]}"' if names else "the file"


def _types(kind: type[Table], steps: Sequence[str | int]) -> tuple[type[Table], Any]:
    """The table that a path ends in, and the type of what it names there."""
    table, annotation = kind, None
    for step in steps:
        if isinstance(step, int):
            continue
        names = dict(zip(table.__struct_encode_fields__, table.__struct_fields__, strict=True))
        annotation = get_type_hints(table).get(names.get(step, ""))
        table = table_in(annotation) or table
    return table, annotation


def _nearest(word: str, known: list[str], what: str) -> str:
    import difflib

    close = difflib.get_close_matches(word, known, n=1)
    return f'did you mean "{close[0]}"?' if close else f"the {what} are {', '.join(known)}"
