from __future__ import annotations

from functools import partial

from lacwg.commands.issues.fields import issue_json, plain_line
from lacwg.commands.options.ids import PrivateToo
from lacwg.commands.options.verb import verb
from lacwg.commands.shared.output import show_all
from lacwg.records import Issue
from lacwg.run import Run


@verb
def list_(run: Run, private: PrivateToo = False) -> None:
    """List all issues.

    Example: lacwg issues list
    """
    json = partial(issue_json, private=private)
    issues = run.store.issues.all()
    show_all(run, issues, _row, none="No issue yet.", json=json, plain=plain_line, breaking=(1, 2))


def _row(issue: Issue) -> list[str]:
    about = [*(bill.name for bill in issue.bills), *(f"with {partner}" for partner in issue.partners)]
    return [issue.id, issue.title, "; ".join(about)]
