from __future__ import annotations

from lacwg import render
from lacwg.commands.issues.fields import BillFields, IssueChanges, IssueFields, show_issue, with_fields
from lacwg.commands.options.verb import WritingRun, argument, verb
from lacwg.commands.shared import asking, saving
from lacwg.errors import LacwgError
from lacwg.records import Issue
from lacwg.store.store import Store
from lacwg.text.fold import fold, slug


@verb
def add(
    run: WritingRun,
    fields: IssueFields,
    bill: BillFields,
    title: str = argument("TITLE", "Its title."),
) -> None:
    """Add an issue: a position or a campaign.

    --number and the options below it are about the --bill.

    Example: lacwg issues add Peru --country Peru --bill "H.R. 100" --ask "support it"
    """
    said = asking.title(title)
    new = Issue(id=slug(said, "issue"), title=said)
    new, about = with_fields(run, new, fields, IssueChanges(title=title), bill)

    def made(store: Store) -> Issue:
        for other in store.issues.all():
            if fold(other.title).split() == fold(new.title).split():
                raise LacwgError(
                    f'there is an issue "{render.one_line(other.title)}" already',
                    hint=f"change it: lacwg issues edit {other.id}",
                )
        return new

    issue, told = saving.create(run, made)
    show_issue(run, issue, [*about, told])
