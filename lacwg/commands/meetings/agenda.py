"""``lacwg agenda``: what a meeting talks about, with a running clock."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Callable, Iterator
from typing import Annotated, Any, NamedTuple

import typer
from msgspec.structs import replace

from lacwg import audience, render
from lacwg.commands import queries
from lacwg.commands.meetings import records as meeting_records
from lacwg.commands.meetings.records import DateArgument, DryRun, Kept, Meeting, MeetingOption
from lacwg.commands.shared import asking
from lacwg.commands.shared.options import Data, IssuesOption, Json, Plain, SeriesId, issues_meant
from lacwg.commands.shared.output import complete_after_writing, undoable
from lacwg.commands.shared.output import show as show_result
from lacwg.commands.shared.people import People, named, people
from lacwg.errors import NoSuchRecordError, UsageError
from lacwg.records import LANGUAGES, AgendaItem, MeetingRecord
from lacwg.run import Run
from lacwg.schedule import occurrences
from lacwg.schedule.occurrences import Moment
from lacwg.schedule.wording import clock_time, plural

app = typer.Typer()

COMING = 45
"""Days after the meeting, or after today where that is later, whose events it talks about."""
ABOUT_EVENT = "Coming up: "
"""How an item begins that an event has brought in."""
_ABOUT_ACTION = re.compile(r"Action ([a-z]{4})\Z")
Number = Annotated[int, typer.Argument(metavar="NUMBER", min=1, help="The item's number, as lacwg agenda show has it.")]


@app.command("prepare")
def prepare(
    date: DateArgument = "next",
    series: SeriesId = None,
    dry_run: DryRun = False,
    data: Data = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """Start an agenda: the group's template, what is unfinished, open actions, coming events, bills with an ask.

    Each comes in once; running it again adds only what is missing. What is not public stays out, as the
    titles of an agenda may be seen by everybody once the minutes are approved.

    Example: lacwg agenda prepare 2026-12-09
    """
    run = Run(data, json=json, plain=plain)
    meeting = meeting_records.meant(run, date or "next", series)
    new: list[AgendaItem] = []

    def added(old: MeetingRecord) -> MeetingRecord:
        there = {_key(item) for item in old.agenda}
        for item in _proposed(run, meeting, old):
            if _key(item) not in there:
                there.add(_key(item))
                new.append(item)
        return replace(old, agenda=(*old.agenda, *new))

    record = _changed(run, meeting, added, dry_run=dry_run)
    if not new:
        told = "Nothing was missing; nothing was changed."
    elif dry_run:
        told = f"Would add {plural(len(new), 'item')}; nothing was saved."
    else:
        told = f"Added {plural(len(new), 'item')} · change it: lacwg agenda add, remove, reorder"
    _show(run, meeting, record, told)


@app.command("show")
def show(
    date: DateArgument = "next", series: SeriesId = None, data: Data = None, json: Json = False, plain: Plain = False
) -> None:
    """The agenda of a meeting, the next one's unless a date is given, with the hour at which each item begins.

    Example: lacwg agenda show
    """
    run = Run(data, json=json, plain=plain)
    meeting = meeting_records.meant(run, date or "next", series)
    found = meeting_records.loaded(run, meeting)
    record = MeetingRecord(id=meeting.record_id, state="planned") if found is None else found.record
    _show(run, meeting, record, None)


@app.command("add")
def add(
    title: Annotated[str, typer.Argument(metavar="TITLE", help="What it is about.")],
    minutes: Annotated[
        int | None, typer.Option("--minutes", metavar="N", min=1, max=24 * 60, help="How long it may take.")
    ] = None,
    who: Annotated[str | None, typer.Option("--who", metavar="NAME", help="Who leads it: a contact or a name.")] = None,
    issue: IssuesOption = None,
    date: MeetingOption = None,
    series: SeriesId = None,
    dry_run: DryRun = False,
    data: Data = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """Add an item at the end, of the next meeting's agenda unless --meeting says otherwise.

    Example: lacwg agenda add "Plan the Cuba webinar" --minutes 15 --who Yoav
    """
    run = Run(data, json=json, plain=plain)
    meeting = meeting_records.meant(run, date or "next", series)
    item = AgendaItem(
        title=asking.one_line("the title", title),
        minutes=minutes,
        who=named(people(run), "--who", who),
        issues=issues_meant(run, issue),
    )
    _save(run, meeting, lambda old: replace(old, agenda=(*old.agenda, item)), dry_run=dry_run)


@app.command("remove")
def remove(
    number: Number,
    date: MeetingOption = None,
    series: SeriesId = None,
    dry_run: DryRun = False,
    data: Data = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """Remove an item by its number.

    Example: lacwg agenda remove 3
    """
    run = Run(data, json=json, plain=plain)
    meeting = meeting_records.meant(run, date or "next", series)

    def without(old: MeetingRecord) -> MeetingRecord:
        _refuse_numbers([number], old, meeting)
        return replace(old, agenda=tuple(item for place, item in enumerate(old.agenda, 1) if place != number))

    _save(run, meeting, without, dry_run=dry_run)


@app.command("reorder")
def reorder(
    numbers: Annotated[
        list[int], typer.Argument(metavar="NUMBER...", min=1, help="The items in their new order; the rest follow.")
    ],
    date: MeetingOption = None,
    series: SeriesId = None,
    dry_run: DryRun = False,
    data: Data = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """Put the items in another order: all numbers, or those that come first.

    Example: lacwg agenda reorder 3 1 2
    """
    run = Run(data, json=json, plain=plain)
    meeting = meeting_records.meant(run, date or "next", series)
    if len(set(numbers)) < len(numbers):
        twice = next(each for each in numbers if numbers.count(each) > 1)
        raise UsageError(f"item {twice} stands twice in the new order", hint="name each item once")

    def moved(old: MeetingRecord) -> MeetingRecord:
        _refuse_numbers(numbers, old, meeting)
        rest = [place for place in range(1, len(old.agenda) + 1) if place not in numbers]
        return replace(old, agenda=tuple(old.agenda[place - 1] for place in (*numbers, *rest)))

    _save(run, meeting, moved, dry_run=dry_run)


# Gathering


def _changed(
    run: Run, meeting: Meeting, changed: Callable[[MeetingRecord], MeetingRecord], *, dry_run: bool
) -> MeetingRecord:
    """Writes what ``changed`` makes of the meeting's record, unless its minutes are approved."""

    def unless_approved(old: MeetingRecord) -> MeetingRecord:
        meeting_records.refuse_approved(old, meeting)
        return changed(old)

    return meeting_records.change(run, meeting.record_id, unless_approved, dry_run=dry_run)


