from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

import typer

from lacwg import render
from lacwg.audience.view import View, dated
from lacwg.commands import queries
from lacwg.commands.export import exporting
from lacwg.commands.export.exporting import Everything, Target
from lacwg.commands.options.ids import From, To
from lacwg.commands.options.verb import ExportRun, option, verb
from lacwg.commands.shared.asking import Yes
from lacwg.errors import UsageError
from lacwg.run import Run
from lacwg.schedule.occurrences import Occurrence
from lacwg.text.english import month_day, plural
from lacwg.voice.translation import own_language
from lacwg.voice.voice import voice_of

Form = Literal["contacts", "google-contacts", "outlook"]
Program = Literal["the-events-calendar", "google", "spreadsheet", Form]
Files = tuple[Path | None, Path | None, Path | None]
"""Of venues, of organizers, and of the dates."""


@verb
def csv(
    run: ExportRun,
    program: Annotated[Program, typer.Option("--for", help="The program that will read it.")],
    target: Target,
    venues: Path | None = option("FILE", "The Events Calendar: write the venues to this file."),
    organizers: Path | None = option("FILE", "The Events Calendar: write the organizers to this file."),
    start: From = None,
    end: To = None,
    everything: Everything = False,
    yes: Yes = False,
) -> None:
    """Write dates or contacts as rows of a spreadsheet.

    Dates for twelve months from today: for The Events Calendar, Google Calendar, Excel or LibreOffice (spreadsheet). A
    series becomes a row for each date. The Events Calendar takes three files, imported in this order: venues,
    organizers, then events (-o), because an event finds only a venue that is already there.

    Contacts for a spreadsheet (contacts), Google Contacts or Outlook: those that the audience may see, without their
    lists; --everything writes all of them, with lists and notes, for yourself.

    Example: lacwg export csv --for google -o events.csv
    Example: lacwg export csv --for google-contacts --everything -o people.csv
    """
    if program in ("contacts", "google-contacts", "outlook"):
        _contacts(run, program, target, [venues, organizers, start, end], everything=everything, yes=yes)
        return
    if everything:
        raise UsageError("--everything is for contacts", hint="with: --for contacts, google-contacts or outlook")
    wordpress = program == "the-events-calendar"
    files = (venues, organizers, target.output)
    _refuse_files(files, wordpress=wordpress)
    first, last = exporting.window(run, start, end)
    also: tuple[Literal["contacts", "issues"], ...] = ("contacts", "issues") if wordpress else ()
    drawn = exporting.draw(run, target.audience, since=first.date(), also=also, language=target.lang)
    dates = list(dated(drawn.view, first, last))
    if wordpress:
        _for_the_events_calendar(run, drawn, dates, files)
    else:
        exporting.write(run, target.output, _table(program, drawn.view, dates), drawn)
    exporting.finish(run, drawn)


def _contacts(run: Run, form: Form, target: Target, of_dates: Sequence[object], *, everything: bool, yes: bool) -> None:
    """Writes the people, those of an audience or all."""
    from lacwg.exporters.spreadsheet import people

    if any(each is not None for each in of_dates):
        raise UsageError(
            "--venues, --organizers, --from and --to are for dates, and these are people", hint="leave them out"
        )
    exporting.refuse_other_suffix("CSV", target.output)
    today = queries.now(run).date()
    if everything:
        if (view := exporting.everything(run, target, "all contacts", yes=yes)) is not None:
            data = people.table(form, view.contacts, view.group.uid_namespace, today, private=True)
            exporting.tell_of_dates(run, view.contacts, today)
            exporting.write_private(run, target, data)
        return
    drawn = exporting.draw_contacts(run, target)
    data = people.table(form, drawn.view.contacts, drawn.view.group.uid_namespace, today, private=False)
    exporting.write(run, target.output, data, drawn)
    exporting.tell_of_dates(run, drawn.view.contacts, today)
    exporting.finish(run, drawn)


def _refuse_files(files: Files, *, wordpress: bool) -> None:
    """Raises ``UsageError`` for files that are none of the program's, or one in place of another."""
    if not wordpress and any(files[:2]):
        raise UsageError(
            "--venues and --organizers are files of The Events Calendar's", hint="with: --for the-events-calendar"
        )
    exporting.refuse_other_suffix("CSV", *files)
    if sum(map(exporting.is_standard_output, [*filter(None, files[:2]), files[2]])) > 1:
        raise UsageError("two of the files would be on standard output", hint="name a file for the others: -o FILE")
    given = [each for each in files if each is not None]
    if len({each.absolute() for each in given}) < len(given):
        raise UsageError("two of the files have the same name", hint="give each a name of its own")


def _table(program: Program, view: View, dates: Sequence[Occurrence]) -> bytes:
    from lacwg.exporters.spreadsheet import tables

    if program == "google":
        return tables.google(view.group, dates, voice_of(view.group, view.language))
    translated = None if view.language == (own_language(view.group) or "en") else view.language
    return tables.spreadsheet(dates, members=view.audience == "members", translated=translated)


def _for_the_events_calendar(run: Run, drawn: exporting.Drawn, dates: Sequence[Occurrence], paths: Files) -> None:
    from lacwg.exporters.spreadsheet import events_calendar

    made = events_calendar.files(drawn.view, dates, queries.now(run).date())
    for text in made:  # all of them before any is written
        drawn.scanner.refuse_leaks(text.decode())
    for path, text in zip(paths[:2], (made.venues, made.organizers), strict=True):
        if path is not None:
            exporting.write(run, path, text, drawn)
    exporting.write(run, paths[2], made.events, drawn)
    if paths[0] or paths[1]:
        run.message("Import them in this order: venues, organizers, events.")
    elsewhere = [each for each in dates if each.status == "cancelled" or each.change == "moved"]
    if elsewhere:
        these = "; ".join(_was(each) for each in elsewhere)
        run.message(
            f"The Events Calendar knows an event by its title and start. If {plural(len(elsewhere), 'date')} "
            f"had been imported before, remove by hand what stands there as: {these}"
        )


def _was(each: Occurrence) -> str:
    """What a date was before it was cancelled or moved, as the site has it."""
    before = each.original_start if each.change == "moved" and each.original_start is not None else each.start
    return f'"{render.one_line(each.title)}", {month_day(before)}'
