"""The QR code for paper: what a reader reads off the picture."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from lacwg.errors import LacwgError
from lacwg.site import subscribing

SVG = "{http://www.w3.org/2000/svg}"
BAR = re.compile(r"M(\d+) (\d+)h(\d+)v(\d+)(?:h-\3|H0)z")


def drawn(text: str, scale: int = 4) -> Image.Image:
    """The picture as a browser paints it on a grey page: every path of it, in its colour and order."""
    root = ElementTree.fromstring(text)
    _, _, width, height = map(int, root.attrib["viewBox"].split())
    image = Image.new("L", (width * scale, height * scale), 128)
    pen = ImageDraw.Draw(image)
    for path in root.iter(f"{SVG}path"):
        colour = {"#fff": 255, "#000": 0}[path.attrib["fill"]]
        assert not BAR.sub("", path.attrib["d"])
        for x, y, w, h in (map(int, each) for each in BAR.findall(path.attrib["d"])):
            pen.rectangle((x * scale, y * scale, (x + w) * scale - 1, (y + h) * scale - 1), fill=colour)
    return image


def read(image: Image.Image) -> tuple[str, str]:
    """The text of the one code in a picture, and its level."""
    (found,) = zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode)
    return found.text, found.ec_level


@pytest.mark.parametrize(
    "text",
    [
        subscribing.on_paper("https://example.org/la-cwg/"),
        subscribing.on_paper("https://américa.example:8443/a b&c/", "es/"),
        subscribing.links("https://example.org/la-cwg/", "calendar.ics", "Group").webcal,
        f"https://example.org/{'x' * 1000}",
    ],
)
def test_a_reader_reads_the_address(text: str) -> None:
    found, level = read(drawn(subscribing.qr_code(text, "Subscribe")))
    assert found == text
    assert level in "MQH"


@settings(max_examples=20)
@given(st.from_regex(r"https://[a-z0-9.-]{1,30}/[!-~]{0,80}", fullmatch=True))
def test_any_address_is_read(text: str) -> None:
    assert read(drawn(subscribing.qr_code(text, "Subscribe")))[0] == text


def test_a_stain_does_not_harm() -> None:
    image = drawn(subscribing.qr_code("https://example.org/la-cwg/#subscribe", "Subscribe"))
    middle = image.width // 2
    ImageDraw.Draw(image).ellipse((middle - 14, middle - 14, middle + 14, middle + 14), fill=0)
    assert read(image)[0] == "https://example.org/la-cwg/#subscribe"


def test_black_on_white_with_a_quiet_zone() -> None:
    image = drawn(subscribing.qr_code("https://example.org/", "Subscribe"), scale=1)
    assert {value for _, value in image.getcolors() or []} == {0, 255}
    inner = image.crop((4, 4, image.width - 4, image.height - 4))
    box = Image.eval(image, lambda value: 255 - value).getbbox()
    assert box == (4, 4, image.width - 4, image.height - 4)
    assert inner.width == inner.height
    assert (inner.width - 17) % 4 == 0


def test_the_file_is_for_every_reader_and_asks_for_nothing_else() -> None:
    text = subscribing.qr_code("https://example.org/", 'Subscribe </title><script>alert("1")</script>\x1b\u202e\ufffe')
    root = ElementTree.fromstring(text)
    assert root.tag == f"{SVG}svg"
    assert root.attrib["role"] == "img"
    assert [each.tag for each in root] == [f"{SVG}title", f"{SVG}path", f"{SVG}path"]
    assert root[0].text == 'Subscribe </title><script>alert("1")</script>\\x1b\\u202e\ufffd'
    assert re.fullmatch(r"\d+mm", root.attrib["width"])
    assert root.attrib["width"] == root.attrib["height"] == f"{root.attrib['viewBox'].split()[2]}mm"
    assert not re.search(r"href|url\(|style|<\?|<!|on\w+=", text)
    assert text == subscribing.qr_code(
        "https://example.org/", 'Subscribe </title><script>alert("1")</script>\x1b\u202e\ufffe'
    )


def test_a_text_that_no_code_can_hold_is_refused() -> None:
    assert subscribing.qr_code("x" * 2331, "x")
    with pytest.raises(LacwgError, match="too long for a QR code: 2332 bytes"):
        subscribing.qr_code("x" * 2332, "x")
