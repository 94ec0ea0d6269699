"""A view for a calendar server: an object for each UID, as RFC 4791, 4.1 wants them.

The same entries as in the feed. A series' VEVENT and its overrides are one object, with the VTIMEZONEs that
they need and without METHOD. Each VEVENT says whose it is, so that any machine of the group knows it again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import chain
from typing import Final, NamedTuple

from lacwg.audience.view import View
from lacwg.errors import FieldError, LacwgError
from lacwg.exporters.ics import entries
from lacwg.exporters.ics.entry import Entry
from lacwg.exporters.ics.feed import GROUP, PRODID
from lacwg.exporters.ics.vtimezone import ZoneYears, joined, zone_lines
from lacwg.records import Event, Series
from lacwg.voice.voice import voice

AUDIENCE: Final = "X-LACWG-AUDIENCE"
"""Whom it was published for."""
ZONES: Final = "X-LACWG-ZONES"
"""A digest of the VTIMEZONEs: servers may write these anew, and a country's change of the clocks must go out."""

_HEAD: Final = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:{PRODID}\r\nCALSCALE:GREGORIAN\r\n".encode()


class CalendarObject(NamedTuple):
    """What a calendar server keeps in one place."""

    uid: str
    data: bytes


def objects(view: View) -> Iterator[CalendarObject]:
    """The objects of a view. Records whose times cannot be told go to ``view.problems``.

    Raises ``LacwgError`` where two records have one UID: a server keeps only one of them.
    """
    met: set[str] = set()
    for record in chain[Series | Event](view.series, view.events):
        try:
            made = list(entries.of_record(record, view.group, voice(view.language)))
        except FieldError as error:
            view.problems.append(error)
            continue
        zones = joined(chain.from_iterable(each.zones for each in made))
        for uid, those in _by_uid(made).items():
            if uid in met:
                raise LacwgError(
                    f'two records have the uid "{uid}", and a calendar keeps one of them',
                    hint="lacwg check names them; give one another uid",
                )
            met.add(uid)
            yield _object(uid, those, zones, view)


def _by_uid(parts: list[Entry]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for part in parts:
        found.setdefault(part.uid, []).append(part)
    return found


def _object(uid: str, parts: list[Entry], zones: list[ZoneYears], view: View) -> CalendarObject:
    """``zones``: those of the whole record, and for which years."""
    named = {each.zone for part in parts for each in part.zones}
    clocks = b"".join(zone_lines(*each) for each in zones if each.zone in named)
    for each in parts:
        each.text(GROUP, view.group.uid_namespace)
        each.text(AUDIENCE, view.audience)
        if clocks:
            each.text(ZONES, hashlib.sha256(clocks).hexdigest()[:16])
    return CalendarObject(uid, b"".join([_HEAD, clocks, *(each.lines() for each in parts), b"END:VCALENDAR\r\n"]))
