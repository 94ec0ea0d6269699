"""Who is on duty on which date: looked up and shown alike for a series and an event."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Annotated, Any

import typer

from lacwg import kinds, render
from lacwg.commands import queries
from lacwg.commands.options.ids import ids
from lacwg.commands.shared import lookup, saving
from lacwg.commands.shared.contact_names import ContactNames, contact_names
from lacwg.commands.shared.output import show_whole
from lacwg.errors import LacwgError, NoSuchRecordError
from lacwg.records import Event
from lacwg.run import Run
from lacwg.schedule import duties
from lacwg.schedule.duties import Dutied, OnDuty
from lacwg.schedule.occurrences import Occurrence
from lacwg.store.ids import fitting, only

AHEAD = dt.timedelta(days=92)
"""How far a list of duties goes at least where nothing else is said."""
LONGEST = dt.timedelta(days=3 * 366)
"""How far one goes at most then, and a plan: an assignment's year may be mistyped."""
gatherings = ids(lambda run: [*run.store.series.ids(), *run.store.events.ids()[::-1]])
_EITHER = "A series or an event. Default: all."
Gathering = Annotated[str | None, typer.Argument(metavar="[SERIES]", help=_EITHER, autocompletion=gatherings)]
roles = ids(lambda run: (duty.role for each in dutied(run, None, queries.now(run).date()) for duty in each.duties))


def duty_json(each: OnDuty, names: ContactNames) -> dict[str, Any]:
    """A duty and who does it, for programs."""
    return {"role": each.duty.role, "who": [{"who": who, "name": names.shown(who)} for who in each.who]}


def doing(run: Run, record: Dutied, occurrence: Occurrence) -> list[tuple[str, list[str]]]:
    """What somebody does on a date, and who, by their names; contacts are read where that is anything."""
    there = [each for each in duties.of_date(record, occurrence) if each.who]
    names = contact_names(run) if there else ContactNames(())
    return [(each.duty.role, [*map(names.shown, each.who)]) for each in there]


def told(run: Run, occurrence: Occurrence) -> tuple[str, dict[str, Any]]:
    """``notes: Ana Pérez``, a line for each duty of a gathering that somebody does; and all of them for programs."""
    store, series = run.store, occurrence.series
    record = store.events.read(occurrence.id) if series is None else store.series.read(series)
    found = duties.of_date(record, occurrence)
    names = contact_names(run) if any(each.who for each in found) else ContactNames(())
    lines = [f"{each.duty.role}: {', '.join(map(names.shown, each.who))}" for each in found if each.who]
    return "\n".join(map(render.one_line, lines)), {"duties": [duty_json(each, names) for each in found]}


def named(run: Run, text: str | None) -> Dutied:
    """The series or the event that people mean; the main series where they name none."""
    if text is None or run.store.series.fitting(text):
        return queries.main_series(run, text)
    if run.store.events.fitting(text):
        return run.store.events.get(text)
    hint = "see them: lacwg series list, and lacwg events list"
    raise NoSuchRecordError(f'no series and no event has an id or a title that fits "{text}"', hint=hint)


def dutied(run: Run, text: str | None, since: dt.date) -> list[Dutied]:
    """What has duties: the series or event that people mean, else every series, and the events ``since`` a day."""
    if text is not None:
        return [named(run, text)]
    every: list[Dutied] = [*run.store.series.all(), *(event for _, event in run.store.events.since(since))]
    return [each for each in every if each.duties or each.assignments]


def on(run: Run, date: str, series_id: str | None) -> tuple[Dutied, Occurrence]:
    """The date of a series that people mean, or the event."""
    try:
        found = lookup.series_date(run, date, series_id, ask=True)
    except LacwgError:
        if series_id is not None or not run.store.events.fitting(date):
            raise
        event = run.store.events.get(date)
        return event, queries.occurrence_of(run, event)
    return run.store.series.read(found.series or ""), found


def role_of(record: Dutied, text: str) -> str:
    """The duty that people mean by its name or the beginning of that. Raises ``NoSuchRecordError``."""
    known = dict.fromkeys([*(each.role for each in record.duties), *(each.role for each in record.assignments)])
    found = only(text, fitting(text, known), "duties")
    if found is None:
        raise NoSuchRecordError(
            f'no duty of {record.id} is called "{text}"',
            hint=f"there are: {', '.join(known) or 'none yet'}\nto add one: lacwg duties add ROLE {record.id}",
        )
    return found


def dates(run: Run, record: Dutied, first: dt.date, last: dt.date) -> Iterator[Occurrence]:
    """The dates of a series, or that of an event, from ``first`` to ``last`` that are not cancelled."""
    begin = queries.midnight(run, first)
    found = [queries.occurrence_of(run, record)] if isinstance(record, Event) else queries.expanded(run, record, begin)
    begin = max(begin, queries.now(run))
    for each in found:
        if each.span.day > last:
            return
        # after midnight last evening's is still under way
        if each.status != "cancelled" and (each.span.last_day >= first or each.span.over_utc > begin):
            yield each


def coming(run: Run, record: Dutied, first: dt.date | None = None, last: dt.date | None = None) -> list[OnDuty]:
    """The duties from a day, else today, to another; else for three months, and as long as somebody is assigned.

    What nobody did is not told once it is over.
    """
    now = queries.now(run)
    first = first or now.date()
    if last is None:
        moves = {each.date: each.moved_to.day for each in getattr(record, "exceptions", ()) if each.moved_to}
        days = (moves.get(each.date, each.date) for each in record.assignments)
        last = max([first + AHEAD, *(each for each in days if each <= first + LONGEST)])
    found = [one for each in dates(run, record, first, last) for one in duties.of_date(record, each)]
    return [each for each in found if each.who or each.occurrence.span.over_utc > now]


def change(
    run: Run, record: Dutied, changed: Callable[[Dutied], Dutied], found: Callable[[Dutied], list[OnDuty]]
) -> None:
    """Saves what ``changed`` makes of a record, and shows the duties that are ``found`` in it then."""
    new, told = saving.change(run, lambda store: store.collection_of(kinds.of_record(record)), record.id, changed)
    show(run, found(new), f"{told}\n")


def show(run: Run, found: list[OnDuty], done: str) -> None:
    """Prints duties, a line for each and its date, and what was done."""
    found = sorted(found, key=lambda each: each.occurrence.order)
    names, say = contact_names(run), run.voice
    several = len({each.occurrence.title for each in found}) > 1

    def row(each: OnDuty) -> list[str]:
        people = [*map(names.shown, each.who)]
        if each.missing:
            people.append(f"{each.missing} more needed" if people else "nobody yet")
        title = each.occurrence.title if several else ""
        return [say.short_date(each.occurrence.span.day), title, each.duty.role, ", ".join(people)]

    def shape(each: OnDuty) -> dict[str, Any]:
        about = {"id": each.occurrence.id, "title": each.occurrence.title, "start": render.iso(each.occurrence.start)}
        return {**about, **duty_json(each, names), "missing": each.missing}

    show_whole(
        run,
        text=lambda: render.columns([*map(row, found)], width=run.width, colour=run.colour, breaking=(1, 2, 3)) + done,
        json=lambda: [shape(each) for each in found],
        plain=lambda: [
            (each.occurrence.id, each.occurrence.span.iso[0], each.duty.role, ",".join(each.who), str(each.missing))
            for each in found
        ],
    )
