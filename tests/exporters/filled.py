"""Records with something in every field, each text naming itself and who may see it."""

from __future__ import annotations

import datetime as dt
import types
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

import msgspec

from lacwg.audience import view as audience
from lacwg.records import Contact, DayOrTime, Event, Group, Issue, MeetingRecord, Series, Table

T = TypeVar("T", bound=Table)

HOSTILE = 'a\x00b\x1b[31mc\u202ed\u2028e\x85f\r\nBEGIN:VEVENT</script><script>alert("1")</script><!--\\ [bold]=1+1&amp;'
"""What no reader may take for anything but text."""
WIDTH = {"public": 0, "members": 1, "private": 2}
SINCE, DATE, CHANGE = dt.date(2026, 1, 1), dt.date(2026, 12, 9), dt.date(2027, 3, 1)
START = DayOrTime(dt.datetime(2026, 12, 3, 19))
GIVEN: dict[str, Any] = {
    "id": "2026-12-03-filled", "Series.id": "filled", "Action.id": "abcd", "MeetingRecord.id": "2026-12-09-filled",
    "audience": "public", "sequence": 3, "updated": dt.datetime(2026, 11, 1, tzinfo=dt.UTC), "since": SINCE,
    "until": dt.date(2028, 12, 31), "date": DATE, "SeriesChange.from_": CHANGE, "moved_to": DayOrTime(dt.date(2026, 12, 10)),
    "rule": "2nd Wednesday", "timezone": "America/Havana", "start": START, "end": START, "MeetingRecord.state": "approved",
    "base_url": "https://example.org/la-cwg/", "uid_namespace": "123e4567-e89b-12d3-a456-426614174000", "image": "https://example.org/x.png", "language": "es",
    "countries": ("CU",), "meeting_hosts": ("meet.example.org",), "dropped": None, "cancelled": False, "extra": False, "start_time": dt.time(17, 30),
    "issues": ("2026-12-03-filled",), "main_series": "filled", "url": "https://example.org/?a=1&b=2", "join_url": "https://example.org/members-join",
    "Contact.role": None, "Role.from_": SINCE, "Role.to": DATE, "Away.from_": SINCE, "Away.to": DATE, "lists": ("members",), "Sent.id": "abcd",
    "Sent.on": dt.datetime(2026, 11, 1, tzinfo=dt.UTC), "geo": (42.358, -71.064), "recording": "https://example.org/recording",
    "MembersTable.recording": "https://example.org/members-recording",
}  # fmt: skip


class Filled(msgspec.Struct):
    """Makes records; ``texts`` is what was put into them, by who may see it."""

    hostile: str = ""
    texts: dict[str, list[str]] = msgspec.field(default_factory=lambda: {name: [] for name in WIDTH})

    def record(self, kind: type[T], **given: Any) -> T:
        return msgspec.structs.replace(self._table(kind, kind.__name__, "public"), **given)

    def view(self, reader: audience.Reader) -> audience.View:
        return audience.view_of(
            reader,
            self.record(Group),
            [self.record(Series)],
            [self.record(Event)],
            contacts=[self.record(Contact)],
            issues=[self.record(Issue)],
            meetings=[self.record(MeetingRecord)],
        )

    def _table(self, kind: type[T], path: str, above: str) -> T:
        hints, marks, values = get_type_hints(kind), audience.audiences(kind), {}
        for name in kind.__struct_fields__:
            own = max(marks[name], above, key=WIDTH.__getitem__)
            key = f"{kind.__name__}.{name}"
            given = GIVEN.get(key, GIVEN.get(name, ...))
            if key == "Group.lists":
                given = ...
            values[name] = self._value(hints[name], f"{path}.{name}", own) if given is ... else given
        return kind(**values)

    def _value(self, hint: Any, path: str, own: str) -> Any:
        if get_origin(hint) in (types.UnionType, get_origin(int | None)) or type(None) in get_args(hint):
            hint = next(each for each in get_args(hint) if each is not type(None))
        if get_origin(hint) is Literal:
            return get_args(hint)[0]
        if get_origin(hint) is tuple:
            return (self._value(get_args(hint)[0], path, own),)
        if get_origin(hint) is dict:
            return {"members": self._value(get_args(hint)[1], path, own)}
        if isinstance(hint, type) and issubclass(hint, Table):
            return self._table(hint, path, own)
        if hint is str:
            text = f"{self.hostile}{own}-canary {path}"
            self.texts[own].append(text)
            return text
        return {int: 30, bool: True, dt.date: DATE}[hint]


def texts_of(value: Any) -> set[str]:
    """Every text in a JSON value."""
    if isinstance(value, dict):
        return set().union(*map(texts_of, value.values()))
    if isinstance(value, list):
        return set().union(*map(texts_of, value))
    return {value} if isinstance(value, str) else set()
