"""``lacwg minutes export``: the minutes to be handed on, in one of five languages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Annotated, Literal

import typer
from msgspec.structs import replace

from lacwg import audience, render
from lacwg.audience.leak_scanner import LeakScanner
from lacwg.commands.export.exporting import For, Lang, Output
from lacwg.commands.export.missing_translations import Untold
from lacwg.commands.meetings import records as meeting_records
from lacwg.commands.meetings.agenda import in_full
from lacwg.commands.meetings.minutes import approved_on, meant_or_latest, started
from lacwg.commands.meetings.records import DateArgument, Meeting
from lacwg.commands.shared.options import Data, Json, Plain, SeriesId
from lacwg.commands.shared.output import show as show_result
from lacwg.commands.shared.people import people
from lacwg.records import Group, Language, MeetingRecord
from lacwg.run import Run
from lacwg.schedule import occurrences
from lacwg.schedule.zones import abbreviation
from lacwg.store.disk import files
from lacwg.voice.translation import Untranslated, own_language, translated
from lacwg.voice.voice import Wording, wording

app = typer.Typer()


@app.command("export")
def export(
    date: DateArgument = None,
    form: Annotated[Literal["markdown", "html"], typer.Option("--format", help="The form.")] = "markdown",
    for_: For = "public",
    lang: Lang = None,
    output: Output = None,
    series: SeriesId = None,
    data: Data = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """The minutes to be handed on. For the public: approved ones alone, without attendance, names and votes.

    Example: lacwg minutes export 2026-12-09 --lang es --format html -o acta.html
    """
    from lacwg.exporters.minutes import document

    run = Run(data, json=json, plain=plain)
    group = run.store.group
    meeting = meant_or_latest(run, date, series)
    record = started(run, meeting).record
    names: dict[str, str] = {}
    if for_ == "members":
        names = people(run).names
        record = _with_actions_in_full(run, record, for_)
    untold, own = Untold(group, lang), own_language(group)
    language = lang or own or "en"

    def mark(text: str) -> str:
        return Untranslated(untold.mark(text))

    told = meeting if language == own else _told(meeting, group, language, mark)
    view = audience.minutes_view(
        for_, record, group, meeting.series, title=told.title, when=_when(told, wording(language)), names=names,
        approved_on=approved_on(run, meeting, record), typed=meeting_records.reference(meeting),
        language=language, mark=mark,
    )  # fmt: skip
    text = document.html(view) if form == "html" else document.markdown(view)
    scanner = LeakScanner(for_)
    scanner.withhold(group)
    for each in (record, meeting.series, *run.store.contacts.all()):
        scanner.withhold(each)
    scanner.permit(*view.names.values(), view.title, view.when)
    scanner.refuse_leaks(text)
    untold.look_through(text)
    if output is not None:
        files.write_output(output, text.encode())
        run.message(f"Wrote {output}")
    if output is None or run.mode != "people":
        shape = {"record": record.id, "audience": for_, "format": form, "file": str(output) if output else None}
        show_result(
            run,
            people=lambda: render.escape_controls(text),
            json=lambda: {**shape, "language": view.language, "text": None if output else text},
            plain=lambda: [(*shape.values(), None if output else text)],
        )
    untold.tell(run)
    run.complete()


def _with_actions_in_full(run: Run, record: MeetingRecord, reader: audience.Reader) -> MeetingRecord:
    """The record with the words of those actions that its agenda is about, of records that ``reader`` may see."""
    found = meeting_records.actions_of(run)
    actions = {each.action.id: each for each in found if audience.may_see(reader, each.audience)}
    items = tuple(replace(item, title=in_full(item.title, actions)) for item in record.agenda)
    return replace(record, agenda=items)


def _told(meeting: Meeting, group: Group, language: Language, mark: Callable[[str], str]) -> Meeting:
    """The meeting with the words that its series has in ``language``."""
    series, found = translated(meeting.series, language, mark), meeting.occurrence
    if found is not None:
        found = next(each for each in occurrences.of_day(series, group, meeting.date) if each.id == found.id)
    return meeting._replace(series=series, occurrence=found)


def _when(meeting: Meeting, say: Wording) -> str:
    """The day and hour of a meeting: ``Wednesday, December 9, 2026 · 5:00 PM EST``."""
    found = meeting.occurrence
    if found is None:
        text = say.full_date(meeting.date)
    elif isinstance(found.start, dt.datetime):
        ends = found.end if isinstance(found.end, dt.datetime) else None
        last = None if ends is None else abbreviation(ends)
        text = f"{say.full_date(found.start)} · {say.clock_span(found.start, ends, abbreviation(found.start), last)}"
    else:
        text = say.day_span(found.start, None if found.end is None else occurrences.local_day(found.end))
    return text[:1].upper() + text[1:]  # it stands alone, and most languages write weekdays small
