"""The redacted view: what an output for an audience may draw on.

Exporters receive this and nothing else. A record that the audience may not see is not in it; of the
others, the fields and tables that it may not see are empty. What may be seen is read off the types of
``records``: a field that says nothing of its audience is private.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from functools import cache, partial
from itertools import chain, count
from typing import Any, Final, Literal, NamedTuple, TypeVar

import msgspec

from lacwg.errors import FieldError, LacwgError
from lacwg.records import (
    AudienceName,
    Contact,
    Event,
    Group,
    Issue,
    Language,
    MeetingRecord,
    Record,
    Series,
    Table,
    table_in,
)
from lacwg.schedule import occurrences
from lacwg.schedule.occurrences import Occurrence
from lacwg.text.english import long_date
from lacwg.voice.translation import Untranslated, own_language, translated
from lacwg.voice.voice import voice

Reader = Literal["public", "members"]
"""Who an output may be for; nothing is ever for "private"."""

T = TypeVar("T", bound=Table)
S = TypeVar("S", bound=Record)
REFERENCES: Final = frozenset({"issues", "main_series"})
"""The keys by which records name other ones. Who did something is told to members, whoever may see the contact."""
_ORDER: Final = {"public": 0, "members": 1, "private": 2}


class Seen(NamedTuple):
    """The ids of those that a reader may see, as an id tells something too: what names another one is withheld."""

    series: Set[str]
    issues: Set[str]

    @classmethod
    def of(cls, reader: Reader, series: Iterable[Series], issues: Iterable[Issue]) -> Seen:
        """Of a folder's records."""
        return cls(*({each.id for each in some if may_see(reader, each.audience)} for some in (series, issues)))

    def has(self, key: str, target: str) -> bool:
        """Whether what a key of ``REFERENCES`` names may be seen."""
        return target in (self.series if key == "main_series" else self.issues)

    def has_series_of(self, record: Record) -> bool:
        """Whether what a record's own id names may be seen: that of a meeting's record has its series' in it."""
        return not isinstance(record, MeetingRecord) or record.id[11:] in self.series

    def kept(self, key: str, value: Any) -> Any:
        """What of a reference, or of several, may be told."""
        if type(value) is tuple:
            return tuple(each for each in value if self.has(key, each))
        return value if value is not None and self.has(key, value) else None


class View(msgspec.Struct, frozen=True, kw_only=True):
    """What an audience may see. ``events`` is read once, and lazily, by the date of their files."""

    audience: Reader
    language: Language = "en"
    """In which it is told; what has no translation is in the group's own."""
    group: Group
    series: tuple[Series, ...] = ()
    events: Iterator[Event] = iter(())
    contacts: tuple[Contact, ...] = ()
    issues: tuple[Issue, ...] = ()
    meetings: tuple[MeetingRecord, ...] = ()
    problems: list[FieldError] = msgspec.field(default_factory=list)
    """Why records are left out of what is made of it: their times cannot be told. Known once that is read."""


def view_of(
    audience: Reader,
    group: Group,
    series: Iterable[Series] = (),
    events: Iterable[Event] = (),
    *,
    contacts: Iterable[Contact] = (),
    issues: Iterable[Issue] = (),
    meetings: Iterable[MeetingRecord] = (),
    seen: Seen | None = None,
) -> View:
    """The redacted view of a folder's records for ``audience``, in the group's own language.

    ``seen``: of the whole folder; else of the series and issues that are given.
    """
    if seen is None:
        series, issues = list(series), list(issues)
        seen = Seen.of(audience, series, issues)
    # minutes go to the public only once they are approved
    may_go = ("approved",) if audience == "public" else ("draft", "approved")
    return View(
        audience=audience,
        language=own_language(group) or "en",
        group=redacted(group, audience, seen),
        series=tuple(_of_reader(series, audience, seen)),
        events=_of_reader(events, audience, seen),
        contacts=tuple(_of_reader(contacts, audience, seen)),
        issues=tuple(_of_reader(issues, audience, seen)),
        meetings=tuple(_unnamed(_of_reader((each for each in meetings if each.state in may_go), audience, seen), seen)),
    )


