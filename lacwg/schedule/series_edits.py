"""What is done to a series: pure functions from one series to the next.

Each date that something happened to has one exception; a new one replaces it. Dates are those that the
rule gives or, of extra ones, their own: the part of an occurrence's id after the slash.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

import msgspec
from msgspec.structs import replace

from lacwg.errors import LacwgError
from lacwg.records import DayOrTime, Event, Group, MembersTable, PrivateTable, Series, SeriesChange, SeriesException
from lacwg.schedule import occurrences
from lacwg.schedule.occurrences import Occurrence
from lacwg.schedule.span import has_hour, same
from lacwg.text.english import listed, long_date

Edits = dict[str, Any]
"""Values for the fields of an exception or a change: ``{"place": "Library", "members": {"join_url": "…"}}``."""


_Edited = TypeVar("_Edited", SeriesException, SeriesChange, Series, Event)


class DateError(LacwgError):
    """What was asked for cannot happen to this date."""

    def __init__(self, message: str, *, hint: str | None = None, restore: dt.date | None = None) -> None:
        """With ``restore`` the hint is to restore that date: whoever knows the command adds it."""
        super().__init__(message, hint=hint)
        self.restore = restore


class UnsettledDatesError(LacwgError):
    """A change of the rule leaves exceptions for dates that it no longer gives, or that it gives to others."""

    def __init__(self, unfit: list[SeriesException], twice: list[SeriesException]) -> None:
        self.unfit, self.twice = unfit, twice
        super().__init__(
            self.worded(lambda _: ""),
            hint="add --keep-dates to keep them as dates of their own, or --drop-dates to remove them",
        )

    def worded(self, words: Callable[[SeriesException], str]) -> str:
        """The message, with what each exception says in ``words`` behind its date."""
        said = []
        for those, what in ((self.unfit, "no longer fit the rule"), (self.twice, "be on a date of the new rule")):
            names = [f"{long_date(each.date)} ({words(each)})".removesuffix(" ()") for each in those]
            if names:
                said.append(f"what happened to {listed(names)} would {what}")
        return "; ".join(said)


class Decision(NamedTuple):
    """Why something was done, by whom and when."""

    reason: str | None
    by: str | None
    on: dt.date


class Done(NamedTuple):
    """A series after something was done to one of its dates."""

    series: Series
    date: dt.date
    """The date that the rule gives, or an extra one's own."""
    replaced: SeriesException | None = None
    """The exception that stood there before."""


def exception_of(series: Series, date: dt.date) -> SeriesException | None:
    """What happened to a date, if anything did."""
    return next((each for each in series.exceptions if each.date == date), None)


def _to_change(series: Series, date: dt.date) -> SeriesException:
    """What happened to a date, or an exception that says nothing yet. Raises ``DateError`` for a cancelled one."""
    before = exception_of(series, date)
    if before is not None and before.cancelled:
        raise DateError(f"{long_date(date)} is cancelled", hint="restore it first", restore=date)
    return before or SeriesException(date=date)


def cancel(series: Series, occurrence: Occurrence, decision: Decision) -> Done:
    """The date is off; it stays to be seen, where it was moved on its new day: that is the one people know."""
    date, before = occurrence.date, exception_of(series, occurrence.date)
    if before is not None and before.cancelled and before.reason == decision.reason:
        return Done(series, date)
    if before is not None and (before.extra or before.moved_to):
        new = replace(before, cancelled=True, **decision._asdict())
    else:
        new = SeriesException(date=date, cancelled=True, **decision._asdict())
    return Done(_with(series, new), date, before)


