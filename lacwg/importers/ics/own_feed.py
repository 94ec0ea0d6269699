"""A feed that lacwg has written, put together again: what went out as several VEVENTs was one series.

"1st and 3rd Thursday" goes out as a rule for each, under the series' UID with the ordinal behind it; an extra
date and what follows a change have a UID made of the series' and the date (``occurrences.Identity``). The
calendar's own UID is the namespace that they are made with, so that each can be told for certain.
"""

from __future__ import annotations

import datetime as dt
import re
import uuid
from typing import Any, Final

from msgspec.structs import replace

from lacwg.errors import LacwgError
from lacwg.importers.ics.own_words import OwnWords
from lacwg.importers.ics.source import Source
from lacwg.importers.incoming import Incoming
from lacwg.records import DayOrTime, Event, MembersTable, Series, SeriesChange, SeriesException
from lacwg.schedule import rules, zones

_ORDINAL: Final = re.compile(r"(.+)-(-?[1-5](?:MO|TU|WE|TH|FR|SA|SU))\Z")
_MOST_TRIES: Final = 200_000
_TEXTS: Final = ("title", "place", "url", "description")


def together(source: Source, found: list[Incoming]) -> list[Incoming]:
    """The records of our own feed, with what belongs to one series put into it."""
    namespace = _namespace(source)
    if namespace is None or source.words is None:
        return found
    found = _ordinals(found)
    found = _changes(namespace, found)
    return _extras(source, source.words, namespace, found)


def _namespace(source: Source) -> uuid.UUID | None:
    try:
        return uuid.UUID(source.namespace or "")
    except ValueError:
        return None


# Rules of several ordinals


def _ordinals(found: list[Incoming]) -> list[Incoming]:
    """Series that differ in nothing but their ordinals, as the one that they were."""
    pieces: dict[str, list[Incoming]] = {}
    for each in found:
        if isinstance(each.record, Series) and (match := _ORDINAL.match(each.record.uid or "")):
            if _part(each.record) == match[2]:
                pieces.setdefault(match[1], []).append(each)
    joined: dict[str, Incoming] = {}
    for uid, parts in pieces.items():
        whole = _whole(uid, parts)
        if whole is not None:
            joined[uid] = whole
    kept: list[Incoming] = []
    for each in found:
        match = _ORDINAL.match(each.record.uid or "") if isinstance(each.record, Series) else None
        if match is None or match[1] not in joined:
            kept.append(each)
        elif pieces[match[1]][0] is each:
            kept.append(joined[match[1]])
    return kept


def _part(series: Series) -> str | None:
    try:
        return rules.parse(series.rule).part("BYDAY")
    except LacwgError:
        return None


def _whole(uid: str, parts: list[Incoming]) -> Incoming | None:
    records = [each.record for each in parts if isinstance(each.record, Series)]
    common = {_rest(each) for each in records}
    if len(records) < 2 or len(common) > 1:
        return None
    days = ",".join(part for each in records if (part := _part(each)))
    rule = rules.parse(records[0].rule).replace(BYDAY=days)
    words = rules.words(rule)
    ends = [each.until for each in records]
    exceptions = sorted((one for each in records for one in each.exceptions), key=lambda one: one.date)
    whole = replace(
        records[0],
        uid=uid,
        rule=words if rules.parse(words) == rule else rule.rrule,
        since=min(each.since for each in records),
        until=None if None in ends else max(each for each in ends if each is not None),
        exceptions=tuple(exceptions),
        sequence=max(each.sequence for each in records),
    )
    return parts[0]._replace(record=whole, key=uid, digest="".join(each.digest for each in parts))


def _rest(series: Series) -> tuple[object, ...]:
    rule = rules.parse(series.rule)
    bare = tuple(part for part in rule.parts if part[0] != "BYDAY")
    return (
        *(getattr(series, each) for each in _TEXTS),
        series.start_time,
        series.minutes,
        series.timezone,
        bare,
        series.members,
    )


# What follows a change


def _changes(namespace: uuid.UUID, found: list[Incoming]) -> list[Incoming]:
    """Series whose UIDs are made of another's and a date, as changes of that one."""
    owners = _owners(namespace, found)
    taken: dict[int, list[tuple[dt.date, Series, Incoming]]] = {}
    kept = []
    for each in found:
        owner = owners.get(each.record.uid or "") if isinstance(each.record, Series) else None
        if owner is not None and isinstance(each.record, Series):
            taken.setdefault(owner[0], []).append((owner[1], each.record, each))
        else:
            kept.append(each)
    if not taken:
        return found
    for number, later_ones in taken.items():
        base_in = found[number]
        assert isinstance(base_in.record, Series)
        kept[kept.index(base_in)] = base_in._replace(
            record=_with_changes(base_in.record, sorted(later_ones, key=lambda one: one[0])),
            fields=base_in.fields | {"changes"},
            digest="".join([base_in.digest, *(each.digest for _, _, each in later_ones)]),
        )
    return kept


def _owners(namespace: uuid.UUID, found: list[Incoming]) -> dict[str, tuple[int, dt.date]]:
    """UIDs of what follows a change, with the place of the series and the day of the change."""
    owners: dict[str, tuple[int, dt.date]] = {}
    series = [(number, each.record) for number, each in enumerate(found) if isinstance(each.record, Series)]
    tries = 0
    for number, base in series:
        for _, later in series:
            if (
                not base.uid
                or not base.until
                or not later.uid
                or later.since <= base.until
                or base.timezone != later.timezone
            ):
                continue
            # the first date after a change is a year behind it at most
            for back in range(min(370, (later.since - base.until).days)):
                tries += 1
                if tries > _MOST_TRIES:
                    return owners
                day = later.since - dt.timedelta(days=back)
                if str(uuid.uuid5(namespace, f"{base.uid}/from/{day}")) == later.uid:
                    owners[later.uid] = (number, day)
                    break
    return owners


