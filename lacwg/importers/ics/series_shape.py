"""What the dates of a series have in common (its rule, hour and length), and what became of single ones of them.

A rule that no series can have is its dates alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise, product, takewhile
from typing import Any, Final, NamedTuple

from msgspec.structs import replace

from lacwg.importers.ics import texts
from lacwg.importers.ics.source import UNREADABLE, Source, passed_over
from lacwg.importers.ics.texts import EventProperties
from lacwg.importers.ics.times import BadTimeError, by_calendar, period_of, span_of
from lacwg.importers.incoming import Skipped
from lacwg.records import DayOrTime, MembersTable, SeriesChange, SeriesException
from lacwg.schedule import rules, zones
from lacwg.schedule.span import Moment, Span, as_written, day_of, has_hour, same, zone_of
from lacwg.text.content_lines import Property
from lacwg.text.english import full_date

MOST_DATES: Final = 400
"""Dates up to which a rule that no series can have is taken over as events."""
_EVERY: Final = {"HOURLY": 3600, "MINUTELY": 60, "SECONDLY": 1}


class Stage(NamedTuple):
    """What is the same for all dates of a series, or for those from a day on."""

    since: dt.date
    hour: dt.time | None
    """Wall time in the series' zone; None: whole days."""
    minutes: int | None
    """The length; None where none is known, and of single days."""
    texts: texts.Texts | None


class SeriesShape(NamedTuple):
    """What the dates of a series have in common."""

    first: Span
    """Its start, which may not fit the rule."""
    rule: rules.Rule
    """Without an end by a date."""
    since: dt.date
    """The first day that the rule gives."""
    until: dt.date | None
    minutes: int | None
    later: tuple[Stage, ...] = ()
    """What it is from a day on, the first one from its beginning."""

    @property
    def hour(self) -> dt.time | None:
        """Wall time in the series' zone; None: whole days."""
        return None if self.first.starts_at is None else self.first.starts_at.time()

    def at(self, day: dt.date) -> Stage:
        """How it is on a day."""
        whole = Stage(dt.date.min, self.hour, self.minutes, None)
        return next((each for each in reversed(self.later) if each.since <= day), (*self.later, whole)[0])

    def start(self, day: dt.date, hour: dt.time | None = None) -> Moment:
        """When the date ``day`` begins, as the clocks show it; ``hour``: its own, of an extra date."""
        return Span.by_rule(day, hour or self.at(day).hour, None, self.first.zone).start

    def own(self, moment: Moment) -> Moment:
        """A moment by the series' clock; its day, where one of the two has no hour.

        Of whole days, midnight in UTC is that day; another hour is by the clocks of the place.
        """
        if not has_hour(moment) or self.hour is not None:
            return moment.astimezone(self.first.zone) if has_hour(moment) else moment
        zone = zone_of(moment)
        if zone is not None and zone.key == "UTC" and moment.time() != dt.time():
            moment = moment.astimezone(self.first.zone)
        return moment.date()

    def gives(self, days: set[dt.date]) -> set[dt.date]:
        """Those of some days that the rule gives."""
        if not days:
            return set()
        last = max(days) if self.until is None else min(max(days), self.until)
        found = islice(rules.dates(self.rule, self.since, None if self.rule.count else min(days)), 100_000)
        return {day for day in takewhile(lambda day: day <= last, found) if day in days}


def shape_of(said: EventProperties, first: Span) -> SeriesShape | Sequence[Moment]:
    """Rule, hour and length; of a rule that no series can have the starts of its dates.

    Raises ``RuleError`` and ``BadTimeError``.
    """
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
        return _several_a_day(parts, start)
    _say_days(parts, first.day)
    rule = rules.parse(";".join(f"{name}={value}" for name, value in parts.items()))
    rule = rule.ending(first.zone, None if start is None else start.time())
    until = None if rule.until is None else day_of(rule.until)
    if until is not None and until < first.day:
        raise BadTimeError("its rule ends before it starts")
    # weeks, months and years are counted from the start on, whether that fits or not (RFC 5545, 3.3.10)
    since = rules.first_counted(rule, first.day)
    count = rule.count
    if count is not None and since != first.day:  # the start is one of them (3.8.5.3)
        count -= 1
    if since is None or count == 0:
        if since is None and rules.first_counted(rules.Rule(rule.parts), first.day) is None:
            raise BadTimeError(f"its rule gives no date: {text[:80]}")
        return [first.start]
    if until is not None and until > rules.HORIZON:
        until = None
    length = by_calendar(said)
    minutes = first.minutes if length is None or first.all_day else length // dt.timedelta(minutes=1)
    return SeriesShape(first, rules.Rule(_telling(rule), count), since, until, minutes)


