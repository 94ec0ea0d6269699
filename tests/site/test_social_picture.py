"""What is drawn for links to coming events."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image, ImageFont

from lacwg import voice
from lacwg.site import social_picture

CATALOGS = Path(voice.__file__).parent / "catalogs"
FONT = Path(social_picture.__file__).parent / "fonts" / "NotoSans-Bold.ttf"


def drawn(*texts: str) -> Image.Image:
    card = social_picture.card(*texts)
    assert card is not None
    data = social_picture.made(card)
    assert data == social_picture.made(card)
    assert len(data) < 60_000
    return Image.open(io.BytesIO(data))


def test_every_letter_of_our_languages_is_drawn() -> None:
    said = {letter for path in CATALOGS.glob("*.po") for letter in path.read_text() if letter.isprintable()}
    said |= set("ÁÉÍÓÚÑÜáéíóúñü¿¡ªº ÂÃÀÇÊÔÕâãàçêôõ ÀÂÆÇÈÉÊËÎÏÔŒÙÛÜŸàâæçèéêëîïôœùûüÿ«»’ ÈÒèò –—…·")
    font = ImageFont.truetype(FONT, 40)
    missing = bytes(font.getmask("\U0010ffff"))
    for letter in sorted(said - {"\u2060", " ", "\u00a0", "→"}):
        assert social_picture.card(letter, "", "", "", ""), letter
        assert bytes(font.getmask(letter)) != missing, letter


@pytest.mark.parametrize("title", ["Vigil", "Solidaridad con Haití " * 4, "x" * 500, "y " * 5000])
def test_no_title_is_too_long(title: str) -> None:
    picture = drawn("Group", title, "Wednesday, December 9, 2026", "5:00 PM EST", "Hall " * 90)
    assert picture.size == (1200, 630)
    margins = [
        picture.convert("RGB").crop(each) for each in ((1121, 0, 1200, 630), (25, 0, 79, 630), (25, 600, 1200, 630))
    ]
    assert [len(each.getcolors() or []) for each in margins] == [1, 1, 1]


@pytest.mark.parametrize("title", ["مسيرة", "会议", "🎉 Party"])
def test_what_cannot_be_drawn_is_not(title: str) -> None:
    assert social_picture.card("Group", title, "", "", "") is None
    assert social_picture.card("Group", "e\u0301", "", "", "") == ("Group", "é", "", "", "")
