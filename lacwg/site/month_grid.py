"""Twelve months as tables: another way into the same dates."""

from __future__ import annotations

import datetime as dt
from typing import Final, NamedTuple

from lacwg.schedule.month import Month, first_weekday, weeks
from lacwg.schedule.occurrences import Occurrence
from lacwg.site.page_formatter import PageFormatter
from lacwg.site.page_input import Facts, SiteInput
from lacwg.text.english import shortened
from lacwg.voice.names import weekdays
from lacwg.voice.voice import headed

MONTHS: Final = 12


class Cell(NamedTuple):
    """A day of a month, and where on the page it stands what takes place on it."""

    day: dt.date
    target: str | None


class Grid(NamedTuple):
    """A month: its name, its weeks of seven days, and what takes place in it."""

    id: str
    name: str
    weeks: list[list[Cell | None]]
    """None for the days of the months beside it."""
    dates: list[tuple[str, Occurrence]]
    """Each once, with its place on the page."""


def grids(source: SiteInput, told: Facts, say: PageFormatter) -> tuple[list[tuple[str, str]], list[Grid]]:
    """The weekdays, short and whole, as the group's week begins; and the months from this one on."""
    start, names = first_weekday(source.view.group), weekdays(say.language)
    order = [(start + number) % 7 for number in range(7)]
    known = sorted([*told.ahead, *told.past, *told.earlier, *told.coming], key=lambda each: each.order)
    month, found = Month(source.now.year, source.now.month), []
    for _ in range(MONTHS):
        found.append(_grid(month, known, start, say))
        month = month.following
    return [(headed(shortened(names)[each]), headed(names[each])) for each in order], found


def _grid(month: Month, known: list[Occurrence], start: int, say: PageFormatter) -> Grid:
    name = f"{month.first:%Y-%m}"
    here: list[tuple[str, Occurrence]] = []
    targets: dict[dt.date, str] = {}
    for each in known:
        last = each.span.last_day if each.all_day else each.span.day
        if last < month.first or each.span.day > month.last:
            continue
        anchor = f"d{name}-{len(here) + 1}"
        here.append((anchor, each))
        day = max(each.span.day, month.first)
        while day <= min(last, month.last):
            targets.setdefault(day, anchor)
            day += dt.timedelta(days=1)
    told = [[None if day is None else Cell(day, targets.get(day)) for day in week] for week in weeks(month, start)]
    return Grid(f"m{name}", headed(say.voice.month_year(month.first)), told, here)
