from __future__ import annotations

from lacwg import render
from lacwg.commands.options.ids import SeriesArgument
from lacwg.commands.options.verb import WritingRun, verb
from lacwg.commands.shared import saving
from lacwg.commands.shared.asking import Yes, agreed
from lacwg.store import references
from lacwg.store.disk.contents import FileChange
from lacwg.store.store import Store
from lacwg.text.renames import mentions


@verb
def remove(run: WritingRun, series: SeriesArgument, yes: Yes = False) -> None:
    """Remove a series that was a mistake.

    Its dates vanish from calendars. Refused while records name it. If it is over, keep its past: lacwg series end. In a
    script it does not ask.

    Example: lacwg series remove vigil-2 --yes
    """
    from lacwg.commands.shared.new_errors import refuse_dangling  # all checks come along

    record, text = run.store.series.load(run.store.series.find(series))
    end = f"lacwg series end {record.id} --on DATE"

    def removal(store: Store) -> tuple[None, list[FileChange]]:
        changes = [store.removal(record, text)]
        hint = f"to let it end and keep what was: {end}"
        refuse_dangling(store, changes, f"{record.id} is named in other records", lambda _: hint)
        return None, changes

    removal(run.store)
    shown = f"{render.one_line(record.title)} ({record.id})"
    about = f"{shown} vanishes from calendars, past dates too; with {end} these stay."
    if not agreed(run, "Remove it?", yes=yes, about=about, otherwise="Nothing was removed."):
        return
    saving.write(run, removal)
    run.done = None if run.dry_run else f"{record.id} is removed."
    others = references.texts(run.store, run.store.series.path(record.id))
    named = [run.store.folder.shown(path) for path, each, *_ in others if mentions(each, {record.id: ""})]
    saving.show_removed(run, record, named_in=named)
