from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from lacwg import kinds, render
from lacwg.commands import queries
from lacwg.commands.log import FEW, entry_json, heading, name_of, what_of
from lacwg.commands.options.ids import completed
from lacwg.commands.options.verb import WritingRun, argument, flag, verb
from lacwg.commands.shared.asking import Yes, agreed
from lacwg.commands.shared.output import progress, show_result
from lacwg.errors import FieldError, UsageError
from lacwg.run import Run, command
from lacwg.store import imports
from lacwg.store.disk.contents import FileChange, text_of
from lacwg.store.history.journal import Entry
from lacwg.store.history.undo import last_of, later, named, numbered, undoing
from lacwg.store.store import Store
from lacwg.text.english import plural


@completed
def _standing(run: Run, _: object) -> Iterator[str]:
    """The numbers of the steps that were not taken back, the latest first."""
    yield from (str(each.number) for each in run.store.journal.entries() if each.undone_by is None)


@verb
def undo(
    run: WritingRun,
    entry: int | None = argument(
        "[ENTRY]",
        "The number in the log. Default: your last step.",
        default=None,
        show_default=False,
        autocompletion=_standing,
    ),
    force: bool = flag("Even if a record was changed since."),
    unfinished: bool = flag("Undo what another installation left half done."),
    yes: Yes = False,
) -> None:
    """Undo your last step, or any step by its number.

    An undo can be undone, too. After an undo by number, a plain undo asks before it undoes another step; in a script
    it refuses, and names that step's number.

    Example: lacwg undo
    """
    store = run.store
    if store.folder.embedded:
        raise UsageError("nothing was done here yet", hint="make a folder of your own: lacwg init DIR")
    if unfinished:
        if entry is not None:
            raise UsageError("--unfinished is about all that others left half done", hint="leave the number out")
        _undo_unfinished(run)
        return
    number = entry if entry is not None else _last(run, yes=yes)
    if number is None:
        return
    redo = None
    with store.locked():
        store.recover()
        chosen = numbered(store.journal.entries(), number)
        changes = undoing(store.journal, chosen, queries.now(run), force=force)
        along = later(store.journal, chosen, map(store.journal.name, (each.path for each in changes)))
        _refuse_dangling(store, chosen, changes)
        if changes and not run.dry_run:
            if entry is not None:
                command.set(f"undo {entry}")
            with progress(run, "Undoing", len(changes)) as bar:
                store.write(changes, bar.tick, kind="undo", undoes=chosen.number)
            redo = next(store.journal.entries()).number
            _forget_imports(store, changes)
            run.done = f"Entry {chosen.number} is taken back."
    show_result(
        run,
        text=lambda: _undone_text(run, chosen, changes, along, redo),
        json=lambda: {
            **entry_json(chosen, run, changes, private=False),
            "along": [each.number for each in along],
            "redo": redo,
        },
        plain=lambda: [
            (str(chosen.number), chosen.command, what_of(each), name_of(store.journal.name(each.path)))
            for each in changes
        ],
    )


def _forget_imports(store: Store, changes: Iterable[FileChange]) -> None:
    """What an import brought and is taken back is not "removed here": the same file brings it again."""
    names = {store.journal.name(each.path) for each in changes if each.after is None}
    gone = {(kind.name, name_of(name)) for name in names if (kind := kinds.of_path(name))}
    imports.forget(store.folder, lambda *each: each in gone)


def _undo_unfinished(run: Run) -> None:
    """What commands of other installations had begun is taken back, as far as nobody has changed it since."""
    from lacwg.store.history import transaction

    found: list[tuple[Entry, list[FileChange]]] = []
    with run.store.locked():
        for other in run.store.journal.others():
            other.notice = run.store.notice
            entries = list(other.entries(state="open"))
            found += [(each, transaction.begun(other, each.number)) for each in entries]
            if not run.dry_run:
                transaction.recover(other)
    would = "Would take back" if run.dry_run else "Took back"
    lines = [
        line
        for entry, changes in found
        for line in (
            f"{would} what was begun: {heading(entry, run)}",
            *(f"  {what_of(each)} {run.store.journal.name(each.path)}" for each in changes),
            *(["  nothing of it stands"] if not changes else []),
        )
    ]
    show_result(
        run,
        text=lambda: render.escape_controls(
            "".join(f"{line}\n" for line in lines or ["No other installation left anything half done here."])
        ),
        json=lambda: [entry_json(entry, run, changes, private=False) for entry, changes in found],
        plain=lambda: [
            (str(entry.number), entry.command, what_of(each), name_of(run.store.journal.name(each.path)))
            for entry, changes in found
            for each in changes
        ],
    )


