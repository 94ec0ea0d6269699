from __future__ import annotations

from lacwg.commands.export.exporting import For
from lacwg.commands.options.ids import OptionalDate, SeriesId
from lacwg.commands.options.verb import verb
from lacwg.commands.print.printing import Press, Printing
from lacwg.commands.shared import meeting_records
from lacwg.commands.shared.handing_on import print_text
from lacwg.run import Run


@verb
def minutes(
    run: Run, printing: Printing, date: OptionalDate = None, series: SeriesId = None, audience: For = "members"
) -> None:
    """Print a meeting's minutes.

    Example: lacwg print minutes 2026-12-09
    """
    print_text(Press(run, printing, audience), meeting_records.meant_or_latest(run, date, series), "minutes")
