"""The dates and times of a calendar file, in the zones that it names (RFC 5545, 3.3.4, 3.3.5, 3.6.5).

A zone is taken by its IANA name, by the name that Windows has for it or, where a program made up one of its
own, by what its VTIMEZONE says: a place that keeps the same time is looked for. A time whose zone cannot be
told is refused; none is read without a zone.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from copy import copy
from functools import lru_cache
from typing import Final

from lacwg.errors import LacwgError
from lacwg.importers.ics.components import Component
from lacwg.importers.ics.texts import EventProperties
from lacwg.records import FIRST_YEAR, LAST_YEAR
from lacwg.schedule import rules, zones
from lacwg.schedule.span import Moment, Span, after, day_of, has_hour, zone_of
from lacwg.schedule.zones import ZoneInfo
from lacwg.text.content_lines import Property

_STAMP: Final = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?\Z")
_DURATION: Final = re.compile(
    r"([+-]?)P(?:(\d{1,5})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,8})S)?)?\Z"
)
_FAMILIAR: Final = (
    "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Phoenix",
    "America/Halifax", "America/Puerto_Rico", "America/Havana", "America/Mexico_City", "America/Bogota",
    "America/Caracas", "America/Lima", "America/Sao_Paulo", "America/Santiago", "America/Asuncion",
    "America/Argentina/Buenos_Aires", "America/Port-au-Prince", "America/Tegucigalpa", "Europe/London",
    "Europe/Madrid", "Europe/Berlin", "Europe/Athens", "Europe/Moscow", "UTC",
)  # fmt: skip


class BadTimeError(LacwgError):
    """A date or time that cannot be told."""


_Onsets = list[tuple[dt.datetime, dt.timedelta]]
"""A VTIMEZONE around one year: the wall times at which an offset from UTC begins, in their order."""


def _offset(onsets: _Onsets, wall: dt.datetime) -> dt.timedelta | None:
    """The offset from UTC at a wall time; None where nothing is said of it."""
    begun = [offset for onset, offset in onsets if onset <= wall]
    return begun[-1] if begun else onsets[0][1] if onsets else None


def _onsets(observance: Component, year: int) -> Iterator[tuple[dt.datetime, dt.timedelta]]:
    """When one STANDARD or DAYLIGHT begins: at first, and around a year; nothing where it cannot be read."""
    said = {each.name: each.value for each in observance.properties()}
    try:
        begin, offset = _stamp(said["DTSTART"]), _utc_offset(said["TZOFFSETTO"])
        rule = rules.parse(said["RRULE"]) if "RRULE" in said else None
    except (KeyError, ValueError, LacwgError):
        return
    if not has_hour(begin) or (rule is not None and (rule.part("FREQ") != "YEARLY" or rule.interval > 1)):
        return
    dates = [each.value.split(",")[:500] for each in observance.properties() if each.name == "RDATE"]
    for stamp in (begin, *(_stamp(text) for texts in dates for text in texts)):
        if has_hour(stamp):
            yield stamp.replace(tzinfo=None), offset
    if rule is not None:
        until = rule.until or dt.date.max
        last = until.replace(tzinfo=None) if has_hour(until) else dt.datetime.combine(until, dt.time.max)
        for day in rules.dates(rules.Rule(rule.parts), max(dt.date(year - 1, 1, 1), begin.date())):
            onset = dt.datetime.combine(day, begin.time())
            if day.year > year or onset - dt.timedelta(hours=14) > last:  # UNTIL is in UTC, whatever the zone
                return
            yield onset, offset


def _utc_offset(text: str) -> dt.timedelta:
    match = re.match(r"([+-])(\d\d)(\d\d)(\d\d)?\Z", text.strip())
    if match is None:
        raise ValueError(text)
    length = dt.timedelta(hours=int(match[2]), minutes=int(match[3]), seconds=int(match[4] or 0))
    if length >= dt.timedelta(hours=24):
        raise ValueError(text)
    return -length if match[1] == "-" else length


class Clock:
    """The zones of one calendar: its own, and the one in which it wants to be shown."""

    def __init__(
        self, group: ZoneInfo, shown: str | None, own: dict[str, Component], typed: ZoneInfo | None = None
    ) -> None:
        """``group``: the zone of times that name none; ``shown``: what X-WR-TIMEZONE says.

        ``typed``: in whose clocks times in UTC and those without a zone are, whatever the file says.
        """
        self.group, self.typed = group, typed
        self._components = own
        self._zones: dict[tuple[str, int], ZoneInfo | _Onsets] = {}
        self.shown = typed or (named(shown) if shown else None) or group

    def of_series(self) -> Clock:
        """The same for what repeats: in UTC it stays there, as another clock would move its hour and its weekday."""
        found = copy(self)
        found.shown = self.typed or zones.zone("UTC")
        return found

    def read(self, prop: Property, text: str | None = None) -> Moment:
        """The moment that a property (or ``text`` from its list) says, in a zone or, where none keeps it, at an offset.

        Of a wall time that comes twice it is the first coming. Raises ``BadTimeError``.
        """
        stamp = _stamp(prop.value if text is None else text)
        if stamp is None:
            shown = (prop.value if text is None else text)[:40]
            raise BadTimeError(f'{prop.name} is not a date or a time: "{shown}"')
        if not FIRST_YEAR <= stamp.year <= LAST_YEAR:
            raise BadTimeError(f"{prop.name} is in the year {stamp.year}; years go from {FIRST_YEAR} to {LAST_YEAR}")
        if not has_hour(stamp):
            return stamp
        if stamp.tzinfo is not None:
            return stamp.astimezone(self.shown)
        name = prop.params.get("TZID") if prop.params else None
        found = self._zone(name, stamp) if name else self.typed or self.group
        if not isinstance(found, list):
            moment = zones.resolve_by_rule(stamp, found)
            return moment.astimezone(self.typed) if self.typed and found.key == "UTC" else moment
        offset = _offset(found, stamp)
        if offset is None:
            raise BadTimeError(f'its zone "{name[:60] if name else ""}" cannot be told: its VTIMEZONE says no offset')
        return stamp.replace(tzinfo=dt.timezone(offset))

    def name_of(self, span: Span) -> str | None:
        """What a record says of the zone of a span: nothing of the group's, of whole days and of no place's."""
        zone = zone_of(span.start)
        return None if zone is None or zone.key == self.group.key else zone.key

    def _zone(self, name: str, wall: dt.datetime) -> ZoneInfo | _Onsets:
        key = (name, wall.year)
        found = self._zones.get(key)
        if found is None:
            found = named(name) or self._like_own(name, wall)
            found = self._zones[key] = _by_offset(name) if found is None else found
        return found

    def _like_own(self, name: str, wall: dt.datetime) -> ZoneInfo | _Onsets | None:
        """A place that keeps the time of the file's own zone through the year of ``wall``, or that zone."""
        component = self._components.get(name)
        if component is None:
            return None
        for each in component.properties():
            if each.name == "X-LIC-LOCATION" and (place := named(each.value.strip())):
                return place
        own = sorted(onset for inner in component.inner[:200] for onset in _onsets(inner, wall.year))
        samples = [dt.datetime.combine(dt.date(wall.year, month, 15), dt.time(12)) for month in range(1, 13)]
        offsets = [_offset(own, each) for each in (*samples, wall)]
        for zone in (self.group, self.shown, *map(zones.zone, _FAMILIAR)):
            if offsets == [each.replace(tzinfo=zone).utcoffset() for each in (*samples, wall)]:
                return zone
        return own


