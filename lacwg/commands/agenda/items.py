"""The items of an agenda: how long they take, and what they are about."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from msgspec.structs import replace

from lacwg.commands.actions.recorded import RecordedAction, all_actions
from lacwg.records import MeetingRecord
from lacwg.run import Run
from lacwg.schedule.wording import plural

ABOUT_EVENT = "Coming up: "
"""How an item begins that an event has brought in."""
ABOUT_ACTION = re.compile(r"Action ([a-z]{4})\Z")
"""How an item reads that is about an action."""


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


def actions_about(run: Run, record: MeetingRecord) -> dict[str, RecordedAction]:
    """The actions by their ids, where an item is about one: else none is read."""
    if not any(ABOUT_ACTION.match(item.title) for item in record.agenda):
        return {}
    return {each.action.id: each for each in all_actions(run)}


def in_full(title: str, actions: dict[str, RecordedAction]) -> str:
    """An item's title, with the words of the action that it is about: for members."""
    about = ABOUT_ACTION.match(title)
    recorded = actions.get(about[1]) if about else None
    return title if recorded is None else f"{title}: {recorded.action.what}"


def with_actions_in_full(record: MeetingRecord, actions: Iterable[RecordedAction]) -> MeetingRecord:
    """The record with the words of those ``actions`` that its agenda is about."""
    by_id = {each.action.id: each for each in actions}
    return replace(record, agenda=tuple(replace(item, title=in_full(item.title, by_id)) for item in record.agenda))
