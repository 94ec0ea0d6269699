from __future__ import annotations

from msgspec.structs import replace

from lacwg.commands import queries
from lacwg.commands.actions.done import settle
from lacwg.commands.actions.recorded import ActionId
from lacwg.commands.options.verb import WritingRun, needing, option, verb
from lacwg.commands.shared import asking
from lacwg.errors import UsageError


@needing(reason="")
@verb
def drop(run: WritingRun, action: ActionId, reason: str | None = option("TEXT", "Why it is dropped.")) -> None:
    """Drop an action, with a reason.

    Example: lacwg actions drop kqzt --reason "the hall is closed in March"
    """
    why = asking.one_line("--reason", reason)
    if why is None:
        raise UsageError("--reason is missing", hint='say why it is given up: --reason "the hall is closed"')
    today = queries.now(run).date()
    settle(run, action, lambda each: replace(each, dropped=today, reason=why), "Dropped")
