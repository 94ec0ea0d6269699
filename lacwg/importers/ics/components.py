"""A calendar file cut into its components and properties (RFC 5545, 3.1): no more is read of one than is needed.

icalendar makes an object of every property, which takes longer than all the rest of an import together; a
test holds the two against each other.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from lacwg.errors import LacwgError

MOST_LINES: Final = 2_000_000
LONGEST_LINE: Final = 1 << 20
"""Characters of a property, unfolded; a component with a longer one is passed over."""
_QUOTED: Final = re.compile(r'[^";:]*(?:"[^"]*"[^";:]*)*')
_ESCAPE: Final = re.compile(r"\\(.)", re.DOTALL)
_NAME: Final = re.compile(r"[A-Za-z0-9-]+\Z")


class NotACalendarError(LacwgError):
    """The file is something else."""


class Property(NamedTuple):
    """One property: its value as it stands, not unescaped."""

    name: str
    params: dict[str, str]
    value: str

    @property
    def text(self) -> str:
        """The value of a property of the type TEXT (RFC 5545, 3.3.11)."""
        value = self.value
        if self.params and self.params.get("ENCODING", "").upper() == "QUOTED-PRINTABLE":  # as vCalendar 1.0 has it
            import quopri

            value = quopri.decodestring(value.encode()).decode("utf-8", "replace")
        return _ESCAPE.sub(_unescaped, value) if "\\" in value else value


def _unescaped(match: re.Match[str]) -> str:
    char = match[1]
    if char in "nN":
        return "\n"
    return char if char in '\\,;:"' else match[0]


class Component(NamedTuple):
    """A component's own lines, unfolded, without those of the components in it."""

    name: str
    line: int
    """Where it begins, counted from 1."""
    lines: list[str]
    inner: list[Component]
    broken: str | None = None
    """Why it cannot be read, if so."""

    def properties(self) -> Iterator[Property]:
        """Its properties in their order; what is none is left out."""
        for line in self.lines:
            found = split(line)
            if found is not None:
                yield found


def split(line: str) -> Property | None:
    """A content line taken apart; None for what is none."""
    head, colon, value = line.partition(":")
    if '"' in head:
        end = _end_of_head(line)
        head, colon, value = line[:end], line[end : end + 1], line[end + 1 :]
    if not colon:
        return None
    if ";" not in head:
        name = head.upper()
        return Property(name, {}, value) if _NAME.match(name) else None
    name, *pieces = _pieces(head)
    if not _NAME.match(name):
        return None
    params = {}
    for piece in pieces:
        key, _, text = piece.partition("=")
        params[key.upper()] = text.replace('"', "")
    return Property(name.upper(), params, value)


def _end_of_head(line: str) -> int:
    at = 0
    while True:
        match = _QUOTED.match(line, at)
        at = match.end() if match else at
        if at >= len(line) or line[at] == ":":
            return at
        at += 1  # a semicolon, or a quote that is never closed


def _pieces(head: str) -> list[str]:
    if '"' not in head:
        return head.split(";")
    found, at = [], 0
    while True:
        match = _QUOTED.match(head, at)
        end = match.end() if match else at
        while end < len(head) and head[end] != ";":
            end += 1
        found.append(head[at:end])
        if end >= len(head):
            return found
        at = end + 1


def decoded(data: bytes) -> tuple[str, str | None]:
    """The text of a file, and what people must know of how it was read. Raises ``NotACalendarError``."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace"), None
    try:
        return data.decode("utf-8-sig"), None
    except UnicodeDecodeError:
        unfolded = re.sub(rb"\r?\n[ \t]", b"", data)  # some programs fold within a character
        with contextlib.suppress(UnicodeDecodeError):
            return unfolded.decode("utf-8-sig"), None
        if b"\0" in data:
            raise NotACalendarError("this is not a text file", hint="export the calendar as iCalendar (.ics)") from None
        return data.decode("cp1252", "replace"), "it is not UTF-8 text, and was read as Windows-1252"


def calendars(text: str) -> list[Component]:
    """The VCALENDAR components of a file. Raises ``NotACalendarError`` where there is none.

    Only events and zones are kept of what is in them; of the rest the names. However deep the components
    are nested, and whatever is not closed, this takes one pass and no recursion.
    """
    if text.count("\n") > MOST_LINES:
        raise NotACalendarError(f"the file has more than {MOST_LINES} lines", hint="export a shorter time of it")
    found: list[Component] = []
    stack: list[Component] = []
    for number, line in _unfolded(text):
        start = line[:6].upper()
        if start == "BEGIN:":
            stack = _begin(found, stack, Component(line[6:].strip().upper(), number, [], []))
        elif not stack:
            continue
        elif start[:4] == "END:":
            _end(stack, line[4:].strip().upper())
        elif len(line) > LONGEST_LINE:
            stack[-1] = stack[-1]._replace(broken=f"a line of it is longer than {LONGEST_LINE >> 10} KiB")
        elif line:
            stack[-1].lines.append(line)
    if stack:
        _close(stack, to=1, why="it has no END; the file may have been cut off")
        found.append(stack[0])
    if not found:
        raise NotACalendarError(
            "this is not a calendar file: it has no BEGIN:VCALENDAR", hint="export the calendar as iCalendar (.ics)"
        )
    return found


def _begin(found: list[Component], stack: list[Component], component: Component) -> list[Component]:
    """The components that are open once another one begins; a calendar puts the one before it away."""
    if component.name == "VCALENDAR":
        if stack:
            _close(stack, to=1, why="it has no END")
            found.append(stack[0])
        return [component]
    if stack:
        if component.name == "VEVENT" and len(stack) > 1:  # the one before was never closed
            _close(stack, to=1, why="it has no END")
        stack.append(component)
    return stack


def _close(stack: list[Component], *, to: int, why: str) -> None:
    """Closes components that have no end, down to a depth."""
    while len(stack) > to:
        component = stack.pop()
        stack[-1].inner.append(component._replace(broken=component.broken or why))


def _end(stack: list[Component], name: str) -> None:
    depth = next((at for at in range(len(stack) - 1, max(-1, len(stack) - 50), -1) if stack[at].name == name), None)
    if depth is None or depth == 0:
        return  # the calendar itself is put away by whatever comes after it
    _close(stack, to=depth + 1, why="it has no END")
    component = stack.pop()
    kept = component.name in ("VEVENT", "STANDARD", "DAYLIGHT", "VTIMEZONE") or len(stack) == 1
    if kept:
        stack[-1].inner.append(component)


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """The content lines with the number of their first line."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    pieces: list[str] = []
    begun = 1
    for number, line in enumerate(lines, 1):
        if line[:1] in (" ", "\t") and pieces:
            pieces.append(line[1:])
            continue
        if pieces:
            yield begun, pieces[0] if len(pieces) == 1 else "".join(pieces)
        pieces, begun = [line], number
    if pieces:
        yield begun, pieces[0] if len(pieces) == 1 else "".join(pieces)
