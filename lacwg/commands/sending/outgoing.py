"""What goes out: what it is about, the letter for one audience in one language, and what became of each message."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from lacwg.audience.view import Reader
from lacwg.records import Language

if TYPE_CHECKING:
    from collections.abc import Callable
    from email.message import EmailMessage

    from lacwg.audience.leak_scanner.scanner import LeakScanner
    from lacwg.commands.export.exporting import MissingTranslations
    from lacwg.commands.sending.recipients import Recipient
    from lacwg.exporters.ics.invitation import Invitation
    from lacwg.exporters.mail.message import Attachment


@dataclass(frozen=True)
class About:
    """What is sent: by it is known who has it already."""

    what: str
    """Such as "announcement", as ``[[sent]]`` has it."""
    record: tuple[str, str] | None
    """The kind and the id of the record whose ``[[sent]]`` tells of it; None: this installation's list alone."""
    subject_id: str
    """An occurrence's id, or what else it is about."""
    version: str
    """What of it went out: whoever has this one gets it no second time."""
    sequence: int = 0
    """Of the record."""
    lists: tuple[str, ...] = ()
    automatic: bool = False
    """It is sent by the clock, not by a person: a reminder."""
    invitation: str | None = None
    """The UID of the invitation that everybody gets, so that an update or a cancellation reaches them."""


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


class Outgoing(NamedTuple):
    """One message, ready to go."""

    recipient: Recipient
    message: EmailMessage
    key: str
    """By which it is known again, on every machine of the group; empty for a test, which nobody remembers."""
    also: tuple[str, ...] = ()
    """The same of each thing that it tells of, of a reminder."""


class Refused(NamedTuple):
    """One whom the server will not send to."""

    recipient: Recipient
    reason: str
    mend: str


@dataclass
class Delivered:
    """What became of each message, by contacts' ids, or by the address of who is none."""

    sent: list[str] = field(default_factory=list)
    already: list[str] = field(default_factory=list)
    """They had it before."""
    refused: list[Refused] = field(default_factory=list)
    later: list[str] = field(default_factory=list)
    """Not yet: the same command tries them again."""
    unsure: list[str] = field(default_factory=list)
    """They may have it: the connection broke, or the command was stopped, at the last line."""
