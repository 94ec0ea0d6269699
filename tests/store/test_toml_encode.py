"""New records as text: the form that people write, and back again unchanged."""

from __future__ import annotations

import datetime as dt

import msgspec
from hypothesis import given
from strategies import records

from lacwg.records import (
    DayOrTime,
    Event,
    EventWords,
    Issue,
    MembersTable,
    Record,
    Speaker,
    SpeakerWords,
)
from lacwg.store.toml.decode import decode
from lacwg.store.toml.encode import encode


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