@lru_cache(maxsize=512)
def named(name: str) -> ZoneInfo | None:
    """The zone of a name: IANA's, with what programs put before it, or that of Windows; None where it is neither."""
    name = name.strip().strip('"')
    parts = name.split("/")
    for begin in range(min(len(parts), 8)):
        candidate = "/".join(parts[begin:])
        if candidate.upper() in ("UTC", "GMT", "ETC/UTC", "ETC/GMT", "Z", "ZULU", "UCT", "UNIVERSAL"):
            return zones.zone("UTC")
        if "/" in candidate:
            try:
                return zones.zone(candidate)
            except zones.UnknownZoneError:
                continue
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    found = zones.old_names().get(name) or WINDOWS_TO_OLSON.get(name)
    return zones.zone(found) if found is not None and "/" in found else _displayed(name)


_OFFSET: Final = r"(?:UTC|GMT)?\s*([+-])(\d\d?)(?::?([0-5]\d))?"
_DISPLAYED: Final = re.compile(rf"\((?:{_OFFSET}|UTC|GMT)\)\s*(.+)")
_SHOWN: Final = {
    "Eastern Time (US & Canada)": "America/New_York", "Central Time (US & Canada)": "America/Chicago",
    "Mountain Time (US & Canada)": "America/Denver", "Pacific Time (US & Canada)": "America/Los_Angeles",
    "Atlantic Time (Canada)": "America/Halifax", "Newfoundland": "America/St_Johns", "Saskatchewan": "America/Regina",
    "Arizona": "America/Phoenix", "Alaska": "America/Anchorage", "Hawaii": "Pacific/Honolulu",
    "Indiana (East)": "America/Indiana/Indianapolis", "Central America": "America/Guatemala",
    "Haiti": "America/Port-au-Prince", "Brasilia": "America/Sao_Paulo", "Salvador": "America/Bahia",
    "City of Buenos Aires": "America/Argentina/Buenos_Aires", "Chennai": "Asia/Kolkata", "Beijing": "Asia/Shanghai",
    "West Central Africa": "Africa/Lagos", "Coordinated Universal Time": "UTC",
}  # fmt: skip
"""Zones by what Windows shows people, where that names no place that IANA has."""


