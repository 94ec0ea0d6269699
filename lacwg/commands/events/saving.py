"""What the verbs share that change an event: its file and its name, and what is shown of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from lacwg import identity, render, revision
from lacwg.commands import queries
from lacwg.commands.events.fields import as_typed
from lacwg.commands.shared import lookup, saving
from lacwg.commands.shared.output import NO_CHANGE, show_occurrences
from lacwg.commands.shared.typed_fields import tell_stale
from lacwg.errors import FieldError
from lacwg.records import Event
from lacwg.run import Run
from lacwg.schedule import occurrences
from lacwg.schedule.occurrences import Occurrence
from lacwg.store import pictures, references
from lacwg.store.disk.contents import FileChange, Loaded
from lacwg.store.ids import day_in, free_id
from lacwg.store.pictures import Picture
from lacwg.store.store import Store
from lacwg.store.toml.encode import seen_to_differ
from lacwg.text.renames import mentions, renamed
from lacwg.voice.stale_translations import without_stale
from lacwg.voice.voice import Voice


class Saved(NamedTuple):
    """An event as it stands after a verb, and the files that were changed with its own."""

    event: Event
    before: str
    """The id that it had."""
    others: Sequence[FileChange] = ()


# Saving


def load(run: Run, event_id: str) -> Loaded[Event]:
    """The event that people typed, to be changed."""
    return run.store.events.load(lookup.event_of(run, event_id))


def change(run: Run, loaded: Loaded[Event], event: Event, picture: Picture | None = None) -> Event:
    """Saves an event, if it is another than before, shows it, and says what became of its translations."""
    event, told_of = without_stale(loaded.record, event)
    changed = event != loaded.record or picture is not None
    saved = save(run, loaded, event, picture=picture) if changed else Saved(event, event.id)
    show(run, saved, None if changed else NO_CHANGE)
    tell_stale(run, told_of, f"lacwg events edit {saved.event.id}")
    return saved.event


def save(
    run: Run, loaded: Loaded[Event], event: Event, *, text: str | None = None, picture: Picture | None = None
) -> Saved:
    """Writes a changed event, all or nothing; on another day than before under the name of that day.

    ``text``: what somebody has made of the file, in which ``event`` is to be written. Where subscribers see no
    difference, its sequence stays. Raises ``ChangedMeanwhileError`` and what ``references.changes`` raises.
    """
    old = loaded.record
    day = as_typed(run, event).span.day
    try:
        was = occurrences.of_event(old, run.store.group).span.day
    except FieldError:  # which is mended now
        was = dt.date.fromisoformat(old.id[:10])

    def made(store: Store) -> tuple[Saved, list[FileChange]]:
        new_id = old.id if day == was else free_id(f"{day}-{old.id[11:]}", store.events)
        new, added = _with_picture(store, new_id, event, picture)
        if seen_to_differ(new, old):
            new = revision.bump(new, queries.now(run), store.group.uid_namespace, [old])
        elif new != old and new.uid is None:
            new = identity.with_uid(new, store.group.uid_namespace)
        own = store.change(new, loaded.base_text if text is None else text)._replace(before=loaded.base_text)
        if new_id == old.id:
            return Saved(new, old.id, added), [own, *added]
        names = references.renames(store, old.id, new_id)
        content = renamed(str(own.after), mentions(str(own.after), names))
        added += references.changes(store, names, own.path, lambda each: queries.touched(run, each))
        moved = [FileChange(store.events.path(new_id), None, content), FileChange(own.path, loaded.base_text, None)]
        return Saved(store.events.decode(new_id, content), old.id, added), [*moved, *added]

    saved = _written(run, made)
    if saved.event.id != old.id and text is None:
        saving.tell_of_draft(run, run.store.events.kind, old.id)
    if saved.event.id == old.id:
        tell_of_pictures(run, left_pictures(run, old, saved.event.images))
    return saved


def create(run: Run, event: Event, picture: Picture | None) -> Saved:
    """Writes a new event with its picture, both or neither; where its id is taken, under the first that is not."""

    def made(store: Store) -> tuple[Saved, list[FileChange]]:
        new_id = free_id(event.id, store.events)
        new, added = _with_picture(store, new_id, replace(event, id=new_id), picture)
        return Saved(new, new_id, added), [store.creation(new), *added]

    return _written(run, made)


def _with_picture(store: Store, event_id: str, event: Event, picture: Picture | None) -> tuple[Event, list[FileChange]]:
    if picture is None:
        return event, []
    image, added = pictures.placed(store.folder, event_id, picture)
    return replace(event, image=image), added


def _written(run: Run, made: Callable[[Store], tuple[Saved, list[FileChange]]]) -> Saved:
    saved = saving.write(run, made)
    run.done = None if run.dry_run else f"The event is saved as {saved.event.id}."
    return saved


def left_pictures(run: Run, event: Event, kept: Sequence[str] = ()) -> list[str]:
    """The pictures in the folder that an event had, but for those ``kept``, and that no other record uses."""
    folder, own = run.store.folder, run.store.events.path(event.id)
    here = [each for each in event.images if each not in kept and "://" not in each and pictures.is_there(folder, each)]
    return [each for each in dict.fromkeys(here) if not references.holding(run.store, each, own)]


def tell_of_pictures(run: Run, left: Sequence[str]) -> None:
    """Says that pictures stay in the folder that no record uses."""
    for each in left:
        shown = run.store.folder.shown(run.store.folder.root / each)
        run.message(f"Its picture stays in the folder, and nothing else uses it: {shown}")


# Showing


def summary(occurrence: Occurrence, voice: Voice) -> str:
    """When it is, how it stands, and what is to be looked at."""
    stands = render.status_column(replace(occurrence, warnings=()), voice)
    lines = [f"{voice.when(occurrence.span)}{f' · {stands}' if stands else ''}"]
    lines += [f"Note: {render.one_line(each.message)}" for each in occurrence.warnings]
    return "".join(f"{line}\n" for line in lines)


def show(run: Run, saved: Saved, told: str | None = None) -> None:
    """The event as it stands now, and what was done; the other files that were changed, as a message."""
    event, changed, moved = saved.event, told is None, ""
    if told is None:
        renamed = saving.told_of_new(run, event.id, f", which was {saved.before}")
        told = saving.told(run) if event.id == saved.before else renamed
    # by its old id, so that the file which stands there still in a dry run is not taken for another one
    shown = queries.with_all_warnings(run, replace(as_typed(run, event), id=saved.before if run.dry_run else event.id))
    shown = replace(shown, id=event.id)
    if changed:
        moved = saving.told_of_move(day_in(saved.before), shown.span.day)
    show_occurrences(run, shown, lambda: f"{render.one_line(shown.title)}\n{summary(shown, run.voice)}{moved}{told}\n")
    saving.tell_of_others(run, saved.others)
