from __future__ import annotations

from lacwg import render
from lacwg.commands.export import exporting
from lacwg.commands.export.exporting import Everything, Target
from lacwg.commands.options.verb import ExportRun, flag, verb
from lacwg.commands.shared.asking import Yes


@verb
def json(
    run: ExportRun,
    target: Target,
    schema: bool = flag("Print the JSON Schema instead."),
    everything: Everything = False,
    yes: Yes = False,
) -> None:
    """Write everything an audience may see as JSON.

    One document with the group, series, events, contacts, issues and meetings.

    Example: lacwg export json --audience members -o members.json
    """
    from lacwg.exporters.records import document

    exporting.refuse_other_suffix("JSON", target.output)
    if schema:
        exporting.write(run, target.output, render.json_text(document.schema(everything=everything)).encode(), None)
    elif everything:
        if (view := exporting.everything(run, target, "everything", yes=yes)) is not None:
            exporting.write_private(run, target, document.document(view, "private"))
    else:
        drawn = exporting.draw(run, target.audience, also=("contacts", "issues", "meetings"), language=target.lang)
        exporting.write(run, target.output, document.document(drawn.view), drawn)
        exporting.finish(run, drawn)
