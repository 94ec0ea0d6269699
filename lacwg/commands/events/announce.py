from __future__ import annotations

from lacwg.commands.meetings.announce import Announcing, announce_occurrence
from lacwg.commands.options.ids import EventId
from lacwg.commands.options.verb import verb
from lacwg.commands.shared import finding
from lacwg.run import Run


@verb
def announce(run: Run, event: EventId, options: Announcing) -> None:
    """The text to paste into a mail: what, when here and elsewhere, who speaks, how to join, what changed.

    Example: lacwg events announce cuba --eml cuba.eml
    """
    announce_occurrence(run, finding.event(run, event), options)
