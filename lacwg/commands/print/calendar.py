from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from msgspec.structs import replace

from lacwg.audience.view import dated
from lacwg.commands import queries
from lacwg.commands.export.exporting import Drawn, For
from lacwg.commands.options.verb import argument, verb
from lacwg.commands.print.flyer import home_link
from lacwg.commands.print.printing import Press, Printing
from lacwg.exporters.paper.sheets import Part
from lacwg.run import Run
from lacwg.schedule import month
from lacwg.schedule.month import DAY, Day, Month
from lacwg.schedule.occurrences import Occurrence
from lacwg.schedule.span import midnight
from lacwg.voice.voice import Voice, headed


@verb
def calendar(
    run: Run,
    printing: Printing,
    which: str | None = argument("[YEAR|MONTH]", "Such as 2027, 2027-03 or March. Default: this month.", default=None),
    audience: For = "public",
) -> None:
    """Print a month or a year for the wall.

    Example: lacwg print calendar 2027
    """
    press, months = Press(run, printing, audience), _months(run, which)
    first, last, zone = months[0].first, months[-1].last, queries.group_zone(run)
    link, scan = home_link(run, press.languages[0])

    def told(drawn: Drawn, say: Voice) -> Part:
        found = dated(drawn.view, midnight(first, zone), midnight(last + DAY, zone))
        days = list(month.days(first, last, found, (), lambda day: queries.holidays(run, day, say.code)))
        here = _part(say, months, days, month.first_weekday(run.store.group))
        return {**here, "scan": say.gettext(scan), "link": link or ""}

    parts = press.parts(told, since=first - dt.timedelta(days=366))
    press.put("calendar", str(first.year) if len(months) > 1 else f"{first:%Y-%m}", parts, link=link)


def _months(run: Run, which: str | None) -> list[Month]:
    from lacwg.dates_in.when import read_month

    today, language = queries.now(run).date(), run.store.group.language
    if which is None:
        return [Month(today.year, today.month)]
    is_year = which.isdecimal() and len(which) == len("2027")
    typed = f"{which}-01" if is_year else which
    first = Month(*queries.parse_option("MONTH", typed, lambda text: read_month(text, today, language), run))
    return [Month(first.year, number) for number in range(1, 13)] if is_year else [first]


def _part(say: Voice, months: list[Month], days: list[Day], begins: int) -> Part:
    """The months in one language, and each date in words."""
    by_date = {each.date: each for each in days}
    one = len(months) == 1
    return {
        "title": headed(say.month_year(months[0].first)) if one else str(months[0].year),
        "weekdays": [headed(say.weekday(each or months[0].first)) for each in month.weeks(months[0], begins)[1]],
        "months": [
            {
                "name": headed(say.month(each.first)),
                "weeks": [
                    [None if day is None else _day(by_date[day], say) for day in week]
                    for week in month.weeks(each, begins)
                ],
            }
            for each in months
        ],
        "dates": [] if one else [f"{_when(each, say)} · {say.title(each)}" for each in _begun(days)],
    }


def _begun(days: Iterable[Day]) -> Iterable[Occurrence]:
    return dict.fromkeys(replace(each, warnings=()) for day in days for each in (*day.takes_place, *day.cancelled))


def _when(occurrence: Occurrence, say: Voice) -> str:
    start, span = occurrence.span.starts_at, occurrence.span
    day = headed(say.month_day(span.day))
    if span.all_day and span.last_day != span.day:
        day += f" – {say.date_near(span.last_day, span.day)}"
    return day if start is None else f"{day} · {say.clock_time(start)}"


def _day(day: Day, say: Voice) -> dict[str, Any]:
    """One day of the grid: its number, and what there is."""
    told = [
        f"{'' if (start := each.span.starts_at) is None else say.clock_time(start) + ' '}{say.title(each)}"
        for each in sorted((*day.takes_place, *day.cancelled), key=lambda each: each.order)
    ]
    return {"day": day.date.day, "holidays": list(day.holidays), "entries": told}
