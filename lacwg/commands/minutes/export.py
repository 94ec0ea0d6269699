from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lacwg.audience.view import Reader
from lacwg.commands.export.exporting import Lang, Target
from lacwg.commands.options.ids import OptionalDate, SeriesId
from lacwg.commands.options.verb import option, verb
from lacwg.commands.sending.options import Sending
from lacwg.commands.shared import asking, meeting_records
from lacwg.commands.shared.handing_on import Form, hand_on, send_on
from lacwg.run import Run


@dataclass(frozen=True)
class Handing:
    """Where the minutes go, for whom, and in which language."""

    output: Path | None = option("FILE", "Write to this file instead of standard output.", "-o", "--output")
    audience: Reader | None = option(None, "Who will read it. Default: public; with --send what each list may be sent.")
    lang: Lang = None


@verb
def export(
    run: Run,
    target: Handing,
    sending: Sending,
    date: OptionalDate = None,
    form: Form = option(None, "The file format.", "--format", default="markdown"),
    series: SeriesId = None,
) -> None:
    """Write the minutes to a file, or send them.

    The public gets only approved minutes, without attendance, names and votes.

    Example: lacwg minutes export 2026-12-09 --lang es --format html -o acta.html
    Example: lacwg minutes export 2026-12-09 --send members --dry-run
    """
    meeting = meeting_records.meant_or_latest(run, date, series)
    if sending.wanted:
        asking.exclude("-o and --send", target.output is not None, "keep one of them; what is sent is text and HTML")
        send_on(run, meeting, target.audience, target.lang, sending, "minutes")
    else:
        hand_on(run, meeting, Target(target.output, target.audience or "public", target.lang), form, "minutes")
