"""A feed that lacwg has written, put together again: what went out as several VEVENTs was one series.

"1st and 3rd Thursday" goes out as a rule for each, under the series' UID with the ordinal behind it; an extra
date and what follows a change have a UID made of the series' and the date (``occurrences.Identity``). The
calendar's own UID is the namespace that they are made with, so that each can be told for certain.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
import uuid
from collections.abc import Iterable
from typing import Final

from msgspec.structs import replace

from lacwg.identity import Identity
from lacwg.importers.ics.own_words import OwnWords
from lacwg.importers.ics.series_shape import minutes
from lacwg.importers.ics.single_dates import TEXTS, edited, moved_to
from lacwg.importers.ics.source import Source
from lacwg.importers.incoming import Incoming
from lacwg.records import Event, Group, MembersTable, Series, SeriesChange, SeriesException
from lacwg.schedule import occurrences, rules, zones

_ORDINAL: Final = re.compile(r"(.+)-(-?[1-5](?:MO|TU|WE|TH|FR|SA|SU))\Z")
_MOST_TRIES: Final = 200_000


def together(source: Source, found: list[Incoming]) -> list[Incoming]:
    """The records of our own feed, with what belongs to one series put into it."""
    if source.words is None or not _is_uuid(source.namespace or ""):
        return found
    return _extras(source, source.words, _changes(source, _ordinals(found)))


def _is_uuid(text: str) -> bool:
    try:
        return bool(uuid.UUID(text))
    except ValueError:
        return False


def _derives(source: Source, series: Series, part: str, uid: str | None) -> bool:
    """Whether a UID is made of a series' and a part of it."""
    return Identity(source.namespace or "", series.uid, series.id, part).uid == uid


# Rules of several ordinals


def _ordinals(found: list[Incoming]) -> list[Incoming]:
    """Series that differ in nothing but their ordinals, as the one that they were."""
    pieces: dict[str, list[Incoming]] = {}
    for each in found:
        if isinstance(each.record, Series) and (match := _ORDINAL.match(each.record.uid or "")):
            if rules.parse(each.record.rule).part("BYDAY") == match[2]:
                pieces.setdefault(match[1], []).append(each)
    joined = {uid: whole for uid, parts in pieces.items() if (whole := _whole(uid, parts)) is not None}
    first = {id(pieces[uid][0]): whole for uid, whole in joined.items()}
    gone = {id(each) for uid in joined for each in pieces[uid]}
    return [first.get(id(each), each) for each in found if id(each) in first or id(each) not in gone]


def _whole(uid: str, parts: list[Incoming]) -> Incoming | None:
    records = [each.record for each in parts if isinstance(each.record, Series)]
    if len(records) < 2 or len({_apart_from_ordinal(each) for each in records}) > 1:
        return None
    read = [rules.parse(each.rule) for each in records]
    rule = read[0].replace(BYDAY=",".join(each.part("BYDAY") or "" for each in read))
    words = rules.words(rule)
    ends = [each.until for each in records if each.until is not None]
    whole = replace(
        records[0],
        uid=uid,
        rule=words if rules.parse(words) == rule else rule.rrule,
        since=min(each.since for each in records),
        until=max(ends) if len(ends) == len(records) else None,
        exceptions=_in_order(one for each in records for one in each.exceptions),
        sequence=max(each.sequence for each in records),
    )
    return parts[0]._replace(record=whole, key=uid, digest="".join(each.digest for each in parts))


def _apart_from_ordinal(series: Series) -> tuple[object, ...]:
    bare = tuple(part for part in rules.parse(series.rule).parts if part[0] != "BYDAY")
    texts = (getattr(series, each) for each in TEXTS)
    return *texts, series.start_time, series.minutes, series.timezone, bare, series.members


def _in_order(exceptions: Iterable[SeriesException]) -> tuple[SeriesException, ...]:
    """By date, of two of one date the later one."""
    return tuple(sorted({each.date: each for each in exceptions}.values(), key=lambda each: each.date))


# What follows a change


def _changes(source: Source, found: list[Incoming]) -> list[Incoming]:
    """Series whose UIDs are made of another's and a date, as changes of that one."""
    owners = _owners(source, [each.record for each in found if isinstance(each.record, Series)])
    owners = {uid: owner for uid, owner in owners.items() if owner[0] not in owners}
    later: dict[str | None, list[tuple[dt.date, Series, Incoming]]] = {}
    kept = []
    for each in found:
        if isinstance(each.record, Series) and each.record.uid in owners:
            owner, day = owners[each.record.uid]
            later.setdefault(owner, []).append((day, each.record, each))
        else:
            kept.append(each)
    return [_with_changes(each, later[each.record.uid]) if each.record.uid in later else each for each in kept]


