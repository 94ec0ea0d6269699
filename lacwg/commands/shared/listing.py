"""All records of a kind, a line each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from lacwg import render
from lacwg.commands.shared.output import show
from lacwg.run import Run


class Columns(NamedTuple):
    """How the records stand on a terminal."""

    row: Callable[[Any], Sequence[str]]
    breaking: Sequence[int]
    """The columns in which what is too long for its line goes on in the next one."""
    none: str
    """What is said where there is none."""


def show_all(
    run: Run,
    records: Iterable[Any],
    columns: Columns,
    *,
    json: Callable[[Any], dict[str, Any]],
    plain: Callable[[Any], Sequence[str | None]],
) -> None:
    """Prints the records, and ends the command where one could not be read."""
    found = list(records)
    rows = [list(columns.row(each)) for each in found] if run.mode == "people" else []
    show(
        run,
        people=lambda: (
            render.columns(rows, width=run.width, colour=run.colour, breaking=columns.breaking)
            if rows
            else f"{columns.none}\n"
        ),
        json=lambda: [json(each) for each in found],
        plain=lambda: [plain(each) for each in found],
    )
    run.complete()
