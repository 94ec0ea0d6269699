"""An event: its times, and the date in its file's name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from lacwg.checks.finding import finding
from lacwg.errors import FieldError
from lacwg.records import Event, Group
from lacwg.schedule import occurrences
from lacwg.text.english import long_date


def of_event(event: Event, group: Group) -> Iterator[FieldError]:
    """F104, T101 and T102: an event's times and name."""
    try:
        day, named = start_day(event, group), dt.date.fromisoformat(event.id[:10])
    except FieldError as error:
        if error.kind != "group":  # of_group has said so
            yield error
        return
    if day != named:
        message = f"the file's name says {long_date(named)}, and the event starts on {long_date(day)}"
        hint = "see which of the two is right; then mend the start or rename the file"
        yield finding(event, ("start",), message, hint, "F104")


def start_day(event: Event, group: Group) -> dt.date:
    """The day on which an event starts, in its zone. Raises ``FieldError``."""
    return occurrences.of_event(event, group).span.day


def renamed(event: Event, group: Group) -> str:
    """The id that an event has by the day on which it starts. Raises ``FieldError``."""
    return f"{start_day(event, group)}{event.id[10:]}"
