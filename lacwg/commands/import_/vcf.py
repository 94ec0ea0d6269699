from __future__ import annotations

from lacwg.commands import queries
from lacwg.commands.import_ import importing
from lacwg.commands.import_.importing import ForNewContacts
from lacwg.commands.options.verb import WritingRun, argument, verb
from lacwg.importers.incoming import together


@verb
def vcf(
    run: WritingRun, new: ForNewContacts, files: list[str] = argument("FILE…", 'The .vcf files; "-" is standard input.')
) -> None:
    """Import contacts from vCards.

    Versions 2.1, 3.0 and 4.0: from Google, Apple, Outlook or a phone. The contacts are private. A contact that is
    already there is found by its UID, or by its name or e-mail address; what a card does not mention stays. Categories
    that are called as a list here put people on it.

    Example: lacwg import vcf contacts.vcf --dry-run
    """
    from lacwg.importers.vcard import contacts

    lists = queries.lists(run)
    found = together(contacts.read(data, name, lists) for name, data in importing.sources(files))
    importing.import_records(run, found, new)
