from __future__ import annotations

from pathlib import Path

from lacwg.commands import queries
from lacwg.commands.export import exporting
from lacwg.commands.export.exporting import Everything, Target
from lacwg.commands.options.verb import ExportRun, option, verb
from lacwg.commands.shared.asking import Yes
from lacwg.errors import UsageError
from lacwg.store.disk.write import output_directory


@verb
def vcf(
    run: ExportRun,
    target: Target,
    each: Path | None = option("DIR", "Write one file a person into this folder: for Outlook."),
    everything: Everything = False,
    yes: Yes = False,
) -> None:
    """Write the contacts as vCards.

    For address books and phones: those that the audience may see. With --everything all of them, for yourself: their
    lists as categories, and their notes.

    Example: lacwg export vcf --audience members -o contacts.vcf
    """
    from lacwg.exporters.vcard import cards

    if target.output is not None and each is not None:
        raise UsageError("--output and --each exclude each other", hint="keep one of them")
    exporting.refuse_other_suffix("vCards", target.output)
    today = queries.now(run).date()
    if everything:
        if each is not None:
            raise UsageError("--everything goes to one file", hint="leave out --each, and name it: -o FILE.vcf")
        if (view := exporting.everything(run, target, "all contacts", yes=yes)) is not None:
            exporting.tell_of_dates(run, view.contacts, today)
            exporting.write_private(run, target, cards.cards(view, today, private=True))
        return
    drawn = exporting.draw_contacts(run, target)
    if each is None:
        exporting.write(run, target.output, cards.cards(drawn.view, today), drawn)
    else:
        made = list(cards.each_card(drawn.view, today))
        for _, card in made:  # all of them before any is written
            drawn.scanner.refuse_leaks(card.decode())
        output_directory(each)
        for contact_id, card in made:
            exporting.write(run, each / f"{contact_id}.vcf", card, drawn)
    exporting.tell_of_dates(run, drawn.view.contacts, today)
    exporting.finish(run, drawn)
