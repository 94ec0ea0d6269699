"""A month at a glance: its weeks, what each of its days holds, and on which day a country's week starts."""

from __future__ import annotations

import calendar
import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

import msgspec

from lacwg.records import Group, Series
from lacwg.schedule import occurrences, zones
from lacwg.schedule.occurrences import Occurrence
from lacwg.schedule.span import day_of

DAY: Final = dt.timedelta(days=1)

# The day on which the week starts: Unicode CLDR 38, supplemental data, weekData, firstDay. What is
# not named here starts it on Monday, as most of the world does.
_STARTS: Final = {
    6: "AG AS AU BD BR BS BT BW BZ CA CN CO DM DO ET GT GU HK HN ID IL IN JM JP KE KH KR LA MH MM MO MT MX MZ NI NP "
    "PA PE PH PK PR PT PY SA SG SV TH TT TW UM US VE VI WS YE ZA ZW",
    5: "AE AF BH DJ DZ EG IQ IR JO KW LY OM QA SD SY",
    4: "MV",
}


class Month(NamedTuple):
    """A month of a year, 1 to 12."""

    year: int
    month: int

    @property
    def first(self) -> dt.date:
        """Its first day."""
        return dt.date(self.year, self.month, 1)

    @property
    def last(self) -> dt.date:
        """Its last day."""
        return self.following.first - DAY

    @property
    def following(self) -> Month:
        """The month after it."""
        return Month(self.year + self.month // 12, self.month % 12 + 1)


class Day(msgspec.Struct, frozen=True, kw_only=True):
    """What there is to know of a day."""

    date: dt.date
    holidays: tuple[str, ...] = ()
    takes_place: tuple[Occurrence, ...] = ()
    """What goes on that day, each also on the further days that it lasts."""
    cancelled: tuple[Occurrence, ...] = ()
    moved_away: tuple[Occurrence, ...] = ()
    """What the rule gave to the day and is on another one now."""

    @property
    def has_something(self) -> bool:
        """Whether there is anything to say of it."""
        return bool(self.holidays or self.takes_place or self.cancelled or self.moved_away)


def first_weekday(group: Group) -> int:
    """On which day the group's week starts, 0 Monday to 6 Sunday.

    That is as its country has it: its own, else that of the first region whose holidays it keeps, else
    that of its zone.
    """
    kept = group.holidays[0].partition("-")[0] if group.holidays else None
    country = group.country or kept or zones.country(group.timezone)
    return next((weekday for weekday, countries in _STARTS.items() if country in countries.split()), 0)


def weeks(month: Month, first_weekday: int) -> list[list[dt.date | None]]:
    """The weeks of a month, seven days each; None for the days that belong to the months beside it."""
    whole = calendar.Calendar(first_weekday).monthdatescalendar(*month)
    return [[day if day.month == month.month else None for day in week] for week in whole]


def days(
    first: dt.date,
    last: dt.date,
    found: Iterable[Occurrence],
    moved_away: Iterable[Occurrence],
    holidays: Callable[[dt.date], list[str]],
) -> Iterator[Day]:
    """Every day from ``first`` to ``last`` with what it holds; ``found`` may reach beyond them."""
    on, gone = defaultdict[dt.date, list[Occurrence]](list), defaultdict[dt.date, list[Occurrence]](list)
    for occurrence in found:
        for day in occurrence.span.days:
            on[day].append(occurrence)
    for occurrence in moved_away:
        if occurrence.original_start is not None:
            gone[day_of(occurrence.original_start)].append(occurrence)
    for number in range((last - first).days + 1):
        day = first + number * DAY
        here = on[day]
        yield Day(
            date=day,
            holidays=tuple(holidays(day)),
            takes_place=tuple(each for each in here if each.status != "cancelled"),
            cancelled=tuple(each for each in here if each.status == "cancelled"),
            moved_away=tuple(gone[day]),
        )


def moved_away(series: Series, group: Group, first: dt.date, last: dt.date) -> list[Occurrence]:
    """The dates of a series between two days that are on another day now. Raises ``FieldError``."""
    pieces = occurrences.segments(series, group)
    found = occurrences.of_exceptions(series, pieces, lambda each: bool(each.moved_to) and first <= each.date <= last)
    held = [(each.date, moved) for each, moved in found if moved.change == "moved" and moved.status != "cancelled"]
    return [moved for date, moved in held if moved.span.day != date]
