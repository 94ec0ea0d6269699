from __future__ import annotations

from lacwg.commands.export import exporting
from lacwg.commands.export.exporting import Target
from lacwg.commands.options.ids import From, To
from lacwg.commands.options.verb import ExportRun, verb


@verb
def jsonld(run: ExportRun, target: Target, from_: From = None, to: To = None) -> None:
    """Write dates as schema.org Events, for a web page.

    The meetings and events of the next twelve months.

    Example: lacwg export jsonld --to 2027-03-31 -o events.jsonld
    """
    from lacwg.exporters.jsonld import graph

    exporting.refuse_other_suffix("JSON-LD", target.output)
    start, end = exporting.window(run, from_, to)
    drawn = exporting.draw(run, target.audience, since=start.date(), language=target.lang)
    text = graph.graph(drawn.view, start, end)
    exporting.write(run, target.output, text, drawn)
    exporting.finish(run, drawn)
