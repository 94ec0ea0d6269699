"""``lacwg print calendar``: a month or a year on the wall."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from lacwg.audience.view import dated
from lacwg.commands import queries
from lacwg.commands.export import exporting
from lacwg.commands.export.exporting import For
from lacwg.commands.options.verb import argument, verb
from lacwg.commands.print.flyer import home_link
from lacwg.commands.print.printing import Press, Printing
from lacwg.run import Run
from lacwg.schedule import month
from lacwg.schedule.month import DAY, Day, Month
from lacwg.schedule.occurrences import Occurrence
from lacwg.schedule.span import midnight
from lacwg.voice.voice import Voice, headed, voice_of

if TYPE_CHECKING:
    from lacwg.exporters.paper.sheets import Part


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
    press = Press(run, printing, audience)
    months = _months(run, which)
    first, last, zone = months[0].first, months[-1].last, queries.group_zone(run)
    parts: list[Part] = []
    scanner = None
    for number, language in enumerate(press.languages):
        drawn = exporting.draw(run, audience, since=first - dt.timedelta(days=366), language=language)
        press.missing[number] = drawn.missing
        found = dated(drawn.view, midnight(first, zone), midnight(last + DAY, zone))
        days = list(month.days(first, last, found, (), lambda day: queries.holidays(run, day)))
        exporting.name_problems(run, drawn)
        scanner = scanner or drawn.scanner
        say, begins = voice_of(drawn.view.group, drawn.view.language), month.first_weekday(run.store.group)
        parts.append(_part(say, months, days, begins, drawn.view.group.name))
    code, name = home_link(run, press.languages[0]), str(months[0].year)
    if len(months) == 1:
        name += f"-{months[0].month:02}"
    for part in parts:
        part |= {"scan": voice_of(run.store.group, part["lang"]).gettext(code.phrase), "link": code.url or ""}
    press.put(
        "calendar", f"calendar-{name}", f"{parts[0]['title']} · {parts[0]['group']}", parts, scanner,
        code=code.code(voice_of(run.store.group, press.languages[0])),
    )  # fmt: skip


def _months(run: Run, which: str | None) -> list[Month]:
    from lacwg.dates_in.when import read_month

    today, language = queries.now(run).date(), run.store.group.language
    if which is None:
        return [Month(today.year, today.month)]
    if which.isdecimal() and len(which) == 4:
        return [Month(int(which), number) for number in range(1, 13)]
    return [Month(*queries.parse_option("MONTH", which, lambda text: read_month(text, today, language), run))]


def _part(say: Voice, months: list[Month], days: list[Day], begins: int, group: str) -> Part:
    """The months in one language, and each date in words."""
    by_date = {each.date: each for each in days}
    one = len(months) == 1
    return {
        "lang": say.code,
        "group": group,
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
    day = headed(say.month_day(span.day)) if span.last_day == span.day else say.day(span, year=False)
    return day if start is None else f"{day} · {say.clock_time(start)}"


def _day(day: Day, say: Voice) -> dict[str, Any]:
    """One day of the grid: its number, and what there is."""
    told = [
        f"{'' if (start := each.span.starts_at) is None else say.clock_time(start) + ' '}{say.title(each)}"
        for each in sorted((*day.takes_place, *day.cancelled), key=lambda each: each.order)
    ]
    return {"day": day.date.day, "holidays": list(day.holidays), "entries": told}
