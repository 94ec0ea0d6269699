"""Pictures for the page: turned the right way, no larger than a page needs, without what cameras note in them."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING, Final, NamedTuple

from lacwg.errors import LacwgError

if TYPE_CHECKING:
    from PIL.Image import Image

WIDEST: Final = 1600
"""Pixels of the longer side: twice a page's column, for screens with fine pixels."""
HEAVIEST: Final = 300_000
"""Bytes that a picture has on the page; with more it loses first quality, and then size."""
_QUALITIES: Final = (85, 75, 65)
_PHOTO: Final = 3
"""So many times as large as a JPEG of it is a PNG of a photo; one of a drawing or of letters is not."""
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
    clear: bool = False
    """Whether what is behind it shows."""


def made(name: str, data: bytes) -> Picture:
    """The picture ``name`` (``images/vigil.jpg``) for the page, from its file's bytes; the same each time.

    It is written anew, so that the place where it was taken, which many cameras note, stays in the folder.
    Raises ``PictureError``.
    """
    import warnings
    from io import BytesIO

    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with warnings.catch_warnings(action="ignore"), Image.open(BytesIO(data), formats=list(_KINDS)) as opened:
            kind = opened.format if opened.format in _KINDS else "JPEG"  # a telephone's may hold several (MPO)
            if opened.width * opened.height > MOST_PIXELS:
                raise PictureError(_TOO_MANY, hint="make it smaller")
            image = ImageOps.exif_transpose(opened)
        image.thumbnail((WIDEST, WIDEST))
        if image.mode.startswith("I"):  # 16 bits of grey
            image = image.point(lambda value: value * (1 / 256)).convert("L")
        bare = Image.frombytes(image.mode, image.size, image.tobytes())
        if image.mode == "P" and (palette := image.getpalette()):
            bare.putpalette(palette)
        if "transparency" in image.info:
            bare.info["transparency"] = image.info["transparency"]
        clear = bare.has_transparency_data and bare.convert("RGBA").getchannel("A").getextrema() != (255, 255)
        kind, written, size = _written(bare, kind, clear=clear)
    except UnidentifiedImageError:
        raise PictureError("it is no JPEG, PNG, WebP or GIF", hint="save it again as one of these") from None
    except Image.DecompressionBombError:
        raise PictureError(_TOO_MANY, hint="make it smaller") from None
    except _FAULTS as error:
        raise PictureError(f"it cannot be read: {error}", hint="save it again as JPEG, PNG, WebP or GIF") from None
    return Picture(_path(name, kind), written, *size, clear)


def _written(image: Image, kind: str, *, clear: bool) -> tuple[str, bytes, tuple[int, int]]:
    """The kind that a picture has on the page, its bytes and its size: a photo is no PNG, and nothing is too heavy."""
    whole = image.convert("RGBA" if clear else "L" if image.mode in ("1", "L", "LA") else "RGB")
    if kind in ("PNG", "GIF"):
        exact = _saved(image, kind)
        if len(exact) <= HEAVIEST and (clear or len(exact) < _PHOTO * len(_saved(whole, "JPEG", quality=85))):
            return kind, exact, image.size
        kind = "WEBP" if clear else "JPEG"
    while True:
        for quality in _QUALITIES:
            if len(data := _saved(whole, kind, quality=quality)) <= HEAVIEST:
                return kind, data, whole.size
        longest = max(whole.size) * 4 // 5
        whole.thumbnail((longest, longest))


def _saved(image: Image, kind: str, **options: int) -> bytes:
    from io import BytesIO

    image.save(written := BytesIO(), kind, **options)
    return written.getvalue()


def _path(name: str, kind: str) -> str:
    """Where a picture stands on the site: under its own name, with an ending that web servers know it by."""
    plain = "".join(each if each.isprintable() else "_" for each in name)
    return plain if plain.lower().endswith(_KINDS[kind]) else plain + _KINDS[kind][0]
