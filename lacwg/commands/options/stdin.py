"""``-`` as the value of an option: a text is then read from standard input."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any, Final

from lacwg.errors import FolderError, UsageError
from lacwg.store.disk.read import read_input

LARGEST: Final = 1 << 20
"""Bytes of a text; what a record may hold is less, and told by it."""


def read_texts(texts: dict[str, Any], folders: Iterable[str]) -> dict[str, Any]:
    """The values of options for a text with what ``-`` stands for among them; both by the options' names.

    Raises ``UsageError`` where more than one is to come from standard input, for what is no text, and for ``folders``
    that are to be written there.
    """
    for name in folders:
        raise UsageError(f"{name} is a folder, and - is standard output", hint=f"name a folder: {name} DIR")
    given = [
        name for name, value in texts.items() for each in ([value] if isinstance(value, str) else value) if each == "-"
    ]
    if len(given) > 1:
        raise UsageError(
            f"{' and '.join(given)} cannot all come from standard input",
            hint="give one of them as -, the others as text",
        )
    said = {name: _text(name) for name in given}
    return {
        name: value
        if name not in said
        else said[name]
        if value == "-"
        else [said[name] if e == "-" else e for e in value]
        for name, value in texts.items()
    }


def _text(name: str) -> str:
    """All of standard input, as the text of an option."""
    if sys.stdin is None:
        raise UsageError(
            f"{name} is to come from standard input, which is closed", hint=f"for example: {name} - < FILE"
        )
    if sys.stdin.isatty():
        sys.stderr.write(f"Type the text of {name}; end it with Ctrl-{'Z' if sys.platform == 'win32' else 'D'}.\n")
    try:
        text = read_input(None, LARGEST).decode("utf-8-sig")
    except FolderError as error:
        raise UsageError(f"{name}: {error}", hint="a text in a record is short") from None
    except UnicodeDecodeError as error:
        raise UsageError(
            f"{name}: what comes from standard input is not UTF-8 text (byte {error.start + 1})",
            hint="save it as UTF-8",
        ) from None
    if "\0" in text:
        raise UsageError(f"{name}: what comes from standard input is not text", hint="give it a text file")
    if not text.strip():
        raise UsageError(f"{name} is empty: nothing came from standard input", hint=f'to take it out: {name} ""')
    return text
