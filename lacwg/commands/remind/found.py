"""What of the folder ``lacwg remind`` looks at, and how what is due is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from itertools import chain
from typing import Final, NamedTuple

from lacwg import render
from lacwg.commands import queries
from lacwg.commands.actions.recorded import RecordedAction, standing
from lacwg.commands.shared.contact_names import ContactNames
from lacwg.records import Action, Event, Issue, MeetingRecord, Series
from lacwg.run import Run
from lacwg.schedule import reminders
from lacwg.schedule.reminders import Due
from lacwg.voice.voice import Voice, phrase

KINDS: Final = {
    "meeting": "Meetings", "duty": "Duties", "agenda": "Agendas", "minutes": "Minutes", "action": "Actions",
    "bill": "Bills",
}  # fmt: skip
"""What people call them, in the order in which they are shown."""


class Gathered(NamedTuple):
    """The records that something can be due of."""

    series: list[Series]
    events: list[Event]
    meetings: dict[str, MeetingRecord]


def gathered(run: Run) -> Gathered:
    """What there is; what cannot be read goes to the folder's problems."""
    store, now = run.store, queries.now(run)
    end, oldest = now + reminders.horizon(store.group.reminders), (now - reminders.PAST).date().isoformat()
    near, ids = store.events.dated(now.date() - dt.timedelta(days=2), end.date()), store.meetings.ids()
    older = store.meetings.holding("actions", ids=(each for each in ids if each < oldest))
    meetings = chain(older, store.meetings.holding(ids=(each for each in ids if each >= oldest)))
    events = list(store.events.holding(ids=near))
    return Gathered(list(store.series.all()), events, {each.id: each for each in meetings})


def due_of(
    run: Run, of: Gathered, seen: Iterable[Series | Event] | None = None, issues: Iterable[Issue] | None = None
) -> list[Due]:
    """All that is due now of these records, in order.

    ``seen``: those of them whose dates a reader may see, as that reader sees them; None: all. So are ``issues``.
    """
    store, now = run.store, queries.now(run)
    own = {each.id: each for each in chain[Series | Event](of.series, of.events)}
    dates = [
        (own[each.id], queries.timed(store, each, now - reminders.PAST))
        for each in (own.values() if seen is None else seen)
    ]
    issues = store.issues.all() if issues is None else issues
    found = reminders.due(store.group.reminders, dates, of.meetings, issues, now)
    order = list(KINDS)
    return sorted(found, key=lambda each: (order.index(each.kind), each.date or dt.date.min, each.id))


def told(due: Due, voice: Voice, today: dt.date, names: ContactNames | None) -> str:
    """What is due, in a line: ``notes · nobody yet · Monthly meeting · Wednesday, December 9 · 5:00 PM EST``.

    ``names``: of those whose it is; None where they are the ones who read it.
    """
    who = voice.list_format(names.shown(each) for each in due.who) if names else ""
    parts = [due.about]
    if due.kind == "action":
        parts += [who, standing(RecordedAction("", Action(id=due.id, due=due.date)), today, voice)]
    elif due.kind == "bill":
        day = due.date and voice.date_near(due.date, today)
        parts.append(voice.gettext("last looked up on {day}", day=day) if day else voice.gettext("not looked up yet"))
    elif (found := due.occurrence) is not None:
        if due.kind == "duty":
            parts += [who if due.who else voice.gettext("nobody yet"), found.title]
        with_hour, year = due.kind in ("meeting", "duty"), found.span.day.year != today.year
        parts.append(voice.when(found.span, year=year) if with_hour else voice.day(found.span, year=year))
        state = {"agenda": phrase("no agenda yet"), "minutes": phrase("no minutes yet")}.get(due.kind)
        state = {"draft": phrase("a draft"), "to approve": phrase("to be approved")}.get(due.state, state)
        parts.append(voice.gettext(state) if state else voice.in_days(due.date or today, today))
    return render.one_line(" · ".join(filter(None, parts)))
