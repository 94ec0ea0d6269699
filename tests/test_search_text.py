"""Words in any case, with or without accents: the pure part of search."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lacwg.errors import UsageError
from lacwg.text.fold import AROUND, Query, at, excerpt, fold, names, query

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Haïti", "haiti"), ("HAÏTI", "Haiti"), ("Straße", "STRASSE"), ("İstanbul", "istanbul"), ("ISTANBUL", "ıstanbul"),
        ("Łódź", "lodz"), ("Ñandú", "nandu"), ("peoples’ rights", "peoples' rights"), ("1990–94", "1990-94"),
        ("e\u0301", "é"), ("œuvre", "OEUVRE"), ("ﬁlm", "film"), ("Σίσυφος", "ΣΙΣΥΦΟΣ"), ("soft\u00adhyphen", "softhyphen"),
    ],
)  # fmt: skip
def test_what_is_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_case_never_counts() -> None:
    for code in range(sys.maxunicode + 1):
        if not 0xD800 <= code < 0xE000:
            letter = chr(code)
            assert fold(letter) == fold(letter.upper()) == fold(letter.lower()) == fold(fold(letter))


@given(TEXT, TEXT)
def test_a_part_of_a_text_folds_to_a_part_of_its_fold(before: str, text: str) -> None:
    assert fold(text) in fold(before + text)
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


def test_quotes_hold_words_together() -> None:
    assert query('haiti "of the people" Now') == Query(("haiti", "now"), ("of the people",))
    assert query("“of the people”") == Query((), ("of the people",))
    assert query('one "two three') == Query(("one", "two", "three"), ())
    with pytest.raises(UsageError, match="nothing in it"):
        query('""')


def test_a_phrase_is_of_whole_words() -> None:
    assert Query((), ("us",)).is_in(["The US, again"])
    assert not Query((), ("us",)).is_in(["Cuba: a discussion"])
    assert Query((), ("of the",)).is_in(["of\n  the people"])
    assert at("us", "discuss us") == 8
    assert names("See H.R. 1945 today", ["H.R. 1945"])
    assert not names("See H.R. 19456", ["H.R. 1945"])
    assert not names("anything", ["", " "])


@given(TEXT.filter(lambda text: fold(text).strip()), TEXT)
def test_a_text_is_found_by_itself(text: str, other: str) -> None:
    try:
        wanted = query(text)
    except UsageError:
        return
    assert wanted.is_in([other, text])
    assert wanted.is_in([text.swapcase()])


@given(st.lists(st.sampled_from(["Haïti", "le", "Straße", "“x”", "\n", "ﬁn"]), max_size=200), st.integers(0, 200))
def test_what_is_shown_holds_the_find_and_is_short(words: list[str], place: int) -> None:
    text = " ".join([*words[:place], "QUÉTZAL", *words[place:]])
    shown = excerpt(query("quetzal"), ["something else", text])
    assert "QUÉTZAL" in shown
    assert len(shown) <= 2 * AROUND + len("QUÉTZAL") + 2
    assert "\n" not in shown


def test_the_text_in_which_most_is_found_is_shown() -> None:
    assert excerpt(query("haiti now"), ["Haiti", "Haiti, now and then"]) == "Haiti, now and then"
    assert excerpt(query(""), ["Haiti", "more"]) == "Haiti"
    assert excerpt(query("x"), []) == ""
    assert excerpt(query("us"), [f"focus {'x ' * 90}US {'y ' * 90}"]).startswith("…x")
