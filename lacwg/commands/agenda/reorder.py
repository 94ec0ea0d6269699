from __future__ import annotations

from msgspec.structs import replace

from lacwg.commands.agenda.show import change_and_show
from lacwg.commands.options.verb import WritingRun, argument, verb
from lacwg.commands.shared.meeting_records import WhichMeeting, refuse_numbers
from lacwg.errors import UsageError
from lacwg.records import MeetingRecord


@verb
def reorder(
    run: WritingRun,
    which: WhichMeeting,
    numbers: list[int] = argument("NUMBER...", "The items' numbers in the new order; the rest follow.", min=1),
) -> None:
    """Put the items in another order.

    Give all numbers, or only those that come first.

    Example: lacwg agenda reorder 3 1 2
    """
    meeting = which.meant(run)
    if len(set(numbers)) < len(numbers):
        twice = next(each for each in numbers if numbers.count(each) > 1)
        raise UsageError(f"item {twice} stands twice in the new order", hint="name each item once")

    def moved(old: MeetingRecord) -> MeetingRecord:
        refuse_numbers(old, meeting, numbers)
        rest = [place for place in range(1, len(old.agenda) + 1) if place not in numbers]
        return replace(old, agenda=tuple(old.agenda[place - 1] for place in (*numbers, *rest)))

    change_and_show(run, meeting, moved)
