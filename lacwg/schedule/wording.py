"""Dates and hours as people read them. Whatever stands here can be typed back in."""

from __future__ import annotations

import datetime as dt

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def weekday(day: dt.date) -> str:
    """The weekday's name. Our own list, as ``strftime`` would follow the machine's language."""
    return WEEKDAYS[day.weekday()]


def month_day(day: dt.date) -> str:
    """``December 9``."""
    return f"{MONTHS[day.month - 1]} {day.day}"


def long_date(day: dt.date) -> str:
    """``December 9, 2026``."""
    return f"{month_day(day)}, {day.year}"


def full_date(day: dt.date, *, year: bool = True) -> str:
    """``Wednesday, December 9, 2026``, or without the year."""
    return f"{weekday(day)}, {long_date(day) if year else month_day(day)}"


def clock_time(moment: dt.datetime | dt.time) -> str:
    """``5:00 PM``; with the seconds where there are any."""
    hour = moment.hour % 12 or 12
    seconds = f":{moment.second:02}" if moment.second else ""
    return f"{hour}:{moment.minute:02}{seconds} {half_of_day(moment)}"


def half_of_day(moment: dt.datetime | dt.time) -> str:
    """``AM`` or ``PM``."""
    return "AM" if moment.hour < 12 else "PM"


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


def plural(count: int, noun: str) -> str:
    """``1 record``, ``2 records``."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def short_date(day: dt.date) -> str:
    """``Wed  Dec  9, 2026``: for lists, where the parts stand below each other."""
    return f"{weekday(day)[:3]}  {MONTHS[day.month - 1][:3]} {day.day:2}, {day.year}"


def clock_span(start: dt.datetime, end: dt.datetime | None, zone_name: str, end_zone_name: str | None = None) -> str:
    """``5:00 PM EST``, ``7:00–8:30 PM EST``, ``11:00 AM–1:00 PM EST``, ``9:00 PM EST – December 4, 1:00 AM EST``."""
    if end is None:
        return f"{clock_time(start)} {zone_name}"
    last_name = end_zone_name or zone_name
    if end.date() != start.date():
        year = f", {end.year}" if end.year != start.year else ""
        return f"{clock_time(start)} {zone_name} – {month_day(end)}{year}, {clock_time(end)} {last_name}"
    if last_name != zone_name:
        return f"{clock_time(start)} {zone_name}–{clock_time(end)} {last_name}"
    first = clock_time(start)
    if half_of_day(start) == half_of_day(end):
        first = first.rsplit(" ", 1)[0]
    return f"{first}–{clock_time(end)} {zone_name}"


def day_span(first: dt.date, last: dt.date | None) -> str:
    """``Friday, December 4 – Sunday, December 6, 2026``, or the one day."""
    if last is None or last == first:
        return full_date(first)
    return f"{full_date(first, year=first.year != last.year)} – {full_date(last)}"
