"""``lacwg issues list``."""

from __future__ import annotations

from lacwg.commands.issues.display import issue_json, plain_line
from lacwg.commands.options.verb import verb
from lacwg.commands.shared.listing import Columns, show_all
from lacwg.commands.shared.options import PrivateToo
from lacwg.records import Issue
from lacwg.run import Run


@verb
def list_(run: Run, private: PrivateToo = False) -> None:
    """All issues, by id.

    Example: lacwg issues list
    """
    show_all(
        run,
        run.store.issues.all(),
        Columns(_row, (1, 2), "No issue yet."),
        json=lambda each: issue_json(each, private=private),
        plain=plain_line,
    )


def _row(issue: Issue) -> list[str]:
    bills = [bill.name for bill in issue.bills]
    return [issue.id, issue.title, "; ".join([*bills, *(f"with {partner}" for partner in issue.partners)])]
