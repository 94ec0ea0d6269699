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
    assert shown == "Peace Group meeting\nWednesday, December 2, 2026 · 7:00–8:30 PM EST · in 8 days\n"


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
