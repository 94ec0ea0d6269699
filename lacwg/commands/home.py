"""``lacwg`` alone: the next meeting, what is coming up, and what to look at."""

from __future__ import annotations

import datetime as dt
import itertools
from pathlib import Path

from lacwg import checks, render
from lacwg.commands import queries
from lacwg.commands.actions.display import summary, summary_json
from lacwg.commands.actions.recorded import open_actions
from lacwg.commands.shared import finding
from lacwg.commands.shared.output import show_result
from lacwg.errors import LacwgError
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
    show_result(
        run,
        text=lambda: _text(
            run,
            upcoming,
            events,
            summary(open_ones, now.date()),
            _to_look_at(problems, len(findings)),
        ),
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
        raise problems[0] if len(problems) == 1 else _all(problems)


def _all(problems: list[LacwgError]) -> LacwgError:
    from lacwg.errors import IncompleteError

    return IncompleteError(problems)


def _to_look_at(problems: list[LacwgError], without_address: int) -> str | None:
    parts = []
    if problems:
        parts.append(f"{plural(len(problems), 'record')} that cannot be read")
    if without_address:
        parts.append(f"{plural(without_address, 'contact')} without an address")
    return f"{', '.join(parts)}: lacwg check" if parts else None


def _text(
    run: Run,
    upcoming: Occurrence | None,
    events: list[Occurrence],
    to_do: str | None,
    to_look_at: str | None,
) -> str:
    now = queries.now(run)
    group = run.store.group
    meeting = "none is to come" if run.store.series.ids() else "no series yet; add one: lacwg series add"
    if upcoming is not None:
        meeting = f"{_when(run, upcoming, now)} · {render.unbroken(run.voice.how_soon(upcoming.span, now))}"
        if noted := render.status_column(upcoming, run.voice):
            meeting += f"\n{noted}"
    coming = [f"{_when(run, each, now)} · {each.title}" for each in events]
    about = [
        ("Next meeting", meeting),
        ("Coming up", "\n".join(map(render.one_line, coming)) or "nothing else yet; add one: lacwg events add"),
        ("Actions", to_do),
        ("To look at", to_look_at),
    ]
    name = f"{group.short_name or group.name} · {run.voice.full_date(now)}"
    return f"{render.heading(name, colour=run.colour)}\n{render.labelled(about, width=run.width)}"


def _when(run: Run, occurrence: Occurrence, now: dt.datetime) -> str:
    return run.voice.when(occurrence.span, year=occurrence.span.day.year != now.year)
