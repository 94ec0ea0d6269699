"""Folding: as the library does it, only quicker."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from icalendar.parser import Contentline

from lacwg.text.content_lines import LONGEST, folded

LINE = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\\^aé€𐀀"), max_size=400)


@given(LINE)
def test_as_icalendar_folds(line: str) -> None:
    assert folded(line) == Contentline(line).to_ical()


@given(LINE)
def test_it_unfolds_to_the_same_and_no_line_is_too_long(line: str) -> None:
    lines = folded(line).split(b"\r\n")
    assert all(len(each) <= LONGEST + 1 for each in lines)
    assert b"".join([lines[0], *(each[1:] for each in lines[1:])]).decode() == line
    for each in lines:
        each.decode()
