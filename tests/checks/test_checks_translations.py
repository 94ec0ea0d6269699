"""Words in other languages: what has none, and which are never shown."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
import tomli
from conftest import GROUP, Run
from msgspec.structs import replace

from lacwg import checks
from lacwg.errors import FieldError
from lacwg.records import Contact, Event, Group, Issue, MeetingRecord, Record, Series, decode_hook

TODAY = dt.date(2026, 11, 24)
SPANISH = replace(GROUP, languages=("en", "es"))
SERIES = 'title = "A"\nrule = "2nd Wednesday"\nsince = 2026-01-01\n'


def record(kind: type[Any], text: str) -> Any:
    return msgspec.convert({**tomli.loads(text), "id": "2026-12-03-x"}, kind, dec_hook=decode_hook)


def found(record: Record | Group, group: Group = SPANISH) -> list[FieldError]:
    known = checks.Known(group, ["cuba"], [], [], TODAY)
    return [each for each in checks.of_record(record, known) if each.code.startswith("N")]


@pytest.mark.parametrize(
    ("kind", "text", "path", "said"),
    [
        (Issue, 'title = "A"\nstance = "B"', ("title",), "no Spanish for title and stance"),
        (Issue, 'title = "A"\nstance = "B"\n[es]\ntitle = "C"', ("es",), "no Spanish for stance"),
        (Issue, 'title = "A"\nsummary = "B"\n[es]\ntitle = "C"\nsummary = " "', ("es",), "no Spanish for summary"),
        (Issue, 'title = "A"\n[es]\ntitle = "C"\n[[bills]]\nname = "N"\nask = "B"', ("bills", 0, "ask"), "bills.ask"),
        (Event, 'title = "A"\nstart = 2026-11-24\nplace = "City Hall"', ("title",), "no Spanish for title"),
        (Event, 'title = "A"\nstart = 2026-11-20\nend = 2026-11-24', ("title",), "no Spanish for title"),
        (
            Event,
            'title = "A"\nstart = 2026-12-03\n[[speakers]]\nname = "Ana"\nabout = "B"\n[es]\ntitle = "C"',
            ("speakers", 0, "about"),
            "no Spanish for speakers.about",
        ),
        (Series, SERIES, ("title",), "no Spanish for title"),
        (
            Series,
            f'{SERIES}[es]\ntitle = "C"\n[[exceptions]]\ndate = 2026-12-09\ncancelled = true\nreason = "snow"',
            ("exceptions", 0, "reason"),
            "no Spanish for exceptions.reason",
        ),
    ],
)
def test_what_visitors_would_find_untranslated(kind: type[Any], text: str, path: tuple[Any, ...], said: str) -> None:
    (only,) = found(record(kind, text))
    assert (only.code, only.path) == ("N101", path)
    assert said in only.message


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Event, 'title = "A"\nstart = 2026-11-23'),
        (Event, 'title = "A"\nstart = 2026-12-03\naudience = "members"'),
        (Event, 'title = "A"\nstart = 2026-12-03\nplace = "City Hall"\n[es]\ntitle = "B"'),
        (Issue, 'title = "A"\naudience = "private"'),
        (Issue, 'title = "A"\nsummary = ""\n[es]\ntitle = "B"'),
        (Series, f"{SERIES}until = 2026-11-23"),
        (
            Series,
            f'{SERIES}[es]\ntitle = "B"\n[[exceptions]]\ndate = 2026-11-11\ncancelled = true\nreason = "snow"',
        ),
        (Contact, 'name = "Ana"\nrole = "treasurer"\naudience = "public"'),
        (MeetingRecord, 'state = "approved"\naudience = "public"\n[[decisions]]\ntext = "A"'),
    ],
)
def test_what_nobody_reads_or_is_a_name_wants_no_translation(kind: type[Any], text: str) -> None:
    assert found(record(kind, text)) == []


def test_a_record_has_one_warning_that_names_each_language_and_field_once() -> None:
    group = replace(GROUP, languages=("en", "es", "pt", "fr", "ht"))
    issue = record(
        Issue,
        'title = "A"\nstance = "B"\n[es]\ntitle = "C"\nstance = "D"\n[fr]\ntitle = "E"\n'
        + '[[bills]]\nname = "N"\nask = "B"\n[[bills]]\nname = "M"\nask = "B"\n',
    )
    (only,) = found(issue, group)
    assert only.message == (
        "no Spanish for bills.ask; no Portuguese or Haitian Creole for title, stance and bills.ask; "
        "no French for stance and bills.ask"
    )
    assert only.hint is not None
    assert "[es], [pt], [fr] or [ht]" in only.hint
    (less,) = found(issue, replace(group, languages=("en", "es", "fr")))
    assert 'languages = ["en"]' in (less.hint or "")
    (other,) = found(record(Issue, 'title = "A"\n[es]\ntitle = "B"'), group)
    assert 'languages = ["en", "es"]' in (other.hint or "")


def test_the_group_is_asked_for_its_texts_and_not_for_its_names() -> None:
    group = replace(SPANISH, mission="Peace", parent="Others", short_name="G")
    (only,) = found(group, group)
    assert (only.path, only.message) == (("mission",), "no Spanish for mission")


def test_the_records_own_language_is_the_groups() -> None:
    group = replace(GROUP, language="es-MX", languages=("en", "es"))
    assert [each.code for each in found(record(Issue, 'title = "A"\n[en]\ntitle = "B"'), group)] == []
    (only,) = found(record(Issue, 'title = "A"\n[en]\ntitle = "B"\n[es]\ntitle = "C"'), group)
    assert (only.code, only.path) == ("N102", ("es",))
    german = replace(GROUP, language="de", languages=("en",))
    (asked,) = found(record(Issue, 'title = "A"'), german)
    assert asked.message == "no English for title"


def test_a_translation_of_nothing_is_never_shown() -> None:
    text = 'title = "A"\nstart = 2026-12-03\n[es]\ntitle = "B"\ndescription = "C"\n[[speakers]]\nname = "N"\n'
    both = found(record(Event, text + '[speakers.fr]\nabout = "D"\n'))
    assert [(each.code, each.path) for each in both] == [
        ("N103", ("es", "description")),
        ("N103", ("speakers", 0, "fr", "about")),
    ]


def test_links_and_passcodes_in_translations_are_found_where_they_stand() -> None:
    issue = record(Issue, 'title = "A"\n[es]\ntitle = "clave: 4821"\n[fr]\ntitle = "https://zoom.us/j/1"\n')
    known = checks.Known(SPANISH, [], [], [], TODAY)
    assert [(each.code, each.path) for each in checks.of_record(issue, known)] == [
        ("V102", ("es", "title")),
        ("V101", ("fr", "title")),
    ]


def test_the_lines_in_the_files(english: Path, run: Run) -> None:
    group = english / "group.toml"
    group.write_text(
        re.sub(r"^languages = .*$", 'languages = ["en", "es", "es"]', group.read_text(), flags=re.MULTILINE)
    )
    (english / "issues/x.toml").write_text('title = "A"\nstance = "B"\n\n[es]\ntitle = "C"\n')
    checked = run("check", "--json").json
    said = {(each["code"], each["file"], each["line"]) for each in checked}
    assert ("N101", "data/issues/x.toml", 4) in said
    line = group.read_text().split("\n").index('languages = ["en", "es", "es"]') + 1
    assert ("N104", "data/group.toml", line) in said
    group.write_text('ignore = ["N101", "N104"]\n' + group.read_text())
    assert not [each for each in run("check", "--json").json if each["code"].startswith("N")]


def test_a_new_groups_folder_wants_no_translations(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    made = ("init", "g", "--name", "Peace Group", "--timezone", "America/New_York", "--rule", "1st Monday")
    assert run(*made).code == 0
    assert 'languages = ["en"]' in (tmp_path / "g/group.toml").read_text()
    assert run("check", "--data", "g", "--json").json == []
