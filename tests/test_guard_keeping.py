"""What the guard looked through once need not be looked through again; and it reads as it always did, only quicker."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from conftest import GROUP, event
from hypothesis import given
from hypothesis import strategies as st

from lacwg.audience.leak_scanner import LeakError, LeakScanner, SeenWords
from lacwg.audience.leak_scanner.decoding import _may_hide_something
from lacwg.audience.leak_scanner.searching import Text, _digit_runs, words_of
from lacwg.audience.leak_scanner.values import PHONE, WORD
from lacwg.records import Contact, PrivateTable
from lacwg.text.controls import INVISIBLE

SALT = b"0123456789abcdef"
anything = st.text(st.characters())  # surrogates too


def watch(*records: Any) -> LeakScanner:
    made = LeakScanner("public")
    made.withhold(GROUP)
    for record in records:
        made.withhold(record)
    return made


# Reading


@given(anything)
def test_words_are_those_of_the_pattern(text: str) -> None:
    assert words_of(text) == WORD.findall(text.casefold())


def test_each_character_is_compared_as_the_pattern_does() -> None:
    for start in range(0, sys.maxunicode, 50):
        text = "".join(f"a{chr(each)}b {chr(each)} " for each in range(start, start + 50) if each <= sys.maxunicode)
        assert words_of(text) == WORD.findall(text.casefold()), hex(start)


@given(st.text(st.sampled_from("0123456789 -.()/+x\n\t\xa0\u2011\u00b7\u0663"), max_size=60))
def test_runs_of_digits_are_those_of_telephone_numbers(text: str) -> None:
    old = "\n".join(
        "".join(each for each in match[0] if each.isdecimal() or each == "\n") for match in PHONE.finditer(text)
    )
    assert _digit_runs(text) == old
    assert Text(text).digits == old


@given(anything)
def test_no_sign_that_cannot_be_seen_is_passed_over(text: str) -> None:
    assert _may_hide_something(text) or not INVISIBLE.search(text)


def test_every_sign_that_cannot_be_seen_may_hide_something() -> None:
    for each in map(chr, range(sys.maxunicode + 1)):
        assert not INVISIBLE.match(each) or _may_hide_something(f"a{each}")


# Keeping

words = st.sampled_from(
    ["Rent", "is", "high", "ask", "the", "Bishop", "ñandú", "“now”", "4711x", "Abc123", "2026", "ſharp", "İ"]
)
numbers = st.sampled_from(["+1 617 555 0100", "(617) 555–0100", "6175550100", "305.224.1968", "12", "5550100\n6175"])
parts = st.lists(words | numbers, min_size=1, max_size=8)
values = st.builds(
    lambda note, phone, key: Contact(id="ana", name="Ana", phone=phone, private=PrivateTable(note=note, host_key=key)),
    parts.map(" ".join),
    st.none() | numbers,
    st.none() | st.sampled_from(["4711x", "Abc123", "a-b-4711x", "----"]),
)


@given(
    st.lists(values, max_size=3),
    st.lists(parts.map(" ".join), min_size=1, max_size=4),
    st.sampled_from([" ", "\n", "-"]),
)
def test_what_would_be_refused_is_never_passed_over(contacts: list[Contact], texts: list[str], between: str) -> None:
    """However the texts were put together when they were met."""
    before, met = LeakScanner("public"), SeenWords()
    before.refuse_leaks(between.join(texts), met)
    kept = SeenWords(sorted(met.words), sorted(met.digits))
    for contact in contacts:
        now = watch(contact)
        for text in (*texts, between.join(texts)):
            try:
                now.refuse_leaks(text)
            except LeakError:
                assert now.could_stand_in(kept, frozenset(), SALT)
                assert now.could_stand_in(kept, before.digests(SALT), SALT)


@given(values, parts.map(" ".join))
def test_what_was_looked_for_need_not_be_looked_for_again(contact: Contact, text: str) -> None:
    made, met = watch(contact), SeenWords()
    try:
        made.refuse_leaks(text, met)
    except LeakError:
        return
    assert not made.could_stand_in(met, made.digests(SALT), SALT)
    assert not watch(contact).could_stand_in(met, made.digests(SALT), SALT)


NOTE = "The rent is too high for Ana"


def test_a_new_note_is_looked_for_only_where_its_words_were_met() -> None:
    met = SeenWords()
    before = watch()
    before.refuse_leaks("The rent of the hall is too high. Ana pays for it.", met)
    known = before.digests(SALT)
    assert watch(Contact(id="a", name="A", private=PrivateTable(note=NOTE))).could_stand_in(met, known, SALT)
    other = watch(Contact(id="a", name="A", private=PrivateTable(note=f"{NOTE}, said Berta")))
    assert not other.could_stand_in(met, known, SALT)


def test_a_note_that_the_view_no_longer_holds_is_a_new_one() -> None:
    ana = Contact(id="a", name="A", private=PrivateTable(note=NOTE))
    told = event(f'start = 2026-12-03\ndescription = "{NOTE}"\n')
    met, before = SeenWords(), watch(ana, told)
    before.refuse_leaks(NOTE, met)
    known = before.digests(SALT)
    assert not watch(ana, told).could_stand_in(met, known, SALT)
    assert watch(ana).could_stand_in(met, known, SALT)
    with pytest.raises(LeakError):
        watch(ana).refuse_leaks(NOTE)


def test_a_note_that_is_no_longer_put_together_of_the_view_is_a_new_one() -> None:
    ana = Contact(id="a", name="A", private=PrivateTable(note="Solidarity with Cuba, December 10, 2026"))
    told = event('start = 2026-12-10\ntitle = "Solidarity with Cuba"\n')
    met, before = SeenWords(), watch(ana, told)
    before.refuse_leaks("Solidarity with Cuba, December 10, 2026", met)
    assert watch(ana).could_stand_in(met, before.digests(SALT), SALT)


def test_what_is_noted_or_allowed_later_counts() -> None:
    made = watch(Contact(id="a", name="Ana Pérez Díaz"))
    with pytest.raises(LeakError):
        made.refuse_leaks("Ana Pérez Díaz")
    first = made.digests(SALT)
    made.permit("Ana Pérez Díaz")
    made.refuse_leaks("Ana Pérez Díaz")
    assert made.digests(SALT) != first
    made.withhold(Contact(id="b", name="Berta Cáceres Flores"))
    with pytest.raises(LeakError):
        made.refuse_leaks("Berta Cáceres Flores")


def test_digests_say_nothing_without_the_salt() -> None:
    made = watch(Contact(id="a", name="A", phone="6175550100", private=PrivateTable(note=NOTE, host_key="4711x")))
    digests = made.digests(SALT)
    assert len(digests) == 3
    assert {len(each) for each in digests} == {16}
    assert not digests & made.digests(SALT[::-1])
    assert digests == made.digests(SALT)


def test_what_is_met_is_what_is_read() -> None:
    met = SeenWords(["old"])
    watch().refuse_leaks("<p>Ca&ntilde;a: call +1 617-555-0100</p>", met)
    assert {"old", "caña", "call"} <= met.words
    assert met.digits == {"16175550100"}


def test_a_text_is_taken_apart_once() -> None:
    text = Text("Ana, 617-555-0100, Ana")
    assert (text.there, text.digits) == ({"ana", "617", "555", "0100"}, "6175550100")
