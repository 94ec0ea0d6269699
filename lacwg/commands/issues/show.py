"""``lacwg issues show``."""

from __future__ import annotations

from lacwg.commands.issues import thread
from lacwg.commands.issues.fields import IssueId, issue_json, issue_text, plain_line
from lacwg.commands.options.ids import PrivateToo
from lacwg.commands.options.verb import verb
from lacwg.commands.shared.output import show_result
from lacwg.run import Run


@verb
def show(run: Run, issue: IssueId, private: PrivateToo = False) -> None:
    """One issue, with its bills and partners, all that happened in it, the oldest first, and what comes next.

    Example: lacwg issues show honduras
    """
    found = run.store.issues.get(issue)
    about = None if run.mode == "plain" else thread.gathered(run, found)
    show_result(
        run,
        text=lambda: issue_text(run, found, thread.labels(about, found, run.voice) if about else ()),
        json=lambda: {**issue_json(found, private=private), **(thread.as_json(about, found) if about else {})},
        plain=lambda: [plain_line(found)],
    )
    run.complete()
