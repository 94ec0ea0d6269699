"""The pictures of the group's page: those that its records name, made smaller."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from lacwg import render
from lacwg.audience import View
from lacwg.commands.site.processes import spread
from lacwg.records import Event
from lacwg.run import Run
from lacwg.store import site_folder
from lacwg.store.folder import Folder

if TYPE_CHECKING:
    from lacwg.site.pictures import Picture


def shown(run: Run, view: View, events: Iterable[Event]) -> Iterator[tuple[str, Picture]]:
    """The pictures of the folder that the page shows; one that cannot be shown is told of and left out."""
    named = [each.image for each in events if each.image]
    if view.group.photo is not None and view.group.photo.image:
        named.append(view.group.photo.image)
    names = list(dict.fromkeys(each for each in named if not each.startswith("https://")))
    made = dict(spread(names, partial(_made, run.store.folder)))
    taken: set[str] = set()
    for name in names:
        picture = made[name]
        reason = picture if isinstance(picture, str) else ""
        if not isinstance(picture, str) and picture.path in taken:
            reason = f"another picture is called {picture.path} there"
        if isinstance(picture, str) or reason:
            run.message(render.one_line(f"The page is without {name}: {reason}"))
            continue
        taken.add(picture.path)
        yield name, picture


def _made(folder: Folder, name: str) -> tuple[str, Picture | str]:
    """A picture's name, and the picture as the page has it, or why it has none."""
    from lacwg.site import pictures

    content = site_folder.picture(folder, name)
    if content is None:
        return name, "there is no such picture"
    try:
        return name, pictures.made(name, content)
    except pictures.PictureError as error:
        return name, error.message
