"""What a VEVENT says, as iCalendar can carry it."""

from __future__ import annotations

from lacwg.schedule.occurrences import Occurrence
from lacwg.voice.voice import Voice


def description(occurrence: Occurrence, voice: Voice) -> str:
    """What happened to the date, what it is about, who speaks, how to join; "" where there is nothing to say."""
    parts = (
        voice.status_note(occurrence, "entry"),
        occurrence.description,
        voice.speakers(occurrence.speakers),
        *voice.join_lines(occurrence.members),
    )
    return "\n\n".join(filter(None, parts))
