"""``lacwg import ics``: what another calendar has exported."""

from __future__ import annotations

from typing import Literal

from msgspec.structs import replace

from lacwg.commands import queries
from lacwg.commands.import_ import importing
from lacwg.commands.import_.importing import ForNew
from lacwg.commands.options.verb import WritingRun, argument, option, verb
from lacwg.errors import LacwgError, Where
from lacwg.importers.incoming import Found, together
from lacwg.records import Series
from lacwg.store import imports


@verb
def ics(
    run: WritingRun,
    new: ForNew,
    files: list[str] = argument("FILE…", 'What was exported; "-" is standard input.'),
    kind: Literal["event", "meeting"] = option(None, "What a new series is one of.", default="event"),
    timezone: str | None = option("ZONE", "Whose clock says what is in UTC there or in no zone, as America/Havana."),
) -> None:
    """Take over what Google, Apple, Outlook, The Events Calendar or another calendar has exported.

    The same file may be imported again and again: only what has changed in it since is taken over.

    Example: lacwg import ics calendar.ics --dry-run
    """
    from lacwg.importers.ics import reading

    zone = queries.group_zone(run)
    typed = queries.zone(timezone, "--timezone") if timezone else None
    known = None if new.again else imports.load(run.store.folder)
    found: list[Found] = []
    for name, data in importing.sources(files):
        try:
            found.append(reading.read(data, name, zone=zone, known=known, group=run.store.group, typed=typed))
        except LacwgError as error:
            raise LacwgError(error.message, hint=error.hint, where=Where(name)) from None
    every = together(found)
    if kind != "event":
        every = every._replace(
            records=tuple(
                each._replace(record=replace(each.record, kind=kind)) if isinstance(each.record, Series) else each
                for each in every.records
            )
        )
    importing.import_records(run, every, new)
