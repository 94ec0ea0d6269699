from __future__ import annotations

from collections.abc import Iterator

from lacwg import render
from lacwg.commands import queries
from lacwg.commands.options.ids import PrivateToo, SeriesId, Zones
from lacwg.commands.options.verb import verb
from lacwg.commands.shared import lookup
from lacwg.commands.shared.output import show_occurrences, whereabouts
from lacwg.run import Run
from lacwg.schedule.occurrences import Occurrence, record_id
from lacwg.schedule.zones import ZoneInfo


@verb
def next_(run: Run, series: SeriesId = None, zone: Zones = None, private: PrivateToo = False) -> None:
    """Show the next meeting.

    The first one that is not over and not cancelled.

    Example: lacwg meetings next
    """
    there = queries.zones_typed(run, zone)
    found, cancelled = lookup.upcoming(run, queries.main_series(run, series))
    show_occurrences(run, found, lambda: _next_text(run, found, cancelled, there), private=private, there=there)
    run.complete()


def _next_text(run: Run, found: Occurrence | None, cancelled: list[Occurrence], there: list[ZoneInfo]) -> str:
    say = run.voice
    reasons = [f" ({render.one_line(each.reason)})" if each.reason else "" for each in cancelled]
    gone = zip(cancelled, reasons, strict=True)
    lines = "".join(f"Cancelled: {say.when(each.span)}{reason}\n" for each, reason in gone)
    if found is None:
        return f"{lines}No meeting is to come: the series has ended.\n"
    return (
        lines
        + render.heading(found.title, colour=run.colour)
        + f"{say.when(found.span)} · {say.how_soon(found.span, queries.now(run))}\n"
        + "".join(f"{say.city(tz.key)}: {say.hour_in(found.span, tz)}\n" for tz in there)
        + "".join(f"{line}\n" for line in _about(run, found))
        + _agenda(run, found)
    )


def _about(run: Run, occurrence: Occurrence) -> Iterator[str]:
    """What else there is to know of a meeting, a line each."""
    from lacwg.voice.voice import headed

    if note := run.voice.status_note(occurrence, "list"):
        yield render.one_line(headed(note))
    for warning in occurrence.warnings:
        yield f"Note: {render.one_line(warning.message)}"
    for label, value in whereabouts(occurrence):
        if value:
            yield f"{label}: {render.one_line(value)}"


def _agenda(run: Run, found: Occurrence) -> str:
    """How long the agenda is, where there is one: a single file is looked at, by its name."""
    meetings, own = run.store.meetings, record_id(found.id)
    for record in meetings.try_read(own) if own in meetings else ():
        if record.agenda:
            from lacwg.commands.agenda.show import length_text

            more = f"lacwg agenda show{queries.series_option(run, found.series or '')}"
            return f"Agenda: {length_text(record)} · {more}\n"
    return ""
