"""A result in the form that was asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from lacwg import render
from lacwg.run import Run, unlike

NO_CHANGE: Final = "It was so already: nothing was changed."


def show(
    run: Run,
    *,
    people: Callable[[], str],
    json: Callable[[], Any],
    plain: Callable[[], Iterable[Sequence[str | None]]],
) -> None:
    """Prints a result for people, as JSON or as plain lines; only the one that is wanted is made."""
    if run.mode == "json":
        run.out(render.json_text(json()))
    elif run.mode == "plain":
        run.out(render.plain_text(plain()))
    else:
        run.out(people())


def complete_after_writing(run: Run) -> None:
    """What ``Run.complete`` does; but where something was written, what could not be read is warned about only."""
    if run.done is None:
        run.complete()
        return
    for problem in unlike(run.store.problems):
        run.message(render.escape_controls(f"warning: {problem}"))


def undoable(told: str = "Saved") -> str:
    """What was done, and the short way back."""
    return f"{told} · undo: lacwg undo"


def more_than(count: int, *options: str) -> str:
    """Says of a list of the first ``count`` that it goes on, and how to see that."""
    *some, last = (f"-n {2 * count}", *options)
    shown = "this one" if count == 1 else f"these {count}"
    ways = f"{', '.join(some)} or {last}" if some else last
    return f"There are more than {shown}; see them with {ways}."
