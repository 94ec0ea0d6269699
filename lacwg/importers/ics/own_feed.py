"""A feed that lacwg has written, put together again: what went out as several VEVENTs was one series.

"1st and 3rd Thursday" goes out as a rule for each, under the series' UID with the ordinal behind it; an extra
date and what follows a change have a UID made of the series' and the date (``Identity``). The calendar's own UID
is the namespace that they are made with, so that each can be told for certain.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
import uuid
from collections.abc import Iterator
from typing import Final

from msgspec.structs import replace

from lacwg.identity import Identity
from lacwg.importers.ics.components import Component
from lacwg.importers.ics.series_shape import edited, edited_members
from lacwg.importers.ics.source import Source
from lacwg.importers.ics.texts import EventProperties, is_moved
from lacwg.importers.incoming import Incoming
from lacwg.records import Series, SeriesChange

Events = dict[str, list[Component]]
"""VEVENTs by their UIDs: what has the rule or stands alone comes first."""
_ORDINAL: Final = re.compile(r"(.+)-(-?[1-5](?:MO|TU|WE|TH|FR|SA|SU))\Z")
_DATE: Final = re.compile(r":(\d{4})(\d\d)(\d\d)")
_UNTIL: Final = re.compile(r";UNTIL=(\d{4})(\d\d)(\d\d)")
_MOST_SERIES: Final = 500
_A_YEAR: Final = 400
"""Days within which a rule gives a date again."""


def regrouped(source: Source, events: Events) -> tuple[Events, dict[str, list[tuple[dt.date, str]]]]:
    """What belongs to one series, under its UID; and of each the days of its changes with the UIDs of what follows."""
    namespace = source.namespace or ""
    try:
        uuid.UUID(namespace)
    except ValueError:
        return events, {}
    events = _with_whole_rules(events)
    said = {uid: _lines(found[0]) for uid, found in events.items()}
    series = [uid for uid, lines in said.items() if "RRULE" in lines][:_MOST_SERIES]
    changes = {uid: list(_changes(namespace, uid, said)) for uid in series}
    later = {uid for those in changes.values() for _, uid in those}
    changes = {uid: those for uid, those in changes.items() if uid not in later}
    alone = {uid for uid, lines in said.items() if "RRULE" not in lines and "RECURRENCE-ID" not in lines}
    days = (
        {day for uid in alone for day in _days(source, events[uid][0], said[uid].get("DTSTART", ""))} if changes else ()
    )
    for owner, day in itertools.product(changes, days):
        uid = Identity(namespace, owner, "", f"extra/{day}").uid
        if uid in alone and uid in events:
            at = next((later for since, later in reversed(changes[owner]) if since <= day), owner)
            events[at] = _with_extra(source, events[at], events.pop(uid)[0], day)
    return events, changes


def _lines(component: Component) -> dict[str, str]:
    """The lines of a VEVENT of ours by the names of their properties, each without its name."""
    names = (line.partition(":")[0].partition(";")[0] for line in component.lines)
    return {name: line[len(name) :] for name, line in zip(names, component.lines, strict=True)}


def _with_whole_rules(events: Events) -> Events:
    """Series that differ in nothing but their ordinals, as the one that they were."""
    pieces: dict[str, list[str]] = {}
    for uid in events:
        if match := _ORDINAL.match(uid):
            pieces.setdefault(match[1], []).append(uid)
    wholes = {uid: whole for uid, parts in pieces.items() if (whole := _whole([events[each][0] for each in parts]))}
    found: Events = {}
    for uid, those in events.items():
        match = _ORDINAL.match(uid)
        whole = wholes.get(match[1]) if match else None
        if match is None or whole is None:
            found.setdefault(uid, []).extend(those)
        else:
            found.setdefault(match[1], [whole]).extend(those[1:])
    return found


def _whole(parts: list[Component]) -> Component | None:
    """The VEVENT of all ordinals: from the first start to the last end."""
    said = [_lines(each) for each in parts]
    bare = [{name: text for name, text in each.items() if name not in ("UID", "DTSTART", "RRULE")} for each in said]
    rule = [dict(re.findall(r"\b(\w++)=([^;]*)", each.get("RRULE", ""))) for each in said]
    others = [{name: text for name, text in each.items() if name not in ("BYDAY", "UNTIL")} for each in rule]
    if len(parts) < 2 or any(each != bare[0] for each in bare) or any(each != others[0] for each in others):
        return None
    joined = {**others[0], "BYDAY": ",".join(each.get("BYDAY", "") for each in rule)}
    if all("UNTIL" in each for each in rule):
        joined["UNTIL"] = max(each["UNTIL"] for each in rule)
    text = ";".join(f"{name}={value}" for name, value in joined.items())
    start = min(each.get("DTSTART", "") for each in said)
    lines = [f"{name}{value}" for name, value in bare[0].items()]
    return parts[0]._replace(lines=[f"DTSTART{start}", f"RRULE:{text}", *lines])


def _day(match: re.Match[str] | None) -> dt.date | None:
    try:
        return dt.date(int(match[1]), int(match[2]), int(match[3])) if match and match[1] < "9000" else None
    except ValueError:
        return None


def _changes(namespace: str, uid: str, said: dict[str, dict[str, str]]) -> Iterator[tuple[dt.date, str]]:
    """The days of a series' changes and the UIDs of what follows each: it begins where the one before it ends."""
    at, done = uid, dt.date.min
    while (until := _day(_UNTIL.search(said[at].get("RRULE", "")))) is not None:
        begin = max(until - dt.timedelta(days=1), done + dt.timedelta(days=1))  # UNTIL is in UTC
        for day in (begin + dt.timedelta(days=number) for number in range(_A_YEAR)):
            at = Identity(namespace, uid, "", f"from/{day}").uid
            if at in said:
                yield day, at
                done = day
                break
        else:
            return


