"""Occurrences: a series with its exceptions and changes, against a plain model of them."""

from __future__ import annotations

import datetime as dt
import re
from itertools import islice, pairwise, takewhile

import pytest
from conftest import GROUP, event, series
from hypothesis import given
from hypothesis import strategies as st
from library_data import HOLIDAYS
from msgspec.structs import replace
from strategies import days, rules_in_words, zone_names

from lacwg.errors import FieldError
from lacwg.records import DayOrTime, SeriesChange, SeriesException
from lacwg.schedule import occurrences, public_holidays, rules, zones
from lacwg.schedule.occurrences import Occurrence, around, expand, nearly_sorted, of_day, of_event

NEW_YORK = zones.zone("America/New_York")
MEETING = 'rule = "2nd Wednesday"\nstart_time = 17:00:00\nsince = 2026-01-01\n'


def found(text: str, count: int = 12, start: str | None = None) -> list[Occurrence]:
    moment = None if start is None else dt.datetime.fromisoformat(start).replace(tzinfo=NEW_YORK)
    return list(islice(expand(series(text), GROUP, moment), count))


def said(each: Occurrence) -> tuple[str, str, str, str | None]:
    start = each.start
    when = f"{start:%Y-%m-%d %H:%M}" if isinstance(start, dt.datetime) else f"{start}"
    return each.id.rsplit("/", 1)[1], when, each.status, each.change


def test_five_in_boston_is_five_on_both_sides_of_the_change_of_clocks() -> None:
    year = found(MEETING)
    assert {each.start.strftime("%H:%M") for each in year} == {"17:00"}
    assert {each.start.strftime("%z") for each in year} == {"-0500", "-0400"}
    assert [each.id for each in year[:2]] == ["monthly-meeting/2026-01-14", "monthly-meeting/2026-02-11"]
    assert all(each.end is None for each in year)


def test_what_happened_to_single_dates() -> None:
    text = MEETING + (
        '[[exceptions]]\ndate = 2026-11-11\nmoved_to = 2026-11-18\nreason = "Veterans Day"\n'
        '[[exceptions]]\ndate = 2026-12-09\ncancelled = true\nreason = "snow"\n'
        "[[exceptions]]\ndate = 2026-12-16\nextra = true\n"
        '[[exceptions]]\ndate = 2027-01-13\nplace = "Church hall"\nstart_time = 18:30:00\n'
        "[[exceptions]]\ndate = 2027-02-10\nmoved_to = 2027-01-05T19:00:00\n"
        "[[exceptions]]\ndate = 2027-03-20\nextra = true\ncancelled = true\n"
        "[[exceptions]]\ndate = 2027-03-11\ncancelled = true\n"
    )
    assert [said(each) for each in found(text, 8, "2026-11-01")] == [
        ("2026-11-11", "2026-11-18 17:00", "confirmed", "moved"),
        ("2026-12-09", "2026-12-09 17:00", "cancelled", "cancelled"),
        ("2026-12-16", "2026-12-16 17:00", "confirmed", "extra"),
        ("2027-02-10", "2027-01-05 19:00", "confirmed", "moved"),
        ("2027-01-13", "2027-01-13 18:30", "confirmed", "edited"),
        ("2027-03-10", "2027-03-10 17:00", "confirmed", None),
        ("2027-03-20", "2027-03-20 17:00", "cancelled", "extra"),
        ("2027-04-14", "2027-04-14 17:00", "confirmed", None),
    ]
    edited = next(each for each in found(text, 20) if each.change == "edited")
    assert (edited.place, edited.original_start) == ("Church hall", dt.datetime(2027, 1, 13, 17, tzinfo=NEW_YORK))
    strays = list(occurrences.stray_exceptions(series(text), GROUP))
    assert [(number, regular) for number, _, regular in strays] == [(6, False)]


def test_a_change_holds_from_its_day_on_and_leaves_what_was() -> None:
    text = MEETING + (
        '[[changes]]\nfrom = 2027-03-01\nrule = "1st Tuesday"\nstart_time = 18:00:00\nplace = "Library"\n'
        "[[changes]]\nfrom = 2027-06-01\nminutes = 90\n"
    )
    before, after = found(MEETING, 14), found(text, 20)
    assert after[:14] == before
    assert [said(each)[1] for each in after[14:19]] == [
        "2027-03-02 18:00", "2027-04-06 18:00", "2027-05-04 18:00", "2027-06-01 18:00", "2027-07-06 18:00",
    ]  # fmt: skip
    assert [each.place for each in after[13:15]] == [None, "Library"]
    assert [each.end is not None for each in after[16:18]] == [False, True]
    uids = list(dict.fromkeys(each.identity.uid for each in after))
    assert len(uids) == 3


def test_a_change_that_names_no_rule_keeps_the_count() -> None:
    every_other = 'rule = "every other Monday"\nstart_time = 18:00:00\nsince = 2026-01-05\n'
    days = [said(each)[0] for each in found(every_other, 12)]
    text = every_other + "[[changes]]\nfrom = 2026-02-03\nstart_time = 19:00:00\n"
    assert [said(each)[0] for each in found(text, 12)] == days


