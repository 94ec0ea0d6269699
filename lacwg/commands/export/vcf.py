"""``lacwg export vcf``: the contacts, for address books."""

from __future__ import annotations

from pathlib import Path

from lacwg.commands.export import exporting
from lacwg.commands.export.exporting import Target
from lacwg.commands.options.verb import ExportRun, option, verb
from lacwg.errors import UsageError
from lacwg.store.disk.write import output_directory


@verb
def vcf(
    run: ExportRun,
    target: Target,
    each: Path | None = option("DIR", "Write one file a person into this folder: for Outlook."),
) -> None:
    """Write the contacts as vCards.

    For address books and phones.

    Example: lacwg export vcf --audience members -o contacts.vcf
    """
    from lacwg.exporters.vcard import cards

    if target.output is not None and each is not None:
        raise UsageError("--output and --each exclude each other", hint="keep one of them")
    exporting.refuse_other_suffix("vCards", target.output)
    drawn = exporting.draw(run, target.audience, series=(), events=(), also=("contacts",), language=target.lang)
    if not drawn.view.contacts:
        readers = "everybody" if target.audience == "public" else "every member"
        hint = f"if {readers} may have one: lacwg contacts edit ID --audience {target.audience}"
        run.message(f"No contact is for {readers}: there is nothing to export.\n  {hint}")
    if each is None:
        exporting.write(run, target.output, cards.cards(drawn.view), drawn)
    else:
        made = list(cards.each_card(drawn.view))
        for _, card in made:  # all of them before any is written
            drawn.scanner.refuse_leaks(card.decode())
        output_directory(each)
        for contact_id, card in made:
            exporting.write(run, each / f"{contact_id}.vcf", card, drawn)
    exporting.finish(run, drawn)
