from __future__ import annotations

from msgspec.structs import replace

from lacwg.commands import queries
from lacwg.commands.events import saving
from lacwg.commands.options.details import DecidedWithReason, PublicLink
from lacwg.commands.options.ids import EventId
from lacwg.commands.options.verb import WritingRun, verb
from lacwg.commands.shared import one_date


@verb
def cancel(run: WritingRun, event: EventId, decided: DecidedWithReason, public_link: PublicLink = False) -> None:
    """Cancel an event, or one date of a series of events.

    It stays visible as cancelled.

    Example: lacwg events cancel vigil/2026-12-05 --reason rain
    """
    decision = one_date.decision(run, decided, public_link=public_link)
    if queries.names_date(run, event):
        one_date.cancel(run, event, None, decision)
        return
    loaded = saving.load(run, event)
    saving.change(run, loaded, replace(loaded.record, status="cancelled", reason=decision.reason))
