"""What calendars and tables are told of a date in words of ours: what became of it, who speaks, how to join."""

from __future__ import annotations

from collections.abc import Iterator

from lacwg.records import MembersTable
from lacwg.schedule.occurrences import Occurrence
from lacwg.voice.voice import Wording


def title(occurrence: Occurrence, wording: Wording) -> str:
    """The title, and that it is cancelled: many calendars do not show a status, and tables have none."""
    if occurrence.status == "cancelled":
        return wording.say("CANCELLED: {title}", title=occurrence.title)
    return occurrence.title


def happened(occurrence: Occurrence, wording: Wording) -> str | None:
    """``Moved from Wednesday, November 11, 2026: Veterans Day``; None where nothing did, or nothing is said of it."""
    say, why = wording.say, occurrence.reason
    if occurrence.status == "cancelled":
        return say("Cancelled: {reason}", reason=why) if why else say("Cancelled")
    original = occurrence.original_start
    if occurrence.change == "moved" and original is not None:
        was = wording.full_date(original)
        if occurrence.original_hour is not None:
            was = f"{was}, {wording.clock_time(occurrence.original_hour)}"
        return say("Moved from {was}: {reason}", was=was, reason=why) if why else say("Moved from {was}", was=was)
    if not why:
        return None
    match occurrence.change:
        case "moved":
            return say("Moved: {reason}", reason=why)
        case "extra":
            return say("Extra: {reason}", reason=why)
        case "edited":
            return say("Edited: {reason}", reason=why)
        case "cancelled":
            return say("Cancelled: {reason}", reason=why)
    return None


def speakers(occurrence: Occurrence, wording: Wording) -> str | None:
    """A heading, and a line for each speaker."""
    if not occurrence.speakers:
        return None
    said = [f"{each.name} — {each.about}" if each.about else each.name for each in occurrence.speakers]
    return "\n".join([wording.say("Speakers:") if len(said) > 1 else wording.say("Speaker:"), *said])


def to_join(members: MembersTable, wording: Wording) -> Iterator[str]:
    """The link and the number, as far as the reader has them."""
    if members.join_url:
        yield wording.say("Join: {link}", link=members.join_url)
    if members.dial_in:
        yield wording.say("Dial in: {number}", number=members.dial_in)
