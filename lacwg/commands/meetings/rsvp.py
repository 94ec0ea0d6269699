from __future__ import annotations

from lacwg.commands.options.ids import Date, SeriesId
from lacwg.commands.options.verb import WritingRun, verb
from lacwg.commands.shared import meeting_records
from lacwg.commands.shared import rsvp as answers


@verb
def rsvp(run: WritingRun, date: Date, typed: answers.Typed, series: SeriesId = None) -> None:
    """Note who comes to a meeting, or see who does.

    What people tell you; answers to invitations come by: lacwg import replies. Only coordinators see the names.

    Example: lacwg meetings rsvp next --yes "Yoav and Ana" --no John
    """
    answers.by_hand(run, meeting_records.meant(run, date, series).occurrence, typed)
