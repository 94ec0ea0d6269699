"""Sending, up to the server: what goes to whom is looked through, shown, and agreed to."""

from __future__ import annotations

from dataclasses import dataclass
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
    """The kind and the id of the record whose ``[[sent]]`` tells of it; None: this installation's journal alone."""
    subject_id: str
    """An occurrence's id, or what else it is about."""
    sequence: int = 0
    """Its version; whoever has this one gets it no second time."""
    lists: tuple[str, ...] = ()
    automatic: bool = False
    """It is sent by the clock, not by a person: a reminder."""


class Outgoing(NamedTuple):
    """One message, ready to go."""

    recipient: Recipient
    message: EmailMessage
    key: str
    """By which it is known again, on every machine of the group; empty for a test, which nobody remembers."""
