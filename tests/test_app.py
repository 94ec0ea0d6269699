"""The command line itself: help, wrong words, completion."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from unittest.mock import Mock

import pytest
from conftest import DATA, Run

import lacwg
from lacwg import app


def verbs() -> list[tuple[str, ...]]:
    """Every command line there is."""
    found: list[tuple[str, ...]] = [()]
    for noun, about in app.NOUNS.items():
        found += [(noun, verb) for verb in about.verbs.split()] or [(noun,)]
    return found


@pytest.mark.parametrize("argv", verbs(), ids=" ".join)
def test_each_verb_has_help_with_an_example_and_the_common_options(run: Run, argv: tuple[str, ...]) -> None:
    shown = run(*argv, "--help")
    assert shown.code == 0
    if argv:
        assert re.search(rf"\nExamples?:\n  lacwg {argv[0]}", shown.out)  # each on a line of its own
    if argv[:1] != ("export",):
        assert "--json" in shown.out
        assert "--plain" in shown.out
    if argv != ("init",):
        assert "--data" in shown.out


@pytest.mark.parametrize("noun", [noun for noun, about in app.NOUNS.items() if about.verbs])
def test_a_noun_alone_shows_its_verbs(run: Run, noun: str) -> None:
    alone = run(noun)
    assert alone.code == 2
    assert "Commands:" in alone.err
    assert "error" not in alone.err


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["meeting"], "Did you mean 'meetings'?"),
        (["meetings", "lst"], "Did you mean 'list'?"),
        (["meetings", "list", "--nn"], "no such option: --nn"),
        (["meetings", "list", "-n", "x"], "'x' is not a whole number"),
        (["meetings", "show"], "missing argument"),
        (["meetings", "next", "--json", "--plain"], "exclude each other"),
        (["--json", "meetings", "next", "--plain"], "exclude each other"),
        (["events", "list", "-n", "99999999999999999999"], "not in the range"),
    ],
)
def test_wrong_words_are_wrong_usage(data: Path, run: Run, argv: list[str], said: str) -> None:
    wrong = run(*argv)
    assert (wrong.code, wrong.out) == (2, "")
    assert said in wrong.err
    assert wrong.err.startswith("error: ")


@pytest.mark.parametrize("now", ["yesterday", "0001-01-01T00:00", "9999-12-31T00:00"])
def test_a_clock_that_is_none(data: Path, run: Run, monkeypatch: pytest.MonkeyPatch, now: str) -> None:
    monkeypatch.setenv("LACWG_NOW", now)
    assert run("meetings", "next").code == 2


def test_version(run: Run) -> None:
    assert run("--version").out.startswith("lacwg 0.")
    assert "tzdata 20" in run("--version").out


def complete(words: str, data: Path) -> list[str]:
    """What bash is offered."""
    ran = subprocess.run(
        [sys.executable, "-c", "import sys; from lacwg.app import run; sys.exit(run([]))"],
        capture_output=True, text=True, check=False,
        env={"_LACWG_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(len(words.split(" ")) - 1),
             "LACWG_DATA": str(data), "LACWG_NOW": "2026-11-24T12:00", "PATH": ""},
    )  # fmt: skip
    assert ran.stderr == ""
    return ran.stdout.split()


def test_completion_of_nouns_verbs_and_ids(data: Path) -> None:
    assert complete("lacwg mee", data) == ["meetings"]
    assert complete("lacwg meetings n", data) == ["next"]
    assert complete("lacwg contacts show y", data) == ["yoav-elinevsky"]
    assert complete("lacwg issues show hon", data) == ["honduras"]
    assert complete("lacwg events show 2021", data) == ["2021-09-22-cuba-confronting-the-us-blockade-and-covid-19"]
    assert complete("lacwg events show cub", data) == ["cuba-confronting-the-us-blockade-and-covid-19"]
    assert complete("lacwg events list --issue v", data) == ["venezuela"]
    assert complete("lacwg meetings next --series m", data) == ["monthly-meeting"]
    assert "2026-12-09" in complete("lacwg meetings show 2026", data)
    assert complete(f"lacwg contacts show --data {DATA} j", data) == ["john-ratliff"]
    assert complete("lacwg contacts show --data /nowhere j", data) == []


def answer(words: str, data: Path) -> list[list[str]]:
    """What the shells' own scripts are answered: candidates, and what each is for."""
    ran = subprocess.run(
        [sys.executable, "-c", "import sys; from lacwg.app import run; sys.exit(run([]))"],
        capture_output=True, text=True, check=False,
        env={"_LACWG_COMPLETE": "complete_lines", "_LACWG_ARGS": words, "LACWG_DATA": str(data),
             "LACWG_NOW": "2026-11-24T12:00", "PATH": "/usr/bin", "LACWG_USER": "Yoav", "LANG": "C.UTF-8", "XDG_DATA_HOME": os.environ["XDG_DATA_HOME"]},
    )  # fmt: skip
    assert (ran.returncode, ran.stderr) == (0, "")
    return [line.split("\t") for line in ran.stdout.splitlines() if line]


