"""What ``meetings announce`` and ``events announce`` share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple, TypeVar

import typer
from msgspec.structs import replace

from lacwg import audience
from lacwg.commands.meetings import facts as meeting_facts
from lacwg.commands.meetings import records as meeting_records
from lacwg.commands.outgoing.exporting import Lang
from lacwg.commands.outgoing.untold import Untold
from lacwg.commands.shared.output import show as show_result
from lacwg.commands.shared.people import people
from lacwg.context import Context
from lacwg.errors import FieldError, LacwgError
from lacwg.guard import Watch
from lacwg.languages.translating import own_language, translated
from lacwg.records import Event, Group, Language, Series, Table
from lacwg.schedule import occurrences
from lacwg.schedule.occurrences import Occurrence
from lacwg.store import files

if TYPE_CHECKING:
    from lacwg.exporters.announcement.message import AgendaLine, Announcement

__all__ = ["Eml", "For", "Lang", "announce"]

T = TypeVar("T", bound=Table)
Eml = Annotated[
    Path | None, typer.Option("--eml", metavar="FILE", help="Write a draft for a mail program, with the calendar.")
]
For = Annotated[audience.Reader, typer.Option("--audience", help="Who is to read it.")]


def announce(
    context: Context, occurrence: Occurrence, reader: audience.Reader, eml: Path | None, language: Language | None
) -> None:
    """Prints the announcement of an occurrence, or writes it as a draft; ``language``: else in the group's own."""
    from lacwg.exporters.announcement import message
    from lacwg.exporters.ics import feed

    record = _record(context, occurrence)
    if not audience.may_see(reader, record.audience):
        if record.audience == "private":
            raise LacwgError(
                f"{occurrence.id} is private, and is announced to nobody",
                hint='if members may know of it, write in its file: audience = "members"',
            )
        raise LacwgError(
            f"{occurrence.id} is for {record.audience} only", hint="announce it to members: --audience members"
        )
    watch = Watch(reader)
    watch.note(context.store.group)
    for each in (record, *context.store.contacts.all()):
        watch.note(each)
    untold = Untold(context.store.group, language)
    made = _announcement(context, record, occurrence, watch, _In(context.store.group, language, untold.mark))
    head, body = message.subject(made), message.text(made)
    watch.refuse_leaks(f"{head}\n\n{body}")
    untold.look_through(f"{head}\n\n{body}")
    if eml is not None:
        many, ones = ([record], []) if isinstance(record, Series) else ([], [record])
        failed: list[FieldError] = []
        view = audience.view(reader, context.store.group, many, ones, language=language)
        calendar = feed.calendar(view, failed)
        watch.refuse_leaks(calendar.decode())
        named = [] if language is None else [language, *([context.store.group.language] if untold.anything else [])]
        files.write_output(eml, message.draft(made, calendar, f"{record.id}.ics", named))
        context.message(f"Wrote {eml}; open it in your mail program")
        untold.tell(context)
        return
    show_result(
        context,
        people=lambda: f"Subject: {head}\n\n{body}",
        json=lambda: {
            "id": occurrence.id,
            "audience": reader,
            "language": made.language,
            "subject": head,
            "text": body,
        },
        plain=lambda: [(occurrence.id, head, body)],
    )
    untold.tell(context)
    context.complete()


class _In(NamedTuple):
    """The language in which records are told."""

    group: Group
    language: Language | None
    mark: Callable[[str], str]

    @property
    def code(self) -> Language:
        """That which was asked for, else the group's own."""
        return self.language or own_language(self.group) or "en"

    def told(self, record: T) -> T:
        """A record of the group in the language."""
        if self.language in (None, own_language(self.group)):
            return record
        return translated(record, self.code, self.mark)


def _record(context: Context, occurrence: Occurrence) -> Series | Event:
    if occurrence.series is not None:
        return context.store.series.read(occurrence.series)
    return context.store.events.read(occurrence.id)


def _announcement(
    context: Context, record: Series | Event, occurrence: Occurrence, watch: Watch, language: _In
) -> Announcement:
    """What the audience may know of the occurrence, made again from the redacted record."""
    from lacwg.exporters.announcement.message import Announcement

    reader = watch.reader
    group = language.told(audience.redacted(context.store.group, reader))
    kept = language.told(audience.redacted(record, reader))
    if isinstance(kept, Event):
        found = occurrences.of_event(kept, group)
    else:
        day = occurrences.local_day(occurrence.start)
        found = next(each for each in occurrences.of_day(kept, group, day) if each.id == occurrence.id)
    contacts = [audience.redacted(each, reader) for each in context.store.contacts.all()]
    return Announcement(
        group=group,
        occurrence=replace(found, warnings=()),
        zones=meeting_facts.zones_for(context, found.zone),
        ask_for_link=bool(occurrence.members.join_url) and not found.members.join_url,
        contacts=[each for each in contacts if audience.may_see("public", each.audience)],
        agenda=_agenda(context, occurrence, watch, language),
        language=language.code,
    )


def _agenda(context: Context, occurrence: Occurrence, watch: Watch, language: _In) -> list[AgendaLine]:
    """The agenda, where the meeting's record is for this audience."""
    from lacwg.exporters.announcement.message import AgendaLine

    if occurrence.series is None:
        return []
    meeting = meeting_records.of_occurrence(context, occurrence)
    kept = meeting_records.loaded(context, meeting)
    if kept is None or not kept.record.agenda:
        return []
    reader = watch.reader
    watch.note(kept.record)
    if not audience.may_see(reader, kept.record.audience):
        own = "private" if kept.record.audience == "private" else "for members only"
        wider = f"lacwg minutes edit {meeting_records.reference(meeting)} --audience {reader}"
        if kept.record.state == "approved":
            wider += " --amend"
        context.message(f"The agenda stays out: its record is {own}. To let it go: {wider}")
        return []
    among = people(context)
    record = language.told(audience.redacted(kept.record, reader))
    lines = [AgendaLine(each.title, each.minutes, among.shown(each.who) or None) for each in record.agenda]
    # who does something is told by name to those who may see that, whoever may see the contact
    watch.allow(*(each.who for each in lines if each.who))
    return lines
