"""``lacwg search``: in everything that the folder holds."""

from __future__ import annotations

import datetime as dt
import heapq
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from functools import partial
from typing import Annotated, Any, Final, NamedTuple

import typer

from lacwg import render
from lacwg.commands import queries
from lacwg.commands.search import results, searched_texts
from lacwg.commands.search.meeting_index import MeetingIndex
from lacwg.commands.search.results import OF_RECORDS, Hit
from lacwg.commands.shared.contact_names import ContactNames
from lacwg.commands.shared.options import Data, From, Json, Limit, Plain, To, ids, issue_ids
from lacwg.commands.shared.output import more_than
from lacwg.commands.shared.output import show as show_result
from lacwg.errors import UsageError
from lacwg.issue_threads import is_about, names_of
from lacwg.records import Issue, Language, MeetingRecord, PrivateTable, Table
from lacwg.run import Run
from lacwg.store.collection import Collection
from lacwg.text.fold import fold
from lacwg.text.query import Query, excerpt, names, query

app = typer.Typer()

DEFAULT_LIMIT: Final = 20
_WHOLE: Final = 400
"""Characters up to which a decision, an action or an item of an agenda is shown whole."""


class Kind(StrEnum):
    """What can be found. A date of a series counts as what the series is: a meeting or an event."""

    EVENT = "event"
    MEETING = "meeting"
    DECISION = "decision"
    ACTION = "action"
    AGENDA = "agenda"
    MINUTES = "minutes"
    ISSUE = "issue"
    CONTACT = "contact"
    SERIES = "series"
    GROUP = "group"


class Asked(NamedTuple):
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
        return list(render.table_json(table).values()) if self.private else []


@app.command("search")
def search(
    text: Annotated[
        list[str] | None, typer.Argument(metavar="TEXT...", help='Words; in double quotes, "as they stand together".')
    ] = None,
    kind: Annotated[
        list[Kind] | None, typer.Option("--kind", help="Only what is of this kind; may be repeated.")
    ] = None,
    issue: Annotated[
        str | None,
        typer.Option("--issue", metavar="ID", help="Only about this issue.", autocompletion=ids(issue_ids)),
    ] = None,
    speaker: Annotated[str | None, typer.Option("--speaker", metavar="NAME", help="Only events with them.")] = None,
    start: From = None,
    end: To = None,
    limit: Limit = None,
    private: Annotated[bool, typer.Option("--private", help="Look through what is [private], too.")] = False,
    data: Data = None,
    json: Json = False,
    plain: Plain = False,
) -> None:
    """Look for words in everything: events of all years, decisions, actions, agendas, minutes, issues, contacts.

    All words must be there, anywhere in a word, in any case, with or without accents; what stands in double
    quotes must be there as whole words that stand together. First what has no date, then the newest.

    Example: lacwg search webinar --kind decision
    """
    run = Run(data, json=json, plain=plain)
    asked = _asked(run, text or [], kind or [], issue, speaker, start, end, private=private)
    count = DEFAULT_LIMIT if limit is None else limit
    found = list(itertools.islice(_hits(run, asked), count + 1))
    more = len(found) > count
    del found[count:]
    show_result(
        run,
        people=lambda: "".join(map(results.text, found)) or "Nothing found.\n",
        json=lambda: [results.as_json(each) for each in found],
        plain=lambda: [(each.kind, each.id, render.iso(each.date), each.title, each.text) for each in found],
    )
    if more:
        run.message(more_than(count, "--kind", "--from", "--to"))
    run.complete()


def _asked(
    run: Run,
    text: list[str],
    kinds: list[Kind],
    issue: str | None,
    speaker: str | None,
    start: str | None,
    end: str | None,
    *,
    private: bool,
) -> Asked:
    """What was typed. Raises ``UsageError`` where that says nothing to look for, or what cannot be."""
    words, who = query(" ".join(text)), query(speaker or "")
    if not any(words) and (text or not (kinds or issue or speaker)):
        raise UsageError("there is nothing to look for", hint="as: lacwg search haiti webinar")
    if speaker is not None:
        if not any(who):
            raise UsageError("--speaker is empty", hint="name somebody: --speaker Chomsky")
        if kinds and "event" not in kinds:
            raise UsageError("only events have speakers", hint="take out --speaker or --kind")
    return Asked(
        words,
        who,
        frozenset(["event"] if speaker is not None else map(str, kinds)),
        None if issue is None else run.store.issues.get(issue),
        None if start is None else queries.day(start, "--from", run),
        None if end is None else queries.day(end, "--to", run),
        private,
    )


def _hits(run: Run, asked: Asked) -> Iterator[Hit]:
    """All that is found: first what has no date, then the newest."""
    if asked.first is not None and asked.last is not None and asked.last < asked.first:
        raise UsageError(f"--to {asked.last} is before --from {asked.first}", hint="see which of the two is meant")
    if asked.first is None and asked.last is None:
        yield from _undated(run, asked)
    streams = [_of_events(run, asked), iter(_newest([*_of_dates(run, asked), *_of_records(run, asked)]))]
    yield from heapq.merge(*streams, key=lambda hit: hit.order, reverse=True)


def _newest(hits: list[Hit]) -> list[Hit]:
    return sorted(hits, key=lambda hit: hit.order, reverse=True)


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
    asked: Asked,
    kind: str,
    record_id: str,
    day: dt.date | None,
    title: str,
    texts: list[str | None],
    others: Others = dict,
) -> Iterator[Hit]:
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
    yield Hit(kind, record_id, day, title, whole if short else excerpt(asked.query, given), language)


def _holds(asked: Asked, texts: list[str | None]) -> bool:
    return asked.query.is_in([each for each in texts if each])


# Where things are


def _undated(run: Run, asked: Asked) -> Iterator[Hit]:
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


def _of_events(run: Run, asked: Asked) -> Iterator[Hit]:
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


def _of_dates(run: Run, asked: Asked) -> Iterator[Hit]:
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


def _of_records(run: Run, asked: Asked) -> Iterator[Hit]:
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
    record: MeetingRecord, among: ContactNames, asked: Asked
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
