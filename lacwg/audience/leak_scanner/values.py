"""What is withheld, and what is looked for of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

from lacwg.audience.leak_scanner.decoding import BREAK
from lacwg.text.controls import INVISIBLE
from lacwg.text.links import without_schemes

SHORTEST_TEXT: Final = 12
"""Characters below which a text can stand anywhere by chance: "Cuba"."""
SHORTEST_KEY: Final = 4

Kind = Literal["text", "phone", "key"]

_KEYS: Final = frozenset({"host_key"})
_PHONES: Final = frozenset({"phone", "dial_in"})

WORD: Final = re.compile(r"\w+")
PHONE: Final = re.compile("\\+?\\d(?:[\\s().\\-/\u2010-\u2015\u00b7\u2022]{0,3}\\d){6,}")
_CODE: Final = re.compile(r"(?<!\w)(?=\w*\d)\w{4,}(?!\w)")
_PASSCODE: Final = re.compile(r"[?&](?:pwd|passcode|password|p|pin|key|token)=([^&#\s]{4,})", re.IGNORECASE)


class Withheld(NamedTuple):
    """A value that an audience may not see, and where it stands."""

    value: str
    kind: Kind
    record: str
    field: str


def values(text: str, name: str, record: str, field: str) -> Iterator[Withheld]:
    """What to look for of one withheld text."""
    text = (text if text.isprintable() else re.sub(INVISIBLE, "", text)).strip()
    if name in _KEYS:
        if len(text) >= SHORTEST_KEY:
            yield Withheld(text, "key", record, field)
        return
    if len(text) >= SHORTEST_TEXT and WORD.search(text):
        yield Withheld(without_schemes(text), "text", record, field)
        if "<" in text and (unmarked := BREAK.sub("\n", text)) != text and WORD.search(unmarked):
            yield Withheld(unmarked, "text", record, field)  # as it reads where these are taken for HTML
        lines = text.splitlines()
        if len(lines) > 1:  # of a long note a line alone says enough
            yield from (
                Withheld(line, "text", record, field)
                for line in lines
                if len(line) >= SHORTEST_TEXT and len(WORD.findall(line)) > 2
            )
    elif "@" in text and "." in text:
        yield Withheld(text, "text", record, field)
    for code in _PASSCODE.findall(text):
        yield Withheld(code, "key", record, field)
    if name in _PHONES:
        rest = text
        for match in PHONE.finditer(text):
            digits = "".join(filter(str.isdecimal, match[0]))[-10:]  # as its country is often left out
            yield Withheld(digits, "phone", record, field)
            rest = rest.replace(match[0], " ")
        if name == "dial_in":
            yield from (Withheld(code, "key", record, field) for code in _CODE.findall(rest))
