"""What people type as a date or a time, to what it means. Nothing is guessed.

Read are ``2026-12-03``, ``2026-12-03 19:00[:30]``, the same with an offset, and
``[Thursday,] December 3[, 2026] [7[:30]pm [EST]]``. Whatever contradicts itself (a weekday that is
not that date's, an hour that the clocks skip or show twice, "EST" in July) is refused with the
reason and the nearest right form.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from lacwg.errors import UsageError
from lacwg.records import FIRST_YEAR, LAST_YEAR
from lacwg.schedule import zones
from lacwg.schedule.wording import MONTHS, WEEKDAYS, clock_time, full_date, listed, long_date, month_day, weekday

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_OFFSET: Final = r"(?:Z|[+-]\d\d:?\d\d)"
_ISO: Final = re.compile(
    rf"(\d{{4}})-(\d\d?)-(\d\d?)(?:[T ]+(\d\d?):(\d\d)(?::(\d\d))?\s*({_OFFSET})?)?\Z", re.IGNORECASE
)
_WORDS: Final = re.compile(
    r"""(?:(?P<weekday>[^\W\d]+)\.?,?\s+)?
        (?P<month>[^\W\d]+)\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?
        (?:(?:\s*,\s*|\s+)(?P<year>\d{4}))?
        (?:(?:\s*[,·]\s*|\s+)(?:at\s+)?(?P<time>\d{1,2}(?::\d\d){0,2}\s*[ap]\.?m\.?)(?:\s+(?P<zone>[A-Z][\w:+-]*))?)?\Z""",
    re.IGNORECASE | re.VERBOSE,
)
_CLOCK: Final = re.compile(r"(\d{1,2})(?::(\d\d))?(?::(\d\d))?\s*(?:([ap])\.?m\.?)?\Z", re.IGNORECASE)
_LENGTH: Final = re.compile(
    r"(?:(\d{1,6})\s*d(?:ays?)?)?\s*(?:(\d{1,6})\s*h(?:ours?|rs?)?)?\s*(?:(\d{1,6})\s*m(?:in(?:utes?|s)?)?)?\Z",
    re.IGNORECASE,
)
EXAMPLES: Final = (
    '"2026-12-03 19:00", "2026-12-03" for a whole day, "Dec 3 7pm" or "Thursday, December 3, 2026 7:00 PM"'
)


class WhenError(UsageError):
    """What was typed is no date or time, or contradicts itself."""


class When(NamedTuple):
    """What was typed: as it goes into the file, and the moment that it means."""

    written: dt.date | dt.datetime
    """A date, wall time, or an instant with the offset that was typed."""
    moment: dt.date | dt.datetime
    """A date, or a date-time in the record's zone."""


def read(text: str, zone: ZoneInfo, now: dt.datetime) -> When:
    """What ``text`` means in ``zone``; a date without a year is the next such date after ``now``."""
    text = " ".join(text.split())
    if match := _ISO.match(text):
        return _iso(match, zone)
    if match := _WORDS.match(text):
        return _words(match, text, zone, now)
    if text.isdecimal():
        raise WhenError(f'"{text}" is neither a date nor a time', hint=f"write {EXAMPLES}")
    if _CLOCK.match(text):
        _clock(text)
        raise WhenError(f'"{text}" says no day', hint=f"write {EXAMPLES}")
    raise WhenError(f'"{text}" is not understood as a date or time', hint=f"write {EXAMPLES}")


def read_end(text: str, start: When, zone: ZoneInfo, now: dt.datetime) -> When:
    """When something ends that begins at ``start``; a time alone is of the same day, or of the next when earlier."""
    text = " ".join(text.split())
    if _CLOCK.match(text) and not text.isdecimal():
        end = _end_at(_clock(text), text, start, zone)
    else:
        end = read(text, zone, now)
    first, last = start.moment, end.moment
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
    """An hour alone: ``5pm``, ``5:30 PM``, ``17:00``."""
    text = " ".join(text.split())
    if _CLOCK.match(text) is None or text.isdecimal():
        raise WhenError(f'"{text}" is not an hour', hint='write it as "5pm" or "17:00"')
    return _clock(text)


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


def _iso(match: re.Match[str], zone: ZoneInfo) -> When:
    year, month, day = (int(group) for group in match.groups()[:3])
    date = _date(year, month, day)
    if match[4] is None:
        return When(date, date)
    time = _time(int(match[4]), int(match[5]), int(match[6] or 0), f"{match[4]}:{match[5]}")
    wall = dt.datetime.combine(date, time)
    if match[7] is None:
        return _wall(wall, zone)
    offset = match[7].upper().replace("Z", "+00:00")
    try:
        instant = dt.datetime.fromisoformat(f"{wall.isoformat()}{offset}")
    except ValueError:
        raise WhenError(f'"{match[7]}" is not an offset from UTC', hint='write it as "-05:00"') from None
    return When(instant, instant.astimezone(zone))


def _wall(wall: dt.datetime, zone: ZoneInfo) -> When:
    try:
        return When(wall, zones.resolve(wall, zone))
    except zones.WallTimeError as error:
        raise WhenError(error.message, hint=error.hint) from None


