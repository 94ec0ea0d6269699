"""``lacwg export jsonld``: the dates to come for a page that search engines read."""

from __future__ import annotations

import typer

from lacwg.commands.export import exporting
from lacwg.commands.export.exporting import For, Lang, Output
from lacwg.commands.shared.options import Data, From, To
from lacwg.errors import FieldError
from lacwg.run import Run

app = typer.Typer()


@app.command("jsonld")
def jsonld(
    from_: From = None,
    to: To = None,
    output: Output = None,
    for_: For = "public",
    lang: Lang = None,
    data: Data = None,
) -> None:
    """The dates of meetings and events as schema.org Events, to stand in a page; of the next twelve months.

    Example: lacwg export jsonld --to 2027-03-31 -o events.jsonld
    """
    from lacwg.exporters.jsonld import graph

    run = Run(data, plain=True)
    window = exporting.window(run, from_, to)
    events = (event for _, event in run.store.events.since(window.start.date()))
    failed: list[FieldError] = []
    drawn = exporting.draw(run, for_, events=events, language=lang)
    text = graph.graph(drawn.view, window.start, window.end, failed)
    exporting.write(run, output, text, drawn, failed)
    drawn.untold.tell(run)
    run.complete()
