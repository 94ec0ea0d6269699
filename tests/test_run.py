"""What one run says of its output: colours, and the pager."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from conftest import Run

from lacwg import render
from lacwg import run as this_run

COLOURED = "\x1b[1m"


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody sits at a terminal of eight lines."""
    monkeypatch.setattr(this_run.Run, "interactive", True)
    monkeypatch.setattr("shutil.get_terminal_size", lambda *_: os.terminal_size((80, 8)))


@pytest.fixture
def pager(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A pager of theirs; in the file is how it was called, and what it was to show."""
    program, shown = tmp_path / "my pager", tmp_path / "shown"
    program.write_text(f'#!/bin/sh\n(echo "$1 $LESS $LESSCHARSET"; cat) >"{shown}"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PAGER", f"'{program}' -x")
    monkeypatch.delenv("LESS", raising=False)
    monkeypatch.delenv("LESSCHARSET", raising=False)
    return shown


def test_what_is_longer_than_the_screen_goes_through_the_pager(
    data: Path, run: Run, terminal: None, pager: Path
) -> None:
    there = run("meetings", "list", "-n", "12")
    assert (there.code, there.out, there.err) == (0, "", "")
    first, *rest = pager.read_text().splitlines()
    assert first == "-x FRX utf-8"
    assert rest == run("meetings", "list", "-n", "12", "--no-pager").out.splitlines()
    assert rest == run("--no-pager", "meetings", "list", "-n", "12").out.splitlines()


@pytest.mark.parametrize("options", [["--json"], ["--plain"], ["-n", "2"]])
def test_programs_and_short_lists_need_none(
    data: Path, run: Run, terminal: None, pager: Path, options: list[str]
) -> None:
    assert run("meetings", "list", *options).out
    assert not pager.exists()


@pytest.mark.parametrize("named", ["", "cat", "no-such-pager", "less '", "."])
def test_a_pager_that_is_none(
    data: Path, run: Run, terminal: None, monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    monkeypatch.setenv("PAGER", named)
    shown = run("meetings", "list", "-n", "12")
    assert (shown.code, shown.err) == (0, "")
    assert shown.out.count("\n") > 8


def test_a_pager_that_is_left_early(data: Path, run: Run, terminal: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAGER", "true")
    assert run("meetings", "list", "-n", "12") == (0, "", "")


@pytest.mark.parametrize(
    ("variables", "terminal", "coloured"),
    [
        ({}, True, True),
        ({}, False, False),
        ({"NO_COLOR": "1"}, True, False),
        ({"NO_COLOR": ""}, True, True),
        ({"NO_COLOR": "0"}, True, False),
        ({"FORCE_COLOR": "1"}, False, True),
        ({"FORCE_COLOR": "0"}, True, False),
        ({"FORCE_COLOR": ""}, False, False),
        ({"CLICOLOR": "0"}, True, False),
        ({"CLICOLOR": "1"}, False, False),
        ({"CLICOLOR_FORCE": "1"}, False, True),
        ({"CLICOLOR_FORCE": "1", "CLICOLOR": "0"}, False, True),
        ({"CLICOLOR_FORCE": "0"}, False, False),
        ({"CLICOLOR_FORCE": "1", "NO_COLOR": "1"}, True, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, False),
        ({"TERM": "dumb"}, True, False),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, True, True),
    ],
)
def test_colours_as_the_environment_wants_them(
    data: Path, run: Run, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], terminal: bool, coloured: bool
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(this_run.Run, "terminal", terminal)
    assert (COLOURED in run("meetings", "next").out) is coloured
    assert COLOURED not in run("meetings", "next", "--color", "never").out
    assert COLOURED in run("--color", "always", "meetings", "next").out
    assert COLOURED not in run("meetings", "next", "--color", "always", "--json").out


def test_a_colour_that_is_none(run: Run) -> None:
    assert run("meetings", "next", "--color", "red").code == 2


@pytest.mark.parametrize(
    ("argv", "label"),
    [
        (["check"], "Checking"),
        (["events", "list", "--all"], "Reading"),
        (["undo"], "Undoing"),
        (["check", "--fix"], "Fixing"),
    ],
)
def test_what_takes_long_shows_a_bar_on_a_terminal(
    data: Path, run: Run, yoav: None, monkeypatch: pytest.MonkeyPatch, argv: list[str], label: str
) -> None:
    run("issues", "add", "Peru")
    (data / "events/2025").mkdir()
    for number in range(40):
        text = 'title = "Rally"\nstart = 2026-12-03\n'
        (data / f"events/2025/2026-12-03-rally-{number}.toml").write_text(text)
    shown: list[tuple[str, bool]] = []
    bar = render.Progress.__init__

    def noted(self: render.Progress, label: str, total: int, **more: Any) -> None:
        shown.append((label, more["shown"]))
        bar(self, label, total, **more)

    monkeypatch.setattr(render.Progress, "__init__", noted)
    run(*argv, "--dry-run" if argv[-1] in {"undo", "--fix"} else "--plain")
    monkeypatch.setattr(this_run.Run, "terminal", True)
    shown.clear()
    run(*argv)
    assert (label, True) in shown
    shown.clear()
    run(*argv, "--json")
    assert not [each for each in shown if each[1]]
