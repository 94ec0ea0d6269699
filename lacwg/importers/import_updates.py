"""What of a record that is there already a file changes: what has changed in the file since it was last imported.

Each field is held against what the file said of it the last time, of which only digests are kept. What
belongs together, such as start, end and zone, is one part; each exception of a series is a part of its own.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping
from itertools import takewhile
from typing import Any, Final, NamedTuple

import msgspec
from msgspec.structs import replace

from lacwg.errors import LacwgError
from lacwg.records import (
    LANGUAGES,
    Contact,
    DayOrTime,
    Event,
    Language,
    MembersTable,
    PrivateTable,
    Record,
    Series,
    SeriesChange,
    SeriesException,
    Speaker,
)
from lacwg.schedule import rules, zones
from lacwg.schedule.span import day_of, has_hour
from lacwg.text.fold import fold_line
from lacwg.voice import ENGLISH_NAMES

Before = Mapping[str, str]
"""What the file said of each part when it was last imported, as digests."""

_TIMES: Final = {
    Event: ("start", "end", "timezone"),
    Series: ("rule", "since", "until", "start_time", "minutes", "timezone"),
}
_KEPT: Final = ("reason", "by", "on", "members", "private", "format", *LANGUAGES)
"""What an exception has that no file says of it."""


class Merged(NamedTuple):
    """A record with what a file has changed in it."""

    record: Record
    changed: tuple[str, ...]
    """The parts that it changed."""
    overridden: tuple[str, ...]
    """Those of them that had been changed here too."""


def said(record: Record, fields: frozenset[str], zone: str) -> dict[str, str]:
    """Digests of all that a file says of a record, to be kept for the next time. ``zone`` is the group's."""
    return {part: digest_of(value) for part, value in _parts(record, fields, zone)}


def _parts(record: Record, fields: frozenset[str], zone: str) -> Iterator[tuple[str, Any]]:
    """The parts of a record that a file can say, with their values."""
    times = _TIMES.get(type(record), ())
    if fields.intersection(times):
        yield "when", _times_of(record, fields, zone)
    for field in sorted(fields.difference(times)):
        value = getattr(record, field)
        if field == "exceptions":
            for each in value:
                yield f"exceptions/{each.date}", each if record.id else replace(each, by=None, on=None)
        elif field == "changes" and not record.id:
            yield field, _changes(value)
        elif field in ("members", "private"):
            told = ((key, each) for key, each in _values(value) if field == "members" or each is not None)
            yield from ((f"{field}.{key}", each) for key, each in told)
        elif field == "lists":
            yield from ((f"lists/{each}", True) for each in value)
        else:
            yield field, value


def digest_of(value: Any) -> str:
    """A value in sixteen letters; the same in later versions, as what is at its default is left out."""
    text = (
        value.encode("utf-8", "surrogatepass")
        if type(value) is str and value != "null"  # which is not nothing
        else msgspec.json.encode(value, enc_hook=_written)
    )
    return hashlib.blake2b(text, digest_size=8).hexdigest()


def _written(value: Any) -> Any:
    if isinstance(value, DayOrTime):
        return value.value.isoformat()
    raise NotImplementedError(type(value))


def _times_of(record: Record, fields: frozenset[str], zone: str) -> Any:
    """When it takes place, in a form that is the same for all ways to write it; without an end that no field says."""
    if isinstance(record, Event):
        name = record.timezone or zone
        return instant(record.start, name), instant(record.end, name) if "end" in fields else None
    assert isinstance(record, Series)
    try:
        rule = rules.parse(record.rule)
        first = rules.first_date(rule, record.since)
    except LacwgError:
        return record.rule, record.since, record.until, record.start_time, record.minutes, record.timezone
    shown_in = None if record.start_time is None else record.timezone or zone
    parts = sorted(part for part in rule.parts if part != ("INTERVAL", "1"))
    ends: list[object] = [rule.count]
    until = None if rule.until is None or rule.count is not None else day_of(rule.until)
    if record.until is not None or until is not None:
        last = min(each for each in (record.until, until, rules.HORIZON) if each is not None)
        ends.append(_last(rules.Rule(rule.parts), first, last))
    return parts, ends, first, record.start_time, record.minutes, shown_in


def instant(moment: DayOrTime | None, zone: str) -> dt.date | dt.datetime | None:
    """A moment in UTC; a whole day is the same day in every zone."""
    if moment is None or not has_hour(moment.value):
        return None if moment is None else moment.value
    if moment.value.tzinfo is not None:
        return moment.value.astimezone(dt.UTC)
    try:
        return zones.resolve_by_rule(moment.value, zones.zone(zone)).astimezone(dt.UTC)
    except zones.UnknownZoneError:
        return moment.value  # whoever saves it says so


