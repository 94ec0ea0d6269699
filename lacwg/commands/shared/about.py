"""What people are told of a gathering in lines with a label, alike for all of them."""

from __future__ import annotations

from collections.abc import Iterator

from lacwg import render
from lacwg.records import Series
from lacwg.schedule.occurrences import Occurrence


def whereabouts(of: Occurrence | Series) -> Iterator[tuple[str, str | None]]:
    """Where it is, and how to join; the coordinator at the terminal sees that, too."""
    yield "Place", of.place
    yield "Page", of.url
    yield "Join", f"{of.members.join_url} (members)" if of.members.join_url else None
    yield "Dial in", f"{of.members.dial_in} (members)" if of.members.dial_in else None


def because(occurrence: Occurrence) -> str:
    """`` (Veterans Day)``, where a reason is known."""
    return f" ({render.one_line(occurrence.reason)})" if occurrence.reason else ""
