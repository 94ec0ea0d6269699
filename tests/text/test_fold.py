"""Text without case and accents, and ids made of titles."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import texts

from lacwg.records import is_id
from lacwg.text.fold import LONGEST_SLUG, fold, fold_file_name, fold_line, fold_with_places, is_device, slug

TEXT = texts(max_size=60)
TITLE = st.text(st.sampled_from("aZ9 -'’·—\"“ñøŁœßẞđıİЖ漢ﬁ½\u200b\u0301") | st.characters(exclude_categories=["Cs"]))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Haïti", "haiti"), ("HAÏTI", "Haiti"), ("Straße", "STRASSE"), ("İstanbul", "istanbul"), ("ISTANBUL", "ıstanbul"),
        ("Łódź", "lodz"), ("Ñandú", "nandu"), ("peoples’ rights", "peoples' rights"), ("1990–94", "1990-94"),
        ("e\u0301", "é"), ("œuvre", "OEUVRE"), ("ﬁlm", "film"), ("Σίσυφος", "ΣΙΣΥΦΟΣ"), ("soft\u00adhyphen", "softhyphen"),
        ("Jørgen Bjørk", "jorgen bjork"), ("Ǿ", "o"), ("Đorđe", "dorde"), ("þæt", "thaet"), ("nɨꞌɨ", "NƗꞌƗ"),
    ],
)  # fmt: skip
def test_what_is_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_case_never_counts() -> None:
    for letter in map(chr, range(sys.maxunicode + 1)):
        if letter.upper() != letter.lower():
            assert fold(letter) == fold(letter.upper()) == fold(letter.lower()) == fold(fold(letter))


@given(TEXT, TEXT)
def test_a_part_of_a_text_folds_to_a_part_of_its_fold(before: str, text: str) -> None:
    assert fold(text) in fold(before + text)
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(TEXT)
def test_each_character_of_a_fold_has_its_place(text: str) -> None:
    folded, places = fold_with_places(text)
    assert folded == fold(text)
    if places is not None:
        assert len(places) == len(folded) + 1
        assert list(places) == sorted(places)
        assert places[-1] == len(text)
        assert all(each in fold(text[place]) for each, place in zip(folded, places, strict=False))


@given(TEXT)
def test_a_key_is_one_line_and_its_own_key(text: str) -> None:
    assert fold_line(fold_line(text)) == fold_line(f" {text}\n") == " ".join(fold_line(text).split())


@pytest.mark.parametrize(
    ("title", "made"),
    [
        ("Œuvre collective de Łódź", "oeuvre-collective-de-lodz"),
        ("Straße", "strasse"),
        ("Jørgen", "jorgen"),
        ("Women’s Day — March 8", "womens-day-march-8"),
        ("Col·lecció d'estiu", "colleccio-destiu"),
        ("1990–94", "1990-94"),
        ("Cuba → Haïti", "cuba-haiti"),
        ("Встреча: Cuba", "cuba"),
        ("Встреча", "event"),
        ("會議 / الاجتماع", "event"),
        ("", "event"),
        ("a" * 70, "a" * LONGEST_SLUG),
        (f"{'ab ' * 30}", "-".join(["ab"] * 20)),
    ],
)
def test_a_title_as_part_of_an_id(title: str, made: str) -> None:
    assert slug(title, "event") == made


@given(TITLE)
def test_a_slug_is_an_id_and_its_own_slug(title: str) -> None:
    made = slug(title, "event")
    assert is_id(made)
    assert len(made) <= LONGEST_SLUG
    assert slug(made, "other") == made
    assert slug(fold(title), "event") == made


def test_names_that_some_systems_take_for_one() -> None:
    assert fold_file_name("Música.TOML") == fold_file_name("mu\u0301sica.toml")
    assert fold_file_name("jorgen.toml") != fold_file_name("jørgen.toml")


@pytest.mark.parametrize(
    ("title", "made"),
    [("Con", "con-issue"), ("AUX!", "aux-issue"), ("Com1", "com1-issue"), ("Lpt9", "lpt9-issue"), ("Con la gente", "con-la-gente"),
     ("Console", "console"), ("com10", "com10")],
)  # fmt: skip
def test_no_id_is_a_device_of_windows(title: str, made: str) -> None:
    assert slug(title, "issue") == made
    assert not is_device(made)
    assert is_device("NUL .txt")
