"""What is sent, as a verb composes it for one audience in one language."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lacwg.audience.view import Reader
from lacwg.records import Language

if TYPE_CHECKING:
    from collections.abc import Callable

    from lacwg.audience.leak_scanner.scanner import LeakScanner
    from lacwg.commands.export.exporting import MissingTranslations
    from lacwg.commands.sending.recipients import Recipient
    from lacwg.exporters.ics.invitation import Invitation
    from lacwg.exporters.mail.message import Attachment


class Letter(NamedTuple):
    """What is told to all of one audience in one language. Who gets the same gets the very same object."""

    subject: str
    text: str
    """The first paragraph is its title."""
    reader: Reader
    language: Language
    scanner: LeakScanner
    """What is withheld from its reader."""
    html: str = ""
    """The same within the body of a page, without what stands above and below every letter. Empty: as the text."""
    attachments: tuple[Attachment, ...] = ()
    missing: MissingTranslations | None = None
    invitation: Callable[[Recipient], Invitation] | None = None
    """What its reader's calendar program answers."""
    things: tuple[str, ...] = ()
    """What it tells of, each by a key, where who was told of one is to be told no second time."""