def test_an_extra_date_that_the_rule_gives_is_one_date() -> None:
    text = MEETING + '[[exceptions]]\ndate = 2026-02-11\nextra = true\nreason = "by mistake"\n'
    assert [said(each) for each in found(text, 3)][1:] == [
        ("2026-02-11", "2026-02-11 17:00", "confirmed", "edited"),
        ("2026-03-11", "2026-03-11 17:00", "confirmed", None),
    ]


def test_a_moved_date_is_found_by_both_its_dates() -> None:
    record = series(MEETING + "[[exceptions]]\ndate = 2026-11-11\nmoved_to = 2026-11-18\n")
    for day in (dt.date(2026, 11, 11), dt.date(2026, 11, 18)):
        assert [each.id for each in of_day(record, GROUP, day)] == ["monthly-meeting/2026-11-11"]
    assert of_day(record, GROUP, dt.date(2026, 11, 12)) == []
    nearest = around(record, GROUP, dt.date(2026, 11, 20))
    assert [str(each.span.day) for each in nearest] == ["2026-11-18", "2026-12-09"]


def test_an_hour_that_the_clocks_skip_or_repeat_follows_the_standard() -> None:
    weekly = 'rule = "every Sunday"\nstart_time = 02:30:00\nsince = 2027-03-07\n'
    hours = [(said(each)[1], [warning.code for warning in each.warnings]) for each in found(weekly, 3)]
    assert hours[1] == ("2027-03-14 03:30", ["skipped-hour"])
    assert hours[2] == ("2027-03-21 02:30", [])
    night = found('rule = "every Sunday"\nstart_time = 01:30:00\nsince = 2027-11-07\n', 1)[0]
    assert night.span.start_utc == dt.datetime(2027, 11, 7, 5, 30, tzinfo=dt.UTC)


def test_whole_days_and_lengths() -> None:
    vigil = found('rule = "every Saturday"\nsince = 2026-12-01\nkind = "event"\n', 2)
    assert [each.start for each in vigil] == [dt.date(2026, 12, 5), dt.date(2026, 12, 12)]
    assert vigil[0].span.over_utc == dt.datetime(2026, 12, 6, 5, tzinfo=dt.UTC)
    night = found('rule = "2nd Saturday"\nstart_time = 22:00:00\nminutes = 300\nsince = 2027-03-01\n', 1)[0]
    assert str(night.end) == "2027-03-14 04:00:00-04:00"  # five hours later, over the change of clocks


@pytest.mark.parametrize(
    ("text", "path", "reason"),
    [
        ('rule = "sometimes"\nsince = 2026-01-01\n', ("rule",), "cannot be read"),
        ('rule = "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6"\nsince = 2026-01-01\n', ("rule",), "gives no date"),
        (MEETING + 'timezone = "EST"\n', ("timezone",), "not a time zone"),
        (MEETING + "[[exceptions]]\ndate = 2026-11-11\nmoved_to = 2027-03-14T02:30:00\n", ("exceptions", 0, "moved_to"), "does not exist"),
        (MEETING + '[[changes]]\nfrom = 2027-01-01\nrule = "x"\n', ("changes", 0, "rule"), "cannot be read"),
    ],
)  # fmt: skip
def test_what_is_wrong_names_the_field(text: str, path: tuple[str | int, ...], reason: str) -> None:
    with pytest.raises(FieldError, match=reason) as caught:
        next(expand(series(text), GROUP))
    assert caught.value.path == path


def test_events() -> None:
    evening = of_event(event("start = 2026-12-03T19:00:00\nend = 2026-12-03T20:30:00\n"), GROUP)
    assert str(evening.start) == "2026-12-03 19:00:00-05:00"
    abroad = of_event(event('start = 2026-12-03T19:00:00\ntimezone = "America/Havana"\n'), GROUP)
    assert abroad.span.start_utc == dt.datetime(2026, 12, 3, 23, tzinfo=dt.UTC)
    instant = of_event(event("start = 2027-11-07T01:30:00-05:00\nend = 2027-11-07T01:45:00-05:00\n"), GROUP)
    assert (instant.span.start_utc.hour, instant.start.fold) == (6, 1)  # type: ignore[union-attr]
    fold = of_event(event("start = 2027-11-07T01:30:00-04:00\nend = 2027-11-07T01:15:00-05:00\n"), GROUP)
    assert fold.span.over_utc - fold.span.start_utc == dt.timedelta(minutes=45)
    with pytest.raises(FieldError, match="before the start"):
        of_event(event("start = 2027-12-01T20:00:00-05:00\nend = 2027-12-01T19:00:00\n"), GROUP)
    with pytest.raises(FieldError, match="comes twice"):
        of_event(event("start = 2027-11-07T01:30:00\n"), GROUP)


def test_one_without_an_end_is_not_over_before_its_day_is() -> None:
    meeting = found(MEETING, 1)[0]
    assert meeting.span.over_utc == dt.datetime(2026, 1, 15, 5, tzinfo=dt.UTC)
    at_ten_past_five = found(MEETING, 1, "2026-01-14T17:10")[0]
    assert at_ten_past_five == meeting


