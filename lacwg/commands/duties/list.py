from __future__ import annotations

from lacwg.commands import queries
from lacwg.commands.options.ids import From, To, persons
from lacwg.commands.options.verb import option, verb
from lacwg.commands.shared import on_duty
from lacwg.commands.shared.contact_names import contact_names, somebody
from lacwg.run import Run
from lacwg.text.controls import quoted


@verb
def list_(
    run: Run,
    series: on_duty.Gathering = None,
    who: str | None = option("NAME", "Only this person's.", autocompletion=persons),
    start: From = None,
    end: To = None,
) -> None:
    """List who is on duty, and where nobody is.

    From today on, for three months and as long as somebody is assigned.

    Example: lacwg duties list --who Ana
    """
    names, wanted = contact_names(run), somebody("--who", who)
    first, last = queries.days(run, start, end)
    records = on_duty.dutied(run, series, first or queries.now(run).date())
    found = [one for each in records for one in on_duty.coming(run, each, first, last)]
    found = [each for each in found if wanted is None or any(names.is_meant(wanted, one) for one in each.who)]
    nothing = (
        f"No duties of {quoted(wanted)} then.\n" if wanted else "No duties then; to add one: lacwg duties add ROLE\n"
    )
    on_duty.show(run, found, "" if found else nothing)
