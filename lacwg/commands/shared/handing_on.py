"""Minutes and agendas to be handed on: what their reader may see of them, as Markdown, HTML or PDF."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from msgspec.structs import replace

from lacwg import render
from lacwg.audience.leak_scanner.scanner import LeakScanner
from lacwg.audience.view import OfMeeting, Reader, Seen, may_see, minutes_view, redacted
from lacwg.commands.agenda.topics import clock, timed, with_actions_in_full
from lacwg.commands.export.exporting import MissingTranslations, Target, is_standard_output, refuse_other_suffix
from lacwg.commands.sending.options import Sending
from lacwg.commands.shared import meeting_records, on_duty
from lacwg.commands.shared.contact_names import contact_names
from lacwg.commands.shared.meeting_records import Meeting
from lacwg.commands.shared.output import show_result
from lacwg.errors import NoSuchRecordError, UsageError
from lacwg.records import Language, MeetingRecord
from lacwg.run import Run
from lacwg.schedule import occurrences
from lacwg.store.disk.write import write_output
from lacwg.voice.translation import Untranslated, has_words, own_language, translated
from lacwg.voice.voice import headed, voice_of

if TYPE_CHECKING:
    from lacwg.commands.print.printing import Press
    from lacwg.exporters.documents.document import Document

Form = Literal["markdown", "html", "pdf"]
What = Literal["agenda", "minutes"]
_NAMES = {"markdown": "Markdown", "html": "HTML", "pdf": "PDF"}


def hand_on(run: Run, meeting: Meeting, target: Target, form: Form, what: What) -> None:
    """Writes the minutes of a meeting, or its agenda, to a file or to standard output."""
    from lacwg.commands.shared import documents

    other = "Markdown is named .md; for a page that Word opens: --format html -o FILE.html; for paper: --format pdf"
    refuse_other_suffix(_NAMES[form], target.output, hint="" if form != "markdown" else other)
    shape = {"record": meeting.record_id, "audience": target.audience, "format": form, "file": None}
    if form == "pdf":
        from lacwg.commands.print.printing import Press, Printing

        if target.output is None:
            raise UsageError("a PDF goes into a file", hint=f"say which: -o {what}.pdf")
        press = Press(run, Printing(output=target.output, lang=target.lang), target.audience)
        print_text(press, meeting, what, {**shape, "language": press.languages[0], "text": None})
        return
    missing = MissingTranslations(run.store.group, target.lang)
    told, scanner = _document(run, meeting, target.audience, target.lang, missing, what)
    text = documents.rendered(run, told, _NAMES[form]).decode()
    documents.look_through(told, _NAMES[form], scanner, missing)
    output = None if is_standard_output(target.output) else target.output
    if output is not None:
        write_output(output, text.encode())
        run.message(f"Wrote {output}")
    if output is None or run.mode != "people":
        shape["file"], left = (None, text) if output is None else (str(output), None)
        show_result(
            run,
            text=lambda: render.escape_controls(text),
            json=lambda: {**shape, "language": told.language, "text": left},
            plain=lambda: [(*shape.values(), left)],
        )
    missing.tell(run)
    run.complete()


def print_text(press: Press, meeting: Meeting, what: What, shape: dict[str, Any] | None = None) -> None:
    """The same on paper; ``shape``: what programs are told of it."""
    from lacwg.exporters.documents.nodes import nodes

    parts = []
    for language, missing in press.missing.items():
        told, scanner = _document(press.run, meeting, press.reader, language, missing, what)
        parts.append(nodes(told))
        press.scanner = press.scanner or scanner
    press.put(what, meeting.record_id, parts, template="document.typ", shape=shape)


def send_on(
    run: Run, meeting: Meeting, audience: Reader | None, lang: Language | None, sending: Sending, what: What
) -> None:
    """Sends them to people, each what they may see, in a language that they speak where the text has it."""
    from lacwg.commands.sending import recipients
    from lacwg.commands.sending.outgoing import Letter
    from lacwg.commands.sending.send import About, digest, send
    from lacwg.exporters.documents import markdown, page

    group, to = run.store.group, recipients.meant(run, sending, audience)
    record = _recorded(run, meeting, what)

    def compose(one: recipients.Recipient) -> Letter:
        spoken = recipients.spoken(one, group, lambda language: has_words(record, language))
        return letter(one.reader, spoken or lang or own_language(group))

    @cache
    def letter(reader: Reader, language: Language | None) -> Letter:
        missing = MissingTranslations(group, language)
        document, scanner = _document(run, meeting, reader, language, missing, what)
        say = voice_of(group, document.language)
        head = say.gettext("Minutes of {day}", day=say.long_date(meeting.day))
        if what == "agenda":
            when = document.about[0].replace(" · ", ", ")
            head = say.gettext("{name}: {about}", name=say.gettext("Agenda"), about=when)
        head = say.gettext("{title}: {when}", title=document.title, when=head)
        text, html = markdown.markdown(document), page.body(document)
        return Letter(head, text, reader, document.language, scanner, html, missing=missing)

    told = record.agenda if what == "agenda" else replace(record, sent=(), rsvp=(), updated=None, sequence=0)
    about = About(what, ("meeting", meeting.record_id), meeting.occurrence.id, digest(told), record.sequence, to.lists)
    send(run, about, to, compose, sending)


def _document(
    run: Run, meeting: Meeting, reader: Reader, lang: Language | None, missing: MissingTranslations, what: What
) -> tuple[Document, LeakScanner]:
    """What the reader may see of them, and what is withheld from it."""
    from lacwg.exporters.documents import minutes

    group, series, told = run.store.group, meeting.series, meeting.occurrence
    record = _recorded(run, meeting, what)
    names: dict[str, str] = {}
    if reader == "members":
        names = contact_names(run).names
        record = with_actions_in_full(run, record, lambda each: may_see(reader, each.audience))
    own = own_language(group)
    language = lang or own or "en"

    def mark(text: str) -> str:
        return Untranslated(missing.mark(text))

    if language != own:
        series = translated(series, language, mark)
        dates = occurrences.of_day(series, group, meeting.date)
        told = next((each for each in dates if each.id == told.id), replace(told, title=series.title))
    say = voice_of(group, language)
    approved = meeting_records.approved_on(run, meeting, record)
    about = OfMeeting(meeting.series, told.title, headed(say.when(told.span)), approved, meeting.reference)
    alone = what == "agenda"
    view = minutes_view(reader, record, group, about, names, language, mark, agenda_alone=alone)
    if alone and may_see(reader, meeting.series.audience):
        doing = on_duty.doing(run, redacted(series, reader), told)
        lines = [say.gettext("{name}: {about}", name=role, about=say.list_format(who)) for role, who in doing]
        view = replace(view, duties=lines, hours=[clock(at, say) for _, _, at in timed(meeting, view.record)])
    scanner = LeakScanner(reader, Seen.of(reader, [meeting.series], run.store.issues.all()))
    scanner.withhold(group)
    for each in (record, meeting.series, *run.store.contacts.all()):
        scanner.withhold(each)
    scanner.permit(*view.names.values(), view.title, view.when)
    return minutes.document(view), scanner


def _recorded(run: Run, meeting: Meeting, what: What) -> MeetingRecord:
    """The record with the minutes, or with the agenda. Raises ``NoSuchRecordError`` where there is none."""
    if what == "minutes":
        return meeting_records.started(run, meeting)
    record = meeting_records.recorded(run, meeting)
    if record is None or not record.agenda:
        raise NoSuchRecordError(
            f"{meeting.said} has no agenda yet",
            hint=f"start one: lacwg agenda prepare {meeting.reference}",
        )
    return record
