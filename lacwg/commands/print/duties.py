from __future__ import annotations

from lacwg.commands import queries
from lacwg.commands.export.exporting import Drawn, For
from lacwg.commands.options.ids import From, To
from lacwg.commands.options.verb import verb
from lacwg.commands.print.printing import Press, Printing
from lacwg.commands.shared import on_duty
from lacwg.commands.shared.contact_names import ContactNames, contact_names
from lacwg.errors import NoSuchRecordError
from lacwg.exporters.paper.sheets import Part
from lacwg.run import Run
from lacwg.schedule.duties import Dutied, OnDuty
from lacwg.voice.voice import Voice, headed


@verb
def duties(
    run: Run,
    printing: Printing,
    series: on_duty.Gathering = None,
    start: From = None,
    end: To = None,
    audience: For = "members",
) -> None:
    """Print who is on duty, with lines where nobody is.

    From today on, for three months and as long as somebody is assigned.

    Example: lacwg print duties --to "March 31"
    """
    press, names = Press(run, printing, audience), contact_names(run)
    first, last = queries.days(run, start, end)
    wanted = None if series is None else on_duty.named(run, series).id

    def told(drawn: Drawn, say: Voice) -> Part:
        drawn.scanner.permit(*names.names.values())
        seen: list[Dutied] = [*drawn.view.series, *drawn.view.events]
        found = [
            one
            for record in seen
            if wanted in (None, record.id) and (record.duties or record.assignments)
            for one in on_duty.coming(run, record, first, last)
        ]
        found.sort(key=lambda each: each.occurrence.order)
        several = len({each.occurrence.title for each in found}) > 1
        when = [
            [headed(say.full_date(each.occurrence.span.day, year=False)), *([each.occurrence.title] if several else [])]
            for each in found
        ]
        return {
            "title": say.gettext("Duties"),
            "columns": [say.gettext("Date"), say.gettext("Duty"), say.gettext("Who")],
            "rows": [
                [
                    [] if number and when[number - 1] == when[number] else when[number],
                    [each.duty.role],
                    _who(each, names),
                ]
                for number, each in enumerate(found)
            ],
            "left": "",
        }

    since = first or queries.now(run).date()
    parts = press.parts(told, since=since)
    if not parts[0]["rows"]:
        if audience == "public":
            raise NoSuchRecordError("duties are for members alone", hint="leave out --audience")
        raise NoSuchRecordError(
            "there are no duties then", hint=f"to add one: lacwg duties add ROLE {series or ''}".rstrip()
        )
    press.put("duties", str(since), parts, template="table.typ")


def _who(each: OnDuty, names: ContactNames) -> list[str]:
    """Who does it, and for each who is missing a line: no two are the same text, which would be said once."""
    return [*map(names.shown, each.who), *(" " * (1 + number) for number in range(each.missing))]
