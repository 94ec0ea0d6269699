"""``lacwg remind``: what is due, by the rules of ``[reminders]``."""

from __future__ import annotations

import datetime as dt
import shlex
from itertools import chain
from typing import Any, Final

from lacwg import render
from lacwg.commands import queries
from lacwg.commands.actions.recorded import RecordedAction, standing
from lacwg.commands.options.verb import flag, verb
from lacwg.commands.shared.contact_names import ContactNames, contact_names
from lacwg.commands.shared.meeting_records import reference_of
from lacwg.commands.shared.output import show_result
from lacwg.records import Action, Event, Group, Series
from lacwg.run import Run
from lacwg.schedule import reminders
from lacwg.schedule.reminders import Due
from lacwg.voice.voice import Voice, phrase

_KINDS: Final = {
    "meeting": "Meetings", "duty": "Duties", "agenda": "Agendas", "minutes": "Minutes", "action": "Actions",
    "bill": "Bills",
}  # fmt: skip
"""What people call them, in the order in which they are shown."""


@verb
def remind(
    run: Run,
    schedule: bool = flag("Print what makes this machine send them each morning: a systemd timer, a crontab line."),
) -> None:
    """Show what is due: meetings, duties, actions, minutes, bills.

    When that is, says [reminders] in group.toml, in days; an empty list is never. Each thing stands there from the
    first of its days until it is done or over, with the command for it. Where nothing is due, nothing is said.

    Example: lacwg remind
    """
    if schedule:
        _show_schedule(run)
        return
    now, found, names = queries.now(run), gathered(run), contact_names(run)

    def text() -> str:
        lines = {
            label: "\n".join(
                f"{told(each, run.voice, now.date(), names)}: {render.unbroken(_command(run, each))}"
                for each in found
                if each.kind == kind
            )
            for kind, label in _KINDS.items()
        }
        return render.labelled(lines.items(), width=run.width)

    show_result(
        run,
        text=text,
        json=lambda: [_due_json(run, each, names, now.date()) for each in found],
        plain=lambda: [
            (each.kind, render.iso(each.date), each.id, ",".join(each.who), each.about, _command(run, each))
            for each in found
        ],
    )
    run.complete()


def _show_schedule(run: Run) -> None:
    from lacwg.commands.remind import timetable

    made = timetable.parts(run, [_members(run.store.group) or "members"])
    show_result(run, text=lambda: timetable.text(made), json=lambda: made, plain=lambda: made.items())


def gathered(run: Run) -> list[Due]:
    """All that is due in the folder now: what cannot be read goes to its problems."""
    store, now = run.store, queries.now(run)
    rules = store.group.reminders
    first, last = now - reminders.PAST, now + reminders.horizon(rules)
    near = store.events.dated(now.date() - dt.timedelta(days=2), last.date())
    events = (each for record_id in near for each in store.events.try_read(record_id))
    records = chain[Series | Event](store.series.all(), events)
    oldest = first.date().isoformat()
    meetings = {
        record.id: record
        for record_id, text in store.meetings.texts(store.meetings.dated())
        if record_id >= oldest or "actions" in text or "\\" in text
        for record in store.meetings.try_decode(record_id, text)
    }
    dates = ((each, queries.timed(store, each, first)) for each in records)
    found = reminders.due(rules, dates, meetings, store.issues.all(), now)
    order = list(_KINDS)
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


def _command(run: Run, due: Due) -> str:
    """What to type for it."""
    series, _, date = due.id.rpartition("/")
    meeting = reference_of(run, f"{date}-{series}") if series else ""
    if due.kind == "meeting":
        members = _members(run.store.group)
        return f"lacwg meetings announce {meeting}{f' --send {members}' if members else ''}"
    if due.kind == "duty":
        return f"lacwg duties list {series or due.id}" if due.who else f"lacwg duties assign {due.id}"
    if due.kind == "bill":
        return f"lacwg issues edit {due.id} --bill {shlex.quote(render.one_line(due.about))} --checked today"
    minutes = {"draft": "edit", "to approve": "approve"}.get(due.state, "start")
    return {
        "agenda": f"lacwg agenda prepare {meeting}",
        "minutes": f"lacwg minutes {minutes} {meeting}",
        "action": f"lacwg actions done {due.id}",
    }[due.kind]


def _members(group: Group) -> str | None:
    """The group's list of its members."""
    return next((name for name, each in sorted(group.lists.items()) if each.audience == "members"), None)


def _due_json(run: Run, due: Due, names: ContactNames, today: dt.date) -> dict[str, Any]:
    return {
        "kind": due.kind,
        "id": due.id,
        "about": due.about,
        "date": render.iso(due.date),
        "since": due.since.isoformat(),
        "start": None if due.occurrence is None else render.iso(due.occurrence.start),
        "who": list(due.who),
        "names": [names.shown(each) for each in due.who],
        "text": told(due, run.voice, today, names),
        "command": _command(run, due),
    }
