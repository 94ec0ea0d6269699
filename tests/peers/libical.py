"""libical, by ctypes: a reader of iCalendar that shares no code with ours.

https://libical.github.io/libical/apidocs/ ; Debian's package is ``libical3`` (``libical-dev`` brings it).
"""

from __future__ import annotations

import ctypes
import ctypes.util
import datetime as dt
from typing import NamedTuple

VEVENT = 4  # enum icalcomponent_kind


class _Time(ctypes.Structure):
    _fields_ = [
        *((name, ctypes.c_int) for name in ("year", "month", "day", "hour", "minute", "second", "is_date", "is_daylight")),
        ("zone", ctypes.c_void_p),
    ]  # fmt: skip


class _Span(ctypes.Structure):
    _fields_ = [("start", ctypes.c_long), ("end", ctypes.c_long), ("is_busy", ctypes.c_int)]


_CALLBACK = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.POINTER(_Span), ctypes.c_void_p)


def _load() -> ctypes.CDLL | None:
    name = ctypes.util.find_library("ical")
    if name is None:
        return None
    library = ctypes.CDLL(name)
    pointer, text, integer = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
    for function, result, arguments in (
        ("icalparser_parse_string", pointer, [text]),
        ("icalcomponent_get_first_component", pointer, [pointer, integer]),
        ("icalcomponent_get_next_component", pointer, [pointer, integer]),
        ("icalcomponent_count_errors", integer, [pointer]),
        ("icalrestriction_check", integer, [pointer]),
        ("icalcomponent_get_uid", text, [pointer]),
        ("icalcomponent_get_summary", text, [pointer]),
        ("icalcomponent_get_status", integer, [pointer]),
        ("icalcomponent_get_sequence", integer, [pointer]),
        ("icalproperty_string_to_kind", integer, [text]),
        ("icalcomponent_get_first_property", pointer, [pointer, integer]),
        ("icalproperty_get_datetime_with_component", _Time, [pointer, pointer]),
        ("icalcomponent_get_dtstart", _Time, [pointer]),
        ("icaltime_as_timet_with_zone", ctypes.c_long, [_Time, pointer]),
        ("icaltime_get_timezone", pointer, [_Time]),
        ("icaltime_is_null_time", integer, [_Time]),
        ("icalcomponent_foreach_recurrence", None, [pointer, _Time, _Time, _CALLBACK, pointer]),
        ("icaltime_from_timet_with_zone", _Time, [ctypes.c_long, integer, pointer]),
        ("icaltimezone_get_utc_timezone", pointer, []),
        ("icalcomponent_free", None, [pointer]),
    ):
        entry = getattr(library, function)
        entry.restype, entry.argtypes = result, arguments
    return library


LIBRARY = _load()
CANCELLED = 10905  # ICAL_STATUS_CANCELLED of libical 3


class Instance(NamedTuple):
    """One occurrence as libical reads it. ``start``: in UTC, or the date of a whole day."""

    uid: str
    start: dt.datetime | dt.date
    summary: str
    status: int
    sequence: int


class Feed:
    """A calendar that libical has parsed."""

    def __init__(self, feed: bytes) -> None:
        assert LIBRARY is not None
        self.library = LIBRARY
        self.calendar = LIBRARY.icalparser_parse_string(feed)
        assert self.calendar, "libical cannot parse this"

    def errors(self) -> int:
        """How many errors the parser met."""
        return int(self.library.icalcomponent_count_errors(self.calendar))

    def is_valid(self) -> bool:
        """Whether the restrictions of RFC 5545 and RFC 5546 hold."""
        return bool(self.library.icalrestriction_check(self.calendar)) and not self.errors()

    def instances(self, first: dt.datetime, last: dt.datetime) -> list[Instance]:
        """All occurrences between two moments, with what overrides them, by start."""
        parts = list(self._components())
        overrides = {
            (self._uid(part), replaced): part for part in parts if (replaced := self._replaced(part)) is not None
        }
        found = []
        for part in parts:
            if part in overrides.values():
                found.append(self._instance(part, self._moment(self.library.icalcomponent_get_dtstart(part))))
            else:
                found += [
                    self._instance(part, start)
                    for start in self._expanded(part, first, last)
                    if (self._uid(part), start) not in overrides
                ]
        return sorted(
            (each for each in found if first <= _utc(each.start) < last), key=lambda each: (_utc(each.start), each)
        )

    def _components(self):  # type: ignore[no-untyped-def]
        part = self.library.icalcomponent_get_first_component(self.calendar, VEVENT)
        while part:
            yield part
            part = self.library.icalcomponent_get_next_component(self.calendar, VEVENT)

    def _uid(self, part: int) -> str:
        return str(self.library.icalcomponent_get_uid(part).decode())

    def _replaced(self, part: int) -> dt.datetime | dt.date | None:
        """The start of the instance that a component overrides."""
        kind = self.library.icalproperty_string_to_kind(b"RECURRENCE-ID")
        recurrence_id = self.library.icalcomponent_get_first_property(part, kind)
        if not recurrence_id:
            return None
        return self._moment(self.library.icalproperty_get_datetime_with_component(recurrence_id, part))

    def _moment(self, time: _Time) -> dt.datetime | dt.date:
        if time.is_date:
            return dt.date(time.year, time.month, time.day)
        zone = self.library.icaltime_get_timezone(time)
        return dt.datetime.fromtimestamp(self.library.icaltime_as_timet_with_zone(time, zone), dt.UTC)

    def _expanded(self, part: int, first: dt.datetime, last: dt.datetime) -> list[dt.datetime | dt.date]:
        starts: list[dt.datetime | dt.date] = []
        whole_days = bool(self.library.icalcomponent_get_dtstart(part).is_date)

        def note(_component: int, span: ctypes._Pointer[_Span], _data: int) -> None:  # type: ignore[name-defined]
            moment = dt.datetime.fromtimestamp(span.contents.start, dt.UTC)
            starts.append(moment.date() if whole_days else moment)

        utc = self.library.icaltimezone_get_utc_timezone()
        begin, end = (
            self.library.icaltime_from_timet_with_zone(int(each.timestamp()), 0, utc) for each in (first, last)
        )
        self.library.icalcomponent_foreach_recurrence(part, begin, end, _CALLBACK(note), None)
        return starts

    def _instance(self, part: int, start: dt.datetime | dt.date) -> Instance:
        summary = self.library.icalcomponent_get_summary(part).decode()
        status, sequence = self.library.icalcomponent_get_status(part), self.library.icalcomponent_get_sequence(part)
        return Instance(self._uid(part), start, summary, status, sequence)


def _utc(moment: dt.datetime | dt.date) -> dt.datetime:
    return moment if isinstance(moment, dt.datetime) else dt.datetime.combine(moment, dt.time(), dt.UTC)
