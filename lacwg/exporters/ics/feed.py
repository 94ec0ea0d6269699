"""iCalendar (RFC 5545, RFC 7986): a view's occurrences as a feed to subscribe to, or as objects for a server.

A series is one VEVENT with its rule; what happened to single dates are overrides of it. The same
records give the same bytes. Nothing is withheld here: the view already lacks what its audience may
not see.

A feed is put together of parts, one a record: whoever makes many feeds of the same records makes each part once.
A calendar server has an object for each UID (RFC 4791, 4.1) with the VTIMEZONEs that it needs and without METHOD.
Each VEVENT in it says whose it is, so that any machine of the group knows it again.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final, NamedTuple

from msgspec.structs import replace

from lacwg.audience.view import View
from lacwg.errors import FieldError, LacwgError
from lacwg.exporters.ics import entries
from lacwg.exporters.ics.entries import Entry, content_line
from lacwg.exporters.ics.vtimezone import ZoneYears, is_utc, joined, zone_lines
from lacwg.identity import Identity
from lacwg.records import Action, Contact, Event, Group, Issue, Language, Series
from lacwg.schedule.occurrences import Occurrence
from lacwg.text.content_lines import escaped
from lacwg.text.controls import clean_line, without_controls
from lacwg.voice.translation import own_language
from lacwg.voice.voice import voice_of

PRODID: Final = "-//lacwg//lacwg//EN"
GROUP: Final = "X-LACWG-GROUP"
"""The property that says whose an entry or a calendar is: the group's ``uid_namespace``."""
LANGUAGE: Final = "X-LACWG-LANGUAGE"
"""The property that says in which language our own words are, where that is not English: ``es``."""
HEAD: Final = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:{PRODID}\r\nCALSCALE:GREGORIAN\r\n".encode()
"""With what every calendar begins, and with what it ends:"""
END: Final = b"END:VCALENDAR\r\n"

About = Issue | Event | Series | Contact
"""What alone a feed can be about."""


class Part(NamedTuple):
    """What one record is in a feed: plain data, which can be kept."""

    lines: bytes
    """Its VEVENTs."""
    zones: frozenset[ZoneYears] = frozenset()
    """The zones that these name, and for which years."""
    in_utc: bool = False
    """It is a series in UTC."""


def calendar(view: View, part: About | None = None) -> bytes:
    """The feed of a view. Records whose times cannot be told go to ``view.problems``.

    ``part``: what alone it is about; a calendar of its own then, with a name and a UID that say so.
    """
    parts = (_part(record, view.group, made) for record, made in _entries(view))
    return assembled(view.group, parts, part, view.language)


def _entries(view: View) -> Iterator[tuple[Series | Event, list[Entry]]]:
    """The VEVENTs of each record of a view; those whose times cannot be told go to ``view.problems``."""
    for record in chain[Series | Event](view.series, view.events):
        try:
            yield record, list(entries.of_record(record, view.group, voice_of(view.group, view.language)))
        except FieldError as error:
            view.problems.append(error)


def part(record: Event | Series, group: Group, language: Language = "en") -> Part:
    """What a record of a view in ``language`` is in a feed of ``group``.

    Raises ``FieldError`` where its times cannot be told.
    """
    return _part(record, group, list(entries.of_record(record, group, voice_of(group, language))))


def duty_part(duty: str, said: str, found: Occurrence, who: Contact, group: Group, language: Language) -> Part:
    """One's own duty on a date, an entry beside that of the date; ``said``: what it is called in the language."""
    identity = Identity(group.uid_namespace, None, f"duty/{found.id}/{duty}/{who.id}")
    voice = voice_of(group, language)
    title = voice.gettext("{name}: {about}", name=said, about=found.title)
    entry = entries.single(replace(found, title=title), voice, identity.uid)
    return Part(entry.lines(), frozenset(entry.zones))


def action_part(action: Action, group: Group, updated: dt.datetime | None) -> Part:
    """What somebody promised to do; its four letters are its identity for life."""
    return Part(entries.todo(action, Identity(group.uid_namespace, None, f"action/{action.id}").uid, updated).lines())


def _part(record: Event | Series, group: Group, made: list[Entry]) -> Part:
    return Part(
        b"".join([entry.lines() for entry in made]),
        frozenset[ZoneYears]().union(*(entry.zones for entry in made)),
        isinstance(record, Series) and is_utc(record.timezone or group.timezone),
    )


