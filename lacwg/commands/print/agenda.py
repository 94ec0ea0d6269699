from __future__ import annotations

from lacwg.commands.export.exporting import For
from lacwg.commands.options.ids import OptionalDate, SeriesId
from lacwg.commands.options.verb import verb
from lacwg.commands.print.printing import Press, Printing
from lacwg.commands.shared import meeting_records
from lacwg.commands.shared.handing_on import print_text
from lacwg.run import Run


@verb
def agenda(
    run: Run, printing: Printing, date: OptionalDate = "next", series: SeriesId = None, audience: For = "members"
) -> None:
    """Print a meeting's agenda.

    Example: lacwg print agenda next --large
    """
    print_text(Press(run, printing, audience), meeting_records.meant(run, date or "next", series), "agenda")
