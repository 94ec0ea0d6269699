"""All records of a kind, a line each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from lacwg import render
from lacwg.commands.shared.output import show_result
from lacwg.run import Run


def show_all(
    run: Run,
    records: Iterable[Any],
    row: Callable[[Any], list[str]],
    *,
    none: str,
    json: Callable[[Any], dict[str, Any]],
    plain: Callable[[Any], Sequence[str | None]],
    breaking: Sequence[int],
) -> None:
    """Prints the records, and ends the command where one could not be read. ``breaking``: as of ``render.columns``."""
    found = list(records)

    def text() -> str:
        rows = [row(each) for each in found]
        return render.columns(rows, width=run.width, colour=run.colour, breaking=breaking) if rows else f"{none}\n"

    show_result(run, text=text, json=lambda: [json(each) for each in found], plain=lambda: map(plain, found))
    run.complete()
