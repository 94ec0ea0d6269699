"""The text of an event that starts at another time keeps its remarks; ids are changed whole."""

from __future__ import annotations

import datetime as dt
import re

import tomli
from conftest import GROUP, event
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from lacwg.records import DayOrTime
from lacwg.schedule import occurrences
from lacwg.store.references import replaced
from lacwg.store.toml.edit import edited

days = st.dates(dt.date(2024, 1, 1), dt.date(2029, 1, 1))


@given(days, st.integers(0, 30), days, st.lists(st.sampled_from(["# a", "# b = 1", ""]), max_size=4))
def test_remarks_stay_when_it_moves(start: dt.date, length: int, to: dt.date, remarks: list[str]) -> None:
    end = f"end = {start + dt.timedelta(days=length)} # the last\n" if length else ""
    lines = "\n".join(remarks)
    text = f'# ours\ntitle = "E" # it\nstart = {start} # the first\n{end}{lines}\n\n[private]\nnote = "x" # no\n'
    old = event(text)
    last = occurrences.of_event(old, GROUP).span.moved_to(to).end
    new = replace(old, start=DayOrTime(to), end=None if last is None else DayOrTime(last))
    after = edited(text, old, new)
    assert re.findall("#.*", after) == re.findall("#.*", text)
    assert event(after) == new


IDS = st.from_regex(r"2026-1[0-2]-0[1-9]-[a-c]{1,2}(-[a-c]{1,2})?", fullmatch=True)


@given(IDS, IDS, st.lists(st.one_of(IDS, st.sampled_from([" ", "/", "-2", "x", ".toml", '"', "2026/"])), max_size=9))
def test_ids_are_changed_where_they_stand_whole(old: str, new: str, parts: list[str]) -> None:
    text = "".join(parts)
    after = replaced(text, old, new)
    whole = rf"(?<![\w-]){old}(?![\w-])"
    assert re.sub(whole, new, text) == after  # the year's folder is the same here
    if old != new:
        assert not re.search(whole, after) or re.search(whole, new)


def test_a_link_that_is_a_field_of_its_own_is_left_and_text_is_not() -> None:
    text = 'url = "https://x.org/2026-12-03-a"\nnote = "https://x.org/2026-12-03-a events/2026/2026-12-03-a.toml"\n'
    values = tomli.loads(replaced(text, "2026-12-03-a", "2027-01-01-a"))
    assert values["url"] == "https://x.org/2026-12-03-a"
    assert values["note"] == "https://x.org/2027-01-01-a events/2027/2027-01-01-a.toml"
