"""What a VEVENT says, as iCalendar can carry it."""

from __future__ import annotations

import re
from typing import Final

from lacwg.schedule.occurrences import Occurrence
from lacwg.voice.voice import Voice

_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f]")


def description(occurrence: Occurrence, voice: Voice) -> str:
    """What happened to the date, what it is about, who speaks, how to join; "" where there is nothing to say."""
    parts = (
        voice.status_note(occurrence, "entry"),
        occurrence.description,
        voice.speakers(occurrence.speakers),
        *voice.join_lines(occurrence.members),
    )
    return "\n\n".join(filter(None, parts))


def carried(text: str, *, lines: bool = True) -> str:
    """Text without the control characters that iCalendar cannot carry (RFC 5545, 3.1)."""
    if text.isprintable():
        return text
    text = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return text if lines else " ".join(text.split())


def link(text: str) -> str:
    """A link without what would end its line."""
    return "".join(_CONTROL.sub("", text).split())