def _days(source: Source, component: Component, start: str) -> Iterator[dt.date]:
    """The days of a series that an event may be an extra date of: its own and, of one that was moved, those around."""
    day = _day(_DATE.search(start))
    if day is not None:
        yield from (day, day - dt.timedelta(days=1)) if start.endswith("Z") else (day,)  # in UTC it may be the next one
        if _is_moved(source, component):
            yield from (day + dt.timedelta(days=number) for number in range(-_A_YEAR, _A_YEAR))


def _is_moved(source: Source, component: Component) -> bool:
    return source.voice is not None and is_moved(source.voice, EventProperties(component).text("DESCRIPTION"))


def _with_extra(source: Source, series: list[Component], extra: Component, day: dt.date) -> list[Component]:
    """A series with one more date, and what became of that: as RFC 5545 has it."""
    start = _lines(extra).get("DTSTART", "")
    if _is_moved(source, extra):
        start = _DATE.sub(f":{day:%Y%m%d}", _lines(series[0]).get("DTSTART", ""), count=1)
    first = series[0]._replace(lines=[*series[0].lines, f"RDATE{start}"])
    return [first, *series[1:], extra._replace(lines=[*extra.lines, f"RECURRENCE-ID{start}"])]


def with_changes(found: list[Incoming], changes: dict[str, list[tuple[dt.date, str]]]) -> list[Incoming]:
    """The records, with what follows a change of a series put into it."""
    by_uid = {each.record.uid: each for each in found if isinstance(each.record, Series)}
    joined = {}
    for uid, those in changes.items():
        later = [(day, by_uid.pop(at)) for day, at in those if at in by_uid and uid in by_uid]
        if later:
            joined[uid] = _with_later(by_uid[uid], later)
    kept = (each for each in found if not isinstance(each.record, Series) or each.record.uid in by_uid)
    return [joined.get(each.record.uid or "", each) for each in kept]


def _with_later(incoming: Incoming, later: list[tuple[dt.date, Incoming]]) -> Incoming:
    base = before = incoming.record
    assert isinstance(base, Series)
    assert isinstance(before, Series)
    every, changes = [base], []
    for day, each in later:
        now = each.record
        assert isinstance(now, Series)
        changes.append(
            SeriesChange(
                from_=day,
                rule=now.rule if now.rule != before.rule else None,
                start_time=now.start_time if now.start_time != before.start_time else None,
                minutes=(now.minutes or 0) if now.minutes != before.minutes else None,
                members=edited_members(now.members, before.members, gone=""),
                **edited(now, before),
            )
        )
        before = now
        every.append(now)
    exceptions = {one.date: one for each in every for one in each.exceptions}
    whole = replace(
        base,
        until=before.until,
        changes=tuple(changes),
        exceptions=tuple(exceptions[day] for day in sorted(exceptions)),
        sequence=max(each.sequence for each in every),
    )
    digest = "".join([incoming.digest, *(each.digest for _, each in later)])
    return incoming._replace(record=whole, fields=incoming.fields | {"changes"}, digest=digest)
