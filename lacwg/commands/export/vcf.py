"""``lacwg export vcf``: the contacts, for address books."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lacwg.commands.export import exporting
from lacwg.commands.export.exporting import For, Lang, Output
from lacwg.commands.shared.options import Data
from lacwg.errors import UsageError
from lacwg.run import Run
from lacwg.store.disk import files

app = typer.Typer()


@app.command("vcf")
def vcf(
    output: Output = None,
    each: Annotated[
        Path | None,
        typer.Option("--each", metavar="DIR", help="A file for each person, in this folder: for Outlook."),
    ] = None,
    for_: For = "public",
    lang: Lang = None,
    data: Data = None,
) -> None:
    """The contacts as vCards, for address books and telephones.

    Example: lacwg export vcf --audience members -o contacts.vcf
    """
    from lacwg.exporters.vcard import cards

    run = Run(data, plain=True)
    if output is not None and each is not None:
        raise UsageError("--output and --each exclude each other", hint="keep one of them")
    drawn = exporting.draw(run, for_, series=(), events=(), also=("contacts",), language=lang)
    if not drawn.view.contacts:
        readers = "everybody" if for_ == "public" else "every member"
        hint = f"if {readers} may have one: lacwg contacts edit ID --audience {for_}"
        run.message(f"No contact is for {readers}: there is nothing to export.\n  {hint}")
    if each is None:
        exporting.write(run, output, cards.cards(drawn.view), drawn)
    else:
        made = list(cards.each_card(drawn.view))
        for _, card in made:  # all of them before any is written
            drawn.scanner.refuse_leaks(card.decode())
        files.output_directory(each)
        for contact_id, card in made:
            exporting.write(run, each / f"{contact_id}.vcf", card, drawn)
    drawn.untold.tell(run)
    run.complete()
