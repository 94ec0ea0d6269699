"""What people type as a date or a time, to what it means. Nothing is guessed.

What we write ourselves is read first: ``2026-12-03``, ``2026-12-03 19:00[:30]``, the same with an offset.
Then words: ``Thursday, December 3, 2026 7:00 PM``, ``Thu 7pm``, ``in 2 weeks``, ``2nd Wednesday of January 6pm``,
``3 de diciembre 19:00``, and whatever our own screens show. Each word must be known and have its place;
whatever contradicts itself (a weekday that is not that date's, an hour that the clocks skip or show twice,
"EST" in July) is refused with the reason and the nearest right form.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from decimal import Decimal
from itertools import pairwise
from typing import Final, NamedTuple

from lacwg.dates_in import clock_and_calendar
from lacwg.dates_in.date_errors import EXAMPLES, AmbiguousWhenError, NotUnderstoodError, WhenError
from lacwg.dates_in.days import AHEAD, ParseContext, ahead, dotted_day, read_day
from lacwg.dates_in.tokens import Phrase, understood
from lacwg.dates_in.vocabulary import MONTH_DAYS, ZONES, Token, TokenKind
from lacwg.schedule import zones
from lacwg.schedule.span import Moment, Span, after, as_written, day_of, has_hour
from lacwg.schedule.zones import ZoneInfo
from lacwg.text.english import MONTHS, clock_time, full_date, in_days, listed, long_date, month_day

_LENGTH: Final = re.compile(
    r"(?:(?P<days>\d{1,6})\s*(?:d(?:[ií]as?|ays?)?|j(?:ours?)?)\b)?\s*+"
    r"(?:(?P<hours>\d{1,6}(?:[.,]\d{1,4})?)\s*(?:h(?:ours?|oras?|eures?|rs?)?\b|h(?=\d)))?\s*+(?:(?:and|y|e|et)\s)?\s*+"
    r"(?:(?P<minutes>\d{1,6})\s*(?P<unit>m(?:in(?:utes?|utos?|s)?)?)?)?\Z",
    re.IGNORECASE,
)
# Behind a date our screens say how far off it is, and of what has begun these, whatever comes after.
_RUNNING: Final = re.compile(
    r"now,|en curso|em andamento|en cours|ap fèt|(today, began|hoy \(|hoje \(|aujourd.hui, depuis|jodi a, depi)"
)
# Behind hours, for readers elsewhere: "10:00 p.m.–2:30 a.m. (hora de Nueva York, EDT/EST)".
_ABROAD: Final = re.compile(r"\s?\((?:hora|horário|heure|lè)\s[^:]{1,60}, ([^\s(),/]+)(?:/([^\s(),/]+))?\)")
_HOUR: Final = "HOUR ZONE?|MIDNIGHT"
_BACK: Final = (0, 6, 365)
"""Days before today from which a date is looked for, until there is one that is past: of a weekday, of a year."""
_NOT_TYPED: Final = 1
"""The value of a date that is put before what was typed."""


class When(NamedTuple):
    """What was typed: as it goes into the file, and the moment that it means."""

    written: Moment
    """A date, wall time, or an instant with the offset that was typed."""
    moment: Moment
    """A date, or a date-time in the record's zone."""
    end: When | None = None
    """When it ends, where that was typed with it, as "7:00–8:30 PM"."""


def read(text: str, context: ParseContext) -> When:
    """What a text means; a date without a year is the next such date.

    Raises ``WhenError``, and of its kinds ``AmbiguousWhenError`` for a text that can mean several things.
    """
    text = _with_zone(" ".join(text.split()))
    if text.isdecimal() and len(text) != 8:
        raise WhenError(f'"{text}" is neither a date nor a time', hint=f"write {EXAMPLES}")
    if (dated := _how_soon(text, context)) is not None:
        return dated
    return understood(text, lambda phrase: _moment_of(phrase, context), _in_full, context.language)


def read_end(text: str, start: When, context: ParseContext) -> When:
    """When something ends that begins at ``start``; a time alone is of the same day, or of the next when earlier.

    A date without a year is the one nearest to the start: an end before it is refused, not put off by a year.
    """
    return _fitting(start, read(text, _of_end(start, context)), context.zone)


