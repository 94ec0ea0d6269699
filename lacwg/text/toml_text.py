"""A TOML file as text: its headings, keys, values and comments, each with its place and what it is of.

One tokenizer, and functions on it. Text that is no TOML, as people leave it half written, is taken apart all the
same: what makes no sense is ``OTHER``. It is linear in the size of the text, whatever stands there: no pattern goes
back over what it has taken, and what is left open is taken as one with all that was looked through for its end.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from enum import Enum, auto
from functools import cache
from itertools import islice
from typing import Final, NamedTuple

import msgspec

Path = tuple[str | int, ...]
"""Keys, and positions in arrays: ``("exceptions", 1, "date")``."""
DEEPEST: Final = 100
"""Steps of a path; what lies deeper has the path of what it lies in. No record goes beyond six."""


class TokenType(Enum):
    """What a token is."""

    HEADING = auto()
    """``[members]`` or ``[[exceptions]]``, with its brackets; its path ends in a position where it is of an array."""
    KEY = auto()
    """A key, with its dots: ``es.title``."""
    EQUALS = auto()
    STRING = auto()
    """With its quotes."""
    VALUE = auto()
    """Any other value: a number, a date, true."""
    OPEN = auto()
    """The bracket that begins an array or a table in braces."""
    CLOSE = auto()
    COMMA = auto()
    COMMENT = auto()
    """With its ``#``, to the end of the line."""
    BLANK = auto()
    """Blank space, and line ends within brackets."""
    LINE_END = auto()
    """What ends a statement."""
    UNCLOSED = auto()
    """A string without an end: of one line to its end, of several to the end of the text."""
    OTHER = auto()
    """What TOML has not here."""


class Token(NamedTuple):
    """A stretch of a text; the next one begins where it ends."""

    type: TokenType
    start: int
    end: int
    path: Path
    """Of a heading the table, of a key and a value the value; of anything else what it stands in or behind."""


_PART: Final = r""" [\w-]++ | "(?:[^"\\\n]++|\\[^\n])*+" | '[^'\n]*+' """
_NAME: Final = rf"(?:{_PART})(?:[ \t]*+\.[ \t]*+(?:{_PART}))*+"
_ANYWHERE: Final = r"(?P<BLANK>[ \t]++) | (?P<LINE_END>\r?\n) | (?P<COMMENT>\#(?:[^\r\n]++|\r(?!\n))*+)"
_HEADINGS: Final = rf"(?P<HEADING>\[\[[ \t]*+{_NAME}[ \t]*+\]\] | \[[ \t]*+{_NAME}[ \t]*+\])"
_KEYS: Final = rf"""
    (?P<KEY>{_NAME}) | (?P<EQUALS>=) | (?P<CLOSE>[\]}}]) | (?P<COMMA>,) | (?P<UNCLOSED>["'][^\n]*+) | (?P<OTHER>.)
"""
_VALUES: Final = r'''
    (?P<STRING>
        """(?:[^"\\]++|\\.|"{1,2}(?!"))*+"{3,5} | \'\'\'(?:[^']++|'{1,2}(?!'))*+'{3,5}
      | (?!""")"(?:[^"\\\n]++|\\[^\n])*+" | (?!\'\'\')'[^'\n]*+'
    )
  | (?P<VALUE>[^\s,\#\[\]{}"'=]++(?:[ ](?=\d\d:)[^\s,\#\[\]{}"'=]++)?)
  | (?P<OPEN>[\[{]) | (?P<CLOSE>[\]}]) | (?P<COMMA>,)
  | (?P<UNCLOSED>(?:"""|\'\'\').*+|["'][^\n]*+) | (?P<OTHER>.)
'''
_ESCAPE: Final = r"(?s:\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|[ \t]*\r?\n\s*|x([0-9a-fA-F]{2})|(.)))"
_ESCAPES: Final = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b", '"': '"', "\\": "\\"}
_NAMES: Final = (TokenType.HEADING, TokenType.KEY)
_GIVEN: Final = (*_NAMES, TokenType.STRING, TokenType.VALUE, TokenType.OPEN)
_JUNK: Final = (TokenType.UNCLOSED, TokenType.OTHER)
_NOTHING: Final = (TokenType.BLANK, TokenType.COMMENT, TokenType.LINE_END)


