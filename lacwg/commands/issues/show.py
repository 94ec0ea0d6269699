from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec

from lacwg import render
from lacwg.commands import queries
from lacwg.commands.actions.recorded import RecordedAction, line, recorded_json, standing, status
from lacwg.commands.agenda.topics import subject
from lacwg.commands.issues.fields import IssueId, issue_json, issue_text, plain_line
from lacwg.commands.options.ids import PrivateToo
from lacwg.commands.options.verb import verb
from lacwg.commands.shared.contact_names import ContactNames, contact_names
from lacwg.commands.shared.meeting_records import MeetingIndex
from lacwg.commands.shared.output import show_whole
from lacwg.issue_threads import is_about, is_stale, names_of
from lacwg.records import Issue, MeetingRecord
from lacwg.run import Run
from lacwg.schedule.occurrences import Occurrence
from lacwg.text.english import plural
from lacwg.text.fold import fold
from lacwg.voice.voice import Voice


@verb
def show(run: Run, issue: IssueId, private: PrivateToo = False) -> None:
    """Show one issue.

    Its bills and partners, everything that happened on it, oldest first, and what comes next.

    Example: lacwg issues show honduras
    """
    found = run.store.issues.get(issue)
    about = None if run.mode == "plain" else _gathered(run, found)
    show_whole(
        run,
        text=lambda: issue_text(run, found, _labels(about, found, run.voice) if about else ()),
        json=lambda: {**issue_json(found, private=private), **(_thread_json(about, found) if about else {})},
        plain=lambda: [plain_line(found)],
    )


class Entry(msgspec.Struct, frozen=True):
    """One thing that belongs to an issue."""

    kind: str
    """event, series, decision, action or agenda."""
    id: str
    """Of a decision and an item of an agenda, the meeting record's."""
    date: dt.date
    text: str
    status: str | None
    """Of an event and an action, how it stands."""
    aside: str = ""
    """What people are told besides."""


class Thread(NamedTuple):
    """All that belongs to an issue: the oldest first, and what comes next."""

    entries: list[Entry]
    coming: Occurrence | None
    actions: list[RecordedAction]
    """Those that are open, the oldest due first."""
    names: ContactNames
    today: dt.date


def _gathered(run: Run, issue: Issue) -> Thread:
    """The thread of an issue. What cannot be read goes to the folder's problems."""
    now, names = queries.now(run), contact_names(run)
    today = now.date()
    entries: list[Entry] = []
    coming: list[Occurrence] = []
    events = (event for event in run.store.events.holding(issue.id) if issue.id in event.issues)
    for occurrence in (each for event in events for each in queries.timed(run.store, event)):
        happened, day = render.status_column(occurrence, run.voice), occurrence.span.day
        entries.append(Entry("event", occurrence.id, day, occurrence.title, occurrence.status, happened))
        if occurrence.span.over_utc > now and occurrence.status != "cancelled":
            coming.append(occurrence)
    for series in (each for each in run.store.series.all() if issue.id in each.issues):
        entries.append(Entry("series", series.id, series.since, series.title, None, series.rule))
        dates = queries.timed(run.store, series, now)
        held = (each for each in dates if each.span.over_utc > now and each.status != "cancelled")
        coming += itertools.islice(held, 1)
    actions: list[RecordedAction] = []
    for record, day in _records(run, issue):
        entries += _of_record(record, day, issue, names, today, run.voice)
        actions += [
            RecordedAction(record.id, each, record.audience)
            for each in record.actions
            if each.open and is_about(issue, each)
        ]
    entries.sort(key=lambda entry: entry.date)
    actions.sort(key=lambda recorded: recorded.order)
    first = min(coming, key=lambda occurrence: occurrence.order, default=None)
    return Thread(entries, first and queries.with_all_warnings(run, first), actions, names, today)


def _of_record(
    record: MeetingRecord, day: dt.date, issue: Issue, names: ContactNames, today: dt.date, voice: Voice
) -> Iterator[Entry]:
    for item in record.agenda:
        # the event that an item has brought in stands in the thread itself
        if is_about(issue, item) and (issue.id in item.issues or subject(item.title, voice).kind != "event"):
            yield Entry("agenda", record.id, day, item.title, None, "settled" if item.done else "")
    for decision in record.decisions:
        if is_about(issue, decision):
            yield Entry("decision", record.id, day, decision.text, None)
    for action in record.actions:
        if is_about(issue, action):
            aside = filter(None, [names.shown(action.who), standing(RecordedAction(record.id, action), today, voice)])
            yield Entry("action", action.id, day, action.what, status(action), " · ".join(aside))


def _records(run: Run, issue: Issue) -> Iterator[tuple[MeetingRecord, dt.date]]:
    """The meeting records that can have something about an issue, and the days of their meetings."""
    meetings, index = run.store.meetings, MeetingIndex(run)
    called = [fold(each).split() for each in (issue.id, *names_of(issue))]
    for record_id, text in meetings.texts(meetings.ids()):
        folded = fold(text)
        if "\\" in text or any(all(word in folded for word in words) for words in called):
            for record in meetings.try_decode(record_id, text):
                yield record, index.day(record_id)


# Showing


def _labels(thread: Thread, issue: Issue, voice: Voice) -> list[tuple[str, str | None]]:
    """The thread and what comes next, as lines with labels for people."""
    lines = [
        " · ".join(filter(None, [voice.long_date(each.date), each.kind, letters, each.text, each.aside]))
        for each in thread.entries
        for letters in [each.id if each.kind == "action" else ""]
    ]
    coming, today = thread.coming, thread.today
    event = None if coming is None else f"{voice.when(coming.span)}: {coming.title}"
    to_do = [line(each, thread.names, today, voice) for each in thread.actions]
    asks = [f"{each.name}: {each.ask}" for each in issue.bills if each.ask]
    look_up = [
        f"{each.name}: its status was "
        + (f"looked up {plural((today - each.checked).days, 'day')} ago" if each.checked else "never looked up")
        for each in issue.bills
        if is_stale(each, today)
    ]
    about = [
        ("Thread", "\n".join(map(render.one_line, lines))),
        ("Next", None if event is None else render.one_line(event)),
        ("To do", "\n".join(to_do)),
        ("Ask", "\n".join(map(render.one_line, asks))),
        ("Look up", "\n".join(map(render.one_line, look_up))),
    ]
    if not (event or to_do or asks or look_up):
        about.append(("Next", f'nothing yet; add an event: lacwg events add "TITLE" --start WHEN --issue {issue.id}'))
    return about


def _thread_json(thread: Thread, issue: Issue) -> dict[str, Any]:
    """The thread and what comes next, for programs."""
    return {
        "thread": [render.values_json(each, "kind", "id", "date", "text", "status") for each in thread.entries],
        "next": {
            "event": None if thread.coming is None else render.occurrence_json(thread.coming),
            "actions": [recorded_json(each, thread.names, thread.today) for each in thread.actions],
            "bills": [
                {**render.values_json(each, "name", "ask", "checked"), "stale": is_stale(each, thread.today)}
                for each in issue.bills
                if each.ask or is_stale(each, thread.today)
            ],
        },
    }
