"""What goes out, ready to be handed to a server, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from lacwg.commands.sending.recipients import Recipient

if TYPE_CHECKING:
    from email.message import EmailMessage


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
