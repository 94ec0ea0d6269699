"""``lacwg handover``: all that the next coordinator needs, and a walk through what changes hands."""

from __future__ import annotations

from pathlib import Path

from lacwg.commands.options.ids import persons
from lacwg.commands.options.verb import WritingRun, option, verb
from lacwg.commands.report import block_json, form_of, plain_rows, rendered
from lacwg.commands.shared import document_text
from lacwg.commands.shared.output import show_result
from lacwg.errors import UsageError
from lacwg.store.disk.write import write_output


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

    form = form_of(output)
    if giver is not None and to is None:
        raise UsageError("--from is for what changes hands", hint="say to whom, too: --to NAME")
    if to is not None:
        steps.walk(run, to, giver)
        if output is None:
            return
    told = telling.document(run)
    if output is not None and form is not None:
        write_output(output, rendered(run, told, form), private=True)
        run.message(f"Wrote {output}, which only you can read")
    else:
        show_result(
            run,
            text=lambda: document_text.text(told, width=run.width, colour=run.colour),
            json=lambda: [
                {"heading": section.heading, "blocks": [block_json(each) for each in section.blocks]}
                for section in told.sections
            ],
            plain=lambda: plain_rows(told),
        )
