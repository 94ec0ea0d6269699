"""``lacwg print sign-in``: the sheet that goes round at a meeting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lacwg.commands.export import exporting
from lacwg.commands.export.exporting import For
from lacwg.commands.meetings.announce import announcement_of, record_for
from lacwg.commands.options.ids import OptionalDate, SeriesId
from lacwg.commands.options.verb import flag, verb
from lacwg.commands.print.contacts import by_name, tell_left_out
from lacwg.commands.print.printing import Press, Printing
from lacwg.commands.shared import finding
from lacwg.records import Series
from lacwg.run import Run
from lacwg.voice.voice import headed, voice_of

if TYPE_CHECKING:
    from lacwg.exporters.paper.sheets import Part


@verb
def sign_in(
    run: Run,
    printing: Printing,
    date: OptionalDate = "next",
    series: SeriesId = None,
    names: bool = flag("Begin with the names of the contacts that its readers may see."),
    audience: For = "members",
) -> None:
    """Print a sheet for people to sign in at a meeting.

    Its lines are blank, as whoever signs reads what stands above; with --names they begin with the people you know.

    Example: lacwg print sign-in next
    """
    press = Press(run, printing, audience)
    occurrence = finding.series_date(run, date or "next", series)
    record = record_for(run, occurrence, audience)
    assert isinstance(record, Series)
    parts: list[Part] = []
    scanner = None
    for number, language in enumerate(press.languages):
        drawn = exporting.draw(run, audience, series=[record], events=[], also=("contacts",), language=language)
        scanner, press.missing[number] = scanner or drawn.scanner, drawn.missing
        told = announcement_of(run, drawn, drawn.view.series[0], occurrence, language, lambda _: None).occurrence
        say = voice_of(drawn.view.group, drawn.view.language)
        parts.append(
            {
                "lang": say.code,
                "title": say.headline(told),
                "when": headed(say.when(told.span)),
                "columns": [say.gettext("Name"), say.gettext("E-mail or phone"), say.gettext("May we write to you?")],
                "names": [each.name for each in by_name(drawn.view.contacts)] if names else [],
            }
        )
    press.put("sign-in", f"sign-in-{occurrence.id.replace('/', '-')}", parts[0]["title"], parts, scanner)
    if names:
        tell_left_out(run, len(run.store.contacts.ids()) - len(parts[0]["names"]), audience)
