"""Edits keep what people wrote, and hold what they should."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from conftest import GROUP, event
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from strategies import days, pairs, records

from lacwg.records import DayOrTime, Event, MeetingRecord, Record, Series, SeriesException
from lacwg.schedule import occurrences
from lacwg.store.toml.decode import decode
from lacwg.store.toml.edit import UneditableError, edited
from lacwg.store.toml.encode import encode

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


def test_a_date_that_loses_a_table_is_followed_by_a_new_one() -> None:
    words = 'reason = "Veterans Day"\n\n[exceptions.es]\nreason = "Feriado"\n'
    text = SERIES.replace('reason = "Veterans Day"\n', words)
    old = series(text)
    first, second = old.exceptions
    new = replace(old, exceptions=(replace(first, es=None), SeriesException(date=dt.date(2026, 11, 20)), second))
    changed = edited(text, old, new)
    assert series(changed) == new
    assert changed.index("# the holiday") < changed.index("date = 2026-11-20") < changed.index("# between the two")


def test_tables_that_are_alike_each_have_their_place() -> None:
    text = 'title = "A"\nstart = 2026-12-03\n' + "".join(
        f'\n[[speakers]] # {n}\nname = "{n[0]}"\n' for n in ("A1", "B", "A2")
    )
    old = decode(text, Event, lambda: "f", "x")
    made = edited(text, old, replace(old, speakers=(old.speakers[0], old.speakers[2], old.speakers[1])))
    assert [line[-2:].strip() for line in made.splitlines() if "#" in line] == ["A1", "A2", "B"]


def test_a_list_on_one_line_becomes_tables() -> None:
    text = 'title = "A"\nstart = 2026-12-05\nspeakers = [{ name = "Ana" }]\n'
    old = decode(text, Event, lambda: "f", "2026-12-05-a")
    new = replace(old, speakers=(replace(old.speakers[0], about="a poet"),))
    assert decode(edited(text, old, new), Event, lambda: "f", "2026-12-05-a") == new


@given(pairs)
def test_any_record_becomes_any_other_of_its_kind(pair: tuple[Record, Record]) -> None:
    old, new = pair
    text = encode(old).replace("\ntitle", "\n# a comment\ntitle")
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


COMMENTED = """\
title = "Meeting"
rule = "2nd Wednesday"
since = 2026-01-01
# It gives no length.

# Snow: the hall had no heating
[[exceptions]]
date = 2027-01-13
cancelled = true

# why the change was made
[[changes]]
from = 2027-06-01
rule = "1st Tuesday"

# Maria's birthday, do not move again!
[[exceptions]]
date = 2027-02-10
moved_to = 2027-02-17
# within it

# The link is paid for until June
[members]
join_url = "https://example.org/x"
"""


def without(number: int) -> Series:
    old = series(COMMENTED)
    return replace(old, exceptions=tuple(each for at, each in enumerate(old.exceptions) if at != number))


@pytest.mark.parametrize(
    ("number", "gone"),
    [
        (0, "# Snow: the hall had no heating\n[[exceptions]]\ndate = 2027-01-13\ncancelled = true\n\n"),
        (
            1,
            "# Maria's birthday, do not move again!\n[[exceptions]]\ndate = 2027-02-10\nmoved_to = 2027-02-17\n# within it\n\n",
        ),
    ],
)
def test_a_table_goes_with_the_comment_above_it_and_no_other(number: int, gone: str) -> None:
    assert edited(COMMENTED, series(COMMENTED), without(number)) == COMMENTED.replace(gone, "")


def test_new_keys_and_tables_leave_comments_where_they_are() -> None:
    old = series(COMMENTED)
    changed = edited(COMMENTED, old, replace(old, sequence=1))
    assert changed == COMMENTED.replace("# It gives no length.\n", "# It gives no length.\nsequence = 1\n")
    more = replace(old, exceptions=(*old.exceptions, SeriesException(date=dt.date(2027, 3, 10), extra=True)))
    added = edited(COMMENTED, old, more)
    assert added == COMMENTED.replace(
        "# within it\n\n", "# within it\n\n[[exceptions]]\ndate = 2027-03-10\nextra = true\n\n"
    )
    assert edited(added, more, old) == COMMENTED


@pytest.mark.parametrize(
    "text", [SERIES, COMMENTED, SERIES[: SERIES.index("\n[members]")], SERIES.replace("\n[[changes]]", "[[changes]]")]
)
def test_adding_and_taking_back_leaves_the_very_same_text(text: str) -> None:
    old = series(text)
    again = text
    for _ in range(3):
        more = replace(old, exceptions=(*old.exceptions, SeriesException(date=dt.date(2027, 3, 10), extra=True)))
        added = edited(again, old, more)
        assert series(added) == more
        again = edited(added, more, old)
    assert again == text


def test_another_order_takes_the_comments_along() -> None:
    text = (
        'state = "planned"\n\n# We open with a song\n[[agenda]]\ntitle = "A"   # first\n\n'
        '# B needs the projector\n[[agenda]]\ntitle = "B"\n'
    )
    old = decode(text, MeetingRecord, lambda: "f", "2026-12-09-x")
    new = replace(old, agenda=old.agenda[::-1])
    assert edited(text, old, new) == (
        'state = "planned"\n\n# B needs the projector\n[[agenda]]\ntitle = "B"\n\n'
        '# We open with a song\n[[agenda]]\ntitle = "A"   # first\n'
    )
    assert edited(text, old, replace(old, agenda=old.agenda[1:])) == (
        'state = "planned"\n\n# B needs the projector\n[[agenda]]\ntitle = "B"\n'
    )


def test_a_list_with_comments_in_it_is_not_rewritten() -> None:
    text = 'title = "A"\nstart = 2026-12-05\nspeakers = [\n  { name = "Ana" }, # by phone\n]\n'
    old = decode(text, Event, lambda: "f", "2026-12-05-a")
    with pytest.raises(UneditableError):
        edited(text, old, replace(old, speakers=()))
    assert "# by phone" in edited(text, old, replace(old, title="B"))


@given(days(), st.integers(0, 30), days(), st.lists(st.sampled_from(["# a", "# b = 1", ""]), max_size=4))
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
