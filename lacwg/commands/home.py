"""``lacwg`` alone: the next meeting, what is coming up, and what to look at."""

from __future__ import annotations

import datetime as dt
import itertools
from pathlib import Path

from lacwg import checks, render
from lacwg.commands import queries
from lacwg.commands.actions.recorded import open_actions, summary, summary_json
from lacwg.commands.shared import finding
from lacwg.commands.shared.output import show_result
from lacwg.errors import IncompleteError, LacwgError
from lacwg.run import Run, unlike
from lacwg.schedule.occurrences import Occurrence
from lacwg.text.english import plural

COMING_UP = 5


def show(data: Path | None, *, json: bool, plain: bool) -> None:
    """Prints the overview. What cannot be read is counted, not listed: ``lacwg check`` does that."""
    run = Run(data, json=json, plain=plain)
    now = queries.now(run)
    group = run.store.group
    problems: list[LacwgError] = []
    upcoming: Occurrence | None = None
    try:
        upcoming, _ = finding.upcoming(run, queries.main_series(run, None))
    except queries.NoSeriesError:
        pass
    except LacwgError as error:
        problems.append(error)
    events = list(itertools.islice(queries.event_occurrences(run, now), COMING_UP))
    open_ones = open_actions(run)
    findings = [each for each in checks.of_contacts(run.store.contacts.all()) if each.code not in group.ignore]
    problems += [each for each in unlike(run.store.problems) if str(each) not in map(str, problems)]
    look = [plural(len(problems), "record") + " that cannot be read"] if problems else []
    look += [plural(len(findings), "contact") + " without an address"] if findings else []
    coming = [render.one_line(f"{_meeting_when(run, each, now)} · {each.title}") for each in events]
    about = [
        ("Next meeting", _meeting(run, upcoming, now)),
        ("Coming up", "\n".join(coming) or "nothing else yet; add one: lacwg events add"),
        ("Actions", summary(open_ones, now.date())),
        ("To look at", f"{', '.join(look)}: lacwg check" if look else None),
    ]
    name = f"{group.short_name or group.name} · {run.voice.full_date(now)}"
    show_result(
        run,
        text=lambda: f"{render.heading(name, colour=run.colour)}\n{render.labelled(about, width=run.width)}",
        json=lambda: {
            "date": now.date().isoformat(),
            "next_meeting": None if upcoming is None else render.occurrence_json(upcoming),
            "coming_up": [render.occurrence_json(each) for each in events],
            "actions": summary_json(open_ones, now.date()),
            "problems": [str(each) for each in problems],
            "contacts_without_address": [each.record_id for each in findings],
        },
        plain=lambda: [render.occurrence_plain(each) for each in [upcoming, *events] if each is not None],
    )
    if problems:
        raise problems[0] if len(problems) == 1 else IncompleteError(problems)


def _meeting(run: Run, upcoming: Occurrence | None, now: dt.datetime) -> str:
    if upcoming is None:
        return "none is to come" if run.store.series.ids() else "no series yet; add one: lacwg series add"
    meeting = f"{_meeting_when(run, upcoming, now)} · {render.unbroken(run.voice.how_soon(upcoming.span, now))}"
    return "\n".join(filter(None, [meeting, render.status_column(upcoming, run.voice)]))


def _meeting_when(run: Run, occurrence: Occurrence, now: dt.datetime) -> str:
    return run.voice.when(occurrence.span, year=occurrence.span.day.year != now.year)
