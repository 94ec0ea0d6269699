from __future__ import annotations

from typing import Any, Final, Literal

import typer
from msgspec.structs import replace

from lacwg import clock, revision
from lacwg.commands import queries
from lacwg.commands.events import fields, saving
from lacwg.commands.events.fields import said_alike
from lacwg.commands.options.details import Details, Ending, EventDetails
from lacwg.commands.options.verb import WritingRun, argument, option, verb
from lacwg.commands.series.add import checked_rule, create
from lacwg.commands.shared import asking, typed_fields
from lacwg.commands.shared.one_date import minutes_between, refused
from lacwg.commands.shared.output import show_occurrences
from lacwg.commands.shared.saving import told_of_new
from lacwg.commands.shared.typed_fields import Typed, option_of
from lacwg.dates_in.days import ParseContext
from lacwg.dates_in.when import read, read_end
from lacwg.errors import UsageError
from lacwg.records import AudienceName, DayOrTime, Event, Series
from lacwg.run import Run
from lacwg.schedule import occurrences
from lacwg.schedule.series_edits import overlaid
from lacwg.store.pictures import Picture
from lacwg.text.english import full_date
from lacwg.text.fold import slug

NEW: Final = "new"
"""What stands for the title and the id until they are known."""


@verb
def add(
    run: WritingRun,
    ending: Ending,
    details: Details,
    content: EventDetails,
    title: str | None = argument("[TITLE]", "Its title.", default=None),
    start: str | None = option("WHEN", 'When it starts, such as "Dec 3 7pm" or 2026-12-03.'),
    repeat: str | None = option("RULE", 'Make it a series: "every Saturday" or an RRULE.'),
    until: str | None = option("DATE", "With --repeat: the last day it may take place."),
    audience: AudienceName = option(None, "Who may see it.", default="public"),
    status: Literal["confirmed", "tentative"] = option(None, "Whether it is certain.", default="confirmed"),
) -> None:
    """Add an event.

    On a terminal, without a title or a start, it asks. With --repeat it becomes a series of events.

    Example: lacwg events add "Haiti: solidarity" --start "Dec 3 7pm" --duration 90m
    """
    asking.exclude("--end and --duration", None not in (ending.end, ending.duration))
    if until is not None and repeat is None:
        hint = 'add a rule: --repeat "every Saturday"; when it ends is: --end WHEN'
        raise UsageError("--until is for what comes again and again", hint=hint)
    typed_fields.refuse_meeting_links(run, {"--url": details.url}, public_link=details.public_link)
    zone = ending.timezone
    context = queries.parse_context(run, queries.zone(zone, "--timezone") if zone else None)
    typed = typed_fields.by_field(details, content, title=title, audience=audience, status=status)
    asked = (title is None or start is None) and run.interactive and run.mode == "people"
    if asked:
        start, ending = _ask(run, typed, start, ending, context)
    event = _timed(run, typed["title"], start, ending, context)
    if repeat is not None:
        _refuse_for_series(typed)
    edits, picture = fields.edits(run, typed)
    day = fields.as_typed(run, event).span.day
    event = replace(overlaid(event, edits), id=f"{day}-{slug(edits['title'], 'event')}")
    if repeat is not None:
        _add_series(run, event, repeat, until)
    else:
        _save(run, event, picture, asked=asked)


def _ask(
    run: Run, typed: dict[str, Any], start: str | None, ending: Ending, context: ParseContext
) -> tuple[str | None, Ending]:
    """The rest of the event, question by question; each is asked again until its answer can be used."""
    if typed["title"] is None:
        typed["title"] = asking.ask("Title", asking.title)
    start = start or asking.ask("When (as Dec 3 7pm, or 2026-12-03 for a whole day)", lambda text: read(text, context))
    begins = queries.parse_option("--start", start, lambda text: read(text, context), run)
    if ending.end is None and ending.duration is None and begins.end is None:
        question = "Until (as 8:30pm; empty if not known)"
        end = asking.ask(question, lambda text: read_end(text, begins, context), optional=True)
        ending = Ending(end, timezone=ending.timezone)
    if typed["place"] is None:
        typed["place"] = asking.ask("Place (empty for none)", lambda text: text, optional=True)
    if typed["join_url"] is None:
        question = "Link to join by, for members (empty for none)"
        typed["join_url"] = asking.ask(question, lambda text: asking.link("the link", text), optional=True)
    return start, ending


