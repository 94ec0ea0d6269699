"""The rule of a VEVENT as that of a series, or the dates that it gives where no series can have it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from lacwg.importers.ics.texts import EventProperties
from lacwg.importers.ics.times import BadTimeError, Time, local
from lacwg.schedule import rules, zones

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

MOST_DATES: Final = 400
"""Dates up to which a rule that no series can have is taken over as events."""
_EVERY: Final = {"HOURLY": 3600, "MINUTELY": 60, "SECONDLY": 1}


class SeriesShape(NamedTuple):
    """What the dates of a series have in common."""

    first: Time
    rule: rules.Rule
    """Without an end by a date."""
    since: dt.date
    until: dt.date | None
    minutes: int | None

    @property
    def hour(self) -> dt.time | None:
        """Wall time in the series' zone; None: whole days."""
        value = self.first.value
        return value.time() if isinstance(value, dt.datetime) else None

    @property
    def zone(self) -> ZoneInfo:
        """Whose clock its hour is shown by."""
        return self.first.zone or zones.zone("UTC")

    def shown(self, day: dt.date) -> dt.date:
        """The wall time that the clocks show at a date of the rule; of whole days the day."""
        if self.hour is None:
            return day
        return zones.resolve_by_rule(dt.datetime.combine(day, self.hour), self.zone).replace(tzinfo=None)

    def local(self, time: Time) -> dt.datetime:
        """A time as its clock shows it."""
        moment = time.moment
        if not isinstance(moment, dt.datetime):
            return dt.datetime.combine(moment, dt.time())
        return moment.astimezone(self.zone).replace(tzinfo=None, fold=0)

    def day(self, time: Time) -> dt.date:
        """The day of a time by its clock."""
        if self.hour is None or not isinstance(time.value, dt.datetime):
            return time.value.date() if isinstance(time.value, dt.datetime) else time.value
        return self.local(time).date()

    def gives(self, days: set[dt.date]) -> set[dt.date]:
        """Those of some days that the rule gives."""
        if not days:
            return set()
        last = max(days) if self.until is None else min(max(days), self.until)
        found = set()
        for day in islice(rules.dates(self.rule, self.since, None if self.rule.count else min(days)), 100_000):
            if day > last:
                break
            if day in days:
                found.add(day)
        return found


class NotASeriesError(Exception):
    """A rule that no series can have, but whose dates can be told: ``starts``."""

    def __init__(self, starts: list[Time]) -> None:
        super().__init__()
        self.starts = starts


def frame(said: EventProperties, first: Time, end: Time | None) -> SeriesShape:
    """Rule, hour and length. Raises ``RuleError``, ``BadTimeError`` or ``Elsewhere``."""
    text = said.all("RRULE")[0].value.strip().upper()
    start = first.value
    if isinstance(start, dt.datetime) and first.zone is None:
        raise BadTimeError("no place keeps the time of its zone, and a series needs one")
    if isinstance(start, dt.datetime) and start.tzinfo is not None:
        raise BadTimeError("its first hour comes twice that day, as the clocks are set back; a series needs wall time")
    day, hour = (start.date(), start.time()) if isinstance(start, dt.datetime) else (start, None)
    parts = dict(piece.partition("=")[::2] for piece in text.removeprefix("RRULE:").rstrip(";").split(";"))
    for name, own in (
        ("BYSECOND", hour and hour.second),
        ("BYMINUTE", hour and hour.minute),
        ("BYHOUR", hour and hour.hour),
    ):
        if name in parts and own is not None and parts[name].isdecimal() and int(parts[name]) == own:
            del parts[name]
    if parts.get("FREQ") in _EVERY or any(name in parts for name in ("BYHOUR", "BYMINUTE", "BYSECOND")):
        raise NotASeriesError(_by_the_clock(parts, first))
    rule = rules.parse(_explicit(parts, day))
    zone = first.zone or zones.zone("UTC")
    rule = rule.ending(zone, hour)
    until = rule.until.date() if isinstance(rule.until, dt.datetime) else rule.until
    if until is not None and until < day:
        raise BadTimeError("its rule ends before it starts")
    if until is not None and until > rules.HORIZON:
        until = None
    rule = rules.Rule(rule.parts, rule.count)
    if rules.first_date(rule, day) is None:
        raise BadTimeError(f"its rule gives no date: {text[:80]}")
    return SeriesShape(first, rule, day, until, minutes(first, end))


