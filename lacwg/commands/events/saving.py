"""What the verbs share that change an event: its times, its file and its name, and what is shown of it."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from lacwg import render
from lacwg.commands import queries
from lacwg.commands.shared.output import NO_CHANGE, undoable
from lacwg.commands.shared.output import show as show_result
from lacwg.dates_in.when import When, read, read_end, read_length, read_on
from lacwg.errors import FieldError, UsageError
from lacwg.records import DayOrTime, Event
from lacwg.run import Run
from lacwg.schedule import identity, occurrences
from lacwg.schedule.identity import Known
from lacwg.schedule.occurrences import Occurrence
from lacwg.schedule.span import as_written, has_hour
from lacwg.store import pictures, references
from lacwg.store.collection import Loaded, Store
from lacwg.store.drafts import Draft
from lacwg.store.history.file_changes import FileChange
from lacwg.store.pictures import Picture

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


class Saved(NamedTuple):
    """An event as it stands after a verb, and the files that were changed with its own."""

    event: Event
    before: str
    """The id that it had."""
    others: Sequence[FileChange] = ()


# Times


def occurrence_of(run: Run, event: Event) -> Occurrence:
    """An event of the folder at its time. Raises ``RecordError`` that names the line of a time that is none."""
    try:
        return occurrences.of_event(event, run.store.group)
    except FieldError as error:
        raise run.store.located(error) from None


def as_typed(run: Run, event: Event) -> Occurrence:
    """The same of an event that is not saved yet: what is wrong is about what was typed."""
    try:
        return occurrences.of_event(event, run.store.group)
    except FieldError as error:
        raise UsageError(error.message, hint=error.hint) from None


def retimed(
    run: Run,
    event: Event,
    occurrence: Occurrence,
    *,
    start: str | None = None,
    option: str = "--start",
    end: str | None = None,
    duration: str | None = None,
    timezone: str | None = None,
    all_day: bool = False,
) -> Event:
    """The event with the times that were typed. What is not typed stays: of a day the hour, of an hour the day.

    Where the start moves, the end moves along. An empty ``end`` or ``duration`` takes the end out, an empty
    ``timezone`` makes it the group's. Raises ``UsageError``.
    """
    if end is not None and duration is not None:
        raise UsageError("--end and --duration exclude each other", hint="keep one of them")
    zone = occurrence.zone
    if timezone is not None:
        zone = queries.zone(timezone, "--timezone") if timezone else queries.group_zone(run)
        event = replace(event, timezone=timezone or None)
    now, order = queries.now(run), run.store.group.date_order
    begins = _begins(run, event, occurrence, zone, start, option, all_day=all_day)
    if end:
        ends: When | None = queries.parse_option(
            "--end", end, lambda text: read_end(text, begins, zone, now, order), run
        )
    elif duration:
        ends = queries.parse_option("--duration", duration, lambda text: read_length(text, begins, zone))
    elif end is not None or duration is not None:
        ends = None
    elif begins.end is not None:
        ends = begins.end
    elif begins.moment == occurrence.start and begins.written == event.start.value and zone == occurrence.zone:
        return event
    else:
        last = occurrence.span.moved_to(begins.moment).end
        ends = None if last is None else When(as_written(last), last)
    try:
        first = DayOrTime(begins.written)
        # a whole day that ends on its first one has no end to be written
        one_day = ends is not None and not has_hour(ends.moment) and ends.moment == begins.moment
        return replace(event, start=first, end=None if ends is None or one_day else DayOrTime(ends.written))
    except ValueError as error:
        raise UsageError(str(error).replace(":", "", 1), hint="see which of the two is meant") from None


def _begins(
    run: Run,
    event: Event,
    occurrence: Occurrence,
    zone: ZoneInfo,
    start: str | None,
    option: str,
    *,
    all_day: bool,
) -> When:
    """When the event starts, as it was typed or as it was."""
    now, order, day = queries.now(run), run.store.group.date_order, occurrence.span.day
    hour = None if all_day or occurrence.span.starts_at is None else occurrence.span.starts_at.time()
    old = event.start.value
    if start is None:
        if all_day:
            return When(day, day)
        if zone == occurrence.zone or not has_hour(old):
            return When(old, occurrence.start)
        if old.tzinfo is not None:
            return When(old, old.astimezone(zone))
        wall = f"{old:%Y-%m-%d %H:%M:%S}"
        typed = event.timezone or zone.key
        # the clock shows the same hour there; where that comes twice, what is chosen is read
        return queries.parse_option(
            "--timezone", typed, lambda text: read(wall if text == typed else text, zone, now, order), run
        )

    def reading(text: str) -> When:
        found = read_on(text, day, zone, now, order) or read(text, zone, now, order)
        if has_hour(found.moment):
            if all_day:
                raise UsageError(f"{option} has an hour, and --all-day takes it out", hint="keep one of the two")
            return found
        if hour is None:
            return found
        if found.end is not None:
            raise UsageError(f"{option} names whole days, and it has an hour", hint="name the hours, or add --all-day")
        if found.moment == day and zone == occurrence.zone:
            return When(old, occurrence.start)
        return read(f"{found.moment} {hour:%H:%M:%S}", zone, now, order)

    return queries.parse_option(option, start, reading, run)


# Saving


def touched(run: Run, record: Known) -> Known:
    """A record as subscribers are to see a change of it now: its UID written down, sequence and time raised."""
    return identity.touched(record, run.store.group.uid_namespace, queries.now(run))


def save(
    run: Run,
    loaded: Loaded[Event],
    event: Event,
    *,
    text: str | None = None,
    picture: Picture | None = None,
    dry_run: bool = False,
) -> Saved:
    """Writes a changed event, all or nothing; on another day than before under the name of that day.

    ``text``: what somebody has made of the file, in which ``event`` is to be written. Where subscribers see no
    difference, its sequence stays. Raises ``ChangedMeanwhileError`` and what ``references.renaming`` raises.
    """
    store = run.store if dry_run else run.writable()
    old = loaded.record
    day = as_typed(run, event).span.day
    try:
        was = occurrences.of_event(old, store.group).span.day
    except FieldError:  # which is mended now
        was = dt.date.fromisoformat(old.id[:10])
    with store.locked() if not dry_run else contextlib.nullcontext():
        new_id = old.id if day == was else store.free_event_id(f"{day}-{old.id[11:]}")
        added: list[FileChange] = []
        if picture is not None:
            image, added = pictures.placed(store.folder, new_id, picture)
            event = replace(event, image=image)
        if references.seen(event) != references.seen(old):
            event = touched(run, replace(event, sequence=max(event.sequence, old.sequence)))
        elif event != old and event.uid is None:
            event = identity.known(event, store.group.uid_namespace)
        own = store.change(event, loaded.base_text if text is None else text)._replace(before=loaded.base_text)
        if new_id == old.id:
            changes, others = [own, *added], list(added)
        else:
            path = store.events.path(new_id)
            content = references.replaced(str(own.after), old.id, new_id)
            taken = references.renaming(store, old.id, new_id, own.path, lambda each: touched(run, each))
            others = [*added, *taken]
            changes = [FileChange(path, None, content), FileChange(own.path, loaded.base_text, None), *others]
            event = _read(store, new_id, content)
        if not dry_run:
            store.write(changes)
            run.done = f"The event is saved as {new_id}."
    if new_id != old.id and text is None:
        tell_of_draft(run, old.id)
    if old.image != event.image and new_id == old.id:
        tell_of_picture(run, left_picture(run, old))
    return Saved(event, old.id, others)


def tell_of_draft(run: Run, record_id: str) -> None:
    """Says where a text is kept that somebody has not saved, of an event that no longer goes by this id."""
    draft = Draft(run.store.folder, run.store.events.kind, record_id)
    if draft.kept():
        run.message(f"A draft of it that was not saved stays in {draft.shown}: move what you need, and delete it")


def left_picture(run: Run, event: Event) -> str | None:
    """The picture in the folder that an event had and no other record uses, if there is one."""
    image = event.image
    if image is None or "://" in image or not pictures.is_there(run.store.folder, image):
        return None
    return None if references.holding(run.store, image, run.store.events.path(event.id)) else image


def tell_of_picture(run: Run, left: str | None) -> None:
    """Says that a picture stays in the folder that no record uses."""
    if left is not None:
        shown = run.store.folder.shown(run.store.folder.root / left)
        run.message(render.escape_controls(f"Its picture stays in the folder, and nothing else uses it: {shown}"))


def _read(store: Store, record_id: str, text: str) -> Event:
    from lacwg.store.toml.decode import decode

    return decode(text, Event, lambda: store.folder.shown(store.events.path(record_id)), record_id)


def create(run: Run, event: Event, picture: Picture | None, *, dry_run: bool) -> Saved:
    """Writes a new event with its picture, both or neither; where its id is taken, under the first that is not."""
    store = run.store if dry_run else run.writable()
    with store.locked() if not dry_run else contextlib.nullcontext():
        event = replace(event, id=store.free_event_id(event.id))
        added: list[FileChange] = []
        if picture is not None:
            image, added = pictures.placed(store.folder, event.id, picture)
            event = replace(event, image=image)
        if not dry_run:
            store.write([store.creation(event), *added])
            run.done = f"The event is saved as {event.id}."
    return Saved(event, event.id, added)


# Showing


def summary(occurrence: Occurrence) -> str:
    """When it is, how it stands, and what is to be looked at."""
    stands = render.happened(replace(occurrence, warnings=()))
    lines = [f"{render.when(occurrence)}{f' · {stands}' if stands else ''}"]
    lines += [f"Note: {render.one_line(each.message)}" for each in occurrence.warnings]
    return "".join(f"{line}\n" for line in lines)


def show(run: Run, saved: Saved, told: str, *, dry_run: bool = False) -> None:
    """The event as it stands now, and what was done; the other files that were changed, as a message."""
    event = saved.event
    # by its old id, so that the file which stands there still in a dry run is not taken for another one
    shown = queries.with_all_warnings(run, replace(as_typed(run, event), id=saved.before if dry_run else event.id))
    shown = replace(shown, id=event.id)
    show_result(
        run,
        people=lambda: f"{render.one_line(shown.title)}\n{summary(shown)}{told}\n",
        json=lambda: render.occurrence_json(shown),
        plain=lambda: [render.occurrence_plain(shown)],
    )
    folder = run.store.folder
    along = [folder.shown(each.path) for each in saved.others if each.after is not None]
    if along:
        run.message(render.escape_controls(f"{'Would change' if dry_run else 'Changed'} too: {', '.join(along)}"))


def told(saved: Saved, *, changed: bool = True, dry_run: bool = False) -> str:
    """What was done, in a sentence."""
    name = saved.event.id
    if not changed:
        return NO_CHANGE
    if dry_run:
        return f"Would be saved as {name}; nothing was." if name != saved.before else "Nothing was saved."
    return undoable(f"Saved as {name}, which was {saved.before}" if name != saved.before else "Saved")
