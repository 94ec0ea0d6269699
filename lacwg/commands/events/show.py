from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lacwg import render
from lacwg.commands import queries
from lacwg.commands.options.ids import EventId, PrivateToo
from lacwg.commands.options.verb import verb
from lacwg.commands.shared import lookup, on_duty, rsvp
from lacwg.commands.shared.output import Rows, details, show_occurrences, whereabouts
from lacwg.run import Run
from lacwg.schedule.occurrences import Occurrence
from lacwg.schedule.zones import ZoneInfo


@verb
def show(run: Run, event: EventId, private: PrivateToo = False) -> None:
    """Show one event.

    Example: lacwg events show cuba
    """
    found = lookup.event(run, event)
    show_gathering(run, found, [("Status", render.status_column(found, run.voice))], private=private)


def show_gathering(run: Run, found: Occurrence, status: Rows, *, there: Sequence[ZoneInfo] = (), private: bool) -> None:
    """Prints all about a meeting or an event; ``status``: how it stands, ``there``: zones in which its hour is told."""
    answers, more = rsvp.of(run, found, private=private)
    duties, for_programs = on_duty.told(run, found)

    def text() -> str:
        say = run.voice
        about = [
            ("When", f"{say.when(found.span)} · {say.how_soon(found.span, queries.now(run))}"),
            *((f"In {say.city(tz.key)}", say.hour_in(found.span, tz)) for tz in there),
            *status,
            ("Answers", answers),
            ("Format", found.format),
            *whereabouts(found),
            ("On duty", duties),
            *_of_event(found),
            ("About", found.description),
            ("Id", found.id),
        ]
        return details(run, found.title, about)

    show_occurrences(run, found, text, private=private, there=there, more=more | for_programs)
    run.complete()


def _of_event(found: Occurrence) -> Rows:
    """What only an event of its own says."""
    speakers = [f"{each.name}: {each.about}" if each.about else each.name for each in found.speakers]
    pictures = map(_picture, (found, *found.pictures))
    return [
        ("Speaker" if len(speakers) == 1 else "Speakers", "\n".join(speakers)),
        ("With", "\n".join(f"{each.name}: {each.url}" if each.url else each.name for each in found.co_hosts)),
        ("Issue" if len(found.issues) == 1 else "Issues", ", ".join(found.issues)),
        ("Pictures" if found.pictures else "Picture", "\n\n".join(filter(None, pictures))),
        ("Sign up", found.register.url if found.register else None),
        ("Recording", found.recording or found.members.recording),
        ("Slides", found.slides),
        ("Links", "\n".join(f"{each.label}: {each.url}" if each.label else each.url for each in found.links)),
        ("Map", found.geo and "{}, {}".format(*found.geo)),
        ("Access", found.access),
        ("Cost", found.cost),
    ]


def _picture(of: Any) -> str:
    """What stands below the picture, where it is, what is to be seen in it, and who made it."""
    parts = [of.caption, of.image, f"Shows: {of.alt}" if of.alt else None, f"By: {of.credit}" if of.credit else None]
    return "\n".join(filter(None, parts))
