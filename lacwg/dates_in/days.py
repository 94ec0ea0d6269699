"""The words of a phrase to the day that they say, or the reason why they say none."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Final, NamedTuple

from lacwg.dates_in import clock_and_calendar
from lacwg.dates_in.date_errors import EXAMPLES, AmbiguousWhenError, NotUnderstoodError, WhenError
from lacwg.dates_in.tokens import Phrase
from lacwg.dates_in.vocabulary import MONTH_DAYS, WEEK_DAYS, YEAR_DAYS, Token, TokenKind
from lacwg.records import DateOrder
from lacwg.schedule.rules import ORDINALS, nth_weekday
from lacwg.schedule.span import Moment, has_hour, midnight
from lacwg.schedule.zones import ZoneInfo
from lacwg.text.english import (
    MONTHS,
    WEEKDAYS,
    clock_time,
    full_date,
    in_days,
    listed,
    long_date,
    month_day,
    plural,
    weekday,
)

_HALF_A_YEAR: Final = dt.timedelta(days=183)
_WEEK: Final = dt.timedelta(days=WEEK_DAYS)
_DAY: Final = dt.timedelta(days=1)
_UNITS: Final = {1: "day", WEEK_DAYS: "week", 2 * WEEK_DAYS: "fortnight", MONTH_DAYS: "month", YEAR_DAYS: "year"}
_K = TokenKind


class ParseContext(NamedTuple):
    """From where a text is read."""

    zone: ZoneInfo
    now: dt.datetime
    date_order: DateOrder | None = None
    """Which comes first in 12/3; None where nobody has said."""
    language: str | None = None
    """The tag of the language of those who type: it comes before the others but English."""
    day: dt.date | None = None
    """The day of an hour that stands alone, where it has one."""
    start: Moment | None = None
    """When that begins whose end is read: a weekday comes after it, and a date without a year is the nearest."""
    since: dt.date | None = None
    """From when on a date without a year, or a weekday alone, is the next one; None: from now on."""
    moved: dt.date | None = None
    """The day of what is moved: a weekday alone counts from it where it is not of this week."""
    from_file: bool = False
    """Whether a program may have written it: 3.12.2026 begins with the day, and 12/3/26 is of this century."""

    def of_moved(self, day: dt.date) -> ParseContext:
        """The same for what is moved from ``day``: an hour alone is of that day, a date without a year the nearest."""
        return self._replace(day=day, moved=day, since=day - _HALF_A_YEAR)

    @property
    def today(self) -> dt.date:
        """The day on which "today" is."""
        return self.now.astimezone(self.zone).date()

    @property
    def here(self) -> dt.datetime:
        """What the next weekday comes after, as "Thu 7pm"."""
        start = self.now if self.start is None else self.start
        return start.astimezone(self.zone) if has_hour(start) else midnight(start, self.zone)

    @property
    def year_from(self) -> dt.datetime:
        """What the next date without a year comes after."""
        if self.since is not None:
            return midnight(self.since, self.zone)
        return self.here if self.start is None else self.here - _HALF_A_YEAR


def read_day(phrase: Phrase, time: dt.time | None, context: ParseContext) -> dt.date:
    """The day that a phrase without its hour says. Raises ``WhenError``."""
    reader = _reader(phrase)
    if reader is None:
        raise _no_day(phrase, time, context)
    return _checked(phrase, reader(phrase, time, context))


def _reader(phrase: Phrase) -> Callable[[Phrase, dt.time | None, ParseContext], dt.date] | None:
    return next((reader for template, reader in _READERS if phrase.fits(template)), None)


def _checked(phrase: Phrase, day: dt.date) -> dt.date:
    """The day, unless a weekday beside it is not its own: then the nearest of both, or last year's."""
    named = [word.value for word in phrase.of(_K.WEEKDAY)]
    if len(named) != 1 or day.weekday() == named[0]:
        return day
    has_year, past = bool(phrase.of(_K.YEAR, _K.ISO_DATE, _K.NUMERIC_DATE)), _same_day(day, day.year - 1)
    near = day + dt.timedelta(days=(named[0] - day.weekday() + 3) % 7 - 3)
    if past is not None and past.weekday() == named[0] and not has_year:
        near = past
    tries = [
        f"{weekday(each):.3} {MONTHS[each.month - 1]:.3} {each.day}"
        + (f", {each.year}" if has_year or each is past else "")
        for each in (day, near)
    ]
    raise WhenError(
        f"{long_date(day)} is a {weekday(day)}, not a {WEEKDAYS[named[0]]}", hint=f'try "{tries[0]}" or "{tries[1]}"'
    )