@cache
def _pattern(rest: str) -> re.Pattern[str]:
    """Compiled when it is needed: a program that only lists records pays nothing for it."""
    return re.compile(f"{_ANYWHERE} | {rest}", re.VERBOSE | re.DOTALL)


def tokens(text: str) -> Iterator[Token]:
    """All of a text, in its order and without gaps."""
    at_line, at_key, at_value = map(_pattern, (f"{_HEADINGS} | {_KEYS}", _KEYS, _VALUES))
    section: Path = ()
    path: Path = ()
    tables: dict[Path, int] = {}  # the last position in each array of tables
    within: list[tuple[Path, int | None]] = []  # the brackets left open: of what, and which position in an array
    expected, at = at_line, 0
    while at < len(text):
        match = expected.match(text, at)
        assert match is not None  # whatever stands there is OTHER
        type_ = TokenType[match.lastgroup or ""]
        match type_:
            case TokenType.HEADING:
                section = path = _table(_parts(match[0].strip("[]")), match[0].startswith("[["), tables)
                expected = at_value  # so that nothing else on its line is taken for one
            case TokenType.KEY:
                path = (*(within[-1][0] if within else section), *_parts(match[0]))[:DEEPEST]
                expected = at_key
            case TokenType.EQUALS:
                expected = at_value
            case TokenType.COMMA if within:
                base, position = within[-1]
                if position is None:
                    path, expected = base, at_key
                else:
                    within[-1] = (base, position + 1)
                    path, expected = (*base, position + 1)[:DEEPEST], at_value
            case TokenType.CLOSE if within:
                path, expected = within.pop()[0], at_value
            case TokenType.LINE_END if within:
                type_ = TokenType.BLANK
            case TokenType.LINE_END:
                path, expected = section, at_line
            case TokenType.OTHER | TokenType.UNCLOSED if expected is at_line:
                expected = at_key
        yield Token(type_, at, match.end(), path)
        if type_ is TokenType.OPEN:
            array_ = match[0] == "["
            within.append((path, 0 if array_ else None))
            path, expected = ((*path, 0)[:DEEPEST], at_value) if array_ else (path, at_key)
        at = match.end()


def statements(text: str) -> Iterator[tuple[list[Token], list[str]]]:
    r"""The statements of a text, each with all its lines: a heading, a key with its value, a comment, or nothing.

    The lines are those between the ``\n``; put together again they are the text.
    """
    lines = text.split("\n")
    at, statement = 0, list[Token]()
    for token in tokens(text):
        statement.append(token)
        if token.type is TokenType.LINE_END:
            after = at + text.count("\n", statement[0].start, token.end)
            yield statement, lines[at:after]
            at, statement = after, []
    yield statement, lines[at:]


def _parts(name: str) -> Path:
    """A dotted name, taken apart and without quotes."""
    return tuple(_unquoted(match[0]) for match in islice(re.finditer(_PART, name, re.VERBOSE), DEEPEST))


def _unquoted(part: str) -> str:
    if part[0] == '"':
        return re.sub(_ESCAPE, _escaped, part[1:-1])
    return part[1:-1] if part[0] == "'" else part


def _table(parts: Path, in_array: bool, tables: dict[Path, int]) -> Path:
    """The path of a heading's table, in the array of tables that it belongs to."""
    path: Path = ()
    for number, part in enumerate(parts, 1):
        path = (*path, part)
        if number == len(parts) and in_array:
            tables[path] = tables.get(path, -1) + 1
        if path in tables and (number < len(parts) or in_array):
            path = (*path, tables[path])
    return path


# Places


class Lines:
    """The lines of a text, to look up many places."""

    def __init__(self, text: str) -> None:
        self._ends = [match.start() for match in re.finditer("\n", text)]

    def of(self, place: int) -> int:
        """The line, counted from 1, of a place in the text."""
        return bisect_left(self._ends, place) + 1


def line_of(text: str, path: Sequence[str | int]) -> int | None:
    """The line, counted from 1, of a value such as ``("exceptions", 1, "date")``.

    Where the value has no place of its own (it is missing), that of the nearest thing around it; of a table
    without a heading (``es.title = …``), that of the first thing in it. None where nothing of the path is in the
    text.
    """
    wanted = tuple(path)
    best, place = 0, 0
    for token in tokens(text):
        depth = min(len(token.path), len(wanted))
        if depth > best and token.type in _GIVEN and wanted[:depth] == token.path[:depth]:
            best, place = depth, token.start
    return text.count("\n", 0, place) + 1 if best else None


