from __future__ import annotations

from lacwg.commands import queries
from lacwg.commands.events import saving
from lacwg.commands.events.fields import Times, retimed
from lacwg.commands.options.details import Decided, PublicLink, To
from lacwg.commands.options.ids import EventId
from lacwg.commands.options.verb import WritingRun, verb
from lacwg.commands.shared import one_date
from lacwg.commands.shared.typed_fields import by_field, given, option_of
from lacwg.errors import UsageError


@verb
def move(run: WritingRun, event: EventId, to: To, decided: Decided, public_link: PublicLink = False) -> None:
    """Move an event, or one date of a series of events.

    To another day or hour; the length stays. --reason and --by are for dates of a series: an event's own file has only
    its date.

    Example: lacwg events move vigil/2026-12-05 --to 2026-12-06
    """
    if queries.names_date(run, event):
        one_date.move(run, event, None, to, one_date.decision(run, decided, public_link=public_link))
        return
    loaded = saving.load(run, event)
    for name in given(by_field(decided)):
        raise UsageError(
            f"{option_of(name)} is for a date of a series; {loaded.record.id} is an event of its own",
            hint="leave it out; to remark it among coordinators: lacwg events edit ID --note TEXT",
        )
    occurrence = queries.occurrence_of(run, loaded.record)
    saving.change(run, loaded, retimed(run, loaded.record, occurrence, Times(to, option="--to")))
