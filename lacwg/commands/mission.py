"""``lacwg mission``: the group's own words about itself."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import typer

from lacwg import render
from lacwg.commands.shared.options import Data, Json, Plain
from lacwg.commands.shared.output import show as show_result
from lacwg.context import Context
from lacwg.errors import LacwgError
from lacwg.records import Group

app = typer.Typer()

Section = Literal["mission", "history", "get-involved", "photo", "all"]


@app.command("mission")
def mission(
    section: Annotated[Section, typer.Option("--section", help="Which of the group's texts.")] = "mission",
    data: Data = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """The mission statement, or another of the group's texts.

    Example: lacwg mission --section history
    """
    context = Context(data, json=json, plain=plain)
    group = context.store.group
    texts = {key: text for key, text in _texts(group).items() if section in (key, "all")}
    given = {key: text for key, text in texts.items() if text}
    if not given:
        raise LacwgError(
            f"the group has no text for {section} yet",
            hint=f"write it into {context.store.folder.shown(context.store.folder.group_file)}",
        )
    show_result(
        context,
        people=lambda: _people(context, given),
        json=lambda: _json(group),
        plain=lambda: list(given.items()),
    )


def _texts(group: Group) -> dict[str, str | None]:
    photo = group.photo
    caption = None if photo is None else photo.caption + (f" ({photo.credit})" if photo.credit else "")
    return {"mission": group.mission, "history": group.history, "get-involved": group.get_involved, "photo": caption}


def _people(context: Context, given: dict[str, str]) -> str:
    parts = []
    for key, text in given.items():
        head = render.heading(key.replace("-", " ").capitalize(), colour=context.colour) if len(given) > 1 else ""
        parts.append(f"{head}{render.wrapped(text.strip(), width=context.width)}\n")
    return "\n".join(parts)


def _json(group: Group) -> dict[str, Any]:
    photo = group.photo
    return {
        "name": group.name,
        "short_name": group.short_name,
        "parent": group.parent,
        "formed": group.formed,
        "mission": group.mission,
        "history": group.history,
        "get_involved": group.get_involved,
        "photo": None if photo is None else {"caption": photo.caption, "credit": photo.credit},
    }
