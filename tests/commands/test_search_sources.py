"""``lacwg search`` looks through what records say in other languages, and says in which it found it."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Run
from hypothesis import given
from strategies import texts

from lacwg.commands.search import sources
from lacwg.records import Issue, IssueWords, Speaker, SpeakerWords


def put(data: Path, name: str, text: str) -> None:
    path = data / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


@pytest.fixture
def told(data: Path) -> Path:
    put(
        data,
        "events/2026/2026-12-03-x.toml",
        'title = "Rally"\nstart = 2026-12-03\n[es]\ntitle = "Concentración zapote"\n[[speakers]]\nname = "Ana"\n'
        'about = "nurse"\n[speakers.fr]\nabout = "infirmière zapote"\n',
    )
    put(
        data,
        "issues/x.toml",
        'title = "Blockade"\n[ht]\nstance = "Anbago zapote"\n[[bills]]\nname = "A"\n[bills.pt]\nask = "zapote"\n',
    )
    put(data, "contacts/x.toml", 'name = "Bo"\nrole = "chair"\n[es]\nrole = "presidenta zapote"\n')
    put(
        data,
        "series/x.toml",
        'title = "Vigil"\nkind = "event"\nrule = "every Saturday"\nsince = 2026-01-03\n[es]\ntitle = "Vigilia zapote"\n'
        '[[exceptions]]\ndate = 2026-12-05\nreason = "rain"\n[exceptions.es]\nreason = "lluvia mamey"\n',
    )
    put(
        data,
        "meetings/2026/2026-11-11-monthly-meeting.toml",
        'state = "draft"\n[[decisions]]\ntext = "Go"\n[decisions.es]\ntext = "Ir al zapote"\n'
        '[[agenda]]\ntitle = "Go"\n[agenda.fr]\ntitle = "Aller au zapote"\n',
    )
    group = data / "group.toml"
    group.write_text(group.read_text() + '\n[photo.ht]\ncaption = "foto zapote"\n')
    text = group.read_text()
    if "\n[es]\n" not in text:
        group.write_text(text + '\n[es]\nmission = "misión zapote"\n')
    else:
        group.write_text(text.replace("\n[es]\n", "\n[es]\nparent = 'zapote'\n"))
    return data


def test_every_kind_is_found_in_its_languages(told: Path, run: Run) -> None:
    found = {(each["kind"], each["id"], each["language"]) for each in run("search", "zapote", "--json").json}
    assert found >= {
        ("event", "2026-12-03-x", "es"),
        ("issue", "x", "pt"),
        ("contact", "x", "es"),
        ("series", "x", "es"),
        ("decision", "2026-11-11-monthly-meeting", "es"),
        ("agenda", "2026-11-11-monthly-meeting", "fr"),
        ("group", "photo", "ht"),
    }
    assert len([each for each in found if each[0] == "group"]) == 2


def test_what_is_found_is_shown_with_its_language(told: Path, run: Run) -> None:
    assert run("search", "zapote", "--kind", "decision").out == (
        "Wednesday, November 11, 2026 · decision · 2026-11-11-monthly-meeting · in Spanish\n  Ir al zapote\n"
    )
    assert "event · 2026-12-03-x · in French\n  Rally\n  infirmière zapote\n" in run("search", "infirmiere").out
    assert "contact · x · in Spanish\n  Bo\n  presidenta zapote\n" in run("search", "presidenta").out


def test_words_of_several_languages_together(told: Path, run: Run) -> None:
    (one,) = run("search", "rally", "concentracion", "--json").json
    assert (one["language"], one["text"]) == ("es", "Concentración zapote")
    (both,) = run("search", "infirmiere", "concentracion", "--json").json
    assert (both["id"], both["language"]) == ("2026-12-03-x", None)
    (own,) = run("search", "rally", "--kind", "event", "--json").json
    assert own["language"] is None
    assert run("search", "zapote", "--kind", "minutes").out == "Nothing found.\n"


def test_a_date_of_a_series_is_found_by_its_own_words_alone(told: Path, run: Run) -> None:
    (one,) = run("search", "mamey", "--json").json
    assert (one["id"], one["date"], one["language"]) == ("x/2026-12-05", "2026-12-05", "es")
    assert [each["id"] for each in run("search", "vigilia", "--json").json] == ["x"]


said = texts(1, 5)


@given(said, said, said)
def test_nothing_that_is_said_is_passed_over(title: str, stance: str, about: str) -> None:
    issue = Issue(id="x", title="A", es=IssueWords(title=title), fr=IssueWords(stance=stance))
    assert sources.in_other_languages(issue) == {"es": [title], "fr": [stance]}
    speaker = Speaker(name="A", ht=SpeakerWords(about=about))
    assert sources.in_other_languages(speaker) == {"ht": [about]}
