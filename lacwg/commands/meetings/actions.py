"""``lacwg actions``: who has promised to do what, from whichever meeting it comes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Annotated, Any

import typer
from msgspec.structs import replace

from lacwg import clock, render
from lacwg.commands import queries
from lacwg.commands.meetings import records as meeting_records
from lacwg.commands.meetings.records import DryRun, Kept, Meeting, MeetingOption
from lacwg.commands.shared import asking
from lacwg.commands.shared.options import Data, IssuesOption, Json, Plain, SeriesId, action_ids, ids, issues_meant
from lacwg.commands.shared.output import complete_after_writing, undoable
from lacwg.commands.shared.output import show as show_result
from lacwg.commands.shared.people import People, named, people
from lacwg.errors import LacwgError, NoSuchRecordError, UsageError
from lacwg.records import Action, MeetingRecord
from lacwg.run import Run
from lacwg.schedule.wording import long_date, month_day

app = typer.Typer()

Id = Annotated[
    str,
    typer.Argument(metavar="ID", help="Its four letters, or any beginning of them.", autocompletion=ids(action_ids)),
]


@app.command("list")
def list_(
    who: Annotated[str | None, typer.Option("--who", metavar="NAME", help="Only those of this person.")] = None,
    overdue: Annotated[bool, typer.Option("--overdue", help="Only those that should have been done.")] = False,
    everything: Annotated[bool, typer.Option("--all", help="Also what is done or dropped.")] = False,
    data: Data = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """The open actions of all meetings, the oldest due first.

    Example: lacwg actions list --who Yoav --overdue
    """
    if overdue and everything:
        raise UsageError("--overdue and --all exclude each other", hint="keep one of them")
    run = Run(data, json=json, plain=plain)
    among, today = people(run), queries.now(run).date()
    wanted = asking.one_line("--who", who)
    if wanted is None and who is not None:
        raise UsageError("--who is empty", hint="name somebody: a contact, or any name")
    found = [
        each
        for each in meeting_records.actions_of(run)
        if (everything or each.action.open)
        and (not overdue or each.overdue(today))
        and (wanted is None or among.is_meant(wanted, each.action.who))
    ]
    found.sort(key=lambda each: each.order)
    show_result(
        run,
        people=lambda: _list_text(run, found, among, today, wanted, overdue=overdue),
        json=lambda: [_json(each, among, today) for each in found],
        plain=lambda: [_plain(each) for each in found],
    )
    run.complete()


def _list_text(run: Run, found: list[Kept], among: People, today: dt.date, wanted: str | None, *, overdue: bool) -> str:
    if not found:
        whom = "" if wanted is None else f" for {render.one_line(among.said(wanted))}"
        return f"Nothing is overdue{whom}.\n" if overdue else f"Nothing to do{whom}.\n"
    rows = [
        [each.action.id, standing(each, today), render.one_line(each.action.what), among.shown(each.action.who)]
        for each in found
    ]
    return render.columns(rows, width=run.width, colour=run.colour, breaking=(1, 2, 3))


@app.command("add")
def add(
    what: Annotated[str, typer.Argument(metavar="WHAT", help="What is to be done.")],
    who: Annotated[str | None, typer.Option("--who", metavar="NAME", help="Who does it: a contact or a name.")] = None,
    due: Annotated[str | None, typer.Option("--due", metavar="WHEN", help='The last day, as "Jan 6".')] = None,
    issue: IssuesOption = None,
    date: MeetingOption = None,
    series: SeriesId = None,
    dry_run: DryRun = False,
    data: Data = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """Add an action to the record of the latest meeting, or of the one that --meeting names.

    Example: lacwg actions add "Ask the church hall about March" --who Yoav --due "Jan 6"
    """
    run = Run(data, json=json, plain=plain)
    said = asking.one_line("what is to be done", what)
    if not said:
        raise UsageError("what is to be done is empty", hint="say it in a few words")
    among = people(run)
    does = named(among, "--who", who)
    if does is None:
        raise UsageError("--who is missing", hint='an action has somebody who does it: --who "Ana"')
    day = None if due is None else queries.day(due, "--due", run)
    about = issues_meant(run, issue)
    meeting = _meeting(run, date, series)

    def added(old: MeetingRecord) -> MeetingRecord:
        if old.state == "approved":
            named = "" if meeting.main else f" --series {meeting.series.id}"
            raise LacwgError(
                f"the minutes of {meeting.said} are approved, and stay as they are",
                hint=f"add it to another meeting: --meeting next{named}",
            )
        action = Action(id=_free_letters(run), what=said, who=does, due=day, issues=about)
        return replace(old, actions=(*old.actions, action))

    record = meeting_records.change(run, meeting.record_id, added, dry_run=dry_run)
    action = record.actions[-1]
    told = f"Would be added to {meeting.said}; nothing was." if dry_run else f"Added to {meeting.said}"
    _show(run, Kept(record.id, action), among, told if dry_run else f"{told} · lacwg actions done {action.id}")


def _meeting(run: Run, date: str | None, series: str | None) -> Meeting:
    """The meeting that is named, else the latest one; of a series that has not begun the next one."""
    if date is not None:
        return meeting_records.meant(run, date, series)
    try:
        return meeting_records.latest(run, series)
    except NoSuchRecordError:
        return meeting_records.meant(run, "next", series)


def _free_letters(run: Run) -> str:
    """Four letters that no action of the folder has."""
    taken = {each.action.id for each in meeting_records.actions_of(run)}
    while (letters := clock.new_letters()) in taken:
        pass
    return letters


@app.command("done")
def done(action: Id, dry_run: DryRun = False, data: Data = None, json: Json = False, plain: Plain = False) -> None:
    """Say that an action is done.

    Example: lacwg actions done kqzt
    """
    run = Run(data, json=json, plain=plain)
    today = queries.now(run).date()
    _settle(run, action, lambda each: replace(each, done=today), "Done", dry_run=dry_run)


@app.command("drop")
def drop(
    action: Id,
    reason: Annotated[str | None, typer.Option("--reason", metavar="TEXT", help="Why it is given up.")] = None,
    dry_run: DryRun = False,
    data: Data = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """Give an action up, and say why.

    Example: lacwg actions drop kqzt --reason "the hall is closed in March"
    """
    run = Run(data, json=json, plain=plain)
    why = asking.one_line("--reason", reason)
    if why is None:
        raise UsageError("--reason is missing", hint='say why it is given up: --reason "the hall is closed"')
    today = queries.now(run).date()
    _settle(run, action, lambda each: replace(each, dropped=today, reason=why), "Dropped", dry_run=dry_run)


def _settle(run: Run, text: str, settled: Callable[[Action], Action], told: str, *, dry_run: bool) -> None:
    """Closes the open action that ``text`` is the beginning of; also where the minutes are approved."""
    kept = _find(run, text)
    new = settled(kept.action)

    def changed(old: MeetingRecord) -> MeetingRecord:
        if _find(run, kept.action.id) != kept:
            raise LacwgError(
                f"somebody changed {kept.action.id} meanwhile",
                hint="nothing was written; look at it and try again: lacwg actions list",
            )
        return replace(old, actions=tuple(new if each.id == new.id else each for each in old.actions))

    meeting_records.change(run, kept.record_id, changed, dry_run=dry_run)
    _show(run, Kept(kept.record_id, new), people(run), "Nothing was saved." if dry_run else undoable(told))


def _find(run: Run, text: str) -> Kept:
    """The one action whose id begins with ``text``: of the open ones, else of all. Raises ``NoSuchRecordError``."""
    everything = list(meeting_records.actions_of(run))
    fitting = [each for each in everything if text and each.action.id.startswith(text.lower())]
    opened = [each for each in fitting if each.action.open]
    if len({each.action.id for each in opened or fitting}) == 1:
        letters = (opened or fitting)[0].action.id
        same = [each for each in fitting if each.action.id == letters]
        if len(same) > 1:
            store = run.store
            files = [store.folder.shown(store.meetings.path(each.record_id)) for each in same]
            places = " and ".join(
                f"{render.one_line(each.action.what)} ({file})" for each, file in zip(same, files, strict=True)
            )
            raise LacwgError(
                f"{letters} is the id of {len(same)} actions: {places}",
                hint="nothing was changed; write four other letters for one of them, and see: lacwg check (M101)",
            )
    if len(opened) == 1:
        return opened[0]
    if opened:
        some = ", ".join(f"{each.action.id} ({render.one_line(each.action.what)})" for each in opened[:4])
        raise NoSuchRecordError(
            f'"{text}" fits {len(opened)} open actions: {some}', hint="type more of the one that you mean"
        )
    if fitting:
        action = fitting[0].action
        raise LacwgError(
            f"{action.id} is settled: {standing(fitting[0], queries.now(run).date())}",
            hint="see them all: lacwg actions list --all",
        )
    raise NoSuchRecordError(
        f'no action has an id that begins with "{text}"', hint="see those that are open: lacwg actions list"
    )


# Showing


def standing(kept: Kept, today: dt.date) -> str:
    """How an action stands: ``overdue since November 20``, ``due January 6, 2027``, ``done on …``."""
    action = kept.action
    if action.done is not None:
        return f"done on {_day(action.done, today)}"
    if action.dropped is not None:
        return f"dropped on {_day(action.dropped, today)}" + (f": {action.reason}" if action.reason else "")
    if action.due is None:
        return "open"
    if kept.overdue(today):
        return f"overdue since {_day(action.due, today)}"
    return "due today" if action.due == today else f"due {_day(action.due, today)}"


def _day(day: dt.date, today: dt.date) -> str:
    return month_day(day) if day.year == today.year else long_date(day)


def summary(open_ones: list[Kept], today: dt.date) -> str | None:
    """``2 open, 1 overdue since November 20: lacwg actions list``; None where nothing is open."""
    if not open_ones:
        return None
    late = [each.action.due for each in open_ones if each.overdue(today) and each.action.due is not None]
    overdue = f", {len(late)} overdue since {_day(min(late), today)}" if late else ""
    return f"{len(open_ones)} open{overdue}: lacwg actions list"


def summary_json(open_ones: list[Kept], today: dt.date) -> dict[str, Any]:
    """The same for programs."""
    late = [each.action.due for each in open_ones if each.overdue(today) and each.action.due is not None]
    return {"open": len(open_ones), "overdue": len(late), "overdue_since": render.iso(min(late, default=None))}


def _show(run: Run, kept: Kept, among: People, told: str) -> None:
    """Prints one action, and what was done with it."""
    today = queries.now(run).date()
    about = [kept.action.id, render.one_line(kept.action.what), among.shown(kept.action.who), standing(kept, today)]
    show_result(
        run,
        people=lambda: render.escape_controls(f"{' · '.join(filter(None, about))}\n{told}\n"),
        json=lambda: _json(kept, among, today),
        plain=lambda: [_plain(kept)],
    )
    complete_after_writing(run)


def _plain(kept: Kept) -> tuple[str | None, ...]:
    """The plain line of an action: id, due, status, who, what, meeting."""
    action = kept.action
    return action.id, render.iso(action.due), status(action), action.who, action.what, kept.record_id


def status(action: Action) -> str:
    """``open``, ``done`` or ``dropped``."""
    return "done" if action.done is not None else "dropped" if action.dropped is not None else "open"


def action_json(action: Action, among: People, today: dt.date) -> dict[str, Any]:
    """An action for programs."""
    return {
        "id": action.id,
        "what": action.what,
        "who": action.who,
        "name": None if action.who is None else among.name(action.who),
        "due": render.iso(action.due),
        "status": status(action),
        "overdue": Kept("", action).overdue(today),
        "done": render.iso(action.done),
        "dropped": render.iso(action.dropped),
        "reason": action.reason,
        "issues": list(action.issues),
    }


def _json(kept: Kept, among: People, today: dt.date) -> dict[str, Any]:
    return {**action_json(kept.action, among, today), "record": kept.record_id}
