"""``lacwg import vcf``: contacts from address books."""

from __future__ import annotations

from typing import Annotated

import typer

from lacwg.commands.import_ import importing
from lacwg.commands.import_.options import Again, DryRun
from lacwg.commands.shared.options import Data, Json, Plain
from lacwg.importers.incoming import together
from lacwg.records import AudienceName
from lacwg.run import Run

app = typer.Typer()


@app.command("vcf")
def vcf(
    files: Annotated[list[str], typer.Argument(metavar="FILE…", help='The .vcf files; "-" is standard input.')],
    audience: Annotated[
        AudienceName | None, typer.Option("--audience", help="Who may see the new contacts; else private.")
    ] = None,
    again: Again = False,
    dry_run: DryRun = False,
    data: Data = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """Take over contacts from vCards (2.1, 3.0, 4.0): Google's, Apple's, Outlook's, a telephone's.

    They are private. A contact that is there already is known by its UID, else by its name or e-mail address; what
    a card does not say of it stays.

    Example: lacwg import vcf contacts.vcf --dry-run
    """
    from lacwg.importers.vcard import contacts

    run = Run(data, json=json, plain=plain)
    found = together(contacts.read(each.data, each.name) for each in importing.sources(files))
    importing.import_records(run, found, dry_run=dry_run, audience=audience, again=again)
