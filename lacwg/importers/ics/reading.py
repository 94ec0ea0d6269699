"""A calendar file as records (RFC 5545): what Google, Apple, Outlook, The Events Calendar and Mobilizon export.

What records cannot hold is left out: guests and organisers, alarms, categories, places on a map, attachments
that are no pictures. A feed that ``lacwg export ics`` has written is read as any other: who takes it over knows
the group's own entries by their UIDs. One in another language has translations in it, which are not the records'
own words. What is to come back whole goes by ``export json``.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from typing import Final

from lacwg.importers import import_updates
from lacwg.importers.ics import components
from lacwg.importers.ics.components import Component
from lacwg.importers.ics.source import UNREADABLE, Source, event, event_of_date, passed_over, sequence
from lacwg.importers.ics.texts import EventProperties
from lacwg.importers.ics.times import Clock
from lacwg.importers.incoming import Found, Incoming, Known, Same, Skipped, stable_uid, together
from lacwg.records import Group, Language
from lacwg.schedule.zones import ZoneInfo
from lacwg.text import content_lines
from lacwg.text.controls import clean_line
from lacwg.text.english import plural
from lacwg.voice import known as known_language
from lacwg.voice.translation import own_language

OURS: Final = "-//lacwg//lacwg//EN"
_VERSION: Final = "2"
"""Of how files are read: with another one, what was imported before is looked at again."""
_ANSWERS: Final = ("REPLY", "COUNTER", "DECLINECOUNTER", "REFRESH")
MOST_EVENTS: Final = 200_000
_OTHERS: Final = {"VTODO": "tasks", "VJOURNAL": "journal entries", "VFREEBUSY": "free times"}


def read(
    data: bytes,
    name: str,
    *,
    zone: ZoneInfo,
    known: Known | None = None,
    group: Group | None = None,
    typed: ZoneInfo | None = None,
) -> Found:
    """The records of a file. ``name``: as people know it; ``zone``: that of the group.

    ``typed``: by whose clocks what is in UTC or in no zone is told, series too, whatever the file says.

    ``known``: what was imported before; what stands there unchanged is not read again. ``group``: whose folder
    it is for; a feed of its own in another language than its own has translations in it.
    Raises ``NotACalendarError``. What cannot be taken over is in ``Found.skipped``.
    """
    text, charset = content_lines.decode(data)
    calendars = components.calendars(text)
    found = together(_calendar(each, _source(each, name, zone, typed), known, group) for each in calendars)
    counts = Counter(each.name for calendar in calendars for each in calendar.inner)
    why = "only events are taken over"
    passed = (Skipped(f"{counts[kind]} {what}", why, name) for kind, what in _OTHERS.items() if counts[kind])
    skipped = (*found.skipped, *passed)
    notes = [] if charset in ("UTF-8", "UTF-16") else [f"{name}: it is not UTF-8 text, and was read as {charset}"]
    if unread := [number for calendar in calendars for number in calendar.unread]:
        where = f"{', '.join(map(str, unread[:10]))}{' …' if len(unread) > 10 else ''}"
        notes.append(f"{name}: {plural(len(unread), 'line')} of it could not be read and went nowhere: {where}")
    if not (found.records or skipped or found.same):
        notes.append(f"{name}: there is no event in it")
    return found._replace(skipped=skipped, notes=(*notes, *found.notes))


def _calendar(calendar: Component, source: Source, known: Known | None, group: Group | None) -> Found:
    """The records of one calendar of a file."""
    skipped: list[Skipped] = []
    same: list[Same] = []
    events: dict[str, list[Component]] = {}
    for component in calendar.inner:
        if component.name == "VEVENT" and (component.broken or source.method in _ANSWERS):
            why = (
                component.broken or f"it is an answer to an invitation (METHOD:{source.method}), which changes no event"
            )
            skipped.append(passed_over(source, EventProperties(component), why))
        elif component.name == "VEVENT":
            events.setdefault(_uid(component) or f"\n{component.line}", []).append(component)
    if len(events) > MOST_EVENTS:
        raise components.NotACalendarError(
            f"it has more than {MOST_EVENTS:,} events", hint="export a shorter time of it"
        )
    keys = _keys(events)
    records: list[Incoming] = []
    hosts = () if group is None else group.meeting_hosts
    for uid, same_uid in events.items():
        digest = _digest(source, same_uid)
        if known is not None and digest == known.get(keys[uid]):
            same.append(Same(keys[uid], EventProperties(same_uid[0]).title, source.at(same_uid[0])))
            continue
        found = _of_uid(source, uid, [EventProperties(each, hosts) for each in same_uid])
        skipped += found.skipped
        for number, each in enumerate(found.records):
            whole = number == 0 and each.record.uid in (uid, None)
            key = keys[uid] if whole else f"{keys[uid]}#{each.record.uid}"
            records.append(each._replace(key=key, digest=digest if len(found.records) == 1 else ""))
    if group is None or (language := _translated(calendar, group)) is None:
        return Found(tuple(records), tuple(skipped), tuple(same))
    told = tuple(each._replace(language=language) for each in records)
    return Found(told, tuple(skipped), tuple(same), (import_updates.translation_note(source.name, language),))


def _translated(calendar: Component, group: Group) -> Language | None:
    """The language of a feed of the group's own, where that is not the group's."""
    said = {each.name: each.value for each in calendar.properties()}
    if said.get("PRODID") != OURS or said.get("X-LACWG-GROUP", said.get("UID")) != group.uid_namespace:
        return None
    language = known_language(said.get("X-LACWG-LANGUAGE", "en"))
    return None if language == (own_language(group) or "en") else language


def _source(calendar: Component, name: str, zone: ZoneInfo, typed: ZoneInfo | None) -> Source:
    said = {each.name: each for each in calendar.properties()}
    shown = said.get("X-WR-TIMEZONE")
    own: dict[str, Component] = {}
    mark = hashlib.blake2b(f"{_VERSION}\n{zone.key}\n{shown.value if shown else ''}\n".encode())
    if typed is not None:
        mark.update(f"typed {typed.key}\n".encode())
    for component in calendar.inner:
        if component.name == "VTIMEZONE":
            tzid = next((each.value for each in component.properties() if each.name == "TZID"), None)
            if tzid is not None and not component.broken:
                own.setdefault(tzid.replace('"', ""), component)
            mark.update(
                "\n".join([*component.lines, *(line for each in component.inner for line in each.lines)]).encode()
            )
    method = said["METHOD"].value.strip().upper() if "METHOD" in said else ""
    if method == "CANCEL":
        mark.update(b"cancel")
    if "X-LACWG-LANGUAGE" in said:
        mark.update(said["X-LACWG-LANGUAGE"].value.encode())
    return Source(
        name=name,
        clock=Clock(zone, shown.value.strip() if shown is not None else None, own, typed),
        method=method,
        mark=mark.digest(),
    )


def _uid(component: Component) -> str | None:
    for line in component.lines:
        if line[:4] == "UID:":
            return line[4:].strip() or None
        if line[:3].upper() == "UID" and (prop := content_lines.split(line)) and prop.name == "UID":
            return prop.value.strip() or None
    return None


def _digest(source: Source, group: Sequence[Component]) -> str:
    """Of all that a UID says. DTSTAMP is left out: many programs write the time of the export there."""
    digest = hashlib.blake2b(source.mark, digest_size=12)
    for component in group:
        for line in component.lines:
            if line[:7].upper() != "DTSTAMP":
                digest.update(line.encode("utf-8", "surrogatepass"))
                digest.update(b"\n")
        digest.update(b"\0")
    return digest.hexdigest()


def _keys(events: dict[str, list[Component]]) -> dict[str, str]:
    """What each UID is known by. The Events Calendar puts start and end into a UID, so that it changes with them."""
    stable = {uid: key for uid in events if (key := stable_uid(uid)) != uid}
    counts = Counter(stable.values())
    return {uid: stable[uid] if counts[stable.get(uid, "")] == 1 else uid for uid in events}


def _of_uid(source: Source, uid: str, said_of: list[EventProperties]) -> Found:
    """The records that the VEVENTs of one UID are."""
    from lacwg.importers.ics import recurring  # most files have few series

    found: list[Found] = []
    own = None if uid.startswith("\n") else clean_line(uid)[:500] or None
    overrides = [each for each in said_of if each.get("RECURRENCE-ID") is not None]
    masters = _latest([each for each in said_of if each.get("RECURRENCE-ID") is None])
    starts = [each.value("DTSTART")[:20] for each in masters]
    for number, said in enumerate(masters):
        identity = own
        if own is not None and len(masters) > 1:  # a UID for each of them, whichever come first the next time
            again = f"-{said.title}" * (starts.count(starts[number]) > 1)
            identity = f"{own}-{starts[number]}{again}"
        try:
            if said.all("RRULE") or said.all("RDATE"):
                found.append(recurring.records(source, said, [] if number else overrides, identity))
                overrides = overrides if number else []
            else:
                found.append(Found((event(source, said, identity),)))
        except UNREADABLE as error:
            found.append(Found((), (passed_over(source, said, error),)))
            overrides = []
    # dates of a series that is not in the file, or of what is none
    alone = together(event_of_date(source, each, own) for each in overrides)
    return together([*found, alone])


def _latest(masters: list[EventProperties]) -> list[EventProperties]:
    """Of several with one UID the latest of each gathering; programs that count wrongly use a UID twice."""
    latest: dict[str, int] = {}
    for said in masters:
        latest[said.title] = max(latest.get(said.title, 0), sequence(said))
    starts = {(each.title, each.value("DTSTART")): each for each in masters if sequence(each) == latest[each.title]}
    return list(starts.values())
