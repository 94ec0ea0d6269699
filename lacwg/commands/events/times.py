"""When an event is: what was typed of its start, its end, its length and its clock."""

from __future__ import annotations

from typing import NamedTuple

from msgspec.structs import replace

from lacwg.commands import queries
from lacwg.commands.options.details import Ending
from lacwg.dates_in.days import ParseContext
from lacwg.dates_in.when import When, read, read_end, read_length
from lacwg.errors import FieldError, UsageError
from lacwg.records import DayOrTime, Event
from lacwg.run import Run
from lacwg.schedule import occurrences
from lacwg.schedule.occurrences import Occurrence
from lacwg.schedule.span import as_written, has_hour


class Times(NamedTuple):
    """What was typed; None: was not."""

    start: str | None
    ending: Ending = Ending()
    all_day: bool = False
    option: str = "--start"
    """The option that ``start`` was typed for."""

    @property
    def given(self) -> bool:
        """Whether anything was typed."""
        return self != Times(None, option=self.option)


def as_typed(run: Run, event: Event) -> Occurrence:
    """An event that is not saved yet at its time: what is wrong with that is about what was typed."""
    try:
        return occurrences.of_event(event, run.store.group)
    except FieldError as error:
        raise UsageError(error.message, hint=error.hint) from None


def refuse_two_ends(ending: Ending) -> None:
    """Raises ``UsageError`` where both an end and a length were typed."""
    if ending.end is not None and ending.duration is not None:
        raise UsageError("--end and --duration exclude each other", hint="keep one of them")


def end(run: Run, context: ParseContext, begins: When, ending: Ending) -> When | None:
    """The end or the length that was typed, else the end that was typed with the start."""
    if ending.end:
        return queries.parse_option("--end", ending.end, lambda text: read_end(text, begins, context), run)
    if ending.duration:
        return queries.parse_option("--duration", ending.duration, lambda text: read_length(text, begins, context.zone))
    return begins.end


def spanned(event: Event, begins: When, ends: When | None) -> Event:
    """The event at this time. Raises ``UsageError`` for an end before the start."""
    # a whole day that ends on its first one has no end to be written
    one_day = ends is not None and not has_hour(ends.moment) and ends.moment == begins.moment
    last = None if ends is None or one_day else DayOrTime(ends.written)
    try:
        return replace(event, start=DayOrTime(begins.written), end=last)
    except ValueError as error:
        raise UsageError(str(error).replace(":", "", 1), hint="see which of the two is meant") from None


def retimed(run: Run, event: Event, occurrence: Occurrence, times: Times) -> Event:
    """The event with the times that were typed. What is not typed stays: of a day the hour, of an hour the day.

    Where the start moves, the end moves along. An empty end or length takes the end out, an empty zone makes it
    the group's. Raises ``UsageError``.
    """
    ending = times.ending
    refuse_two_ends(ending)
    zone = occurrence.zone
    if ending.timezone is not None:
        zone = queries.zone(ending.timezone, "--timezone") if ending.timezone else queries.group_zone(run)
        event = replace(event, timezone=ending.timezone or None)
    context = queries.parse_context(run, zone)
    begins = _begins(run, event, occurrence, context, times)
    if ending.end is None and ending.duration is None and begins.end is None:
        if begins.moment == occurrence.start and begins.written == event.start.value and zone == occurrence.zone:
            return event
        last = occurrence.span.moved_to(begins.moment).end
        return spanned(event, begins, None if last is None else When(as_written(last), last))
    taken_out = "" in (ending.end, ending.duration)
    return spanned(event, begins, None if taken_out else end(run, context, begins, ending))


def _begins(run: Run, event: Event, occurrence: Occurrence, context: ParseContext, times: Times) -> When:
    """When the event starts, as it was typed or as it was."""
    day, zone = occurrence.span.day, context.zone
    starts_at = None if times.all_day else occurrence.span.starts_at
    if times.start is None:
        return When(day, day) if times.all_day else _begins_in_zone(run, event, occurrence, context)

    def reading(text: str) -> When:
        found = read(text, context._replace(day=day))
        if has_hour(found.moment):
            if times.all_day:
                raise UsageError(f"{times.option} has an hour, and --all-day takes it out", hint="keep one of the two")
            return found
        if starts_at is None:
            return found
        if found.end is not None:
            raise UsageError(
                f"{times.option} names whole days, and it has an hour", hint="name the hours, or add --all-day"
            )
        if found.moment == day and zone == occurrence.zone:
            return When(event.start.value, occurrence.start)
        return read(f"{found.moment} {starts_at:%H:%M:%S}", context)

    return queries.parse_option(times.option, times.start, reading, run)


def _begins_in_zone(run: Run, event: Event, occurrence: Occurrence, context: ParseContext) -> When:
    """When the event starts in another zone than before: its clock shows the same hour there."""
    old = event.start.value
    if context.zone == occurrence.zone or not has_hour(old):
        return When(old, occurrence.start)
    if old.tzinfo is not None:
        return When(old, old.astimezone(context.zone))
    wall = f"{old:%Y-%m-%d %H:%M:%S}"
    typed = event.timezone or context.zone.key
    # where that hour comes twice, what is chosen is read
    return queries.parse_option("--timezone", typed, lambda text: read(wall if text == typed else text, context), run)