def _same_day(date: dt.date, year: int) -> dt.date | None:
    """That day of another year; None for a February 29 that it has not."""
    try:
        return date.replace(year=year)
    except ValueError:
        return None


def _dated(year: int | None, month: int, day: int, time: dt.time | None, context: ParseContext) -> dt.date:
    """The date; without a year the next such one: today counts while the hour is still to come."""
    found = clock_and_calendar.date(year, month, day)
    if year is not None:
        return found
    here = context.year_from
    for coming in range(here.year, here.year + 9):
        date = _same_day(found, coming)
        if date is not None and _is_to_come(date, time, here):
            return date
    raise AssertionError("a February 29 comes within eight years")


def _is_to_come(date: dt.date, time: dt.time | None, here: dt.datetime) -> bool:
    return date > here.date() or (date == here.date() and (time is None or time >= here.time()))


def _calendar_date(phrase: Phrase, time: dt.time | None, context: ParseContext) -> dt.date:
    month, day = phrase.of(_K.MONTH)[0].value, phrase.of(_K.NUMBER, _K.ORDINAL)[0].value
    years = [word.value for word in phrase.of(_K.YEAR)]
    found = _dated(years[0] if years else None, month, day, time, context)
    if phrase.fits("MONTH ORDINAL WEEKDAY") and day <= 5:
        nth = nth_weekday(found.year, month, phrase.of(_K.WEEKDAY)[0].value, day)
        if nth is not None and nth != found:
            raise AmbiguousWhenError(
                f'"{phrase.text}" may be {month_day(found)} or the {ORDINALS[day]} {weekday(nth)} of the month',
                [phrase.typed(found), phrase.typed(nth)],
            )
    return found


def _numeric_date(phrase: Phrase, time: dt.time | None, context: ParseContext) -> dt.date:
    text = phrase.of(_K.NUMERIC_DATE)[0].text
    parts = re.split(r"[-/.]\s?", text)
    first, second, year = int(parts[0]), int(parts[1]), int(parts[2]) if len(parts) == 3 else None
    if year is not None and len(parts[2]) == 2 and ("/" in text or context.from_file):
        if not context.from_file:
            raise WhenError(f'"{text}" says no whole year', hint=f'try "{parts[0]}/{parts[1]}/20{parts[2]}"')
        year = in_full(year)
    elif not re.fullmatch(r"\d\d?/\d\d?(/\d{4})?", text if "/" in text or not context.from_file else "/".join(parts)):
        raise WhenError(f'"{text}" is not understood as a date', hint='write it as "2026-12-03" or "Dec 3, 2026"')
    orders = {"MDY": (first, second), "DMY": (second, first)}
    order = "DMY" if "." in text else context.date_order
    readings: list[dt.date] = []
    refusals: list[WhenError] = []
    for month, day in orders.values() if order is None else [orders[order]]:
        try:
            if order is not None and month > 12 >= day >= 1:
                raise WhenError(
                    f'there is no month {month}: in "{text}" the {"month" if order == "MDY" else "day"} comes first',
                    hint=f'try "{MONTHS[day - 1]} {month}"' if month <= 31 else f"write {EXAMPLES}",
                )
            readings.append(_dated(year, month, day, time, context))
        except WhenError as error:
            refusals.append(error)
    if not readings:
        raise refusals[0]
    if len(set(readings)) > 1:
        raise AmbiguousWhenError(
            f'"{text}" may be {month_day(readings[0])} or {month_day(readings[1])}', [*map(phrase.typed, readings)]
        )
    return readings[0]


