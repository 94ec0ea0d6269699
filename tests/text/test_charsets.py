"""Bytes of files as text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import texts

from lacwg.text.charsets import decode, decode_as


@pytest.mark.parametrize(
    ("codec", "name"),
    [
        ("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("utf-16", "UTF-16"), ("utf-16-le", "UTF-16"), ("utf-16-be", "UTF-16"),
        ("cp1252", "Windows-1252"),
    ],
)  # fmt: skip
def test_charsets(codec: str, name: str) -> None:
    text = "Subject;Start\r\nReunión “Łódź”"[: None if "utf" in codec else 24]
    assert decode(text.encode(codec)) == (text, name)


def test_what_no_windows_program_writes() -> None:
    assert decode(b"\xe9\x81") == ("é\x81", "Latin-1")


@given(texts().filter(lambda text: "\x00" not in text and text[:1] != "\ufeff"))
def test_utf_8_is_read_as_such(text: str) -> None:
    assert decode(text.encode()) == decode(text.encode("utf-8-sig")) == (text, "UTF-8")


@given(st.binary())
def test_any_bytes_are_text(data: bytes) -> None:
    assert len(decode(data)[0]) <= len(data)
    assert decode_as(data, "no such") == decode_as(data, "zip") == decode(data)[0]


def test_a_charset_that_is_told() -> None:
    assert decode_as(b"L\xf3pez", "ISO-8859-1") == "López"
    assert decode_as("López".encode(), "ascii") == "López"
    assert decode_as(b"L\xf3pez", "utf-8") == "López"