def _displayed(name: str) -> ZoneInfo | None:
    """The zone that Windows shows people as ``(UTC-05:00) Bogota, Lima, Quito, Rio Branco``."""
    match = _DISPLAYED.match(name)
    places = (match[4] if match else name).replace("&amp;", "&").split(", ")
    if shown := _SHOWN.get(places[0]):
        return zones.zone(shown)
    if match is None:
        return None
    offset = _utc_offset(f"{match[1] or '+'}{int(match[2] or 0):02}{match[3] or '00'}")
    return next((found for place in places if (found := zones.of_place(place, offset))), None)


def _by_offset(name: str) -> ZoneInfo | _Onsets:
    """The zone of a name that is an offset from UTC, as ``GMT+0100``. Raises ``BadTimeError`` for any other."""
    match = re.match(rf"{_OFFSET}\Z", name.strip().strip('"'), re.IGNORECASE)
    hours = int(f"{match[1]}{match[2]}") if match else 99
    if match is None or not -12 <= hours <= 14:
        raise BadTimeError(
            f'its zone "{name[:60]}" is not known, and the file does not say what it is',
            hint="name it as a place, such as America/New_York",
        )
    if int(match[3] or 0):
        return [(dt.datetime(1, 1, 1), _utc_offset(f"{match[1]}{int(match[2]):02}{match[3]}"))]  # noqa: DTZ001
    return zones.zone(f"Etc/GMT{-hours:+}" if hours else "UTC")  # whose sign is the other way round


@lru_cache(maxsize=4096)
def _stamp(text: str) -> dt.date | dt.datetime | None:
    match = _STAMP.match(text.strip())
    if match is None:
        return None
    try:
        if match[4] is None:
            return dt.date(int(match[1]), int(match[2]), int(match[3]))
        second = min(59, int(match[6]))  # a leap second is none of our clocks'
        naive = dt.datetime(int(match[1]), int(match[2]), int(match[3]), int(match[4]), int(match[5]), second)  # noqa: DTZ001
    except ValueError:
        return None
    return naive.replace(tzinfo=dt.UTC) if match[7] else naive


def stamp(text: str) -> dt.datetime | None:
    """A moment in UTC, as DTSTAMP and LAST-MODIFIED say it; None for anything else."""
    found = _stamp(text)
    return found if has_hour(found) and found.tzinfo is not None and found.year >= FIRST_YEAR else None


