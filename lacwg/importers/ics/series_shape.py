"""What the dates of a series have in common (its rule, hour and length), and what became of single ones of them.

A rule that no series can have is its dates alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import islice, product
from typing import Any, Final, NamedTuple

from msgspec.structs import replace

from lacwg.importers.ics import texts
from lacwg.importers.ics.source import UNREADABLE, Source, passed_over
from lacwg.importers.ics.texts import EventProperties, note_of
from lacwg.importers.ics.times import BadTimeError, span_of
from lacwg.importers.incoming import Skipped
from lacwg.records import DayOrTime, MembersTable, SeriesException
from lacwg.schedule import rules, zones
from lacwg.schedule.span import Moment, Span, as_written, day_of, has_hour, zone_of
from lacwg.text.english import full_date

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


MOST_EXCEPTIONS: Final = 1000
TEXTS: Final = ("title", "place", "url", "description")


class SingleDates(NamedTuple):
    """What became of single dates."""

    exceptions: dict[dt.date, SeriesException]
    others: list[EventProperties]
    """Overrides of dates that the rule does not give."""
    skipped: list[Skipped]
    notes: list[str]
    """What people must know of the dates that are taken over."""


def single_dates(
    source: Source, said: EventProperties, overrides: Sequence[EventProperties], shape: SeriesShape, base: texts.Texts
) -> SingleDates:
    """What became of single dates. Raises ``BadTimeError`` where that cannot be told, or they are too many."""
    out = {day for each in listed(source, said, "EXDATE") if (day := _date_of(each, shape)) is not None}
    extra = listed(source, said, "RDATE")
    if len(out) + len(extra) + len(overrides) > MOST_EXCEPTIONS:
        raise BadTimeError(f"it has more than {MOST_EXCEPTIONS:,} dates to which something happened")
    changed, skipped = _by_date(source, overrides, shape)
    added = [shape.own(each) for each in extra]
    given = shape.gives({*out, *map(day_of, added), *(day for day, _ in changed)})
    found = {day: SeriesException(date=day, cancelled=True) for day in out & given}
    for moment in added:
        day, hour = day_of(moment), moment.time().replace(fold=0) if has_hour(moment) else shape.hour
        if day in given and day not in out and hour == shape.hour:
            continue  # the rule gives it
        if day in given or (day in found and found[day].start_time != hour):
            why = f"a second time on {full_date(day)}; a series has one date a day"
            skipped.append(passed_over(source, said, why))
            continue
        found[day] = SeriesException(date=day, extra=True, start_time=hour if hour != shape.hour else None)
    others: list[EventProperties] = []
    notes: list[str] = []
    for day, each in changed:
        if day not in given and day not in found:
            others.append(each)
            continue
        try:
            exception, told = _override(source, each, day, shape, base, found[day] if day not in given else None)
        except UNREADABLE as error:
            skipped.append(passed_over(source, each, error))
            continue
        notes += [f"{full_date(day)}: {note}" for note in told]
        if exception != SeriesException(date=day):  # else it changes nothing that a record holds
            found[day] = exception
    return SingleDates(found, others, skipped, notes)


def _by_date(
    source: Source, overrides: Sequence[EventProperties], shape: SeriesShape
) -> tuple[list[tuple[dt.date, EventProperties]], list[Skipped]]:
    """Overrides with the dates that they are of, and what is passed over."""
    changed: list[tuple[dt.date, EventProperties]] = []
    skipped: list[Skipped] = []
    for each in overrides:
        prop = each.get("RECURRENCE-ID")
        assert prop is not None
        try:
            day = day_of(shape.own(source.clock.read(prop)))
        except BadTimeError as error:
            skipped.append(passed_over(source, each, error))
            continue
        if prop.params.get("RANGE", "").upper() == "THISANDFUTURE":
            why = f"it changes all dates from {day} on, which is not taken over; do it here: lacwg series edit"
            skipped.append(passed_over(source, each, why))
        else:
            changed.append((day, each))
    return changed, skipped


def _date_of(moment: Moment, shape: SeriesShape) -> dt.date | None:
    """The date of the rule that EXDATE means; None where it is at another hour."""
    there = shape.own(moment)
    # a rule's hour that the clocks skip is shown as another one
    if has_hour(there) and there.time() != shape.hour and there != shape.start(there.date()):
        return None
    return day_of(there)


def _override(
    source: Source,
    said: EventProperties,
    day: dt.date,
    shape: SeriesShape,
    base: texts.Texts,
    extra: SeriesException | None,
) -> tuple[SeriesException, list[str]]:
    """What an override makes of its date (``extra``: one that the rule does not give); what people must know of it."""
    made = SeriesException(date=day) if extra is None else extra
    span, regular = span_of(source.clock, said), shape.start(day, made.start_time)
    if span.all_day == has_hour(regular):
        raise BadTimeError(f"on {full_date(day)} it has an hour and else none, or none and else one; a series cannot")
    there = shape.own(span.start)
    note = note_of(source.voice, regular, there, extra=extra is not None) if source.voice else ""
    now = texts.of(said, source.voice, note)
    if now.status == "cancelled":
        return replace(made, cancelled=True, reason=now.reason), []
    if now.audience == "private" != base.audience:  # nothing that it says is for the series' readers
        now = base._replace(notes=("it is marked as private there: only its time was taken over",))
    edits = {
        **edited(now, base),
        "moved_to": None if there == regular else moved_to(there, day, shape.hour),
        "minutes": (length or 0) if (length := minutes(span)) != shape.minutes else None,
        "reason": now.reason,
        "members": edited_members(now.members, base.members),
    }
    return replace(made, **edits), [each for each in now.notes if each not in base.notes]


def moved_to(there: Moment, day: dt.date, hour: dt.time | None) -> DayOrTime:
    """Where the date ``day`` was moved: a day alone where it keeps its hour."""
    if has_hour(there) and there.time() == hour and there.date() != day:
        return DayOrTime(there.date())
    return DayOrTime(as_written(there))


def edited(now: Any, before: Any) -> dict[str, Any]:
    """What an exception or a change says of the texts: of those that differ, an empty one where there is none."""
    return {name: getattr(now, name) or "" for name in TEXTS if getattr(now, name) != getattr(before, name)}


def edited_members(now: MembersTable, before: MembersTable, *, gone: str | None = None) -> MembersTable:
    """The same of what members have; ``gone``: what is said of what there is no more."""
    return MembersTable(
        join_url=(now.join_url or gone) if now.join_url != before.join_url else None,
        dial_in=(now.dial_in or gone) if now.dial_in != before.dial_in else None,
    )


def listed(source: Source, said: EventProperties, name: str) -> list[Moment]:
    """The moments of EXDATE or RDATE. Raises ``BadTimeError`` where they are too many."""
    found: list[Moment] = []
    for prop in said.all(name):
        if prop.value.count(",") + len(found) > MOST_EXCEPTIONS:
            raise BadTimeError(f"it has more than {MOST_EXCEPTIONS:,} dates of its own ({name})")
        # of a period its start
        found += [source.clock.read(prop, each.partition("/")[0]) for each in prop.value.split(",") if each]
    return found
