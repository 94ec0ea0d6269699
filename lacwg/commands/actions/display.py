"""How an action is shown, and how it stands."""

from __future__ import annotations

import datetime as dt
from typing import Any

from lacwg import render
from lacwg.commands import queries
from lacwg.commands.actions.recorded import RecordedAction
from lacwg.commands.shared.contact_names import ContactNames, contact_names
from lacwg.commands.shared.output import complete_after_writing, show_result
from lacwg.records import Action
from lacwg.run import Run
from lacwg.text.english import DateStyle
from lacwg.voice.voice import ENGLISH, Voice


def standing(recorded: RecordedAction, today: dt.date, voice: Voice) -> str:
    """How an action stands: ``overdue since November 20``, ``due January 6, 2027``, ``done on …``."""
    action = recorded.action
    if action.done is not None:
        return voice.gettext("done on {day}", day=_day_said(action.done, today, voice))
    if action.dropped is not None:
        dropped = voice.gettext("dropped on {day}", day=_day_said(action.dropped, today, voice))
        return voice.with_reason(dropped, action.reason)
    if action.due is None:
        return voice.gettext("open")
    if action.due == today:
        return voice.gettext("due today")
    day = _day_said(action.due, today, voice)
    late = recorded.overdue(today)
    return voice.gettext("overdue since {day}", day=day) if late else voice.gettext("due {day}", day=day)


def _day_said(day: dt.date, today: dt.date, voice: DateStyle) -> str:
    return voice.month_day(day) if day.year == today.year else voice.long_date(day)


def summary(open_ones: list[RecordedAction], today: dt.date) -> str | None:
    """``2 open, 1 overdue since November 20: lacwg actions list``; None where nothing is open."""
    if not open_ones:
        return None
    late = [each.action.due for each in open_ones if each.overdue(today) and each.action.due is not None]
    overdue = f", {len(late)} overdue since {_day_said(min(late), today, ENGLISH)}" if late else ""
    return f"{len(open_ones)} open{overdue}: lacwg actions list"


def summary_json(open_ones: list[RecordedAction], today: dt.date) -> dict[str, Any]:
    """The same for programs."""
    late = [each.action.due for each in open_ones if each.overdue(today) and each.action.due is not None]
    return {"open": len(open_ones), "overdue": len(late), "overdue_since": render.iso(min(late, default=None))}


def line(recorded: RecordedAction, names: ContactNames, today: dt.date, voice: Voice) -> str:
    """``kqzt · Ask the church hall about March · Yoav Elinevsky · due January 6``."""
    action = recorded.action
    about = [action.id, action.what, names.shown(action.who), standing(recorded, today, voice)]
    return render.one_line(" · ".join(filter(None, about)))


def show(run: Run, recorded: RecordedAction, told: str) -> None:
    """Prints one action, and what was done with it."""
    names, today = contact_names(run), queries.now(run).date()
    show_result(
        run,
        text=lambda: f"{line(recorded, names, today, run.voice)}\n{render.escape_controls(told)}\n",
        json=lambda: recorded_json(recorded, names, today),
        plain=lambda: [plain_line(recorded)],
    )
    complete_after_writing(run)


def plain_line(recorded: RecordedAction) -> tuple[str | None, ...]:
    """The plain line of an action: id, due, status, who, what, meeting."""
    action = recorded.action
    return action.id, render.iso(action.due), status(action), action.who, action.what, recorded.record_id


def status(action: Action) -> str:
    """``open``, ``done`` or ``dropped``."""
    return "done" if action.done is not None else "dropped" if action.dropped is not None else "open"


def action_json(action: Action, names: ContactNames, today: dt.date) -> dict[str, Any]:
    """An action for programs."""
    return {
        **render.values_json(action, "id", "what", "who", "due", "done", "dropped", "reason", "issues"),
        "name": names.shown(action.who) or None,
        "status": status(action),
        "overdue": RecordedAction("", action).overdue(today),
    }


def recorded_json(recorded: RecordedAction, names: ContactNames, today: dt.date) -> dict[str, Any]:
    """The same, with the record that it is in."""
    return {**action_json(recorded.action, names, today), "record": recorded.record_id}