def _of_reader(records: Iterable[S], reader: Reader, seen: Seen) -> Iterator[S]:
    return (redacted(each, reader, seen) for each in records if may_see(reader, each.audience))


def _unnamed(records: Iterable[MeetingRecord], seen: Seen) -> Iterator[MeetingRecord]:
    """Records by the day alone where the series, which their ids name, may not be seen; of one day they are counted."""
    records = list(records)
    taken = {each.id for each in records if seen.has_series_of(each)}
    for record in records:
        if seen.has_series_of(record):
            yield record
            continue
        day = record.id[:10]
        name = next(
            each
            for each in chain([day], (f"{day}-{n}" for n in count(2)))
            if each not in taken and each[11:] not in seen.series
        )
        taken.add(name)
        yield msgspec.structs.replace(record, id=name)


def in_language(view: View, language: Language, mark: Callable[[str], str] = str) -> View:
    """The view of a folder in the group's own language in another; ``mark`` is called on what has no translation."""
    if language == own_language(view.group):
        return view
    return msgspec.structs.replace(
        view,
        language=language,
        group=translated(view.group, language, mark),
        series=tuple(translated(each, language, mark) for each in view.series),
        events=(translated(each, language, mark) for each in view.events),
        contacts=tuple(translated(each, language, mark) for each in view.contacts),
        issues=tuple(translated(each, language, mark) for each in view.issues),
        meetings=tuple(translated(each, language, mark) for each in view.meetings),
    )


def dated(view: View, start: dt.datetime, end: dt.datetime) -> Iterator[Occurrence]:
    """What of a view is not over at ``start`` and begins before ``end``, in the order of time.

    It reads ``view.events``. Records whose times cannot be told go to ``view.problems``.
    """
    told = partial(occurrences.told, group=view.group, start=start, failed=view.problems.append)
    events = ((dt.date.fromisoformat(event.id[:10]), each) for event in view.events for each in told(event))
    for occurrence in occurrences.merge([occurrences.nearly_sorted(events), *map(told, view.series)]):
        if occurrence.span.start_utc >= end:
            return
        if occurrence.span.over_utc > start:
            yield occurrence


class WithheldError(LacwgError):
    """An audience may not have what was asked for."""


class MinutesView(msgspec.Struct, frozen=True, kw_only=True):
    """What an audience may see of one meeting's minutes."""

    audience: Reader
    record: MeetingRecord
    title: str
    when: str
    language: Language
    """In which it is told."""
    records: str
    """The language of what has no translation, as a BCP 47 tag."""
    is_own: bool
    """Whether it is told in the language of the records."""
    quorum: int | None
    names: Mapping[str, str]
    """Contacts' ids to their names; none where names may not be seen."""
    approved_on: dt.date | None = None
    """The day on which the meeting that approved them took place."""
    agenda_alone: bool = False
    """Whether it is the agenda of a meeting that is to come, and no minutes."""
    hours: Sequence[str] = ()
    """When each item of that agenda begins, as far as it is known."""
    duties: Sequence[str] = ()
    """Who is on duty there, a line for each duty."""


class OfMeeting(NamedTuple):
    """What minutes say of their meeting."""

    series: Series
    title: str
    """Of its occurrence, as ``when``, in the language in which it is told."""
    when: str
    approved_on: dt.date | None = None
    """The day of the meeting that approved them, where that is another than ``approved_at``."""
    typed: str | None = None
    """The meeting as people type it for a verb."""