def read_around(text: str, context: ParseContext) -> list[When]:
    """What a text can mean where one looks back too, the nearest to today first.

    Of a date without a year, and of a weekday alone, that is the last one and the next.
    """
    today = context.today

    def far(day: dt.date) -> dt.timedelta:
        return abs(day - today)

    found: dict[dt.date, When] = {}
    asked: list[AmbiguousWhenError] = []
    refused: list[WhenError] = []
    for back in _BACK:
        try:
            each = read(text, context._replace(since=today - dt.timedelta(days=back)))
        except AmbiguousWhenError as error:
            asked.append(error)
        except WhenError as error:  # "Wed Nov 11" is no date of next year
            refused.append(error)
        else:
            found.setdefault(day_of(each.moment), each)
            if back and day_of(each.moment) <= today:
                break

    def far_choice(text: str) -> dt.timedelta:
        with contextlib.suppress(WhenError):  # it can mean several things still: then each time the same is offered
            return far(day_of(read(text, context).moment))
        return dt.timedelta()

    if asked:  # of each of several readings the nearest
        alike = zip(*(each.choices for each in asked), strict=False)
        raise AmbiguousWhenError(asked[0].message, [min(each, key=far_choice) for each in alike])
    if not found:
        raise refused[0]
    return [found[day] for day in sorted(found, key=far)]


def read_time(text: str) -> dt.time:
    """An hour alone: ``5pm``, ``5:30 PM``, ``17:00``, ``7 de la tarde``."""
    text = " ".join(text.split())
    wrong = WhenError(f'"{text}" is not an hour', hint='write it as "5pm" or "17:00"')

    def hour(phrase: Phrase) -> dt.time:
        if not phrase.fits("HOUR"):
            raise wrong
        return clock_and_calendar.clock(phrase.tokens[0], text)

    try:
        return understood(text, hour, str)
    except NotUnderstoodError:
        raise wrong from None


def read_month(text: str, today: dt.date, language: str | None = None) -> tuple[int, int]:
    """The year and the month of ``2026-12``, ``December 2027``, ``next month``, or of a name: the next such month.

    This month is the next one of its name. Raises ``WhenError``.
    """
    text = " ".join(text.split())
    wrong = WhenError(f'"{text}" is not a month', hint='write "2026-12", "December" or "December 2027"')

    def named(phrase: Phrase) -> tuple[int, int]:
        months, years, which = (phrase.of(each) for each in (TokenKind.MONTH, TokenKind.YEAR, TokenKind.WHICH))
        if phrase.fits("MONTH YEAR?"):
            return years[0].value if years else today.year + (months[0].value < today.month), months[0].value
        if phrase.fits("WHICH UNIT|UNIT WHICH") and phrase.of(TokenKind.UNIT)[0].value == MONTH_DAYS:
            return (today.year + (today.month + which[0].value > 12), (today.month - 1 + which[0].value) % 12 + 1)
        raise wrong

    if re.fullmatch(r"\d{4}-\d{1,2}", text):
        year, month = map(int, text.split("-"))
    else:
        try:
            year, month = understood(text, named, lambda each: f"{MONTHS[each[1] - 1]} {each[0]}", language)
        except NotUnderstoodError:
            raise wrong from None
    if not 1 <= month <= 12:
        raise WhenError(f"there is no month {month}", hint=wrong.hint)
    clock_and_calendar.date(year, month, 1)
    return year, month


