"""What ``meetings announce`` and ``events announce`` share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec.structs import replace

from lacwg import audience
from lacwg.commands.meetings import facts as meeting_facts
from lacwg.commands.meetings import records as meeting_records
from lacwg.commands.shared.output import show as show_result
from lacwg.commands.shared.people import people
from lacwg.context import Context
from lacwg.errors import FieldError, LacwgError
from lacwg.guard import Watch
from lacwg.records import Event, Series
from lacwg.schedule import occurrences
from lacwg.schedule.occurrences import Occurrence
from lacwg.store import files

if TYPE_CHECKING:
    from lacwg.exporters.announcement.message import AgendaLine, Announcement

Eml = Annotated[
    Path | None, typer.Option("--eml", metavar="FILE", help="Write a draft for a mail program, with the calendar.")
]
For = Annotated[audience.Reader, typer.Option("--audience", help="Who is to read it.")]


def announce(context: Context, occurrence: Occurrence, reader: audience.Reader, eml: Path | None) -> None:
    """Prints the announcement of an occurrence, or writes it as a draft."""
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
    made = _announcement(context, record, occurrence, watch)
    head, body = message.subject(made), message.text(made)
    watch.refuse_leaks(f"{head}\n\n{body}")
    if eml is not None:
        many, ones = ([record], []) if isinstance(record, Series) else ([], [record])
        failed: list[FieldError] = []
        calendar = feed.calendar(audience.view(reader, context.store.group, many, ones), failed)
        watch.refuse_leaks(calendar.decode())
        files.write_output(eml, message.draft(made, calendar, f"{record.id}.ics"))
        context.message(f"Wrote {eml}; open it in your mail program")
        return
    show_result(
        context,
        people=lambda: f"Subject: {head}\n\n{body}",
        json=lambda: {"id": occurrence.id, "audience": reader, "subject": head, "text": body},
        plain=lambda: [(occurrence.id, head, body)],
    )
    context.complete()


def _record(context: Context, occurrence: Occurrence) -> Series | Event:
    if occurrence.series is not None:
        return context.store.series.read(occurrence.series)
    return context.store.events.read(occurrence.id)


def _announcement(context: Context, record: Series | Event, occurrence: Occurrence, watch: Watch) -> Announcement:
    """What the audience may know of the occurrence, made again from the redacted record."""
    from lacwg.exporters.announcement.message import Announcement

    reader = watch.reader
    group = audience.redacted(context.store.group, reader)
    kept = audience.redacted(record, reader)
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
        agenda=_agenda(context, occurrence, watch),
    )


def _agenda(context: Context, occurrence: Occurrence, watch: Watch) -> list[AgendaLine]:
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
    record = audience.redacted(kept.record, reader)
    lines = [AgendaLine(each.title, each.minutes, among.shown(each.who) or None) for each in record.agenda]
    # who does something is told by name to those who may see that, whoever may see the contact
    watch.allow(*(each.who for each in lines if each.who))
    return lines