def _by_clock(start: dt.datetime | None) -> dict[str, int]:
    """The parts of a rule that a start says already."""
    if start is None:
        return {}
    return {"BYHOUR": start.hour, "BYMINUTE": start.minute, "BYSECOND": start.second}


def _say_days(parts: dict[str, str], day: dt.date) -> None:
    """Says in the parts of an RRULE the days that it leaves to its start."""
    if "COUNT" in parts and parts["COUNT"].isdecimal() and int(parts["COUNT"]) > 10_000:
        raise BadTimeError(f"it has {int(parts['COUNT'][:12]):,} dates; a series has 10,000 at most, or no end")
    frequency = parts.get("FREQ")
    if parts.keys().isdisjoint(("BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO")):
        match frequency:
            case "WEEKLY":
                parts["BYDAY"] = rules.CODES[day.weekday()]
            case "MONTHLY":
                parts["BYMONTHDAY"] = str(day.day)
            case "YEARLY":
                parts.setdefault("BYMONTH", str(day.month))
                parts["BYMONTHDAY"] = str(day.day)


def _telling(rule: rules.Rule) -> tuple[tuple[str, str], ...]:
    """The parts of a rule but for those that change nothing, once its first day is known."""
    names = {name for name, _ in rule.parts}
    weekly = rule.part("FREQ") == "WEEKLY" and ("BYSETPOS" in names or rule.interval > 1)
    several = "BYWEEKNO" in names or (weekly and "," in (rule.part("BYDAY") or ""))
    bare = {("INTERVAL", "1"), *([] if several else [("WKST", rule.part("WKST") or "")]), ("WKST", "MO")}
    return tuple(part for part in rule.parts if part not in bare)


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
        # UNTIL is a day, wall time, or an instant
        if last is not None and (
            wall.date() > last if not has_hour(last) else (wall if last.tzinfo is None else moment) > last
        ):
            break
        found.append(moment)
        if len(found) > MOST_DATES:
            raise BadTimeError(f"its rule goes by the hour and gives more than {MOST_DATES} dates")
        if len(found) == most:
            break
    return found


def _walls(parts: dict[str, str], start: dt.datetime, every: int | None) -> Iterator[dt.datetime]:
    if every is not None:
        interval = int(parts.get("INTERVAL", "1")) if parts.get("INTERVAL", "1").isdecimal() else 1
        for number in range(MOST_DATES + 2):
            yield start + dt.timedelta(seconds=every * max(1, interval) * number)
        return
    by_clock = _by_clock(start)
    numbers = [sorted({int(each) for each in parts.get(name, str(own)).split(",")}) for name, own in by_clock.items()]
    bare = {name: value for name, value in parts.items() if name not in (*by_clock, "COUNT", "UNTIL")}
    _say_days(bare, start.date())
    rule = rules.parse(";".join(f"{name}={value}" for name, value in bare.items()))
    since = rules.first_counted(rule, start.date())
    for day in () if since is None else rules.dates(rule, since):
        for hour, minute, second in product(*numbers):
            wall = dt.datetime.combine(day, dt.time(hour, minute, second))
            if wall >= start:
                yield wall


MOST_EXCEPTIONS: Final = 1000
TEXTS: Final = ("title", "place", "url", "description")
_MEMBERS: Final = ("join_url", "dial_in")


class SingleDates(NamedTuple):
    """What became of single dates."""

    exceptions: dict[dt.date, SeriesException]
    beside: list[Span]
    """Dates on days that have one already."""
    others: list[EventProperties]
    """Overrides of those, and of dates that the rule does not give."""
    skipped: list[Skipped]
    notes: list[str]
    """What people must know of the dates that are taken over."""


