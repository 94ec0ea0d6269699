from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import takewhile
from typing import Any

from msgspec.structs import replace

from lacwg import render
from lacwg.commands import queries
from lacwg.commands.options.ids import PrivateToo
from lacwg.commands.options.verb import argument, option, verb
from lacwg.commands.shared.output import show_whole
from lacwg.errors import RecordError
from lacwg.run import Run
from lacwg.schedule import month, occurrences
from lacwg.schedule.month import DAY, Day, Month
from lacwg.schedule.occurrences import Occurrence
from lacwg.schedule.span import midnight
from lacwg.text.english import MONTHS
from lacwg.voice.voice import Voice, unheaded

WIDE = 26
"""Columns between the first and the last digit of a week, in which the month's name is centred."""


@verb
def calendar(
    run: Run,
    which: str | None = argument(
        "[MONTH]",
        'Such as 2026-12, or "December" for the next one. Default: this month.',
        default=None,
        autocompletion=lambda: list(MONTHS),
    ),
    months: int = option("N", "How many months.", default=1, min=1, max=24),
    private: PrivateToo = False,
) -> None:
    """Show a month at a glance.

    Meetings, events, public holidays, and what was cancelled or moved. On a terminal it is a grid: [18] is a day with a
    meeting, (19) one with an event, x20 one on which something is cancelled, *21 a holiday or a day from which
    something was moved, and <24> is today. In a pipe there is a line for each day that has something.

    Example: lacwg calendar December --months 2
    """
    today = queries.now(run).date()
    shown = [Month(today.year, today.month)]
    if which:
        from lacwg.dates_in.when import read_month

        language = run.store.group.language
        shown = [Month(*queries.parse_option("MONTH", which, lambda text: read_month(text, today, language), run))]
    while len(shown) < months:
        shown.append(shown[-1].following)
    days = list(_days(run, shown[0].first, shown[-1].last))
    by_date, marked = {each.date: each for each in days}, [each for each in days if each.has_something]

    def shapes(found: Iterable[Occurrence]) -> list[dict[str, Any]]:
        return [render.occurrence_json(each, private=private) for each in found]

    show_whole(
        run,
        text=lambda: (
            "\n".join(_grid(run, each, by_date, today) for each in shown)
            if run.terminal
            else _lines(shown, marked, run.voice)
        ),
        json=lambda: [
            {
                "date": day.date.isoformat(),
                "holidays": list(day.holidays),
                "occurrences": shapes(sorted((*day.takes_place, *day.cancelled), key=lambda each: each.order)),
                "moved_away": shapes(day.moved_away),
            }
            for day in marked
        ],
        plain=lambda: [row for each in marked for row in _day_plain(each)],
    )


def _days(run: Run, first: dt.date, last: dt.date) -> Iterator[Day]:
    """The days with what the folder holds for them, all series and events."""
    zone, store = queries.group_zone(run), run.store
    # a day more on both sides, for what has a zone of its own
    start, end = midnight(first - DAY, zone), midnight(last + 2 * DAY, zone)
    streams = [queries.event_occurrences(run, start)]
    gone: list[Occurrence] = []
    for series in store.series.all():
        try:
            with queries.located(run):
                gone += month.moved_away(series, store.group, first, last)
            if series.kind == "meeting":
                streams.append(queries.series_occurrences(run, series, start))
        except RecordError as error:
            store.problems.add(error)
    found = takewhile(lambda each: each.span.start_utc < end, occurrences.merge(streams))
    return month.days(first, last, found, gone, lambda day: queries.holidays(run, day))


# People


