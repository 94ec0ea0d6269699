"""``lacwg import ics``: what another calendar has exported."""

from __future__ import annotations

from typing import Annotated, Literal

import typer
from msgspec.structs import replace

from lacwg.commands import queries
from lacwg.commands.import_ import importing
from lacwg.commands.import_.options import Again, DryRun, ForNew, Issue
from lacwg.commands.shared.options import Data, Json, Plain
from lacwg.errors import LacwgError, Where
from lacwg.importers.incoming import Found, together
from lacwg.records import Series
from lacwg.run import Run

app = typer.Typer()

Files = Annotated[list[str], typer.Argument(metavar="FILE…", help='What was exported; "-" is standard input.')]


@app.command("ics")
def ics(
    files: Files,
    kind: Annotated[Literal["event", "meeting"], typer.Option("--kind", help="What a new series is one of.")] = "event",
    audience: ForNew = None,
    issue: Issue = None,
    again: Again = False,
    dry_run: DryRun = False,
    data: Data = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """Take over what Google, Apple, Outlook, The Events Calendar or another calendar has exported.

    The same file may be imported again and again: only what has changed in it since is taken over.

    Example: lacwg import ics calendar.ics --dry-run
    """
    from lacwg.importers.ics import reading

    run = Run(data, json=json, plain=plain)
    zone = queries.group_zone(run)
    known = None if again else importing.known(run)
    found: list[Found] = []
    for source in importing.sources(files):
        try:
            found.append(reading.read(source.data, source.name, zone=zone, known=known, group=run.store.group))
        except LacwgError as error:
            raise LacwgError(error.message, hint=error.hint, where=Where(source.name)) from None
    every = together(found)
    if kind != "event":
        every = every._replace(
            records=tuple(
                each._replace(record=replace(each.record, kind=kind)) if isinstance(each.record, Series) else each
                for each in every.records
            )
        )
    importing.import_records(run, every, dry_run=dry_run, audience=audience, issues=issue or (), again=again)
