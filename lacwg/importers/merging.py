"""What of a record that is there already a file changes: what has changed in the file since it was last imported.

Each field is held against what the file said of it the last time, of which only digests are kept. What
belongs together, such as start, end and zone, is one part; each exception of a series is a part of its own.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from msgspec.structs import replace

from lacwg.errors import LacwgError
from lacwg.records import Contact, DayOrTime, Event, PrivateTable, Series, SeriesException
from lacwg.schedule import rules

Importable = Event | Series | Contact
Before = Mapping[str, str]
"""What the file said of each part when it was last imported, as digests."""

_TIMES: Final = {
    Event: ("start", "end", "timezone"),
    Series: ("rule", "since", "until", "start_time", "minutes", "timezone"),
    Contact: (),
}
_KEPT: Final = ("reason", "by", "on", "members", "private", "format")
"""What an exception has that no file says of it."""


_OURS_FIRST: Final = ("name", "role", "private")
"""What a contact says here holds, unless it says nothing or what the file said before: an address book knows
another role and another spelling, and nothing of the remarks among coordinators."""


class Merged(NamedTuple):
    """A record with what a file has changed in it."""

    record: Importable
    changed: tuple[str, ...]
    """The parts that it changed."""
    overridden: tuple[str, ...]
    """Those of them that had been changed here too."""


def said(record: Importable, fields: frozenset[str]) -> dict[str, str]:
    """Digests of all that a file says of a record, to be kept for the next time."""
    return {part: digest_of(value) for part, value in _parts(record, fields)}


def _parts(record: Importable, fields: frozenset[str]) -> Iterator[tuple[str, Any]]:
    """The parts of a record that a file can say, with their values."""
    times = _TIMES[type(record)]
    if fields.intersection(times):
        yield "when", _when(record)
    for field in sorted(fields.difference(times)):
        value = getattr(record, field)
        if field == "exceptions":
            for each in value:
                yield f"exceptions/{each.date}", replace(each, by=None, on=None)
        elif field == "members":
            yield "members.join_url", value.join_url
            yield "members.dial_in", value.dial_in
        else:
            yield field, value


def digest_of(value: Any) -> str:
    """A value in sixteen letters."""
    text = (
        value.encode("utf-8", "surrogatepass") if type(value) is str else repr(value).encode("utf-8", "surrogatepass")
    )
    return hashlib.blake2b(text, digest_size=8).hexdigest()


def _when(record: Importable) -> Any:
    """When it takes place, in a form that is the same for all ways to write it."""
    if isinstance(record, Event):
        # a whole day is the same day in every zone
        return record.start, record.end, None if record.start.all_day else record.timezone
    if not isinstance(record, Series):
        return None
    try:
        rule = rules.parse(record.rule)
        first = rules.first_date(rule, record.since)
    except LacwgError:
        return record.rule, record.since, record.until, record.start_time, record.minutes, record.timezone
    zone = None if record.start_time is None else record.timezone
    parts = sorted(part for part in rule.parts if part != ("INTERVAL", "1"))
    ends: list[object] = [rule.count]
    until = rule.until if rule.count is None else None
    if isinstance(until, dt.datetime):
        until = until.date()
    if record.until is not None or until is not None:
        last = min(each for each in (record.until, until, rules.HORIZON) if each is not None)
        ends.append(_last(rules.Rule(rule.parts), first, last))
    return parts, ends, first, record.start_time, record.minutes, zone


def _last(rule: rules.Rule, first: dt.date | None, until: dt.date) -> dt.date | None:
    """The last date of a rule up to a day; the day itself where that is far off."""
    if first is None or (until - first).days > 366 * 60:
        return until
    found = None
    for day in rules.dates(rule, first, max(first, until - dt.timedelta(days=800))):
        if day > until:
            break
        found = day
    return found or until


def merged(here: Importable, theirs: Importable, fields: frozenset[str], before: Before) -> Merged:
    """What becomes of ``here`` by a file that says ``theirs``.

    Without what it said before, a field that differs counts as changed by the file, but for one of which
    it says nothing: that is not taken away.
    """
    changed: list[str] = []
    overridden: list[str] = []
    new: dict[str, Any] = {}

    def takes(part: str, ours: Any, now: Any) -> bool:
        """Whether a part is to be what the file says."""
        was = before.get(part)
        if ours == now or (was is None and now in (None, ())) or was == digest_of(now):
            return False
        changed.append(part)
        if was is not None and was != digest_of(ours):
            overridden.append(part)
        return True

    times = _TIMES[type(here)]
    if fields.intersection(times) and takes("when", _when(here), _when(theirs)):
        new |= {field: getattr(theirs, field) for field in times}
        if isinstance(theirs, Event) and theirs.start.all_day:
            del new["timezone"]
    for field in sorted(fields.difference(times, _ours(here, before))):
        ours, now = getattr(here, field), getattr(theirs, field)
        if field == "exceptions":
            kept = _exceptions(ours, now, before, takes)
            if kept != ours:
                new[field] = kept
        elif field == "members":
            inner = {
                key: getattr(now, key)
                for key in ("join_url", "dial_in")
                if takes(f"members.{key}", getattr(ours, key), getattr(now, key))
            }
            if inner:
                new[field] = replace(ours, **inner)
        elif takes(field, ours, now):
            new[field] = now
    return Merged(replace(here, **new) if new else here, tuple(changed), tuple(overridden))


def _ours(here: Importable, before: Before) -> frozenset[str]:
    """The fields of a contact that were typed here, and that no file changes."""
    if not isinstance(here, Contact):
        return frozenset()
    held = {field: getattr(here, field) for field in _OURS_FIRST}
    return frozenset(
        field
        for field, value in held.items()
        if value not in (None, PrivateTable()) and before.get(field) != digest_of(value)
    )


def _exceptions(
    ours: tuple[SeriesException, ...], theirs: tuple[SeriesException, ...], before: Before, takes: Any
) -> tuple[SeriesException, ...]:
    """The exceptions here with those of the file; those that the file no longer has go, if they were its own."""
    here = {each.date: each for each in ours}
    there = {each.date: each for each in theirs}
    for day, each in there.items():
        was = here.get(day)
        blank = None if was is None else _bare(was)
        if takes(f"exceptions/{day}", blank, _bare(each)):
            here[day] = each if was is None else _with_kept(each, was)
    for part, digest in before.items():
        if part.startswith("exceptions/"):
            day = dt.date.fromisoformat(part[11:])
            if day not in there and day in here and digest_of(_bare(here[day])) == digest:
                takes(part, here[day], None)
                del here[day]
    order = [each.date for each in ours if each.date in here]
    return tuple(here[day] for day in [*order, *sorted(set(here) - set(order))])


def _bare(exception: SeriesException) -> SeriesException:
    return replace(exception, by=None, on=None)


def _with_kept(new: SeriesException, was: SeriesException) -> SeriesException:
    """An exception of the file with what stands here and no file says."""
    empty = SeriesException(date=new.date)
    kept = {name: getattr(was, name) for name in _KEPT if getattr(new, name) == getattr(empty, name)}
    return replace(new, **kept)


def starts(record: Importable) -> str:
    """A record's title and start, by which the same gathering is known without a UID; of a contact name and address."""
    if isinstance(record, Contact):
        return f"contact\n{record.name.casefold()}\n{(record.email or '').casefold()}"
    title = " ".join(record.title.casefold().split())
    if isinstance(record, Event):
        return f"event\n{title}\n{_shown(record.start)}"
    first: dt.date | None = record.since
    with contextlib.suppress(LacwgError):
        first = rules.first_date(rules.parse(record.rule), record.since)
    return f"series\n{title}\n{first}\n{record.start_time}"


def _shown(start: DayOrTime) -> str:
    return start.value.isoformat()
