from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterator

from msgspec.structs import replace

from lacwg import render
from lacwg.audience.view import may_see
from lacwg.commands import queries
from lacwg.commands.actions.recorded import open_actions
from lacwg.commands.agenda.show import change, show_agenda
from lacwg.commands.agenda.topics import Subject, subject
from lacwg.commands.options.ids import OptionalDate, SeriesId
from lacwg.commands.options.verb import WritingRun, verb
from lacwg.commands.shared import meeting_records
from lacwg.commands.shared.meeting_records import Meeting
from lacwg.records import LANGUAGES, AgendaItem, MeetingRecord
from lacwg.run import Run
from lacwg.schedule.span import midnight
from lacwg.text.english import plural

COMING = 45
"""Days after the meeting, or after today where that is later, whose events it talks about."""


@verb
def prepare(run: WritingRun, date: OptionalDate = "next", series: SeriesId = None) -> None:
    """Start an agenda from the template and what is unfinished.

    Also open actions, coming events, and bills that ask for something. Each is added once; run it again to add only
    what is missing. What is not public is left out, because everybody may see the titles of an agenda once the minutes
    are approved.

    Example: lacwg agenda prepare 2026-12-09
    """
    meeting = meeting_records.meant(run, date or "next", series)
    new: dict[Subject, AgendaItem] = {}

    def added(old: MeetingRecord) -> MeetingRecord:
        there = {subject(item.title, run.voice) for item in old.agenda}
        for item in _proposed(run, meeting, old):
            if (key := subject(item.title, run.voice)) not in there:
                new.setdefault(key, item)
        return replace(old, agenda=(*old.agenda, *new.values()))

    record = change(run, meeting, added)
    if not record.agenda:
        add = f"lacwg agenda add TITLE --meeting {meeting.reference}"
        told = f"There is nothing yet that it could begin with; add what it will be about: {add}"
    elif not new:
        told = "Nothing was missing; nothing was changed."
    elif run.dry_run:
        told = f"Would add {plural(len(new), 'item')}; nothing was saved."
    else:
        told = f"Added {plural(len(new), 'item')} · change it: lacwg agenda add, remove, reorder"
    show_agenda(run, meeting, record, told)


def _proposed(run: Run, meeting: Meeting, record: MeetingRecord) -> Iterator[AgendaItem]:
    """What an agenda may begin with, in the order of a meeting."""
    for topic in run.store.group.agenda:
        words = {language: getattr(topic, language) for language in LANGUAGES}
        yield AgendaItem(title=topic.title, minutes=topic.minutes, who=topic.who, **words)
    when = meeting_records.days(run, meeting.series)
    yield from _unfinished(run, meeting, record, when)
    for recorded in open_actions(run):
        # an action's words are for members, and a title may become public: the title bears its letters alone
        if _order(recorded.record_id, meeting, when) < (meeting.day, meeting.date):
            who = recorded.action.who if may_see(record.audience, recorded.audience) else None
            yield AgendaItem(title=run.voice.gettext("Action {id}", id=recorded.action.id), who=who)
    withheld = 0
    for title, public in itertools.chain(_coming(run, meeting), _asks(run)):
        if public:
            yield AgendaItem(title=title)
        else:
            withheld += 1
    if withheld:
        run.message(
            f"{plural(withheld, 'event or bill')} that {'is' if withheld == 1 else 'are'} not public "
            "stayed out of the agenda; add what you want: lacwg agenda add"
        )


Days = Callable[[dt.date], dt.date]
"""By the date that the rule gives, the day on which a meeting takes place."""


def _order(record_id: str, meeting: Meeting, when: Days) -> tuple[dt.date, dt.date]:
    """When the meeting of a record takes place, and its date by the rule. ``when`` is of the meeting's series."""
    date = dt.date.fromisoformat(record_id[:10])
    return (when(date) if record_id[11:] == meeting.series.id else date), date


def _unfinished(run: Run, meeting: Meeting, record: MeetingRecord, when: Days) -> Iterator[AgendaItem]:
    """What the last meeting before this one that has an agenda has not settled, but for what comes up by itself."""
    last = _last_with_agenda(run, meeting, when)
    left = [] if last is None else [item for item in last.agenda if not item.done]
    items = [item for item in left if subject(item.title, run.voice).kind is None]
    if last is None or may_see(record.audience, last.audience):
        yield from items
    elif items:
        run.message(
            f"{plural(len(items), 'unfinished item')} of {last.id} stayed out, as its record is for fewer people "
            f"({last.audience}) than this one ({record.audience}); add what you want: lacwg agenda add"
        )


def _last_with_agenda(run: Run, meeting: Meeting, when: Days) -> MeetingRecord | None:
    """The record of the last meeting of the series before this one, by the day it took place, that has an agenda."""
    meetings, series = run.store.meetings, meeting.series.id
    found = [(_order(each, meeting, when), each) for each in meetings.dated() if each[11:] == series]
    for order, record_id in sorted(found, reverse=True):
        if order < (meeting.day, meeting.date):
            for record in meetings.try_read(record_id):
                if record.agenda:
                    return record
    return None


def _coming(run: Run, meeting: Meeting) -> Iterator[tuple[str, bool]]:
    """The events from now to 45 days after the meeting, each once, and whether they are public."""
    now = queries.now(run)
    end = max(now.date(), meeting.day) + dt.timedelta(days=COMING + 1)
    last = midnight(end, queries.group_zone(run))
    for event in queries.event_occurrences(run, now, last):
        if event.span.start_utc >= last:
            return
        if event.status != "cancelled":
            title = render.one_line(event.title)
            yield run.voice.gettext("Coming up: {title}", title=title), event.audience == "public"


def _asks(run: Run) -> Iterator[tuple[str, bool]]:
    """The bills that people are asked to do something about, and whether their issue is public."""
    for issue in run.store.issues.all():
        for bill in issue.bills:
            if bill.ask and bill.ask.strip():
                name, ask = render.one_line(bill.name), render.one_line(bill.ask)
                yield run.voice.gettext("{name}: {about}", name=name, about=ask), issue.audience == "public"