# Sections


class Section(msgspec.Struct, eq=False):
    """A heading with the comments directly above it, and the lines below it up to the next one's."""

    path: Path
    lead: list[str]
    heading: str | None
    """None: the lines before the first heading."""
    body: list[str]

    @property
    def name(self) -> tuple[str, ...]:
        """The table's name, taken apart at its dots; empty before the first heading."""
        return tuple(part for part in self.path if isinstance(part, str))

    @property
    def in_array(self) -> bool:
        """Whether it is one of an array of tables (``[[…]]``)."""
        return bool(self.path) and isinstance(self.path[-1], int)

    @property
    def lines(self) -> list[str]:
        """All of it, as it stands in the file."""
        return [*self.lead, *([] if self.heading is None else [self.heading]), *self.body]

    @property
    def ends_blank(self) -> bool:
        """Whether a blank line separates it from the next."""
        return bool(self.body) and not self.body[-1].strip()


def cut(text: str) -> list[Section]:
    r"""The sections of a text whose lines end in ``\n``; the first is what stands before any heading.

    tomlkit holds a comment above a heading for the end of the table before it; here it belongs to what it heads.
    """
    sections = [Section((), [], None, [])]
    above = 0  # how many lines at the end of the body are comments
    for statement, lines in statements(text):
        first = next((each for each in statement if each.type is not TokenType.BLANK), None)
        body = sections[-1].body
        if first is not None and first.type is TokenType.HEADING:
            lead = body[len(body) - above :]
            del body[len(body) - above :]
            sections.append(Section(first.path, lead, lines[0], lines[1:]))
            above = 0
        else:
            body += lines
            above = above + 1 if first is not None and first.type is TokenType.COMMENT else 0
    return sections


def joined(sections: Sequence[Section]) -> str:
    """The text again."""
    return "\n".join(line for section in sections for line in section.lines)


def without_blank(lines: list[str]) -> list[str]:
    """Lines without the blank ones at the end, which set a table off from the next."""
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    return lines[:end]


def written_values(text: str) -> dict[Path, str]:
    """What is given to each key, as it is written; of a key in braces too."""
    found: dict[Path, str] = {}
    for statement, _ in statements(text):
        there = [each for each in statement if each.type not in _NOTHING]
        equals = next((number for number, each in enumerate(there) if each.type is TokenType.EQUALS), 0)
        if equals and len(there) > equals + 1:
            found.setdefault(there[equals - 1].path, text[there[equals + 1].start : there[-1].end])
    return found


def plain_value(text: str, key: str) -> str | None:
    """The beginning of what a key in no table is given; empty where it is not there, None where tokens must tell.

    No token is made: a list asks this of hundreds.
    """
    if "\n " in text or "\n\t" in text or text.startswith((" ", "\t", key, '"', "'")):
        return None
    at = text.find(f"\n{key}")
    if at < 0:
        return None if '\n"' in text or "\n'" in text else ""  # a key in quotes could be this one too
    name, _, value = text[at + 1 : at + 60].partition("=")
    return value.strip() if name.strip() == key else None


# Comments


def comments(text: str) -> list[str]:
    """The comments of a text, each with its ``#``."""
    return [text[each.start : each.end].rstrip() for each in tokens(text) if each.type is TokenType.COMMENT]


def lost_comments(before: str, after: str) -> list[str]:
    """The comments of ``before`` that are not in ``after``."""
    if "#" not in before:
        return []
    kept = set(comments(after))
    return [each for each in comments(before) if each not in kept]


# What is private


def has_private(text: str) -> bool:
    """Whether there is a ``[private]`` table, in whatever form TOML has for it, or there may be."""
    if "private" not in text and "\\" not in text:
        return False
    return any(_is_private(text, statement) for statement, _ in statements(text))


