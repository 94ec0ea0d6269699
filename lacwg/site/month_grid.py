"""Twelve months as tables, and what there is at each place: two other ways into the same dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final, NamedTuple

from lacwg.schedule.month import Month, first_weekday, weeks
from lacwg.schedule.occurrences import Occurrence
from lacwg.site.page_formatter import PageFormatter
from lacwg.site.page_input import Facts, SiteInput
from lacwg.text.fold import fold
from lacwg.voice.names import months, shortened, weekdays
from lacwg.voice.voice import headed

MONTHS: Final = 12
LONGEST: Final = 31
"""On how many of its days something long stands."""


class Cell(NamedTuple):
    """A day of a month, and what takes place on it."""

    day: dt.date
    dates: tuple[Occurrence, ...]


class Grid(NamedTuple):
    """A month: its name, and its weeks of seven days; None for the days of the months beside it."""

    id: str
    name: str
    weeks: list[list[Cell | None]]


def grids(source: SiteInput, told: Facts) -> Iterator[tuple[Month, dict[dt.date, list[Occurrence]]]]:
    """The months from this one on, with what takes place on their days."""
    by_day: dict[dt.date, list[Occurrence]] = {}
    known = (dates for _year, dates in (*told.ahead, *told.past))
    for each in sorted(chain(*known, told.earlier, told.coming), key=lambda each: each.order):
        last = each.span.last_day if each.all_day else each.span.day
        for number in range(min((last - each.span.day).days, LONGEST) + 1):
            by_day.setdefault(each.span.day + dt.timedelta(days=number), []).append(each)
    month = Month(source.now.year, source.now.month)
    for _ in range(MONTHS):
        yield month, by_day
        month = month.following


def months_told(source: SiteInput, told: Facts, say: PageFormatter) -> tuple[list[tuple[str, str]], list[Grid]]:
    """The weekdays, short and whole, as the group's week begins; and the months in words."""
    start, names = first_weekday(source.view.group), weekdays(say.language)
    order = [(start + number) % 7 for number in range(7)]
    told_months = [
        Grid(
            f"m{month.first:%Y-%m}",
            headed(f"{months(say.language)[month.month - 1]} {month.year}"),
            [
                [None if day is None else Cell(day, tuple(by_day.get(day, ()))) for day in week]
                for week in weeks(month, start)
            ],
        )
        for month, by_day in grids(source, told)
    ]
    return [(headed(shortened(names)[each]), headed(names[each])) for each in order], told_months


def by_place(coming: Iterable[Occurrence], past: Iterable[Occurrence]) -> list[tuple[str, list[Occurrence]]]:
    """The places of events by name, each with what is coming and then what is past; "Hall" and "hall" are one."""
    found: dict[str, tuple[str, list[Occurrence]]] = {}
    for each in chain(coming, past):
        if each.place and each.place.strip():
            found.setdefault(fold(each.place).strip(), (each.place, []))[1].append(each)
    return [found[each] for each in sorted(found)]
