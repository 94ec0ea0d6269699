from __future__ import annotations

from lacwg.commands.export.exporting import Target
from lacwg.commands.options.ids import OptionalDate, SeriesId
from lacwg.commands.options.verb import option, verb
from lacwg.commands.shared import meeting_records
from lacwg.commands.shared.handing_on import Form, hand_on
from lacwg.run import Run


@verb
def export(
    run: Run,
    target: Target,
    date: OptionalDate = "next",
    form: Form = option(None, "The file format.", "--format", default="markdown"),
    series: SeriesId = None,
) -> None:
    """Write a meeting's agenda to a file.

    Members see the hours, the lengths and who leads; the public the titles alone.

    Example: lacwg agenda export --audience members --format html -o agenda.html
    """
    hand_on(run, meeting_records.meant(run, date or "next", series), target, form, "agenda")