def _words(match: re.Match[str], text: str, zone: ZoneInfo, now: dt.datetime) -> When:
    month = _month(match["month"], text)
    named = _weekday(match["weekday"], text)
    day = int(match["day"])
    time = _clock(match["time"]) if match["time"] else None
    year = match["year"]
    date = _date(int(year), month, day) if year else _next(month, day, time, zone, now)
    if named is not None and date.weekday() != named:
        raise _wrong_weekday(date, named, has_year=year is not None)
    if time is None:
        return When(date, date)
    wall = dt.datetime.combine(date, time)
    if match["zone"]:
        return _named(wall, match["zone"].upper(), zone)
    return _wall(wall, zone)


def _next(month: int, day: int, time: dt.time | None, zone: ZoneInfo, now: dt.datetime) -> dt.date:
    """The next such date: today counts while the hour is still to come."""
    here = now.astimezone(zone)
    _date(None, month, day)
    for year in range(here.year, here.year + 9):
        try:
            date = dt.date(year, month, day)
        except ValueError:
            continue  # February 29
        if date > here.date() or (date == here.date() and (time is None or time >= here.time())):
            return date
    raise AssertionError("a February 29 comes within eight years")


def _named(wall: dt.datetime, name: str, zone: ZoneInfo) -> When:
    """Wall time with the abbreviation of the zone, which must be what the zone is called then."""
    readings = {
        zones.abbreviation(moment).upper(): moment
        for moment in (wall.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    }
    if zones.is_skipped(wall, zone):
        return _wall(wall, zone)
    if name not in readings:
        right = listed(list(readings), "or")
        raise WhenError(
            f"{zone.key} is {right} on {full_date(wall)}, not {name}",
            hint=f'try "{month_day(wall)}, {wall.year} {clock_time(wall)} {right}", or name another zone: --timezone',
        )
    moment = readings[name]
    return When(zones.with_offset(moment) if len(readings) > 1 else wall, moment)


def _wrong_weekday(date: dt.date, named: int, *, has_year: bool) -> WhenError:
    year = f", {date.year}" if has_year else ""
    near = date + dt.timedelta(days=(named - date.weekday() + 3) % 7 - 3)
    form = f"{{:.3}} {{:.3}} {{}}{year}"
    tries = [form.format(weekday(each), MONTHS[each.month - 1], each.day) for each in (date, near)]
    return WhenError(
        f"{long_date(date)} is a {weekday(date)}, not a {WEEKDAYS[named]}", hint=f'try "{tries[0]}" or "{tries[1]}"'
    )


def _end_at(time: dt.time, text: str, start: When, zone: ZoneInfo) -> When:
    first = start.moment
    if not isinstance(first, dt.datetime):
        raise WhenError(f'the start has no hour, so that it cannot end at "{text}"', hint="give the start an hour too")
    wall = dt.datetime.combine(first.date(), time)
    if wall < first.replace(tzinfo=None):
        wall += dt.timedelta(days=1)
    return _wall(wall, zone)


def _clock(text: str) -> dt.time:
    match = _CLOCK.match(text)
    assert match is not None
    hour, minute, second = (int(group or 0) for group in match.groups()[:3])
    if not match[4]:
        return _time(hour, minute, second, text)
    if not 1 <= hour <= 12:
        raise WhenError(f'there is no "{text}": the hours before am and pm are 1 to 12', hint='write "7pm" or "19:00"')
    return _time(hour % 12 + (12 if match[4].lower() == "p" else 0), minute, second, text)


def _time(hour: int, minute: int, second: int, text: str) -> dt.time:
    try:
        return dt.time(hour, minute, second)
    except ValueError:
        raise WhenError(f'there is no time "{text}"', hint="hours go from 0 to 23, minutes from 0 to 59") from None


def _date(year: int | None, month: int, day: int) -> dt.date:
    """The date; without a year one of a leap year, so that only what is no date in any year is refused."""
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        raise WhenError(f"the year {year} is too far off", hint=f"years go from {FIRST_YEAR} to {LAST_YEAR}")
    try:
        return dt.date(2000 if year is None else year, month, day)
    except ValueError:
        pass
    if not 1 <= month <= 12:
        raise WhenError(f"there is no month {month}", hint="write the year, the month and the day, as 2026-12-03")
    if not 1 <= day <= 31:
        raise WhenError(f"there is no {MONTHS[month - 1]} {day}", hint=f"write {EXAMPLES}")
    last = calendar.monthrange(year or 2001, month)[1]
    in_year = f", {year}" if year else ""
    raise WhenError(
        f"there is no {MONTHS[month - 1]} {day}{in_year}", hint=f'the nearest is "{MONTHS[month - 1]} {last}{in_year}"'
    )


def _month(word: str, text: str) -> int:
    for number, name in enumerate(MONTHS, 1):
        if len(word) >= 3 and (name.lower().startswith(word.lower()) or (number == 9 and word.lower() == "sept")):
            return number
    raise WhenError(f'"{word}" in "{text}" is not a month', hint=f"write {EXAMPLES}")


def _weekday(word: str | None, text: str) -> int | None:
    if word is None:
        return None
    for number, name in enumerate(WEEKDAYS):
        if len(word) >= 3 and name.lower().startswith(word.lower()):
            return number
    raise WhenError(f'"{word}" in "{text}" is not a weekday', hint=f"write {EXAMPLES}")