def single_dates(
    source: Source, said: EventProperties, overrides: Sequence[EventProperties], shape: SeriesShape
) -> SingleDates:
    """What became of single dates. Raises ``BadTimeError`` where that cannot be told, or they are too many."""
    out = {shape.own(each) for each in excluded(source, said)}
    extra = added(source, said, shape.first)
    if shape.first.day != shape.since:
        extra.insert(0, shape.first)
    if len(out) + len(extra) + len(overrides) > MOST_EXCEPTIONS:
        raise BadTimeError(f"it has more than {MOST_EXCEPTIONS:,} dates to which something happened")
    changed, skipped = _by_date(source, overrides, shape)
    extra = [each for each in extra if not {shape.own(each.start), each.day} & out]
    days = {day_of(each) for each in out if _is_date(each, shape)}
    given = shape.gives({*days, *(each.day for each in extra), *(day_of(at) for at, _ in changed)})
    found = {day: SeriesException(date=day, cancelled=True) for day in days & given}
    beside: list[Span] = []
    for span in extra:
        day, exception = span.day, _extra(span, shape)
        if day in given and day not in days and same(span.start, shape.start(day)):
            if exception.minutes is not None:  # of a period, which has its own length
                found[day] = replace(exception, extra=False)
        elif found.get(day) == SeriesException(date=day, cancelled=True):
            moved = moved_to(shape.own(span.start), day, shape.at(day).hour)
            found[day] = SeriesException(date=day, moved_to=moved, minutes=exception.minutes)
        elif day in given or found.get(day, exception) != exception:
            beside.append(span)
        else:
            found[day] = exception
    others: list[EventProperties] = []
    notes: list[str] = []
    apart = {shape.own(each.start) for each in beside}
    for at, each in changed:
        day = day_of(at)
        if at in apart or (day not in given and day not in found):
            others.append(each)
            continue
        try:
            exception, told = _override(source, each, day, shape, found[day] if day not in given else None)
        except UNREADABLE as error:
            skipped.append(passed_over(source, each, error))
            continue
        notes += [f"{full_date(day)}: {note}" for note in told]
        if exception != SeriesException(date=day):  # else it changes nothing that a record holds
            found[day] = exception
    return SingleDates(found, beside, others, skipped, notes)


def _extra(span: Span, shape: SeriesShape) -> SeriesException:
    """A date that the rule does not give."""
    usual, hour = shape.at(span.day), None if span.starts_at is None else span.starts_at.time().replace(fold=0)
    return SeriesException(
        date=span.day,
        extra=True,
        start_time=hour if hour != usual.hour else None,
        minutes=(span.minutes or 0) if span.minutes != usual.minutes else None,
    )


def _is_date(moment: Moment, shape: SeriesShape) -> bool:
    """Whether EXDATE means the date of its day; not so where it is at another hour."""
    starts = (shape.start(day_of(moment)), shape.start(day_of(moment), shape.hour))
    return not has_hour(moment) or any(same(moment, each) for each in starts)


def _by_date(
    source: Source, overrides: Sequence[EventProperties], shape: SeriesShape
) -> tuple[list[tuple[Moment, EventProperties]], list[Skipped]]:
    """Overrides with the starts that they are of, and what is passed over."""
    changed: list[tuple[Moment, EventProperties]] = []
    skipped: list[Skipped] = []
    for each in overrides:
        prop = each.get("RECURRENCE-ID")
        assert prop is not None
        try:
            changed.append((shape.own(source.clock.read(prop)), each))
        except BadTimeError as error:
            skipped.append(passed_over(source, each, error))
    return changed, skipped


def with_later(
    source: Source, overrides: Sequence[EventProperties], shape: SeriesShape, base: texts.Texts
) -> tuple[SeriesShape, list[EventProperties]]:
    """The shape with what overrides make of all later dates (RANGE=THISANDFUTURE), and the other overrides.

    Raises ``BadTimeError`` for what no series can: dates at a wrong hour are worse than none.
    """
    alone: list[EventProperties] = []
    found: list[tuple[dt.date, EventProperties]] = []
    for each in overrides:
        prop = each.get("RECURRENCE-ID")
        if prop is None or prop.params.get("RANGE", "").strip().upper() != "THISANDFUTURE":
            alone.append(each)
        else:
            found.append((day_of(shape.own(source.clock.read(prop))), each))
    stages = [Stage(dt.date.min, shape.hour, shape.minutes, base)]
    until = shape.until
    for day, each in sorted(found, key=lambda pair: pair[0]):
        if until is not None and day > until:
            continue
        if day <= shape.since:
            raise BadTimeError("it is changed from its first date on, apart from itself; a series cannot say that")
        now = texts.of(each)
        if now.status == "cancelled":
            until = day - dt.timedelta(days=1)
            continue
        span = span_of(source.clock, each)
        there = shape.own(span.start)
        if span.all_day == has_hour(shape.first.start) or day_of(there) != day:
            raise BadTimeError(f"from {full_date(day)} on it is on other days, which is not taken over")
        if now.audience == "private" != base.audience:  # as of a single date, its time alone
            now = stages[-1].texts or base
        stages.append(Stage(day, there.time() if has_hour(there) else None, span.minutes, now))
    return shape._replace(later=tuple(stages), until=until), alone


