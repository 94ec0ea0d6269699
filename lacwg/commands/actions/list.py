"""``lacwg actions list``: who has promised to do what, from whichever meeting it comes."""

from __future__ import annotations

from lacwg import render
from lacwg.commands import queries
from lacwg.commands.actions import recorded
from lacwg.commands.options.ids import persons
from lacwg.commands.options.verb import flag, option, verb
from lacwg.commands.shared.contact_names import contact_names, somebody
from lacwg.commands.shared.output import show_all
from lacwg.errors import UsageError
from lacwg.run import Run


@verb
def list_(
    run: Run,
    who: str | None = option("NAME", "Only this person's.", autocompletion=persons),
    overdue: bool = flag("Only those that are overdue."),
    everything: bool = flag("Done and dropped ones, too.", "--all"),
) -> None:
    """List the open actions of all meetings.

    Those that are due first come first.

    Example: lacwg actions list --who Yoav --overdue
    """
    if overdue and everything:
        raise UsageError("--overdue and --all exclude each other", hint="keep one of them")
    names, today = contact_names(run), queries.now(run).date()
    wanted = somebody("--who", who)
    found = [
        each
        for each in recorded.all_actions(run)
        if (everything or each.action.open)
        and (not overdue or each.overdue(today))
        and (wanted is None or names.is_meant(wanted, each.action.who))
    ]
    whom = "" if wanted is None else f" for {render.one_line(names.said(wanted))}"
    show_all(
        run,
        sorted(found, key=lambda each: each.order),
        lambda each: [
            each.action.id,
            recorded.standing(each, today, run.voice),
            render.one_line(each.action.what),
            names.shown(each.action.who),
        ],
        none=f"Nothing is overdue{whom}." if overdue else f"Nothing to do{whom}.",
        json=lambda each: recorded.recorded_json(each, names, today),
        plain=recorded.plain_line,
        breaking=(1, 2, 3),
    )
