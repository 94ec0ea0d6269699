"""Where things are found: the records, read only where they can hold what is looked for."""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import chain
from typing import Any, Final, NamedTuple, TypeVar

from msgspec.structs import astuple

from lacwg import records, render
from lacwg.commands import queries
from lacwg.commands.shared.contact_names import ContactNames
from lacwg.commands.shared.meeting_records import MeetingIndex
from lacwg.issue_threads import is_about, names_of
from lacwg.records import LANGUAGES, Contact, Group, Issue, Language, MeetingRecord, PrivateTable, Record, Table
from lacwg.run import Run
from lacwg.store.collection import Collection
from lacwg.text.fold import fold
from lacwg.text.query import Query, excerpt
from lacwg.text.query import names as names_in
from lacwg.voice.translation import tables

R = TypeVar("R", bound=Record)

OF_RECORDS: Final = ("decision", "action", "agenda", "minutes")
"""The kinds that are parts of meeting records."""
_WHOLE: Final = 400
"""Characters up to which a decision, an action or an item of an agenda is shown whole."""


class Criteria(NamedTuple):
    """What is looked for."""

    query: Query
    speaker: Query
    kinds: frozenset[str]
    issue: Issue | None
    first: dt.date | None
    last: dt.date | None
    private: bool

    def takes(self, kind: str) -> bool:
        """Whether a kind is looked through."""
        return not self.kinds or kind in self.kinds

    def in_time(self, day: dt.date) -> bool:
        """Whether a day is one of ``--from`` and ``--to``."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def secrets(self, table: PrivateTable) -> list[str]:
        """What of a ``[private]`` table is looked through."""
        values = render.record_json(table).values() if self.private else ()
        return [one for each in values for one in (each.values() if isinstance(each, dict) else [each])]


class Result(NamedTuple):
    """One thing that was found."""

    kind: str
    id: str
    date: dt.date | None
    title: str
    text: str
    """The words around the find; of what is short, the whole."""
    language: Language | None = None
    """In which it was found, if not in that of the records."""


class Item(NamedTuple):
    """Something that can be found by itself."""

    kind: str
    id: str
    day: dt.date | None
    title: str
    texts: list[str]
    """What is looked through. What something is called comes first, if it is called anything."""
    others: Callable[[], Mapping[Language, list[str]]] = dict
    """What it says in other languages, asked for only where its own words do not hold what is looked for."""


def all_results(run: Run, asked: Criteria) -> Iterator[Result]:
    """All that is found: first what has no date, then the newest."""
    if asked.first is None and asked.last is None:
        yield from _found(asked, _undated(run, asked))
    dated = sorted(_found(asked, chain(_dates(run, asked), _of_records(run, asked))), key=_by_day, reverse=True)
    yield from heapq.merge(_found(asked, _events(run, asked)), dated, key=_by_day, reverse=True)


def _by_day(result: Result) -> str:
    return "" if result.date is None else result.date.isoformat()


def _found(asked: Criteria, items: Iterable[Item]) -> Iterator[Result]:
    """Those of the items that hold what is looked for."""
    for item in items:
        given, language = item.texts, None
        if not asked.query.is_in(given):
            told = item.others()
            everything = [text for each in told.values() for text in each]
            if not told or not asked.query.is_in([*given, *everything]):
                continue
            language = next((each for each, said in told.items() if asked.query.is_in([*said, *given])), None)
            given = [*(told[language] if language else everything), *given]
        whole = " ".join((given or [""])[0].split())
        short = item.kind in ("decision", "action", "agenda") and len(whole) <= _WHOLE
        yield Result(*item[:4], whole if short else excerpt(asked.query, given), language)


def _candidates(collection: Collection[R], ids: Iterable[str], pieces: Iterable[str]) -> Iterator[R]:
    """The records whose files can hold all ``pieces``: the others need not be decoded.

    What is written with escapes, or has a merge marker, must be.
    """
    wanted = tuple(pieces)
    for record_id, text in collection.texts(ids):
        if "\\" not in text and "<<<<<<< " not in text and ">>>>>>> " not in text:
            folded = fold(text)
            if any(piece not in folded for piece in wanted):
                continue
        yield from collection.try_decode(record_id, text)


# Where things are


def _undated(run: Run, asked: Criteria) -> Iterator[Item]:
    store, about = run.store, asked.issue
    collections: tuple[Collection[Any], ...] = (store.issues, store.contacts, store.series)
    for collection in collections:
        kind = collection.kind.name
        if not asked.takes(kind) or (about is not None and kind == "contact"):
            continue
        for record in _candidates(collection, collection.ids(), asked.query.pieces):
            if about is None or about.id in (record.id, *getattr(record, "issues", ())):
                roles = [record.role_on(queries.today(run))] if isinstance(record, Contact) else []
                texts = [*texts_of(record), *filter(None, roles), *asked.secrets(record.private)]
                # what happened to single dates is found by itself
                others = partial(in_other_languages, record, "exceptions")
                yield Item(kind, record.id, None, texts[0], texts, others)
    if asked.takes("group") and about is None:
        for section, texts, told in of_group(store.group):
            yield Item("group", section, None, store.group.name, texts, partial(dict, told))


def _events(run: Run, asked: Criteria) -> Iterator[Item]:
    if not asked.takes("event"):
        return
    events, about = run.store.events, asked.issue
    pieces = [*asked.query.pieces, *asked.speaker.pieces, *([] if about is None else [about.id])]
    for event in _candidates(events, reversed(events.dated(asked.first, asked.last)), pieces):
        spoken = not any(asked.speaker) or any(asked.speaker.is_in([each.name]) for each in event.speakers)
        if spoken and (about is None or about.id in event.issues):
            texts = [*texts_of(event), *asked.secrets(event.private)]
            others = partial(in_other_languages, event)
            yield Item("event", event.id, dt.date.fromisoformat(event.id[:10]), event.title, texts, others)


def _dates(run: Run, asked: Criteria) -> Iterator[Item]:
    """The dates of series to which something has happened, with what is said of it."""
    if any(asked.speaker) or not (asked.takes("meeting") or asked.takes("event")):
        return
    for series in _candidates(run.store.series, run.store.series.ids(), asked.query.pieces):
        if not asked.takes(series.kind) or asked.query.is_in([series.title]):
            continue
        for each in series.exceptions if asked.issue is None or asked.issue.id in series.issues else ():
            day = each.date if each.moved_to is None else each.moved_to.day
            if asked.in_time(day):
                texts = [*texts_of(each), *asked.secrets(each.private), series.title]
                title, others = each.title or series.title, partial(in_other_languages, each)
                yield Item(series.kind, f"{series.id}/{each.date}", day, title, texts, others)


def _of_records(run: Run, asked: Criteria) -> Iterator[Item]:
    """Decisions, actions, items of agendas and notes, on the day on which the meeting took place."""
    if not any(asked.takes(each) for each in OF_RECORDS):
        return
    names = ContactNames(run.store.contacts.all())
    called = " ".join(map(fold, names.names.values()))  # a record has the ids of people, not their names
    pieces = [each for each in asked.query.pieces if each not in called]
    meetings, index = run.store.meetings, MeetingIndex(run)
    for record in _candidates(meetings, meetings.ids(), pieces):
        day = index.day(record.id)
        for kind, own_id, texts, table in _items(record, names, asked) if asked.in_time(day) else ():
            if asked.takes(kind):
                others = dict if kind == "minutes" else partial(in_other_languages, table)
                yield Item(kind, own_id, day, index.title(record.id), list(filter(None, texts)), others)


def _items(
    record: MeetingRecord, names: ContactNames, asked: Criteria
) -> Iterator[tuple[str, str, list[str | None], Table]]:
    """What of a meeting record is found by itself, if it is about the issue asked for: kind, id, texts, table."""
    issue = asked.issue
    for decision in record.decisions:
        if issue is None or is_about(issue, decision):
            yield "decision", record.id, [decision.text], decision
    for action in record.actions:
        if issue is None or is_about(issue, action):
            yield "action", action.id, [action.what, names.shown(action.who), action.reason, action.id], action
    for item in record.agenda:
        if issue is None or is_about(issue, item):
            yield "agenda", record.id, [item.title, names.shown(item.who)], item
    if (record.notes or asked.private) and (issue is None or names_in(record.notes or "", names_of(issue))):
        yield "minutes", record.id, [record.notes, *asked.secrets(record.private)], record


# What of each record is looked through: what people have written; no dates and ids, and no links to join by


def in_other_languages(table: Table, without: str = "") -> dict[Language, list[str]]:
    """What a record and its tables, but for those of the key ``without``, say in the languages in which they do."""
    there = [each for path, each in tables(table) if path[:1] != (without,)]
    said = {
        language: [text for each in there if (words := getattr(each, language)) for text in astuple(words) if text]
        for language in LANGUAGES
    }
    return {language: texts for language, texts in said.items() if texts}


_PICTURE: Final = ("caption", "alt", "credit")
_KEYS: Final[dict[type[Table], tuple[str, ...]]] = {
    records.Bill: ("name", "number", "status", "ask", "chamber", "session", "url", "sponsors"),
    records.SeriesChange: ("reason", "title", "place", "description", "url"),
    records.CoHost: ("name", "url"),
    records.Contact: ("name", "email", "phone", "address", "pronouns"),
    records.Event: ("title", "description", "place", "speakers", "co_hosts", "reason", "url", *_PICTURE, "pictures"),
    records.SeriesException: ("reason", "title", "place", "description", "url"),
    records.Issue: ("title", "stance", "summary", "partners", "bills"),
    records.Photo: _PICTURE,
    records.Series: ("title", "description", "place", "url", "changes"),
    records.Speaker: ("name", "about"),
}
"""What of each is looked through, what it is called first."""
_SECTIONS: Final = {
    "mission": ("mission",),
    "history": ("history",),
    "get-involved": ("get_involved",),
    "group": ("name", "short_name", "parent"),
}
"""The sections of ``lacwg mission``, and what of the group's file is in each."""


def texts_of(table: Table) -> Iterator[str]:
    """What of a record, and of the tables in it, is looked through."""
    for key in _KEYS[type(table)]:
        value = getattr(table, key)
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, Table):
                yield from texts_of(each)
            elif each:
                yield each


def of_group(group: Group) -> Iterator[tuple[str, list[str], dict[Language, list[str]]]]:
    """The sections of the group's file: what each says, and what in other languages."""
    for section, keys in _SECTIONS.items():
        others = {language: _given(getattr(group, language), keys) for language in LANGUAGES}
        yield section, _given(group, keys), others
    if group.photo is not None:
        yield "photo", list(texts_of(group.photo)), in_other_languages(group.photo)


def _given(table: Table | None, keys: tuple[str, ...]) -> list[str]:
    return [text for key in keys if (text := getattr(table, key, None))]
