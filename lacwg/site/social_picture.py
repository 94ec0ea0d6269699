"""The picture that a link to a coming event has in social networks and messengers, where it has none of its own."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

WIDTH, HEIGHT = 1200, 630
"""Pixels, as Open Graph's readers want them (1.91 : 1)."""
_MARGIN: Final = 80
_INK: Final = ((253, 34), (252, 32), (249, 28))
"""Red, green and blue of the ground, and of the text on it: those of the page."""
_ACCENT: Final = (140, 47, 27)
_DARK, _QUIET, _MARK = 254, 190, 255
"""Places in the palette: from the ground (0) to the text's colour, and then the accent's."""
_SIZES: Final = (88, 76, 66, 57, 50)
"""Pixels of the title's letters, the largest that fits first."""
_ROOM: Final = 280
"""Pixels of height for the title."""
_MOST: Final = 300
"""Letters of a text that are looked at."""
_LETTERS: Final = re.compile("[ -~\u00a0-\u017f‐-―‘-„•…′″‹›€−]*")
"""What the font in ``fonts`` draws: Noto Sans (SIL Open Font License 1.1), cut down to Latin letters."""


class Card(NamedTuple):
    """What stands on the picture."""

    group: str
    title: str
    day: str
    hours: str
    place: str


def card(*texts: str) -> Card | None:
    """What is to stand on the picture; None where the font lacks a letter of it."""
    texts = tuple(" ".join(unicodedata.normalize("NFC", each[:_MOST]).split()) for each in texts)
    return Card(*texts) if all(map(_LETTERS.fullmatch, texts)) else None


def made(shown: Card) -> bytes:
    """A PNG of ``WIDTH`` by ``HEIGHT`` pixels; the same each time."""
    from io import BytesIO

    from PIL import Image, ImageDraw

    image = Image.new("L", (WIDTH, HEIGHT))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 24, HEIGHT), _MARK)
    size, title = _set(shown.title)
    below = [each for each in (shown.day, shown.hours, shown.place) if each]
    for height, text, pixels, colour in (
        (60, shown.group, 34, _QUIET),
        *((132 + int(number * size * 1.2), line, size, _DARK) for number, line in enumerate(title)),
        *((595 - 54 * (len(below) - number), line, 36, _DARK) for number, line in enumerate(below)),
    ):
        draw.text((_MARGIN, height), _cut(text, _font(pixels)), colour, _font(pixels))
    shades = [round(ground + level / _DARK * (text - ground)) for level in range(_MARK) for ground, text in _INK]
    image.putpalette([*shades, *_ACCENT])
    image.save(written := BytesIO(), "PNG", compress_level=3)
    return written.getvalue()


@cache
def _font(size: int) -> FreeTypeFont:
    from importlib.resources import as_file, files

    from PIL import ImageFont

    with as_file(files("lacwg.site") / "fonts" / "NotoSans-Bold.ttf") as path:
        return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)  # the same on each machine


def _set(title: str) -> tuple[int, list[str]]:
    """The size in which a title fits, and its lines; one that is too long for the smallest ends in "…"."""
    for size in _SIZES:
        font, most = _font(size), int(_ROOM // (size * 1.2))
        lines = _lines(title, font)
        if len(lines) <= most and all(font.getlength(each) <= WIDTH - 2 * _MARGIN for each in lines):
            return size, lines
    return size, [*lines[: most - 1], " ".join(lines[most - 1 :])]


def _lines(text: str, font: FreeTypeFont) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and font.getlength(longer) > WIDTH - 2 * _MARGIN:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _cut(line: str, font: FreeTypeFont) -> str:
    """A line that fits, with "…" for what does not."""
    if font.getlength(line) <= WIDTH - 2 * _MARGIN:
        return line
    while line and font.getlength(f"{line}…") > WIDTH - 2 * _MARGIN:
        line = line[:-1].rstrip()
    return f"{line}…"
