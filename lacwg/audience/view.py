"""The redacted view: what an output for an audience may draw on.

Exporters receive this and nothing else. A record that the audience may not see is not in it; of the
others, the fields and tables that it may not see are empty. What may be seen is read off the types of
``records``: a field that says nothing of its audience is private.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
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
_ORDER: Final = {"public": 0, "members": 1, "private": 2}


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
) -> View:
    """The redacted view of a folder's records for ``audience``, in the group's own language."""
    # minutes go to the public only once they are approved
    may_go = ("approved",) if audience == "public" else ("draft", "approved")
    return View(
        audience=audience,
        language=own_language(group) or "en",
        group=redacted(group, audience),
        series=tuple(_seen(series, audience)),
        events=_seen(events, audience),
        contacts=tuple(_seen(contacts, audience)),
        issues=tuple(_seen(issues, audience)),
        meetings=tuple(_seen((each for each in meetings if each.state in may_go), audience)),
    )


def _seen(records: Iterable[S], reader: Reader) -> Iterator[S]:
    return (redacted(each, reader) for each in records if may_see(reader, each.audience))


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
) -> MinutesView:
    """The redacted view of a meeting's minutes; ``names`` by contacts' ids.

    ``language``: else the group's own; ``mark`` is called on what has no translation. Raises ``WithheldError``
    where ``reader`` may not have them: the public has none that are not approved.
    """
    day = dt.date.fromisoformat(record.id[:10])
    typed = meeting.typed or str(day)
    if not may_see(reader, record.audience):
        raise WithheldError(
            f"the minutes of {long_date(day)} are {'for members' if record.audience == 'members' else 'private'}",
            hint=f"if {'everybody' if reader == 'public' else 'every member'} may have them: "
            f"lacwg minutes edit {typed} --audience {reader}{' --amend' if record.state == 'approved' else ''}",
        )
    if record.state == "planned":
        raise WithheldError(
            f"the minutes of {long_date(day)} have not been started", hint=f"start them: lacwg minutes start {typed}"
        )
    if reader == "public" and record.state != "approved":
        raise WithheldError(
            f"the minutes of {long_date(day)} are not approved yet, and the public has none before that",
            hint=f"when a later meeting has approved them: lacwg minutes approve {typed}",
        )
    known = may_see(reader, meeting.series.audience)
    own = own_language(group)
    told_in = language or own or "en"
    seen, seen_group = redacted(record, reader), redacted(group, reader)
    if told_in != own:
        seen, seen_group = translated(seen, told_in, mark), translated(seen_group, told_in, mark)
    return MinutesView(
        audience=reader,
        record=seen,
        title=meeting.title if known else seen_group.name,
        when=meeting.when if known else voice(told_in).full_date(day),
        language=told_in,
        records=group.language,
        is_own=told_in == own,
        quorum=seen_group.quorum,
        names=names if reader == "members" else {},
        approved_on=meeting.approved_on or record.approved_at,
    )


def may_see(reader: Reader, audience: AudienceName) -> bool:
    """Whether ``reader`` is ``audience`` or narrower."""
    return _ORDER[audience] <= _ORDER[reader]


def is_as_wide(audience: AudienceName, other: AudienceName) -> bool:
    """Whether all who may see what is for ``other`` may see what is for ``audience``."""
    return _ORDER[audience] <= _ORDER[other]


def redacted(record: T, reader: Reader) -> T:
    """The record with every field that ``reader`` may not see at its default, within its tables too."""
    withheld, nested = _plan(type(record), reader)
    changed = {name: empty for name, empty in withheld if getattr(record, name) != empty}
    for name in nested:
        value = getattr(record, name)
        if isinstance(value, Table):
            if (kept := redacted(value, reader)) is not value:
                changed[name] = kept
        elif value:
            tables = tuple(redacted(each, reader) for each in value)
            if any(new is not old for new, old in zip(tables, value, strict=True)):
                changed[name] = tables
    return msgspec.structs.replace(record, **changed) if changed else record


@cache
def _plan(kind: type[Table], reader: Reader) -> tuple[tuple[tuple[str, Any], ...], tuple[str, ...]]:
    """The fields to withhold, with what to leave there, and those that hold tables to look into."""
    withheld, nested = [], []
    for field in msgspec.structs.fields(kind):
        if not may_see(reader, audiences(kind)[field.name]):
            withheld.append((field.name, _default(kind, field)))
        elif table_in(field.type):
            nested.append(field.name)
    return tuple(withheld), tuple(nested)


@cache
def audiences(kind: type[Table]) -> dict[str, AudienceName]:
    """Who may see each field, as its type says; a field whose type does not say is private."""
    return {
        field.name: next((mark for mark in getattr(field.type, "__metadata__", ()) if mark in _ORDER), "private")
        for field in msgspec.structs.fields(kind)
    }


def _default(kind: type[Table], field: msgspec.structs.FieldInfo) -> Any:
    if field.default is not msgspec.NODEFAULT:
        return field.default
    if field.default_factory is not msgspec.NODEFAULT:
        return field.default_factory()
    raise TypeError(f"{kind.__name__}.{field.name} must have a default to be withheld")
