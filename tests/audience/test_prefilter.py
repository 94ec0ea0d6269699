"""The leak scanner reads as it always did, only quicker; and what it passes over holds nothing that is withheld."""

from __future__ import annotations

import re
import sys

from hypothesis import given
from hypothesis import strategies as st

from lacwg.audience.leak_scanner.decoding import decoded, skimmed
from lacwg.audience.leak_scanner.searching import (
    PHONE,
    WORD,
    Prefilter,
    Text,
    Withheld,
    _digit_runs,
    distinct_words,
    in_utf8,
)
from lacwg.text.controls import INVISIBLE, without_invisible

anything = st.text(st.characters())  # surrogates too


@given(anything)
def test_words_are_those_of_the_pattern(text: str) -> None:
    assert set(distinct_words(text)) == set(map(in_utf8, WORD.findall(text.casefold())))


def test_each_character_is_compared_as_the_pattern_does() -> None:
    for start in range(0, sys.maxunicode, 50):
        text = "".join(f"a{chr(each)}b {chr(each)} " for each in range(start, start + 50) if each <= sys.maxunicode)
        assert set(distinct_words(text)) == set(map(in_utf8, WORD.findall(text.casefold()))), hex(start)


@given(st.text(st.sampled_from("0123456789 -.()/+x\n\t\xa0\u2011\u00b7\u0663"), max_size=60))
def test_runs_of_digits_are_those_of_telephone_numbers(text: str) -> None:
    old = "\n".join(
        "".join(each for each in match[0] if each.isdecimal() or each == "\n") for match in PHONE.finditer(text)
    )
    assert _digit_runs(text) == old
    assert Text(text).digits == old


@given(anything)
def test_signs_that_cannot_be_seen_are_noticed(text: str) -> None:
    assert without_invisible(text) == re.sub(INVISIBLE, "", text)


def test_every_sign_that_cannot_be_seen_is_noticed() -> None:
    for each in map(chr, range(sys.maxunicode + 1)):
        assert without_invisible(f"a{each}") == re.sub(INVISIBLE, "", f"a{each}")


# Passing over

pieces = st.sampled_from(
    """Rent is high Bishop ñandú “now” 4711x Abc123 2026 ſharp İ a b x1 555 0100 6175550100 +1 (617) 617.555 ٣
    <b> </b> <i/> </x1> <h2> </h2> <br> <p> </p> <li> <strong> </span> <a§href="x"> </a> <abcdefghijk> < > & # ; % + = " ""
    &amp; &lt; &ntilde; &ntilde &#65; &#x42; &shy; &not; &n tilde; %20 %41 %C3%B1 %C3 %zz \\ \\_ \\n \\, \\u0041 { [ BEGIN:V
    \u200b \xad \x00 · – . , : ? ( )""".split()
) | st.sampled_from([" ", "\n", "\r\n", "\r\n ", "\t", "\x0b", "\x0c", "\xa0", "§"])
outputs = st.lists(pieces, max_size=14).map(lambda parts: "".join(parts).replace("§", " "))


@given(outputs | anything)
def test_what_is_skimmed_has_every_word_and_every_number(output: str) -> None:
    there = set(distinct_words(skimmed(output)))
    read = decoded(output)
    assert there.issuperset(map(in_utf8, WORD.findall(read.casefold())))
    digits = "".join(each for each in skimmed(output) if each in "0123456789")
    for run in Text(read).digits.split("\n"):
        assert not run.isascii() or run in digits


values = st.lists(
    st.builds(
        Withheld,
        st.lists(pieces, min_size=1, max_size=4).map(" ".join) | anything,
        st.sampled_from(["text", "key"]),
        st.just("ana"),
        st.just("note"),
    )
    | st.builds(
        Withheld,
        st.sampled_from(["6175550100", "5550100", "٣5550100"]),
        st.just("phone"),
        st.just("ana"),
        st.just("phone"),
    ),
    max_size=6,
)


@given(values, outputs | anything)
def test_what_is_withheld_is_never_passed_over(withheld: list[Withheld], output: str) -> None:
    parts = [output, *(each.value for each in withheld)]
    for text in (output, " ".join(parts), "<b>".join(parts), "<h2>".join(parts)):
        read = Text(decoded(text))
        candidates = Prefilter(withheld).candidates(skimmed(text))
        assert read.found(candidates) == read.found(withheld)


def test_a_long_text_is_taken_apart_in_pieces() -> None:
    lines = [f"line {number} of <b>them</b>" for number in range(30_000)]
    note = Withheld("line 29999 of them", "text", "ana", "note")
    other = Withheld("line 30000 of them", "text", "ana", "note")
    assert Prefilter([note, other]).candidates(skimmed("\n".join(lines))) == [note]
    assert Prefilter([note, other]).candidates(skimmed(" ".join(lines))) == [note]


def test_one_rare_word_decides() -> None:
    notes = [Withheld(f"Ask Ana about the key number {each}", "text", str(each), "note") for each in range(2000)]
    prefilter = Prefilter(notes)
    assert prefilter.candidates("Ask Ana about the key, number 7, at 5 pm") == [notes[5], notes[7]]
    assert prefilter.candidates("Ask Ana about the number 7") == []