def move(
    series: Series,
    group: Group,
    occurrence: Occurrence,
    to: dt.date | dt.datetime,
    decision: Decision,
    minutes: int | None = None,
) -> Done:
    """The date takes place at another time: a day keeps the hour, and no ``minutes`` the length.

    Raises ``DateError`` where it cannot.
    """
    date = occurrence.date
    before, keep = exception_of(series, date), _to_change(series, date)
    # An hour that was only edited goes with a move that names one; an extra date keeps the one it was added with.
    start_time = keep.start_time if keep.extra or not has_hour(to) else None
    new = replace(keep, moved_to=DayOrTime(to), start_time=start_time, **decision._asdict())
    if minutes is not None:
        new = replace(new, minutes=None if minutes == _piece(series, group, date).minutes else minutes)
    done = Done(_with(series, new), date, before)
    now, regular = _found(done.series, group, date), _regular(series, group, date)
    if keep.extra and now.start == now.original_start:
        if keep.moved_to is None:
            raise DateError(f"that is when {long_date(date)} is already")
        back = replace(new, moved_to=None, reason=decision.reason if decision.reason is not None else keep.reason)
        return _untaken(Done(_with(series, back), date, before), group)
    if regular is not None and same(now.start, regular.start):
        raise DateError("that is when the rule has it", hint="to take back what happened to it", restore=date)
    return _untaken(done, group)


def edit(series: Series, group: Group, occurrence: Occurrence, edits: Edits, decision: Decision) -> Done:
    """The date stays and something about it differs; what was edited before stays edited."""
    date = occurrence.date
    keep = _to_change(series, date)
    reason = decision.reason if decision.reason is not None else keep.reason
    new = replace(overlaid(keep, edits), reason=reason, by=decision.by, on=decision.on)
    done = Done(_with(series, new), date, None)
    _check_length(_found(done.series, group, date), edits)
    return done


def add(series: Series, group: Group, date: dt.date, time: dt.time | None, edits: Edits, decision: Decision) -> Done:
    """An extra date; at the series' hour unless ``time`` says another. Raises ``DateError`` for one that is there."""
    taken = occurrences.of_day(series, group, date)
    if taken:
        raise _taken(taken, date)
    usual = _piece(series, group, date).start_time
    extra = SeriesException(date=date, extra=True, start_time=None if time == usual else time, **decision._asdict())
    done = Done(_with(series, overlaid(extra, edits)), date)
    _check_length(_found(done.series, group, date), edits)
    return done


def _check_length(found: Occurrence, edits: Edits) -> None:
    if found.all_day and "minutes" in edits:
        raise DateError(
            f"{long_date(found.span.day)} is a whole day, which has no minutes", hint="leave the length out"
        )


def restore(series: Series, group: Group, date: dt.date) -> Done:
    """Nothing has happened to the date; an extra one is gone, and one that was moved and cancelled is moved again.

    Raises ``DateError`` where nothing had, or where the series has another gathering on that day.
    """
    before = exception_of(series, date)
    if before is None:
        raise DateError(f"nothing has happened to {long_date(date)}", hint="it is as the rule has it")
    if before.cancelled and before.moved_to and not before.extra:
        return _back(series, group, before)
    done = Done(_without(series, {date}), date, before)
    return _untaken(done, group) if _regular(done.series, group, date) else done


def reinstate(series: Series, group: Group, occurrence: Occurrence) -> Done:
    """A cancelled date takes place again, an extra one too, which ``restore`` would take out."""
    before = exception_of(series, occurrence.date)
    if before is not None and before.extra:
        return _back(series, group, before)
    return restore(series, group, occurrence.date)


def _back(series: Series, group: Group, before: SeriesException) -> Done:
    """A cancelled date takes place again, on the day that it had."""
    again = _with(series, replace(before, cancelled=False, reason=None))
    return _untaken(Done(again, before.date, before), group)


def change(
    series: Series, group: Group, start: dt.date, edits: Edits, decision: Decision, *, keep: bool, drop: bool
) -> tuple[Series, SeriesChange | None]:
    """From ``start`` on something differs; the change that began on that day before, if one did, is taken up.

    From its first day on, that is the series itself, which says of no reason. Exceptions that no longer fit are kept
    as dates of their own, dropped or, with neither, refused (``UnsettledDatesError``).
    """
    if start < series.since:
        raise DateError(
            f"the series begins on {long_date(series.since)}",
            hint=f"choose a day from then on, as: --from {series.since}",
        )
    if start == series.since:
        whole = set_right(series, group, edits, keep=keep, drop=drop)
        return _kept_before(start, whole, series, group), None
    before = next((each for each in series.changes if each.from_ == start), None)
    new = overlaid(before if before is not None else SeriesChange(from_=start), edits)
    new = replace(new, **{key: value for key, value in decision._asdict().items() if value is not None})
    changes = sorted([*(each for each in series.changes if each is not before), new], key=lambda each: each.from_)
    if "minutes" in edits and _piece(replace(series, changes=tuple(changes)), group, start).start_time is None:
        raise _no_minutes()
    changed = settled(replace(series, changes=tuple(changes)), series, group, keep=keep, drop=drop)
    return _kept_before(start, changed, series, group), before


