"""What is looked for, and what is shown of what was found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import texts

from lacwg.errors import UsageError
from lacwg.text.fold import fold
from lacwg.text.query import AROUND, Query, at, excerpt, names, query

TEXT = texts(max_size=60)


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
