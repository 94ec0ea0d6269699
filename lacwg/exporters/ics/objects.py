"""A view for a calendar server: an object for each UID, as RFC 4791, 4.1 wants them.

The same entries as in the feed. A series' VEVENT and its overrides are one object, with the VTIMEZONEs that
they need and without METHOD. Each VEVENT says whose it is, so that any machine of the group knows it again.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from lacwg.audience import View
from lacwg.errors import FieldError, LacwgError
from lacwg.exporters.ics.feed import PRODID, event_component, lines_of, series_components
from lacwg.exporters.ics.vtimezone import Spans, timezone
from lacwg.schedule import occurrences, zones

if TYPE_CHECKING:
    from icalendar import Event

GROUP: Final = "X-LACWG-GROUP"
"""The property that marks what is ours: the group's ``uid_namespace``."""
AUDIENCE: Final = "X-LACWG-AUDIENCE"
"""Whom it was published for."""
ZONES: Final = "X-LACWG-ZONES"
"""A digest of the VTIMEZONEs: servers may write these anew, and a country's change of the clocks must go out."""

_HEAD: Final = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:{PRODID}\r\nCALSCALE:GREGORIAN\r\n".encode()


class CalendarObject(NamedTuple):
    """What a calendar server keeps in one place."""

    uid: str
    data: bytes


def objects(view: View, failed: list[FieldError]) -> Iterator[CalendarObject]:
    """The objects of a view. Records whose times cannot be told go to ``failed`` and are left out.

    Raises ``LacwgError`` where two records have one UID: a server keeps only one of them.
    """
    met: set[str] = set()
    for parts, spans in _records(view, failed):
        for uid, components in _by_uid(parts).items():
            if uid in met:
                raise LacwgError(
                    f'two records have the uid "{uid}", and a calendar keeps one of them',
                    hint="lacwg check names them; give one another uid",
                )
            met.add(uid)
            yield _object(uid, components, spans, view)


def _records(view: View, failed: list[FieldError]) -> Iterator[tuple[list[Event], Spans]]:
    """The VEVENTs of each record, with the dates that they have in each zone."""
    for series in view.series:
        spans = Spans()
        try:
            yield list(series_components(series, view, spans)), spans
        except FieldError as error:
            failed.append(error)
    for event in view.events:
        spans = Spans()
        try:
            yield [event_component(occurrences.of_event(event, view.group), spans)], spans
        except FieldError as error:
            failed.append(error)


def _by_uid(parts: list[Event]) -> dict[str, list[Event]]:
    found: dict[str, list[Event]] = {}
    for part in parts:
        found.setdefault(str(part["UID"]), []).append(part)
    return found


def _object(uid: str, components: list[Event], spans: Spans, view: View) -> CalendarObject:
    from icalendar import vText

    needed = {
        prop.params["TZID"] for each in components for prop in each.values() if "TZID" in getattr(prop, "params", ())
    }
    clocks = b"".join(zone_lines(*each) for each in spans.years(needed))
    for each in components:
        each[GROUP] = vText(view.group.uid_namespace)
        each[AUDIENCE] = vText(view.audience)
        if clocks:
            each[ZONES] = vText(hashlib.sha256(clocks).hexdigest()[:16])
    return CalendarObject(uid, _HEAD + clocks + b"".join(map(lines_of, components)) + b"END:VCALENDAR\r\n")


@cache
def zone_lines(key: str, first: int, last: int | None) -> bytes:
    """The VTIMEZONE of a zone for the years from ``first`` to ``last`` (None: no end)."""
    end = None if last is None else dt.date(last, 12, 31)
    lines: bytes = timezone(zones.zone(key), dt.date(first, 1, 1), end).to_ical(sorted=False)
    return lines
