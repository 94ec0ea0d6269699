from __future__ import annotations

from lacwg.commands.options.ids import EventId
from lacwg.commands.options.verb import WritingRun, verb
from lacwg.commands.shared import lookup
from lacwg.commands.shared import rsvp as answers


@verb
def rsvp(run: WritingRun, event: EventId, typed: answers.Typed) -> None:
    """Note who comes to an event, or see who does.

    What people tell you; answers to invitations come by: lacwg import replies. Only coordinators see the names.

    Example: lacwg events rsvp cuba --yes Ana --maybe John
    """
    answers.by_hand(run, lookup.event(run, event), typed)
