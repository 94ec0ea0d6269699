from __future__ import annotations

from msgspec.structs import replace

from lacwg import clock, revision
from lacwg.commands import queries
from lacwg.commands.events import fields, saving
from lacwg.commands.events.fields import Times, as_typed, retimed
from lacwg.commands.options.details import PublicLink, Title
from lacwg.commands.options.ids import EventId
from lacwg.commands.options.verb import WritingRun, needed, verb
from lacwg.commands.shared import asking, lookup
from lacwg.commands.shared.saving import told_of_new
from lacwg.commands.shared.typed_fields import refuse_meeting_links, tell_stale
from lacwg.errors import UsageError
from lacwg.records import LANGUAGES, DayOrTime, Event, EventWords, Series
from lacwg.run import Run
from lacwg.schedule import occurrences
from lacwg.schedule.occurrences import Occurrence
from lacwg.schedule.span import as_written
from lacwg.text.fold import slug
from lacwg.voice.stale_translations import without_translations
from lacwg.voice.translation import own_language, translated


@verb
def copy(
    run: WritingRun,
    event: EventId,
    start: str = needed("WHEN", "The new day; it keeps the hour unless you give one."),
    title: Title = None,
    public_link: PublicLink = False,
) -> None:
    """Copy an event to another day.

    A new event, confirmed, with everything that the first one says, and its length. The join link, the host's key and
    the note are copied too; check that they still hold.

    Example: lacwg events copy haiti --start 2027-01-07
    """
    refuse_meeting_links(run, {"--title": title}, public_link=public_link)
    old, occurrence, words = _original(run, event)
    said = None if title is None else asking.title(title)
    new = retimed(run, old, occurrence, Times(start, anew=True))
    if new.start == old.start and said in (None, old.title):
        raise UsageError("that is when it is already", hint="name another day for the copy: --start WHEN")
    day = as_typed(run, new).span.day
    new = replace(
        new,
        id=f"{day}-{words if said is None else slug(said, 'event')}",
        title=said or old.title,
        status="confirmed",
        reason=None,
        uid=clock.new_uid(),
        sequence=0,
        updated=revision.moment(queries.now(run)),
        sent=(),
        rsvp=(),
        assignments=(),
    )
    # a title that is another one has no translation yet; why the first one was cancelled is not told of this one
    new, told_of = without_translations(new, frozenset(["reason", *(["title"] if new.title != old.title else [])]))
    saved = saving.create(run, new, None)
    saving.show(run, saved, told_of_new(run, saved.event.id))
    tell_stale(run, [each for each in told_of if each.key == "title"])


def _original(run: Run, event: str) -> tuple[Event, Occurrence, str]:
    """What is to be copied, as an event, at its time; and its words in the id."""
    if not queries.names_date(run, event):
        record = run.store.events.read(lookup.event_of(run, event))
        return record, queries.occurrence_of(run, record), record.id[11:]
    found = lookup.series_date(run, event, None)
    series = run.store.series.read(found.series or "")
    first, last = as_written(found.start), found.end and as_written(found.end)
    record = Event(
        id=f"{found.span.day}-{series.id}",
        start=DayOrTime(first),
        end=None if last is None else DayOrTime(last),
        timezone=series.timezone,
        **fields.said_alike(found),
    )
    return _with_words(run, record, series, found), found, series.id


def _with_words(run: Run, record: Event, series: Series, found: Occurrence) -> Event:
    """An event that is made of a date of a series, with what that says of it in other languages."""
    words = {}
    for language in LANGUAGES:
        if language == own_language(run.store.group):
            continue
        told = translated(series, language)
        for each in occurrences.of_day(told, run.store.group, found.span.day):
            if each.id == found.id:
                texts = {name: getattr(each, name) for name in ("title", "place", "description")}
                other = {name: text for name, text in texts.items() if text and text != getattr(found, name)}
                words[language] = EventWords(**other) if other else None
    return replace(record, **words)
