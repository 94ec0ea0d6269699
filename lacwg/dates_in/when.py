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
from typing import TYPE_CHECKING, Final, NamedTuple

from lacwg.dates_in.clock_and_calendar import CLOCK, clock
from lacwg.dates_in.clock_and_calendar import date as checked_date
from lacwg.dates_in.clock_and_calendar import time as checked_time
from lacwg.dates_in.date_errors import EXAMPLES, AmbiguousWhenError, NotUnderstoodError, WhenError
from lacwg.dates_in.days import Bearings, day_of
from lacwg.dates_in.phrases import Phrase, UnknownWordError, phrase
from lacwg.schedule import zones
from lacwg.schedule.wording import clock_time, full_date, in_days, listed, long_date, month_day

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from lacwg.records import DateOrder

__all__ = ["AmbiguousWhenError", "When", "WhenError", "read", "read_end", "read_length", "read_on", "read_time", "said"]

_OFFSET: Final = r"(?:Z|[+-]\d\d:?\d\d)"
_ISO: Final = re.compile(
    rf"(\d{{4}})-(\d\d?)-(\d\d?)(?:[T ]+(\d\d?):(\d\d)(?::(\d\d))?\s*({_OFFSET})?)?\Z", re.IGNORECASE
)
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
_HALF: Final = r"\s*[ap]\.?\s?m\b\.?"
_TO: Final = re.compile(rf"\s*[–—]\s*|\s+(?:-|to|until)\s+|(?<=[\dm])-(?={_HOUR}{_HALF})", re.IGNORECASE)
_BARE_HOUR: Final = re.compile(rf"(?:.*\s)?({_HOUR})\Z")
_FULL_HOUR: Final = re.compile(rf".*\d{_HALF}\Z", re.IGNORECASE)
_HOUR_AND_ZONE: Final = re.compile(
    rf"(?:.*\s)?(?P<hour>{_HOUR})(?P<half>{_HALF})(?:\s+(?P<zone>[A-Z]{{2,5}}|UTC[+-][\d:]+))?\Z", re.IGNORECASE
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
    return _read(" ".join(text.split()), Bearings(zone, now, now, now, date_order))


def read_end(text: str, start: When, zone: ZoneInfo, now: dt.datetime, date_order: DateOrder | None = None) -> When:
    """When something ends that begins at ``start``; a time alone is of the same day, or of the next when earlier.

    A date without a year is the one nearest to the start: an end before it is refused, not put off by a year.
    """
    text = " ".join(text.split())
    first = start.moment
    since = first if isinstance(first, dt.datetime) else dt.datetime.combine(first, dt.time(), zone)
    bearings = Bearings(zone, now, since, since - _HALF_A_YEAR, date_order)
    alone = _hour_alone(text)
    end = _read(text, bearings) if alone is None else _end_at(alone, start, bearings)
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
    """An hour alone: ``5pm``, ``5:30 PM``, ``17:00``."""
    text = " ".join(text.split())
    if CLOCK.match(text) is None or text.isdecimal():
        raise WhenError(f'"{text}" is not an hour', hint='write it as "5pm" or "17:00"')
    return clock(text)


def read_on(
    text: str, day: dt.date, zone: ZoneInfo, now: dt.datetime, date_order: DateOrder | None = None
) -> When | None:
    """What an hour alone or from one hour to another means on ``day``; None for a text that names a day."""
    text = " ".join(text.split())
    parts = _TO.split(text)
    first_alone = re.fullmatch(_HOUR, parts[0]) is not None and len(parts) == 2
    if len(parts) > 2 or not (first_alone or _hour_alone(parts[0])) or not _hour_alone(parts[-1]):
        return None
    return read(f"{full_date(day)} {text}", zone, now, date_order)


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


def _read(text: str, bearings: Bearings) -> When:
    if match := _ISO.match(text):
        return _iso(match, bearings.zone)
    if text.isdecimal():
        raise WhenError(f'"{text}" is neither a date nor a time', hint=f"write {EXAMPLES}")
    if match := _HOW_SOON.match(text):
        return _how_soon(match[1], match[2], bearings)
    parts = _TO.split(text)
    if len(parts) == 2 and all(parts):
        return _span(parts[0], parts[1], bearings)
    return _words(text, bearings)


def _iso(match: re.Match[str], zone: ZoneInfo) -> When:
    year, month, day = (int(group) for group in match.groups()[:3])
    date = checked_date(year, month, day)
    if match[4] is None:
        return When(date, date)
    time = checked_time(int(match[4]), int(match[5]), int(match[6] or 0), f"{match[4]}:{match[5]}")
    wall = dt.datetime.combine(date, time)
    if match[7] is None:
        return _wall(wall, zone)
    offset = match[7].upper().replace("Z", "+00:00")
    try:
        instant = dt.datetime.fromisoformat(f"{wall.isoformat()}{offset}")
    except ValueError:
        raise WhenError(f'"{match[7]}" is not an offset from UTC', hint='write it as "-05:00"') from None
    return When(instant, instant.astimezone(zone))


def _how_soon(text: str, soon: str, bearings: Bearings) -> When:
    """A date with how far off it is beside it, which must be true."""
    running = soon.startswith(("now,", "today"))
    today = bearings.now.astimezone(bearings.zone).date()
    if running:  # what began this morning is of today, not of next year
        bearings = bearings._replace(years_since=dt.datetime.combine(today, dt.time(), bearings.zone))
    found = _read(text, bearings)
    really = in_days(_day(found.moment), today)
    if soon.split(",")[0] not in (really, "now"):
        raise WhenError(f"{long_date(_day(found.moment))} is {really}, not {soon}", hint=f'try "{said(found.moment)}"')
    return found


def _span(first: str, last: str, bearings: Bearings) -> When:
    """``7:00–8:30 PM EST``: what both sides share stands on one, as our screens have it."""
    hour = _HOUR_AND_ZONE.match(last)
    if hour and (bare := _BARE_HOUR.match(first)) and int(bare[1].split(":")[0]) <= 12:
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
        start = _read(first, bearings)
    except AmbiguousWhenError as error:
        raise AmbiguousWhenError(error.message, [f"{each} – {last}" for each in error.choices]) from None
    try:
        end = read_end(last, start, bearings.zone, bearings.now, bearings.date_order)
    except AmbiguousWhenError as error:
        raise AmbiguousWhenError(error.message, [f"{first} – {each}" for each in error.choices]) from None
    if start.end is not None or end.end is not None:
        raise NotUnderstoodError(f'"{first} – {last}" is not understood as a date or time')
    return start._replace(end=end)


def _words(text: str, bearings: Bearings) -> When:
    """A phrase in English or, where it is none, in a language that has all its words."""
    try:
        return _english(text, bearings)
    except NotUnderstoodError as error:
        refusal: WhenError = error
    from lacwg.dates_in import languages

    readings: list[When] = []
    for translated in languages.in_english(text):
        try:
            readings.append(_english(translated, bearings, text))
        except NotUnderstoodError:
            continue
        except WhenError as error:
            # It is understood, and says why it is no date: better than that it is not English.
            refusal = error if isinstance(refusal, NotUnderstoodError) else refusal
    different = list(dict.fromkeys(said(each.moment) for each in readings))
    if len(different) > 1:
        raise AmbiguousWhenError(f'"{text}" may be {listed(different, "or")}', different)
    if readings:
        return readings[0]
    raise refusal.with_suggestion() if isinstance(refusal, UnknownWordError) else refusal


def _english(text: str, bearings: Bearings, typed: str | None = None) -> When:
    """What an English phrase means; ``typed`` is what people wrote, where that was in another language."""
    words = phrase(text, typed)
    hours, names = words.of_kind("CB"), words.of_kind("Z")
    rest = Phrase(tuple(word for word in words.words if word.kind not in "CBZ"), words.text)
    if len(hours) > 1:
        raise NotUnderstoodError(f'"{hours[0].text}" and "{hours[1].text}" are two hours', hint="keep one of them")
    if len(names) > 1 or (names and "CZ" not in words.kinds):
        raise NotUnderstoodError(f'"{text}" is not understood as a date or time')
    if not hours:
        date = day_of(rest, None, bearings)
        _check_year(words, date)
        return When(date, date)
    if hours[0].kind == "B":
        return _midnight(rest, bearings)
    time = clock(hours[0].text, text)
    try:
        date = day_of(rest, time, bearings)
    except AmbiguousWhenError as error:
        hour = " ".join(word.text for word in (*hours, *names))
        raise AmbiguousWhenError(error.message, [f"{each} {hour}" for each in error.choices]) from None
    wall = dt.datetime.combine(date, time)
    return _named(wall, names[0].text.upper(), bearings.zone) if names else _wall(wall, bearings.zone)


def _check_year(words: Phrase, date: dt.date) -> None:
    """Refuses "Dec 3 1930": it may be an hour. With a comma before it, or a weekday, it is a year."""
    number = words.words[-1]
    hour, minute = divmod(number.value, 100)
    if number.kind == "Y" and number.value < 1970 and hour < 24 and minute < 60 and not words.of_kind("W"):
        if f", {number.text}" not in words.text:
            raise AmbiguousWhenError(
                f'"{number.text}" may be a year or an hour',
                [full_date(date), f"{month_day(date)} {hour:02}:{minute:02}"],
            )


def _midnight(rest: Phrase, bearings: Bearings) -> When:
    day = day_of(rest, dt.time(23, 59, 59) if rest.kinds else dt.time(), bearings)
    moments = [dt.datetime.combine(day + dt.timedelta(days=days), dt.time(), bearings.zone) for days in (0, 1)]
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
    try:
        words = phrase(text)
    except NotUnderstoodError:
        return None
    return words if words.kinds in ("C", "CZ", "B") else None


def _end_at(hour: Phrase, start: When, bearings: Bearings) -> When:
    time = dt.time() if hour.kinds == "B" else clock(hour.words[0].text, hour.text)
    first = start.moment
    if not isinstance(first, dt.datetime):
        raise WhenError(
            f'the start has no hour, so that it cannot end at "{hour.text}"', hint="give the start an hour too"
        )
    wall = dt.datetime.combine(first.date(), time)
    if wall < first.replace(tzinfo=None):
        wall += dt.timedelta(days=1)
    names = hour.of_kind("Z")
    return _named(wall, names[0].text.upper(), bearings.zone) if names else _wall(wall, bearings.zone)
