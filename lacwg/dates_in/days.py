"""The words of a phrase to the day that they say, or the reason why they say none."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from lacwg.dates_in import clock_and_calendar
from lacwg.dates_in.date_errors import EXAMPLES, AmbiguousWhenError, NotUnderstoodError, WhenError
from lacwg.dates_in.phrases import Phrase, Word
from lacwg.schedule.wording import MONTHS, WEEKDAYS, full_date, in_days, long_date, month_day, weekday

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from lacwg.records import DateOrder

_WEEK: Final = dt.timedelta(days=7)
_NTH: Final = ("1st", "2nd", "3rd", "4th", "5th")


class Bearings(NamedTuple):
    """From where a text is read."""

    zone: ZoneInfo
    now: dt.datetime
    """What "today" and "in 2 weeks" count from."""
    weekdays_since: dt.datetime
    """What the next weekday comes after, as "Thu 7pm"."""
    years_since: dt.datetime
    """What the next date without a year comes after."""
    date_order: DateOrder | None
    """Which comes first in 12/3; None where nobody has said."""


def day_of(phrase: Phrase, time: dt.time | None, bearings: Bearings) -> dt.date:
    """The day that a phrase without its hour says. Raises ``WhenError``."""
    kinds = phrase.kinds
    for pattern, reader in _READERS:
        if pattern.match(kinds):
            return _checked(phrase, reader(phrase, time, bearings))
    raise _no_day(phrase, time, bearings)


def _checked(phrase: Phrase, day: dt.date) -> dt.date:
    """The day, unless a weekday beside it is not its own."""
    named = phrase.of_kind("W")
    if len(named) == 1 and day.weekday() != named[0].value:
        raise _wrong_weekday(day, named[0].value, has_year=bool(phrase.of_kind("YQS")))
    return day


def _wrong_weekday(date: dt.date, named: int, *, has_year: bool) -> WhenError:
    near = date + dt.timedelta(days=(named - date.weekday() + 3) % 7 - 3)
    past = None if has_year else _same_day(date, date.year - 1)
    if past is not None and past.weekday() == named:
        near = past
    tries = [
        f"{weekday(each):.3} {MONTHS[each.month - 1]:.3} {each.day}"
        + (f", {each.year}" if has_year or each is past else "")
        for each in (date, near)
    ]
    return WhenError(
        f"{long_date(date)} is a {weekday(date)}, not a {WEEKDAYS[named]}", hint=f'try "{tries[0]}" or "{tries[1]}"'
    )


def _same_day(date: dt.date, year: int) -> dt.date | None:
    """That day of another year; None for a February 29 that it has not."""
    try:
        return date.replace(year=year)
    except ValueError:
        return None


def _calendar_date(phrase: Phrase, time: dt.time | None, bearings: Bearings) -> dt.date:
    month, day = phrase.of_kind("M")[0].value, phrase.of_kind("DO")[0].value
    years = phrase.of_kind("Y")
    found = clock_and_calendar.date(years[0].value, month, day) if years else next_date(month, day, time, bearings)
    if re.search("MOW", phrase.kinds):
        nth = _nth(found.year, month, phrase.of_kind("W")[0].value, day) if day <= 5 else None
        if nth is not None and nth != found:
            raise AmbiguousWhenError(
                f'"{phrase.text}" may be {month_day(found)} or the {_NTH[day - 1]} {weekday(nth)} of the month',
                [full_date(found), full_date(nth)],
            )
    return found


def next_date(month: int, day: int, time: dt.time | None, bearings: Bearings) -> dt.date:
    """The next such date: today counts while the hour is still to come."""
    here = bearings.years_since.astimezone(bearings.zone)
    clock_and_calendar.date(None, month, day)
    for year in range(here.year, here.year + 9):
        try:
            date = dt.date(year, month, day)
        except ValueError:
            continue  # February 29
        if _is_to_come(date, time, here):
            return date
    raise AssertionError("a February 29 comes within eight years")


def _is_to_come(date: dt.date, time: dt.time | None, here: dt.datetime) -> bool:
    return date > here.date() or (date == here.date() and (time is None or time >= here.time()))


def _slashed(phrase: Phrase, time: dt.time | None, bearings: Bearings) -> dt.date:
    text = phrase.of_kind("S")[0].text
    parts = text.split("/")
    if len(parts) == 3 and len(parts[0]) == 4:
        return clock_and_calendar.date(int(parts[0]), int(parts[1]), int(parts[2]))
    first, second = int(parts[0]), int(parts[1])
    if len(parts) == 3 and len(parts[2]) == 2:
        raise WhenError(f'"{text}" says no whole year', hint=f'try "{parts[0]}/{parts[1]}/20{parts[2]}"')
    if len(parts[0]) == 4 or len(parts[1]) > 2 or (len(parts) == 3 and len(parts[2]) != 4):
        raise WhenError(f'"{text}" is not understood as a date', hint='write it as "2026-12-03" or "Dec 3, 2026"')
    year = int(parts[2]) if len(parts) == 3 else None
    orders = {"MDY": (first, second), "DMY": (second, first)}
    if bearings.date_order is not None:
        month, day = orders[bearings.date_order]
        if month > 12 and 1 <= day <= 12:
            comes = "month" if bearings.date_order == "MDY" else "day"
            raise WhenError(
                f'there is no month {month}: in "{text}" the {comes} comes first',
                hint=f'try "{MONTHS[day - 1]} {month}"' if month <= 31 else f"write {EXAMPLES}",
            )
        return _of_numbers(year, month, day, time, bearings)
    readings = []
    refusal = None
    for month, day in orders.values():
        try:
            readings.append(_of_numbers(year, month, day, time, bearings))
        except WhenError as error:
            refusal = refusal or error
    if not readings:
        assert refusal is not None
        raise refusal
    if len(set(readings)) > 1:
        raise AmbiguousWhenError(
            f'"{text}" may be {month_day(readings[0])} or {month_day(readings[1])}',
            [full_date(day) for day in readings],
        )
    return readings[0]


def _of_numbers(year: int | None, month: int, day: int, time: dt.time | None, bearings: Bearings) -> dt.date:
    if year is None:
        return next_date(month, day, time, bearings)
    return clock_and_calendar.date(year, month, day)


def _iso(phrase: Phrase, time: dt.time | None, bearings: Bearings) -> dt.date:  # noqa: ARG001
    year, month, day = map(int, phrase.of_kind("Q")[0].text.split("-"))
    return clock_and_calendar.date(year, month, day)


def _near_day(phrase: Phrase, time: dt.time | None, bearings: Bearings) -> dt.date:
    word = phrase.of_kind("R")[0]
    if word.text.lower() == "tonight" and (time is None or time.hour < 16):
        raise WhenError(f'"{phrase.text}" says no hour of the evening', hint='say which, as "tonight 8pm"')
    return _shifted(_today(bearings), phrase.of_kind("R")[0].value, 0)


def _ahead(phrase: Phrase, time: dt.time | None, bearings: Bearings) -> dt.date:  # noqa: ARG001
    direction = next((word.value for word in phrase.of_kind("A")), 1)
    return _shifted(_today(bearings), direction * phrase.of_kind("DNY")[0].value, phrase.of_kind("U")[0].value)


def _today(bearings: Bearings) -> dt.date:
    return bearings.now.astimezone(bearings.zone).date()


def _shifted(day: dt.date, count: int, unit: int) -> dt.date:
    """``count`` days, weeks, months or years on; the same day of the month, which must be there."""
    if unit < 2:
        try:
            found = day + dt.timedelta(days=count * (7 if unit else 1))
        except OverflowError:
            found = dt.date.max
        return clock_and_calendar.date(found.year, found.month, found.day)
    months = day.year * 12 + day.month - 1 + count * (12 if unit == 3 else 1)
    return clock_and_calendar.date(months // 12, months % 12 + 1, day.day)


def _bare_weekday(phrase: Phrase, time: dt.time | None, bearings: Bearings) -> dt.date:
    """The next such day; today counts while its hour is still to come, and without an hour may be meant or not."""
    here = bearings.weekdays_since.astimezone(bearings.zone)
    named = phrase.of_kind("W")[0].value
    day = here.date() + dt.timedelta(days=(named - here.weekday()) % 7)
    if day == here.date():
        if time is None:
            raise _either(phrase, day, day + _WEEK, bearings)
        if not _is_to_come(day, time, here):
            return day + _WEEK
    return day


def _which_weekday(phrase: Phrase, time: dt.time | None, bearings: Bearings) -> dt.date:
    """The day of "this Friday", which is in this week.

    "Next Friday" may be in this week too, and "last Friday" may be the month's.
    """
    today = _today(bearings)
    named, which = phrase.of_kind("W")[0].value, phrase.of_kind("XL")[0]
    coming = today + dt.timedelta(days=(named - today.weekday() - 1) % 7 + 1)
    if which.kind == "L":
        past, of_month = coming - _WEEK, _nth(today.year, today.month, named, -1)
        assert of_month is not None
        if past == today:
            past -= _WEEK
        if past != of_month:
            raise _either(phrase, past, of_month, bearings)
        return past
    if which.value == 1:
        raise _either(phrase, coming, coming + _WEEK, bearings)
    this = today + dt.timedelta(days=named - today.weekday())
    if not _is_to_come(this, time, bearings.now.astimezone(bearings.zone)):
        raise WhenError(f'"{phrase.text}" was {full_date(this)}', hint=f'try "{full_date(this + _WEEK)}"')
    return this


def _in_week(phrase: Phrase, time: dt.time | None, bearings: Bearings) -> dt.date:  # noqa: ARG001
    """The day of "Wednesday next week", where weeks from Sunday and weeks from Monday agree."""
    if phrase.of_kind("U")[0].value != 1:
        raise NotUnderstoodError(f'"{phrase.text}" is not understood as a date or time')
    today = _today(bearings)
    named, weeks = phrase.of_kind("W")[0].value, phrase.of_kind("X")[0].value
    from_monday = today + dt.timedelta(days=named - today.weekday() + 7 * weeks)
    from_sunday = today + dt.timedelta(days=(named + 1) % 7 - (today.weekday() + 1) % 7 + 7 * weeks)
    if from_monday != from_sunday:
        raise _either(phrase, min(from_monday, from_sunday), max(from_monday, from_sunday), bearings)
    return from_monday


def _either(phrase: Phrase, one: dt.date, other: dt.date, bearings: Bearings) -> AmbiguousWhenError:
    today = _today(bearings)
    names = [in_days(each, today) if abs((each - today).days) < 2 else month_day(each) for each in (one, other)]
    return AmbiguousWhenError(f'"{phrase.text}" may be {names[0]} or {names[1]}', [full_date(one), full_date(other)])


def _nth_weekday(phrase: Phrase, time: dt.time | None, bearings: Bearings) -> dt.date:
    """The day of "2nd Wednesday of January", with or without a year, or "last Friday of next month"."""
    nth, named = phrase.of_kind("OL")[0], phrase.of_kind("W")[0].value
    here = bearings.years_since.astimezone(bearings.zone)
    months, years, which = phrase.of_kind("M"), phrase.of_kind("Y"), phrase.of_kind("X")
    if which:
        if phrase.of_kind("U")[0].value != 2:
            raise NotUnderstoodError(f'"{phrase.text}" is not understood as a date or time')
        ahead = _today(bearings).replace(day=1) + dt.timedelta(days=31 * which[0].value)
        years_to_try, month = [ahead.year], ahead.month
    else:
        month = months[0].value
        years_to_try = [years[0].value] if years else [here.year, here.year + 1]
    for year in years_to_try:
        clock_and_calendar.date(year, month, 1)
        day = _nth(year, month, named, nth.value)
        if day is None:
            last = _nth(year, month, named, -1)
            assert last is not None
            if not (months and not years and not _is_to_come(last, time, here)):
                raise WhenError(
                    f"{MONTHS[month - 1]} {year} has no {nth.text} {WEEKDAYS[named]}",
                    hint=f'the last one is "{full_date(last)}"',
                )
        elif years or which or _is_to_come(day, time, here):
            return day
    raise AssertionError("next year's month is to come")


def _nth(year: int, month: int, named: int, nth: int) -> dt.date | None:
    """The nth such weekday of a month, the last one for -1; None where there are fewer."""
    days = calendar.monthrange(year, month)[1]
    first = 1 + (named - dt.date(year, month, 1).weekday()) % 7
    found = list(range(first, days + 1, 7))
    if nth == -1:
        return dt.date(year, month, found[-1])
    return dt.date(year, month, found[nth - 1]) if 1 <= nth <= len(found) else None


_READERS: Final = tuple(
    (re.compile(rf"(?:{pattern})\Z"), reader)
    for pattern, reader in (
        (r"W?(?:M[DO]|[DO]M)Y?|(?:M[DO]|[DO]M)Y?W|W?YM[DO]", _calendar_date),
        (r"[OL]WI?(?:MY?|XU)", _nth_weekday),
        (r"W?S|SW", _slashed),
        (r"W?Q|QW", _iso),
        (r"W?R|RW", _near_day),
        (r"W?I[DNY]U|W?I?[DNY]UA|I[DNY]UW", _ahead),
        (r"I?W", _bare_weekday),
        (r"[XL]W|WX", _which_weekday),
        (r"WXU|XUW", _in_week),
    )
)


def _no_day(phrase: Phrase, time: dt.time | None, bearings: Bearings) -> WhenError:
    """Why the words make no day, and what would."""
    kinds, text = phrase.kinds, phrase.text
    if not kinds and time is not None:
        said = text.lower() if text.isalpha() else text
        return WhenError(f'"{text}" says no day', hint=f'say which, as "tomorrow {said}" or "Thu {said}"')
    if re.match(r"I?MY?\Z", kinds):
        month = phrase.of_kind("M")[0].value
        day = next_date(month, 1, None, bearings)
        year = next((word.value for word in phrase.of_kind("Y")), day.year)
        return WhenError(f'"{text}" is a month and says no day', hint=f'say which, as "{MONTHS[month - 1]} 1, {year}"')
    if re.match(r"[XL]U\Z", kinds):
        return WhenError(f'"{text}" is not a day', hint=f"write {EXAMPLES}")
    if re.match(r"WD\Z|DW\Z", kinds) and time is None:
        number = phrase.of_kind("D")[0].text
        return WhenError(
            f'"{number}" in "{text}" may be an hour or a day',
            hint='write an hour as "7pm" or "19:00", a day as "Dec 7"',
        )
    if re.match(r"W?[DO]\Z|[DO]W\Z", kinds) and (time is not None or "W" in kinds or "O" in kinds):
        return _no_month(phrase, bearings)
    if re.match(r"[DN]U\Z", kinds):
        return WhenError(f'"{text}" is a length of time and no day', hint=f'try "in {text}"')
    if kinds[-1:] == "D" and any(pattern.match(kinds[:-1]) for pattern, _ in _READERS):
        extra = phrase.words[-1]
        return NotUnderstoodError(
            f'"{extra.text}" in "{text}" says neither which hour nor which year it is',
            hint=f'write an hour as "7pm" or "19:00", and a year with four digits: {EXAMPLES}',
        )
    return NotUnderstoodError(f'"{text}" is not understood as a date or time')


def _no_month(phrase: Phrase, bearings: Bearings) -> WhenError:
    number: Word = phrase.of_kind("DO")[0]
    nth = number.kind == "O" and phrase.kinds == "OW" and 1 <= number.value <= 5
    month = MONTHS[bearings.now.astimezone(bearings.zone).month % 12]
    if nth:
        right = f"{_NTH[number.value - 1]} {WEEKDAYS[phrase.of_kind('W')[0].value]} of {month}"
    else:
        right = f"{month} {number.value}" if 1 <= number.value <= 28 else f"{month} 1"
    return WhenError(f'"{phrase.text}" says no month', hint=f'say which, as "{right}"')