def changes(shape: SeriesShape) -> Iterator[SeriesChange]:
    """What differs from a day on."""
    for before, now in pairwise(shape.later):
        assert before.texts is not None
        assert now.texts is not None
        change = SeriesChange(
            from_=now.since,
            start_time=now.hour if now.hour != before.hour else None,
            minutes=(now.minutes or 0) if now.minutes != before.minutes else None,
            members=MembersTable(**_edited(now.texts.members, before.texts.members)),
            **_edited(now.texts, before.texts),
        )
        if change != SeriesChange(from_=now.since):
            yield change


def _override(
    source: Source, said: EventProperties, day: dt.date, shape: SeriesShape, extra: SeriesException | None
) -> tuple[SeriesException, list[str]]:
    """What an override makes of its date (``extra``: one that the rule does not give); what people must know of it."""
    made = SeriesException(date=day) if extra is None else extra
    usual = shape.at(day)
    base = usual.texts
    assert base is not None
    span, regular = span_of(source.clock, said), shape.start(day, made.start_time)
    if span.all_day == has_hour(regular):
        raise BadTimeError(f"on {full_date(day)} it has an hour and else none, or none and else one; a series cannot")
    there = shape.own(span.start)
    now = texts.of(said)
    moved = None if there == regular else moved_to(there, day, usual.hour)
    if now.status == "cancelled":
        return replace(made, cancelled=True, moved_to=moved), []
    if now.audience == "private" != base.audience:  # nothing that it says is for the series' readers
        now = base._replace(notes=("it is marked as private there: only its time was taken over",))
    edits = {
        **_edited(now, base),
        "moved_to": moved,
        "minutes": (span.minutes or 0) if span.minutes != usual.minutes else None,
        "members": MembersTable(**_edited(now.members, base.members, gone=None)),
    }
    return replace(made, **edits), [each for each in now.notes if each not in base.notes]


def moved_to(there: Moment, day: dt.date, hour: dt.time | None) -> DayOrTime:
    """Where the date ``day`` was moved: a day alone where it keeps its hour."""
    if has_hour(there) and there.time() == hour and there.date() != day:
        return DayOrTime(there.date())
    return DayOrTime(as_written(there))


def _edited(now: Any, before: Any, *, gone: str | None = "") -> dict[str, Any]:
    """What an exception or a change says of the texts that differ; ``gone``: of one that there is no more."""
    names = _MEMBERS if isinstance(now, MembersTable) else TEXTS
    return {name: getattr(now, name) or gone for name in names if getattr(now, name) != getattr(before, name)}


def _values(said: EventProperties, name: str) -> Iterator[tuple[Property, str]]:
    """The values of EXDATE or RDATE. Raises ``BadTimeError`` where they are too many."""
    count = 0
    for prop in said.all(name):
        count += prop.value.count(",") + 1
        if count > MOST_EXCEPTIONS:
            raise BadTimeError(f"it has more than {MOST_EXCEPTIONS:,} dates of its own ({name})")
        yield from ((prop, each) for each in prop.value.split(",") if each)


def excluded(source: Source, said: EventProperties) -> list[Moment]:
    """The moments of EXDATE."""
    return [source.clock.read(prop, each) for prop, each in _values(said, "EXDATE")]


def added(source: Source, said: EventProperties, first: Span) -> list[Span]:
    """The dates of RDATE. ``first``: as long as those last that say no length."""
    return [period_of(source.clock, said, first, prop, each) for prop, each in _values(said, "RDATE")]
