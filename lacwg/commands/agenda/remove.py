from __future__ import annotations

from msgspec.structs import replace

from lacwg.commands.agenda.show import change_and_show
from lacwg.commands.options.verb import WritingRun, argument, verb
from lacwg.commands.shared.meeting_records import WhichMeeting, refuse_numbers
from lacwg.records import MeetingRecord


@verb
def remove(
    run: WritingRun,
    which: WhichMeeting,
    number: int = argument("NUMBER", "The item's number in lacwg agenda show.", min=1),
) -> None:
    """Remove an item by its number.

    Example: lacwg agenda remove 3
    """
    meeting = which.meant(run)

    def without(old: MeetingRecord) -> MeetingRecord:
        refuse_numbers(old, meeting, [number])
        return replace(old, agenda=tuple(item for place, item in enumerate(old.agenda, 1) if place != number))

    change_and_show(run, meeting, without)
