"""Where things are found: the records, read only where they can hold what is looked for."""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any, Final

from lacwg.commands.search import searched_texts
from lacwg.commands.search.criteria import Criteria
from lacwg.commands.search.meeting_index import MeetingIndex
from lacwg.commands.search.results import OF_RECORDS, Result
from lacwg.commands.shared.contact_names import ContactNames
from lacwg.issue_threads import is_about, names_of
from lacwg.records import Language, MeetingRecord, Table
from lacwg.run import Run
from lacwg.store.collection import Collection
from lacwg.text.fold import fold
from lacwg.text.query import excerpt, names

_WHOLE: Final = 400
"""Characters up to which a decision, an action or an item of an agenda is shown whole."""


def all_results(run: Run, asked: Criteria) -> Iterator[Result]:
    """All that is found: first what has no date, then the newest."""
    if asked.first is None and asked.last is None:
        yield from _undated(run, asked)
    streams = [_of_events(run, asked), iter(_newest([*_of_dates(run, asked), *_of_records(run, asked)]))]
    yield from heapq.merge(*streams, key=lambda each: each.order, reverse=True)


def _newest(found: list[Result]) -> list[Result]:
    return sorted(found, key=lambda each: each.order, reverse=True)


def _candidates(collection: Collection[Any], ids: Iterable[str], pieces: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The ids and texts of the files that can hold all ``pieces``: the others need not be decoded.

    What is written with escapes, or has a merge marker, must be.
    """
    wanted = tuple(pieces)
    for record_id, text in collection.texts(ids):
        if "\\" not in text and "<<<<<<< " not in text and ">>>>>>> " not in text:
            folded = fold(text)
            for piece in wanted:
                if piece not in folded:
                    break
            else:
                yield record_id, text
        else:
            yield record_id, text


Others = Callable[[], Mapping[Language, list[str]]]
"""What something says in other languages, asked for only where its own words do not hold what is looked for."""


def _found(
    asked: Criteria,
    kind: str,
    record_id: str,
    day: dt.date | None,
    title: str,
    texts: list[str | None],
    others: Others = dict,
) -> Iterator[Result]:
    """Something, if it holds what is looked for. The title is the first of ``texts``, if it is one."""
    given = [each for each in texts if each]
    language: Language | None = None
    if not asked.query.is_in(given):
        told = others()
        if not told or not asked.query.is_in([*given, *(text for each in told.values() for text in each)]):
            return
        language = next((each for each, said in told.items() if asked.query.is_in([*said, *given])), None)
        given = [*(told[language] if language else [text for each in told.values() for text in each]), *given]
    whole = " ".join((given or [""])[0].split())
    short = kind in ("decision", "action", "agenda") and len(whole) <= _WHOLE
    yield Result(kind, record_id, day, title, whole if short else excerpt(asked.query, given), language)


def _holds(asked: Criteria, texts: list[str | None]) -> bool:
    return asked.query.is_in([each for each in texts if each])


# Where things are


def _undated(run: Run, asked: Criteria) -> Iterator[Result]:
    store, about = run.store, asked.issue
    everything: list[tuple[str, Collection[Any], Callable[[Any], tuple[str, list[str | None]]]]] = [
        ("issue", store.issues, searched_texts.of_issue),
        ("contact", store.contacts, searched_texts.of_contact),
        ("series", store.series, searched_texts.of_series),
    ]
    for kind, collection, texts_of in everything:
        if not asked.takes(kind) or (about is not None and kind == "contact"):
            continue
        for record_id, text in _candidates(collection, collection.ids(), asked.query.pieces):
            for record in collection.try_decode(record_id, text):
                title, texts = texts_of(record)
                texts += asked.secrets(record.private)
                if about is None or about.id in (record.id, *getattr(record, "issues", ())):
                    others = partial(searched_texts.in_other_languages, record, _not_of_dates)
                    yield from _found(asked, kind, record_id, None, title, texts, others)
    if asked.takes("group") and about is None:
        told = searched_texts.of_group_in_other_languages(store.group)
        for section, parts in searched_texts.of_group(store.group).items():
            yield from _found(
                asked, "group", section, None, store.group.name, parts, partial(told.__getitem__, section)
            )


def _not_of_dates(table: str) -> bool:
    """Whether a table in a record is told of with it; what happened to single dates is found by itself."""
    return table != "exceptions"


def _of_events(run: Run, asked: Criteria) -> Iterator[Result]:
    if not asked.takes("event"):
        return
    events, about = run.store.events, asked.issue
    pieces = [*asked.query.pieces, *asked.speaker.pieces, *([] if about is None else [about.id])]
    for record_id, text in _candidates(events, reversed(events.dated(asked.first, asked.last)), pieces):
        for event in events.try_decode(record_id, text):
            texts = [*searched_texts.of_event(event), *asked.secrets(event.private)]
            spoken = not any(asked.speaker) or any(asked.speaker.is_in([each.name]) for each in event.speakers)
            if spoken and (about is None or about.id in event.issues):
                day = dt.date.fromisoformat(record_id[:10])
                others = partial(searched_texts.in_other_languages, event)
                yield from _found(asked, "event", record_id, day, event.title, texts, others)


def _of_dates(run: Run, asked: Criteria) -> Iterator[Result]:
    """The dates of series to which something has happened, with what is said of it."""
    if any(asked.speaker) or not (asked.takes("meeting") or asked.takes("event")):
        return
    for record_id, text in _candidates(run.store.series, run.store.series.ids(), asked.query.pieces):
        for series in run.store.series.try_decode(record_id, text):
            if not asked.takes(series.kind) or (asked.issue is not None and asked.issue.id not in series.issues):
                continue
            for each in series.exceptions:
                own = [each.reason, each.title, each.place, each.description, each.url, *asked.secrets(each.private)]
                day = each.date if each.moved_to is None else each.moved_to.day
                whole = [*own, series.title]
                if asked.in_time(day) and not _holds(asked, [series.title]):
                    date_id, others = f"{series.id}/{each.date}", partial(searched_texts.in_other_languages, each)
                    yield from _found(asked, series.kind, date_id, day, each.title or series.title, whole, others)


def _of_records(run: Run, asked: Criteria) -> Iterator[Result]:
    """Decisions, actions, items of agendas and notes, on the day on which the meeting took place."""
    kinds = [each for each in OF_RECORDS if asked.takes(each)]
    if not kinds:
        return
    among = ContactNames(run.store.contacts.all())
    called = " ".join(map(fold, among.names.values()))  # a record has the ids of people, not their names
    pieces = [each for each in asked.query.pieces if each not in called]
    meetings = run.store.meetings
    index = MeetingIndex(run)
    for record_id, text in _candidates(meetings, meetings.ids(), pieces):
        for record in meetings.try_decode(record_id, text):
            day, title = index.day(record_id), index.title(record_id)
            if not asked.in_time(day):
                continue
            for kind, own_id, texts, about, table in _items(record, among, asked):
                if kind in kinds and about:
                    others: Others = dict if table is None else partial(searched_texts.in_other_languages, table)
                    yield from _found(asked, kind, own_id, day, title, texts, others)


def _items(
    record: MeetingRecord, among: ContactNames, asked: Criteria
) -> Iterator[tuple[str, str, list[str | None], bool, Table | None]]:
    """What of a meeting record is found by itself: kind, id, texts, and whether it is about the issue asked for.

    The last is what may say the same in other languages.
    """
    issue = asked.issue
    for decision in record.decisions:
        yield "decision", record.id, [decision.text], issue is None or is_about(issue, decision), decision
    for action in record.actions:
        texts = [action.what, among.shown(action.who), action.reason, action.id]
        yield "action", action.id, texts, issue is None or is_about(issue, action), None
    for item in record.agenda:
        yield "agenda", record.id, [item.title, among.shown(item.who)], issue is None or is_about(issue, item), item
    if record.notes or asked.private:
        about = issue is None or names(record.notes or "", names_of(issue))
        yield "minutes", record.id, [record.notes, *asked.secrets(record.private)], about, None
