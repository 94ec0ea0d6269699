"""``lacwg duties list``: who does what on which date."""

from __future__ import annotations

from lacwg.commands import queries
from lacwg.commands.options.ids import From, To, persons
from lacwg.commands.options.verb import option, verb
from lacwg.commands.shared import on_duty
from lacwg.commands.shared.contact_names import contact_names, somebody
from lacwg.commands.shared.on_duty import Gatherings
from lacwg.run import Run


@verb
def list_(
    run: Run,
    series: Gatherings = None,
    who: str | None = option("NAME", "Only this person's.", autocompletion=persons),
    start: From = None,
    end: To = None,
) -> None:
    """List who is on duty, and where nobody is.

    From today on, for three months and as long as somebody is assigned.

    Example: lacwg duties list --who Ana
    """
    names, wanted, today = contact_names(run), somebody("--who", who), queries.now(run).date()
    first, last = queries.days(run, start, end)
    found = []
    for record in on_duty.dutied(run, series, first or today):
        until = last or max([(first or today) + on_duty.AHEAD, *(each.date for each in record.assignments)])
        for each in on_duty.dates(run, record, first or today, until):
            found += on_duty.of_date(record, each)
    found = [each for each in found if wanted is None or any(names.is_meant(wanted, one) for one in each.who)]
    found.sort(key=lambda each: each.occurrence.order)
    none = "No duties then; to add one: lacwg duties add ROLE\n" if wanted is None else "No duties then.\n"
    on_duty.show(run, found, "", none)