def _last(run: Run, *, yes: bool) -> int | None:
    """The number of the last step of who is here that stands; None: they do not mean that.

    Asked where their last step took one back by its number: they may well mean that. Raises ``UsageError`` where
    nobody can be asked.
    """
    journal, who = run.store.journal, run.who(None)
    chosen = last_of(journal.entries(), who)
    before = next(each for each in journal.entries() if each.kind != "hand" and each.who == who)
    if before.command.partition(" ")[::2] != ("undo", str(before.undoes)) or yes or run.dry_run:
        return chosen.number
    again = f"to have entry {before.undoes} again: lacwg undo {before.number}"
    if not run.interactive:
        raise UsageError(
            f"your last step took back entry {before.undoes}, and it is not sure which one is meant now",
            hint=f"the newest that stands: lacwg undo {chosen.number} ({chosen.command})\n{again}",
        )
    about = render.escape_controls(f"The newest step that stands: {heading(chosen, run)}")
    return chosen.number if agreed(run, "Take it back?", yes=False, about=f"{about}\n{again}") else None


def _refuse_dangling(store: Store, chosen: Entry, changes: Sequence[FileChange]) -> None:
    """Raises ``LacwgError`` where something would be named that is not there, and says which steps did that."""
    from lacwg.commands.shared.new_errors import refuse_dangling  # all checks come along

    journal = store.journal

    def hint(found: Sequence[FieldError]) -> str:
        paths = {journal.name(store.path_of(each)) for each in found}
        said = {kinds.id_of(name): name for each in journal.entries() for name in each.paths}
        ids = [each for each in said if any(f'"{each}"' in error.message for error in found)]
        since = later(journal, chosen, paths.union(said[each] for each in ids))
        steps = [each for each in since if any(_brings(change, ids) for change in journal.changes_of(each.number))]
        lines = [f"{named(each)} did: take that back first, lacwg undo {each.number}" for each in steps or since]
        gone = [each.path.stem for each in changes if each.after is None and each.path.parent.name == "contacts"]
        lines += [f"to leave the plain name there: lacwg contacts remove {each} --keep-name" for each in gone[:1]]
        return "\n".join(lines or ["take these names out first"])

    message = f"without entry {chosen.number}, records would name what is not there"
    refuse_dangling(store, changes, message, hint)


def _brings(change: FileChange, ids: Sequence[str]) -> bool:
    """Whether a change is one that brings a name of these, or takes such a record away."""
    name, was, now = change.path.stem, *(text_of(each) or "" for each in (change.before, change.after))
    if change.after is None:
        return name in ids
    return any(each in f"{name} {now}" and (change.before is None or each not in was) for each in ids)


def _undone_text(run: Run, entry: Entry, changes: list[FileChange], along: Sequence[Entry], redo: int | None) -> str:
    would = "Would take back" if run.dry_run else "Took back"
    lines = [f"{would} {heading(entry, run)}"]
    lines += [f"  {what_of(each)} {run.store.journal.name(each.path)}" for each in changes[:FEW]]
    if len(changes) > FEW:
        lines.append(f"  … and {plural(len(changes) - FEW, 'more record')}")
    if not changes:
        lines.append("  every record is as it was before")
    if along:
        lines.append(f"{would} with it what was done since: {', '.join(map(named, along))}")
    if redo is not None:
        lines.append(f"To have it back: lacwg undo {redo}")
    return render.escape_controls("".join(f"{line}\n" for line in lines))
