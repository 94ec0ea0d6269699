"""``lacwg minutes export``: the minutes to be handed on, in one of five languages."""

from __future__ import annotations

from typing import Literal

from msgspec.structs import replace

from lacwg import render
from lacwg.audience.leak_scanner.scanner import LeakScanner
from lacwg.audience.view import MinutesView, OfMeeting, Seen, may_see, minutes_view
from lacwg.commands.agenda.topics import with_actions_in_full
from lacwg.commands.export.exporting import MissingTranslations, Target, is_standard_output, refuse_other_suffix
from lacwg.commands.options.ids import OptionalDate, SeriesId
from lacwg.commands.options.verb import option, verb
from lacwg.commands.shared import meeting_records
from lacwg.commands.shared.contact_names import contact_names
from lacwg.commands.shared.meeting_records import Meeting
from lacwg.commands.shared.output import show_result
from lacwg.run import Run
from lacwg.schedule import occurrences
from lacwg.store.disk.write import write_output
from lacwg.voice.translation import Untranslated, own_language, translated
from lacwg.voice.voice import headed, voice_of


@verb
def export(
    run: Run,
    target: Target,
    date: OptionalDate = None,
    form: Literal["markdown", "html"] = option(None, "The file format.", "--format", default="markdown"),
    series: SeriesId = None,
) -> None:
    """Write the minutes to a file.

    The public gets only approved minutes, without attendance, names and votes.

    Example: lacwg minutes export 2026-12-09 --lang es --format html -o acta.html
    """
    from lacwg.exporters.minutes import document

    page = form == "html"
    other = "" if page else "Markdown is named .md; for a page that Word opens: --format html -o FILE.html"
    refuse_other_suffix("HTML" if page else "Markdown", target.output, hint=other)
    meeting = meeting_records.meant_or_latest(run, date, series)
    missing = MissingTranslations(run.store.group, target.lang)
    view, scanner = _view(run, meeting, target, missing)
    text = document.html(view) if page else document.markdown(view)
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


def _view(run: Run, meeting: Meeting, target: Target, missing: MissingTranslations) -> tuple[MinutesView, LeakScanner]:
    """What the reader may see of the minutes, and what is withheld from it."""
    group, reader = run.store.group, target.audience
    record = meeting_records.started(run, meeting)
    names: dict[str, str] = {}
    if reader == "members":
        names = contact_names(run).names
        record = with_actions_in_full(run, record, lambda each: may_see(reader, each.audience))
    own = own_language(group)
    language = target.lang or own or "en"

    def mark(text: str) -> str:
        return Untranslated(missing.mark(text))

    told = meeting.occurrence
    if language != own:
        series = translated(meeting.series, language, mark)
        dates = occurrences.of_day(series, group, meeting.date)
        told = next((each for each in dates if each.id == told.id), replace(told, title=series.title))
    when = headed(voice_of(group, language).when(told.span))
    approved = meeting_records.approved_on(run, meeting, record)
    about = OfMeeting(meeting.series, told.title, when, approved, meeting_records.reference(meeting))
    view = minutes_view(reader, record, group, about, names, language, mark)
    scanner = LeakScanner(reader, Seen.of(reader, [meeting.series], run.store.issues.all()))
    scanner.withhold(group)
    for each in (record, meeting.series, *run.store.contacts.all()):
        scanner.withhold(each)
    scanner.permit(*view.names.values(), view.title, view.when)
    return view, scanner
