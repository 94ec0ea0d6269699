"""An event that starts at another time lasts as long as before; its text keeps its remarks; ids are changed whole."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import tomli
from conftest import GROUP, event
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from lacwg.errors import UsageError
from lacwg.records import DayOrTime
from lacwg.schedule import event_edits, occurrences, zones
from lacwg.store.references import replaced
from lacwg.store.toml.edit import edited

ZONES = ("America/New_York", "America/Havana", "Asia/Kolkata", "Pacific/Apia", "UTC")
moments = st.datetimes(dt.datetime(2024, 1, 1), dt.datetime(2029, 1, 1)).map(lambda each: each.replace(microsecond=0))
days = st.dates(dt.date(2024, 1, 1), dt.date(2029, 1, 1))


@given(st.sampled_from(ZONES), moments, st.integers(0, 366 * 1440), moments)
def test_hours_last_as_long_in_real_time(zone: str, start: dt.datetime, minutes: int, to: dt.datetime) -> None:
    tz = zones.zone(zone)
    first = zones.resolve_by_rule(start, tz)
    old = event(f'start = {event_edits.written(first)}\ntimezone = "{zone}"')
    last = occurrences.after(first, dt.timedelta(minutes=minutes))
    old = replace(old, end=DayOrTime(event_edits.written(last)))
    found = occurrences.of_event(old, GROUP)
    moved = zones.resolve_by_rule(to, tz)
    end = event_edits.end_at(found, moved)
    assert isinstance(end, dt.datetime)
    new = replace(old, start=DayOrTime(event_edits.written(moved)), end=DayOrTime(event_edits.written(end)))
    again = occurrences.of_event(new, GROUP)
    assert again.ends - again.starts == dt.timedelta(minutes=minutes)
    assert again.starts == moved.astimezone(dt.UTC)


@given(days, st.integers(0, 366), days)
def test_whole_days_last_as_many(start: dt.date, length: int, to: dt.date) -> None:
    old = event(f"start = {start}\nend = {start + dt.timedelta(days=length)}")
    end = event_edits.end_at(occurrences.of_event(old, GROUP), to)
    assert end == (to + dt.timedelta(days=length) if length else None)


def test_several_days_get_no_hour() -> None:
    found = occurrences.of_event(event("start = 2026-12-03\nend = 2026-12-05"), GROUP)
    with pytest.raises(UsageError, match="several days"):
        event_edits.end_at(found, dt.datetime(2026, 12, 3, 19, tzinfo=found.zone))


@given(days, st.integers(0, 30), days, st.lists(st.sampled_from(["# a", "# b = 1", ""]), max_size=4))
def test_remarks_stay_when_it_moves(start: dt.date, length: int, to: dt.date, remarks: list[str]) -> None:
    end = f"end = {start + dt.timedelta(days=length)} # the last\n" if length else ""
    lines = "\n".join(remarks)
    text = f'# ours\ntitle = "E" # it\nstart = {start} # the first\n{end}{lines}\n\n[private]\nnote = "x" # no\n'
    old = event(text)
    last = event_edits.end_at(occurrences.of_event(old, GROUP), to)
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
