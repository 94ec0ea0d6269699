"""What people type as a date or a time, to what it means. Nothing is guessed.

What we write ourselves is read first: ``2026-12-03``, ``2026-12-03 19:00[:30]``, the same with an offset.
Then words: ``Thursday, December 3, 2026 7:00 PM``, ``Thu 7pm``, ``in 2 weeks``, ``2nd Wednesday of January 6pm``,
``3 de diciembre 19:00``, and whatever our own screens show. Each word must be known and have its place;
whatever contradicts itself (a weekday that is not that date's, an hour that the clocks skip or show twice,
"EST" in July) is refused with the reason and the nearest right form.
"""

from __future__ import annotations

import datetime as dt
import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from lacwg.dates_in import clock_and_calendar
from lacwg.dates_in.date_errors import EXAMPLES, AmbiguousWhenError, NotUnderstoodError, WhenError
from lacwg.dates_in.days import ParseContext, day_of
from lacwg.dates_in.tokens import HALF, Phrase, Token, understood
from lacwg.dates_in.vocabulary import MONTH_DAYS, ZONES, TokenKind
from lacwg.schedule import zones
from lacwg.text.english import clock_time, full_date, in_days, listed, long_date, month_day

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from lacwg.records import DateOrder

__all__ = ["AmbiguousWhenError", "When", "WhenError", "read", "read_end", "read_length", "read_on", "read_time", "said"]

_ISO: Final = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)(?:[T ]+(\d\d?):(\d\d)(?::(\d\d)(?:\.\d+)?)?)?\Z", re.IGNORECASE)
_OFFSET: Final = re.compile(r"(.*:\d\d(?:\.\d+)?)\s*(Z|[+-]\d\d:?\d\d)\Z", re.IGNORECASE)
_SECONDS_OR_T: Final = re.compile(r":\d\d:\d\d|\dT\d", re.IGNORECASE)
_LENGTH: Final = re.compile(
    r"(?:(\d{1,6})\s*d(?:ays?)?)?\s*(?:(\d{1,6})\s*h(?:ours?|rs?)?)?\s*(?:(\d{1,6})\s*m(?:in(?:utes?|s)?)?)?\Z",
    re.IGNORECASE,
)
# Behind a date our screens say how far off it is.
_HOW_SOON: Final = re.compile(
    r"(.+?) · (today|tomorrow|yesterday|in \d+ (?:days|years?)|\d+ (?:days|years?) ago"
    r"|now, until .+|today, began at .+)\Z"
)
_HOUR: Final = r"\d{1,2}(?::\d\d){0,2}"
_TO: Final = re.compile(
    r"\s*[–—]\s*|\s+(?:-|to|until|hasta|até|jusqu'(?:à|au)|jiska)\s+"
    rf"|(?<=[\dm])-(?={_HOUR}(?:{HALF}|(?<=:\d\d)(?![\d:])))",
    re.IGNORECASE,
)
_BARE_HOUR: Final = re.compile(rf"(?:.*\s)?({_HOUR})\Z")
_FULL_HOUR: Final = re.compile(rf".*\d(?:{HALF}|:\d\d)\Z", re.IGNORECASE)
_HOUR_AND_ZONE: Final = re.compile(
    rf"(?:.*\s)?(?P<hour>{_HOUR})(?P<half>{HALF})?(?:\s+(?P<zone>[A-Z]{{2,5}}|UTC[+-][\d:]+))?\Z", re.IGNORECASE
)
_HALF_A_YEAR: Final = dt.timedelta(days=183)
_YEAR: Final = re.compile(r".*\b(\d{4})\Z")


class When(NamedTuple):
    """What was typed: as it goes into the file, and the moment that it means."""

    written: dt.date | dt.datetime
    """A date, wall time, or an instant with the offset that was typed."""
    moment: dt.date | dt.datetime
    """A date, or a date-time in the record's zone."""
    end: When | None = None
    """When it ends, where that was typed with it, as "7:00–8:30 PM"."""


def read(text: str, zone: ZoneInfo, now: dt.datetime, date_order: DateOrder | None = None) -> When:
    """What ``text`` means in ``zone``; a date without a year is the next such date after ``now``.

    ``date_order`` says which comes first in 12/3. Raises ``WhenError``, and of its kinds
    ``AmbiguousWhenError`` for a text that can mean several things.
    """
    return _read(_on_one_line(text), ParseContext(zone, now, now, now, date_order))