def set_right(series: Series, group: Group, edits: Edits, *, keep: bool, drop: bool) -> Series:
    """What holds for all dates, from the first on. Raises ``UnsettledDatesError`` as ``change`` does."""
    new = overlaid(series, edits)
    if new.start_time is None and "minutes" in edits:
        raise _no_minutes()
    return settled(new, series, group, keep=keep, drop=drop)


def _no_minutes() -> DateError:
    return DateError("the series is of whole days, which have no minutes", hint="give it an hour too, as: --at 5pm")


_KEPT = ("title", "format", "place", "url", "description")


def _kept_before(start: dt.date, new: Series, old: Series, group: Group) -> Series:
    """``new`` with the old values written into what takes place before ``start``, though its date is not."""
    for exception in old.exceptions:
        now = exception_of(new, exception.date)
        if old.since < start > exception.date or now is None or not _is_date(old, group, exception.date):
            continue
        had = _found(old, group, exception.date)
        if had.span.day >= start:
            continue
        has = _found(new, group, exception.date)
        edits: Edits = {name: getattr(had, name) or "" for name in _KEPT if getattr(had, name) != getattr(has, name)}
        for name in ("members", "private"):
            ours, theirs = (msgspec.structs.asdict(getattr(each, name)) for each in (had, has))
            edits[name] = {key: value or "" for key, value in ours.items() if value != theirs[key]}
        old_piece, new_piece = (_piece(each, group, exception.date) for each in (old, new))
        minutes = old_piece.minutes_of(exception)
        if minutes != new_piece.minutes_of(now):
            edits["minutes"] = minutes or 0
        time = exception.start_time or old_piece.start_time
        timed = now.moved_to is not None and not now.moved_to.all_day
        if time != (now.start_time or new_piece.start_time) and (now.extra or not timed):
            edits["start_time"] = time
        if edits.get("format") == "":
            del edits["format"]  # has no empty value
        new = _with(new, overlaid(now, edits))
        stays = _found(new, group, exception.date)
        if any(getattr(stays, name) != getattr(had, name) for name in (*_KEPT, "start", "end", "members", "private")):
            raise DateError(
                f"{long_date(exception.date)}, which takes place on {long_date(had.span.day)}, "
                "would not stay as it was",
                hint="what is before the change stays: choose another --from, or move that date first",
            )
    return new


def _piece(series: Series, group: Group, date: dt.date) -> occurrences.Segment:
    return occurrences.segment_of(occurrences.segments(series, group), date)


def _is_date(series: Series, group: Group, date: dt.date) -> bool:
    """Whether the exception of a date makes an occurrence."""
    exception = exception_of(series, date)
    return exception is not None and (exception.extra or _regular(series, group, date) is not None)


def end(series: Series, group: Group, last: dt.date, *, keep: bool, drop: bool) -> Series:
    """No date of the rule after ``last``. Raises ``UnsettledDatesError`` as ``change`` does."""
    if last < series.since:
        raise DateError(f"the series begins on {long_date(series.since)}, which is after {long_date(last)}")
    return settled(replace(series, until=last), series, group, keep=keep, drop=drop)