def _timed(run: Run, title: str | None, start: str | None, ending: Ending, context: ParseContext) -> Event:
    """A new event at the time that was typed. Raises ``UsageError`` for what was not or wrongly given."""
    if title is None or start is None:
        missing = "the title" if title is None else "--start"
        raise UsageError(f"{missing} is missing", hint='as: lacwg events add "Rally for Cuba" --start "Dec 3 7pm"')
    begins = queries.parse_option("--start", start, lambda text: read(text, context), run)
    event = Event(
        id=NEW,
        title=NEW,
        start=DayOrTime(begins.written),
        timezone=ending.timezone,
        uid=clock.new_uid(),
        updated=revision.moment(queries.now(run)),
    )
    return fields.spanned(event, begins, fields.end(run, context, begins, ending))


def _save(run: Run, event: Event, picture: Picture | None, *, asked: bool) -> None:
    """Shows the event, asks once if it asked before, saves it and says as what."""
    # without its id, so that one of the same name on that day is not taken for itself
    occurrence = queries.with_all_warnings(run, replace(fields.as_typed(run, event), id=""))
    summary = saving.summary(occurrence, run.voice)
    if asked:
        run.out(summary)
        if not typer.confirm("Save it?", default=True, err=True):
            run.message("Nothing was saved.")
            return
    saved = saving.create(run, event, picture)
    if saved.event.image:
        fields.tell_of_alt(run, None, saved.event, given=bool(saved.event.alt))
    final = queries.with_all_warnings(run, occurrences.of_event(saved.event, run.store.group))
    show_occurrences(run, final, lambda: f"{'' if asked else summary}{told_of_new(run, saved.event.id)}\n")


def _refuse_for_series(typed: Typed) -> None:
    """Raises ``UsageError`` that names the option of what a series cannot hold."""
    for name in (*EventDetails.__dataclass_fields__, "status"):
        if name != "issues" and typed[name] is not None and (name, typed[name]) != ("status", "confirmed"):
            hint = "say it in --description, or add the single dates as events of their own"
            if name == "status":
                hint = "leave it out; a date that is off is cancelled: lacwg events cancel SERIES/DATE --reason TEXT"
            what = f"{option_of(name)} is for a single event, and --repeat makes a series, which has none"
            raise UsageError(what, hint=hint)


def _add_series(run: Run, event: Event, repeat: str, until: str | None) -> None:
    """Saves a series that begins with the event, and shows its next dates.

    Raises ``UsageError`` where the rule does not give the event's day, and for a length that no series has.
    """
    rule = checked_rule(repeat, "--repeat")
    first = occurrences.of_event(event, run.store.group)
    last = None if until is None else queries.day(until, "--until", run, first.zone, since=first.span.day)
    if last is not None and last < first.span.day:
        what = f"--until {full_date(last)} is before the start, {full_date(first.start)}"
        raise UsageError(what, hint="see which of the two is meant")
    made = Series(
        id=slug(event.title, "event"),
        kind="event",
        rule=rule,
        start_time=first.span.starts_at.time() if first.span.starts_at else None,
        minutes=minutes_between(first.start, first.end),
        since=first.span.day,
        until=last,
        timezone=event.timezone,
        uid=event.uid,
        updated=event.updated,
        **said_alike(event),
    )
    with refused(run, made):
        begins = next(occurrences.expand(made, run.store.group), None)
    if begins is not None and begins.span.day != made.since:
        raise UsageError(
            f'{full_date(made.since)} is not a date of "{repeat}"; the first one after it is {full_date(begins.start)}',
            hint="see which of --start and --repeat is meant",
        )
    create(run, made)
