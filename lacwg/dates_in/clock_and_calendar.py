"""Numbers to days and hours that there are, or the reason why there are none."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import Final

from lacwg.dates_in.date_errors import EXAMPLES, AmbiguousWhenError, WhenError
from lacwg.dates_in.vocabulary import Token
from lacwg.records import FIRST_YEAR, LAST_YEAR
from lacwg.text.english import MONTHS

HALF: Final = r"(?:(?<!\s)\s*+[ap]\.?\s?m\b\.?|[ap]\b)"
"""``pm``, ``p.m.``, ``p. m.``, and ``p`` right behind the hour."""
NOON: Final = r"(?:n(?:oon)?|(?:d[eo]l?\s)?(?:mediod[ií]a|meio[ -]dia|midi))\b"
"""What may stand behind twelve."""
OCLOCK: Final = r"\s?(?:horas?|heures?|h(?:rs|s)?|[tvz]?è)"
"""``h``, as in 19h30, and what it stands for; in Haitian Creole ``7è`` may be in the evening."""
_CLOCK: Final = re.compile(
    r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))?(?::(?P<second>\d\d)(?:\.\d+)?)?"
    rf"(?:(?P<oclock>{OCLOCK})(?:\s?(?P<after>\d\d))?(?:min)?)?(?P<half>{HALF})?",
    re.IGNORECASE,
)


def clock(hour: Token, whole: str, *, sure: bool = False) -> dt.time:
    """The time of day of an hour. ``7:00`` is refused, as it may be morning or evening; ``07:00`` and ``7h`` are not.

    ``whole``: the text in which the hour stands, so that the choices can be typed in its place. ``sure``: hours
    go from 0 to 23 there, so that ``7:00`` is in the morning.
    """
    text = hour.text
    if text.isdecimal():  # as calendars have it behind a date: 190000
        text = ":".join(re.findall(r"\d\d", text))
    match = _CLOCK.match(text)
    if match is None:
        return dt.time(12)
    number, minute, second = int(match["hour"]), int(match["minute"] or match["after"] or 0), int(match["second"] or 0)
    oclock = match["oclock"] or ""
    half = half_of(hour)
    if half:
        if not 1 <= number <= 12:
            raise WhenError(
                f'there is no "{text}": the hours before am and pm are 1 to 12', hint='write "7pm" or "19:00"'
            )
        return time(number % 12 + 12 * (half - 1), minute, second, text)
    found = time(number, minute, second, text)
    if not sure and len(match["hour"]) == 1 and number >= 1 and (not oclock or oclock[-1] in "èÈ"):
        digits = f"{number}:{minute:02}" if oclock else text
        choices = [whole.replace(text, f"{digits} {half}") for half in ("AM", "PM")]
        raise AmbiguousWhenError(f'"{text}" may be in the morning or in the evening', choices)
    return found


def half_of(hour: Token) -> int:
    """1 for an hour that is written as in the morning, 2 as after noon, 0 for any other."""
    match = _CLOCK.match(hour.text)
    if match is None or not match["half"]:
        return hour.value if match else 0
    return 1 if match["half"].strip()[0] in "aA" else 2


def time(hour: int, minute: int, second: int, text: str) -> dt.time:
    """The time of day; ``text`` is how it was typed."""
    try:
        return dt.time(hour, minute, second)
    except ValueError:
        raise WhenError(f'there is no time "{text}"', hint="hours go from 0 to 23, minutes from 0 to 59") from None


def date(year: int | None, month: int, day: int) -> dt.date:
    """The date; without a year one of a leap year, so that only what is no date in any year is refused."""
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        raise WhenError(f"the year {year} is too far off", hint=f"years go from {FIRST_YEAR} to {LAST_YEAR}")
    try:
        return dt.date(2000 if year is None else year, month, day)
    except ValueError:
        pass
    if not 1 <= month <= 12:
        raise WhenError(f"there is no month {month}", hint="write the year, the month and the day, such as 2026-12-03")
    if not 1 <= day <= 31:
        raise WhenError(f"there is no {MONTHS[month - 1]} {day}", hint=f"write {EXAMPLES}")
    last = calendar.monthrange(year or 2001, month)[1]
    in_year = f", {year}" if year else ""
    raise WhenError(
        f"there is no {MONTHS[month - 1]} {day}{in_year}", hint=f'the nearest is "{MONTHS[month - 1]} {last}{in_year}"'
    )
