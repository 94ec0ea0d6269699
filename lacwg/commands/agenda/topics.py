"""What the items of an agenda are about: actions and events that are brought in each time by themselves."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

from msgspec.structs import replace

from lacwg.commands.actions.recorded import RecordedAction, all_actions
from lacwg.commands.shared.meeting_records import Meeting
from lacwg.records import AgendaItem, MeetingRecord
from lacwg.run import Run
from lacwg.schedule.span import after
from lacwg.text.english import DateStyle
from lacwg.text.fold import fold_line
from lacwg.voice.voice import ENGLISH, Voice

_LETTERS = re.compile(r"[a-z]{4}")


class Subject(NamedTuple):
    """What an item is about, by which it is known again in whichever language it was written."""

    kind: Literal["action", "event"] | None
    """What brings it in each time by itself; None for any other."""
    text: str
    """The action's letters, or the title, folded."""


def subject(title: str, say: Voice) -> Subject:
    """What the item of a title is about."""
    for each in (say, ENGLISH):  # it may have been written before the group had its language
        letters = each.value_in("Action {id}", title)
        if letters and _LETTERS.fullmatch(letters):
            return Subject("action", letters)
        if event := each.value_in("Coming up: {title}", title):
            return Subject("event", fold_line(event))
    return Subject(None, fold_line(title))


def with_actions_in_full(
    run: Run,
    record: MeetingRecord,
    may_see: Callable[[RecordedAction], bool] = lambda _: True,
    template: str = "{name}: {about}",
) -> MeetingRecord:
    """The record with the words of the actions that its agenda is about; where it is about none, none is read.

    ``template``: how the words stand ``{about}`` the item's ``{name}``, which has the action's letters.
    """
    about = {item.title: subject(item.title, run.voice) for item in record.agenda}
    if all(each.kind != "action" for each in about.values()):
        return record
    words = {each.action.id: each.action.what for each in all_actions(run) if may_see(each)}
    full = {
        title: run.voice.gettext(template, name=title, about=words[each.text])
        for title, each in about.items()
        if each.kind == "action" and each.text in words
    }
    agenda = (replace(item, title=full.get(item.title, item.title)) for item in record.agenda)
    return replace(record, agenda=tuple(agenda))


def timed(meeting: Meeting, record: MeetingRecord) -> Iterator[tuple[int, AgendaItem, dt.datetime | None]]:
    """The items with their numbers, and when each begins; None from the first on that follows one without a length."""
    at = meeting.occurrence.span.starts_at
    for number, item in enumerate(record.agenda, 1):
        yield number, item, at
        if at is not None:
            at = None if item.minutes is None else after(at, dt.timedelta(minutes=item.minutes))


def clock(at: dt.datetime | None, voice: DateStyle = ENGLISH) -> str:
    """``5:10``: within a meeting everybody knows which half of the day it is."""
    return "" if at is None else voice.clock_time(at).partition(" ")[0]
