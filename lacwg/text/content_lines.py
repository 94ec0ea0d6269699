r"""Content lines of iCalendar and vCard: folded and unfolded, taken apart, escaped and unescaped. Pure.

RFC 5545, 3.1 and 3.3.11; RFC 6350, 3.2 to 3.4; and what telephones write, vCalendar 1.0 and vCard 2.1. What is
read is read in one pass, whatever stands there.
"""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from lacwg.text import charsets

LONGEST: Final = 74
"""Octets of a line, without its end: the RFCs allow 75, and some readers count one more."""
_FOLD: Final = re.compile(rb"\r?\n[ \t]")
_FOLDED_CHARACTER: Final = re.compile(
    rb"[\xc2-\xf4][\x80-\xbf]{0,2}\r?\n[ \t][\x80-\xbf](?:(?:\r?\n[ \t])?[\x80-\xbf]){0,2}"
)
_NAME: Final = re.compile(r"(?:[\w-]+\.)?([\w-]+)\Z", re.ASCII)
_SEGMENT: Final = re.compile(r'(?:[^";:]++|"(?:[^"]*+")?)*+')
"""Up to a colon or semicolon that stands in no quotes; a quote that is never closed is a letter."""
_ESCAPE: Final = re.compile(r'\\([nN\\,;:"])')
_PART: Final = re.compile(r"(?:[^\\;]++|\\.|\\\Z)*+", re.DOTALL)


class Property(NamedTuple):
    """One property."""

    name: str
    """In capitals, without its group."""
    params: dict[str, str]
    """By name in capitals, without quotes; what has no name is a TYPE, as vCard 2.1 has it."""
    value: str
    """As it stands, not unescaped."""
    old: bool = False
    """Whether it is of vCard 2.1, where a backslash before an n is only that."""

    @property
    def text(self) -> str:
        """The value of a property of the type TEXT."""
        return unescaped(self.value, line_ends=not self.old)

    @property
    def parts(self) -> list[str]:
        """The texts between the semicolons of the value."""
        parts, at = [], 0
        while at <= len(self.value):
            end = _PART.match(self.value, at).end()  # type: ignore[union-attr]  # it matches nothing, too
            parts.append(unescaped(self.value[at:end], line_ends=not self.old))
            at = end + 1
        return parts

    @property
    def types(self) -> frozenset[str]:
        """What kind of address or number it is: "cell", "home", "pref"."""
        return frozenset(each.strip() for each in self.params.get("TYPE", "").lower().split(","))


def decode(data: bytes) -> tuple[str, str]:
    r"""The text of a file with ``\n`` at the end of its lines, and what its encoding is called.

    A character that some program has folded in its middle is whole again: its fold stands behind it. Of a file that
    is not UTF-8 as a whole each line is taken by itself, as address books are put together of several.
    """
    text, charset = charsets.decode(data)
    if charset not in ("UTF-8", "UTF-16"):
        whole = _FOLDED_CHARACTER.sub(lambda match: _FOLD.sub(b"", match[0]) + b"".join(_FOLD.findall(match[0])), data)
        lines = [charsets.decode(line) for line in whole.split(b"\n")]
        text = "\n".join(line for line, _ in lines)
        charset = next((each for _, each in lines if each != "UTF-8"), "UTF-8")
    return text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n"), charset


def unfolded(lines: Iterable[str], *, old: bool = False) -> Iterator[tuple[int, str]]:
    """The content lines, each with the number of its first line, counted from 1.

    A line that begins with a blank goes on with the one before, and so does one after quoted-printable that ends
    in "=". ``old``: the blank is part of the text (vCard 2.1).
    """
    pieces: list[str] = []
    begun, softly, quoted = 1, False, False
    for number, line in enumerate(lines, 1):
        if softly:
            pieces[-1] = pieces[-1][:-1]
            pieces.append(line)
        elif line[:1] in (" ", "\t") and pieces:
            pieces.append(line if old else line[1:])
        else:
            if pieces:
                yield begun, pieces[0] if len(pieces) == 1 else "".join(pieces)
            pieces, begun = [line], number
            quoted = line[-1:] == "=" and "QUOTED-PRINTABLE" in line.partition(":")[0].upper()
        softly = quoted and line[-1:] == "="
    if pieces:
        yield begun, pieces[0] if len(pieces) == 1 else "".join(pieces)


def split(line: str, *, old: bool = False) -> Property | None:
    """A content line taken apart; None for what is none. Quoted-printable is decoded."""
    head, colon, value = line.partition(":")
    pieces = head.split(";")
    if '"' in head:
        pieces, end = [], -1
        while end < 0 or line[end : end + 1] == ";":
            begin = end + 1
            end = _SEGMENT.match(line, begin).end()  # type: ignore[union-attr]  # it matches nothing, too
            pieces.append(line[begin:end])
        colon, value = line[end : end + 1], line[end + 1 :]
    name = _NAME.match(pieces[0])
    if name is None or not colon:
        return None
    params: dict[str, str] = {}
    for piece in pieces[1:]:
        key, equals, text = piece.replace('"', "").partition("=")
        key = key.strip().upper()
        if not equals:
            key, text = ("ENCODING" if key in ("QUOTED-PRINTABLE", "BASE64") else "TYPE"), key
        params[key] = f"{params[key]},{text}" if key == "TYPE" and key in params else text
    if params and params.get("ENCODING", "").upper() == "QUOTED-PRINTABLE":
        value = charsets.decode_as(quopri.decodestring(value.encode()), params.get("CHARSET", "utf-8"))
    return Property(name[1].upper(), params, value, old)


def folded(line: str) -> bytes:
    r"""A content line in UTF-8, broken into lines of at most ``LONGEST`` octets; each further one begins with a blank.

    No character is broken, and no escape: neither ``\\n`` (RFC 5545, 3.3.11) nor ``^n`` (RFC 6868).
    """
    data = line.encode()
    if len(data) <= LONGEST:
        return data
    parts = []
    start, size = 0, len(data)
    while size - start > LONGEST:
        end = start + LONGEST
        while data[end] & 0xC0 == 0x80:  # within a character
            end -= 1
        if data[end - 1] in b"\\^" and end - 1 > start:
            end -= 1
        parts.append(data[start:end])
        start = end
    parts.append(data[start:])
    return b"\r\n ".join(parts)


def escaped(text: str) -> str:
    r"""A text as a value of the type TEXT; its lines end in ``\n``."""
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def unescaped(value: str, *, line_ends: bool = True) -> str:
    """A value of the type TEXT as a text; a backslash that escapes nothing stays."""

    def meant(match: re.Match[str]) -> str:
        if match[1] in "nN":
            return "\n" if line_ends else match[0]
        return match[1]

    return _ESCAPE.sub(meant, value) if "\\" in value else value