def assembled(
    group: Group, parts: Iterable[Part], about: About | None = None, language: Language | None = None
) -> bytes:
    """The feed that has these parts, in their order.

    ``about``: what alone it is about; a calendar of its own then, with a name and a UID that say so. So is one
    in a ``language`` that is not the group's own.
    """
    lines: list[bytes] = []
    in_utc, needed = False, set[ZoneYears]()  # most parts need the same few years
    for each in parts:
        lines.append(each.lines)
        needed |= each.zones
        in_utc = in_utc or each.in_utc
    name = group.short_name or group.name
    if about is not None:
        name = f"{name}: {about.name if isinstance(about, Contact) else about.title}"
    zones = [zone_lines(*each) for each in joined(needed)]
    return b"".join([*_head(name, _uid(group, about, language), group, language, in_utc=in_utc), *zones, *lines, END])


def _uid(group: Group, about: About | None, language: Language | None) -> str:
    """The identity of a calendar as such; its entries have theirs in every calendar."""
    own = _is_own(group, language)
    if about is None and own:
        return group.uid_namespace
    part = "feed" if own else f"feed/{language}"
    folder = "series/" if isinstance(about, Series) else "contacts/" if isinstance(about, Contact) else ""
    name = "" if about is None else f"{folder}{about.id}"
    return Identity(group.uid_namespace, None, name, part).uid


def _is_own(group: Group, language: Language | None) -> bool:
    """Whether a feed is in the group's language; in English that of a group in whose language we have no words."""
    return language is None or language == (own_language(group) or "en")


def _head(name: str, uid: str, group: Group, language: Language | None, *, in_utc: bool) -> Iterator[bytes]:
    yield HEAD
    shown = escaped(clean_line(name))
    yield content_line("NAME", shown)
    yield content_line("X-WR-CALNAME", shown)
    # readers that heed a calendar's zone move what is in UTC there, rules included
    if not in_utc:
        yield content_line("X-WR-TIMEZONE", group.timezone)
    about = escaped(without_controls(f"{group.name}, {group.parent}" if group.parent else group.name))
    yield content_line("DESCRIPTION", about)
    yield content_line("X-WR-CALDESC", about)
    yield content_line("UID", escaped(uid))
    # not as LANGUAGE of each text (RFC 5545, 3.2.10): what has no translation is in another one, and no reader asks
    if not _is_own(group, language) or language not in (None, "en"):
        yield content_line(LANGUAGE, language or "en")
    if uid != group.uid_namespace:  # which does not say it then
        yield content_line(GROUP, escaped(clean_line(group.uid_namespace)))
    yield content_line("REFRESH-INTERVAL;VALUE=DURATION", "PT6H")
    yield content_line("X-PUBLISHED-TTL", "PT6H")


AUDIENCE: Final = "X-LACWG-AUDIENCE"
"""Whom it was published for."""
ZONES: Final = "X-LACWG-ZONES"
"""A digest of the VTIMEZONEs: servers may write these anew, and a country's change of the clocks must go out."""


class CalendarObject(NamedTuple):
    """What a calendar server keeps in one place."""

    uid: str
    data: bytes
    record: Event | Series
    """What it is of, as its audience sees it."""


def objects(view: View) -> Iterator[CalendarObject]:
    """The objects of a view. Records whose times cannot be told go to ``view.problems``.

    Raises ``LacwgError`` where two records have one UID: a server keeps only one of them.
    """
    met: set[str] = set()
    for record, made in _entries(view):
        zones = joined(chain.from_iterable(each.zones for each in made))
        for uid in dict.fromkeys(each.uid for each in made):
            if uid in met:
                raise LacwgError(
                    f'two records have the uid "{uid}", and a calendar keeps one of them',
                    hint="lacwg check names them; give one another uid",
                )
            met.add(uid)
            data = _object([each for each in made if each.uid == uid], zones, view)
            yield CalendarObject(uid, data, record)


def _object(parts: list[Entry], zones: list[ZoneYears], view: View) -> bytes:
    """``zones``: those of the whole record, and for which years."""
    named = {each.zone for part in parts for each in part.zones}
    clocks = b"".join(zone_lines(*each) for each in zones if each.zone in named)
    for each in parts:
        each.text(GROUP, view.group.uid_namespace)
        each.text(AUDIENCE, view.audience)
        if clocks:
            each.text(ZONES, hashlib.sha256(clocks).hexdigest()[:16])
    return b"".join([HEAD, clocks, *(each.lines() for each in parts), END])
