"""Who is on duty on which date: looked up, shown and changed alike for a series and an event."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from typing import Annotated, Any, NamedTuple

import typer

from lacwg import kinds, render
from lacwg.commands import queries
from lacwg.commands.options.ids import ids
from lacwg.commands.shared import finding, saving
from lacwg.commands.shared.contact_names import ContactNames, contact_names
from lacwg.commands.shared.output import complete_after_writing, show_result
from lacwg.errors import LacwgError, NoSuchRecordError
from lacwg.records import Duty, Event
from lacwg.run import Run
from lacwg.schedule import duties
from lacwg.schedule.duties import Dutied
from lacwg.schedule.occurrences import Occurrence
from lacwg.text.fold import fold_line

AHEAD = dt.timedelta(days=92)
"""How far a list of duties goes at least where nothing else is said."""


def _with_dates(run: Run) -> list[str]:
    return [*run.store.series.ids(), *run.store.events.ids()[::-1]]


def _roles(run: Run) -> Iterator[str]:
    return (duty.role for record in dutied(run, None, dt.date.min) for duty in record.duties)


Gathering = Annotated[
    str | None,
    typer.Argument(
        metavar="[SERIES]", help="A series or an event. Default: the main series.", autocompletion=ids(_with_dates)
    ),
]
Gatherings = Annotated[
    str | None,
    typer.Argument(metavar="[SERIES]", help="A series or an event. Default: all.", autocompletion=ids(_with_dates)),
]
roles = ids(_roles)


class OnDuty(NamedTuple):
    """One duty on one date."""

    occurrence: Occurrence
    duty: Duty
    who: tuple[str, ...]

    @property
    def missing(self) -> int:
        """How many people it lacks."""
        return max(0, self.duty.count - len(self.who))


def date_of(occurrence: Occurrence) -> dt.date:
    """The date that assignments have: the one that the rule gives; of an event its day."""
    return dt.date.fromisoformat(occurrence.id.rpartition("/")[2]) if occurrence.series else occurrence.span.day


def of_date(record: Dutied, occurrence: Occurrence) -> list[OnDuty]:
    """The duties of a date, those that the record names first; none of one that is cancelled."""
    if occurrence.status == "cancelled":
        return []
    there = duties.on_date(record, date_of(occurrence))
    others = dict.fromkeys(each.role for each in there) if there else {}
    known = {each.role: each for each in record.duties}
    return [
        OnDuty(occurrence, known.get(role) or Duty(role=role), tuple(each.who for each in there if each.role == role))
        for role in {**known, **others}
    ]


def of_occurrence(run: Run, occurrence: Occurrence) -> list[OnDuty]:
    """The duties of a gathering."""
    store, series = run.store, occurrence.series
    return of_date(store.events.read(occurrence.id) if series is None else store.series.read(series), occurrence)


def told(run: Run, found: list[OnDuty]) -> str:
    """``notes: Ana Pérez``, a line for each duty that somebody does."""
    said = [each for each in found if each.who]
    names = contact_names(run) if said else ContactNames(())
    return "\n".join(render.one_line(f"{each.duty.role}: {', '.join(map(names.shown, each.who))}") for each in said)


def json(run: Run, found: list[OnDuty]) -> dict[str, Any]:
    """The same for programs, with those that nobody does; nothing for what is not read."""
    if run.mode != "json":
        return {}
    names = contact_names(run) if found else ContactNames(())
    return {"duties": [on_duty_json(each, names) for each in found]}


def named(run: Run, text: str | None) -> Dutied:
    """The series or the event that people mean; the main series where they name none."""
    if text is None:
        return queries.main_series(run, None)
    series, events = run.store.series, run.store.events
    return events.get(text) if not series.fitting(text) and events.fitting(text) else series.get(text)


def dutied(run: Run, text: str | None, since: dt.date) -> list[Dutied]:
    """What has duties: the series or event that people mean, else every series, and the events ``since`` a day."""
    if text is not None:
        return [named(run, text)]
    every: list[Dutied] = [*run.store.series.all(), *(event for _, event in run.store.events.since(since))]
    return [each for each in every if each.duties or each.assignments]


def on(run: Run, date: str, series_id: str | None) -> tuple[Dutied, Occurrence]:
    """The date of a series that people mean, or the event."""
    try:
        found = finding.series_date(run, date, series_id, ask=True)
    except LacwgError:
        if series_id is not None or not run.store.events.fitting(date):
            raise
        event = run.store.events.get(date)
        return event, queries.occurrence_of(run, event)
    return run.store.series.read(found.series or ""), found


def role_of(record: Dutied, text: str) -> str:
    """The duty that people mean by its name or the beginning of that. Raises ``NoSuchRecordError``."""
    known = dict.fromkeys([*(each.role for each in record.duties), *(each.role for each in record.assignments)])
    whole = [each for each in known if fold_line(each) == fold_line(text)]
    found = whole or [each for each in known if text.strip() and fold_line(each).startswith(fold_line(text))]
    if len(found) != 1:
        there = f"the duties are: {', '.join(known)}\n" if known else ""
        raise NoSuchRecordError(
            f'no duty of {record.id} is called "{text}"' if not found else f'several duties fit "{text}"',
            hint=f"{there}to add one: lacwg duties add ROLE {record.id}",
        )
    return found[0]


def dates(run: Run, record: Dutied, first: dt.date, last: dt.date) -> Iterator[Occurrence]:
    """The dates of a series, or that of an event, from ``first`` to ``last`` that are not cancelled."""
    if isinstance(record, Event):
        found: Iterable[Occurrence] = [queries.occurrence_of(run, record)]
    else:
        found = queries.expanded(run, record, queries.midnight(run, first))
    for each in found:
        if each.span.day > last:
            return
        if each.status != "cancelled" and each.span.last_day >= first:
            yield each


def coming(run: Run, record: Dutied, last: dt.date | None = None) -> list[OnDuty]:
    """The duties from today to ``last``; else for three months, and as long as somebody is assigned."""
    today = queries.now(run).date()
    last = last or max([today + AHEAD, *(each.date for each in record.assignments)])
    return [one for each in dates(run, record, today, last) for one in of_date(record, each)]


def change(run: Run, record: Dutied, changed: Callable[[Dutied], Dutied]) -> tuple[Dutied, str]:
    """Writes what ``changed`` makes of a series or an event, and says so. Subscribers see nothing of it."""
    return saving.change(run, lambda store: store.collection_of(kinds.of_record(record)), record.id, changed)


def show(run: Run, found: list[OnDuty], done: str, none: str = "") -> None:
    """Prints duties, a line for each and its date, and what was done."""
    names, say = contact_names(run), run.voice
    several = len({each.occurrence.title for each in found}) > 1

    def row(each: OnDuty) -> list[str]:
        people = [*map(names.shown, each.who)]
        if each.missing:
            people.append(f"{each.missing} more needed" if people else "nobody yet")
        title = each.occurrence.title if several else ""
        return [say.short_date(each.occurrence.span.day), title, each.duty.role, ", ".join(people)]

    def shape(each: OnDuty) -> dict[str, Any]:
        return {
            "id": each.occurrence.id,
            "title": each.occurrence.title,
            "start": render.iso(each.occurrence.start),
            **on_duty_json(each, names),
            "missing": each.missing,
        }

    def text() -> str:
        table = render.columns([*map(row, found)], width=run.width, colour=run.colour, breaking=(1, 2, 3))
        return f"{table or none}{done}" + ("\n" if done else "")

    show_result(
        run,
        text=text,
        json=lambda: [shape(each) for each in found],
        plain=lambda: [
            (
                each.occurrence.id,
                render.iso(each.occurrence.start),
                each.duty.role,
                ",".join(each.who),
                str(each.missing),
            )
            for each in found
        ],
    )
    complete_after_writing(run)


def on_duty_json(each: OnDuty, names: ContactNames) -> dict[str, Any]:
    """A duty and who does it, for programs."""
    return {"role": each.duty.role, "who": [{"who": who, "name": names.shown(who)} for who in each.who]}
