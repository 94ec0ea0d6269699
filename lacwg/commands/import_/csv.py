from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from msgspec.structs import replace

from lacwg.commands import queries
from lacwg.commands.import_ import importing
from lacwg.commands.import_.importing import ForNew
from lacwg.commands.options.verb import WritingRun, argument, flag, option, verb
from lacwg.errors import FieldError, UsageError
from lacwg.importers.incoming import Found, Incoming, together
from lacwg.records import Event, Group, Series
from lacwg.run import Run
from lacwg.schedule import occurrences
from lacwg.schedule.span import day_of
from lacwg.text.fold import fold_line


@verb
def csv(
    run: WritingRun,
    *,
    mapping: list[str] | None = option(
        "COLUMN=FIELD", 'What a column means, such as "When=start"; may be repeated.', "--map"
    ),
    dates: Literal["mdy", "dmy"] | None = option(None, "How 12/3 is read. Default: the group's way."),
    public_link: bool = flag("Allow a meeting link in a public field."),
    new: ForNew,
    files: list[str] = argument("FILE…", 'The files, text or .xlsx; "-" is standard input.'),
) -> None:
    """Import events or people from a spreadsheet.

    Events as The Events Calendar, Google and Outlook have them, people as Google Contacts and Outlook do. Columns are
    found by their headings, in any order. For any other file --map says what a column means: of events title, start (a
    day, with or without its hour), start_date, start_time, end, place, url and more, of people name, email, phone,
    role, language, lists, joined and more; a wrong one is answered with the list. "COLUMN=" leaves a column out. A link
    to an online meeting is moved out of public texts, to members.

    Example: lacwg import csv events.csv --map "What=title" --map "When=start"
    Example: lacwg import csv people.csv --map "Who=name" --map "Write to=email"
    """
    from lacwg.importers.spreadsheet import columns, grid, people, reading

    queries.group_zone(run)
    store = run.store
    issues = {each.id: each.title for each in store.issues.all()}
    lists = queries.lists(run)
    wishes = reading.CsvOptions(mapping or (), reading.ORDERS[dates] if dates else None, public_link)
    found = []
    for name, data in importing.sources(files):
        sheet = grid.read(data, name, lambda heading: max(columns.weight(heading), people.weight(heading)))
        if people.is_of_people(sheet, wishes.mapping):
            if public_link or new.issue:
                option = "--public-link" if public_link else "--issue"
                raise UsageError(f"{option} is for events, and {name} is of people", hint="leave it out")
            found.append(people.read(sheet, name, store.group, lists, wishes))
        else:
            found.append(reading.read(sheet, name, store.group, issues, wishes))
    every = _without_dates_of_series(run, together(found))
    importing.import_records(run, every, new)


def _without_dates_of_series(run: Run, found: Found) -> Found:
    """What was found, without the rows that a series gives already: other calendars have a row for each date."""
    from lacwg.importers.spreadsheet import reading

    group = run.store.group
    by_title: dict[str, list[Series]] = {}
    for series in run.store.series.all():
        titles = [series.title, *(each.title for each in (*series.exceptions, *series.changes))]
        for title in {fold_line(each) for each in titles if each}:
            by_title.setdefault(title, []).append(series)
    kept: list[Incoming] = []
    passed: dict[str, list[str]] = {}
    for each in found.records:
        record = each.record
        if isinstance(record, Event) and (series_id := _series_of(record, by_title, group)):
            passed.setdefault(series_id, []).append(each.source)
        else:
            kept.append(each)
    skipped = [reading.dates_of(series_id, sources) for series_id, sources in passed.items()]
    return found._replace(records=tuple(kept), skipped=(*found.skipped, *skipped))


def _series_of(event: Event, by_title: Mapping[str, Iterable[Series]], group: Group) -> str | None:
    """The id of the first series of its title that has a date when an event begins; None where there is none."""
    try:
        start = occurrences.of_event(replace(event, id="event"), group).start
        for series in by_title.get(fold_line(event.title), ()):
            if any(each.start == start for each in occurrences.of_day(series, group, day_of(start))):
                return series.id
    except FieldError:
        pass  # named by whoever takes it over
    return None
