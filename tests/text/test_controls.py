"""Characters that are no text."""

from __future__ import annotations

import json
import re
import sys
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from lacwg.text import controls
from lacwg.text.controls import INVISIBLE, UNSAFE

TEXT = st.text(st.characters() | st.sampled_from("\r\n\t\x1b\x85\u2028\u202e\u200b\ufeff\ufdd0"))


def test_what_is_unsafe() -> None:
    for code in range(sys.maxunicode + 1):
        each = chr(code)
        if unicodedata.category(each) == "Cc":
            assert bool(re.match(UNSAFE, each)) == (each not in "\t\n")
            assert bool(re.match(INVISIBLE, each)) == (each not in "\t\n\r")
        elif unicodedata.bidirectional(each) in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"):
            assert re.match(UNSAFE, each)
            assert re.match(INVISIBLE, each)
        elif unicodedata.category(each) not in ("Cf", "Zl", "Zp"):
            assert not re.match(UNSAFE, each)


@given(TEXT)
def test_nothing_unsafe_is_left(text: str) -> None:
    for made in (
        controls.escape_controls(text), controls.one_line(text), controls.escape_cell(text), controls.escape_markup(text),
        controls.escape_json(text),
    ):  # fmt: skip
        assert not re.search(UNSAFE, made)
        assert controls.escape_controls(made) == made
    assert not set("\t\n") & set(controls.escape_cell(text))
    assert "\n" not in controls.one_line(text)
    for made in (controls.without_controls(text), controls.clean_line(text)):
        assert {unicodedata.category(each) for each in set(made) - set("\t\n")}.isdisjoint({"Cc"})
    assert controls.clean_line(text) == " ".join(controls.clean_line(text).split())
    assert controls.without_controls(controls.without_controls(text)) == controls.without_controls(text)


@given(TEXT)
def test_json_says_the_same(text: str) -> None:
    made = json.dumps({"text": text}, ensure_ascii=False)
    assert json.loads(controls.escape_json(made)) == {"text": text}


def test_how_they_are_shown() -> None:
    assert controls.escape_controls("a\x1b[31m\u202e\r\n\tb") == "a\\x1b[31m\\u202e\\x0d\n\tb"
    assert controls.escape_controls("\x1b[1ma\x1b[0m\x1b[31m\x1b[2J", colour=True) == "\x1b[1ma\x1b[0m\\x1b[31m\\x1b[2J"
    assert controls.escape_controls("\u200eאב\u200f \u061c") == "\u200eאב\u200f \u061c"  # marks of direction stay
    assert controls.escape_cell("a\tb\r\n\x07") == "a\\tb\\r\\n\\x07"
    assert controls.without_controls("a\r\nb\rc\x00\x85d\te") == "a\nb\ncd\te"
    assert controls.clean_line(" a\r\nb\x0bc\x00d ") == "a b c d"
    assert controls.escape_markup("a\ufdd0\U0001ffffb\x00") == "a\ufffd\ufffdb\\x00"
