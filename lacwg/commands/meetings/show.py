from __future__ import annotations

from lacwg import render
from lacwg.commands import queries
from lacwg.commands.options.ids import Date, PrivateToo, SeriesId, Zones
from lacwg.commands.options.verb import verb
from lacwg.commands.shared import finding, on_duty, rsvp
from lacwg.commands.shared.output import show_occurrences, whereabouts
from lacwg.run import Run
from lacwg.schedule.occurrences import Occurrence
from lacwg.schedule.zones import ZoneInfo


@verb
def show(run: Run, date: Date, series: SeriesId = None, zone: Zones = None, private: PrivateToo = False) -> None:
    """Show one meeting.

    Example: lacwg meetings show 2026-12-09
    """
    there = queries.zones_typed(run, zone)
    found = finding.series_date(run, date, series)
    answers, more = rsvp.of(run, found, private=private)
    duties, for_programs = on_duty.told(run, found)
    text, more = lambda: _meeting_text(run, found, there, answers, duties), {**more, **for_programs}
    show_occurrences(run, found, text, private=private, there=there, more=more)
    run.complete()


def _meeting_text(run: Run, occurrence: Occurrence, there: list[ZoneInfo], answers: str, duties: str) -> str:
    say = run.voice
    about = [
        ("When", f"{say.when(occurrence.span)} · {say.how_soon(occurrence.span, queries.now(run))}"),
        *((f"In {say.city(tz.key)}", say.hour_in(occurrence.span, tz)) for tz in there),
        ("Status", say.status_note(occurrence, "list") or occurrence.status),
        ("Note", "; ".join(warning.message for warning in occurrence.warnings)),
        ("Answers", answers),
        ("Format", occurrence.format),
        *whereabouts(occurrence),
        ("On duty", duties),
        ("About", occurrence.description),
        ("Id", occurrence.id),
    ]
    return render.heading(occurrence.title, colour=run.colour) + render.labelled(about, width=run.width)