def minutes_view(
    reader: Reader,
    record: MeetingRecord,
    group: Group,
    meeting: OfMeeting,
    names: Mapping[str, str],
    language: Language | None = None,
    mark: Callable[[str], str] = Untranslated,
    *,
    agenda_alone: bool = False,
) -> MinutesView:
    """The redacted view of a meeting's minutes; ``names`` by contacts' ids.

    ``language``: else the group's own; ``mark`` is called on what has no translation. Raises ``WithheldError``
    where ``reader`` may not have them: the public has none that are not approved, but for the ``agenda_alone``.
    """
    day = dt.date.fromisoformat(record.id[:10])
    typed = meeting.typed or str(day)
    if not may_see(reader, record.audience):
        raise WithheldError(
            f"{'the agenda' if agenda_alone else 'the minutes'} of {long_date(day)} {'is' if agenda_alone else 'are'} "
            f"{'for members' if record.audience == 'members' else 'private'}",
            hint=f"if {'everybody' if reader == 'public' else 'every member'} may have "
            f"{'it' if agenda_alone else 'them'}: "
            f"lacwg minutes edit {typed} --audience {reader}{' --amend' if record.state == 'approved' else ''}",
        )
    if agenda_alone:
        record = MeetingRecord(id=record.id, audience=record.audience, state=record.state, agenda=record.agenda)
    elif record.state == "planned":
        raise WithheldError(
            f"the minutes of {long_date(day)} have not been started", hint=f"start them: lacwg minutes start {typed}"
        )
    elif reader == "public" and record.state != "approved":
        raise WithheldError(
            f"the minutes of {long_date(day)} are not approved yet, and the public has none before that",
            hint=f"when a later meeting has approved them: lacwg minutes approve {typed}",
        )
    known = may_see(reader, meeting.series.audience)
    own = own_language(group)
    told_in = language or own or "en"
    seen = Seen.of(reader, [meeting.series], ())  # minutes do not say which issues they are about
    told, told_group = redacted(next(_unnamed([record], seen)), reader, seen), redacted(group, reader, seen)
    if told_in != own:
        told, told_group = translated(told, told_in, mark), translated(told_group, told_in, mark)
    return MinutesView(
        audience=reader,
        record=told,
        title=meeting.title if known else told_group.name,
        when=meeting.when if known else voice(told_in).full_date(day),
        language=told_in,
        records=group.language,
        is_own=told_in == own,
        quorum=told_group.quorum,
        names=names if reader == "members" else {},
        approved_on=meeting.approved_on or record.approved_at,
        agenda_alone=agenda_alone,
    )


def may_see(reader: AudienceName, audience: AudienceName) -> bool:
    """Whether ``reader`` is ``audience`` or narrower: all who may see what is for the one may see the other."""
    return _ORDER[audience] <= _ORDER[reader]


def redacted(record: T, reader: Reader, seen: Seen | None = None) -> T:
    """The record with every field that ``reader`` may not see at its default, within its tables too.

    ``seen``: so are references to what else the reader may not see.
    """
    withheld, naming, nested = _plan(type(record), reader)
    changed = {name: empty for name, empty in withheld if getattr(record, name) != empty}
    if seen is not None:
        kept = {name: seen.kept(name, getattr(record, name)) for name in naming}
        changed |= {name: value for name, value in kept.items() if value != getattr(record, name)}
    for name in nested:
        value = getattr(record, name)
        if isinstance(value, Table):
            if (table := redacted(value, reader, seen)) is not value:
                changed[name] = table
        elif value:
            tables = tuple(redacted(each, reader, seen) for each in value)
            if any(new is not old for new, old in zip(tables, value, strict=True)):
                changed[name] = tables
    return msgspec.structs.replace(record, **changed) if changed else record


@cache
def _plan(kind: type[Table], reader: Reader) -> tuple[list[tuple[str, Any]], list[str], list[str]]:
    """The fields to withhold, with what to leave there; those that name other records; those that hold tables."""
    withheld, naming, nested = [], [], []
    for field in msgspec.structs.fields(kind):
        if not may_see(reader, audiences(kind)[field.name]):
            withheld.append((field.name, _default(kind, field)))
        elif field.name in REFERENCES:
            naming.append(field.name)
        elif table_in(field.type):
            nested.append(field.name)
    return withheld, naming, nested


@cache
def audiences(kind: type[Table]) -> dict[str, AudienceName]:
    """Who may see each field, as its type says; a field whose type does not say is private."""
    return {
        field.name: next((mark for mark in getattr(field.type, "__metadata__", ()) if mark in _ORDER), "private")
        for field in msgspec.structs.fields(kind)
    }


def _default(kind: type[Table], field: msgspec.structs.FieldInfo) -> Any:
    if field.required:
        raise TypeError(f"{kind.__name__}.{field.name} must have a default to be withheld")
    return field.default_factory() if field.default is msgspec.NODEFAULT else field.default
