"""``lacwg actions done``."""

from __future__ import annotations

from msgspec.structs import replace

from lacwg.commands import queries
from lacwg.commands.actions.recorded import ActionId, settle
from lacwg.commands.options.verb import WritingRun, verb


@verb
def done(run: WritingRun, action: ActionId) -> None:
    """Mark an action as done.

    Example: lacwg actions done kqzt
    """
    today = queries.now(run).date()
    settle(run, action, lambda each: replace(each, done=today), "Done")
