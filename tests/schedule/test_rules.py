"""Rules: words, RRULEs, and the days they give."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from itertools import islice, takewhile

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st
from strategies import days, plain_rules

from lacwg.schedule import rules
from lacwg.schedule.rules import RuleError, dates, first_date, parse, words

START = dt.date(2026, 1, 1)


@pytest.mark.parametrize(
    ("said", "rrule", "back"),
    [
        ("2nd Wednesday", "FREQ=MONTHLY;BYDAY=2WE", "2nd Wednesday of the month"),
        ("second wednesday of the month", "FREQ=MONTHLY;BYDAY=2WE", "2nd Wednesday of the month"),
        ("1st and 3rd Thursday", "FREQ=MONTHLY;BYDAY=1TH,3TH", "1st and 3rd Thursday of the month"),
        ("last Friday", "FREQ=MONTHLY;BYDAY=-1FR", "last Friday of the month"),
        ("every first thursday", "FREQ=MONTHLY;BYDAY=1TH", "1st Thursday of the month"),
        ("the first Thursday of every month", "FREQ=MONTHLY;BYDAY=1TH", "1st Thursday of the month"),
        ("every month on the 2nd Wednesday", "FREQ=MONTHLY;BYDAY=2WE", "2nd Wednesday of the month"),
        ("every 2nd and 4th Tuesday", "FREQ=MONTHLY;BYDAY=2TU,4TU", "2nd and 4th Tuesday of the month"),
        ("every last friday", "FREQ=MONTHLY;BYDAY=-1FR", "last Friday of the month"),
        ("1st Tuesday and 3rd Thursday", "FREQ=MONTHLY;BYDAY=1TU,3TH", "FREQ=MONTHLY;BYDAY=1TU,3TH"),
        ("every Saturday", "FREQ=WEEKLY;BYDAY=SA", "every Saturday"),
        ("Monday every other week", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", "every other Monday"),
        ("Saturdays", "FREQ=WEEKLY;BYDAY=SA", "every Saturday"),
        ("every other Monday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", "every other Monday"),
        ("every Tuesday and Thursday", "FREQ=WEEKLY;BYDAY=TU,TH", "every Tuesday and Thursday"),
        ("every 3 weeks on Friday", "FREQ=WEEKLY;INTERVAL=3;BYDAY=FR", "every 3 weeks on Friday"),
        ("every day", "FREQ=DAILY", "every day"),
        ("RRULE:FREQ=MONTHLY;BYDAY=2WE", "FREQ=MONTHLY;BYDAY=2WE", "2nd Wednesday of the month"),
        ("FREQ=YEARLY;BYMONTH=5;BYDAY=2SU", "FREQ=YEARLY;BYMONTH=5;BYDAY=2SU", "FREQ=YEARLY;BYMONTH=5;BYDAY=2SU"),
    ],
)
def test_words_and_rrules(said: str, rrule: str, back: str) -> None:
    rule = parse(said)
    assert rule.rrule == rrule
    assert words(rule) == back
    assert parse(words(rule)) == rule


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("Wednesday", "every Wednesday"),
        ("2nd Wensday", '"wensday" is not understood'),
        ("6th Friday", '"6th" is not understood'),
        ("", "names no weekday"),
        ("every other 2nd Friday", "one can be said"),
        ("every second Thursday", '"2nd Thursday" of the month, or "every other Thursday"'),
        ("every third Thursday", '"3rd Thursday" of the month, or "every 3 weeks on Thursday"'),
        ("every month on Wednesday", "which Wednesday of the month"),
        ("2nd week Thursday", "is not understood"),
        ("every 1001 weeks on Monday", "that is too seldom"),
        ("every 1001 days", "that is too seldom"),
        ("every 0 weeks on Monday", '"every 0 weeks on Monday" is not understood'),
        ("every 0 days", '"every 0 days" is not understood'),
        ("cada 2000 semanas el jueves", "that is too seldom"),
        ("FREQ=HOURLY", "FREQ must be"),
        ("FREQ=WEEKLY;BYHOUR=3", "start_time says the hour"),
        ("FREQ=MONTHLY;BYDAY=9WE", "never comes"),
        ("FREQ=WEEKLY;BYDAY=2MO", "by number"),
        ("FREQ=WEEKLY;BYDAY=XX", "not a weekday"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "no such day"),
        ("FREQ=MONTHLY;COUNT=3;UNTIL=20270101", "exclude each other"),
        ("FREQ=MONTHLY;UNTIL=soon", "not a date"),
        ("FREQ=MONTHLY;FREQ=DAILY", "twice"),
        ("FREQ=MONTHLY;INTERVAL=0", "INTERVAL"),
        ("FREQ=MONTHLY;BYSETPOS=x;BYDAY=MO", "cannot be read"),
        ("FREQ=WEEKLY;WKST=XX", "cannot be read"),
    ],
)
def test_what_cannot_be_read_says_why_and_how_to_write_it(said: str, reason: str) -> None:
    with pytest.raises(RuleError, match="cannot be read") as caught:
        parse(said)
    assert reason in caught.value.message
    assert "2nd Wednesday" in (caught.value.hint or "")


def test_every_second_wednesday_from_1970_to_2100() -> None:
    cal = calendar.Calendar()
    expected = [
        [day for day in cal.itermonthdates(year, month) if day.month == month and day.weekday() == 2][1]
        for year in range(1970, 2101)
        for month in range(1, 13)
    ]
    found = takewhile(lambda day: day.year <= 2100, dates(parse("2nd Wednesday"), dt.date(1970, 1, 1)))
    assert list(found) == expected


@pytest.mark.parametrize("ordinal", ["1st", "2nd", "3rd", "4th", "5th", "last"])
@pytest.mark.parametrize("weekday", range(7))
def test_every_ordinal_and_weekday_against_the_calendar(ordinal: str, weekday: int) -> None:
    expected = []
    for year in range(2024, 2031):
        for month in range(1, 13):
            days = [week[weekday] for week in calendar.monthcalendar(year, month) if week[weekday]]
            position = -1 if ordinal == "last" else int(ordinal[0]) - 1
            if position < len(days):
                expected.append(dt.date(year, month, days[position]))
    rule = parse(f"{ordinal} {calendar.day_name[weekday]}")
    assert list(takewhile(lambda day: day.year < 2031, dates(rule, dt.date(2024, 1, 1)))) == expected
    assert rule == parse(f"{ordinal} {calendar.day_name[weekday]} of the month")  # which goes through every word


anchors = days(dt.date(1970, 1, 1))


@given(plain_rules(), anchors, st.integers(0, 800))
def test_our_own_arithmetic_gives_what_dateutil_gives(text: str, anchor: dt.date, later: int) -> None:
    rule = parse(text)
    begin = first_date(rule, anchor)
    assert begin is not None
    start = anchor + dt.timedelta(days=later)
    theirs = rrulestr(text, dtstart=dt.datetime.combine(begin, dt.time()))
    expected = [moment.date() for moment in islice(theirs.xafter(dt.datetime.combine(start, dt.time()), inc=True), 12)]
    assert list(islice(dates(rule, anchor, start), len(expected))) == expected


@given(
    st.sampled_from(
        ["FREQ=DAILY;INTERVAL=3", "FREQ=MONTHLY;BYMONTHDAY=15,-1", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
         "FREQ=MONTHLY;INTERVAL=3;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;WKST=SU",
         "FREQ=YEARLY;BYDAY=20MO", "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13"]
    ),
    anchors,
    st.integers(0, 3000),
)  # fmt: skip
def test_starting_later_gives_the_same_days(text: str, anchor: dt.date, later: int) -> None:
    rule, start = parse(text), anchor + dt.timedelta(days=later)
    whole = [day for day in islice(dates(rule, anchor), 1200) if day >= start]
    count = min(5, len(whole))
    assert list(islice(dates(rule, anchor, start), count)) == whole[:count]


def test_the_first_fitting_day_starts_the_count() -> None:
    wednesday = dt.date(2026, 1, 7)
    every_other = dates(parse("every other Monday"), wednesday)
    assert list(islice(every_other, 3)) == [dt.date(2026, 1, 12), dt.date(2026, 1, 26), dt.date(2026, 2, 9)]


def test_count_and_until_end_a_rule() -> None:
    assert list(dates(parse("FREQ=WEEKLY;BYDAY=MO;COUNT=2"), START)) == [dt.date(2026, 1, 5), dt.date(2026, 1, 12)]
    assert list(dates(parse("FREQ=WEEKLY;BYDAY=MO;COUNT=2"), START, dt.date(2026, 1, 6))) == [dt.date(2026, 1, 12)]
    assert list(dates(parse("FREQ=MONTHLY;BYDAY=2WE;UNTIL=20260211"), START))[-1] == dt.date(2026, 2, 11)


def test_a_rule_without_an_end_is_lazy_and_stops_at_the_horizon() -> None:
    far = dates(parse("every day"), START, dt.date(2199, 12, 30))
    assert next(far) == dt.date(2199, 12, 30)
    assert list(far)[-1] <= rules.HORIZON


@pytest.mark.parametrize(
    ("said", "parts"),
    [
        ("1st and 3rd Thursday", ["FREQ=MONTHLY;BYDAY=1TH", "FREQ=MONTHLY;BYDAY=3TH"]),
        ("2nd Wednesday", ["FREQ=MONTHLY;BYDAY=2WE"]),
        ("4th and last Thursday", ["FREQ=MONTHLY;BYDAY=4TH,-1TH"]),
        ("every Monday and Thursday", ["FREQ=WEEKLY;BYDAY=MO,TH"]),
    ],
)
def test_several_ordinals_are_taken_apart_unless_they_can_meet(said: str, parts: list[str]) -> None:
    assert [rule.rrule for rule in parse(said).by_ordinal()] == parts


@given(plain_rules(), anchors)
def test_the_parts_give_each_day_once(text: str, anchor: dt.date) -> None:
    rule = parse(text)
    for day in islice(dates(rule, anchor), 20):
        parts = rule.by_ordinal()
        assert len(parts) == 1 or sum(part.has_ordinal_of(day) for part in parts) == 1


@pytest.mark.parametrize(
    ("typed", "english"),
    [
        ("primer y tercer jueves", "1st and 3rd Thursday"),
        ("Primer y tercer jueves de cada mes", "1st and 3rd Thursday"),
        ("el 1.º y el 3.º jueves del mes", "1st and 3rd Thursday"),
        ("los primeros jueves", "1st Thursday"),
        ("cada mes el primer jueves", "1st Thursday"),
        ("cada segundo jueves del mes", "2nd Thursday"),
        ("ULTIMO viernes", "last Friday"),
        ("todos los jueves", "every Thursday"),
        ("los lunes y miércoles", "every Monday and Wednesday"),
        ("cada dos semanas, los viernes", "every other Friday"),
        ("todos los días", "every day"),
        ("1ª e 3ª quinta-feira", "1st and 3rd Thursday"),
        ("primeira e terceira quinta do mês", "1st and 3rd Thursday"),
        ("segunda segunda-feira", "2nd Monday"),
        ("quinta quinta", "5th Thursday"),
        ("primeira, segunda e terceira quinta", "1st, 2nd and 3rd Thursday"),
        ("todas as segundas e quartas", "every Monday and Wednesday"),
        ("a cada duas semanas, às sextas-feiras", "every other Friday"),
        ("premier et troisième jeudi du mois", "1st and 3rd Thursday"),
        ("le 1er et le 3e jeudi", "1st and 3rd Thursday"),
        ("le jeudi", "every Thursday"),
        ("un lundi sur deux", "every other Monday"),
        ("premye ak twazyèm jedi chak mwa", "1st and 3rd Thursday"),
        ("chak de semèn, le vandredi", "every other Friday"),
        ("dènye vandredi", "last Friday"),
        ("primer martes y tercer jueves", "FREQ=MONTHLY;BYDAY=1TU,3TH"),
    ],
)
def test_rules_may_be_said_in_five_languages(typed: str, english: str) -> None:
    assert parse(typed) == parse(english)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("jueves", 'say which ones, such as "every Thursday" or "2nd Thursday"'),
        ("jueves de cada mes", 'say which ones, such as "every Thursday" or "2nd Thursday"'),
        ("cada segundo jueves", '"2nd Thursday" of the month, or "every other Thursday"'),
        ("primer primer jueves", "it says the same twice"),
        ("segunda e quarta", "is not understood"),  # Monday and Wednesday, or the 2nd and the 4th of something
        ("cada segunda quinta", "is not understood"),
        ("primer jueves de enero", "is not understood"),
        ("primer jueves a las 19:30", "is not understood"),
        ("jueves primero", "is not understood"),
        ("cada dos meses, primer jueves", "is not understood"),
        ("cada 0 semanas los lunes", "is not understood"),
        (f"cada {'9' * 5000} semanas los lunes", "is not understood"),
        ("cada lunes martes", "is not understood"),
        ("cada mes", "is not understood"),
    ],
)
def test_rules_in_other_languages_are_not_guessed(typed: str, why: str) -> None:
    with pytest.raises(RuleError, match=re.escape(why)):
        parse(typed)


WORDS_OF_RULES = st.sampled_from(
    "every other the last 2nd 3rd Thursdays weeks month 4 primer segunda quinta 1º 3.º jueves cada todos los dos semanas de mes y , e le lundi un sur deux chak jedi 12 0 "
    "9999 mois sexta-feira premye día jour - a ²".split()
)


@given(st.lists(WORDS_OF_RULES | st.text(max_size=4), max_size=7).map(" ".join))
def test_any_words_are_a_rule_or_refused(text: str) -> None:
    try:
        rule = parse(text)
    except RuleError:
        return
    assert parse(words(rule)) == rule
    assert parse(rules.in_english(text)) == rule
    first_date(rule, START)


@pytest.mark.parametrize(
    ("rule", "start", "expected"),
    [
        # the week's first of these is the Wednesday before the start (RFC 5545, 3.3.10: a set begins with its week)
        ("FREQ=WEEKLY;BYDAY=WE,SA;BYSETPOS=1", dt.date(2027, 1, 29), dt.date(2027, 2, 3)),
        ("FREQ=WEEKLY;BYDAY=SU,WE;BYSETPOS=-1;WKST=SU", dt.date(2027, 1, 6), dt.date(2027, 1, 6)),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", dt.date(2027, 1, 7), dt.date(2027, 1, 19)),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;WKST=FR", dt.date(2027, 1, 7), dt.date(2027, 1, 12 + 7)),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;WKST=TH", dt.date(2027, 1, 7), dt.date(2027, 1, 12)),
        ("FREQ=MONTHLY;INTERVAL=3;BYDAY=2WE", dt.date(2027, 1, 20), dt.date(2027, 4, 14)),
        ("FREQ=YEARLY;INTERVAL=2;BYMONTH=1;BYMONTHDAY=1", dt.date(2027, 1, 5), dt.date(2029, 1, 1)),
        ("FREQ=WEEKLY;BYDAY=MO;UNTIL=20270110", dt.date(2027, 1, 5), None),
    ],
)
def test_the_first_day_where_weeks_are_counted_from_a_start(
    rule: str, start: dt.date, expected: dt.date | None
) -> None:
    assert rules.first_counted(rules.parse(rule), start) == expected
