"""Pictures for the page: turned the right way, no larger than a page needs, without what cameras note in them."""

from __future__ import annotations

import struct
import zlib
from typing import Final, NamedTuple

from lacwg.errors import LacwgError

WIDEST: Final = 1600
"""Pixels of the longer side: twice a page's column, for screens with fine pixels."""
MOST_PIXELS: Final = 80_000_000
"""Beyond this a picture is not opened: a small file can unfold to fill the memory."""
_TOO_MANY: Final = "it has too many pixels"
_FAULTS: Final = (
    OSError, ValueError, SyntaxError, EOFError, TypeError, AttributeError, LookupError, ArithmeticError, MemoryError,
    struct.error, zlib.error,
)  # fmt: skip
"""What Pillow runs into with a file that is broken, or was made to be."""
_KINDS: Final = {"JPEG": (".jpg", ".jpeg"), "PNG": (".png",), "WEBP": (".webp",), "GIF": (".gif",)}


class PictureError(LacwgError):
    """A picture that cannot be shown."""


class Picture(NamedTuple):
    """A picture as the page has it."""

    path: str
    """Below the site's root: ``images/vigil.jpg``."""
    data: bytes
    width: int
    height: int


def made(name: str, data: bytes) -> Picture:
    """The picture ``name`` (``images/vigil.jpg``) for the page, from its file's bytes.

    It is written anew, so that the place where it was taken, which many cameras note, stays in the folder.
    Raises ``PictureError``.
    """
    import warnings
    from io import BytesIO

    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with warnings.catch_warnings(action="ignore"), Image.open(BytesIO(data), formats=list(_KINDS)) as opened:
            kind = opened.format or "PNG"
            if opened.width * opened.height > MOST_PIXELS:
                raise PictureError(_TOO_MANY, hint="make it smaller")
            image = ImageOps.exif_transpose(opened)
        image.thumbnail((WIDEST, WIDEST))
        if kind == "JPEG" and image.mode not in ("RGB", "L"):
            image = image.convert("RGB")
        bare = Image.frombytes(image.mode, image.size, image.tobytes())
        if image.mode == "P" and (palette := image.getpalette()):
            bare.putpalette(palette)
        written = BytesIO()
        if kind in ("JPEG", "WEBP"):
            bare.save(written, kind, quality=85)
        elif "transparency" in image.info:
            bare.save(written, kind, transparency=image.info["transparency"])
        else:
            bare.save(written, kind)
    except UnidentifiedImageError:
        raise PictureError("it is no JPEG, PNG, WebP or GIF", hint="save it again as one of these") from None
    except Image.DecompressionBombError:
        raise PictureError(_TOO_MANY, hint="make it smaller") from None
    except _FAULTS as error:
        raise PictureError(f"it cannot be read: {error}", hint="save it again as JPEG, PNG, WebP or GIF") from None
    return Picture(_path(name, kind), written.getvalue(), *bare.size)


def _path(name: str, kind: str) -> str:
    """Where a picture stands on the site: under its own name, with an ending that web servers know it by."""
    plain = "".join(each if each.isprintable() else "_" for each in name)
    return plain if plain.lower().endswith(_KINDS[kind]) else plain + _KINDS[kind][0]
