"""Pictures: whether they are there, can be shown, and are described for people who cannot see them."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable, Iterator
from typing import Any, Final
from urllib.parse import urlsplit

from lacwg.checks.finding import Text, finding, nearest
from lacwg.errors import FieldError
from lacwg.records import Group, Record
from lacwg.text.controls import quoted

SHOWN: Final = frozenset({".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg"})
"""The endings of pictures that every browser shows."""
_NOT_SHOWN: Final = frozenset({".heic", ".heif", ".tif", ".tiff", ".psd", ".pdf", ".raw", ".eps", ".ai", ".docx"})
"""Of a web address only what is surely no such picture counts: many have no ending."""
_KEYS: Final = frozenset({"image", "alt", "credit"})


def of_pictures(record: Record | Group, found: Iterable[Text], files: Collection[str]) -> Iterator[FieldError]:
    """P101 to P104: the pictures of a record. ``found`` are its texts.

    ``files`` are those of the data folder, as ``images/vigil.jpg``.
    """
    places = {each.path[:-1]: each.table for each in found if each.key in _KEYS and hasattr(each.table, "image")}
    for path, table in places.items():
        picture: Any = table
        if picture.image is None:
            alone = "alt" if picture.alt else "credit" if picture.credit and not picture.caption else None
            if alone is not None:
                message = f"there is {'an alt' if alone == 'alt' else 'a credit'}, and no picture that it is of"
                yield finding(record, (*path, alone), message, f"add a line: image = …, or delete {alone}", "P104")
            continue
        at = (*path, "image")
        ending = _ending(picture.image)
        if picture.image.startswith("https:"):
            hidden = ending in _NOT_SHOWN
        else:
            hidden = ending not in SHOWN
            if picture.image not in files:
                hint = nearest(picture.image, files, "pictures")
                yield finding(record, at, f"there is no file {quoted(picture.image)} in the data folder", hint, "P101")
        if hidden:
            message = (
                f"browsers do not show a picture that ends in {quoted(ending)}" if ending else "the picture has no kind"
            )
            yield finding(record, at, message, "save it as .jpg, .png or .webp, and name that", "P103")
        if not (picture.alt or "").strip():
            message = "the picture is not described for people who cannot see it"
            yield finding(record, at, message, "add a line: alt = …, with what is to be seen in it", "P102")


def _ending(image: str) -> str:
    try:
        name = urlsplit(image).path if image.startswith("https:") else image
    except ValueError:
        return ""
    return posixpath.splitext(name)[1].lower()
