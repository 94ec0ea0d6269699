"""Why something happens to a date, and who decided it."""

from __future__ import annotations

from dataclasses import dataclass

from lacwg.commands.options.verb import needed, option


@dataclass(frozen=True)
class Decided:
    """``--reason`` and ``--by``."""

    reason: str | None = option("TEXT", "Why; shown wherever the date is.")
    by: str | None = option("NAME", "Who decided it; else you.")


@dataclass(frozen=True)
class DecidedWithReason(Decided):
    """The same of what nobody is told of without a reason."""

    reason: str = needed("TEXT", "Why; shown wherever the date is.")