def _end_moved(here: Event, start: DayOrTime) -> DayOrTime | None:
    """The end of an event that a file gives another start and no end: it lasts as long as before."""
    if here.end is None or here.start.all_day != start.all_day:
        return None
    was, now = here.start.value, start.value
    aware = [getattr(each, "tzinfo", None) is not None for each in (was, now, here.end.value)]
    return DayOrTime(here.end.value + (now - was)) if len(set(aware)) == 1 else None


def _last(rule: rules.Rule, first: dt.date | None, until: dt.date) -> dt.date | None:
    """The last date of a rule up to a day; the day itself where that is far off."""
    if first is None or (until - first).days > 366 * 60:
        return until
    found = rules.dates(rule, first, max(first, until - dt.timedelta(days=800)))
    return max(takewhile(lambda day: day <= until, found), default=until)


def merged(here: Record, theirs: Record, fields: frozenset[str], before: Before, zone: str) -> Merged:
    """What becomes of ``here`` by a file that says ``theirs``; ``zone`` is the group's.

    Without what it said before, a field that differs counts as changed by the file, but for one of which
    it says nothing: that is not taken away.
    """
    taking = _Taking(before, _typed_here(here, before), whole=bool(theirs.id))
    new: dict[str, Any] = {}
    times = _TIMES.get(type(here), ())
    if fields.intersection(times) and taking.takes(
        "when", _times_of(here, fields, zone), _times_of(theirs, fields, zone)
    ):
        new |= {field: getattr(theirs, field) for field in fields.intersection(times)}
        if isinstance(theirs, Event) and isinstance(here, Event):
            if theirs.start.all_day:
                new.pop("timezone", None)
            if "end" not in fields:
                new["end"] = _end_moved(here, theirs.start)
    for field in sorted(fields.difference(times)):
        ours = getattr(here, field)
        result = taking.field(field, ours, getattr(theirs, field))
        if result is not ours:
            new[field] = result
    return Merged(replace(here, **new) if new else here, tuple(taking.changed), tuple(taking.overridden))


def _typed_here(here: Record, before: Before) -> frozenset[str]:
    """The parts of a contact that were typed here, and that no file changes.

    An address book knows another role and another spelling, and nothing of what coordinators note. Whoever wants no
    mail gets none, whatever a file says.
    """
    if not isinstance(here, Contact):
        return frozenset()
    held = {"name": here.name, ("role" if here.role else "roles"): here.role or here.roles or None}
    held |= {f"private.{key}": each for key, each in _values(here.private)}
    found = {
        part
        for part, value in held.items()
        if value is not None and (part == "private.no_mail" or before.get(part) != digest_of(value))
    }
    return frozenset(found | {"role", "roles"} if found & {"role", "roles"} else found)


def _values(table: MembersTable | PrivateTable) -> Iterator[tuple[str, Any]]:
    return ((key, getattr(table, key)) for key in table.__struct_fields__)


