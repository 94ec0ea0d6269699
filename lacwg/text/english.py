"""Days, hours and numbers of things in the English of our own messages; ``voice`` has the group's languages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import cache, cached_property
from typing import Final

import msgspec

WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
"""Our own lists, as ``strftime`` would follow the machine's language."""

Names = tuple[tuple[str, ...], tuple[str, ...]]
"""The weekdays from Monday on, and the months from January on."""


class DatePattern(msgspec.Struct, frozen=True):
    """How a language puts days and hours together."""

    full: str
    """With ``{weekday}`` and ``{date}``."""
    long: str
    """With ``{date}`` and ``{year}``."""
    month_day: str
    """With ``{month}`` and ``{day}``."""
    short: str
    """For lists, where the parts stand below each other: with all of them but ``{date}``."""
    first: str = "1"
    """The number of the first of a month."""
    halves: tuple[str, str] | None = None
    """The words for before and after noon; None where 24 hours are counted."""


class DateStyle:
    """How people write days and hours in one language. Whatever is written so can be typed back in."""

    def __init__(self, pattern: DatePattern, names: Callable[[], Names]) -> None:
        """``names`` is called when the first day is written."""
        self._pattern: Final = pattern
        self._names: Final = names

    def weekday(self, day: dt.date) -> str:
        """The weekday's name."""
        return self._names()[0][day.weekday()]

    def month_day(self, day: dt.date) -> str:
        """``December 9``, ``9 de diciembre``."""
        month, first = self._names()[1][day.month - 1], day.day == 1
        return self._pattern.month_day.format(month=month, day=self._pattern.first if first else day.day)

    def long_date(self, day: dt.date) -> str:
        """``December 9, 2026``, ``9 de diciembre de 2026``."""
        return self._pattern.long.format(date=self.month_day(day), year=day.year)

    def date_near(self, day: dt.date, beside: dt.date) -> str:
        """A day beside which another one is told: with its year where that is another one."""
        return self.month_day(day) if day.year == beside.year else self.long_date(day)

    def full_date(self, day: dt.date, *, year: bool = True) -> str:
        """``Wednesday, December 9, 2026``, ``miércoles, 9 de diciembre de 2026``; or without the year."""
        date = self.long_date(day) if year else self.month_day(day)
        return self._pattern.full.format(weekday=self.weekday(day), date=date)

    def month(self, day: dt.date) -> str:
        """``December``."""
        return self._names()[1][day.month - 1]

    def month_year(self, day: dt.date) -> str:
        """``December 2026``, ``diciembre de 2026``."""
        return self._pattern.long.format(date=self._names()[1][day.month - 1], year=day.year).replace(",", "")

    def short_date(self, day: dt.date) -> str:
        """``Wed  Dec  9, 2026``, ``mié   9 dic 2026``: for lists, where the parts stand below each other."""
        weekday, month = self.weekday(day)[:3], self._short_months[day.month - 1]
        return self._pattern.short.format(weekday=weekday, month=month, day=f"{day.day:2}", year=day.year)

    def short_month(self, day: dt.date) -> str:
        """``Dec``, ``dic``, ``juil``."""
        return self._short_months[day.month - 1].strip()

    @cached_property
    def _short_months(self) -> list[str]:
        """The months cut short, of one width."""
        short = shortened(self._names()[1])
        return [each.ljust(max(map(len, short))) for each in short]

    def clock_time(self, moment: dt.datetime | dt.time) -> str:
        """``5:00 PM``, ``5:00 p.m.``, ``17:00``; with the seconds where there are any."""
        halves, seconds = self._pattern.halves, f":{moment.second:02}" if moment.second else ""
        if halves is None:
            return f"{moment.hour:02}:{moment.minute:02}{seconds}"
        return f"{moment.hour % 12 or 12}:{moment.minute:02}{seconds} {halves[moment.hour >= 12]}"

    def clock_span(
        self, start: dt.datetime, end: dt.datetime | None, zone_name: str, end_zone_name: str | None = None
    ) -> str:
        """``7:00–8:30 PM EST``, ``19:00–20:30 EST``, ``9:00 PM EST – December 4, 1:00 AM EST``."""
        first = self.clock_time(start)
        if end is None:
            return f"{first} {zone_name}"
        last, last_name = self.clock_time(end), end_zone_name or zone_name
        if end.date() != start.date():
            return f"{first} {zone_name} – {self.date_near(end, start)}, {last} {last_name}"
        if last_name != zone_name:
            return f"{first} {zone_name}–{last} {last_name}"
        if self._pattern.halves is not None and (start.hour < 12) == (end.hour < 12):
            first = first.rpartition(" ")[0]
        return f"{first}–{last} {zone_name}"

    def day_span(self, first: dt.date, last: dt.date | None) -> str:
        """``Friday, December 4 – Sunday, December 6, 2026``, or the one day."""
        if last is None or last == first:
            return self.full_date(first)
        return f"{self.full_date(first, year=first.year != last.year)} – {self.full_date(last)}"


ENGLISH_PATTERN: Final = DatePattern(
    full="{weekday}, {date}",
    long="{date}, {year}",
    month_day="{month} {day}",
    short="{weekday}  {month} {day}, {year}",
    halves=("AM", "PM"),
)
ENGLISH: Final = DateStyle(ENGLISH_PATTERN, lambda: (WEEKDAYS, MONTHS))
weekday, month_day, long_date, full_date = ENGLISH.weekday, ENGLISH.month_day, ENGLISH.long_date, ENGLISH.full_date
short_date, clock_time = ENGLISH.short_date, ENGLISH.clock_time
clock_span, day_span = ENGLISH.clock_span, ENGLISH.day_span


@cache
def shortened(names: tuple[str, ...]) -> tuple[str, ...]:
    """Names of days or months cut to three letters, or to four where three are those of another one, too."""
    three = [each[:3] for each in names]
    return tuple(each[:4] if three.count(each[:3]) > 1 else each[:3] for each in names)


def in_days(day: dt.date, today: dt.date) -> str:
    """How far off a day is: ``today``, ``tomorrow``, ``in 15 days``, ``3 days ago``, ``5 years ago``."""
    days = (day - today).days
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}
    if days in near:
        return near[days]
    years = abs(days) * 100 // 36525
    length = plural(years, "year") if years else f"{abs(days)} days"
    return f"in {length}" if days > 0 else f"{length} ago"


def listed(items: list[str], last: str = "and") -> str:
    """``a, b and c``."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def first_of(items: Sequence[str], most: int) -> str:
    """``a, b and 3 more``: the first ``most`` of some."""
    more = len(items) - most
    return ", ".join(items[:most]) + (f" and {more} more" if more > 0 else "")


def plural(count: int, noun: str) -> str:
    """``1 record``, ``2 records``."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