def test_completion_of_what_a_group_has(data: Path, run: Run) -> None:
    run("contacts", "add", "Ana: O'Brien")
    run("contacts", "edit", "ana-obrien", "--role", "chair")
    assert answer("lacwg mee", data) == [["meetings", app.NOUNS["meetings"].help]]
    assert ["move", "Move one date to another day or hour."] in answer("lacwg meetings ", data)
    assert answer("lacwg meetings next --in America/Hav", data) == [["America/Havana"]]
    assert answer("lacwg meetings next --in=America/Hav", data) == [["--in=America/Havana"]]
    assert answer("lacwg events add x --timezone Europe/Madr", data) == [["Europe/Madrid"]]
    assert answer("lacwg init d --country Hond", data) == [["Honduras"]]
    for option in ("agenda add x --who", "minutes edit --present", "minutes edit --chair", "meetings cancel next --by"):
        assert answer(f"lacwg {option} An", data) == [["Ana: O'Brien"]], option
    assert answer('lacwg agenda add x --who "Ana: ', data) == [["Ana: O'Brien"]]
    assert answer("lacwg actions list --who ana-ob", data) == [["ana-obrien"]]
    assert answer("lacwg issues edit honduras --bill B", data) == [["Berta Caceres Human Rights in Honduras Act"]]
    assert answer("lacwg log ana", data) == [["ana-obrien"]]
    assert answer("lacwg undo ", data) == [["2"], ["1"]]
    assert answer("lacwg sync --mine hond", data) == answer("lacwg sync --theirs hond", data) == [["honduras"]]
    assert ["start"] in answer("lacwg help st", data)
    assert answer("lacwg import ics x", data) == answer("lacwg --data x", data) == [["", "files"]]
    assert answer("lacwg meetings cancel --reason x", data) == []
    assert len(answer("lacwg meetings next --in ", data)) == 200
    assert "--no-pager" in {each[0] for each in answer("lacwg --", data)}


def test_completion_is_quick_for_what_is_typed_first(data: Path) -> None:
    """A noun is completed without its verbs, and these without their modules."""
    code = (
        "import sys\nfrom lacwg.app import run\nrun([])\n"
        "print(*(each for each in sys.modules if each.startswith('lacwg.commands.')), 'rich' in sys.modules)"
    )
    for words, kind in (("lacwg mee", "lines"), ("lacwg meetings ", "lines"), ("lacwg mee", "zsh")):
        ran = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True,
            env={"_LACWG_COMPLETE": f"complete_{kind}", "_LACWG_ARGS": words, "_TYPER_COMPLETE_ARGS": words},
        )  # fmt: skip
        *loaded, rich = ran.stdout.splitlines()[-1].split()
        assert {each for each in loaded if not each.startswith("lacwg.commands.options")} == set(), words
        assert rich == "False"


def test_the_help_of_all_commands_loads_none_of_them() -> None:
    """Nor what reads a folder, or tells hours."""
    code = "import sys\nfrom lacwg.app import run\nrun(['--help'])\nprint(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = ran.stdout.splitlines()[-1].split()
    assert {"rich", "tomli", "zoneinfo", "lacwg.schedule", "lacwg.store.store", "lacwg.records.event"}.isdisjoint(
        loaded
    )
    assert {each.split(".")[2] for each in loaded if each.startswith("lacwg.commands.")} == {"options"}


def test_completion_is_quiet_about_a_broken_folder(data: Path) -> None:
    (data / "issues" / "cuba (conflicted copy).toml").write_text("")
    assert complete("lacwg issues show hon", data) == ["honduras"]
    (data / "group.toml").write_text("x")
    assert complete("lacwg meetings show 2026", data) == []


