"""A result in the form that was asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from lacwg import render
from lacwg.context import Context


def show(
    context: Context,
    *,
    people: Callable[[], str],
    json: Callable[[], Any],
    plain: Callable[[], Iterable[Sequence[str | None]]],
) -> None:
    """Prints a result for people, as JSON or as plain lines; only the one that is wanted is made."""
    if context.mode == "json":
        context.out(render.json_text(json()))
    elif context.mode == "plain":
        context.out(render.plain_text(plain()))
    else:
        context.out(people())
