"""``lacwg`` alone: the next meeting, what is coming up, and what to look at."""

from __future__ import annotations

import contextlib
import datetime as dt
import itertools
from typing import NamedTuple

from lacwg import checks, render
from lacwg.commands import queries
from lacwg.commands.actions.recorded import open_actions, summary, summary_json
from lacwg.commands.shared import lookup
from lacwg.commands.shared.meeting_records import MeetingIndex, latest
from lacwg.commands.shared.output import show_result
from lacwg.errors import IncompleteError, LacwgError
from lacwg.run import Run, unlike
from lacwg.schedule import occurrences
from lacwg.schedule.occurrences import Occurrence
from lacwg.store.drafts import unsaved
from lacwg.store.ids import day_in
from lacwg.text.english import plural

COMING_UP = 5
MOST_MINUTES = 5
PAST = dt.timedelta(days=400)
"""How far back minutes are looked for that are not approved."""


def show(run: Run) -> None:
    """Prints the overview. What cannot be read is counted, not listed: ``lacwg check`` does that."""
    now = queries.now(run)
    group = run.store.group
    problems: list[LacwgError] = []
    upcoming: Occurrence | None = None
    try:
        upcoming, _ = lookup.upcoming(run, queries.main_series(run, None))
    except queries.NoSeriesError:
        pass
    except LacwgError as error:
        problems.append(error)
    events = list(itertools.islice(queries.coming_events(run, now), COMING_UP))
    open_ones, minutes = open_actions(run), minutes_to_do(run, now.date())
    unseen = None if upcoming is None else _unseen_agenda(run, upcoming)
    findings = [each for each in checks.of_contacts(run.store.contacts.all()) if each.code not in group.ignore]
    problems += [each for each in unlike(run.store.problems) if str(each) not in map(str, problems)]
    look = [plural(len(problems), "record") + " that cannot be read"] if problems else []
    look += [plural(len(findings), "contact") + " without an address"] if findings else []
    coming = [_event(run, each, now) for each in events]
    about = [
        ("Next meeting", _meeting(run, upcoming, now)),
        ("Agenda", unseen),
        ("Coming up", "\n".join(coming) or "nothing else yet; add one: lacwg events add"),
        ("Minutes", "\n".join(each.text for each in minutes)),
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
            "agenda_unseen_by_members": unseen is not None,
            "minutes": [{"record": each.record_id, "state": each.state} for each in minutes],
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


def _event(run: Run, event: Occurrence, now: dt.datetime) -> str:
    """``Thursday, December 10 · 7:00 PM EST · Webinar``, and that it is cancelled; of a series how often it is."""
    said = [_meeting_when(run, event, now), event.title]
    if event.status == "cancelled":
        said.append(run.voice.status_note(event, "list"))
    if event.series is not None:
        with queries.located(run):
            pieces = occurrences.segments(run.store.series.read(event.series), run.store.group)
            piece = occurrences.segment_of(pieces, event.span.day)
            said.append(run.voice.rule(piece.rule, piece.anchor, piece.days(now.date())))
    return render.one_line(" · ".join(said))


class _Minutes(NamedTuple):
    """Minutes with which something is to be done."""

    record_id: str
    state: str
    """``unsaved`` or ``draft``."""
    text: str


def minutes_to_do(run: Run, today: dt.date) -> list[_Minutes]:
    """The minutes of which there is a text that nobody has saved, and those that no meeting has approved yet."""
    meetings, index, found = run.store.meetings, MeetingIndex(run), []

    def add(record_id: str, state: str, what: str, verb: str) -> None:
        day = run.english.date_near(index.day(record_id), today)
        command = render.unbroken(f"lacwg minutes {verb} {queries.reference_of(run, record_id)}")
        found.append(_Minutes(record_id, state, f"of {day}{what}: {command}"))

    for record_id in filter(day_in, unsaved(run.store.folder, meetings.kind)):
        add(record_id, "unsaved", ": a draft that was not saved", "edit")
    for record in meetings.holding("draft", ids=meetings.dated(today - PAST, today)):
        if record.state == "draft":
            met_since = False  # and may have approved it
            with contextlib.suppress(LacwgError):  # lacwg check tells of a series that is gone or wrong
                met_since = latest(run, record.id[11:]).day > index.day(record.id)
            what, verb = (", to be approved", "approve") if met_since else (": a draft", "edit")
            add(record.id, "draft", what, verb)
    return found[-MOST_MINUTES:]


def _unseen_agenda(run: Run, upcoming: Occurrence) -> str | None:
    """That members do not see the agenda of the next meeting yet, and what lets them; None where they do."""
    own = occurrences.record_id(upcoming.id)
    if own in run.store.meetings:
        for record in run.store.meetings.holding("agenda", ids=[own]):
            if record.agenda and record.audience == "private":
                let = render.unbroken(f"lacwg minutes edit {queries.reference_of(run, own)} --audience members")
                return f"{plural(len(record.agenda), 'item')} that members cannot see yet: {let}"
    return None