def redact_lines(text: str) -> list[str]:
    """The lines that may be shown; in place of a ``[private]`` table its heading and three dots.

    Comments directly above go with it. Text that is no TOML shows rather too little than too much.
    """
    shown: list[str] = []
    above: list[str] = []
    hidden = False
    for statement, lines in statements(text.removesuffix("\n")) if text else ():
        first = next((each for each in statement if each.type not in (TokenType.BLANK, TokenType.LINE_END)), None)
        if first is not None and first.type is TokenType.COMMENT:
            above += lines
            continue
        broken = first is not None and first.type is TokenType.OTHER and text[first.start] == "["
        private = _is_private(text, statement)
        if first is not None and (broken or first.type is TokenType.HEADING):
            hidden = private
            if hidden:
                shown.append(f"{'[private]' if broken else text[first.start : first.end]} …")
        if not hidden and not private:
            shown += [*above, *lines]
        above = []
    return shown if hidden else [*shown, *above]


def _is_private(text: str, statement: Sequence[Token]) -> bool:
    """Whether a key is private, or something within the array or table that it holds."""
    for token in statement:
        if token.type in _NAMES and ("private" in token.path or len(token.path) == DEEPEST):
            return True
        if token.type is TokenType.VALUE and "private" in text[token.start : token.end]:
            return True  # brackets that were not closed
    if not any(token.type in _JUNK for token in statement):
        return False
    whole = text[statement[0].start : statement[-1].end]
    return "private" in whole or "\\" in whole


# Texts within


class Piece(NamedTuple):
    """One string, or a run of comments on lines that follow each other."""

    key: str | None
    """The last key before it: of an array of strings that of the array. None: comments."""
    value: str
    """What it says; of comments all that stands there, with the signs before them."""
    start: int
    """Where it begins in the file's text, with its quotes."""
    end: int
    offset: int
    places: array[int] | None
    """Where each character of ``value`` begins, and behind that its end; None: one after the other."""

    def place(self, index: int) -> int:
        """Where in the file's text the character ``index`` of ``value`` begins."""
        return self.offset + index if self.places is None else self.places[index]


Replacement = tuple[int, int, str]
"""Where a stretch of a file's text begins and ends, and its new text, which must be as TOML wants it there."""


def pieces(text: str) -> Iterator[Piece]:
    """The strings and comments of a text, in their order, also strings that are not closed; keys are none."""
    found: list[Token] = []
    for token in tokens(text):
        before = found[-1] if found and token.type is found[-1].type is TokenType.COMMENT else None
        if before is not None and text[before.end : token.start].strip(" \t") in ("\n", "\r\n"):
            found[-1] = before._replace(end=token.end)
        elif token.type in (TokenType.COMMENT, TokenType.STRING, TokenType.UNCLOSED):
            found.append(token)
    return (_piece(text, each) for each in found)


def replaced(text: str, replacements: Sequence[Replacement]) -> str:
    """The text with all replacements made; none may reach into another."""
    parts, at = [], 0
    for start, end, new in sorted(replacements):
        parts += [text[at:start], new]
        at = end
    return "".join([*parts, text[at:]])


def _piece(text: str, token: Token) -> Piece:
    """Comments as they stand; a string by what it says, and one that is not closed by all that stands there."""
    if token.type is TokenType.COMMENT:
        return Piece(None, text[token.start : token.end], token.start, token.end, token.start, None)
    key = next((part for part in reversed(token.path) if isinstance(part, str)), None)
    quote = text[token.start]
    quotes = 3 if text.startswith(quote * 3, token.start) and token.end - token.start > 3 else 1
    start, end = token.start + quotes, token.end
    if token.type is TokenType.STRING:
        end -= quotes
        if quotes == 3:  # a line end directly behind the quotes is not said
            start += 2 if text.startswith("\r\n", start) else text.startswith("\n", start)
    inner = text[start:end]
    if token.type is TokenType.UNCLOSED or quote == "'" or "\\" not in inner:
        return Piece(key, inner, token.start, token.end, start, None)
    characters: list[str] = []
    places: array[int] = array("l")
    escapes = re.compile(_ESCAPE)
    at = 0
    while at < len(inner):
        escape = escapes.match(inner, at) if inner[at] == "\\" else None
        said = inner[at] if escape is None else _escaped(escape)
        if said:
            characters.append(said)
            places.append(start + at)
        at = at + 1 if escape is None else escape.end()
    places.append(start + len(inner))
    return Piece(key, "".join(characters), token.start, token.end, start, places)


def _escaped(escape: re.Match[str]) -> str:
    """The character that an escape stands for; none for a line end that is not said."""
    number = escape[1] or escape[2] or escape[3]
    return chr(int(number, 16)) if number else _ESCAPES.get(escape[4] or "", "")