def dotted_day(phrase: Phrase, hour: Token, context: ParseContext) -> dt.date | None:
    """The day that an hour as ``12.10`` may be in a phrase which says no other day; None where it can be none."""
    rest = phrase.without(_K.HOUR, _K.ZONE)
    if rest.tokens and not rest.fits("WEEKDAY"):
        return None
    day, month = map(int, hour.text.split("."))
    try:
        return _checked(rest, _dated(None, month, day, None, context))
    except WhenError:
        return None


def in_full(year: int) -> int:
    """A year of two digits as spreadsheets mean it: 70 is 1970, and 69 is 2069."""
    return year + (2000 if year < 70 else 1900)


def _iso_date(phrase: Phrase, time: dt.time | None, context: ParseContext) -> dt.date:  # noqa: ARG001
    text = phrase.of(_K.ISO_DATE)[0].text
    parts = [text[:4], text[4:6], text[6:]] if text.isdecimal() else re.split("[-/.]", text)
    return clock_and_calendar.date(*map(int, parts))


def _near_day(phrase: Phrase, time: dt.time | None, context: ParseContext) -> dt.date:
    if phrase.of(_K.TONIGHT) and (time is None or time.hour < 16):
        raise WhenError(f'"{phrase.text}" says no hour of the evening', hint='say which, such as "tonight 8pm"')
    found = _shifted(context.today, *ahead(phrase))
    if phrase.of(_K.UNIT) and not phrase.of(_K.DIRECTION) and context.moved not in (None, context.today):
        assert context.moved is not None
        raise _either(phrase, sorted([found, _shifted(context.moved, *ahead(phrase))]), context)  # "in 2 weeks"
    return found


def ahead(phrase: Phrase) -> tuple[int, int]:
    """How many units of how many days from today ``in 2 weeks``, ``3 days ago`` or ``tomorrow`` is."""
    if not phrase.of(_K.UNIT):
        return sum(word.value for word in phrase.of(_K.NEAR_DAY)), 1
    direction = next((word.value for word in phrase.of(_K.DIRECTION)), 1)
    return direction * phrase.of(_K.NUMBER, _K.COUNT, _K.YEAR)[0].value, phrase.of(_K.UNIT)[0].value


