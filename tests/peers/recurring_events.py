"""Random recurring events, as programs write them: text of iCalendar from a seeded generator."""

from __future__ import annotations

import datetime as dt
import random
import zoneinfo
from collections.abc import Iterator
from dataclasses import dataclass, field

ZONES = ("America/New_York", "Europe/Madrid", "America/Santiago", "Asia/Kolkata", "Pacific/Auckland")
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FIRST, LAST = dt.date(2026, 9, 1), dt.date(2027, 3, 31)
"""Between these a series begins."""


@dataclass
class Recurring:
    """One series: its start as wall time (a date for whole days) in ``zone`` (None for whole days, "UTC" for Z)."""

    number: int
    start: dt.date
    length: dt.timedelta
    zone: str | None
    rule: str
    left_out: list[dt.date] = field(default_factory=list)
    added: list[dt.date] = field(default_factory=list)
    days_out: bool = False
    """Whether the dates that are left out are written as whole days."""
    overridden: list[tuple[dt.date, dt.date]] = field(default_factory=list)

    @property
    def title(self) -> str:
        return f"Series {self.number}"

    @property
    def has_duration(self) -> bool:
        """Whether its length is said as DURATION."""
        return self.number % 3 == 0

    def value(self, name: str, moments: list[dt.date] | dt.date) -> str:
        """A property with dates in the form of this series' own."""
        several = moments if isinstance(moments, list) else [moments]
        if self.zone is None:
            return f"{name};VALUE=DATE:{','.join(f'{each:%Y%m%d}' for each in several)}"
        mark = "Z" if self.zone == "UTC" else ""
        zone = "" if mark else f";TZID={self.zone}"
        return f"{name}{zone}:{','.join(f'{each:%Y%m%dT%H%M%S}{mark}' for each in several)}"

    def lines(self) -> Iterator[str]:
        head = [f"UID:random-{self.number}@example.com", "DTSTAMP:20261101T000000Z", f"SUMMARY:{self.title}"]
        yield from ("BEGIN:VEVENT", *head, self.value("DTSTART", self.start), self._over(self.start))
        yield f"RRULE:{self.rule}"
        if self.left_out:
            days = f"EXDATE;VALUE=DATE:{','.join(f'{each:%Y%m%d}' for each in self.left_out)}"
            yield days if self.days_out else self.value("EXDATE", self.left_out)
        if self.added:
            yield self.value("RDATE", self.added)
        yield "END:VEVENT"
        for day, now in self.overridden:
            yield from ("BEGIN:VEVENT", *head, self.value("RECURRENCE-ID", day), self.value("DTSTART", now))
            yield from (self._over(now), "LOCATION:Elsewhere", "END:VEVENT")

    def _over(self, start: dt.date) -> str:
        if self.has_duration:
            days, seconds = self.length.days, self.length.seconds
            clock = f"T{seconds // 3600}H{seconds % 3600 // 60}M" if seconds else ""
            return f"DURATION:P{f'{days}D' if days or not clock else ''}{clock}"
        return self.value("DTEND", start + self.length)


def until(made: random.Random, start: dt.date, zone: str | None) -> str:
    """An end in one of the forms that programs write: a day, the last second of one, the series' hour, by its clock too."""
    day = start + dt.timedelta(days=made.randint(40, 500))
    form = made.choice(["day", "moment", "midnight", "wall"])
    if zone is None or form == "day":
        return f"UNTIL={day:%Y%m%d}"
    if form == "midnight" or not isinstance(day, dt.datetime):
        return f"UNTIL={day:%Y%m%d}T235959Z"
    if form == "wall" and zone != "UTC":
        return f"UNTIL={day:%Y%m%dT%H%M%S}"
    if zone == "UTC":
        return f"UNTIL={day:%Y%m%dT%H%M%S}Z"
    return f"UNTIL={day.replace(tzinfo=zoneinfo.ZoneInfo(zone)).astimezone(dt.UTC):%Y%m%dT%H%M%S}Z"


