"""The minutes of one meeting as a document, from the redacted view alone.

Whatever people have typed is text, and shows as it was typed; only the notes are Markdown of their own. What is
not in the language of the minutes is marked as such.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import Final

from lacwg.audience.view import MinutesView
from lacwg.exporters.documents.document import Document, Items, Notes, Section, line
from lacwg.records import Action, Decision, MeetingRecord
from lacwg.voice.translation import Untranslated
from lacwg.voice.voice import Voice, phrase, voice

_VALUE: Final = re.compile(r"\{([a-z_]+)\}")
_Line = tuple[str, ...]
"""Pieces of plain text: ours, and what people have typed, which is ``Untranslated`` where it is in another language."""


def document(view: MinutesView) -> Document:
    """The minutes, or the agenda alone."""
    about = tuple(filter(None, (view.when, standing(view), *view.duties)))
    sections = tuple(_sections(view, voice(view.language)))
    return Document(line(view.title), about, sections, view.language, view.records)


def standing(view: MinutesView) -> str:
    """Whether the minutes are approved, and when they were; "" of an agenda alone."""
    say = voice(view.language)
    if view.agenda_alone:
        return ""
    if view.record.state != "approved":
        return say.gettext("Draft, not approved yet.")
    if view.approved_on is None:
        return say.gettext("Approved.")
    return say.gettext("Approved at the meeting of {day}.", day=say.long_date(view.approved_on))


def _sections(view: MinutesView, say: Voice) -> Iterator[Section]:
    record = view.record
    counts = record.guests or record.newcomers
    if record.present or record.chair or counts or record.regrets:
        lines = [_pieces(say, phrase("Chair: {name}"), name=_name_of(record.chair, view))] if record.chair else []
        counted = attendance(record, view.quorum, say)
        for heading, people in ((counted, record.present), (say.gettext("Regrets"), record.regrets)):
            if people:
                named = ", ".join(_name_of(who, view) for who in people)
                lines.append(_pieces(say, phrase("{name}: {about}"), name=heading, about=named))
            elif counts and heading is counted:
                lines.append((counted,))
        yield Section(say.gettext("Attendance"), (Items(tuple(lines)),))
    for title, items, numbered in (
        (say.gettext("Agenda"), _items(view, say), True),
        (say.gettext("Decisions"), (_decision(each, say) for each in record.decisions), True),
        (say.gettext("Actions"), (_action(each, view, say) for each in record.actions), False),
    ):
        if told := tuple(items):
            yield Section(title, (Items(told, numbered=numbered),))
    if record.notes:
        yield Section(say.gettext("Notes"), (Notes(_own(record.notes.strip(), view)),))


def _name_of(who: str, view: MinutesView) -> str:
    return line(view.names.get(who, who))


def _pieces(say: Voice, text: str, **values: str) -> _Line:
    """A phrase in pieces, so that the values in it keep whose language they are in."""
    parts = _VALUE.split(say.template(text))
    return tuple(values[part] if number % 2 else part for number, part in enumerate(parts) if part)


def _items(view: MinutesView, say: Voice) -> Iterator[_Line]:
    for item, hour in zip_longest(view.record.agenda, view.hours):
        length = say.ngettext("{count} minute", "{count} minutes", item.minutes) if item.minutes else ""
        said = ", ".join(filter(None, [length, _name_of(item.who, view) if item.who else ""]))
        yield (*([f"{hour} · "] if hour else []), line(item.title), f" ({said})" if said else "")


def attendance(record: MeetingRecord, quorum: int | None, say: Voice) -> str:
    """``7 present and 20 guests, 3 for the first time, quorum 5: met``; guests do not count for it."""
    present, guests = len(record.present), record.guests
    counted = say.ngettext("{count} present", "{count} present", present)
    if guests:
        more = say.ngettext("{count} guest", "{count} guests", guests)
        counted = say.list_format([counted, more]) if present else more
    if record.newcomers:
        counted = say.gettext("{present}, {count} for the first time", present=counted, count=record.newcomers)
    if quorum is None:
        return counted
    if present >= quorum:
        return say.gettext("{present}, quorum {quorum}: met", present=counted, quorum=quorum)
    return say.gettext("{present}, quorum {quorum}: not met", present=counted, quorum=quorum)


def decision(each: Decision, say: Voice) -> str:
    """A decision with its votes, where they were counted: on one line."""
    return "".join(_decision(each, say))


def _decision(each: Decision, say: Voice) -> _Line:
    counted = votes(each, say)
    return (line(each.text), f" ({counted})" if counted else "")


def votes(each: Decision, say: Voice) -> str:
    """``5 for, 1 against, 2 abstained``, as far as they were counted."""
    counted = [
        "" if each.for_ is None else say.gettext("{count} for", count=each.for_),
        "" if each.against is None else say.gettext("{count} against", count=each.against),
        "" if each.abstain is None else say.ngettext("{count} abstained", "{count} abstained", each.abstain),
    ]
    return ", ".join(filter(None, counted))


def _action(action: Action, view: MinutesView, say: Voice) -> _Line:
    """What nobody can translate in a record, as what is to be done, is in the language of the records."""
    parts: list[_Line] = [(_own(line(action.what), view),)] if action.what else []
    if action.who:
        parts.append((_name_of(action.who, view),))
    if action.done is not None:
        parts.append((say.gettext("done on {day}", day=say.long_date(action.done)),))
    elif action.dropped is not None:
        day = say.long_date(action.dropped)
        dropped = say.gettext("dropped on {day}", day=day)
        if action.reason:
            parts.append(_pieces(say, "{name}: {about}", name=dropped, about=_own(line(action.reason), view)))
        else:
            parts.append((dropped,))
    elif action.due is not None:
        parts.append((say.gettext("due {day}", day=say.long_date(action.due)),))
    between = [(" · ",)] * (len(parts) - 1)
    return tuple(piece for pair in zip(parts, [*between, ()], strict=True) for said in pair for piece in said)


def _own(text: str, view: MinutesView) -> str:
    return text if view.is_own else Untranslated(text)
