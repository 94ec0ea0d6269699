"""Minutes and agendas to be handed on: what their reader may see of them, as Markdown, HTML or PDF."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from msgspec.structs import replace

from lacwg import render
from lacwg.audience.leak_scanner.scanner import LeakScanner
from lacwg.audience.view import MinutesView, OfMeeting, Reader, Seen, may_see, minutes_view, redacted
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

Form = Literal["markdown", "html", "pdf"]
What = Literal["agenda", "minutes"]
_NAMES = {"markdown": "Markdown", "html": "HTML", "pdf": "PDF"}


def hand_on(run: Run, meeting: Meeting, target: Target, form: Form, what: What) -> None:
    """Writes the minutes of a meeting, or its agenda, to a file or to standard output."""
    from lacwg.exporters.minutes import document

    other = "Markdown is named .md; for a page that Word opens: --format html -o FILE.html; for paper: --format pdf"
    refuse_other_suffix(_NAMES[form], target.output, hint="" if form != "markdown" else other)
    if form == "pdf":
        from lacwg.commands.print.printing import Press, Printing

        if target.output is None:
            raise UsageError("a PDF goes into a file", hint=f"say which: -o {what}.pdf")
        press = Press(run, Printing(output=target.output, lang=target.lang), target.audience)
        shape = {"record": meeting.record_id, "audience": target.audience, "format": form, "file": None}
        print_text(press, meeting, what, {**shape, "language": press.languages[0], "text": None})
        return
    missing = MissingTranslations(run.store.group, target.lang)
    view, scanner = _view(run, meeting, target.audience, target.lang, missing, what)
    text = document.html(view) if form == "html" else document.markdown(view)
    scanner.refuse_leaks(text)
    missing.look_through(text)
    output = None if is_standard_output(target.output) else target.output
    left = None if output else text
    if output is not None:
        write_output(output, text.encode())
        run.message(f"Wrote {output}")
    if output is None or run.mode != "people":
        file = str(output) if output else None
        shape = {"record": meeting.record_id, "audience": target.audience, "format": form, "file": file}
        show_result(
            run,
            text=lambda: render.escape_controls(text),
            json=lambda: {**shape, "language": view.language, "text": left},
            plain=lambda: [(*shape.values(), left)],
        )
    missing.tell(run)
    run.complete()


def print_text(press: Press, meeting: Meeting, what: What, shape: dict[str, Any] | None = None) -> None:
    """The same on paper; ``shape``: what programs are told of it."""
    from lacwg.exporters.minutes import document
    from lacwg.exporters.paper import sheets

    parts = []
    for language, missing in press.missing.items():
        view, scanner = _view(press.run, meeting, press.reader, language, missing, what)
        parts.append(sheets.document(view.language, view.title, document.markdown(view)))
        press.scanner = press.scanner or scanner
    press.put(what, meeting.record_id, parts, template="document.typ", shape=shape)


def send_on(
    run: Run, meeting: Meeting, audience: Reader | None, lang: Language | None, sending: Sending, what: What
) -> None:
    """Sends them to people, each what they may see, in a language that they speak where the text has it."""
    from lacwg.commands.sending import recipients
    from lacwg.commands.sending.letters import Letter
    from lacwg.commands.sending.send import About, digest, send
    from lacwg.exporters.minutes import document

    group, to = run.store.group, recipients.meant(run, sending, audience)
    record = _agenda(run, meeting) if what == "agenda" else meeting_records.started(run, meeting)

    def compose(one: recipients.Recipient) -> Letter:
        spoken = recipients.spoken(one, group, lambda language: has_words(record, language))
        return letter(one.reader, spoken or lang or own_language(group))

    @cache
    def letter(reader: Reader, language: Language | None) -> Letter:
        missing = MissingTranslations(group, language)
        view, scanner = _view(run, meeting, reader, language, missing, what)
        say = voice_of(group, view.language)
        head = say.gettext("Minutes of {day}", day=say.long_date(meeting.day))
        if what == "agenda":
            head = say.gettext("{name}: {about}", name=say.gettext("Agenda"), about=view.when.replace(" · ", ", "))
        head = say.gettext("{title}: {when}", title=view.title, when=head)
        text, html = document.markdown(view), document.body(view)
        return Letter(head, text, reader, view.language, scanner, html, missing=missing)

    told = record.agenda if what == "agenda" else replace(record, sent=(), rsvp=(), updated=None, sequence=0)
    about = About(what, ("meeting", meeting.record_id), meeting.occurrence.id, digest(told), record.sequence, to.lists)
    send(run, about, to, compose, sending)


def _view(
    run: Run, meeting: Meeting, reader: Reader, lang: Language | None, missing: MissingTranslations, what: What
) -> tuple[MinutesView, LeakScanner]:
    """What the reader may see of them, and what is withheld from it."""
    group = run.store.group
    record = _agenda(run, meeting) if what == "agenda" else meeting_records.started(run, meeting)
    names: dict[str, str] = {}
    if reader == "members":
        names = contact_names(run).names
        record = with_actions_in_full(run, record, lambda each: may_see(reader, each.audience))
    own = own_language(group)
    language = lang or own or "en"

    def mark(text: str) -> str:
        return Untranslated(missing.mark(text))

    told, series = meeting.occurrence, meeting.series
    if language != own:
        series = translated(series, language, mark)
        dates = occurrences.of_day(series, group, meeting.date)
        told = next((each for each in dates if each.id == told.id), replace(told, title=series.title))
    say = voice_of(group, language)
    approved = meeting_records.approved_on(run, meeting, record)
    about = OfMeeting(
        meeting.series, told.title, headed(say.when(told.span)), approved, meeting_records.reference(meeting)
    )
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
    return view, scanner


def _agenda(run: Run, meeting: Meeting) -> MeetingRecord:
    """The record with the agenda. Raises ``NoSuchRecordError`` where there is none."""
    record = meeting_records.recorded(run, meeting)
    if record is None or not record.agenda:
        raise NoSuchRecordError(
            f"{meeting.said} has no agenda yet",
            hint=f"start one: lacwg agenda prepare {meeting_records.reference(meeting)}",
        )
    return record
