from __future__ import annotations

from lacwg.commands.export.exporting import Drawn, For
from lacwg.commands.meetings.announce import announcement_of, record_for
from lacwg.commands.options.ids import OptionalDate, SeriesId
from lacwg.commands.options.verb import flag, verb
from lacwg.commands.print.contacts import by_name, tell_left_out
from lacwg.commands.print.printing import Press, Printing
from lacwg.commands.shared import lookup
from lacwg.exporters.paper.sheets import Part
from lacwg.run import Run
from lacwg.voice.voice import Voice, headed


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
    press, occurrence = Press(run, printing, audience), lookup.series_date(run, date or "next", series)

    def told(drawn: Drawn, say: Voice) -> Part:
        there = announcement_of(run, drawn, drawn.view.series[0], occurrence, say.code, lambda _: None).occurrence
        return {
            "title": say.headline(there),
            "when": headed(say.when(there.span)),
            "columns": [say.gettext("Name"), say.gettext("E-mail or phone"), say.gettext("May we write to you?")],
            "names": [each.name for each in by_name(drawn.view.contacts)] if names else [],
        }

    record = record_for(run, occurrence, audience)
    parts = press.parts(told, series=[record], events=[], also=("contacts",))
    press.put("sign-in", occurrence.id.replace("/", "-"), parts)
    if names:
        tell_left_out(run, len(run.store.contacts.ids()) - len(parts[0]["names"]), audience)
