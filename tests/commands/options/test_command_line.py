"""Common options before the verb and after it, and each option once."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from test_app import complete
from typer.core import TyperOption
from typer.main import get_command

from lacwg import app

ROOT = get_command(app.root)


def single_valued() -> list[tuple[str, ...]]:
    """Each option of each verb that takes one value, as words of a command line."""
    found = [("--data",)]
    for noun, about in app.NOUNS.items():
        command: Any = ROOT.get_command(None, noun)  # type: ignore[attr-defined]
        commands = [(noun, verb) for verb in about.verbs.split()]
        found += [(noun, "--data")] if commands else []
        for words in commands or [(noun,)]:
            options = command.get_command(None, words[1]).params if commands else command.params
            found += [
                (*words, name)
                for option in options
                if isinstance(option, TyperOption) and not option.is_flag and not option.multiple
                for name in option.opts
            ]
    return found


def test_there_are_options_to_look_at() -> None:
    assert len(single_valued()) > 250
    assert {("events", "edit", "--place"), ("meetings", "list", "-n"), ("undo", "--data")} < set(single_valued())


@pytest.mark.parametrize("line", single_valued(), ids=" ".join)
def test_an_option_that_takes_one_value_is_refused_twice(run: Run, line: tuple[str, ...]) -> None:
    *words, option = line
    forms = ([option, "a", option, "b"], [f"{option}=a", f"{option}=b"], [option, "a", "x", "y", option, "b"])
    for typed in forms if words[-1:] == ["add"] else forms[:1]:  # one rule reads them all
        if not option.startswith("--"):
            typed = [each.replace("=", "") for each in typed]
        elif len(words) < 2 and "x" in typed:
            continue  # what follows is the verb
        refused = run(*words, *typed)
        assert (refused.code, refused.out) == (2, "")
        assert refused.err.startswith("error: --")
        assert ' is given twice, as "a" and as "b"\n  keep one of the two\n' in refused.err
        assert option in refused.err or not option.startswith("--")


def test_the_long_name_is_said_of_a_short_one(data: Path, run: Run) -> None:
    assert 'error: --limit is given twice, as "3" and as "4"' in run("meetings", "list", "-n3", "--limit", "4").err
    assert 'error: --limit is given twice, as "3" and as "3"' in run("meetings", "list", "-n", "3", "-n", "3").err


def test_flags_and_what_may_be_repeated(data: Path, run: Run) -> None:
    zones = ("--in", "America/Havana", "--in", "America/Bogota", "--in", "America/Havana")
    done = run("meetings", "next", "--plain", "--plain", *zones)
    assert done.code == 0
    assert len(done.lines[0]) == len(run("meetings", "next", "--plain").lines[0]) + 3
    assert run("meetings", "cancel", "next", "--reason", "snow", "--dry-run", "--dry-run").code == 0


@pytest.mark.parametrize("verb", ["meetings list", "events show cuba", "search Haiti", "agenda show", "log"])
def test_common_options_stand_before_the_verb_too(data: Path, run: Run, tmp_path: Path, verb: str) -> None:
    other = tmp_path / "other"
    shutil.copytree(data, other)
    group = (data / "group.toml").read_text()
    (data / "group.toml").write_text(group.replace("America/New_York", "America/Nowhere"))
    noun, *rest = verb.split()
    after = run(noun, *rest, "--data", str(other), "--json")
    assert after.code == 0
    assert run("--data", str(other), "--json", noun, *rest) == after
    assert run("--json", noun, *rest, "--data", str(other)) == after
    if rest and "--data" in run(noun, "--help").out and noun != "search":
        assert run("--data", str(other), noun, "--json", *rest) == after


def test_common_options_on_both_sides_are_twice(data: Path, run: Run) -> None:
    assert "--data is given twice" in run("--data", "a", "meetings", "next", "--data", "b").err
    assert "--data is given twice" in run("meetings", "--data", "a", "next", "--data", "b").err
    assert run("--json", "meetings", "--json", "next", "--json").code == 0
    assert "exclude each other" in run("--json", "meetings", "--plain", "next").err
    assert "no such option: --json" in run("--json", "export", "ics").err


def test_completion_knows_the_folder_that_stands_before_the_verb(data: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(data, other)
    shutil.copy(other / "contacts" / "john-ratliff.toml", other / "contacts" / "jane.toml")
    assert complete("lacwg contacts show ja", data) == []
    assert complete(f"lacwg --data {other} contacts show ja", data) == ["jane"]
    assert complete(f"lacwg contacts --data {other} show ja", data) == ["jane"]
    assert complete(f"lacwg contacts show --data {other} --data {other} ja", data) == ["jane"]  # no place for errors


@pytest.mark.parametrize(
    "line",
    [
        "meetings show next --json --private",
        "meetings cancel next --reason snow --dry-run --json",
        "events remove 2021-09-22 --yes --json --dry-run",
        "undo --yes --json",
    ],
)
def test_flags_of_a_verb_stand_before_it_too(data: Path, run: Run, line: str) -> None:
    """Before the noun, between noun and verb, and mixed with options that take a value."""
    words = line.split()
    flags = [each for each in words if each.startswith("--") and each != "--reason"]
    rest = [each for each in words if each not in flags]
    after = run(*words)
    assert run(*flags, *rest) == after
    assert run("--data", str(data), *flags, *rest) == after
    if app.NOUNS[rest[0]].verbs:
        assert run(rest[0], *flags, *rest[1:]) == after
        assert run(flags[0], rest[0], *flags[1:], "--data", str(data), *rest[1:]) == after


def test_a_flag_that_the_verb_has_not_is_refused_by_it(data: Path, run: Run) -> None:
    assert "no such option: --yes" in run("--yes", "meetings", "next").err
    for line in (["--dry-run"], ["--private", "--json"], ["meetings", "--yes"]):
        refused = run(*line)
        assert (refused.code, refused.out) == (2, "")
