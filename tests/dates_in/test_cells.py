"""What cells of spreadsheets say of a time: read, or refused with the reason."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lacwg.dates_in.cells import CellTime, moment, read_cell
from lacwg.dates_in.date_errors import AmbiguousWhenError, WhenError
from lacwg.schedule import zones

TZ = zones.zone("America/New_York")
DAY = dt.date(2026, 12, 3)


@pytest.mark.parametrize(
    ("text", "day", "hour", "zone"),
    [
        ("2026-12-03T19:00:00.000Z", DAY, dt.time(19), "Z"),
        ("2026-12-03T19:00:00.000-05:00", DAY, dt.time(19), "-05:00"),
        ("2026-12-03T19:00:00+0100", DAY, dt.time(19), "+0100"),
        ("2026-12-03 19:00-05:00", DAY, dt.time(19), "-05:00"),  # no range of that day
        (
            "2027-11-07 01:30:00-05:00",
            dt.date(2027, 11, 7),
            dt.time(1, 30),
            "-05:00",
        ),  # as our own spreadsheets have it
        ("12/3/2026 7pm", DAY, dt.time(19), ""),
        ("Thursday, December 3, 2026 at 7:00 PM EST", DAY, dt.time(19), "EST"),
        ("jueves, 3 de diciembre de 2026 a las 7 de la tarde", DAY, dt.time(19), ""),
        ("jedi 3 desanm 2026", DAY, None, ""),
        ("3-Dec-26", DAY, None, ""),
        ("3-Dec-2026", DAY, None, ""),
        ("Dec-3-2026", DAY, None, ""),
        ("03.12.26", DAY, None, ""),  # begins with the day, whatever comes first in 12/3
        ("3. 12. 2026", DAY, None, ""),
        ("2026.12.03", DAY, None, ""),
        ("3/12/70", dt.date(1970, 3, 12), None, ""),
        ("1st Thursday of December 2026", DAY, None, ""),
        ("noon", None, dt.time(12), ""),
        ("19h30", None, dt.time(19, 30), ""),
        ("19.30", None, dt.time(19, 30), ""),
        ("7pm ET", None, dt.time(19), "ET"),
        ("6:00", None, dt.time(6), ""),
        ("18:00:00.5", None, dt.time(18), ""),
        (" ", None, None, ""),
    ],
)
def test_read(text: str, day: dt.date | None, hour: dt.time | None, zone: str) -> None:
    assert read_cell(text, "MDY", halves=False) == CellTime(day, hour, zone)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-12-03 19:00-21:00", "2026-12-03 19:00:00", "21:00:00"),  # two hours, and no offset
        ("2026-12-03 10:00 - 12:00", "2026-12-03 10:00:00", "12:00:00"),
        ("10:00-12:00", "10:00:00", "12:00:00"),
        ("7:00 PM \N{EN DASH} 9:00 PM", "19:00:00", "21:00:00"),
        ("7-9pm", "19:00:00", "21:00:00"),
        ("7p-9:30p", "19:00:00", "21:30:00"),
        ("9:00 AM to noon", "09:00:00", "12:00:00"),
        ("de 19.30 a 21 h", "19:30:00", "21:00:00"),
        ("2026-12-03 \N{EN DASH} 2026-12-05", "2026-12-03", "2026-12-05"),
    ],
)
def test_a_range_is_start_and_end(text: str, first: str, last: str) -> None:
    found = read_cell(text, "MDY", halves=True)
    assert found._replace(end=None).typed() == first
    assert found.end is not None
    assert found.end.typed() == last


@pytest.mark.parametrize(
    "text", ["noon", "12 noon", "12:00 noon", "12n", "12 p.m.", "12p", "12 mediod\N{LATIN SMALL LETTER I WITH ACUTE}a"]
)
def test_noon_in_every_form(text: str) -> None:
    assert read_cell(text, "MDY", halves=True).typed() == "12:00:00"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("12/3", "not a date with a year"),
        ("Dec 3", "not a date with a year"),
        ("tomorrow", "not a date with a year"),
        ("in 2026 days", "not a date with a year"),
        ("midnight", "not a date with a year"),
        ("TBD", "TBD"),
        ("46359", "not understood"),
        ("Dec 3 1930", "may be a year or an hour"),
        ("7:00 PM 8:00 PM", "two hours"),
        ("2026-12-03 2026-12-04", "not understood"),
        ("31.11.2026", "no November 31"),
        ("13/12/2026", "the month comes first"),
        ("12/3/2026" * 20, "too long"),
    ],
)
def test_refused(text: str, reason: str) -> None:
    with pytest.raises(WhenError) as refused:
        read_cell(text, "MDY", halves=False)
    assert reason in refused.value.message
    assert refused.value.hint


def test_an_hour_may_be_either_where_a_file_counts_to_twelve() -> None:
    with pytest.raises(AmbiguousWhenError):
        read_cell("6:00", None, halves=True)
    assert read_cell("06:00", None, halves=True).hour == dt.time(6)
    assert read_cell("6:00 p. m.", None, halves=True).hour == dt.time(18)


def test_a_zone_must_be_what_it_is_called_then() -> None:
    assert moment(DAY, dt.time(19), "EST", TZ) == moment(DAY, dt.time(19), "ET", TZ) == dt.datetime(2026, 12, 3, 19)
    with pytest.raises(WhenError, match="EST on Thursday, December 3, 2026, not EDT"):
        moment(DAY, dt.time(19), "EDT", TZ)
    with pytest.raises(WhenError, match="not an offset"):
        moment(DAY, dt.time(19), "-21:00", TZ)


@given(st.text(max_size=60) | st.text("0123456789:/-–. apmhTZ", max_size=30), st.sampled_from([None, "MDY", "DMY"]))
def test_any_text_is_read_or_refused(text: str, order: str | None) -> None:
    try:
        found = read_cell(text, order, halves=True)  # type: ignore[arg-type]
    except WhenError as error:
        assert error.hint
    else:
        assert found.day is not None or found.hour is not None or not text.strip()


def test_the_group_s_own_language_comes_before_the_others() -> None:
    with pytest.raises(AmbiguousWhenError) as asked:
        read_cell("3 out 2027", None, halves=False)
    assert asked.value.choices == ("2027-10-03", "2027-08-03")
    assert read_cell("3 out 2027", None, halves=False, language="ht").day == dt.date(2027, 8, 3)