def test_wrong_words_are_answered_in_words(run: Run) -> None:
    assert "invalid value for '[ENTRY]': 'abc' is not a whole number" in run("undo", "abc").err
    assert run("check", "--explain").err.endswith("see: lacwg check --help\n")
    assert run("--data").err.endswith("see: lacwg --help\n")


def test_what_nobody_foresaw_is_one_sentence_and_a_private_file(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """A fault of the program's own: the traceback, which may hold a folder's values, is in a file for its owner alone."""

    def broken(*_: object, **__: object) -> None:
        raise KeyError("Ana's telephone\x1b[31m")

    monkeypatch.setattr("lacwg.commands.home.show", broken)
    with monkeypatch.context() as within:
        within.setattr("tempfile.tempdir", str(tmp_path))
        assert app.run([]) == 1
    out, err = capfd.readouterr()
    first, where, *_ = err.splitlines()
    assert (out, first) == ("", f"error: {app.UNFORESEEN} (KeyError in lacwg {lacwg.__version__})")
    assert "Ana" not in err
    assert "Traceback" not in err
    file = Path(where.removeprefix("  what went wrong is in "))
    assert "Ana's telephone" in file.read_text()
    assert file.stat().st_mode & 0o077 == 0
    with monkeypatch.context() as within:
        within.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
        assert app.run([]) == 1
    assert "can be written" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("argv", "code", "told"),
    [
        (["meetings", "show", "--json"], 2, "usage"),
        (["--json", "meetings"], 2, "usage"),
        (["meetings", "--json", "lst"], 2, "usage"),
        (["export", "ics", "--json"], 2, "usage"),
        (["contacts", "show", "nobody", "--json"], 1, "no-such-record"),
        (["events", "add", "Rally", "--start", "someday", "--json"], 2, "usage"),
        (["--json", "--data", "/nowhere"], 1, "folder"),
    ],
)
def test_with_json_an_error_is_json_on_standard_error(
    data: Path, run: Run, argv: list[str], code: int, told: str
) -> None:
    wrong = run(*argv)
    assert (wrong.code, wrong.out) == (code, "")
    [error] = wrong.told
    assert list(error) == ["level", "code", "message", "hint", "file", "line"]
    assert (error["level"], error["code"]) == ("error", told)
    people = run(*(word for word in argv if word != "--json"))
    if people.code == code and people.err.startswith("error: "):
        assert error["message"] in people.err


def test_several_problems_are_a_line_of_json_each(data: Path, run: Run) -> None:
    (data / "issues" / "x.toml").write_text('title = "A"\n\n"\\u001b[2J\\u202e" = 1\n')
    (data / "issues" / "y.toml").write_text("title = \n")
    listed = run("issues", "list", "--json")
    assert (listed.code, len(listed.json)) == (1, 9)
    assert not set("\x1b\u202e") & set(listed.err)
    assert [(each["code"], each["file"], each["line"]) for each in listed.told] == [
        ("R103", "data/issues/x.toml", 3),
        ("R102", "data/issues/y.toml", 1),
        ("incomplete", None, None),
    ]
    added = run("contacts", "add", "Ana", "--phone", "1", "--json")
    assert [(each["level"], each["code"]) for each in added.told] == [("note", None)]


@pytest.mark.parametrize(
    "argv", [["contacts", "show", "\udcff"], ["\udcff"], ["--data", "/\udcff"], ["events", "\udcff\n\x1b[2J"]]
)
def test_what_is_no_text_is_told_as_json_too(data: Path, run: Run, argv: list[str]) -> None:
    wrong = run(*argv, "--json")
    [error] = wrong.told
    assert "\\udcff" in error["message"]
    assert "\x1b" not in wrong.err


def test_with_json_what_nobody_foresaw_and_ctrl_c_are_json_too(
    data: Path, run: Run, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    for error, code, told in ((KeyError("x"), 1, "fault"), (KeyboardInterrupt(), 130, "interrupted")):
        monkeypatch.setattr("lacwg.commands.home.show", Mock(side_effect=error))
        assert app.run(["--json"]) == code
        assert json.loads(capfd.readouterr().err)["code"] == told
