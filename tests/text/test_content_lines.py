"""Content lines of iCalendar and vCard: folded as the library does it, only quicker, and read back."""

from __future__ import annotations

import quopri

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar.parser import Contentline

from lacwg.text import content_lines
from lacwg.text.content_lines import LONGEST, Property, decode, escaped, folded, split, unescaped, unfolded

LINE = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\\^aé€𐀀"), max_size=400)
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r") | st.sampled_from('\\nN;,:"\n'))


@given(LINE)
def test_as_icalendar_folds(line: str) -> None:
    assert folded(line) == Contentline(line).to_ical()


@given(st.lists(LINE.filter(lambda line: line[:1] not in (" ", "\t") and not line.endswith("=")), min_size=1))
def test_it_unfolds_to_the_same_and_no_line_is_too_long(lines: list[str]) -> None:
    data = b"\r\n".join(map(folded, lines))
    assert all(len(each) <= LONGEST + 1 for each in data.split(b"\r\n"))
    text, charset = decode(data)
    assert charset == "UTF-8"
    assert [line for _, line in unfolded(text.split("\n"))] == lines
    for each in data.split(b"\r\n"):
        each.decode()


@given(LINE.map(lambda line: f"X:{line}x"), st.integers(1, 9), st.sampled_from([b"\r\n ", b"\n\t"]))
def test_a_fold_within_a_character_is_mended(line: str, every: int, fold: bytes) -> None:
    """As programs fold that count octets alone."""
    data = line.encode()
    broken = fold.join(data[at : at + every] for at in range(0, len(data), every))
    text, charset = decode(broken)
    if charset == "UTF-8":
        assert list(unfolded(text.split("\n"))) == [(1, line)]
        assert text.count("\n") == broken.count(b"\n")
    else:  # every blank is a fold of its own
        assert every < 4


def test_a_character_of_four_octets_in_four_lines() -> None:
    text, charset = decode("FN:𐀀!\r\nN:é".encode().replace(b"\xf0\x90\x80\x80", b"\xf0\r\n \x90\r\n \x80\r\n \x80"))
    assert (list(unfolded(text.split("\n"))), charset) == ([(1, "FN:𐀀!"), (5, "N:é")], "UTF-8")


@given(TEXT)
def test_what_is_escaped_is_read_back(text: str) -> None:
    assert "\n" not in escaped(text)
    assert unescaped(escaped(text)) == text
    assert Property("N", {}, f"{escaped(text)};{escaped(text)}").parts == [text, text]
    assert split(f'NOTE;LANGUAGE="a:b;c":{escaped(text)}') == Property("NOTE", {"LANGUAGE": "a:b;c"}, escaped(text))


def test_a_backslash_that_escapes_nothing_stays() -> None:
    assert unescaped(r"C:\Users\\x\, a\Nb\;") == "C:\\Users\\x, a\nb;"
    assert unescaped("C:\\new\\;x", line_ends=False) == "C:\\new;x"
    assert Property("ADR", {}, r";a\;b;;\\;c\ ").parts == ["", "a;b", "", "\\", "c\\ "]


@pytest.mark.parametrize(
    ("line", "made"),
    [
        ("SUMMARY:a:b", Property("SUMMARY", {}, "a:b")),
        ("item1.tel;type=home;TYPE=\"cell,voice\":1", Property("TEL", {"TYPE": "home,cell,voice"}, "1")),
        ("TEL;WORK;FAX:1", Property("TEL", {"TYPE": "WORK,FAX"}, "1")),
        ('A;CN="x;y":z', Property("A", {"CN": "x;y"}, "z")),
        ('A;CN="never closed:z', Property("A", {"CN": "never closed"}, "z")),
        ("N;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:L=F3pez", Property("N", {"CHARSET": "ISO-8859-1", "ENCODING": "QUOTED-PRINTABLE"}, "López")),
        ("N;QUOTED-PRINTABLE:L=C3=B3pez", Property("N", {"ENCODING": "QUOTED-PRINTABLE"}, "López")),
        ("nothing", None),
        (":x", None),
        ("two words:x", None),
        ('A;B="c:d', Property("A", {"B": "c"}, "d")),
    ],
)  # fmt: skip
def test_a_line_taken_apart(line: str, made: Property | None) -> None:
    assert split(line) == made


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=300), st.sampled_from(["utf-8", "cp1252"]))
def test_quoted_printable_goes_on_in_the_next_line(text: str, charset: str) -> None:
    """In calendars and address books alike."""
    text = text.encode(charset, "ignore").decode(charset)
    value = quopri.encodestring(text.encode(charset)).decode()
    lines = f"BEGIN:X\nNOTE;ENCODING=QUOTED-PRINTABLE;CHARSET={charset}:{value}\nEND:X".split("\n")
    found = [line for _, line in unfolded(lines)]
    assert (found[0], found[-1], len(found)) == ("BEGIN:X", "END:X", 3)
    made = split(found[1])
    assert made is not None
    assert made.value == text


def test_what_only_ends_in_an_equals_sign_does_not_go_on() -> None:
    lines = ["PHOTO;ENCODING=b:AA==", "NOTE:1 + 1 =", "X:y"]
    assert [line for _, line in content_lines.unfolded(lines)] == lines