def _with_changes(base: Series, later: list[tuple[dt.date, Series, Incoming]]) -> Series:
    changes = []
    before = base
    exceptions = list(base.exceptions)
    for day, now, _ in later:
        edits: dict[str, Any] = {
            each: getattr(now, each) or "" for each in _TEXTS if getattr(now, each) != getattr(before, each)
        }
        rule = now.rule if _bare(now.rule) != _bare(before.rule) else None
        changes.append(
            SeriesChange(
                from_=day,
                rule=rule,
                start_time=now.start_time if now.start_time != before.start_time else None,
                minutes=(now.minutes or 0) if now.minutes != before.minutes else None,
                members=_members(now.members, before.members),
                **edits,
            )
        )
        exceptions += now.exceptions
        before = now
    last = later[-1][1]
    return replace(
        base,
        until=last.until,
        changes=tuple(changes),
        exceptions=tuple(sorted({each.date: each for each in exceptions}.values(), key=lambda each: each.date)),
        sequence=max([base.sequence, *(each.sequence for _, each, _ in later)]),
    )


def _bare(rule: str) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(rules.parse(rule).parts))


def _members(now: MembersTable, before: MembersTable) -> MembersTable:
    return MembersTable(
        join_url=(now.join_url or "") if now.join_url != before.join_url else None,
        dial_in=(now.dial_in or "") if now.dial_in != before.dial_in else None,
    )


# Extra dates


def _extras(source: Source, words: OwnWords, namespace: uuid.UUID, found: list[Incoming]) -> list[Incoming]:
    """Events whose UIDs are made of a series' and a date, as extra dates of it."""
    series = {number: each.record for number, each in enumerate(found) if isinstance(each.record, Series)}
    kept: list[Incoming | None] = list(found)
    for number, each in enumerate(found):
        if not isinstance(each.record, Event) or not each.record.uid:
            continue
        for at, owner in series.items():
            day, event = _extra_day(words, namespace, owner, each.record)
            if day is not None and all(one.date != day for one in owner.exceptions):
                exception = _extra(source, owner, event, day)
                if exception is not None:
                    series[at] = replace(
                        owner, exceptions=tuple(sorted((*owner.exceptions, exception), key=lambda one: one.date))
                    )
                    before = kept[at]
                    assert before is not None
                    kept[at] = before._replace(record=series[at], digest=before.digest + each.digest)
                    kept[number] = None
                break
    return [each for each in kept if each is not None]


def _extra_day(words: OwnWords, namespace: uuid.UUID, series: Series, event: Event) -> tuple[dt.date | None, Event]:
    """The date that an event is of, as its UID says, and the event without the words that say so."""
    days = [event.start.day]
    first, _, rest = (event.description or "").partition("\n\n")
    moved = words.moved_from(first)
    if moved is not None:
        days.append(moved[0])
    for day in days:
        if str(uuid.uuid5(namespace, f"{series.uid}/extra/{day}")) == event.uid:
            if moved is not None:
                return day, replace(event, description=rest or None, reason=moved[1])
            is_said, reason = words.extra.reason(first)
            return day, replace(event, description=rest or None, reason=reason) if is_said else event
    return None, event


def _after(before: MembersTable, edits: MembersTable) -> MembersTable:
    return MembersTable(
        join_url=before.join_url if edits.join_url is None else edits.join_url or None,
        dial_in=before.dial_in if edits.dial_in is None else edits.dial_in or None,
    )


def _on(series: Series, day: dt.date) -> Series:
    """The series as its changes have it on a day."""
    for change in sorted(series.changes, key=lambda each: each.from_):
        if change.from_ <= day:
            edits = {each: getattr(change, each) or None for each in _TEXTS if getattr(change, each) is not None}
            series = replace(
                series,
                start_time=change.start_time or series.start_time,
                minutes=series.minutes if change.minutes is None else change.minutes or None,
                members=_after(series.members, change.members),
                **edits,
            )
    return series


def _extra(source: Source, series: Series, event: Event, day: dt.date) -> SeriesException | None:
    series = _on(series, day)
    zone = zones.zone(series.timezone) if series.timezone else source.clock.group
    start, end = event.start.value, None if event.end is None else event.end.value
    if isinstance(start, dt.datetime) != (series.start_time is not None) or event.timezone != series.timezone:
        return None
    minutes: int | None = None
    time = None
    moved = None
    if isinstance(start, dt.datetime):
        if start.tzinfo is not None:
            return None
        if isinstance(end, dt.datetime):
            length = end.replace(tzinfo=zone).astimezone(zones.UTC) - start.replace(tzinfo=zone).astimezone(zones.UTC)
            minutes = int(length.total_seconds()) // 60
        if start.date() != day:
            moved = DayOrTime(start.date() if start.time() == series.start_time else start)
        elif start.time() != series.start_time:
            time = start.time()
    elif start != day:
        moved = DayOrTime(start)
    if event.status == "cancelled":
        moved = None
    edits: dict[str, Any] = {
        each: getattr(event, each) or "" for each in _TEXTS if getattr(event, each) != getattr(series, each)
    }
    return SeriesException(
        date=day,
        extra=True,
        moved_to=moved,
        cancelled=event.status == "cancelled",
        start_time=time,
        minutes=(minutes or 0) if minutes != series.minutes else None,
        reason=event.reason,
        members=_members(event.members, series.members),
        **edits,
    )
