from __future__ import annotations

from typing import Any

from lacwg import render
from lacwg.commands import queries
from lacwg.commands.options.ids import EventId, PrivateToo
from lacwg.commands.options.verb import verb
from lacwg.commands.shared import finding, on_duty, rsvp
from lacwg.commands.shared.output import show_occurrences, whereabouts
from lacwg.run import Run
from lacwg.schedule.occurrences import Occurrence


@verb
def show(run: Run, event: EventId, private: PrivateToo = False) -> None:
    """Show one event.

    Example: lacwg events show cuba
    """
    found = finding.event(run, event)
    answers, more = rsvp.of(run, found, private=private)
    duties, for_programs = on_duty.told(run, found)
    more = {**more, **for_programs}
    show_occurrences(run, found, lambda: _event_text(run, found, answers, duties), private=private, more=more)
    run.complete()


def _event_text(run: Run, occurrence: Occurrence, answers: str, duties: str) -> str:
    say = run.voice
    speakers = [f"{each.name}: {each.about}" if each.about else each.name for each in occurrence.speakers]
    pictures = map(_picture, (occurrence, *occurrence.pictures))
    about = [
        ("When", f"{say.when(occurrence.span)} · {say.how_soon(occurrence.span, queries.now(run))}"),
        ("Status", render.status_column(occurrence, say)),
        ("Answers", answers),
        ("Format", occurrence.format),
        *whereabouts(occurrence),
        ("On duty", duties),
        ("Speaker" if len(speakers) == 1 else "Speakers", "\n".join(speakers)),
        ("With", "\n".join(f"{each.name}: {each.url}" if each.url else each.name for each in occurrence.co_hosts)),
        ("Issue" if len(occurrence.issues) == 1 else "Issues", ", ".join(occurrence.issues)),
        ("Pictures" if occurrence.pictures else "Picture", "\n\n".join(filter(None, pictures))),
        ("Sign up", occurrence.register.url if occurrence.register else None),
        ("Recording", occurrence.recording or occurrence.members.recording),
        ("Slides", occurrence.slides),
        ("Links", "\n".join(f"{each.label}: {each.url}" if each.label else each.url for each in occurrence.links)),
        ("Map", occurrence.geo and "{}, {}".format(*occurrence.geo)),
        ("Access", occurrence.access),
        ("Cost", occurrence.cost),
        ("About", occurrence.description),
        ("Id", occurrence.id),
    ]
    return render.heading(occurrence.title, colour=run.colour) + render.labelled(about, width=run.width)


def _picture(of: Any) -> str:
    """What stands below the picture, where it is, what is to be seen in it, and who made it."""
    parts = [of.caption, of.image, f"Shows: {of.alt}" if of.alt else None, f"By: {of.credit}" if of.credit else None]
    return "\n".join(filter(None, parts))
