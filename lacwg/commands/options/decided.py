"""Why something happens to a date, and who decided it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

import typer

By = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who decided it; else you.")]
Reason = Annotated[str | None, typer.Option("--reason", metavar="TEXT", help="Why; shown wherever the date is.")]
NeededReason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; shown wherever the date is.")]


@dataclass(frozen=True)
class Decided:
    """``--reason`` and ``--by``."""

    reason: Reason = None
    by: By = None


@dataclass(frozen=True)
class DecidedWithReason(Decided):
    """The same of what nobody is told of without a reason."""

    reason: NeededReason = field()
