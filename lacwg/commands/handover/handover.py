from __future__ import annotations

from pathlib import Path
from typing import Any

from lacwg.commands.options.ids import persons
from lacwg.commands.options.verb import WritingRun, option, verb
from lacwg.commands.shared import documents
from lacwg.errors import UsageError


@verb
def handover(
    run: WritingRun,
    output: Path | None = option(
        "FILE", "Write to this file, which only you can read: .html, .pdf or .md.", "-o", "--output"
    ),
    to: str | None = option("NAME", "Walk through what this contact takes over.", autocompletion=persons),
    giver: str | None = option("NAME", "Who hands over. Default: you.", "--from", autocompletion=persons),
) -> None:
    """Show all that the next coordinator needs.

    People and roles, where things are, the rules, the year's rhythm, what is open, what check finds, and what to hand
    over and take back. It has names of passwords, never passwords. With --to, on a terminal, it asks of each role,
    action and duty whether it changes hands; all of that is one step to undo.

    Example: lacwg handover -o handover.html
    """
    from lacwg.commands.handover import steps, telling

    documents.form_of(output)
    if giver is not None and to is None:
        raise UsageError("--from is for what changes hands", hint="say to whom, too: --to NAME")
    if to is not None:
        steps.walk(run, to, giver)
        if output is None:
            return
    told = telling.document(run)

    def json() -> list[dict[str, Any]]:
        return [
            {"heading": each.heading, "blocks": [*map(documents.block_json, each.blocks)]} for each in told.sections
        ]

    documents.hand_out(run, told, output, json, private=True)
