"""An invitation for one person (iTIP, RFC 5546; iMIP, RFC 6047): whether they come; later a change, or that it is off.

Pure: what stands in it is what the person may see of the occurrence.
"""

from __future__ import annotations

import datetime as dt
from typing import Final, Literal, NamedTuple

from msgspec.structs import replace

from lacwg.exporters.ics.entries import content_line, single
from lacwg.exporters.ics.feed import END, HEAD
from lacwg.exporters.ics.vtimezone import joined, zone_lines
from lacwg.schedule.occurrences import Occurrence
from lacwg.text.controls import clean_line
from lacwg.voice.voice import Voice

Method = Literal["REQUEST", "CANCEL"]
Party = tuple[str, str]
"""A name and an address, as in the mail's From or To."""
_ASKED: Final = "CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE"


class Invitation(NamedTuple):
    """What a mail carries."""

    method: Method
    text: str


def invitation(
    occurrence: Occurrence, uid: str, organizer: Party, attendee: Party, *,
    sequence: int, now: dt.datetime, voice: Voice,
) -> Invitation:  # fmt: skip
    """The invitation of one person to an occurrence, or where that is cancelled the end of it.

    ``sequence``: of this version; a later one is higher, and so is that of a cancellation (RFC 5546, 2.1.4).
    """
    method: Method = "CANCEL" if occurrence.status == "cancelled" else "REQUEST"
    # DTSTAMP is when the message was made (RFC 5545, 3.8.7.2)
    entry = single(replace(occurrence, sequence=sequence, updated=now), voice, uid)
    asked = f"ATTENDEE;{_ASKED}" if method == "REQUEST" else "ATTENDEE"
    for name, (called, email) in (("ORGANIZER", organizer), (asked, attendee)):
        # a quote cannot stand in a parameter, and few readers know RFC 6868's way to write one
        called = clean_line(called).replace('"', "'")
        entry.add(f'{name};CN="{called}"', f"mailto:{email}")
    zones = [zone_lines(*each) for each in joined(entry.zones)]
    return Invitation(method, b"".join([HEAD, content_line("METHOD", method), *zones, entry.lines(), END]).decode())
