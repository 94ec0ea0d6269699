"""One VEVENT (RFC 5545, 3.6.1), written line by line.

Not as an object of icalendar's: making a property of each value, and taking it apart again to write it, is most of
the time that a feed takes. What is escaped, and how, is the library's all the same.
"""

from __future__ import annotations

import datetime as dt

from lacwg.exporters.ics.vtimezone import Spans, is_utc
from lacwg.schedule import zones
from lacwg.schedule.span import Moment
from lacwg.text.content_lines import escaped, folded
from lacwg.text.controls import clean_line, without_controls


def content_line(name: str, value: str) -> bytes:
    """A line of a property; ``name`` with its parameters, ``value`` as it is written.

    Raises ``ValueError`` for what would be two lines: whoever gives a value sees to it that it is none.
    """
    if "\n" in value or "\r" in value:
        raise ValueError(f"{name} would be more than one line")
    return folded(f"{name}:{value}") + b"\r\n"


class Entry:
    """A VEVENT in the making. ``spans`` is told of the moments that name a zone."""

    def __init__(self, uid: str, spans: Spans) -> None:
        self.uid = clean_line(uid)
        self.zones: set[str] = set()
        """The zones that it names."""
        self._spans = spans
        self._lines = [b"BEGIN:VEVENT\r\n"]
        self.add("UID", escaped(self.uid))

    def add(self, name: str, value: str) -> None:
        """Adds a value as it is written."""
        self._lines.append(content_line(name, value))

    def text(self, name: str, value: str, *, lines: bool = False) -> None:
        """Adds a text, without what cannot be carried; ``lines``: it may have several."""
        self.add(name, escaped(without_controls(value) if lines else clean_line(value)))

    def link(self, name: str, value: str) -> None:
        """Adds an address."""
        self.add(name, "".join(without_controls(value).split()))

    def instant(self, name: str, value: dt.datetime) -> None:
        """Adds a moment in UTC."""
        self.add(name, f"{_written(value.astimezone(zones.UTC))}Z")

    def moment(self, name: str, value: Moment, *, recurring: bool = False) -> None:
        """Adds a date, wall time with its TZID or, where the clocks show that twice, UTC.

        ``recurring``: it is the start of a rule or of one of its dates; these are wall time always, as a
        rule in UTC would not follow the clocks.
        """
        if not isinstance(value, dt.datetime):
            self.add(f"{name};VALUE=DATE", f"{value.year:04}{value.month:02}{value.day:02}")
            return
        if zones.is_repeated(value) and not recurring:
            value = value.astimezone(zones.UTC)
        key = getattr(value.tzinfo, "key", "UTC")
        if is_utc(key):
            self.add(name, f"{_written(value)}Z")
            return
        self._spans.add(value)
        self.zones.add(key)
        self.add(f"{name};TZID={key}", _written(value))

    def lines(self) -> bytes:
        """The whole of it, from its BEGIN to its END."""
        return b"".join([*self._lines, b"END:VEVENT\r\n"])


def _written(moment: dt.datetime) -> str:
    return f"{moment.year:04}{moment.month:02}{moment.day:02}T{moment.hour:02}{moment.minute:02}{moment.second:02}"
