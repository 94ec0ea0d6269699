"""What the verbs of ``lacwg import`` share: reading a file, finding the record that is meant, writing all at once.

A verb reads its files with ``sources``, makes a ``Found`` of each, puts them ``together`` and calls ``run``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from lacwg.context import Context
from lacwg.importers.incoming import Found, Known
from lacwg.records import AudienceName


class Source(NamedTuple):
    """A file to import."""

    name: str
    """As people typed it; "standard input" for "-"."""
    data: bytes


def sources(files: Sequence[str]) -> list[Source]:
    """The files that were named, "-" being standard input. Raises ``LacwgError`` for one that cannot be read whole."""
    raise NotImplementedError


def known(context: Context) -> Known:
    """What was imported before on this machine: keys to the digests of their source."""
    raise NotImplementedError


def run(
    context: Context,
    found: Found,
    *,
    dry_run: bool,
    audience: AudienceName | None = None,
    issues: Sequence[str] = (),
    again: bool = False,
) -> None:
    """Takes over what was found, all of it or nothing, and shows what became of it.

    ``audience`` and ``issues`` (ids, or beginnings of them) are for new records only; None: as the record
    says. ``again``: what has been removed here since it was imported comes back.
    """
    raise NotImplementedError
