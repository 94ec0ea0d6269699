"""What subscribers see of a calendar object, and how two of them differ.

Servers write objects anew: in another order, folded and escaped otherwise, with properties of their own. So
what is compared is what they mean: moments as instants, lengths as lengths, rules part by part. What we never
write is not looked at, but for what would change the dates.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final, Literal, NamedTuple

from lacwg.exporters.ics.feed import AUDIENCE, GROUP, ZONES
from lacwg.schedule.span import Moment, day_of, has_hour

Kind = Literal["moved", "gone", "new", "changed"]

_TEXTS: Final = {
    "SUMMARY": "title", "DESCRIPTION": "description", "LOCATION": "place", "URL": "link", "IMAGE": "picture",
    "CONFERENCE": "join link", "STATUS": "status", AUDIENCE: "audience", ZONES: "changes of the clocks",
}  # fmt: skip
"""Properties that are compared as they stand, and what people call them."""
_UNSEEN: Final = frozenset({"sequence", "group"})
"""What is compared, and sent where it differs, but does not show."""
_ADDED: Final = str(dt.timedelta(hours=1))
"""The length that SOGo gives to what has no end."""
_USUAL: Final = {"INTERVAL": ("1",), "WKST": ("MO",)}
"""Parts of a rule that say nothing."""


class Part(NamedTuple):
    """One VEVENT: an event, a series, or what became of one date of it."""

    title: str
    start: Moment
    date: Moment | None
    """The start by the rule (RECURRENCE-ID), of what became of one date."""
    facts: dict[str, str]
    """All that counts, by what people call it."""
    modified: Moment | None = None
    """When it was changed last (LAST-MODIFIED)."""


class Reading(NamedTuple):
    """What an object holds."""

    uid: str
    group: str | None
    """The ``uid_namespace`` of the group that published it; None: nobody of ours."""
    audience: str | None
    parts: dict[str, Part]
    """By the date that each is of; "" is the event or the series itself. Empty: it cannot be understood."""

    @property
    def has_end(self) -> bool:
        """Whether all of it ends at some time; what is of whole days does."""
        return all("length" in each.facts for each in self.parts.values())


class Difference(NamedTuple):
    """One thing that subscribers will see."""

    kind: Kind
    uid: str
    title: str
    was: Moment | None
    now: Moment | None
    what: tuple[str, ...] = ()
    """What else is different, as people call it."""


def read(data: str | bytes) -> Reading | None:
    """What an object holds; None where it is none of events."""
    from icalendar import Calendar

    try:
        events = Calendar.from_ical(data).events
        if not events:
            return None
        uid = str(events[0].get("UID", ""))
        group, audience = (_one(events[0].get(name)) for name in (GROUP, AUDIENCE))
    except (ValueError, KeyError, IndexError, TypeError, AttributeError):
        return None  # a server may hold anything
    try:
        parts = [_part(each) for each in events]
        keys = ["" if each.date is None else _moment(each.date) for each in parts]
        # two of the same date: whatever it is, it is not what we write
        read = {} if len(set(keys)) < len(keys) else dict(zip(keys, parts, strict=True))
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError):
        read = {}
    return Reading(uid, group, audience, read)


def is_same(ours: Reading, there: Reading) -> bool:
    """Whether what a server has means the same as ours, in all that counts."""
    return (
        bool(ours.parts)
        and ours.parts.keys() == there.parts.keys()
        and all(_is_kept(part, there.parts[key]) for key, part in ours.parts.items())
    )


def _is_kept(ours: Part, there: Part) -> bool:
    """Whether a part is ours as it was sent, but for the length that SOGo adds to what has no end.

    Whoever else gives it a length says so: by SEQUENCE or LAST-MODIFIED.
    """
    added = there.facts.keys() - ours.facts.keys()
    return ours.facts == there.facts or (
        added == {"length"} and ours.modified == there.modified and ours.facts.items() <= there.facts.items()
    )


def is_newer(there: Reading, here: Reading) -> bool:
    """Whether an object has been changed more often (RFC 5545, 3.8.7.4) than what is to take its place knows of."""
    both = there.parts.keys() & here.parts.keys()
    return any(int(there.parts[key].facts["sequence"]) > int(here.parts[key].facts["sequence"]) for key in both)


def differences(was: Reading | None, now: Reading | None) -> list[Difference]:
    """What subscribers will see when an object takes another's place; None: there is none."""
    if was is None or not was.parts or now is None or not now.parts:
        old, new = (None if each is None else _first(each) for each in (was, now))
        shown = new or old
        if shown is None:
            return []
        kind: Kind = "gone" if now is None else "new" if was is None else "changed"
        reading = now or was
        assert reading is not None
        start = shown.start
        return [Difference(kind, reading.uid, shown.title, start if old else None, start if new else None)]
    found = list(_each(was, now))
    facts, before = ({key: part.facts for key, part in each.parts.items()} for each in (now, was))
    if not found and before != facts:
        only = _first(now)
        found.append(Difference("changed", now.uid, only.title, only.start, only.start, ("nothing that shows",)))
    return found


