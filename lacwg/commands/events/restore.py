from __future__ import annotations

from msgspec.structs import replace

from lacwg.commands import queries
from lacwg.commands.events import saving
from lacwg.commands.options.ids import EventId
from lacwg.commands.options.verb import WritingRun, verb
from lacwg.commands.shared import one_date


@verb
def restore(run: WritingRun, event: EventId) -> None:
    """Bring back a cancelled event, or a date of a series.

    Of a series of events it undoes what happened to that date.

    Example: lacwg events restore vigil/2026-12-05
    """
    if queries.names_date(run, event):
        one_date.restore(run, event, None)
        return
    loaded = saving.load(run, event)
    back = replace(loaded.record, status="confirmed", reason=None)
    saving.change(run, loaded, back if loaded.record.status == "cancelled" else loaded.record)
