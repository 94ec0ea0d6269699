"""What a VEVENT says in words of ours: all of them stand here."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Final

from lacwg.schedule.occurrences import Occurrence
from lacwg.schedule.wording import clock_time, full_date

CANCELLED: Final = "CANCELLED: "
"""Before the title, as many calendars do not show a STATUS."""
JOIN: Final = "Join"
DIAL_IN: Final = "Dial in"
_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f]")


def summary(occurrence: Occurrence) -> str:
    """The title, and that it is cancelled."""
    return f"{CANCELLED}{occurrence.title}" if occurrence.status == "cancelled" else occurrence.title


def description(occurrence: Occurrence) -> str:
    """What happened to the date, what it is about, who speaks, how to join; "" where there is nothing to say."""
    return "\n\n".join(_paragraphs(occurrence))


def _paragraphs(occurrence: Occurrence) -> Iterator[str]:
    reason = f": {occurrence.reason}" if occurrence.reason else ""
    if occurrence.status == "cancelled":
        yield f"Cancelled{reason}"
    elif occurrence.change == "moved" and occurrence.original_start is not None:
        original = occurrence.original_start
        hour = f", {clock_time(original)}" if isinstance(original, dt.datetime) and occurrence.kept_its_day else ""
        yield f"Moved from {full_date(original)}{hour}{reason}"
    elif occurrence.change is not None and reason:
        yield f"{occurrence.change.capitalize()}{reason}"
    if occurrence.description:
        yield occurrence.description
    if occurrence.speakers:
        said = [f"{each.name} — {each.about}" if each.about else each.name for each in occurrence.speakers]
        yield "\n".join(["Speakers:" if len(said) > 1 else "Speaker:", *said])
    if occurrence.members.join_url:
        yield f"{JOIN}: {occurrence.members.join_url}"
    if occurrence.members.dial_in:
        yield f"{DIAL_IN}: {occurrence.members.dial_in}"


def carried(text: str, *, lines: bool = True) -> str:
    """Text without the control characters that iCalendar cannot carry (RFC 5545, 3.1)."""
    if text.isprintable():
        return text
    text = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return text if lines else " ".join(text.split())


def link(text: str) -> str:
    """A link without what would end its line."""
    return "".join(_CONTROL.sub("", text).split())
