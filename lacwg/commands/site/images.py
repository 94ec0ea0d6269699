"""The pictures of the group's page: made smaller once, and then taken from the page that stands."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from lacwg import render
from lacwg.audience import View
from lacwg.records import Event
from lacwg.run import Run
from lacwg.store import site_deploy, site_folder

if TYPE_CHECKING:
    from lacwg.site.memo import Memo
    from lacwg.site.pictures import Picture


def shown(run: Run, view: View, events: Iterable[Event], output: Path, memo: Memo) -> Iterator[tuple[str, Picture]]:
    """The pictures of the folder that the page shows; one that cannot be shown is told of and left out.

    ``output``: the page that stands, which may have them already.
    """
    from lacwg.site.pictures import PictureError

    folder = run.store.folder
    named = [each.image for each in events if each.image]
    if view.group.photo is not None and view.group.photo.image:
        named.append(view.group.photo.image)
    taken: set[str] = set()
    for name in dict.fromkeys(each for each in named if not each.startswith("https://")):
        content = site_folder.picture(folder, name)
        if content is None:
            run.message(render.one_line(f"The page is without {name}: there is no such picture"))
            continue
        try:
            picture = _made(name, content, output, memo)
        except PictureError as error:
            run.message(render.one_line(f"The page is without {name}: {error.message}"))
            continue
        if picture.path in taken:
            run.message(render.one_line(f"The page is without {name}: another picture is called {picture.path} there"))
            continue
        taken.add(picture.path)
        yield name, picture


def _made(name: str, content: bytes, output: Path, memo: Memo) -> Picture:
    """A picture as the page has it. Raises ``PictureError``."""
    from lacwg.site import pictures
    from lacwg.site.memo import digest

    key = digest("picture", name, _digest(content))
    if (known := memo.kept(key)) is not None:
        path, width, height, made = msgspec.json.decode(known, type=tuple[str, int, int, str])
        data = site_deploy.standing(output, path)
        if data is not None and _digest(data) == made:
            memo.keep(key, known)
            return pictures.Picture(path, data, width, height)
    picture = pictures.made(name, content)
    memo.keep(key, msgspec.json.encode((picture.path, picture.width, picture.height, _digest(picture.data))))
    return picture


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()
