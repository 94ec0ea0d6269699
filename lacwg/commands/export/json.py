"""``lacwg export json``: everything that an audience may see, for other programs."""

from __future__ import annotations

from typing import Annotated

import typer

from lacwg import render
from lacwg.commands.export import exporting
from lacwg.commands.export.exporting import For, Lang, Output
from lacwg.commands.shared.options import Data
from lacwg.run import Run

app = typer.Typer()


@app.command("json")
def json(
    schema: Annotated[bool, typer.Option("--schema", help="Print the JSON Schema of what is written instead.")] = False,
    output: Output = None,
    for_: For = "public",
    lang: Lang = None,
    data: Data = None,
) -> None:
    """Everything that an audience may see, in one JSON document: the group, series, events, contacts, issues, meetings.

    Example: lacwg export json --audience members -o members.json
    """
    run = Run(data, plain=True)
    if schema:
        from lacwg.exporters.records.schema import schema as made

        exporting.write(run, output, render.json_text(made()).encode(), None)
        return
    from lacwg.exporters.records.document import document

    drawn = exporting.draw(run, for_, also=("contacts", "issues", "meetings"), language=lang)
    exporting.write(run, output, document(drawn.view), drawn)
    drawn.untold.tell(run)
    run.complete()
