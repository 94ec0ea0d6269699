from __future__ import annotations

from lacwg.commands.meetings.announce import Announcing, announce_occurrence
from lacwg.commands.options.ids import EventId
from lacwg.commands.options.verb import verb
from lacwg.commands.sending.options import Sending
from lacwg.commands.shared import lookup
from lacwg.run import Run


@verb
def announce(run: Run, event: EventId, options: Announcing, sending: Sending) -> None:
    """Write the announcement of an event to paste, or send it.

    What, when here and elsewhere, who speaks, how to join, and what changed.

    Example: lacwg events announce cuba --eml cuba.eml
    Example: lacwg events announce cuba --send members --send press
    """
    announce_occurrence(run, lookup.event(run, event), options, sending)
