"""The text of an event that starts at another time keeps its comments."""

from __future__ import annotations

import datetime as dt
import re

from conftest import GROUP, event
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from lacwg.records import DayOrTime
from lacwg.schedule import occurrences
from lacwg.store.toml.edit import edited

days = st.dates(dt.date(2024, 1, 1), dt.date(2029, 1, 1))


@given(days, st.integers(0, 30), days, st.lists(st.sampled_from(["# a", "# b = 1", ""]), max_size=4))
def test_comments_stay_when_it_moves(start: dt.date, length: int, to: dt.date, comments: list[str]) -> None:
    end = f"end = {start + dt.timedelta(days=length)} # the last\n" if length else ""
    lines = "\n".join(comments)
    text = f'# ours\ntitle = "E" # it\nstart = {start} # the first\n{end}{lines}\n\n[private]\nnote = "x" # no\n'
    old = event(text)
    last = occurrences.of_event(old, GROUP).span.moved_to(to).end
    new = replace(old, start=DayOrTime(to), end=None if last is None else DayOrTime(last))
    after = edited(text, old, new)
    assert re.findall("#.*", after) == re.findall("#.*", text)
    assert event(after) == new