def read_length(text: str, start: When, zone: ZoneInfo) -> When:
    """When something ends that lasts ``90``, ``90m``, ``1h30m``, ``1.5 hours`` or, of whole days, ``3d``."""
    match = _LENGTH.match(text.strip())
    if match is None or not any(match.groups()) or (match["days"] and match["minutes"] and not match["unit"]):
        raise WhenError(f'"{text}" is not a length of time', hint='write it as "90m", "1h30m", "1.5 hours" or "3d"')
    days = int(match["days"] or 0)
    whole = Decimal((match["hours"] or "0").replace(",", ".")) * 60 + int(match["minutes"] or 0)
    if whole % 1:
        raise WhenError(f'"{text}" is not a whole number of minutes', hint='write it as "90m" or "1h30m"')
    minutes, first = int(whole), start.moment
    _check_length(max(days, minutes // 1440))
    if not days and not minutes:
        raise WhenError(f'"{text}" is no time at all', hint="leave the length out where it is not known")
    if not has_hour(first):
        if minutes:
            raise WhenError(
                "the start has no hour, so that the length can only be days", hint='write "2d", or give an hour'
            )
        last = first + dt.timedelta(days=days - 1)
        return When(last, last)
    # Days are days of the calendar, and end at the hour at which they began; hours pass as they do.
    begun = zones.resolve_by_rule(first.replace(tzinfo=None) + dt.timedelta(days=days), zone) if days else first
    end = after(begun, dt.timedelta(minutes=minutes))
    _check_length((end.date() - first.date()).days)
    return When(as_written(end), end)


def _fitting(start: When, end: When, zone: ZoneInfo) -> When:
    """The end. Raises ``WhenError`` where it is none of what begins at ``start``."""
    first, last = start.moment, end.moment
    if has_hour(first) != has_hour(last):
        raise WhenError(
            "one of start and end has an hour and the other has none",
            hint=f"give the {'end' if has_hour(first) else 'start'} an hour too, or leave both without",
        )
    begins, ends = (Span(each, None, zone).start_utc for each in (first, last))
    if ends < begins or (ends == begins and has_hour(first)):
        what = "before the start" if ends < begins else "when it starts"
        raise WhenError(
            f"the end is {what}: {said(last)}, and the start {said(first)}", hint="see which of the two is meant"
        )
    _check_length((day_of(last) - day_of(first)).days)
    return end


def _check_length(days: int) -> None:
    if days > 366:
        raise WhenError("an event lasts a year at most", hint="a gathering that comes again and again is a series")


def said(moment: Moment) -> str:
    """A moment in full, in a form that can be typed back in."""
    if has_hour(moment):
        return f"{full_date(moment)} {clock_time(moment)} {zones.abbreviation(moment)}"
    return full_date(moment)


def _with_zone(text: str) -> str:
    """A text with the zone behind its hours, as in English, and not in parentheses."""
    found = _ABROAD.search(text)
    if found is None:
        return text
    hours, last = text[: found.start()], found[2] or found[1]
    if found[2]:
        hours = f" {found[1]}–".join(hours.rsplit("–", 1))
    return f"{hours} {last}{text[found.end() :]}"


def _in_full(when: When) -> str:
    return said(when.moment) + (f" – {said(when.end.moment)}" if when.end else "")


def _how_soon(text: str, context: ParseContext) -> When | None:
    """A date with how far off it is beside it, which must be true; None for a text that does not say so."""
    date, _, soon = text.rpartition(" · ")
    running = _RUNNING.match(soon)
    if not date or not (running or re.fullmatch(r"[^:–—]+", soon)):
        return None
    claimed: tuple[int, int] | None = (0, 1)
    if not running:
        try:
            claimed = understood(soon, _how_far, str, context.language)
        except WhenError:
            return None
    else:  # what began this morning is of today, not of next year
        context = context._replace(now=dt.datetime.combine(context.today, dt.time(), context.zone))
        claimed = claimed if running[1] else None
    found = read(date, context)
    really = in_days(day_of(found.moment), context.today)
    if claimed not in (None, understood(really, _how_far, str)):
        raise WhenError(
            f"{long_date(day_of(found.moment))} is {really}, not {soon}", hint=f'try "{said(found.moment)}"'
        )
    return found


def _how_far(phrase: Phrase) -> tuple[int, int]:
    """How many units of how many days ``in 15 days`` says."""
    if not phrase.fits(AHEAD):
        raise WhenError(f'"{phrase.text}" does not say how far off it is')
    return ahead(phrase)


def _moment_of(phrase: Phrase, context: ParseContext) -> When:
    _refuse_dotted(phrase, context)
    if context.day is not None and phrase.fits(f"({_HOUR}) (TO ({_HOUR}))?|NUMBER TO ({_HOUR})"):
        day = Token(TokenKind.ISO_DATE, _NOT_TYPED, str(context.day))
        phrase = phrase._replace(tokens=(day, *phrase.tokens), text=f"{phrase.typed(context.day)} {phrase.text}")
    if not phrase.of(TokenKind.TO):
        of_end = context.start is not None and phrase.fits(_HOUR)
        return _end_at(phrase, context.start, context) if of_end else _moment(phrase, context)
    if context.start is not None:
        raise NotUnderstoodError.of(phrase.text)
    first, last = sides(phrase)
    if re.search(r"\d:\d\d ?-\d\d:\d\d\Z", phrase.text):
        _refuse_like_offset(phrase, first, last, context)
    return _span(first, last, context)


def sides(phrase: Phrase) -> tuple[Phrase, Phrase]:
    """What stands before and behind a dash or the like; what both share stands on each. Raises ``WhenError``."""
    between = phrase.of(TokenKind.TO)
    middle = phrase.tokens.index(between[0])
    place = len(phrase.text) - between[0].left
    first = phrase._replace(tokens=phrase.tokens[:middle], text=phrase.text[:place].strip())
    last = phrase._replace(tokens=phrase.tokens[middle + 1 :], text=phrase.text[place + len(between[0].text) :].strip())
    if len(between) > 1 or not first.tokens or not last.tokens:
        raise NotUnderstoodError.of(phrase.text)
    return _with_shared(first, last), last


def _refuse_dotted(phrase: Phrase, context: ParseContext) -> None:
    """Refuses ``12.10`` without a day: it may be one itself. ``3 dic 12.10`` and ``19.30`` are hours."""
    if has_hour(context.start):  # what begins at an hour ends at one
        return
    dotted = [each for each in phrase.of(TokenKind.HOUR) if re.fullmatch(r"\d\d?\.\d\d", each.text)]
    day = dotted_day(phrase, dotted[0], context) if dotted else None
    if day is None:
        return
    text = dotted[0].text
    if int(text.partition(".")[0]) > 23 or phrase.without(TokenKind.WEEKDAY, TokenKind.ZONE).tokens != (dotted[0],):
        raise NotUnderstoodError(f'"{text}" is not understood as a date', hint=f'write it as "{full_date(day)}"')
    hour = text.replace(".", ":")
    message = f'"{text}" may be an hour, {hour}, or a day, {month_day(day)}'
    if context.day is None and context.start is None and not phrase.of(TokenKind.WEEKDAY):
        raise WhenError(
            message, hint=f'write an hour with its day, such as "tomorrow {hour}", and a day as "{full_date(day)}"'
        )
    raise AmbiguousWhenError(message, [phrase.text.replace(text, hour), phrase.typed(day)])


def _refuse_like_offset(phrase: Phrase, first: Phrase, last: Phrase, context: ParseContext) -> None:
    """Refuses ``19:00-05:00`` behind a blank: a range that ends the next day, or an offset. A later hour is a range."""
    begins, ends = (
        clock_and_calendar.clock(each.of(TokenKind.HOUR)[0], each.text, sure=True) for each in (first, last)
    )
    if ends > begins:
        return
    day = day_of(_moment(first, context).moment)
    choices = [f"{first.text} – {day + dt.timedelta(days=1)} {last.text}"]
    if ends <= dt.time(12):
        choices.append(f"{day}T{begins:%H:%M}-{last.text}")
    also = ", or say how far from UTC the hour is" if ends <= dt.time(12) else ""
    raise AmbiguousWhenError(f'"{phrase.text}" may end on the next day{also}', choices)


def _with_shared(first: Phrase, last: Phrase) -> Phrase:
    """``7:00–8:30 PM EST``: what both sides share stands on one, as our screens have it."""
    hours, names, tokens, text = last.of(TokenKind.HOUR), last.of(TokenKind.ZONE), [*first.tokens], first.text
    half = clock_and_calendar.half_of(hours[0]) if hours else 0
    bare = re.fullmatch(r"(\d\d?)(?:[.:]\d\d)?(?::\d\d)?(?:\s?[tvz]?è(?:\s?\d\d)?)?", tokens[-1].text)
    if half and bare and tokens[-1].value not in (1, 2) and int(bare[1]) <= 12:
        if int(bare[1]) % 12 > int(re.split(r"\D", hours[0].text)[0]) % 12 or bare[1].startswith("0"):
            raise AmbiguousWhenError(
                f'"{bare[0]}" may be in the morning or in the evening',
                [f"{text} {each} – {last.text}" for each in ("AM", "PM")],
            )
        text = f"{text} {('AM', 'PM')[half - 1]}"
        tokens[-1] = Token(TokenKind.HOUR, half, f"{bare[0]} {('AM', 'PM')[half - 1]}")
    elif hours and tokens[-1].kind is TokenKind.NUMBER and re.search(r"\d\s?h(?:oras?|eures?)?\Z", hours[0].text):
        text, tokens[-1] = f"{text} h", Token(TokenKind.HOUR, 0, f"{tokens[-1].text} h")  # "de 19 a 21 h"
    if names and tokens[-1].kind is TokenKind.HOUR:
        text, tokens = f"{text} {names[0].text}", [*tokens, names[0]]
    year = last.tokens[-1]
    if year.kind is TokenKind.YEAR and not first.of(TokenKind.YEAR, TokenKind.HOUR):
        text, tokens = f"{text}, {year.text}", [*tokens, year]
    return first._replace(tokens=tuple(tokens), text=text)


def _of_end(start: When, context: ParseContext) -> ParseContext:
    return context._replace(start=start.moment, day=None, since=None, moved=None)


def _span(first: Phrase, last: Phrase, context: ParseContext) -> When:
    try:
        start = _moment(first, context)
    except AmbiguousWhenError as error:
        raise AmbiguousWhenError(error.message, [f"{each} – {last.text}" for each in error.choices]) from None
    try:
        end = _moment_of(last, _of_end(start, context))
    except AmbiguousWhenError as error:
        raise AmbiguousWhenError(error.message, [f"{first.text} – {each}" for each in error.choices]) from None
    return start._replace(end=_fitting(start, end, context.zone))


def hour_and_zone(phrase: Phrase) -> tuple[Token | None, str]:
    """The one hour of a phrase, and what the zone beside it is called."""
    hours, names = phrase.of(TokenKind.HOUR, TokenKind.MIDNIGHT), phrase.of(TokenKind.ZONE)
    if len(hours) > 1:
        raise NotUnderstoodError(f'"{hours[0].text}" and "{hours[1].text}" are two hours', hint="keep one of them")
    if not names:
        return (hours[0] if hours else None), ""
    if (TokenKind.HOUR, TokenKind.ZONE) not in pairwise(token.kind for token in phrase.tokens) or len(names) > 1:
        raise NotUnderstoodError.of(phrase.text)
    return hours[0], ZONES[names[0].value] or names[0].text.strip()


def _moment(phrase: Phrase, context: ParseContext) -> When:
    """What a phrase means."""
    hour, name = hour_and_zone(phrase)
    rest = phrase.without(TokenKind.HOUR, TokenKind.MIDNIGHT, TokenKind.ZONE)
    if hour is None:
        date = read_day(rest, None, context)
        check_year(phrase, date)
        return When(date, date)
    if hour.kind is TokenKind.MIDNIGHT:
        return _midnight(rest, context)
    exact = phrase.fits("ISO_DATE HOUR ZONE?") and phrase.tokens[0].value != _NOT_TYPED
    time = clock_and_calendar.clock(hour, phrase.text, sure=exact)
    try:
        date = read_day(rest, time, context)
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
    day = read_day(rest, dt.time(23, 59, 59) if rest.tokens else dt.time(), context)
    moments = [dt.datetime.combine(day + dt.timedelta(days=days), dt.time(), context.zone) for days in (0, 1)]
    raise AmbiguousWhenError(
        f"midnight may be at the beginning or at the end of {full_date(day)}",
        [f"{rest.typed(each)} {clock_time(each)} {zones.abbreviation(each)}" for each in moments],
    )


def _end_at(phrase: Phrase, first: Moment | None, context: ParseContext) -> When:
    hour, name = hour_and_zone(phrase)
    time = dt.time() if hour is None or hour.kind is TokenKind.MIDNIGHT else clock_and_calendar.clock(hour, phrase.text)
    if not has_hour(first):
        raise WhenError(
            f'the start has no hour, so that it cannot end at "{phrase.text}"', hint="give the start an hour too"
        )
    earlier = time < first.replace(tzinfo=None).time()
    return at(first.date() + dt.timedelta(days=earlier), time, name, context.zone)


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
        hint = 'write it as "-05:00", from -12:00 to +14:00; a range is written with blanks, such as "19:00 - 21:00"'
        raise WhenError(f'"{name}" is not an offset from UTC', hint=hint)
    instant = wall.replace(tzinfo=dt.timezone(dt.timedelta(minutes=minutes)))
    return When(instant, instant.astimezone(zone))


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
