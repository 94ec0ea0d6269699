"""Edits keep what people wrote, and hold what they should."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from msgspec.structs import replace
from test_encoding import pairs, records

from lacwg.records import DayOrTime, Event, Record, Series, SeriesException
from lacwg.store.decoding import decode
from lacwg.store.editing import edited
from lacwg.store.encoding import encode

SERIES = """\
# What people wrote.
title = "Meeting"   # its name
rule = "2nd Wednesday"
since = 2026-01-01  # a guess

[members]
join_url = "https://x/" # secret

[[exceptions]]
date = 2026-11-11   # the holiday
moved_to = 2026-11-18
reason = "Veterans Day"
# between the two
[[exceptions]]
date = 2026-12-09
cancelled = true

[[changes]]
from = 2027-03-01
rule = "1st Tuesday"
"""


def series(text: str) -> Series:
    return decode(text, Series, lambda: "f", "x")


def test_only_what_differs_is_written_anew() -> None:
    old = series(SERIES)
    new = replace(old, title="New name", sequence=1, place="Library")
    changed = edited(SERIES, old, new)
    assert changed == SERIES.replace('"Meeting"   # its name', '"New name"   # its name').replace(
        "since = 2026-01-01  # a guess\n", 'since = 2026-01-01  # a guess\nsequence = 1\nplace = "Library"\n'
    )


def test_an_exception_is_added_changed_and_removed_where_it_stands() -> None:
    old = series(SERIES)
    more = replace(old, exceptions=(*old.exceptions, SeriesException(date=dt.date(2027, 1, 20), extra=True)))
    added = edited(SERIES, old, more)
    assert added.startswith(SERIES[: SERIES.index("\n[[changes]]")])
    assert "[[exceptions]]\ndate = 2027-01-20\nextra = true\n" in added
    assert series(edited(added, more, old)) == old
    assert edited(added, more, old).count("# ") == SERIES.count("# ")
    fewer = replace(old, exceptions=old.exceptions[1:])
    removed = edited(SERIES, old, fewer)
    assert "2026-11-18" not in removed
    assert "# secret" in removed
    moved = replace(old.exceptions[0], moved_to=DayOrTime(dt.date(2026, 11, 19)))
    assert edited(SERIES, old, replace(old, exceptions=(moved, *old.exceptions[1:]))) == SERIES.replace(
        "moved_to = 2026-11-18", "moved_to = 2026-11-19"
    )


def test_a_list_on_one_line_becomes_tables() -> None:
    text = 'title = "A"\nstart = 2026-12-05\nspeakers = [{ name = "Ana" }]\n'
    old = decode(text, Event, lambda: "f", "2026-12-05-a")
    new = replace(old, speakers=(replace(old.speakers[0], about="a poet"),))
    assert decode(edited(text, old, new), Event, lambda: "f", "2026-12-05-a") == new


@given(pairs)
def test_any_record_becomes_any_other_of_its_kind(pair: tuple[Record, Record]) -> None:
    old, new = pair
    text = encode(old).replace("\ntitle", "\n# a remark\ntitle")
    changed = edited(text, old, new)
    assert decode(changed, type(new), lambda: "f", new.id) == new


@given(records)
def test_no_change_is_no_change(record: Record) -> None:
    text = encode(record)
    assert edited(text, record, record) == text


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_line_ends_stay(ending: str) -> None:
    text = SERIES.replace("\n", ending)
    old = series(text)
    assert edited(text, old, replace(old, title="B")) == text.replace('"Meeting"', '"B"')
