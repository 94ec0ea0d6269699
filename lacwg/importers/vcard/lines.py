"""The bytes of a .vcf file as cards of properties (RFC 2426, RFC 6350, and vCard 2.1 as telephones write it).

Bounded: each line is looked at a fixed number of times. What is no property is counted and passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from lacwg.text.content_lines import Property, decode, split, unfolded

_VERSION: Final = re.compile(r"VERSION[^:]*:\s*([\d.]+)", re.IGNORECASE)


class Card(NamedTuple):
    """The properties between BEGIN and END."""

    line: int
    """Of its BEGIN, counted from 1."""
    properties: tuple[Property, ...]
    whole: bool
    """False: it has no END of its own."""
    unread: int
    """How many of its lines are no properties."""

    def all(self, name: str) -> list[Property]:
        """The properties of a name, those that are preferred first; else in their order."""
        return sorted((each for each in self.properties if each.name == name), key=_preference)


def _preference(found: Property) -> int:
    if "pref" in found.types:
        return 0
    said = found.params.get("PREF", "")
    return min(int(said), 100) if said.isdecimal() and len(said) < 4 else 101


def cards(data: bytes) -> Iterator[Card]:
    """The cards of a file; nothing where there is none."""
    begun: int | None = None
    lines: list[str] = []
    for number, line in enumerate(decode(data)[0].split("\n"), 1):
        word = line.strip().upper()
        if word.startswith("BEGIN") and re.fullmatch(r"BEGIN\s*:\s*VCARD", word):
            if begun is not None:
                yield _card(begun, lines, whole=False)
            begun, lines = number, []
        elif begun is not None and word.startswith("END") and re.fullmatch(r"END\s*:\s*VCARD", word):
            yield _card(begun, lines, whole=True)
            begun, lines = None, []
        elif begun is not None:
            lines.append(line)
    if begun is not None:
        yield _card(begun, lines, whole=False)


def _card(begun: int, lines: list[str], *, whole: bool) -> Card:
    old = next((match[1] for line in lines if (match := _VERSION.match(line))), "") == "2.1"
    properties, unread = [], 0
    for _, line in unfolded(lines, old=old):
        if (found := split(line, old=old)) is not None:
            properties.append(found)
        elif line.strip():
            unread += 1
    return Card(begun, tuple(properties), whole, unread)
