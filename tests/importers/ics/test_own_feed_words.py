"""Our own words read back, in each language: whatever ``paragraphs`` says is told from what people have written."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from strategies import days, filled_texts, languages, texts

from lacwg.importers.ics.texts import is_moved, note_of, reason_in, speakers_in
from lacwg.records import Language
from lacwg.voice.catalog import value_in
from lacwg.voice.voice import voice


@given(languages, days(dt.date(1000, 1, 1), dt.date(9000, 12, 31)), filled_texts(None))
def test_a_reason_comes_back(language: Language, day: dt.date, why: str) -> None:
    said = voice(language)
    hour = dt.datetime.combine(day, dt.time(17, 5))
    notes = {
        said.gettext("Moved from {was}", was=said.full_date(day)): note_of(
            said, day, day + dt.timedelta(days=1), extra=False
        ),
        said.gettext("Moved from {was}", was=f"{said.full_date(day)}, {said.clock_time(dt.time(17, 5))}"): note_of(
            said, hour, hour + dt.timedelta(hours=1), extra=True
        ),
        said.gettext("Changed"): note_of(said, day, day, extra=False),
        said.gettext("An extra date"): note_of(said, day, day, extra=True),
    }
    for note, ours in notes.items():
        assert reason_in(said, ours, said.with_reason(note, why)) == why
        assert reason_in(said, ours, note) == ""
        assert is_moved(said, said.with_reason(note, why)) == (note in [*notes][:2])


@given(languages, texts(max_size=20))
def test_what_people_have_written_is_left_alone(language: Language, text: str) -> None:
    said = voice(language)
    for phrase in ("CANCELLED: {title}", "Dial in: {number}", "Join: {link}"):
        assert said.value_in(phrase, f"x {text}") is None
    assert speakers_in(said, f"x {text}") is None
    assert not is_moved(said, f"x {text}")
    assert reason_in(said, said.gettext("Cancelled"), f"x {text}") is None


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