def read_end(text: str, start: When, zone: ZoneInfo, now: dt.datetime, date_order: DateOrder | None = None) -> When:
    """When something ends that begins at ``start``; a time alone is of the same day, or of the next when earlier.

    A date without a year is the one nearest to the start: an end before it is refused, not put off by a year.
    """
    text = _on_one_line(text)
    first = start.moment
    since = first if isinstance(first, dt.datetime) else dt.datetime.combine(first, dt.time(), zone)
    context = ParseContext(zone, now, since, since - _HALF_A_YEAR, date_order)
    alone = _hour_alone(text)
    end = _read(text, context) if alone is None else _end_at(alone, start, context)
    last = end.moment
    if isinstance(first, dt.datetime) != isinstance(last, dt.datetime):
        missing = "end" if isinstance(first, dt.datetime) else "start"
        raise WhenError(
            "one of start and end has an hour and the other has none",
            hint=f"give the {missing} an hour too, or leave both without",
        )
    begins, ends = (each.astimezone(zones.UTC) if isinstance(each, dt.datetime) else each for each in (first, last))
    if ends < begins or (ends == begins and isinstance(first, dt.datetime)):
        what = "before the start" if ends < begins else "when it starts"
        raise WhenError(
            f"the end is {what}: {said(last)}, and the start {said(first)}", hint="see which of the two is meant"
        )
    _check_length(first, last)
    return end


def read_time(text: str) -> dt.time:
    """An hour alone: ``5pm``, ``5:30 PM``, ``17:00``, ``7 de la tarde``."""
    text = _on_one_line(text)
    hour = _hour_alone(text)
    if hour is None or not hour.fits("HOUR"):
        raise WhenError(f'"{text}" is not an hour', hint='write it as "5pm" or "17:00"')
    return clock_and_calendar.clock(hour.tokens[0], text)


def read_on(
    text: str, day: dt.date, zone: ZoneInfo, now: dt.datetime, date_order: DateOrder | None = None
) -> When | None:
    """What an hour alone or from one hour to another means on ``day``; None for a text that names a day."""
    text = _on_one_line(text)
    parts = _TO.split(text)
    first_alone = re.fullmatch(_HOUR, parts[0]) is not None and len(parts) == 2
    if len(parts) > 2 or not (first_alone or _hour_alone(parts[0])) or not _hour_alone(parts[-1]):
        return None
    return read(f"{day} {text}", zone, now, date_order)


def read_month(text: str, today: dt.date) -> tuple[int, int]:
    """The year and the month of ``2026-12``, ``December 2027``, ``next month``, or of a name: the next such month.

    This month is the next one of its name. Raises ``WhenError``.
    """
    text = _on_one_line(text)
    wrong = WhenError(f'"{text}" is not a month', hint='write "2026-12", "December" or "December 2027"')

    def named(phrase: Phrase) -> tuple[int, int]:
        months, years, which = (phrase.of(each) for each in (TokenKind.MONTH, TokenKind.YEAR, TokenKind.WHICH))
        if phrase.fits("MONTH YEAR?"):
            return years[0].value if years else today.year + (months[0].value < today.month), months[0].value
        if phrase.fits("WHICH UNIT|UNIT WHICH") and phrase.of(TokenKind.UNIT)[0].value == MONTH_DAYS:
            ahead = today.year * 12 + today.month - 1 + which[0].value
            return ahead // 12, ahead % 12 + 1
        raise wrong

    if match := re.fullmatch(r"(\d{4})-(\d{1,2})", text):
        year, month = int(match[1]), int(match[2])
    else:
        try:
            year, month = understood(text, named, str)
        except NotUnderstoodError:
            raise wrong from None
    if not 1 <= month <= 12:
        raise wrong
    clock_and_calendar.date(year, month, 1)
    return year, month


