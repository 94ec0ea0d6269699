"""``lacwg undo``: a step taken back."""

from __future__ import annotations

from collections.abc import Sequence

from lacwg import kinds, render
from lacwg.commands import queries
from lacwg.commands.log import FEW, entry_json, heading, name_of, what_of
from lacwg.commands.options.verb import WritingRun, argument, flag, verb
from lacwg.commands.shared.output import show_result
from lacwg.errors import UsageError
from lacwg.run import Run
from lacwg.store.disk.contents import FileChange
from lacwg.store.history.journal import Entry
from lacwg.store.history.undo import last_of, numbered, undoing
from lacwg.store.store import Store
from lacwg.text.english import plural


@verb
def undo(
    run: WritingRun,
    entry: int | None = argument(
        "[ENTRY]", "The number that the log gives; else your last step.", default=None, show_default=False
    ),
    force: bool = flag("Also where a record was changed since."),
) -> None:
    """Take back your last step on this machine, or the one of a number; also an undo.

    Example: lacwg undo
    """
    store = run.store
    if store.folder.embedded:
        raise UsageError("nothing was done here yet", hint="make a folder of your own: lacwg init DIR")
    now = queries.now(run)
    with store.locked():
        store.recover()
        steps = store.journal.entries()
        chosen = last_of(steps, run.who(None)) if entry is None else numbered(steps, entry)
        changes = undoing(store.journal, chosen, now, force=force)
        if not run.dry_run:
            store.write(changes, kind="undo", undoes=chosen.number)
            _forget_imported(store, changes)
            run.done = f"Entry {chosen.number} is taken back."
    show_result(
        run,
        text=lambda: _undone_text(run, chosen, changes),
        json=lambda: entry_json(chosen, run, changes, private=False),
        plain=lambda: [
            (str(chosen.number), chosen.command, what_of(each), name_of(store.journal.name(each.path)))
            for each in changes
        ],
    )


def _forget_imported(store: Store, changes: Sequence[FileChange]) -> None:
    """What an import brought and is taken back is not "removed here": the same file brings it again."""
    from lacwg.store import imports

    gone = [each.path for each in changes if each.after is None]
    imports.forget(
        store.folder, {(kind.name, path.stem) for path in gone if (kind := kinds.of_path(store.journal.name(path)))}
    )


def _undone_text(run: Run, entry: Entry, changes: list[FileChange]) -> str:
    lines = [f"{'Would take back' if run.dry_run else 'Took back'} {heading(entry, run)}"]
    lines += [f"  {what_of(each)} {run.store.journal.name(each.path)}" for each in changes[:FEW]]
    if len(changes) > FEW:
        lines.append(f"  … and {plural(len(changes) - FEW, 'more record')}")
    if not changes:
        lines.append("  every record is as it was before")
    return render.escape_controls("".join(f"{line}\n" for line in lines))
