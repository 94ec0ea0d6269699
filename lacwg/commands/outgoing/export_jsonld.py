"""``lacwg export jsonld``: the dates to come for a page that search engines read."""

from __future__ import annotations

import typer

from lacwg.commands.outgoing import exporting
from lacwg.commands.outgoing.exporting import For, Lang, Output
from lacwg.commands.shared.options import Data, From, To
from lacwg.context import Context
from lacwg.errors import FieldError

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
    from lacwg.exporters.linked import graph

    context = Context(data, plain=True)
    window = exporting.window(context, from_, to)
    events = (event for _, event in context.store.events.since(window.start.date()))
    failed: list[FieldError] = []
    drawn = exporting.draw(context, for_, events=events, language=lang)
    text = graph.graph(drawn.view, window.start, window.end, failed)
    exporting.write(context, output, text, drawn, failed)
    drawn.untold.tell(context)
    context.complete()