def test_clocks_that_change_within_a_week_are_warned_about() -> None:
    warned = [occurrences.with_clock_change(each) for each in found(MEETING, 12)]
    assert {each.id[-5:]: each.warnings[0].message for each in warned if each.warnings} == {}
    march = occurrences.with_clock_change(found(MEETING, 1, "2027-03-01")[0])
    assert march.warnings[0].message == "clocks change on March 14"


def test_public_holidays_are_warned_about() -> None:
    lookup = public_holidays.compute
    november = found(MEETING, 1, "2026-11-01")[0]
    (warning,) = public_holidays.with_warnings(november, ["US-MA"], lookup).warnings
    assert (warning.code, warning.message) == ("holiday", lookup("US-MA", 2026)[dt.date(2026, 11, 11)])
    assert public_holidays.with_warnings(november, [], lookup).warnings == ()
    cancelled = replace(november, status="cancelled")
    assert public_holidays.with_warnings(cancelled, ["US-MA"], lookup) is cancelled
    with pytest.raises(public_holidays.UnknownRegionError):
        lookup("US-XX", 2026)


@pytest.mark.parametrize(("region", "day"), HOLIDAYS)
def test_the_holidays_that_the_tests_need_are_known(region: str, day: dt.date) -> None:
    """By some name in English, whichever the library gives them."""
    assert re.search("[A-Za-z]{3}", public_holidays.compute(region, day.year)[day])


# Against a plain model: dates in a dictionary, changed one by one.

some_days = days(dt.date(2026, 1, 1), dt.date(2027, 12, 31))


@given(
    rules_in_words,
    st.lists(st.tuples(some_days, st.sampled_from(["cancelled", "moved", "edited", "extra"]), some_days), max_size=6),
    st.lists(st.tuples(some_days, rules_in_words), max_size=2, unique_by=lambda change: change[0]),
)
def test_expansion_is_what_a_plain_model_says(
    rule: str,
    exceptions: list[tuple[dt.date, str, dt.date]],
    changes: list[tuple[dt.date, str]],
) -> None:
    changes = sorted(change for change in changes if change[0] > dt.date(2026, 1, 1))
    end = dt.date(2028, 1, 1)
    cuts = [(dt.date(2026, 1, 1), rule), *changes]
    model: dict[dt.date, tuple[dt.date, str, str | None]] = {}
    for (first, words), (last, _) in pairwise([*cuts, (end, "")]):
        for day in takewhile(lambda day, last=last: day < last, rules.dates(rules.parse(words), first)):
            model[day] = (day, "confirmed", None)
    # exceptions fit: they are taken for dates of the model, or are extra on free days
    regular = sorted(model)
    used: dict[dt.date, SeriesException] = {}
    for day, kind, target in exceptions:
        date = day if kind == "extra" else regular[day.toordinal() % len(regular)]
        if date in used or (kind == "extra" and date in model):
            continue
        used[date] = SeriesException(
            date=date,
            cancelled=kind == "cancelled",
            extra=kind == "extra",
            moved_to=DayOrTime(target) if kind == "moved" else None,
        )
        model[date] = (target if kind == "moved" else date, "cancelled" if kind == "cancelled" else "confirmed", kind)
    record = replace(
        series(f'rule = "{rule}"\nstart_time = 17:00:00\nsince = 2026-01-01\n'),
        exceptions=tuple(used.values()),
        changes=tuple(SeriesChange(from_=day, rule=words) for day, words in changes),
    )
    expanded = {}
    for each in expand(record, GROUP):
        if each.span.day >= end and each.change is None:
            break
        expanded[dt.date.fromisoformat(each.id[-10:])] = (each.span.day, each.status, each.change)
    assert expanded == model
    order = [
        each.span.start_utc for each in takewhile(lambda each: each.span.start_utc.year < 2028, expand(record, GROUP))
    ]
    assert order == sorted(order)
    middle = dt.datetime(2027, 1, 1, tzinfo=NEW_YORK)
    count = 30
    late = [each.id for each in islice(expand(record, GROUP, middle), count)]
    assert late == [
        each.id for each in islice((each for each in expand(record, GROUP) if each.span.over_utc > middle), count)
    ]
    assert list(occurrences.stray_exceptions(record, GROUP)) == []


@given(
    st.lists(
        st.tuples(
            st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2026, 1, 9)),
            zone_names,
        ),
        max_size=12,
    )
)
def test_events_in_zones_of_their_own_come_in_the_order_of_time(made: list[tuple[dt.datetime, str]]) -> None:
    made.sort(key=lambda each: each[0].date())
    stream = []
    for number, (wall, name) in enumerate(made):
        record = replace(
            event("start = 2026-01-01\n", f"{wall:%Y-%m-%d}-{number}"), start=DayOrTime(wall), timezone=name
        )
        stream.append((wall.date(), of_event(record, GROUP)))
    assert list(nearly_sorted(stream)) == sorted((each for _, each in stream), key=lambda each: each.order)
