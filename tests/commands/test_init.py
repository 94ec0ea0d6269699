"""``lacwg init``."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Run, tree

GROUP = ["init", "new", "--name", "Peace Group", "--timezone", "America/New_York"]


def test_init_makes_a_folder_that_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    monkeypatch.chdir(tmp_path)
    made = run(*GROUP, "--rule", "1st Wednesday", "--at", "7pm", "--minutes", "90", "--holidays", "US-MA")
    assert made.out == "Made new/group.toml and new/series/monthly-meeting.toml\nSee it: lacwg --data new\n"
    assert run("check", "--data", "new").out == "Nothing wrong in 2 records\n"
    shown = run("meetings", "next", "--data", "new").out
    assert shown == "Peace Group monthly meeting\nWednesday, December 2, 2026 · 7:00–8:30 PM EST · in 8 days\n"


def test_a_group_without_meetings_yet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    monkeypatch.chdir(tmp_path)
    run(*GROUP)
    alone = run("--data", "new")
    assert (alone.code, alone.err) == (0, "")
    assert "no series yet" in alone.out
    assert run("meetings", "next", "--data", "new").code == 1


def test_every_group_gets_a_namespace_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    monkeypatch.chdir(tmp_path)
    spaces = {run("init", name, *GROUP[2:], "--json").json["uid_namespace"] for name in ("a", "b")}
    assert len(spaces) == 2


@pytest.mark.parametrize(
    ("argv", "code", "said"),
    [
        (["init", "new"], 2, "--name is missing"),
        (["init", "new", "--name", "A"], 2, "--timezone is missing"),
        (["init", "new", "--name", "A", "--timezone", "EST"], 2, "not a time zone"),
        ([*GROUP, "--rule", "sometimes"], 2, "cannot be read"),
        ([*GROUP, "--rule", "FREQ=WEEKLY;BYDAY=MO;UNTIL=20000101"], 2, "gives no date"),
        ([*GROUP, "--at", "7pm"], 2, "--rule is missing"),
        ([*GROUP, "--rule", "every Monday", "--at", "late"], 2, "not an hour"),
        ([*GROUP, "--holidays", "XX"], 2, "no known public holidays"),
        ([*GROUP, "--language", "Klingonish"], 2, "not the tag of a language"),
        ([*GROUP, "--country", "Atlantis"], 2, "know the country"),
        ([*GROUP, "--clock", "13"], 2, "--clock"),
        ([*GROUP, "--date-order", "YMD"], 2, "--date-order"),
        ([*GROUP, "--place", "Ateneu"], 2, "--rule is missing"),
        ([*GROUP, "--rule", "every Monday", "--minutes", "60"], 2, "whole days have no minutes"),
        ([*GROUP, "--rule", "every Monday", "--at", "7pm", "--place", "https://zoom.us/j/1"], 2, "--join-url"),
        ([*GROUP, "--rule", "cada segundo jueves"], 2, "say which you mean"),
        (["init"], 2, "DIR"),
    ],
)
def test_init_refuses_and_makes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run, argv: list[str], code: int, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    refused = run(*argv)
    assert refused.code == code
    assert said in refused.err
    assert not (tmp_path / "new").exists()


def test_init_never_touches_a_folder_that_is_there(data: Path, run: Run) -> None:
    before = tree(data)
    for extra in ([], ["--dry-run"]):
        assert run("init", "data", *GROUP[2:], *extra).code == 1
    assert tree(data) == before
    (data.parent / "file").write_text("")
    assert run("init", "file", *GROUP[2:]).code == 1


def test_init_dry_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    monkeypatch.chdir(tmp_path)
    assert "nothing was made" in run(*GROUP, "--dry-run").out
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("rule", "language", "named", "titled"),
    [
        ("1st Wednesday", "en", "monthly-meeting", "PG monthly meeting"),
        ("FREQ=MONTHLY;BYDAY=2WE", "en", "monthly-meeting", "PG monthly meeting"),
        ("1st and 3rd Thursday", "en", "meeting", "PG meeting"),
        ("every Monday", "en", "weekly-meeting", "PG weekly meeting"),
        ("every other Monday", "en", "meeting", "PG meeting"),
        ("every day", "en", "meeting", "PG meeting"),
        ("primer jueves", "Spanish", "reunion-mensual", "Reunión mensual de PG"),
        ("todos los jueves", "es-ES", "reunion-semanal", "Reunión semanal de PG"),
        ("1ª e 3ª quinta-feira", "pt-BR", "reuniao", "Reunião de PG"),
        ("dernier vendredi", "français", "reunion-mensuelle", "Réunion mensuelle de PG"),
        ("chak madi", "ht", "reyinyon-chak-semen", "Reyinyon PG chak semèn"),
        ("1st Wednesday", "ca", "monthly-meeting", "PG monthly meeting"),  # which we do not speak
    ],
)
def test_a_series_is_named_after_what_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run, rule: str, language: str, named: str, titled: str
) -> None:
    monkeypatch.chdir(tmp_path)
    made = run(*GROUP, "--short-name", "PG", "--rule", rule, "--language", language, "--json")
    assert made.json["main_series"] == named
    assert run("meetings", "next", "--data", "new", "--json").json["title"] == titled
    assert run("check", "--data", "new").out == "Nothing wrong in 2 records\n"


VALENCIA = [
    "init", "si", "--name", "Sindicato de Inquilinas de Valencia", "--short-name", "SI", "--timezone", "Europe/Madrid",
    "--language", "español", "--date-order", "DMY", "--holidays", "ES-VC", "--rule", "primer y tercer jueves",
    "--at", "19:30", "--minutes", "90", "--place", "Ateneo, calle de la Paz 3",
]  # fmt: skip


def test_a_tenants_union_in_valencia(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(*VALENCIA).code == 0
    monkeypatch.setenv("LACWG_DATA", "si")
    shown = run("meetings", "next").out
    assert "jueves, 3 de diciembre de 2026 · 19:30–21:00 CET" in shown
    assert "Ateneo" in shown
    announced = run("meetings", "announce")
    assert "Cuándo: jueves, 3 de diciembre de 2026 · 19:30–21:00 (hora de Madrid, CET)" in announced.out
    assert "La Habana" not in announced.out
    assert announced.err == ""
    assert run("check").err == ""  # the zones are named, none as they are
    assert 'rule = "1st and 3rd Thursday"' in Path("si/series/reunion.toml").read_text()
    assert 'languages = ["es"]' in Path("si/group.toml").read_text()
    assert "América" not in run("meetings", "hours").out
    assert run("events", "add", "Asamblea", "--start", "5/12 18:00").code == 0
    assert "5 de diciembre" in run("events", "show", "asamblea").out
    exported = run("export", "ics").out
    assert "DTSTART;TZID=Europe/Madrid:20261203T193000" in exported
    assert run("site", "build", "-o", "page").code == 0
    assert "19:30" in (tmp_path / "page/index.html").read_text()


def test_a_country_that_is_not_the_zones_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    monkeypatch.chdir(tmp_path)
    same = run("init", "a", "--name", "A", "--timezone", "Europe/Madrid", "--country", "Spain", "--json")
    other = run("init", "b", "--name", "B", "--timezone", "Europe/Madrid", "--country", "Portugal", "--json")
    assert (same.json["country"], other.json["country"]) == (None, "PT")
    assert run("init", "c", "--name", "C", "--timezone", "UTC", "--clock", "24", "--json").json["clock"] == "24"


def test_what_can_be_pasted_is_quoted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    monkeypatch.chdir(tmp_path)
    assert "lacwg --data 'our group'" in run("init", "our group", *GROUP[2:]).out


def asked(monkeypatch: pytest.MonkeyPatch, answers: list[str]) -> list[str]:
    """Answers questions in their order; gives the questions."""
    questions: list[str] = []

    def prompt(question: str, **_: object) -> str:
        questions.append(question)
        return answers.pop(0)

    monkeypatch.setattr("lacwg.run.Run.interactive", True)
    monkeypatch.setattr("typer.prompt", prompt)
    return questions


@pytest.mark.parametrize(
    ("zone", "spoken", "defaults"),
    [
        ("Europe/Madrid", "es_ES.UTF-8", ("Europe/Madrid", "es", "DMY", "ES")),
        ("America/New_York", "en_US.UTF-8", ("America/New_York", "en", "MDY", "US")),
        (":America/Sao_Paulo", "pt_BR", ("America/Sao_Paulo", "pt", "DMY", "BR")),
        ("America/New_York", "es_US.UTF-8", ("America/New_York", "es", "DMY", "US")),
        ("America/Port-au-Prince", "C.UTF-8", ("America/Port-au-Prince", "en", None, None)),
        ("", "POSIX", (None, "en", "MDY", "US")),
        ("Nowhere/Bogus", "\x1b[31m", (None, "en", "MDY", "US")),
        ("../../etc/passwd", "xx_YY.NONE@?", (None, None, None, "US")),
    ],
)
def test_what_the_machine_knows_is_kept_by_enter(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    run: Run,
    zone: str,
    spoken: str,
    defaults: tuple[str | None, ...],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TZ", zone or "EST")
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", spoken)
    here = "" if defaults[0] else "America/New_York"
    language = "" if defaults[1] else "es"
    answers = ["Group", "", here, "primer y tercer jueves", "19:30", "1h30m", "Ateneo", language, "", ""]
    questions = asked(monkeypatch, answers)
    made = run("init", "new")
    assert (made.code, answers) == (0, [])
    for question, default in zip((questions[2], *questions[-3:]), defaults, strict=True):
        assert default is None or question.endswith(f" [{default}]")
    assert defaults[0] or "[" not in questions[2]
    group = (tmp_path / "new/group.toml").read_text()
    assert f'timezone = "{defaults[0] or "America/New_York"}"' in group
    series = next((tmp_path / "new/series").iterdir()).read_text()
    assert "minutes = 90" in series
    assert 'place = "Ateneo"' in series


def test_wrong_answers_are_asked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TZ", "Europe/Madrid")
    link = "https://zoom.us/j/123"
    answers = [
        "Group", "G", "", "jueves", "todos los jueves", "late", "19:30", "long", "0", "90", link,
        "Elvish", "Spanish", "YMD", "dmy", "XX", "es-vc, PT",
    ]  # fmt: skip
    asked(monkeypatch, answers)
    assert (run("init", "new").code, answers) == (0, [])
    group = (tmp_path / "new/group.toml").read_text()
    assert 'holidays = ["ES-VC", "PT"]' in group
    series = (tmp_path / "new/series/reunion-semanal.toml").read_text()
    assert series.index("[members]") < series.index(link)  # a link to join by is for members
    assert 'format = "online"' in series
