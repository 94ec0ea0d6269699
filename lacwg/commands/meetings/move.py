from __future__ import annotations

from lacwg.commands.options.details import Decided, PublicLink, To
from lacwg.commands.options.ids import Date, SeriesId
from lacwg.commands.options.verb import WritingRun, verb
from lacwg.commands.shared import one_date


@verb
def move(
    run: WritingRun, date: Date, to: To, decided: Decided, public_link: PublicLink = False, series: SeriesId = None
) -> None:
    """Move one date to another day or hour.

    It keeps its id, and both dates are shown.

    Example: lacwg meetings move 2026-11-11 --to 2026-11-18 --reason "Veterans Day"
    """
    one_date.move(run, date, series, to, one_date.decision(run, decided, public_link=public_link))
