"""``lacwg.site.pictures``: what pictures weigh on the page, and of which kind they are there."""

from __future__ import annotations

import io
import random

import pytest
from PIL import Image

from lacwg.site.pictures import HEAVIEST, made


def data_of(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    image.save(written := io.BytesIO(), kind, **options)
    return written.getvalue()


def noise(mode: str, width: int, height: int) -> Image.Image:
    return Image.frombytes(mode, (width, height), random.Random(1).randbytes(width * height * len(mode)))


def photo(width: int, height: int) -> Image.Image:
    """Soft, and with grain, as a sensor has it."""
    soft = noise("RGB", 12, 9).resize((width, height), Image.Resampling.BICUBIC)
    return Image.blend(soft, noise("RGB", width, height), 0.1)


def drawing(mode: str) -> Image.Image:
    image = Image.new(mode, (300, 200))
    image.paste(1 if mode == "P" else (140, 47, 27, 255)[: len(mode)], (40, 40, 200, 120))
    return image


def test_a_photo_that_is_a_png_is_a_jpeg_on_the_page() -> None:
    for image in (photo(320, 240), photo(320, 240).convert("RGBA")):  # all of it opaque
        data = data_of(image)
        found = made("images/march.png", data)
        assert (found.path, found.clear, found.data[:3]) == ("images/march.png.jpg", False, b"\xff\xd8\xff")
        assert len(found.data) < len(data) / 3
    heavy = made("images/march.png", data_of(Image.effect_noise((900, 700), 90)))
    assert (heavy.path, len(heavy.data) <= HEAVIEST) == ("images/march.png.jpg", True)


@pytest.mark.parametrize("mode", ["RGB", "P", "L"])
def test_a_drawing_stays_exact(mode: str) -> None:
    image = drawing(mode)
    found = made("images/logo.png", data_of(image))
    assert (found.path, found.clear) == ("images/logo.png", False)
    assert Image.open(io.BytesIO(found.data)).convert("RGB").tobytes() == image.convert("RGB").tobytes()


def test_what_shows_what_is_behind_it_is_told_and_stays_so() -> None:
    indexed = data_of(drawing("P"), transparency=0)
    for data in (data_of(drawing("RGBA")), indexed):
        found = made("images/logo.png", data)
        assert (found.path, found.clear) == ("images/logo.png", True)
        assert Image.open(io.BytesIO(found.data)).convert("RGBA").getpixel((0, 0))[3] == 0  # type: ignore[index]
    heavy = made("images/logo.png", data_of(noise("RGBA", 400, 300)))
    assert (heavy.path, heavy.clear, len(heavy.data) <= HEAVIEST) == ("images/logo.png.webp", True, True)
    assert Image.open(io.BytesIO(heavy.data)).mode == "RGBA"


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "PNG"])
def test_nothing_is_heavier_than_a_page_takes_and_the_bytes_are_the_same_each_time(kind: str) -> None:
    data = data_of(noise("RGB", 1000, 800), kind, **({} if kind == "PNG" else {"quality": 95}))
    found = made("images/x", data)
    assert len(found.data) <= HEAVIEST < len(data)
    assert 400 < found.width < 1000
    assert abs(found.width / found.height - 1.25) < 0.01
    assert Image.open(io.BytesIO(found.data)).size == (found.width, found.height)
    assert found == made("images/x", data)


def test_pictures_of_telephones_and_scanners() -> None:
    two = data_of(drawing("RGB"), "MPO", save_all=True, append_images=[drawing("RGB")])
    assert made("images/a.jpg", two).path == "images/a.jpg"
    grey = Image.new("I;16", (20, 20), 0x8000)
    read = Image.open(io.BytesIO(made("images/a.png", data_of(grey)).data))
    assert 120 < read.convert("L").getpixel((3, 3)) < 136  # type: ignore[operator]
