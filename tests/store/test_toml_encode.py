"""New records as text: the form that people write, and back again unchanged."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from lacwg.records import (
    Action,
    AgendaItem,
    Bill,
    BillWords,
    Contact,
    ContactWords,
    DayOrTime,
    Decision,
    DecisionWords,
    EditWords,
    Event,
    EventWords,
    Issue,
    IssueWords,
    MeetingRecord,
    MembersTable,
    PrivateTable,
    Record,
    Series,
    SeriesChange,
    SeriesException,
    SeriesWords,
    Speaker,
    SpeakerWords,
    Table,
    TopicWords,
)
from lacwg.store.toml.decode import decode
from lacwg.store.toml.encode import encode

# tomli and tomli-w both take every character but lone surrogates; a carriage return alone is one too
text = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40).filter(lambda each: each.strip())
words = st.none() | text
days = st.dates(dt.date(1970, 1, 2), dt.date(2100, 1, 1))
walls = st.datetimes(dt.datetime(1970, 1, 2), dt.datetime(2100, 1, 1))
offsets = st.integers(-840, 840).map(lambda minutes: dt.timezone(dt.timedelta(minutes=minutes)))
moments = st.one_of(days, walls, st.builds(lambda wall, tz: wall.replace(tzinfo=tz), walls, offsets)).map(DayOrTime)
members = st.builds(MembersTable, join_url=words, dial_in=words)
private = st.builds(PrivateTable, note=words, host_key=words)
common = {
    "audience": st.sampled_from(["public", "members", "private"]),
    "uid": words,
    "updated": st.none() | walls.map(lambda each: each.replace(tzinfo=dt.UTC)),
    "sequence": st.integers(0, 99),
    "members": members,
    "private": private,
}
edits = {
    "title": words,
    "reason": words,
    "place": words,
    "by": words,
    "on": st.none() | days,
    "members": members,
    "private": private,
}


def words_of(kind: type[Table]) -> st.SearchStrategy[Any]:
    """A table of words in another language, with something in it, or none."""
    made = st.fixed_dictionaries({}, optional=dict.fromkeys(kind.__struct_fields__, text))
    return st.none() | made.filter(bool).map(lambda each: kind(**each))


edits |= {"es": words_of(EditWords), "ht": words_of(EditWords)}
exceptions = st.builds(SeriesException, date=days, cancelled=st.booleans(), **edits)
changes = st.builds(SeriesChange, from_=st.dates(dt.date(1970, 1, 3), dt.date(2100, 1, 1)), rule=words, **edits)
votes = st.none() | st.integers(0, 99)
action_ids = st.text("abcdefghijklmnopqrstuvwxyz", min_size=4, max_size=4)
done_or_dropped = st.sampled_from(["done", "dropped"]).flatmap(
    lambda key: st.builds(
        Action, id=action_ids, what=text, who=words, due=st.none() | days, reason=words, **{key: days}
    )
)
actions = st.builds(Action, id=action_ids, what=text, who=words, due=st.none() | days) | done_or_dropped
kinds = [
    st.builds(
        MeetingRecord, id=st.just("2026-12-09-x"), state=st.sampled_from(["planned", "draft", "approved"]), chair=words,
        present=st.lists(text, max_size=3).map(tuple), notes=words,
        agenda=st.lists(
            st.builds(AgendaItem, title=text, fr=words_of(TopicWords), minutes=st.none() | st.integers(1, 99), who=words, done=st.booleans()), max_size=3
        ).map(tuple),
        decisions=st.lists(st.builds(Decision, text=text, es=words_of(DecisionWords), for_=votes, against=votes, abstain=votes), max_size=3).map(tuple),
        actions=st.lists(actions, max_size=3, unique_by=lambda each: each.id).map(tuple), **common,
    ),
    st.builds(
        Event, id=st.just("2026-12-03-x"), title=text, start=moments, description=words, place=words,
        issues=st.lists(text, max_size=3).map(tuple),
        speakers=st.lists(st.builds(Speaker, name=text, about=words, es=words_of(SpeakerWords)), max_size=3).map(tuple),
        es=words_of(EventWords), pt=words_of(EventWords), **common,
    ),
    st.builds(
        Series, id=st.just("x"), title=text, rule=text, since=st.just(dt.date(1970, 1, 2)),
        start_time=st.none() | st.times(), minutes=st.none() | st.integers(1, 999),
        exceptions=st.lists(exceptions, max_size=3, unique_by=lambda each: each.date).map(tuple),
        changes=st.lists(changes, max_size=2, unique_by=lambda each: each.from_).map(tuple),
        es=words_of(SeriesWords), **common,
    ),
    st.builds(Contact, id=st.just("x"), name=text, es=words_of(ContactWords), email=words, languages=st.lists(text, max_size=2).map(tuple), **common),
    st.builds(
        Issue, id=st.just("x"), title=text, stance=words, partners=st.lists(text, max_size=3).map(tuple),
        es=words_of(IssueWords), ht=words_of(IssueWords),
        bills=st.lists(st.builds(Bill, name=text, fr=words_of(BillWords), checked=st.none() | days, ask=words), max_size=2).map(tuple), **common,
    ),
]  # fmt: skip
records = st.one_of(kinds)
pairs = st.one_of([st.tuples(kind, kind) for kind in kinds])


@given(records)
def test_every_record_comes_back_as_it_was(record: Record) -> None:
    assert decode(encode(record), type(record), lambda: "f", record.id) == record


def test_the_form_that_people_write() -> None:
    record = Event(
        id="2026-12-03-haiti",
        title='Haiti: "solidarity"',
        start=DayOrTime(dt.datetime(2026, 12, 3, 19)),
        end=DayOrTime(dt.datetime(2026, 12, 3, 20, 30)),
        issues=("haiti", "cuba"),
        description="One\nTwo",
        speakers=(Speaker(name="Ana", about="a poet"), Speaker(name="Bo")),
        uid="u",
        updated=dt.datetime(2026, 11, 24, 17, tzinfo=dt.UTC),
        members=MembersTable(join_url="https://x/"),
    )
    assert encode(record) == (
        'title = "Haiti: \\"solidarity\\""\n'
        "start = 2026-12-03T19:00:00\n"
        "end = 2026-12-03T20:30:00\n"
        'issues = ["haiti", "cuba"]\n'
        'description = """\nOne\nTwo"""\n'
        'uid = "u"\n'
        "updated = 2026-11-24T17:00:00Z\n"
        '\n[[speakers]]\nname = "Ana"\nabout = "a poet"\n'
        '\n[[speakers]]\nname = "Bo"\n'
        '\n[members]\njoin_url = "https://x/"\n'
    )


def test_words_in_other_languages_stand_behind_what_the_record_says_and_before_what_few_may_see() -> None:
    record = Event(
        id="2026-12-03-haiti",
        title="Haiti",
        start=DayOrTime(dt.date(2026, 12, 3)),
        speakers=(Speaker(name="Ana", about="a poet", es=SpeakerWords(about="poeta")),),
        es=EventWords(title="Haití", description="Uno\nDos"),
        uid="u",
        members=MembersTable(join_url="https://x/"),
    )
    assert encode(record) == (
        'title = "Haiti"\nstart = 2026-12-03\nuid = "u"\n'
        '\n[[speakers]]\nname = "Ana"\nabout = "a poet"\n'
        '\n[speakers.es]\nabout = "poeta"\n'
        '\n[es]\ntitle = "Haití"\ndescription = """\nUno\nDos"""\n'
        '\n[members]\njoin_url = "https://x/"\n'
    )


def test_long_lists_take_a_line_for_each() -> None:
    record = Issue(id="x", title="A", partners=tuple(f"Partner organisation number {n}" for n in range(9)))
    assert encode(record).count("\n") > 9
    assert msgspec.structs.asdict(decode(encode(record), Issue, lambda: "f", "x"))["partners"] == record.partners