def _explicit(parts: dict[str, str], day: dt.date) -> str:
    """The RRULE, with the days said that it leaves to its start, and without what says nothing."""
    parts = dict(parts)
    if "COUNT" in parts and parts["COUNT"].isdecimal() and int(parts["COUNT"]) > 10_000:
        raise BadTimeError(f"it has {int(parts['COUNT'][:12]):,} dates; a series has 10,000 at most, or no end")
    if not any(name.startswith("BY") for name in parts):
        match parts.get("FREQ"):
            case "WEEKLY":
                parts["BYDAY"] = rules.CODES[day.weekday()]
            case "MONTHLY":
                parts["BYMONTHDAY"] = str(day.day)
            case "YEARLY":
                parts["BYMONTH"], parts["BYMONTHDAY"] = str(day.month), str(day.day)
    if parts.get("WKST") == "MO" or parts.get("INTERVAL", "1") == "1" or "," not in parts.get("BYDAY", ""):
        if "BYWEEKNO" not in parts:
            parts.pop("WKST", None)
    if parts.get("INTERVAL") == "1":
        del parts["INTERVAL"]
    return ";".join(f"{name}={value}" for name, value in parts.items())


def _by_the_clock(parts: dict[str, str], first: Time) -> list[Time]:
    """The starts of a bounded rule by the hour. Raises ``BadTimeError`` where they are too many, or cannot be told."""
    start, every = first.value, _EVERY.get(parts.get("FREQ", ""))
    if not isinstance(start, dt.datetime) or start.tzinfo is not None or first.zone is None:
        raise BadTimeError("its rule goes by the hour, which no series does")
    if set(parts) - {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST"} and every is not None:
        raise BadTimeError("its rule goes by the hour, which no series does")
    count, until = parts.get("COUNT"), parts.get("UNTIL")
    most = int(count) if count and count.isdecimal() and len(count) < 6 else None
    last = rules.parse(f"FREQ=DAILY;UNTIL={until}").until if until else None
    found: list[Time] = []
    for wall in _walls(parts, start, every):
        time = local(zones.resolve_by_rule(wall, first.zone), first.zone)
        if last is not None and _after(wall, time, last):
            break
        found.append(time)
        if len(found) > MOST_DATES:
            raise BadTimeError(f"its rule goes by the hour and gives more than {MOST_DATES} dates")
        if len(found) == most:
            break
    return found


def _after(wall: dt.datetime, time: Time, last: dt.date) -> bool:
    if not isinstance(last, dt.datetime):
        return wall.date() > last
    if last.tzinfo is None:
        return wall > last
    moment = time.moment
    return isinstance(moment, dt.datetime) and moment > last


def _walls(parts: dict[str, str], start: dt.datetime, every: int | None) -> Iterator[dt.datetime]:
    if every is not None:
        interval = int(parts.get("INTERVAL", "1")) if parts.get("INTERVAL", "1").isdecimal() else 1
        for number in range(MOST_DATES + 2):
            yield start + dt.timedelta(seconds=every * max(1, interval) * number)
        return
    numbers = {
        name: sorted({int(each) for each in parts.get(name, str(own)).split(",")})
        for name, own in (("BYHOUR", start.hour), ("BYMINUTE", start.minute), ("BYSECOND", start.second))
    }
    bare = {name: value for name, value in parts.items() if name not in (*numbers, "COUNT", "UNTIL")}
    rule = rules.parse(_explicit(bare, start.date()))
    for day in rules.dates(rule, start.date()):
        for hour in numbers["BYHOUR"]:
            for minute in numbers["BYMINUTE"]:
                for second in numbers["BYSECOND"]:
                    wall = dt.datetime.combine(day, dt.time(hour, minute, second))
                    if wall >= start:
                        yield wall


def minutes(first: Time, end: Time | None) -> int | None:
    """The length; of whole days, and where none is known, None."""
    if end is None or not isinstance(first.value, dt.datetime):
        return None
    begin, until = first.moment, end.moment
    if not isinstance(begin, dt.datetime) or not isinstance(until, dt.datetime):
        return None
    return int((until.astimezone(zones.UTC) - begin.astimezone(zones.UTC)).total_seconds()) // 60 or None