def _first(reading: Reading) -> Any:
    return reading.parts.get("") or next(iter(reading.parts.values()), None)


def _each(was: Reading, now: Reading) -> Iterator[Difference]:
    """Part by part, in the order of time."""
    for key in sorted({*was.parts, *now.parts}):
        old, new = was.parts.get(key), now.parts.get(key)
        part = new or old
        assert part is not None
        # a date that was or will be what the series says of it
        before = old.start if old else part.date
        after = new.start if new else part.date
        what = _what(old or was.parts.get(""), new or now.parts.get(""), whole=bool(old and new))
        if before is not None and after is not None and _moment(before) != _moment(after):
            # that it has moved is what its description says now
            what = tuple(each for each in what if each != "description")
            yield Difference("moved", now.uid, part.title, before, after, what)
        elif what:
            yield Difference("changed", now.uid, part.title, before, after, what)


def _what(old: Part | None, new: Part | None, *, whole: bool) -> tuple[str, ...]:
    """The names of what differs; ``whole`` False: a date against its series, which has a rule and it has none."""
    one, other = (each.facts if each else {} for each in (old, new))
    if one.get("length") == _ADDED and "length" not in other:
        other = other | {"length": _ADDED}  # it will be given to it again
    names = [name for name in dict.fromkeys([*one, *other]) if one.get(name) != other.get(name)]
    passed = _UNSEEN | {"start"} | (set() if whole else {"rule", "zone", "dates", "left out"})
    names = [name for name in names if name not in passed]
    if "status" in names and "CANCELLED" in (one.get("status"), other.get("status")):
        # its title says so too, and its description why
        names = [name for name in names if name not in ("status", "title", "description")]
        names.insert(0, "cancelled" if other.get("status") == "CANCELLED" else "no longer cancelled")
    return tuple(names)


# One VEVENT


def _part(event: Any) -> Part:
    start, date = _decoded(event["DTSTART"]), event.get("RECURRENCE-ID")
    rule = event.get("RRULE")
    facts = {
        "start": _moment(start),
        "sequence": str(int(event.get("SEQUENCE", 0))),
        "group": _one(event.get(GROUP)) or "",
    }
    if length := _length(event, start):
        facts["length"] = str(length)
    if rule is not None:
        facts["rule"] = " / ".join(sorted(map(_rule, _all(rule))))
        facts["zone"] = str(event["DTSTART"].params.get("TZID", ""))
    for name, said in (("EXDATE", "left out"), ("RDATE", "dates")):
        if dates := sorted(_moment(each.dt) for several in _all(event.get(name)) for each in several.dts):
            facts[said] = " ".join(dates)
    for name, said in _TEXTS.items():
        if text := "\n".join(_clean(str(each)) for each in _all(event.get(name))):
            facts[said] = text
    title = " ".join(facts.get("title", "").split())
    modified = event.get("LAST-MODIFIED")
    return Part(
        title,
        start,
        None if date is None else _decoded(date),
        facts,
        None if modified is None else _decoded(modified),
    )


def _all(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]


def _one(value: Any) -> str | None:
    return None if value is None else str(_all(value)[0])


def _clean(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").strip().split("\n"))


def _decoded(value: Any) -> Moment:
    moment = value.dt
    if not isinstance(moment, dt.date):
        raise TypeError("no moment")
    return moment


def _moment(moment: Moment) -> str:
    """An instant in UTC, a day, or wall time of nowhere."""
    if not has_hour(moment):
        return moment.isoformat()
    if moment.tzinfo is None:
        return f"{moment:%Y-%m-%dT%H:%M:%S}"
    return f"{moment.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"


def _length(event: Any, start: Moment) -> dt.timedelta:
    """How long it takes, whether it says so by its end or its duration (RFC 5545, 3.6.1); nothing without either."""
    if "DTEND" in event:
        last = _decoded(event["DTEND"])
        if not has_hour(start) or not has_hour(last):
            return day_of(last) - day_of(start)
        if start.tzinfo is None or last.tzinfo is None:
            return last.replace(tzinfo=None) - start.replace(tzinfo=None)
        return last.astimezone(dt.UTC) - start.astimezone(dt.UTC)
    if "DURATION" in event:
        return _all(event["DURATION"])[0].dt  # type: ignore[no-any-return]
    return dt.timedelta() if has_hour(start) else dt.timedelta(days=1)


def _rule(rule: Any) -> str:
    parts = {}
    for name, values in rule.items():
        values = values if isinstance(values, list) else [values]
        said = tuple(sorted(_moment(each) if isinstance(each, dt.date) else str(each).upper() for each in values))
        if said != _USUAL.get(name.upper()):
            parts[name.upper()] = said
    return ";".join(f"{name}={','.join(said)}" for name, said in sorted(parts.items()))