def _owners(source: Source, series: list[Series]) -> dict[str | None, tuple[str | None, dt.date]]:
    """UIDs of what follows a change, with that of the series and the day of the change."""
    owners: dict[str | None, tuple[str | None, dt.date]] = {}
    tries = 0
    for base, later in itertools.permutations(series, 2):
        if not base.uid or not base.until or later.since <= base.until or base.timezone != later.timezone:
            continue
        # the first date after a change is a year behind it at most
        for back in range(min(370, (later.since - base.until).days)):
            tries += 1
            if tries > _MOST_TRIES:
                return owners
            day = later.since - dt.timedelta(days=back)
            if _derives(source, base, f"from/{day}", later.uid):
                owners[later.uid] = (base.uid, day)
                break
    return owners


def _with_changes(incoming: Incoming, later: list[tuple[dt.date, Series, Incoming]]) -> Incoming:
    base = before = incoming.record
    assert isinstance(base, Series)
    assert isinstance(before, Series)
    changes = []
    later.sort(key=lambda each: each[0])
    for day, now, _ in later:
        changes.append(
            SeriesChange(
                from_=day,
                rule=now.rule if _parts(now) != _parts(before) else None,
                start_time=now.start_time if now.start_time != before.start_time else None,
                minutes=(now.minutes or 0) if now.minutes != before.minutes else None,
                members=_members(now.members, before.members),
                **edited(now, before),
            )
        )
        before = now
    every = [base, *(each for _, each, _ in later)]
    whole = replace(
        base,
        until=before.until,
        changes=tuple(changes),
        exceptions=_in_order(one for each in every for one in each.exceptions),
        sequence=max(each.sequence for each in every),
    )
    digest = "".join([incoming.digest, *(each.digest for _, _, each in later)])
    return incoming._replace(record=whole, fields=incoming.fields | {"changes"}, digest=digest)


def _parts(series: Series) -> list[tuple[str, str]]:
    return sorted(rules.parse(series.rule).parts)


def _members(now: MembersTable, before: MembersTable) -> MembersTable:
    return MembersTable(
        join_url=(now.join_url or "") if now.join_url != before.join_url else None,
        dial_in=(now.dial_in or "") if now.dial_in != before.dial_in else None,
    )


# Extra dates


def _extras(source: Source, words: OwnWords, found: list[Incoming]) -> list[Incoming]:
    """Events whose UIDs are made of a series' and a date, as extra dates of it."""
    kept: dict[int, Incoming] = dict(enumerate(found))
    numbers = [number for number, each in kept.items() if isinstance(each.record, Series)]
    for number, each in enumerate(found):
        if not isinstance(each.record, Event) or not each.record.uid:
            continue
        for at in numbers:
            owner = kept[at].record
            assert isinstance(owner, Series)
            day, event = _extra_day(source, words, owner, each.record)
            if day is not None and all(one.date != day for one in owner.exceptions):
                exception = _extra(source, owner, event, day)
                if exception is not None:
                    series = replace(owner, exceptions=_in_order((*owner.exceptions, exception)))
                    kept[at] = kept[at]._replace(record=series, digest=kept[at].digest + each.digest)
                    del kept[number]
                break
    return list(kept.values())


def _extra_day(source: Source, words: OwnWords, series: Series, event: Event) -> tuple[dt.date | None, Event]:
    """The date that an event is of, as its UID says, and the event without the words that say so."""
    first, _, rest = (event.description or "").partition("\n\n")
    moved = words.moved_from(first)
    for day in (event.start.day, *([moved[0]] if moved else [])):
        if _derives(source, series, f"extra/{day}", event.uid):
            is_said, reason = words.extra.reason(first) if moved is None else (True, moved[1])
            return day, replace(event, description=rest or None, reason=reason) if is_said else event
    return None, event


def _extra(source: Source, series: Series, event: Event, day: dt.date) -> SeriesException | None:
    """The exception that an event is; None where a series cannot have it."""
    group = Group(name="its own", timezone=source.clock.group.key, uid_namespace=source.namespace or "")
    piece = occurrences.segment_of(occurrences.segments(series, group), day)
    span = occurrences.of_event(event, group).span
    hour = None if span.starts_at is None else span.starts_at.time()
    repeated = span.starts_at is not None and zones.is_repeated(span.starts_at)
    if (hour is None) != (piece.start_time is None) or event.timezone != series.timezone or repeated:
        return None
    length, cancelled = minutes(span), event.status == "cancelled"
    return SeriesException(
        date=day,
        extra=True,
        moved_to=None if cancelled or span.day == day else moved_to(span.start, day, piece.start_time),
        cancelled=cancelled,
        start_time=hour if span.day == day and hour != piece.start_time else None,
        minutes=(length or 0) if length != piece.minutes else None,
        reason=event.reason,
        members=_members(event.members, piece.template.members),
        **edited(event, piece.template),
    )
