"""``lacwg minutes export``: the minutes to be handed on, in one of five languages."""

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
    date: OptionalDate = None,
    form: Form = option(None, "The file format.", "--format", default="markdown"),
    series: SeriesId = None,
) -> None:
    """Write the minutes to a file.

    The public gets only approved minutes, without attendance, names and votes.

    Example: lacwg minutes export 2026-12-09 --lang es --format html -o acta.html
    """
    hand_on(run, meeting_records.meant_or_latest(run, date, series), target, form, "minutes")
