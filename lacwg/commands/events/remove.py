from __future__ import annotations

import shlex

from lacwg import render
from lacwg.commands import queries
from lacwg.commands.events.saving import left_pictures, load, tell_of_pictures
from lacwg.commands.options.ids import EventId
from lacwg.commands.options.verb import WritingRun, verb
from lacwg.commands.shared import saving
from lacwg.commands.shared.asking import Yes, agreed
from lacwg.errors import UsageError
from lacwg.store import references


@verb
def remove(run: WritingRun, event: EventId, yes: Yes = False) -> None:
    """Remove an event that was a mistake.

    It vanishes from subscribers' calendars. To show it as cancelled instead: lacwg events cancel. In a script it does
    not ask.

    Example: lacwg events remove 2026-12-03-hiati --yes
    """
    if queries.names_date(run, event):
        raise UsageError(
            f'"{event}" is one date of a series, which its rule gives',
            hint=f"cancel it: lacwg events cancel {shlex.quote(event)} --reason TEXT\n"
            f"an extra one, to be gone: lacwg events restore {shlex.quote(event)}",
        )
    loaded = load(run, event)
    record = loaded.record
    shown = f"{render.one_line(record.title)} ({record.id})"
    off = f"Subscribers simply lose it; with lacwg events cancel {record.id} they see that it is off. To remove:"
    if not agreed(run, f"{shown}?", yes=yes, about=off, otherwise="Nothing was removed."):
        return
    others = references.holding(run.store, record.id, run.store.events.path(record.id))
    left = left_pictures(run, record)
    if not run.dry_run:
        store = run.writable()
        store.write([store.removal(record, loaded.base_text)])
        run.done = f"{record.id} is removed."
    keep = f"Subscribers simply lose it; to let them see that it is off: lacwg events cancel {record.id} --reason TEXT"
    note, named = keep if run.dry_run else "Subscribers simply lose it.", [*map(run.store.folder.shown, others)]
    saving.show_removed(run, record, note, named_in=named, picture_left=next(iter(left), None))
    tell_of_pictures(run, left)
