"""``lacwg series list``."""

from __future__ import annotations

from lacwg import render
from lacwg.commands.options.verb import verb
from lacwg.commands.options.window import PrivateToo
from lacwg.commands.series import rendering
from lacwg.commands.shared.output import show_result
from lacwg.records import Series
from lacwg.run import Run
from lacwg.schedule.wording import long_date


@verb
def list_(run: Run, private: PrivateToo = False) -> None:
    """All series, by id.

    Example: lacwg series list
    """
    found = list(run.store.series.all())
    show_result(
        run,
        text=lambda: _text(run, found),
        json=lambda: [rendering.json(each, private=private) for each in found],
        plain=lambda: [rendering.plain(each) for each in found],
    )
    run.complete()


def _text(run: Run, found: list[Series]) -> str:
    if not found:
        return "No series yet.\n"
    rows = [
        [each.id, each.title, rendering.when(each), f"until {long_date(each.until)}" if each.until is not None else ""]
        for each in found
    ]
    return render.columns(rows, width=run.width, colour=run.colour, breaking=(1, 2))
