"""Why a day is or is not one on which a series takes place: the facts, each with its place in the record."""

from __future__ import annotations

import datetime as dt
from typing import Final, Literal

import msgspec

from lacwg.records import Group, Series, SeriesChange, SeriesException
from lacwg.schedule import occurrences, rules
from lacwg.schedule.occurrences import Occurrence, Segment

Path = tuple[str | int, ...]
"""A field of the series' record: keys and positions, as ``("exceptions", 1, "date")``."""

FAR: Final = dt.timedelta(days=366)
"""How far from a day the nearest dates of the rule are looked for."""

Reach = Literal["within", "before", "after"]


class RuleFact(msgspec.Struct, frozen=True):
    """The rule that holds on a day."""

    words: str
    """As people say it, or the RRULE that plain words cannot say."""
    gives: bool
    """Whether it gives the day."""
    reach: Reach
    """Whether the day lies within the series, before its first day or after its last."""
    near: tuple[dt.date, ...]
    """Of a day that it does not give: the last date before it and the first one after it, where there are any."""
    path: Path


class ExceptionFact(msgspec.Struct, frozen=True):
    """An ``[[exceptions]]`` table for the day, or one that has moved another date to it."""

    exception: SeriesException
    became: Occurrence | None
    """What it made of its date; None where the rule gives no such date, so that it does nothing."""
    path: Path


class Explanation(msgspec.Struct, frozen=True):
    """All that a series' record says about a day."""

    day: dt.date
    takes_place: tuple[Occurrence, ...]
    """What is on the day and not cancelled."""
    cancelled: tuple[Occurrence, ...]
    rule: RuleFact
    change: tuple[SeriesChange, Path] | None
    """The last ``[[changes]]`` table that holds on the day."""
    exceptions: tuple[ExceptionFact, ...]


def explain(series: Series, group: Group, day: dt.date) -> Explanation:
    """The facts about ``day``. Raises ``FieldError`` for a rule, a zone or a time that is none."""
    pieces = occurrences.segments(series, group)
    found = [each for each in occurrences.of_day(series, group, day) if each.span.day == day]
    exceptions = []
    for number, exception in enumerate(series.exceptions):
        became = occurrences.of_exception(pieces, number, exception)
        if exception.date == day or (became is not None and became.span.day == day):
            exceptions.append(ExceptionFact(exception, became, ("exceptions", number)))
    held = _changes_until(series, day)[-1:]
    return Explanation(
        day=day,
        takes_place=tuple(each for each in found if each.status != "cancelled"),
        cancelled=tuple(each for each in found if each.status == "cancelled"),
        rule=_rule(series, pieces, day),
        change=next(((change, ("changes", number)) for number, change in held), None),
        exceptions=tuple(exceptions),
    )


def path_of(series: Series, day: dt.date) -> Path:
    """The field that the date ``day`` of a series comes from: its exception's, else the rule."""
    for number, exception in enumerate(series.exceptions):
        if exception.date == day:
            return ("exceptions", number, "date" if exception.moved_to is None else "moved_to")
    return rule_path(series, day)


def rule_path(series: Series, day: dt.date) -> Path:
    """The field with the rule that holds on ``day``."""
    path: Path = ("rule",)
    for number, change in _changes_until(series, day):
        if change.rule is not None:
            path = ("changes", number, "rule")
    return path


def _changes_until(series: Series, day: dt.date) -> list[tuple[int, SeriesChange]]:
    """The changes that hold on ``day`` with their positions, oldest first."""
    held = [(number, change) for number, change in enumerate(series.changes) if change.from_ <= day]
    return sorted(held, key=lambda numbered: numbered[1].from_)


def _rule(series: Series, pieces: tuple[Segment, ...], day: dt.date) -> RuleFact:
    segment = occurrences.segment_of(pieces, day)
    gives = segment.gives(day)
    path = rule_path(series, day)
    reach: Reach = "before" if day < series.since else "within"
    if series.until is not None and day > series.until:
        reach, path = "after", ("until",)
    elif reach == "before":
        path = ("since",)
    near = () if gives else _near(pieces, day)
    return RuleFact(rules.words(segment.rule), gives, reach, near, path)


def _near(pieces: tuple[Segment, ...], day: dt.date) -> tuple[dt.date, ...]:
    before, after = None, None
    for piece in pieces:
        for date in piece.days(day - FAR):
            if date > day:
                after = date if after is None else min(after, date)
                break
            before = date
    return tuple(date for date in (before, after) if date is not None)
