"""A calendar file cut into its components and properties (RFC 5545, 3.1): no more is read of one than is needed.

icalendar makes an object of every property, which takes longer than all the rest of an import together; a
test holds the two against each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from lacwg.errors import LacwgError
from lacwg.text.content_lines import Property, split, unfolded

MOST_LINES: Final = 2_000_000
LONGEST_LINE: Final = 1 << 20
"""Characters of a property, unfolded; a component with a longer one is passed over."""


_PROPERTY: Final = re.compile(r"[\w.-]+[;:]", re.ASCII)
_OF_EVENT: Final = ("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "LOCATION")


class NotACalendarError(LacwgError):
    """The file is something else."""


class Component(NamedTuple):
    """A component's own lines, unfolded, without those of the components in it."""

    name: str
    line: int
    """Where it begins, counted from 1."""
    lines: list[str]
    inner: list[Component]
    unread: list[int]
    """Of a calendar the numbers of all lines in it that are no property."""
    broken: str | None = None
    """Why it cannot be read, if so."""

    def properties(self) -> Iterator[Property]:
        """Its properties in their order; what is none is left out."""
        return filter(None, map(split, self.lines))


def calendars(text: str) -> list[Component]:
    """The VCALENDAR components of a file. Raises ``NotACalendarError`` where there is none.

    Only events and zones are kept of what is in them; of the rest the names. However deep the components
    are nested, and whatever is not closed, this takes one pass and no recursion.
    """
    if text.count("\n") > MOST_LINES:
        raise NotACalendarError(f"the file has more than {MOST_LINES} lines", hint="export a shorter time of it")
    found: list[Component] = []
    stack: list[Component] = []
    for number, line in unfolded(text.split("\n")):
        start = line[:6].upper()
        if start == "BEGIN:":
            stack = _begin(found, stack, Component(line[6:].strip().upper(), number, [], [], []))
        elif not stack:
            continue
        elif start[:4] == "END:":
            _end(stack, line[4:].strip().upper(), number)
        elif len(line) > LONGEST_LINE:
            stack[-1] = stack[-1]._replace(broken=f"a line of it is longer than {LONGEST_LINE >> 10} KiB")
        elif _is_property(line, stack[-1].lines):
            stack[-1].lines.append(line)
        elif line.strip():
            stack[0].unread.append(number)
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


def _end(stack: list[Component], name: str, line: int) -> None:
    depth = next((at for at in range(len(stack) - 1, max(-1, len(stack) - 50), -1) if stack[at].name == name), None)
    if depth is None and name == "VEVENT":
        _without_begin(stack[0], line)
    if depth is None or depth == 0:
        return  # the calendar itself is put away by whatever comes after it
    _close(stack, to=depth + 1, why="it has no END")
    component = stack.pop()
    if component.name in ("VEVENT", "STANDARD", "DAYLIGHT", "VTIMEZONE") or len(stack) == 1:
        stack[-1].inner.append(component)


def _is_property(line: str, others: list[str]) -> bool:
    """Whether a line is one, and no line of a text, as ``Where: at the church`` beside names in capitals."""
    match = _PROPERTY.match(line)
    if match is None or not others or line[match.end() - 1 : match.end() + 1] != ": ":
        return match is not None
    return match[0].isupper() or match[0][:2] == "X-" or not others[0][:3].isupper()


def _without_begin(calendar: Component, end: int) -> None:
    """An event whose BEGIN stands behind something else on its line, or is not there, which is named."""
    begins = [at for at, line in enumerate(calendar.lines) if line.upper().endswith("BEGIN:VEVENT")]
    names = (re.split("[;:]", line, maxsplit=1)[0].upper() for line in calendar.lines)
    first = next((at for at, name in enumerate(names) if name in _OF_EVENT), len(calendar.lines))
    lines = calendar.lines[begins[-1] + 1 if begins else first :]
    del calendar.lines[begins[-1] if begins else first :]
    broken = None if begins else "it has an END and no BEGIN"
    calendar.inner.append(Component("VEVENT", end - len(lines), lines, [], [], broken))