def some(made: random.Random, of: tuple[str, ...], most: int) -> list[str]:
    return sorted(made.sample(of, made.randint(1, most)), key=of.index)


def rule(made: random.Random, start: dt.date, zone: str | None) -> str:
    frequency = made.choice(["DAILY", "WEEKLY", "WEEKLY", "MONTHLY", "MONTHLY", "YEARLY"])
    parts = [f"FREQ={frequency}"]
    interval = made.choice([1, 1, 1, 2, 3])
    if interval > 1:
        parts.append(f"INTERVAL={interval}")
    parts += days_of(made, frequency, start)
    return ";".join(with_end(made, parts, start, zone))


def days_of(made: random.Random, frequency: str, start: dt.date) -> list[str]:
    """The parts of a rule that say its days, if any do."""
    several = ",".join(some(made, DAYS, 5))
    nth = [f"{made.choice([1, 2, 3, 4, -1, -2])}{day}" for day in some(made, DAYS, 2)]
    months = f"{start.month},{start.month % 12 + 1}"
    position = f"BYSETPOS={made.choice([1, -1])}"
    few = f"BYDAY={','.join(some(made, DAYS, 3))}"
    choices = {
        "DAILY": ["", "", f"BYDAY={several}", f"BYMONTH={months}"],
        "WEEKLY": ["", few, few, f"{few};{position}", f"{few};BYMONTH={months}"],
        "MONTHLY": [
            "",
            f"BYDAY={','.join(nth)}",
            f"BYDAY={','.join(nth)}",
            f"BYMONTHDAY={','.join(str(each) for each in sorted(made.sample([1, 5, 13, 28, 31, -1], 2)))}",
            f"BYDAY={several};BYSETPOS={made.choice(['1', '2', '-1', '1,-1'])}",
            f"BYMONTH={','.join(some(made, ('1', '3', '6', '10', '12'), 3))};BYDAY={nth[0]}",
        ],
        "YEARLY": [
            "",
            f"BYMONTH={made.choice([start.month, 3, 11])};BYDAY={nth[0]}",
            f"BYMONTH={months};BYMONTHDAY={made.choice([1, 15, -1])}",
            f"BYMONTH={months}",
            f"BYYEARDAY={made.choice(['1', '100,200', '-1', '60,-60'])}",
            f"BYDAY={made.choice(['1', '20', '-1', '-10'])}{made.choice(DAYS)}",
        ],
    }
    return [part for part in made.choice(choices[frequency]).split(";") if part]


def with_end(made: random.Random, parts: list[str], start: dt.date, zone: str | None) -> list[str]:
    """The parts of a rule with what may be added to any, in an order as programs write them."""
    if made.random() < 0.3:
        parts.append(f"WKST={made.choice(['SU', 'MO', 'SA'])}")
    ends = made.random()
    if ends < 0.35:
        parts.append(f"COUNT={made.randint(2, 20)}")
    elif ends < 0.7:
        parts.append(until(made, start, zone))
    first, *more = parts
    made.shuffle(more)
    return [first, *more]


def recurring(made: random.Random, number: int) -> Recurring:
    """A series whose start fits its rule or, as often as programs write it, does not."""
    zone = made.choice([None, "UTC", ZONES[0], ZONES[0], *ZONES[1:]])
    start: dt.date = FIRST + dt.timedelta(days=made.randrange((LAST - FIRST).days))
    length = dt.timedelta(days=made.choice([1, 1, 1, 2, 3]))
    if zone is not None:
        start = dt.datetime.combine(start, dt.time(made.choice([0, 6, 9, 17, 19, 23]), made.choice([0, 0, 30])))
        length = made.choice([dt.timedelta(minutes=each) for each in (30, 60, 90, 120, 1440, 1500)])
    return Recurring(number, start, length, zone, rule(made, start, zone))


def calendar(events: list[Recurring]) -> bytes:
    """One file with all of them, CRLF at each line's end; zones are named as IANA has them."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example//Random//EN"]
    for each in events:
        lines.extend(each.lines())
    return "".join(f"{line}\r\n" for line in [*lines, "END:VCALENDAR"]).encode()
