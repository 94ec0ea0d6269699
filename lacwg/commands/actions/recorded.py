"""The actions of all meetings, each with the record that it is in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, NamedTuple

import typer

from lacwg.commands.options.ids import ids
from lacwg.records import Action, AudienceName
from lacwg.run import Run


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


def all_actions(run: Run) -> Iterator[RecordedAction]:
    """The actions of all records, by record."""
    meetings = run.store.meetings
    for record_id in meetings.dated():
        for record in meetings.try_read(record_id, "actions"):
            for action in record.actions:
                yield RecordedAction(record_id, action, record.audience)


def open_actions(run: Run) -> list[RecordedAction]:
    """The open actions of all records, oldest due first."""
    return sorted((each for each in all_actions(run) if each.action.open), key=lambda each: each.order)


def _action_ids(run: Run) -> list[str]:
    """The ids of the open actions, those of the latest meeting first."""
    return [each.action.id for each in all_actions(run) if each.action.open][::-1]


ActionId = Annotated[
    str,
    typer.Argument(metavar="ID", help="Its four letters, or any beginning of them.", autocompletion=ids(_action_ids)),
]
