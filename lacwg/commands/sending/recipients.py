"""Who gets what is sent: the people of lists, or single ones."""

from __future__ import annotations

from typing import NamedTuple

from lacwg.audience.view import Reader
from lacwg.records import Language


class Recipient(NamedTuple):
    """One who gets one message."""

    contact: str
    """The contact's id; empty where it is the address of a mailing list, or of a test."""
    name: str
    email: str
    language: Language | None
    """The first of theirs in which the group has words; None: they speak none of these, or did not say."""
    reader: Reader
    """What they may be told."""
