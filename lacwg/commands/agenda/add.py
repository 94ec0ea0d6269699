"""``lacwg agenda add``."""

from __future__ import annotations

from typing import Annotated

import typer
from msgspec.structs import replace

from lacwg.commands.agenda.display import change_and_show
from lacwg.commands.options.common import WritingRun
from lacwg.commands.options.ids import Issues
from lacwg.commands.options.verb import verb
from lacwg.commands.shared import asking, finding
from lacwg.commands.shared.contact_names import contact_names, named
from lacwg.commands.shared.meeting_records import WhichMeeting
from lacwg.records import AgendaItem


@verb
def add(
    run: WritingRun,
    title: Annotated[str, typer.Argument(metavar="TITLE", help="What it is about.")],
    which: WhichMeeting,
    minutes: Annotated[
        int | None, typer.Option("--minutes", metavar="N", min=1, max=24 * 60, help="How long it may take.")
    ] = None,
    who: Annotated[str | None, typer.Option("--who", metavar="NAME", help="Who leads it: a contact or a name.")] = None,
    issue: Issues = None,
) -> None:
    """Add an item at the end, of the next meeting's agenda unless --meeting says otherwise.

    Example: lacwg agenda add "Plan the Cuba webinar" --minutes 15 --who Yoav
    """
    meeting = which.meant(run)
    item = AgendaItem(
        title=asking.one_line("the title", title),
        minutes=minutes,
        who=named(contact_names(run), "--who", who),
        issues=finding.issues(run, issue),
    )
    change_and_show(run, meeting, lambda old: replace(old, agenda=(*old.agenda, item)))
