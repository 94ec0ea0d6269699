"""The items of an agenda: how long they take, and what they are about."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from msgspec.structs import replace

from lacwg.commands.actions.recorded import RecordedAction, all_actions
from lacwg.records import AgendaItem, MeetingRecord
from lacwg.run import Run
from lacwg.schedule.wording import plural

ABOUT_EVENT = "Coming up: "
"""How an item begins that an event has brought in."""
_ABOUT_ACTION = re.compile(r"Action ([a-z]{4})\Z")


def comes_by_itself(item: AgendaItem) -> bool:
    """Whether an item is about an event or an action, which bring it in each time."""
    return item.title.startswith(ABOUT_EVENT) or _ABOUT_ACTION.match(item.title) is not None


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


def with_actions_in_full(
    run: Run, record: MeetingRecord, may_see: Callable[[RecordedAction], bool] = lambda _: True
) -> MeetingRecord:
    """The record with the words of the actions that its agenda is about; where it is about none, none is read."""
    about = {item.title: found[1] for item in record.agenda if (found := _ABOUT_ACTION.match(item.title))}
    if not about:
        return record
    words = {each.action.id: each.action.what for each in all_actions(run) if may_see(each)}
    full = {title: f"{title}: {words[letters]}" for title, letters in about.items() if letters in words}
    agenda = (replace(item, title=full.get(item.title, item.title)) for item in record.agenda)
    return replace(record, agenda=tuple(agenda))
