"""``@verb``: a function as a verb of the command line, with groups of options in its signature.

A group is a dataclass whose fields are options (``Annotated[..., typer.Option(...)]``). The verb takes it as one
parameter; on the command line stand its fields. ``run: Run`` is such a group, too: see ``common``.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from types import ModuleType
from typing import Any

from lacwg.commands.options.common import RUNS


def verb(function: Callable[..., int | None]) -> Callable[..., int | None]:
    """The function as typer reads it: each group in its signature opened into the options that it is made of."""
    groups: dict[str, tuple[Callable[..., Any], list[str]]] = {}
    opened: list[inspect.Parameter] = []
    common: list[inspect.Parameter] = []  # last in the help, wherever the run stands
    for parameter in inspect.signature(function, eval_str=True).parameters.values():
        make = _maker(parameter.annotation)
        if make is None:
            opened.append(parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY))
            continue
        fields = inspect.signature(make, eval_str=True).parameters
        groups[parameter.name] = make, list(fields)
        (common if make in RUNS.values() else opened).extend(
            field.replace(kind=inspect.Parameter.KEYWORD_ONLY) for field in fields.values()
        )

    @functools.wraps(function)
    def run(**given: Any) -> int | None:
        made = {name: make(**{field: given.pop(field) for field in fields}) for name, (make, fields) in groups.items()}
        return function(**made, **given)

    run.__signature__ = inspect.Signature([*opened, *common])  # type: ignore[attr-defined]
    run.__annotations__ = {each.name: each.annotation for each in (*opened, *common)}
    return run


def of_module(module: ModuleType, name: str) -> Callable[..., int | None]:
    """The verb of this name that a module defines: ``list_`` where ``list`` is a name of Python's."""
    found: Callable[..., int | None] = getattr(module, f"{name}_", None) or getattr(module, name)
    return found


def _maker(annotation: Any) -> Callable[..., Any] | None:
    """What makes the value of a parameter out of options of its own; None where it is an option itself."""
    if hasattr(annotation, "__dataclass_fields__"):
        group: Callable[..., Any] = annotation
        return group
    run: Callable[..., Any] | None = RUNS.get(annotation)
    return run