def read_length(text: str, start: When, zone: ZoneInfo) -> When:
    """When something ends that lasts ``90m``, ``1h30m``, ``2h`` or, of whole days, ``3d``."""
    match = _LENGTH.match(text.strip())
    if match is None or not any(match.groups()):
        raise WhenError(f'"{text}" is not a length of time', hint='write it as "90m", "1h30m", "2h" or "3d"')
    days, hours, minutes = (int(group or 0) for group in match.groups())
    first = start.moment
    if max(days, hours // 24, minutes // 1440) > 366:
        raise WhenError("an event lasts a year at most", hint="a gathering that comes again and again is a series")
    if not days and not hours and not minutes:
        raise WhenError(f'"{text}" is no time at all', hint="leave the length out where it is not known")
    if not isinstance(first, dt.datetime):
        if hours or minutes:
            raise WhenError(
                "the start has no hour, so that the length can only be days", hint='write "2d", or give an hour'
            )
        last = first + dt.timedelta(days=days - 1)
        return When(last, last)
    # Days are days of the calendar, and end at the hour at which they began; hours pass as they do.
    begun = zones.resolve_by_rule(first.replace(tzinfo=None) + dt.timedelta(days=days), zone) if days else first
    end = (begun.astimezone(zones.UTC) + dt.timedelta(hours=hours, minutes=minutes)).astimezone(zone)
    _check_length(first, end)
    # Wall time says it all, unless the clocks show it twice.
    return When(zones.with_offset(end) if zones.is_repeated(end) else end.replace(tzinfo=None), end)


def _check_length(first: dt.date | dt.datetime, last: dt.date | dt.datetime) -> None:
    if _day(last) - _day(first) > dt.timedelta(days=366):
        raise WhenError("an event lasts a year at most", hint="a gathering that comes again and again is a series")


def _day(moment: dt.date | dt.datetime) -> dt.date:
    return moment.date() if isinstance(moment, dt.datetime) else moment


def said(moment: dt.date | dt.datetime) -> str:
    """A moment in full, in a form that can be typed back in."""
    if isinstance(moment, dt.datetime):
        return f"{full_date(moment)} {clock_time(moment)} {zones.abbreviation(moment)}"
    return full_date(moment)


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def _read(text: str, context: ParseContext) -> When:
    written, offset = split_offset(text)
    if match := _ISO.match(written):
        return _iso(match, offset, context.zone)
    if text.isdecimal():
        raise WhenError(f'"{text}" is neither a date nor a time', hint=f"write {EXAMPLES}")
    if match := _HOW_SOON.match(text):
        return _how_soon(match[1], match[2], context)
    parts = _TO.split(text)
    if len(parts) == 2 and all(parts):
        found = _span(parts[0], parts[1], context)
        end = found.end
        hours = f"{parts[0]}-{parts[1]}" == text and _ISO.match(parts[0])  # as an offset is written, too
        if hours and end is not None and _day(end.moment) != _day(found.moment):
            raise AmbiguousWhenError(
                f'"{text}" may end on the next day, or say how far from UTC the hour is',
                [f"{parts[0]} – {_day(end.moment)} {parts[1]}", text.replace(" ", "T", 1)],
            )
        return found
    return understood(text, lambda phrase: _moment(phrase, context), lambda each: said(each.moment))


def split_offset(text: str, *, from_file: bool = False) -> tuple[str, str]:
    """A text that ends with an hour, and the offset from UTC behind it, or nothing.

    ``-05:00`` is one behind a ``T`` and an hour, or behind seconds: else "19:00-21:00" are two hours. In a file,
    where our own spreadsheets have it so, it is one wherever there is such an offset.
    """
    match = _OFFSET.match(text)
    if match is None:
        return text, ""
    hours = match[2][0] == "-" and ":" in match[2] and not _SECONDS_OR_T.search(match[1])
    if hours and not (from_file and match[2] <= "-12:00"):
        return text, ""
    return match[1], match[2]


def _iso(match: re.Match[str], offset: str, zone: ZoneInfo) -> When:
    year, month, day, hour, minute, second = (int(group or 0) for group in match.groups())
    date = clock_and_calendar.date(year, month, day)
    if match[4] is None:
        return When(date, date)
    return at(date, clock_and_calendar.time(hour, minute, second, f"{match[4]}:{match[5]}"), offset, zone)


def at(day: dt.date, time: dt.time, name: str, zone: ZoneInfo) -> When:
    """The wall time of a day in ``zone``; ``name``: what the zone is called then, or the offset from UTC, or nothing.

    Raises ``WhenError`` for what the clocks never show, or show twice, and for a name that is another zone's.
    """
    wall = dt.datetime.combine(day, time)
    if not name:
        return _wall(wall, zone)
    offset = re.fullmatch(r"Z|([+-])(\d\d):?(\d\d)", name, re.IGNORECASE)
    if offset is None:
        return _named(wall, name.upper(), zone)
    minutes = int(f"{offset[1]}1") * (int(offset[2]) * 60 + int(offset[3])) if offset[1] else 0
    if not -12 * 60 <= minutes <= 14 * 60 or (offset[3] or "0") > "59":
        raise WhenError(f'"{name}" is not an offset from UTC', hint='write it as "-05:00"')
    instant = wall.replace(tzinfo=dt.timezone(dt.timedelta(minutes=minutes)))
    return When(instant, instant.astimezone(zone))


def _how_soon(text: str, soon: str, context: ParseContext) -> When:
    """A date with how far off it is beside it, which must be true."""
    running = soon.startswith(("now,", "today"))
    today = context.now.astimezone(context.zone).date()
    if running:  # what began this morning is of today, not of next year
        context = context._replace(years_since=dt.datetime.combine(today, dt.time(), context.zone))
    found = _read(text, context)
    really = in_days(_day(found.moment), today)
    if soon.split(",")[0] not in (really, "now"):
        raise WhenError(f"{long_date(_day(found.moment))} is {really}, not {soon}", hint=f'try "{said(found.moment)}"')
    return found


def _span(first: str, last: str, context: ParseContext) -> When:
    """``7:00–8:30 PM EST``: what both sides share stands on one, as our screens have it."""
    hour = _HOUR_AND_ZONE.match(last)
    if hour and not hour["half"] and ":" not in hour["hour"]:
        hour = None  # a day
    if hour and hour["half"] and (bare := _BARE_HOUR.match(first)) and int(bare[1].split(":")[0]) <= 12:
        begins, ends = (int(each.split(":")[0]) % 12 for each in (bare[1], hour["hour"]))
        if begins > ends or bare[1].startswith("0"):
            raise AmbiguousWhenError(
                f'"{bare[1]}" may be in the morning or in the evening',
                [f"{first} {half} – {last}" for half in ("AM", "PM")],
            )
        first += hour["half"]
    if hour and hour["zone"] and _FULL_HOUR.match(first):
        first += f" {hour['zone']}"
    year = _YEAR.match(last)
    if year and not hour and not _YEAR.match(first) and not re.search(r"[ap]\.?m\b|:", first, re.IGNORECASE):
        first += f", {year[1]}"
    try:
        start = _read(first, context)
    except AmbiguousWhenError as error:
        raise AmbiguousWhenError(error.message, [f"{each} – {last}" for each in error.choices]) from None
    try:
        end = read_end(last, start, context.zone, context.now, context.date_order)
    except AmbiguousWhenError as error:
        raise AmbiguousWhenError(error.message, [f"{first} – {each}" for each in error.choices]) from None
    if start.end is not None or end.end is not None:
        raise NotUnderstoodError(f'"{first} – {last}" is not understood as a date or time')
    return start._replace(end=end)


def hour_and_zone(phrase: Phrase) -> tuple[Token | None, str]:
    """The one hour of a phrase, and what the zone beside it is called."""
    hours, names = phrase.of(TokenKind.HOUR, TokenKind.MIDNIGHT), phrase.of(TokenKind.ZONE)
    if len(hours) > 1:
        raise NotUnderstoodError(f'"{hours[0].text}" and "{hours[1].text}" are two hours', hint="keep one of them")
    if not names:
        return (hours[0] if hours else None), ""
    if (TokenKind.HOUR, TokenKind.ZONE) not in pairwise(token.kind for token in phrase.tokens) or len(names) > 1:
        raise NotUnderstoodError(f'"{phrase.text}" is not understood as a date or time')
    return hours[0], ZONES[names[0].value] or names[0].text


def _moment(phrase: Phrase, context: ParseContext) -> When:
    """What a phrase means."""
    hour, name = hour_and_zone(phrase)
    rest = phrase.without(TokenKind.HOUR, TokenKind.MIDNIGHT, TokenKind.ZONE)
    if hour is None:
        date = day_of(rest, None, context)
        check_year(phrase, date)
        return When(date, date)
    if hour.kind is TokenKind.MIDNIGHT:
        return _midnight(rest, context)
    time = clock_and_calendar.clock(hour, phrase.text)
    try:
        date = day_of(rest, time, context)
    except AmbiguousWhenError as error:
        raise AmbiguousWhenError(
            error.message, [" ".join(filter(None, (each, hour.text, name))) for each in error.choices]
        ) from None
    return at(date, time, name, context.zone)


def check_year(phrase: Phrase, date: dt.date) -> None:
    """Refuses "Dec 3 1930": it may be an hour. With a comma before it, or a weekday, it is a year."""
    number = phrase.tokens[-1]
    hour, minute = divmod(number.value, 100)
    if number.kind is TokenKind.YEAR and number.value < 1970 and hour < 24 and minute < 60:
        if f", {number.text}" not in phrase.text and not phrase.of(TokenKind.WEEKDAY):
            raise AmbiguousWhenError(
                f'"{number.text}" may be a year or an hour',
                [full_date(date), f"{month_day(date)} {hour:02}:{minute:02}"],
            )


def _midnight(rest: Phrase, context: ParseContext) -> When:
    day = day_of(rest, dt.time(23, 59, 59) if rest.tokens else dt.time(), context)
    moments = [dt.datetime.combine(day + dt.timedelta(days=days), dt.time(), context.zone) for days in (0, 1)]
    raise AmbiguousWhenError(
        f"midnight may be at the beginning or at the end of {full_date(day)}", [said(each) for each in moments]
    )


def _wall(wall: dt.datetime, zone: ZoneInfo) -> When:
    try:
        return When(wall, zones.resolve(wall, zone))
    except zones.RepeatedTimeError as error:
        readings = [wall.replace(tzinfo=zone, fold=fold) for fold in (0, 1)]
        raise AmbiguousWhenError(
            error.message,
            [f"{wall:%Y-%m-%dT%H:%M:%S}".removesuffix(":00") + zones.offset_text(each) for each in readings],
        ) from None
    except zones.WallTimeError as error:
        raise WhenError(error.message, hint=error.hint) from None


def _named(wall: dt.datetime, name: str, zone: ZoneInfo) -> When:
    """Wall time with the abbreviation of the zone, which must be what the zone is called then; "ET" is both."""
    readings: dict[str, dt.datetime] = {}
    for fold in (0, 1):
        moment = wall.replace(tzinfo=zone, fold=fold)
        readings.setdefault(zones.abbreviation(moment).upper(), moment)
    all_year = {f"{each[0]}T" for each in readings if re.match(r"[ECMP][SD]T\Z", each)}
    if zones.is_skipped(wall, zone) or name in all_year:
        return _wall(wall, zone)
    if name not in readings:
        right = listed(list(readings), "or")
        raise WhenError(
            f"{zone.key} is {right} on {full_date(wall)}, not {name}",
            hint=f'try "{month_day(wall)}, {wall.year} {clock_time(wall)} {right}", or name another zone: --timezone',
        )
    return When(zones.with_offset(readings[name]), readings[name]) if len(readings) > 1 else _wall(wall, zone)


def _hour_alone(text: str) -> Phrase | None:
    """The words of a text that says an hour and no day; None for any other."""

    def hour(phrase: Phrase) -> Phrase:
        if not phrase.fits("HOUR ZONE?|MIDNIGHT"):
            raise WhenError(f'"{text}" is not an hour')
        return phrase

    try:
        return understood(text, hour, lambda phrase: phrase.text)
    except WhenError:
        return None


def _end_at(phrase: Phrase, start: When, context: ParseContext) -> When:
    hour, name = hour_and_zone(phrase)
    time = dt.time() if hour is None or hour.kind is TokenKind.MIDNIGHT else clock_and_calendar.clock(hour, phrase.text)
    first = start.moment
    if not isinstance(first, dt.datetime):
        raise WhenError(
            f'the start has no hour, so that it cannot end at "{phrase.text}"', hint="give the start an hour too"
        )
    earlier = time < first.replace(tzinfo=None).time()
    return at(first.date() + dt.timedelta(days=earlier), time, name, context.zone)
