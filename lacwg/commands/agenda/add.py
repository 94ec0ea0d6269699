from __future__ import annotations

from msgspec.structs import replace

from lacwg.commands.agenda.show import change_and_show
from lacwg.commands.options.ids import Issues, persons
from lacwg.commands.options.verb import WritingRun, argument, option, verb
from lacwg.commands.shared import asking, lookup
from lacwg.commands.shared.contact_names import contact_names, named
from lacwg.commands.shared.meeting_records import WhichMeeting
from lacwg.records import AgendaItem


@verb
def add(
    run: WritingRun,
    which: WhichMeeting,
    title: str = argument("TITLE", "What it is about."),
    minutes: int | None = option("N", "Its length in minutes.", min=1, max=24 * 60),
    who: str | None = option("NAME", "Who leads it: a contact, or any name.", autocompletion=persons),
    issue: Issues = None,
) -> None:
    """Add an item at the end of an agenda.

    The next meeting's, unless --meeting says otherwise.

    Example: lacwg agenda add "Plan the Cuba webinar" --minutes 15 --who Yoav
    """
    meeting = which.meant(run)
    item = AgendaItem(
        title=asking.title(title),
        minutes=minutes,
        who=named(contact_names(run), "--who", who),
        issues=lookup.issues(run, issue),
    )
    change_and_show(run, meeting, lambda old: replace(old, agenda=(*old.agenda, item)))
