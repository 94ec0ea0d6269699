from __future__ import annotations

from typing import Literal

from msgspec.structs import replace

from lacwg.commands import queries
from lacwg.commands.import_ import importing
from lacwg.commands.import_.importing import ForNew
from lacwg.commands.options.ids import series_ids
from lacwg.commands.options.verb import WritingRun, argument, option, verb
from lacwg.errors import LacwgError, UsageError, Where
from lacwg.importers.incoming import Found, together
from lacwg.records import Series
from lacwg.run import Run
from lacwg.schedule import twins
from lacwg.store import imports
from lacwg.text.english import DateStyle


@verb
def ics(
    run: WritingRun,
    new: ForNew,
    files: list[str] = argument("FILE…", 'The exported files; "-" is standard input.'),
    kind: Literal["event", "meeting"] = option(None, "Make new series meetings or events.", default="event"),
    into: str | None = option(
        "SERIES",
        "The series here that the file's series stands for: only what happened to its dates is taken over.",
        autocompletion=series_ids,
    ),
    timezone: str | None = option("ZONE", "The time zone of times that are in UTC or in none, such as America/Havana."),
) -> None:
    """Import a calendar: Google, Apple, Outlook or any other.

    Also from The Events Calendar. You may import the same file again and again: only what has changed in it since is
    taken over.

    Example: lacwg import ics calendar.ics --dry-run
    """
    from lacwg.importers.ics import reading

    zone = queries.group_zone(run)
    typed = queries.zone(timezone, "--timezone") if timezone else None
    ours = None if into is None else run.store.series.get(into)
    known = None if new.again or ours else imports.load(run.store.folder)
    found: list[Found] = []
    for name, data in importing.sources(files):
        try:
            found.append(reading.read(data, name, zone=zone, known=known, group=run.store.group, typed=typed))
        except LacwgError as error:
            raise LacwgError(error.message, hint=error.hint, where=Where(name)) from None
    every = together(found)
    if ours is not None:
        every = _joined(run, every, ours)
    if kind != "event":
        every = every._replace(
            records=tuple(
                each._replace(record=replace(each.record, kind=kind)) if isinstance(each.record, Series) else each
                for each in every.records
            )
        )
    importing.import_records(run, every, new)


def _joined(run: Run, found: Found, ours: Series) -> Found:
    """What was found, with the series that are ``ours`` marked so. Raises ``UsageError`` where none is."""
    now, group = queries.now(run), run.store.group
    mine = [
        isinstance(each.record, Series) and twins.same_rule_and_hour(each.record, ours, group, now)
        for each in found.records
    ]
    if not any(mine):
        series = [each.record for each in found.records if isinstance(each.record, Series)]
        there = "; ".join(f'"{each.title}": {each.rule}, {_hour(each, run.english)}' for each in series[:5]) or "none"
        raise UsageError(
            f"no series in the file has the rule and hour of {ours.id}: {ours.rule}, {_hour(ours, run.english)}",
            hint=f"those there are: {there}",
        )
    records = (
        each._replace(into=ours.id) if is_ours else each for each, is_ours in zip(found.records, mine, strict=True)
    )
    return found._replace(records=tuple(records))


def _hour(series: Series, say: DateStyle) -> str:
    return "all day" if series.start_time is None else say.clock_time(series.start_time)