def settled(new: Series, old: Series, group: Group, *, keep: bool, drop: bool) -> Series:
    """``new`` with its exceptions settled that fitted ``old`` and fit it no longer."""
    before = {exception.date for _, exception, _ in occurrences.stray_exceptions(old, group)}
    stray = {exception.date: regular for _, exception, regular in occurrences.stray_exceptions(new, group)}
    unfit = {date: regular for date, regular in stray.items() if date not in before}
    twice = _twice(new, group) - _twice(old, group) - unfit.keys()
    if not unfit and not twice:
        return new
    if keep == drop:
        by_date = sorted(old.exceptions, key=lambda each: each.date)
        raise UnsettledDatesError(*([each for each in by_date if each.date in dates] for dates in (unfit, twice)))
    if drop:
        return _without(new, {*unfit, *twice})
    kept = (
        _as_it_was(replace(each, extra=not unfit[each.date]), old, new, group) if each.date in unfit else each
        for each in new.exceptions
    )
    return replace(new, exceptions=tuple(kept))


def _twice(series: Series, group: Group) -> set[dt.date]:
    """Dates that were moved or are extra and take place on a day on which the series has another one too."""
    found = set()
    for each in series.exceptions:
        if each.cancelled or not (each.extra or each.moved_to) or not _is_date(series, group, each.date):
            continue
        day = _found(series, group, each.date).span.day
        others = [other for other in occurrences.of_day(series, group, day) if other.date != each.date]
        if any(other.span.day == day and other.status != "cancelled" for other in others):
            found.add(each.date)
    return found


def _as_it_was(exception: SeriesException, old: Series, new: Series, group: Group) -> SeriesException:
    """The exception with the hour and the length that its date had, where the changed series has others."""
    had, has = (_piece(each, group, exception.date) for each in (old, new))
    timed = exception.moved_to is not None and not exception.moved_to.all_day and not exception.extra
    time, minutes = exception.start_time or had.start_time, had.minutes_of(exception)
    return replace(
        exception,
        start_time=None if timed or time == has.start_time else time,
        minutes=None if minutes == has.minutes else minutes or 0,
    )


def _with(series: Series, exception: SeriesException) -> Series:
    """The series with this exception, in the place of the one that its date had."""
    by_date = {each.date: each for each in series.exceptions} | {exception.date: exception}
    return replace(series, exceptions=tuple(by_date.values()))


def _without(series: Series, dates: set[dt.date]) -> Series:
    """The series without what happened to these dates."""
    return replace(series, exceptions=tuple(each for each in series.exceptions if each.date not in dates))


def overlaid(table: _Edited, edits: Edits) -> _Edited:
    """The table with the values of ``edits``, those of its ``[members]`` and ``[private]`` one by one."""
    given = dict(edits)
    for name, kind in (("members", MembersTable), ("private", PrivateTable)):
        if name in given:
            had = msgspec.structs.asdict(getattr(table, name))
            given[name] = kind(**{**had, **given[name]})
    return replace(table, **given)


def _found(series: Series, group: Group, date: dt.date) -> Occurrence:
    """The occurrence of an exception; raises ``FieldError`` where its time is none."""
    pieces = occurrences.segments(series, group)
    for _, found in occurrences.of_exceptions(series, pieces, lambda each: each.date == date):
        return found
    raise DateError(f"{long_date(date)} is not a date of this series")


def _regular(series: Series, group: Group, date: dt.date) -> Occurrence | None:
    """The date as the rule has it; None where it gives no such date."""
    segment = _piece(series, group, date)
    return segment.regular(date) if segment.gives(date) else None


def _untaken(done: Done, group: Group) -> Done:
    """What was done, unless the series has another gathering on that day: raises ``DateError``."""
    exception = exception_of(done.series, done.date)
    day = done.date if exception is None else _found(done.series, group, done.date).span.day
    others = [each for each in occurrences.of_day(done.series, group, day) if each.date != done.date]
    others = [each for each in others if each.span.day == day or each.status == "cancelled"]
    if others:
        raise _taken(others, day)
    return done


def _taken(others: list[Occurrence], day: dt.date) -> DateError:
    one = others[0]
    state = "cancelled" if one.status == "cancelled" else "there"
    if one.span.day != day:
        state = f"moved to {long_date(one.span.day)}"
    message = f"the series has {long_date(day)} already: it is {state}"
    if state == "there":
        return DateError(message, hint="choose another day")
    return DateError(message, hint="to have it again", restore=one.date)
