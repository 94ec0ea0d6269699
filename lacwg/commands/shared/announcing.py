"""What ``meetings announce`` and ``events announce`` share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from msgspec.structs import replace

from lacwg.audience.leak_scanner.scanner import LeakScanner
from lacwg.audience.view import Reader, may_see, redacted, view_of
from lacwg.commands import queries
from lacwg.commands.export.exporting import Lang
from lacwg.commands.export.missing_translations import MissingTranslations
from lacwg.commands.options.verb import option
from lacwg.commands.shared import meeting_records
from lacwg.commands.shared.contact_names import contact_names
from lacwg.commands.shared.output import show_result
from lacwg.errors import LacwgError
from lacwg.records import Event, Group, Language, Series, Table
from lacwg.run import Run
from lacwg.schedule import occurrences
from lacwg.schedule.occurrences import Occurrence
from lacwg.store.disk.write import write_output
from lacwg.voice.translation import own_language, translated

if TYPE_CHECKING:
    from lacwg.exporters.announcement.message import AgendaLine, Announcement


@dataclass(frozen=True)
class Announcing:
    """Who is to read it, in which language, and whether as a draft of a mail."""

    reader: Reader = option(None, "Who is to read it.", "--audience", default="members")
    eml: Path | None = option("FILE", "Write a draft for a mail program, with the calendar.")
    lang: Lang = None


T = TypeVar("T", bound=Table)


def announce(run: Run, occurrence: Occurrence, options: Announcing) -> None:
    """Prints the announcement of an occurrence, or writes it as a draft."""
    from lacwg.exporters.announcement import message
    from lacwg.exporters.ics import feed

    reader, language = options.reader, options.lang
    record = _record(run, occurrence)
    if not may_see(reader, record.audience):
        if record.audience == "private":
            raise LacwgError(
                f"{occurrence.id} is private, and is announced to nobody",
                hint='if members may know of it, write in its file: audience = "members"',
            )
        raise LacwgError(
            f"{occurrence.id} is for {record.audience} only", hint="announce it to members: --audience members"
        )
    scanner = LeakScanner(reader)
    scanner.withhold(run.store.group)
    for each in (record, *run.store.contacts.all()):
        scanner.withhold(each)
    missing = MissingTranslations(run.store.group, language)
    made = _announcement(run, record, occurrence, scanner, _In(run.store.group, language, missing.mark))
    head, body = message.subject(made), message.text(made)
    scanner.refuse_leaks(f"{head}\n\n{body}")
    missing.look_through(f"{head}\n\n{body}")
    if options.eml is not None:
        many, ones = ([record], []) if isinstance(record, Series) else ([], [record])
        view = view_of(reader, run.store.group, many, ones, language=language)
        calendar = feed.calendar(view)
        scanner.refuse_leaks(calendar.decode())
        named = [] if language is None else [language, *([run.store.group.language] if missing.anything else [])]
        write_output(options.eml, message.draft(made, calendar, f"{record.id}.ics", named))
        run.message(f"Wrote {options.eml}; open it in your mail program")
        missing.tell(run)
        return
    show_result(
        run,
        text=lambda: f"Subject: {head}\n\n{body}",
        json=lambda: {
            "id": occurrence.id,
            "audience": reader,
            "language": made.language,
            "subject": head,
            "text": body,
        },
        plain=lambda: [(occurrence.id, head, body)],
    )
    missing.tell(run)
    run.complete()


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


def _record(run: Run, occurrence: Occurrence) -> Series | Event:
    if occurrence.series is not None:
        return run.store.series.read(occurrence.series)
    return run.store.events.read(occurrence.id)


def _announcement(
    run: Run, record: Series | Event, occurrence: Occurrence, scanner: LeakScanner, language: _In
) -> Announcement:
    """What the audience may know of the occurrence, made again from the redacted record."""
    from lacwg.exporters.announcement.message import Announcement

    reader = scanner.reader
    group = language.told(redacted(run.store.group, reader))
    kept = language.told(redacted(record, reader))
    if isinstance(kept, Event):
        found = occurrences.of_event(kept, group)
    else:
        day = occurrence.span.day
        found = next(each for each in occurrences.of_day(kept, group, day) if each.id == occurrence.id)
    contacts = [redacted(each, reader) for each in run.store.contacts.all()]
    return Announcement(
        group=group,
        occurrence=replace(found, warnings=()),
        zones=queries.zones_elsewhere(run, found.zone),
        ask_for_link=bool(occurrence.members.join_url) and not found.members.join_url,
        contacts=[each for each in contacts if may_see("public", each.audience)],
        agenda=_agenda(run, occurrence, scanner, language),
        language=language.code,
    )


def _agenda(run: Run, occurrence: Occurrence, scanner: LeakScanner, language: _In) -> list[AgendaLine]:
    """The agenda, where the meeting's record is for this audience."""
    from lacwg.exporters.announcement.message import AgendaLine

    if occurrence.series is None:
        return []
    meeting = meeting_records.of_occurrence(run, occurrence)
    record = meeting_records.recorded(run, meeting)
    if record is None or not record.agenda:
        return []
    reader = scanner.reader
    scanner.withhold(record)
    if not may_see(reader, record.audience):
        own = "private" if record.audience == "private" else "for members only"
        wider = f"lacwg minutes edit {meeting_records.reference(meeting)} --audience {reader}"
        if record.state == "approved":
            wider += " --amend"
        run.message(f"The agenda is left out, because it is {own}. To include it: {wider}")
        return []
    among = contact_names(run)
    record = language.told(redacted(record, reader))
    lines = [AgendaLine(each.title, each.minutes, among.shown(each.who) or None) for each in record.agenda]
    # who does something is told by name to those who may see that, whoever may see the contact
    scanner.permit(*(each.who for each in lines if each.who))
    return lines