class _Taking:
    """The decisions on one record: which parts are to be what the file says."""

    def __init__(self, before: Before, held: frozenset[str], *, whole: bool) -> None:
        """``whole``: the file has all that we have, as import json; else much is ours alone, such as words."""
        self.before, self.held, self.whole = before, held, whole
        self.changed: list[str] = []
        self.overridden: list[str] = []

    def takes(self, part: str, ours: Any, now: Any) -> bool:
        """Whether a part is to be what the file says."""
        was = self.before.get(part)
        if part in self.held or ours == now or (was is None and now in (None, ())) or was == digest_of(now):
            return False
        self.changed.append(part)
        if was is not None and was != digest_of(ours):
            self.overridden.append(part)
        return True

    def field(self, field: str, ours: Any, now: Any) -> Any:
        """What a field is to be; ``ours`` itself where it stays."""
        match field:
            case "exceptions":
                return self._exceptions(ours, now)
            case "sent":  # what went out stays known, whatever a file says
                known = {each.id: each for each in ours}
                later = (
                    one for one in now if one.id not in known or (known[one.id].state, one.state) == ("begun", "done")
                )
                now = tuple((known | {one.id: one for one in later}).values())
                return now if self.takes(field, ours, now) else ours
            case "changes" if not self.whole:
                if not self.takes(field, _changes(ours), _changes(now)):
                    return ours
                # words in other languages stand here, and no file says them
                words = {was.from_: {name: getattr(was, name) for name in LANGUAGES} for was in ours}
                return tuple(replace(each, **words.get(each.from_, {})) for each in now)
            case "speakers" if not self.whole:
                return now if self.takes(field, _own_words(ours), _own_words(now)) else ours
            case "members" | "private":
                if field == "private" and self.before.get(field) == digest_of(now):  # as an older lacwg has noted it
                    return ours
                both = zip(_values(ours), _values(now), strict=True)
                taken = {key: new for (key, old), (_, new) in both if self.takes(f"{field}.{key}", old, new)}
                return replace(ours, **taken) if taken else ours
            case "lists":
                gone = {each for each in ours if each not in now and f"lists/{each}" in self.before}
                self.changed += [f"lists/{each}" for each in sorted(gone)]
                more = [each for each in now if each not in ours and self.takes(f"lists/{each}", False, True)]
                return (*(each for each in ours if each not in gone), *more) if gone or more else ours
            case _:
                return now if self.takes(field, ours, now) else ours

    def _exceptions(
        self, ours: tuple[SeriesException, ...], theirs: tuple[SeriesException, ...]
    ) -> tuple[SeriesException, ...]:
        """The exceptions here with those of the file; those that the file no longer has go, if they were its own."""
        bare = (lambda each: each) if self.whole else _bare
        here = {each.date: each for each in ours}
        there = {each.date: each for each in theirs}
        for day, each in there.items():
            was = here.get(day)
            whole = each if was is None or self.whole else _with_kept(each, was)
            if was != whole and self.takes(f"exceptions/{day}", None if was is None else bare(was), bare(each)):
                here[day] = whole
        for part, digest in self.before.items():
            if part.startswith("exceptions/"):
                day = dt.date.fromisoformat(part[11:])
                if day not in there and day in here and digest_of(bare(here[day])) == digest:
                    self.changed.append(part)
                    del here[day]
        order = [each.date for each in ours if each.date in here]
        result = tuple(here[day] for day in [*order, *sorted(set(here) - set(order))])
        return ours if result == ours else result


def _changes(changes: tuple[SeriesChange, ...]) -> tuple[object, ...]:
    """What a series' changes say to subscribers, in a form that is the same for all ways to write a rule."""
    found = []
    for each in sorted(changes, key=lambda one: one.from_):
        rule = None if each.rule is None else tuple(sorted(rules.parse(each.rule).parts))
        edits = (each.title, each.place, each.url, each.description, each.start_time, each.minutes, each.members)
        found.append((each.from_, rule, *edits))
    return tuple(found)


def _own_words(speakers: tuple[Speaker, ...]) -> tuple[Speaker, ...]:
    """Speakers without words in other languages, which no file says."""
    return tuple(replace(each, **dict.fromkeys(LANGUAGES)) for each in speakers)


def _bare(exception: SeriesException) -> SeriesException:
    return replace(exception, by=None, on=None, **dict.fromkeys(LANGUAGES))


def _with_kept(new: SeriesException, was: SeriesException) -> SeriesException:
    """An exception of the file with what stands here and no file says."""
    empty = SeriesException(date=new.date)
    kept = {name: getattr(was, name) for name in _KEPT if getattr(new, name) == getattr(empty, name)}
    return replace(new, **kept)


def starts(record: Record) -> str:
    """A record's title and start, by which the same gathering is known without a UID; of a contact name and address."""
    if isinstance(record, Contact):
        return f"contact\n{fold_line(record.name)}\n{(record.email or '').casefold()}"
    if isinstance(record, Event):
        return f"event\n{fold_line(record.title)}\n{record.start.value.isoformat()}"
    if not isinstance(record, Series):
        return record.id
    first: dt.date | None = record.since
    with contextlib.suppress(LacwgError):
        first = rules.first_date(rules.parse(record.rule), record.since)
    return f"series\n{fold_line(record.title)}\n{first}\n{record.start_time}"


WORDS: Final = frozenset((
    "title", "place", "reason", "description", "alt", "caption", "pictures", "speakers", "exceptions", "changes",
    "members",
))  # fmt: skip
"""The fields that have words in them, or stand among words: a translation does not give them to a record here."""


def translation_note(name: str, language: Language) -> str:
    """What people must know of a file that is a translation. ``name``: as they know it."""
    return (
        f"{name}: it is your own calendar in {ENGLISH_NAMES[language]}; the words of what is here already stay, "
        "and the rest is taken over"
    )
