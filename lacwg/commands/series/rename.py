from __future__ import annotations

from msgspec.structs import replace

from lacwg import identity, kinds
from lacwg.commands import queries
from lacwg.commands.options.ids import SeriesArgument
from lacwg.commands.options.verb import WritingRun, argument, verb
from lacwg.commands.series.show import show_next
from lacwg.commands.shared import saving
from lacwg.commands.shared.output import NO_CHANGE
from lacwg.errors import UsageError
from lacwg.records import Series, is_id
from lacwg.run import Run
from lacwg.store import references
from lacwg.store.disk.contents import FileChange, Loaded
from lacwg.store.store import Store
from lacwg.store.toml.encode import seen_to_differ
from lacwg.text.fold import LONGEST_SLUG, is_device, slug
from lacwg.text.renames import mentions, renamed


@verb
def rename(
    run: WritingRun,
    series: SeriesArgument,
    new: str = argument("NEW", "The new id: small letters and digits, with hyphens between them."),
) -> None:
    """Give a series another id.

    Its meeting records and everything that names it are changed too. Calendars see no difference. To change its
    title: lacwg series edit ID --title TEXT.

    Example: lacwg series rename monthly-meeting assembly
    """
    loaded = run.store.series.load(run.store.series.find(series))
    old = loaded.record
    if new == old.id:
        show_next(run, old, NO_CHANGE)
        return
    _refuse_id(run.store, old.id, new)
    saved, changes = saving.write(run, lambda store: _renaming(run, store, loaded, new))
    run.done = None if run.dry_run else f"The series is saved as {new}."
    told = saving.told_of_new(run, new, f", which was {old.id}")
    # by its old id, so that the file which stands there still in a dry run is not taken for another one
    show_next(run, replace(saved, id=old.id) if run.dry_run else saved, told)
    saving.tell_of_others(run, changes[1:])
    if saved.kind == "event":
        run.message("Its own calendar on the page is at another address from now on: tell who subscribed to it")
    for change in changes:
        kind = kinds.of_path(run.store.journal.name(change.path))
        if kind is not None and change.after is None:
            saving.tell_of_draft(run, kind, change.path.stem)


def _refuse_id(store: Store, old: str, new: str) -> None:
    """Raises ``UsageError`` for what cannot be the id of a series, or is that of another one."""
    better = slug(new, "series" if is_device(new) else "")
    if not is_id(new) or len(new) > LONGEST_SLUG or new[:4].isdecimal() or is_device(new):
        raise UsageError(
            f'"{new}" cannot be the id of a series',
            hint="it is of small letters, digits and single hyphens, begins with no year, and is no device of Windows"
            + (f"\ntry: lacwg series rename {old} {better}" if better and not better[:4].isdecimal() else ""),
        )
    if new in store.series:
        raise UsageError(f'there is a series "{new}" already', hint=f"see it: lacwg series show {new}")


def _renaming(
    run: Run, store: Store, loaded: Loaded[Series], new: str
) -> tuple[tuple[Series, list[FileChange]], list[FileChange]]:
    """The series by its new id, and all that changes with it; its own file comes first, with its UID written down."""
    from lacwg.store.toml.edit import edited

    old, meetings = loaded.record, store.meetings
    recorded = [each for each in meetings.ids() if each[11:] == old.id]
    names = {old.id: new} | {each: f"{each[:11]}{new}" for each in recorded if each not in store.events}
    own = store.change(identity.with_uid(old, store.group.uid_namespace), loaded.base_text)
    text = renamed(str(own.after), mentions(str(own.after), names))
    saved = store.series.decode(new, text)
    if seen_to_differ(replace(saved, uid=old.uid), old):  # its own words name it
        bumped = queries.touched(run, saved)
        saved, text = bumped, edited(text, saved, bumped)
    changes = [FileChange(store.series.path(new), None, text), own._replace(before=loaded.base_text, after=None)]
    others = references.changes(store, names, own.path, lambda each: queries.touched(run, each))
    along = {each.path: each for each in others}
    for each in recorded:
        path, base_text = meetings.path(each), meetings.text(each)
        after = along.pop(path).after if path in along else base_text
        changes += [FileChange(meetings.path(f"{each[:11]}{new}"), None, after), FileChange(path, base_text, None)]
    changes += along.values()
    return (saved, changes), changes
