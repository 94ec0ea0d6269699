"""``lacwg version``, and ``--version`` and ``-V``."""

from __future__ import annotations

from lacwg import __version__
from lacwg.commands.options.verb import verb
from lacwg.commands.shared import json_shapes
from lacwg.commands.shared.output import show_result
from lacwg.run import Run
from lacwg.schedule import zones


def told() -> str:
    """The version of the program and of the zones that it computes with, on a line."""
    return f"lacwg {__version__} (time zones: tzdata {zones.version()})"


@verb
def version(run: Run) -> None:
    """Show the version of lacwg and of its time zones.

    Example: lacwg version
    """
    show_result(
        run,
        text=lambda: f"{told()}\n",
        json=lambda: {"lacwg": __version__, "tzdata": zones.version(), "json": json_shapes.VERSION},
        plain=lambda: [("lacwg", __version__), ("tzdata", zones.version())],
    )
