"""One VEVENT (RFC 5545, 3.6.1), written line by line.

Not as an object of icalendar's: making a property of each value, and taking it apart again to write it, is most of
the time that a feed takes. What is escaped, and how, is the library's all the same.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from lacwg.exporters.ics.vtimezone import ZoneYears, is_utc
from lacwg.schedule import zones
from lacwg.schedule.span import Moment, has_hour, zone_of
from lacwg.text.content_lines import escaped, folded
from lacwg.text.controls import clean_line, without_controls

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


def content_line(name: str, value: str) -> bytes:
    """A line of a property; ``name`` with its parameters, ``value`` as it is written.

    Raises ``ValueError`` for what would be two lines: whoever gives a value sees to it that it is none.
    """
    if "\n" in value or "\r" in value:
        raise ValueError(f"{name} would be more than one line")
    return folded(f"{name}:{value}") + b"\r\n"


class Entry:
    """A VEVENT in the making."""

    def __init__(self, uid: str) -> None:
        self.uid = clean_line(uid)
        self.zones: set[ZoneYears] = set()
        """The zones that it names, and for which years."""
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
        if not has_hour(value):
            self.add(f"{name};VALUE=DATE", f"{value.year:04}{value.month:02}{value.day:02}")
            return
        if zones.is_repeated(value) and not recurring:
            value = value.astimezone(zones.UTC)
        zone = zone_of(value)
        if zone is None or is_utc(zone.key):
            self.add(name, f"{_written(value)}Z")
        else:
            self.needs(zone, value.year, value.year)
            self.add(f"{name};TZID={zone.key}", _written(value))

    def needs(self, zone: ZoneInfo, first: int, last: int | None) -> None:
        """Notes the years (None: no end) of which the entry is told by the clocks of ``zone``."""
        if not is_utc(zone.key):
            self.zones.add(ZoneYears(zone.key, first, last))

    def lines(self) -> bytes:
        """The whole of it, from its BEGIN to its END."""
        return b"".join([*self._lines, b"END:VEVENT\r\n"])


def _written(moment: dt.datetime) -> str:
    # quicker than an f-string or strftime, and there are four of them in each VEVENT
    day = moment.year, moment.month, moment.day
    return "%04d%02d%02dT%02d%02d%02d" % (*day, moment.hour, moment.minute, moment.second)  # noqa: UP031
