"""Our own words read back, in each language: whatever ``paragraphs`` says is told from what people have written."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lacwg.importers.ics.own_words import own_words
from lacwg.records import LANGUAGES, Language
from lacwg.voice.phrases import value_in
from lacwg.voice.voice import voice

languages = st.sampled_from(LANGUAGES)
texts = st.text(max_size=20)


@given(languages, st.dates(), texts)
def test_the_day_from_which_a_date_was_moved_comes_back(language: Language, day: dt.date, why: str) -> None:
    said, words = voice(language), own_words(language)
    for was in (said.full_date(day), f"{said.full_date(day)}, {said.clock_time(dt.time(17, 5))}"):
        if day.year < 1000:  # of an event in no folder
            continue
        moved = said.gettext("Moved from {was}", was=was)
        assert words.moved_from(moved) == (day, None)
        assert words.moved_from(said.with_reason(moved, why)) == (day, why if why.strip() else None)


@given(languages, st.dates(dt.date(1000, 1, 1)), st.text(min_size=1).filter(str.strip))
def test_a_reason_comes_back(language: Language, day: dt.date, why: str) -> None:
    said, words = voice(language), own_words(language)
    leads = {
        said.gettext("Moved from {was}", was=said.full_date(day)): words.moved(
            day, day + dt.timedelta(days=1) if day < dt.date.max else dt.date.min
        ),
        said.gettext("Cancelled"): words.cancelled,
        said.gettext("Changed"): words.edited,
        said.gettext("An extra date"): words.extra,
    }
    for note, lead in leads.items():
        assert lead.reason(said.with_reason(note, why)) == (True, why)
        assert lead.reason(note) == (True, None)


@given(languages, texts)
def test_what_people_have_written_is_left_alone(language: Language, text: str) -> None:
    words = own_words(language)
    assert words.title(f"x {text}") == f"x {text}"
    assert words.dial_in(f"x {text}") is None
    assert words.speakers(f"x {text}") is None
    assert words.moved_from(f"x {text}") is None
    assert words.cancelled.reason(f"x {text}") == (False, None)


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("Join: {link}", "Join: x", "x"),
        ("({link})", "(x)", "x"),
        ("({link})", "(", None),
        ("a{x}a", "a", None),
        ("{title}", "", ""),
        ("Join: {link}", "join: x", None),
        ("Lien\u00a0: {link}", "Lien : x\u00a0y", "x\u00a0y"),
    ],
)
def test_what_stands_in_a_phrase(phrase: str, text: str, found: str | None) -> None:
    assert value_in(phrase, text) == found


@pytest.mark.parametrize("said", ["Moved from Wednesday, February 31, 2026", "Moved from Wednesday, May 1, 0000"])
def test_a_day_that_there_is_not_is_none(said: str) -> None:
    assert own_words("en").moved_from(said) is None
