"""TOML text to a record, and what to say when it is not one."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, TypeVar

import msgspec
import tomli

from lacwg import kinds
from lacwg.errors import RecordError, UnsettledFileError, Where
from lacwg.records import Table, decode_hook

T = TypeVar("T", bound=Table)

LONGEST_TEXT: Final = 1_000_000
"""Characters of one value; a file may have little more."""


class TooLongError(RecordError):
    """A text is longer than ``LONGEST_TEXT``."""


def decode(text: str, kind: type[T], shown: Callable[[], str], record_id: str | None = None) -> T:
    """The record that a file's text holds. ``shown()`` names the file in errors.

    Raises ``RecordError`` with file, line, reason and what to do, and ``UnsettledFileError`` for a
    merge marker.
    """
    if ("<<<<<<< " in text or ">>>>>>> " in text) and (marker := re.search(r"^(?:<{7} |>{7} )", text, re.MULTILINE)):
        raise UnsettledFileError(
            "a merge left both versions in this file",
            where=Where(shown(), text.count("\n", 0, marker.start()) + 1),
            hint="keep what is right, delete the lines that begin with <<<<<<<, ======= and >>>>>>>, and try again",
            code="F106",
        )
    try:
        values = tomli.loads(text)
    except ValueError as error:  # tomli's own, and Python's for a number of thousands of digits
        raise _not_toml(error, shown()) from None
    except RecursionError:
        raise RecordError(
            "the tables are nested too deeply", where=Where(shown()), hint="no record needs that"
        ) from None
    if not values:
        raise RecordError(
            "the file is empty", where=Where(shown()), hint="write the record, or delete the file", code="R102"
        )
    if len(text) > LONGEST_TEXT:
        _refuse_long(values, text, shown())
    try:
        if record_id is not None:
            if "id" in values:
                raise msgspec.ValidationError("Object contains unknown field `id`")
            values["id"] = record_id
        return converted(values, kind)
    except msgspec.ValidationError as error:
        from lacwg.store.toml.messages import explain  # only what is wrong needs it

        raise explain(error, text, kind, shown()) from None


def converted(values: Mapping[str, Any], kind: type[T]) -> T:
    """The record of what a file holds, with its id. Raises ``msgspec.ValidationError``."""
    # what TOML has types of its own for: text is not taken for one of them
    return msgspec.convert(values, kind, dec_hook=decode_hook, builtin_types=(dt.date, dt.datetime, dt.time))


def record_at(path: str, text: str | None) -> Any:
    """The record that a file holds, by its path below the folder; None where it holds none."""
    kind = kinds.of_path(path)
    if kind is None or text is None:
        return None
    try:
        return decode(text, kind.type, lambda: path, kind.id_in(path))
    except RecordError:
        return None


def _refuse_long(values: dict[str, Any], text: str, path: str) -> None:
    """Raises for a text that is longer than anybody reads."""
    for key, value in _texts(values, ()):
        if len(value) > LONGEST_TEXT:
            from lacwg.text.toml_text import line_of

            raise TooLongError(
                f"{'.'.join(str(part) for part in key)} is longer than {LONGEST_TEXT:,} characters",
                where=Where(path, line_of(text, key)),
                hint="a record is short text; move the rest elsewhere",
            )


def _texts(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict | list):
        for key, each in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _texts(each, (*path, key))


def _not_toml(error: ValueError, path: str) -> RecordError:
    message = str(error)
    match = re.search(r"\(at (?:line (\d+), column \d+|end of document)\)", message)
    reason = (message[: match.start()] if match else message).rstrip().rstrip(".")
    line = int(match[1]) if match and match[1] else None
    if reason.startswith("Illegal character '\\n'"):
        reason = "the quotes are not closed on this line"
    elif reason == "Cannot overwrite a value":
        reason = "a key stands here for the second time"
    elif "digits" in reason:
        reason = "a number is too large"
    return RecordError(
        f"this is not TOML: {reason[:1].lower()}{reason[1:]}",
        where=Where(path, line),
        hint='each line is a key, "=" and a value; text stands in quotes, dates and numbers do not',
        code="R102",
    )
