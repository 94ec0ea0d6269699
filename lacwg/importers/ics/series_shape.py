"""The rule of a VEVENT as that of a series, or the dates that it gives where no series can have it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import islice, product
from typing import Final, NamedTuple

from lacwg.importers.ics.texts import EventProperties
from lacwg.importers.ics.times import BadTimeError
from lacwg.schedule import rules, zones
from lacwg.schedule.span import Moment, Span, day_of, has_hour, zone_of

MOST_DATES: Final = 400
"""Dates up to which a rule that no series can have is taken over as events."""
_EVERY: Final = {"HOURLY": 3600, "MINUTELY": 60, "SECONDLY": 1}


class SeriesShape(NamedTuple):
    """What the dates of a series have in common."""

    first: Span
    rule: rules.Rule
    """Without an end by a date."""
    until: dt.date | None

    @property
    def since(self) -> dt.date:
        """The day from which the rule counts."""
        return self.first.day

    @property
    def hour(self) -> dt.time | None:
        """Wall time in the series' zone; None: whole days."""
        return None if self.first.starts_at is None else self.first.starts_at.time()

    @property
    def minutes(self) -> int | None:
        """The length; None of whole days, and where none is known."""
        return minutes(self.first)

    def start(self, day: dt.date, hour: dt.time | None = None) -> Moment:
        """When the date ``day`` begins, as the clocks show it; ``hour``: its own, of an extra date."""
        return Span.by_rule(day, hour or self.hour, None, self.first.zone).start

    def own(self, moment: Moment) -> Moment:
        """A moment by the series' clock; its day, where one of the two has no hour."""
        return moment.astimezone(self.first.zone) if self.hour and has_hour(moment) else day_of(moment)

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


def minutes(span: Span) -> int | None:
    """The length of hours; None of whole days, and where none is known."""
    return None if span.ends_at is None else (span.over_utc - span.start_utc) // dt.timedelta(minutes=1) or None


class NotASeriesError(Exception):
    """A rule that no series can have, but whose dates can be told: ``starts``."""

    def __init__(self, starts: list[dt.datetime]) -> None:
        super().__init__()
        self.starts = starts


def shape_of(said: EventProperties, first: Span) -> SeriesShape:
    """Rule, hour and length. Raises ``RuleError``, ``BadTimeError`` or ``NotASeriesError``."""
    text = said.all("RRULE")[0].value.strip().upper()
    start = first.starts_at
    if start is not None and zone_of(start) is None:
        raise BadTimeError("no place keeps the time of its zone, and a series needs one")
    if start is not None and zones.is_repeated(start):
        raise BadTimeError("its first hour comes twice that day, as the clocks are set back; a series needs wall time")
    parts = dict(piece.partition("=")[::2] for piece in text.removeprefix("RRULE:").rstrip(";").split(";"))
    for name, own in _by_clock(start).items():
        if name in parts and parts[name].isdecimal() and int(parts[name]) == own:
            del parts[name]
    if parts.get("FREQ") in _EVERY or not parts.keys().isdisjoint(("BYHOUR", "BYMINUTE", "BYSECOND")):
        raise NotASeriesError(_several_a_day(parts, start))
    rule = rules.parse(_explicit(parts, first.day))
    rule = rule.ending(first.zone, None if start is None else start.time())
    until = None if rule.until is None else day_of(rule.until)
    if until is not None and until < first.day:
        raise BadTimeError("its rule ends before it starts")
    if until is not None and until > rules.HORIZON:
        until = None
    rule = rules.Rule(rule.parts, rule.count)
    if rules.first_date(rule, first.day) is None:
        raise BadTimeError(f"its rule gives no date: {text[:80]}")
    return SeriesShape(first, rule, until)


def _by_clock(start: dt.datetime | None) -> dict[str, int]:
    """The parts of a rule that a start says already."""
    if start is None:
        return {}
    return {"BYHOUR": start.hour, "BYMINUTE": start.minute, "BYSECOND": start.second}


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


def _several_a_day(parts: dict[str, str], start: dt.datetime | None) -> list[dt.datetime]:
    """The starts of a bounded rule by the hour. Raises ``BadTimeError`` where they are too many, or cannot be told."""
    every, zone = _EVERY.get(parts.get("FREQ", "")), None if start is None else zone_of(start)
    if start is None or zone is None or (every and set(parts) - {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST"}):
        raise BadTimeError("its rule goes by the hour, which no series does")
    count, until = parts.get("COUNT"), parts.get("UNTIL")
    most = int(count) if count and count.isdecimal() and len(count) < 6 else None
    last = rules.parse(f"FREQ=DAILY;UNTIL={until}").until if until else None
    found: list[dt.datetime] = []
    for wall in _walls(parts, start.replace(tzinfo=None), every):
        moment = zones.resolve_by_rule(wall, zone)
        if last is not None and _is_after(wall, moment, last):
            break
        found.append(moment)
        if len(found) > MOST_DATES:
            raise BadTimeError(f"its rule goes by the hour and gives more than {MOST_DATES} dates")
        if len(found) == most:
            break
    return found


def _is_after(wall: dt.datetime, moment: dt.datetime, last: Moment) -> bool:
    """Whether a start is after UNTIL: a day, wall time, or an instant."""
    if not has_hour(last):
        return wall.date() > last
    return (wall if last.tzinfo is None else moment) > last


def _walls(parts: dict[str, str], start: dt.datetime, every: int | None) -> Iterator[dt.datetime]:
    if every is not None:
        interval = int(parts.get("INTERVAL", "1")) if parts.get("INTERVAL", "1").isdecimal() else 1
        for number in range(MOST_DATES + 2):
            yield start + dt.timedelta(seconds=every * max(1, interval) * number)
        return
    by_clock = _by_clock(start)
    numbers = [sorted({int(each) for each in parts.get(name, str(own)).split(",")}) for name, own in by_clock.items()]
    bare = {name: value for name, value in parts.items() if name not in (*by_clock, "COUNT", "UNTIL")}
    rule = rules.parse(_explicit(bare, start.date()))
    for day in rules.dates(rule, start.date()):
        for hour, minute, second in product(*numbers):
            wall = dt.datetime.combine(day, dt.time(hour, minute, second))
            if wall >= start:
                yield wall