def _shifted(day: dt.date, count: int, unit: int) -> dt.date:
    """``count`` days, weeks, months or years on; the same day of the month, which must be there."""
    if unit < MONTH_DAYS:
        found = day + dt.timedelta(days=count * unit)  # of four figures at most, so that it is a date
        return clock_and_calendar.date(found.year, found.month, found.day)
    months = day.year * 12 + day.month - 1 + count * (12 if unit == YEAR_DAYS else 1)
    return clock_and_calendar.date(months // 12, months % 12 + 1, day.day)


def _bare_weekday(phrase: Phrase, time: dt.time | None, context: ParseContext) -> dt.date:
    """The next such day; today counts while its hour is still to come, and without an hour may be meant or not.

    For what is moved from another week it may be the one before or the one after that, or the same day.
    """
    here, named, moved = context.here, phrase.of(_K.WEEKDAY)[0].value, context.moved
    if moved is not None and not context.today <= moved < _monday(context.today) + _WEEK:
        before, after = _after(moved - _WEEK - _DAY, named), _after(moved, named)
        same = [moved] if named == moved.weekday() and time is not None else []
        raise _either(phrase, [before, *same, after], context)
    if moved is None and context.since is not None:
        return _after(context.since - _DAY, named)
    day = _after(here.date() - _DAY, named)
    if day == here.date():
        if time is None:
            raise _either(phrase, [day, day + _WEEK], context)
        if not _is_to_come(day, time, here):
            return day + _WEEK
    return day


def _monday(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


def _after(day: dt.date, named: int) -> dt.date:
    """The first such weekday after a day."""
    return day + dt.timedelta(days=(named - day.weekday() - 1) % 7 + 1)


def _which_weekday(phrase: Phrase, time: dt.time | None, context: ParseContext) -> dt.date:
    """The day of "this Friday", which is in this week.

    "Next Friday" may be in this week too, and "last Friday" may be the month's.
    """
    today, named = context.today, phrase.of(_K.WEEKDAY)[0].value
    which = phrase.of(_K.WHICH, _K.LAST)[0]
    coming = _after(today, named)
    if which.kind is _K.LAST:
        past, of_month = coming - _WEEK, nth_weekday(today.year, today.month, named, -1)
        assert of_month is not None
        if past == today:
            past -= _WEEK
        if past != of_month:
            raise _either(phrase, [past, of_month], context)
        return past
    if which.value == 1:
        of_moved = [] if context.moved is None else [_after(context.moved, named)]
        raise _either(phrase, sorted({coming, coming + _WEEK, *of_moved}), context)
    this = _monday(today) + dt.timedelta(days=named)
    looking_back = context.since is not None and context.moved is None
    if not looking_back and not _is_to_come(this, time, context.now.astimezone(context.zone)):
        raise WhenError(f'"{phrase.text}" was {full_date(this)}', hint=f'try "{full_date(this + _WEEK)}"')
    return this


def _in_week(phrase: Phrase, time: dt.time | None, context: ParseContext) -> dt.date:  # noqa: ARG001
    """The day of "Wednesday next week", where weeks from Sunday and weeks from Monday agree."""
    if phrase.of(_K.UNIT)[0].value != WEEK_DAYS:
        raise NotUnderstoodError.of(phrase.text)
    today = context.today
    named, weeks = phrase.of(_K.WEEKDAY)[0].value, phrase.of(_K.WHICH)[0].value
    from_monday = today + dt.timedelta(days=named - today.weekday() + 7 * weeks)
    from_sunday = today + dt.timedelta(days=(named + 1) % 7 - (today.weekday() + 1) % 7 + 7 * weeks)
    meant = {from_monday, from_sunday}
    if context.moved is not None:
        meant.add(_monday(context.moved) + dt.timedelta(days=named + 7 * weeks))
    if len(meant) > 1:
        raise _either(phrase, sorted(meant), context)
    return from_monday


def _either(phrase: Phrase, days: list[dt.date], context: ParseContext) -> AmbiguousWhenError:
    today = context.today
    names = [in_days(each, today) if abs((each - today).days) < 2 else month_day(each) for each in days]
    return AmbiguousWhenError(f'"{phrase.text}" may be {listed(names, "or")}', [*map(phrase.typed, days)])


def _nth_weekday(phrase: Phrase, time: dt.time | None, context: ParseContext) -> dt.date:
    """The day of "2nd Wednesday of January", with or without a year, or "last Friday of next month"."""
    (_, nth, written, _), named = phrase.of(_K.ORDINAL, _K.LAST)[0], phrase.of(_K.WEEKDAY)[0].value
    here = context.year_from
    months, years, which = phrase.of(_K.MONTH), phrase.of(_K.YEAR), phrase.of(_K.WHICH)
    if which:
        if phrase.of(_K.UNIT)[0].value != MONTH_DAYS:
            raise NotUnderstoodError.of(phrase.text)
        meant = context.today.replace(day=1) + dt.timedelta(days=31 * which[0].value)
        years_to_try, month = [meant.year], meant.month
    else:
        month = months[0].value
        years_to_try = [years[0].value] if years else [here.year, here.year + 1]
    for year in years_to_try:
        clock_and_calendar.date(year, month, 1)
        day = nth_weekday(year, month, named, nth)
        if day is None:
            last = nth_weekday(year, month, named, -1)
            assert last is not None
            if which or years or _is_to_come(last, time, here):
                raise WhenError(
                    f"{MONTHS[month - 1]} {year} has no {ORDINALS.get(nth, written)} {WEEKDAYS[named]}",
                    hint=f'the last one is "{full_date(last)}"',
                )
        elif years or which or _is_to_come(day, time, here):
            return day
    raise AssertionError("next year's month is to come")


AHEAD: Final = "NEAR_DAY|WITHIN MANY UNIT|WITHIN? MANY UNIT DIRECTION|DIRECTION MANY UNIT"
_READERS: Final = (
    ("WEEKDAY? (MONTH DAY|DAY MONTH) YEAR?", _calendar_date),
    ("(MONTH DAY|DAY MONTH) YEAR? WEEKDAY", _calendar_date),
    ("WEEKDAY? YEAR MONTH DAY", _calendar_date),
    ("(ORDINAL|LAST) WEEKDAY WITHIN? (MONTH YEAR?|WHICH UNIT|UNIT WHICH)", _nth_weekday),
    ("WEEKDAY? NUMERIC_DATE|NUMERIC_DATE WEEKDAY", _numeric_date),
    ("WEEKDAY? ISO_DATE|ISO_DATE WEEKDAY", _iso_date),
    (f"WEEKDAY? ({AHEAD}|TONIGHT)|(NEAR_DAY|TONIGHT|WITHIN MANY UNIT) WEEKDAY", _near_day),
    ("WITHIN? WEEKDAY", _bare_weekday),
    ("(WHICH|LAST) WEEKDAY|WEEKDAY (WHICH|LAST)", _which_weekday),
    ("WEEKDAY (WHICH UNIT|UNIT WHICH)|(WHICH UNIT|UNIT WHICH) WEEKDAY", _in_week),
)


def _no_day(phrase: Phrase, time: dt.time | None, context: ParseContext) -> WhenError:
    """Why the words make no day, and what would."""
    text, last = phrase.text, phrase.tokens[-1:]
    if not last and time is not None:
        said = clock_time(time) if phrase.language != "en" else text.lower() if text.isalpha() else text
        return WhenError(f'"{text}" says no day', hint=f'say which, such as "tomorrow {said}" or "Thu {said}"')
    if phrase.fits("WITHIN? MONTH YEAR?"):
        number = phrase.of(_K.MONTH)[0].value
        day = _dated(None, number, 1, None, context)
        year = next((word.value for word in phrase.of(_K.YEAR)), day.year)
        return WhenError(
            f'"{text}" is a month and says no day', hint=f'say which, such as "{MONTHS[number - 1]} 1, {year}"'
        )
    if phrase.fits("(WHICH|LAST) UNIT|UNIT WHICH"):
        return WhenError(f'"{text}" is not a day', hint=f"write {EXAMPLES}")
    if phrase.fits("WEEKDAY NUMBER|NUMBER WEEKDAY") and time is None:
        return WhenError(
            f'"{phrase.of(_K.NUMBER)[0].text}" in "{text}" may be an hour or a day',
            hint='write an hour as "7pm" or "19:00", a day as "Dec 7"',
        )
    if phrase.fits("WEEKDAY? DAY|DAY WEEKDAY") and (time is not None or not phrase.fits("NUMBER")):
        return _no_month(phrase, context)
    if phrase.fits("(NUMBER|COUNT) UNIT"):
        count, unit = phrase.tokens[0].value, _UNITS[phrase.tokens[1].value]
        return WhenError(f'"{text}" is a length of time and no day', hint=f'try "in {plural(count, unit)}"')
    if last and last[0].kind is _K.NUMBER and _reader(phrase._replace(tokens=phrase.tokens[:-1])):
        return NotUnderstoodError(
            f'"{last[0].text}" in "{text}" says neither which hour nor which year it is',
            hint=f'write an hour as "7pm" or "19:00", and a year with four digits: {EXAMPLES}',
        )
    return NotUnderstoodError.of(phrase.text)


def _no_month(phrase: Phrase, context: ParseContext) -> WhenError:
    number = phrase.of(_K.NUMBER, _K.ORDINAL)[0].value
    month = MONTHS[context.today.month % 12 if context.moved is None else context.moved.month - 1]
    if phrase.fits("ORDINAL WEEKDAY") and number in ORDINALS:
        right = f"{ORDINALS[number]} {WEEKDAYS[phrase.of(_K.WEEKDAY)[0].value]} of {month}"
    else:
        right = f"{month} {number}" if 1 <= number <= 28 else f"{month} 1"
    return WhenError(f'"{phrase.text}" says no month', hint=f'say which, such as "{right}"')