def _after(start: Moment, text: str) -> Moment:
    """The end of what lasts so long from ``start`` on; of whole days the last one. Raises ``BadTimeError``.

    Days go by the calendar, and the rest as it passes (RFC 5545, 3.3.6).
    """
    match = _DURATION.match(text.strip().upper())
    if match is None or not any(match.groups()[1:]):
        raise BadTimeError(f'DURATION is not a length: "{text[:40]}"')
    weeks, days, hours, minutes, rest = (int(each or 0) for each in match.groups()[1:])
    days, seconds = weeks * 7 + days, hours * 3600 + minutes * 60 + rest
    if match[1] == "-" and (days or seconds):
        raise BadTimeError("it ends before it starts")
    if days > 400 or seconds > 400 * 86400:
        raise BadTimeError("it lasts longer than a year")
    if not has_hour(start):
        return start + dt.timedelta(days=days + seconds // 86400 - 1)
    begun, zone = start + dt.timedelta(days=days), zone_of(start)
    if days and zone is not None:
        begun = zones.resolve_by_rule(begun.replace(tzinfo=None), zone)
    return after(begun, dt.timedelta(seconds=seconds))


def by_calendar(said: EventProperties) -> dt.timedelta | None:
    """The length of what lasts days by the calendar, and not as time passes: a DURATION with days (RFC 5545, 3.3.6)."""
    prop = None if said.get("DTEND") else said.get("DURATION")
    if prop is None or not re.search(r"\d[WD]", prop.value.upper()):
        return None
    begin = dt.datetime(2000, 1, 1, tzinfo=zones.UTC)
    end = _after(begin, prop.value)
    return end - begin if has_hour(end) else None


def end_from(said: EventProperties, first: Span, start: Moment) -> Moment | None:
    """The end of a further date of what repeats: with DTEND it lasts as long as the first (RFC 5545, 3.8.5.3)."""
    if has_hour(start) != has_hour(first.start) or first.end is None:
        return None
    prop = None if said.get("DTEND") else said.get("DURATION")
    return first.moved_to(start).end if prop is None or not has_hour(start) else _after(start, prop.value)


def period_of(clock: Clock, said: EventProperties, first: Span, prop: Property, text: str) -> Span:
    """A date of RDATE, which may say its own end or length behind a slash."""
    begin, slash, rest = text.partition("/")
    start = clock.read(prop, begin)
    if has_hour(start) and has_hour(first.start):
        start = start.astimezone(first.start.tzinfo)
    if not slash or not has_hour(start):
        return Span(start, end_from(said, first, start), first.zone)
    end = _after(start, rest) if rest.strip()[:1] in "P+-" else clock.read(prop, rest)
    if not has_hour(end) or (length := end.astimezone(zones.UTC) - start.astimezone(zones.UTC)) < dt.timedelta():
        raise BadTimeError(f"the period of one of its dates (RDATE) has no end that is after its start: {text[:60]}")
    return Span(start, end.astimezone(start.tzinfo) if length else None, first.zone)


def span_of(clock: Clock, said: EventProperties) -> Span:
    """When a VEVENT takes place; its end is None where no length is known. Raises ``BadTimeError``."""
    prop = said.get("DTSTART")
    if prop is None:
        raise BadTimeError("it has no start (DTSTART)")
    start = clock.read(prop)
    end = _end(clock, said, start)
    if has_hour(start) and said.text("X-MICROSOFT-CDO-ALLDAYEVENT").strip().upper() == "TRUE":
        last = start.date() if end is None else day_of(end) - dt.timedelta(days=1)
        return Span(start.date(), last if last > start.date() else None, clock.group)
    return Span(start, end, zone_of(start) or clock.group)


def _end(clock: Clock, said: EventProperties, start: Moment) -> Moment | None:
    """The end, as the clocks at the start show it; None where it is the start, or there is none."""
    if (prop := said.get("DTEND")) is not None:
        end = clock.read(prop)
        if has_hour(start) != has_hour(end):
            raise BadTimeError("its start and its end are not both days or both times")
        if not has_hour(end):
            end -= dt.timedelta(days=1)  # DTEND is the day after (RFC 5545, 3.6.1)
    elif (prop := said.get("DURATION")) is not None:
        end = _after(start, prop.value)
    else:
        return None
    if has_hour(start) and has_hour(end):
        length = end.astimezone(zones.UTC) - start.astimezone(zones.UTC)
        if length < dt.timedelta():
            raise BadTimeError("it ends before it starts")
        return end.astimezone(start.tzinfo) if length else None
    if end < start - dt.timedelta(days=1):
        raise BadTimeError("it ends before it starts")
    return end if end > start else None
