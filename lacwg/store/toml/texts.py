"""The texts within a TOML file: its strings and its remarks, each with the place of every character in the file.

What is replaced in them is replaced in place: the quotes, escapes, order and blank space of all else stay.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

_TOKEN: Final = re.compile(
    r'''
      (?P<remark>\#[^\r\n]*+)
    | (?P<basics>"""(?:[^"\\]++|\\.|"{1,2}(?!"))*+"{3,5})
    | (?P<literals>\'\'\'(?:[^']++|'{1,2}(?!'))*+'{3,5})
    | (?P<basic>"(?:[^"\\\n]++|\\.)*+")
    | (?P<literal>'[^'\n]*+')
    | (?P<bare>[\w-]++)
    ''',
    re.VERBOSE | re.DOTALL | re.ASCII,
)
_IS_KEY: Final = re.compile(r"[ \t]*=")
_IS_PART: Final = re.compile(r"[ \t]*\.")
_NEXT_LINE: Final = re.compile(r"[ \t]*\r?\n[ \t]*")
_ESCAPE: Final = re.compile(
    r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|[ \t]*\r?\n\s*|x([0-9a-fA-F]{2})|(.))", re.DOTALL
)
_ESCAPES: Final = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b", '"': '"', "\\": "\\"}


class Piece(NamedTuple):
    """One string, or a run of remarks on lines that follow each other."""

    key: str | None
    """The last key before it: of an array of strings that of the array. None: remarks."""
    value: str
    """What it says; of remarks all that stands there, with the signs before them."""
    start: int
    """Where it begins in the file's text, with its quotes."""
    end: int
    offset: int
    places: array[int] | None
    """Where each character of ``value`` begins, and behind that its end; None: one after the other."""

    def place(self, index: int) -> int:
        """Where in the file's text the character ``index`` of ``value`` begins."""
        return self.offset + index if self.places is None else self.places[index]


class Replacement(NamedTuple):
    """New text for a stretch of a file's text. It must be as TOML wants it there."""

    start: int
    end: int
    text: str


def pieces(text: str) -> Iterator[Piece]:
    """The strings and remarks of a text that is TOML, in their order; keys are none."""
    key: str | None = None
    remarks: tuple[int, int] | None = None
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind == "remark":
            if remarks is not None and _NEXT_LINE.fullmatch(text, remarks[1], match.start()):
                remarks = (remarks[0], match.end())
                continue
            if remarks is not None:
                yield _remark(text, *remarks)
            remarks = match.span()
            continue
        if remarks is not None:
            yield _remark(text, *remarks)
            remarks = None
        if _IS_KEY.match(text, match.end()):
            key = match[0].strip("\"'")
        elif kind != "bare" and not _IS_PART.match(text, match.end()):
            yield _string(key, kind or "", match)
    if remarks is not None:
        yield _remark(text, *remarks)


def replaced(text: str, replacements: Sequence[Replacement]) -> str:
    """The text with all replacements made; none may reach into another."""
    parts, at = [], 0
    for each in sorted(replacements):
        parts += [text[at : each.start], each.text]
        at = each.end
    return "".join([*parts, text[at:]])


class Lines:
    """The lines of a text, to look up many places."""

    def __init__(self, text: str) -> None:
        self._ends = [match.start() for match in re.finditer("\n", text)]

    def of(self, place: int) -> int:
        """The line, counted from 1, of a place in the text."""
        return bisect_left(self._ends, place) + 1


def _remark(text: str, start: int, end: int) -> Piece:
    return Piece(None, text[start:end], start, end, start, None)


def _string(key: str | None, kind: str, match: re.Match[str]) -> Piece:
    quotes = 3 if kind in ("basics", "literals") else 1
    inner = match[0][quotes:-quotes]
    start = match.start() + quotes
    if quotes == 3 and (first := re.match(r"\r?\n", inner)):  # a line end directly behind the quotes is not said
        inner, start = inner[first.end() :], start + first.end()
    if kind in ("literal", "literals") or "\\" not in inner:
        return Piece(key, inner, match.start(), match.end(), start, None)
    characters: list[str] = []
    places: array[int] = array("l")
    at = 0
    while at < len(inner):
        escape = _ESCAPE.match(inner, at) if inner[at] == "\\" else None
        said = inner[at] if escape is None else _said(escape)
        if said:
            characters.append(said)
            places.append(start + at)
        at = at + 1 if escape is None else escape.end()
    places.append(start + len(inner))
    return Piece(key, "".join(characters), match.start(), match.end(), start, places)


def _said(escape: re.Match[str]) -> str:
    """The character that an escape stands for; none for a line end that is not said."""
    number = escape[1] or escape[2] or escape[3]
    return chr(int(number, 16)) if number else _ESCAPES.get(escape[4] or "", "")
