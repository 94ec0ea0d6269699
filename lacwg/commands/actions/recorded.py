"""The actions of all meetings, each with the record that it is in: how they stand, are shown and closed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, Any, Final, NamedTuple

import typer

from lacwg import render
from lacwg.commands import queries
from lacwg.commands.options.ids import ids
from lacwg.commands.shared.contact_names import ContactNames, contact_names
from lacwg.commands.shared.output import show_whole
from lacwg.records import Action, AudienceName
from lacwg.run import Run
from lacwg.voice.voice import ENGLISH, Voice


class RecordedAction(NamedTuple):
    """An action, and the record that it is in."""

    record_id: str
    action: Action
    audience: AudienceName = "private"
    """Who may see the record."""

    def overdue(self, today: dt.date) -> bool:
        """Whether it should have been done before ``today``."""
        return self.action.open and self.action.due is not None and self.action.due < today

    @property
    def order(self) -> tuple[dt.date, str]:
        """Oldest due first; what has no due date after that, by its meeting."""
        return self.action.due or dt.date.max, self.record_id


PLAIN: Final = "id due status who what record"
"""Of an action what its plain line has."""


def all_actions(run: Run) -> Iterator[RecordedAction]:
    """The actions of all records, by record."""
    for record in run.store.meetings.holding("actions"):
        for action in record.actions:
            yield RecordedAction(record.id, action, record.audience)


def open_actions(run: Run) -> list[RecordedAction]:
    """The open actions of all records, oldest due first."""
    return sorted((each for each in all_actions(run) if each.action.open), key=lambda each: each.order)


ActionId = Annotated[
    str,
    typer.Argument(
        metavar="ID",
        help="Its four letters, their beginning, or words from it.",
        autocompletion=ids(lambda run: [each.action.id for each in all_actions(run) if each.action.open][::-1]),
    ),
]
"""An open action; those of the latest meeting are offered first."""


def standing(recorded: RecordedAction, today: dt.date, voice: Voice) -> str:
    """How an action stands: ``overdue since November 20``, ``due January 6, 2027``, ``done on …``."""
    action = recorded.action
    if action.done is not None:
        return voice.gettext("done on {day}", day=voice.date_near(action.done, today))
    if action.dropped is not None:
        dropped = voice.gettext("dropped on {day}", day=voice.date_near(action.dropped, today))
        return voice.with_reason(dropped, action.reason)
    if action.due is None:
        return voice.gettext("open")
    if action.due == today:
        return voice.gettext("due today")
    day = voice.date_near(action.due, today)
    late = recorded.overdue(today)
    return voice.gettext("overdue since {day}", day=day) if late else voice.gettext("due {day}", day=day)


def summary(open_ones: list[RecordedAction], today: dt.date) -> str | None:
    """``2 open, 1 overdue since November 20: lacwg actions list``; None where nothing is open."""
    if not open_ones:
        return None
    late = [each.action.due for each in open_ones if each.overdue(today) and each.action.due is not None]
    overdue = ""
    if late:
        since = "since" if len(late) == 1 else ", the first since"
        overdue = f", {len(late)} overdue {since} {ENGLISH.date_near(min(late), today)}".replace(" ,", ",")
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
    show_whole(
        run,
        text=lambda: f"{line(recorded, names, today, run.voice)}\n",
        json=lambda: recorded_json(recorded, names, today),
        plain=PLAIN,
        done=told,
    )


def status(action: Action) -> str:
    """``open``, ``done`` or ``dropped``."""
    return "done" if action.done is not None else "dropped" if action.dropped is not None else "open"


def action_json(action: Action, names: ContactNames, today: dt.date) -> dict[str, Any]:
    """An action for programs."""
    return {
        **render.values_json(action),
        "name": names.shown(action.who) or None,
        "status": status(action),
        "overdue": RecordedAction("", action).overdue(today),
    }


def recorded_json(recorded: RecordedAction, names: ContactNames, today: dt.date) -> dict[str, Any]:
    """The same, with the record that it is in."""
    return {**action_json(recorded.action, names, today), "record": recorded.record_id}