def _refuse_numbers(numbers: list[int], record: MeetingRecord, meeting: Meeting) -> None:
    count = len(record.agenda)
    for number in numbers:
        if number > count:
            has = f"has {plural(count, 'item')}" if count else "is empty"
            raise NoSuchRecordError(
                f"there is no item {number}: the agenda of {meeting.said} {has}",
                hint=f"see them: lacwg agenda show {meeting_records.reference(meeting)}",
            )


def _key(item: AgendaItem) -> str:
    """What makes two items the same."""
    return " ".join(item.title.casefold().split())


def _proposed(run: Run, meeting: Meeting, record: MeetingRecord) -> Iterator[AgendaItem]:
    """What an agenda may begin with, in the order of a meeting."""
    for topic in run.store.group.agenda:
        words = {language: getattr(topic, language) for language in LANGUAGES}
        yield AgendaItem(title=topic.title, minutes=topic.minutes, who=topic.who, **words)
    when = meeting_records.days(run, meeting.series)
    yield from _unfinished(run, meeting, record, when)
    for kept in meeting_records.open_actions(run):
        # an action's words are for members, and a title may become public: the title bears its letters alone
        if _order(kept.record_id, meeting, when) < (meeting.day, meeting.date):
            who = kept.action.who if audience.is_as_wide(kept.audience, record.audience) else None
            yield AgendaItem(title=f"Action {kept.action.id}", who=who)
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
    items = [
        item
        for item in (last.agenda if last is not None else ())
        if not item.done and not item.title.startswith(ABOUT_EVENT) and not _ABOUT_ACTION.match(item.title)
    ]
    if last is None or audience.is_as_wide(last.audience, record.audience):
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
    last = occurrences.as_moment(end, queries.group_zone(run))
    for event in queries.event_occurrences(run, now, last):
        if event.starts >= last:
            return
        if event.status != "cancelled":
            yield f"{ABOUT_EVENT}{render.one_line(event.title)}", event.audience == "public"


def _asks(run: Run) -> Iterator[tuple[str, bool]]:
    """The bills that people are asked to do something about, and whether their issue is public."""
    for issue in run.store.issues.all():
        for bill in issue.bills:
            if bill.ask and bill.ask.strip():
                yield render.one_line(f"{bill.name}: {bill.ask}"), issue.audience == "public"


# Showing


class Length(NamedTuple):
    """How long an agenda takes."""

    items: int
    minutes: int
    unknown: int
    """How many of the items have no length."""

    def __str__(self) -> str:
        said = plural(self.items, "item")
        if self.minutes:
            said += f", {plural(self.minutes, 'minute')}"
        if self.unknown and self.minutes:
            said += f" and {self.unknown} without a length"
        return said


def length(record: MeetingRecord) -> Length:
    """How long the agenda of a record takes."""
    known = [item.minutes for item in record.agenda if item.minutes is not None]
    return Length(len(record.agenda), sum(known), len(record.agenda) - len(known))


