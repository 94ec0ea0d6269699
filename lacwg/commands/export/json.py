"""``lacwg export json``: everything that an audience may see, for other programs; or everything."""

from __future__ import annotations

from lacwg import render
from lacwg.audience.view import View
from lacwg.commands.export import exporting
from lacwg.commands.export.exporting import Target
from lacwg.commands.options.verb import ExportRun, flag, verb
from lacwg.commands.shared.asking import Yes, agreed
from lacwg.errors import UsageError
from lacwg.run import Run
from lacwg.store.disk.write import write_output
from lacwg.voice.translation import own_language


@verb
def json(
    run: ExportRun,
    target: Target,
    schema: bool = flag("Print the JSON Schema instead."),
    everything: bool = flag("With all that is private, to a file that only you can read."),
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
        _everything(run, target, yes=yes)
    else:
        drawn = exporting.draw(run, target.audience, also=("contacts", "issues", "meetings"), language=target.lang)
        exporting.write(run, target.output, document.document(drawn.view), drawn)
        exporting.finish(run, drawn)


def _everything(run: Run, target: Target, *, yes: bool) -> None:
    """The folder as it is. Raises ``UsageError`` where it would go anywhere but to a file."""
    from lacwg.exporters.records import document

    if target.output is None or exporting.is_standard_output(target.output):
        raise UsageError(
            "--everything has private notes in it, and goes to a file alone", hint="name one: -o FILE.json"
        )
    if target != Target(target.output):
        raise UsageError(
            "--everything is for nobody else, and has all languages", hint="leave out --audience and --lang"
        )
    if not (yes or run.interactive):
        raise UsageError("--everything writes private notes to a file", hint="if that is meant: --yes")
    question = f"Write everything, private notes too, to {target.output}?"
    if not agreed(run, question, yes=yes, otherwise="Nothing was written."):
        return
    store = run.store
    view = View(
        audience="members",
        language=own_language(store.group) or "en",
        group=store.group,
        series=tuple(store.series.all()),
        events=store.events.all(),
        contacts=tuple(store.contacts.all()),
        issues=tuple(store.issues.all()),
        meetings=tuple(store.meetings.all()),
    )
    write_output(target.output, document.document(view, "private"), private=True)
    run.message(f"Wrote {target.output}, which only you can read")
    run.complete()