def _grid(run: Run, shown: Month, days: dict[dt.date, Day], today: dt.date) -> str:
    weeks = month.weeks(shown, month.first_weekday(run.store.group))
    lines = ["".join(f" {run.voice.weekday(each or shown.first)[:2]} " for each in weeks[1]).rstrip()]
    for week in weeks:
        cells = ["    " if day is None else _cell(days[day], today) for day in week]
        bold = [run.colour and cell.strip(" 0123456789") != "" for cell in cells]
        line = "".join(f"\x1b[1m{cell}\x1b[0m" if strong else cell for cell, strong in zip(cells, bold, strict=True))
        lines.append(line.rstrip())
    for day in (each for date, each in days.items() if shown.first <= date <= shown.last):
        lines += _legend(run, day, shown.first, today)
    name = run.voice.month_year(shown.first)
    indent = " " * ((WIDE - len(name)) // 2)
    return indent + render.heading(name, colour=run.colour) + "".join(f"{line}\n" for line in lines)


def _cell(day: Day, today: dt.date) -> str:
    """The day of the month in four columns, with the marker of what matters most about it."""
    kinds = {each.kind for each in day.takes_place}
    left, right = "  "
    if kinds:
        left, right = "[]" if "meeting" in kinds else "()"
    elif day.date == today:
        left, right = "<>"
    elif day.cancelled:
        left = "x"
    elif day.has_something:
        left = "*"
    return f"{left}{day.date.day:2}{right}"


def _legend(run: Run, day: Day, first: dt.date, today: dt.date) -> list[str]:
    """What is said of a day below the grid: a line for each thing, the first with the day's marker.

    What lasts several days is told on the first of them that is shown.
    """
    voice, width = run.voice, run.width
    begun = [each for each in day.takes_place if max(first, each.span.day) == day.date]
    # the marker tells a meeting; what else is on the same day needs a word
    mixed = len({each.kind for each in day.takes_place}) > 1
    told = [
        *day.holidays,
        *(f"{'event: ' if mixed and each.kind == 'event' else ''}{_occurrence_line(each, voice)}" for each in begun),
        *(_cancelled(each, voice) for each in day.cancelled),
        *(_told_moved(each, voice) for each in day.moved_away),
    ]
    if told and day.date == today:
        told[0] = f"{voice.gettext('today')}; {told[0]}"
    room = None if width is None else max(20, width - 6)
    lines = [line for each in told for line in render.wrapped(each, width=room).split("\n")]
    return [f"{f' {_cell(day, today)} ' if not number else '      '}{line}" for number, line in enumerate(lines)]


def _occurrence_line(occurrence: Occurrence, voice: Voice) -> str:
    """``LA/CWG monthly meeting, 5:00 PM EST · moved from November 11, 2026: Veterans Day``."""
    about = replace(occurrence, warnings=tuple(each for each in occurrence.warnings if each.code != "holiday"))
    span, said = occurrence.span, render.one_line(occurrence.title)
    several = span.last_day != span.day
    if several or not span.all_day:
        said += f", {voice.hours(span)}"
    if several and not span.all_day:
        said += f", {voice.gettext('until {day}', day=voice.long_date(span.last_day))}"
    cancelled = occurrence.status == "cancelled"
    noted = render.one_line(occurrence.reason or "") if cancelled else render.status_column(about, voice)
    return f"{said} · {noted}" if noted else said


def _cancelled(occurrence: Occurrence, voice: Voice) -> str:
    """``cancelled: LA/CWG monthly meeting, 5:00 PM EST``."""
    said = unheaded(voice.gettext("Cancelled", context=occurrence.kind))
    return f"{said}: {_occurrence_line(occurrence, voice)}"


def _told_moved(occurrence: Occurrence, voice: Voice) -> str:
    """``LA/CWG monthly meeting moved to November 18: Veterans Day``."""
    title, day = render.one_line(occurrence.title), voice.month_day(occurrence.span.day)
    said = voice.gettext("{title} moved to {day}", context=occurrence.kind, title=title, day=day)
    return voice.with_reason(said, render.one_line(occurrence.reason or ""))


def _moved_to(occurrence: Occurrence, voice: Voice) -> str:
    """The same where the day stands before it: ``moved to November 18: LA/CWG monthly meeting · Veterans Day``."""
    day = voice.month_day(occurrence.span.day)
    moved = unheaded(voice.gettext("Moved to {day}", context=occurrence.kind, day=day))
    about = " · ".join(render.one_line(each) for each in (occurrence.title, occurrence.reason) if each)
    return voice.gettext("{name}: {about}", name=moved, about=about)


def _lines(shown: list[Month], marked: list[Day], voice: Voice) -> str:
    """A line for each day that has something, with a word for what it is."""
    if not marked:
        names = dict.fromkeys(voice.month_year(each.first) for each in (shown[0], shown[-1]))
        return f"Nothing in {' to '.join(names)}.\n"
    lines = []
    for day in marked:
        parts = [
            *(f"holiday: {name}" for name in day.holidays),
            *(f"{each.kind}: {_occurrence_line(each, voice)}" for each in day.takes_place),
            *(_cancelled(each, voice) for each in day.cancelled),
            *(_moved_to(each, voice) for each in day.moved_away),
        ]
        lines.append(f"{voice.short_date(day.date)}   {'; '.join(parts)}\n")
    return render.escape_controls("".join(lines))


# Machines


def _day_plain(day: Day) -> Iterator[tuple[str | None, ...]]:
    """Date, what it is, id, start, title; of a holiday its name in place of the title."""
    date = day.date.isoformat()
    for name in day.holidays:
        yield date, "holiday", None, None, name
    rows = [(str(each.kind), each) for each in day.takes_place]
    rows += [("cancelled", each) for each in day.cancelled] + [("moved", each) for each in day.moved_away]
    for what, each in rows:
        yield date, what, each.id, render.iso(each.start), each.title