def summary(run: Run, record_id: str) -> str | None:
    """``3 items, 50 minutes`` of a meeting's record, the only file that is looked at; None without an agenda."""
    if run.store.meetings.has(record_id):
        for record in run.store.meetings.try_read(record_id):
            if record.agenda:
                return str(length(record))
    return None


def _begins(meeting: Meeting, record: MeetingRecord) -> Iterator[dt.datetime | None]:
    """When each item begins; None from the first one on that follows an item without a length."""
    start: Moment | None = None if meeting.occurrence is None else meeting.occurrence.start
    at = start if isinstance(start, dt.datetime) else None
    for item in record.agenda:
        yield at
        if at is not None:
            at = None if item.minutes is None else occurrences.after(at, dt.timedelta(minutes=item.minutes))


def _too_long(meeting: Meeting, record: MeetingRecord) -> str | None:
    occurrence = meeting.occurrence
    if occurrence is None or not isinstance(occurrence.start, dt.datetime):
        return None
    if not isinstance(occurrence.end, dt.datetime):
        return None
    has = int((occurrence.ends - occurrence.starts).total_seconds()) // 60
    over = length(record).minutes - has
    if over <= 0:
        return None
    return f"the agenda is {plural(over, 'minute')} longer than the meeting, which ends at {clock_time(occurrence.end)}"


def _save(run: Run, meeting: Meeting, changed: Callable[[MeetingRecord], MeetingRecord], *, dry_run: bool) -> None:
    record = _changed(run, meeting, changed, dry_run=dry_run)
    _show(run, meeting, record, "Nothing was saved." if dry_run else undoable())


def _show(run: Run, meeting: Meeting, record: MeetingRecord, told: str | None) -> None:
    """Prints an agenda, and what was done to it."""
    among = people(run)
    actions = {each.action.id: each for each in meeting_records.actions_of(run)} if _has_actions(record) else {}
    show_result(
        run,
        people=lambda: _text(run, meeting, record, among, actions) + (f"{told}\n" if told else ""),
        json=lambda: _json(meeting, record, among, actions),
        plain=lambda: [
            (str(number), _clock(at), item.title, None if item.minutes is None else str(item.minutes), item.who)
            for number, (item, at) in enumerate(zip(record.agenda, _begins(meeting, record), strict=True), 1)
        ],
    )
    complete_after_writing(run)


def _has_actions(record: MeetingRecord) -> bool:
    return any(_ABOUT_ACTION.match(item.title) for item in record.agenda)


def in_full(title: str, actions: dict[str, Kept]) -> str:
    """An item's title, with the words of the action that it is about: for members."""
    about = _ABOUT_ACTION.match(title)
    kept = actions.get(about[1]) if about else None
    return title if kept is None else f"{title}: {kept.action.what}"


def _clock(at: dt.datetime | None) -> str:
    """``5:10``: within a meeting everybody knows which half of the day it is."""
    return "" if at is None else clock_time(at).rsplit(" ", 1)[0]


def _text(run: Run, meeting: Meeting, record: MeetingRecord, among: People, actions: dict[str, Kept]) -> str:
    head = render.heading(f"{meeting.title} · agenda", colour=run.colour) + f"{meeting.when}\n"
    if not record.agenda:
        return f"{head}No agenda yet; start one: lacwg agenda prepare {meeting_records.reference(meeting)}\n"
    rows = [
        [
            f"{number:2}",
            _clock(at).rjust(5) if at else "",
            in_full(item.title, actions),
            f"{item.minutes:2} min" if item.minutes else "",
            among.shown(item.who),
            "done" if item.done else "",
        ]
        for number, (item, at) in enumerate(zip(record.agenda, _begins(meeting, record), strict=True), 1)
    ]
    table = render.columns(rows, width=run.width, colour=run.colour, breaking=range(6))
    warning = _too_long(meeting, record)
    note = f"Note: {warning}\n" if warning else ""
    return f"{head}\n{table}\n{length(record)}\n{note}"


def _json(meeting: Meeting, record: MeetingRecord, among: People, actions: dict[str, Kept]) -> dict[str, Any]:
    warning = _too_long(meeting, record)
    total = length(record)
    return {
        "meeting": meeting_records.meeting_json(meeting),
        "record": record.id,
        "state": record.state,
        "items": [
            {
                "number": number,
                "at": render.iso(at),
                "title": in_full(item.title, actions),
                "minutes": item.minutes,
                "who": item.who,
                "name": None if item.who is None else among.name(item.who),
                "done": item.done,
                "issues": list(item.issues),
            }
            for number, (item, at) in enumerate(zip(record.agenda, _begins(meeting, record), strict=True), 1)
        ],
        "minutes": total.minutes,
        "without_minutes": total.unknown,
        "warnings": [] if warning is None else [{"code": "agenda-too-long", "message": warning}],
    }
