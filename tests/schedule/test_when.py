"""What people type as a time: read, or refused with the reason."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lacwg.schedule import zones
from lacwg.schedule.when import WhenError, read, read_end, read_length, read_time, said

TZ = zones.zone("America/New_York")
NOW = dt.datetime(2026, 11, 24, 12, tzinfo=TZ)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("2026-12-03", dt.date(2026, 12, 3)),
        ("2026-12-03 19:00", dt.datetime(2026, 12, 3, 19)),
        ("2026-12-03T19:00:30", dt.datetime(2026, 12, 3, 19, 0, 30)),
        ("2027-11-07T01:30-05:00", dt.datetime(2027, 11, 7, 1, 30, tzinfo=dt.timezone(dt.timedelta(hours=-5)))),
        ("2026-12-03T19:00Z", dt.datetime(2026, 12, 3, 19, tzinfo=dt.UTC)),
        ("Dec 3", dt.date(2026, 12, 3)),
        ("Dec 3 7pm", dt.datetime(2026, 12, 3, 19)),
        ("Dec 3, 7:30 p.m.", dt.datetime(2026, 12, 3, 19, 30)),
        ("December 3, 2026 7pm", dt.datetime(2026, 12, 3, 19)),
        ("Thursday, December 3, 2026 7:00 PM", dt.datetime(2026, 12, 3, 19)),
        ("Thu Dec 3 12am", dt.datetime(2026, 12, 3)),
        ("Thu Dec 3 12pm", dt.datetime(2026, 12, 3, 12)),
        ("Wed Sep 22", dt.date(2027, 9, 22)),
        ("Nov 24", dt.date(2026, 11, 24)),
        ("Nov 24 1pm", dt.datetime(2026, 11, 24, 13)),
        ("Nov 24 9am", dt.datetime(2027, 11, 24, 9)),
        ("Nov 23", dt.date(2027, 11, 23)),
        ("Feb 29", dt.date(2028, 2, 29)),
        ("July 4 7pm EDT", dt.datetime(2027, 7, 4, 19)),
        ("Wednesday, December 9 · 5:00 PM EST", dt.datetime(2026, 12, 9, 17)),
        ("Nov 7, 2027 1:30am EST", dt.datetime(2027, 11, 7, 6, 30, tzinfo=dt.UTC)),
    ],
)
def test_read(typed: str, written: dt.date) -> None:
    found = read(typed, TZ, NOW)
    assert found.written == written
    assert type(found.written) is type(written)
    if isinstance(found.moment, dt.datetime):
        assert found.moment.tzinfo is TZ


@pytest.mark.parametrize(
    ("typed", "reason", "right"),
    [
        ("Thu Sep 22", "September 22, 2027 is a Wednesday, not a Thursday", '"Wed Sep 22" or "Thu Sep 23"'),
        ("Mon, Dec 3, 2026", "is a Thursday, not a Monday", '"Thu Dec 3, 2026" or "Mon Nov 30, 2026"'),
        ("Feb 30", "there is no February 30", "February 28"),
        ("2027-02-29", "there is no February 29, 2027", "February 28, 2027"),
        ("2026-13-01", "no month 13", "2026-12-03"),
        ("2027-03-14 02:30", "does not exist", "03:30"),
        ("2027-11-07 01:30", "comes twice", "-05:00"),
        ("July 4 7pm EST", "is EDT on Sunday, July 4, 2027, not EST", "7:00 PM EDT"),
        ("2026-12-03 25:00", 'no time "25:00"', "0 to 23"),
        ("25:00", 'no time "25:00"', "0 to 23"),
        ("Dec 3 13pm", '"13pm"', "19:00"),
        ("Dec 3 0am", '"0am"', "19:00"),
        ("7", "neither a date nor a time", "2026-12-03"),
        ("7pm", "says no day", "Dec 3 7pm"),
        ("next Wednesday", "not understood", "Dec 3 7pm"),
        ("Xyz 3", "not a month", "Dec 3 7pm"),
        ("Fry Dec 3", "not a weekday", "Dec 3 7pm"),
        ("2026-12-03 19:00+99:00", "not an offset", "-05:00"),
        ("", "not understood", "Dec 3 7pm"),
    ],
)
def test_refused_with_the_reason_and_the_nearest_right_form(typed: str, reason: str, right: str) -> None:
    with pytest.raises(WhenError) as caught:
        read(typed, TZ, NOW)
    assert reason in caught.value.message
    assert right in (caught.value.hint or "")


@given(st.datetimes(dt.datetime(1970, 1, 2), dt.datetime(2100, 1, 1)).map(lambda each: each.replace(microsecond=0)))
def test_what_we_print_can_be_typed_back(wall: dt.datetime) -> None:
    moment = zones.resolve_by_rule(wall, TZ)
    assert read(said(moment), TZ, NOW).moment.astimezone(dt.UTC) == moment.astimezone(dt.UTC)  # type: ignore[union-attr]
    assert read(said(moment.date()), TZ, NOW).written == moment.date()


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    for reader in (
        lambda: read(text, TZ, NOW),
        lambda: read_length(text, read("Dec 3 7pm", TZ, NOW), TZ),
        lambda: read_time(text),
    ):
        try:
            reader()
        except WhenError as error:
            assert error.hint


EVENING = read("Dec 3 7pm", TZ, NOW)
DAY = read("Dec 3", TZ, NOW)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("9pm", dt.datetime(2026, 12, 3, 21)),
        ("21:30", dt.datetime(2026, 12, 3, 21, 30)),
        ("1am", dt.datetime(2026, 12, 4, 1)),
        ("2026-12-05 10:00", dt.datetime(2026, 12, 5, 10)),
    ],
)
def test_ends(typed: str, written: dt.datetime) -> None:
    assert read_end(typed, EVENING, TZ, NOW).written == written


@pytest.mark.parametrize(
    ("start", "typed", "reason"),
    [
        (EVENING, "2026-12-02 20:00", "before the start"),
        (EVENING, "7pm", "when it starts"),
        (EVENING, "2026-12-04", "the other has none"),
        (DAY, "9pm", "has no hour"),
        (DAY, "Dec 2, 2026", "before the start"),
        (DAY, "2028-12-03", "a year at most"),
    ],
)
def test_ends_that_do_not_fit(start: object, typed: str, reason: str) -> None:
    with pytest.raises(WhenError, match=reason):
        read_end(typed, start, TZ, NOW)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "end"),
    [("90m", "20:30"), ("1h30m", "20:30"), ("2h", "21:00"), ("1 hour 30 minutes", "20:30"), ("90 min", "20:30")],
)
def test_lengths(typed: str, end: str) -> None:
    assert read_length(typed, EVENING, TZ).written == dt.datetime.fromisoformat(f"2026-12-03T{end}")


def test_lengths_of_days_count_the_first_one() -> None:
    assert read_length("3d", DAY, TZ).written == dt.date(2026, 12, 5)
    with pytest.raises(WhenError, match="only be days"):
        read_length("90m", DAY, TZ)


@pytest.mark.parametrize("typed", ["", "90", "0m", "soon", "-90m", "999999999999d"])
def test_lengths_that_are_none(typed: str) -> None:
    with pytest.raises(WhenError):
        read_length(typed, EVENING, TZ)


def test_a_length_passes_as_it_really_does_over_a_change_of_clocks() -> None:
    start = read("2027-03-14 01:00", TZ, NOW)
    assert read_length("2h", start, TZ).written == dt.datetime(2027, 3, 14, 4)
    before = read("2027-11-07 00:30", TZ, NOW)
    end = read_length("2h", before, TZ)
    assert end.written == dt.datetime(2027, 11, 7, 6, 30, tzinfo=dt.UTC)  # 1:30 comes twice: kept with its offset
    assert not isinstance(end.written.tzinfo, type(TZ))
