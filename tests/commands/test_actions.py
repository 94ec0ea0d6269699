"""``lacwg actions``: what somebody has to do, until it is done or dropped."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Run, tree
from meeting_files import DECEMBER, NOVEMBER, titles, write

pytestmark = pytest.mark.usefixtures("letters")


def test_actions_stay_open_until_done(data: Path, run: Run) -> None:
    assert "Actions" not in run().out
    added = run("actions", "add", "Ask the church hall", "--who", "Yoav", "--due", "2026-11-20")
    assert added.out == (
        "aaaa · Ask the church hall · Yoav Elinevsky · overdue since November 20\n"
        "Added to the meeting of November 11, 2026 · lacwg actions done aaaa\n"
    )
    assert 'who = "yoav-elinevsky"' in (data / NOVEMBER).read_text()
    run("actions", "add", "Later", "--who", "Jo", "--due", "Jan 6", "--meeting", "next")
    run("actions", "add", "Some day", "--who", "Ana Pérez")
    assert [line[0] for line in run("actions", "list", "--plain").lines] == ["aaaa", "aaab", "aaac"]
    assert "Actions        3 open, 1 overdue since November 20: lacwg actions list\n" in run().out
    assert run("--json").json["actions"] == {"open": 3, "overdue": 1, "overdue_since": "2026-11-20"}
    assert [each["name"] for each in run("actions", "list", "--who", "elinevsky", "--json").json] == ["Yoav Elinevsky"]
    assert [each["who"] for each in run("actions", "list", "--who", "ana", "--json").json] == ["Ana Pérez"]
    assert [each["who"] for each in run("actions", "list", "--who", "jo", "--json").json] == ["Jo"]
    assert [each["id"] for each in run("actions", "list", "--overdue", "--json").json] == ["aaaa"]
    assert run("actions", "done", "aaaa").out.endswith("done on November 24\nDone · undo: lacwg undo\n")
    dropped = run("actions", "drop", "aaac", "--reason", "too dear")
    assert "dropped on November 24: too dear" in dropped.out
    assert [line[0] for line in run("actions", "list", "--plain").lines] == ["aaab"]
    assert len(run("actions", "list", "--all", "--plain").lines) == 3
    assert run("actions", "done", "a").code == 0  # the only open one that begins like this
    assert run("actions", "list").out == "Nothing to do.\n"
    assert run("check").code == 0


def test_what_cannot_be_done_with_actions(data: Path, run: Run) -> None:
    run("actions", "add", "A", "--who", "Ana")
    run("actions", "add", "B", "--who", "Ana")
    before = tree(data)
    for argv, code, said in (
        (["add", "X"], 2, "--who is missing"),
        (["add", " ", "--who", "Ana"], 2, "empty"),
        (["add", "X", "--who", "Ana", "--due", "Thu Sep 22"], 2, "--due"),
        (["done", "aa"], 1, "fits 2 open actions: aaaa (A), aaab (B)"),
        (["done", "q"], 1, 'no action has an id or words that fit "q"'),
        (["drop", "aaaa"], 2, "--reason is missing"),
        (["list", "--all", "--overdue"], 2, "exclude"),
    ):
        refused = run("actions", *argv)
        assert (refused.code, refused.out) == (code, "")
        assert said in refused.err
    for argv in (["add", "X", "--who", "A"], ["done", "aaaa"], ["drop", "aaaa", "--reason", "x"]):
        assert run("actions", *argv, "--dry-run").code == 0
    assert tree(data) == before
    run("actions", "done", "aaaa")
    assert "aaaa is settled: done on November 24" in run("actions", "done", "aaaa").err


def test_old_actions_are_listed_and_counted_too(data: Path, run: Run) -> None:
    write(
        data, "meetings/2020/2020-12-09-monthly-meeting.toml", 'state = "draft"\n[[actions]]\nid = "oldd"\nwhat = "X"\n'
    )
    assert run("--json").json["actions"]["open"] == 1
    assert [line[0] for line in run("actions", "list", "--plain").lines] == ["oldd"]
    run("agenda", "prepare")
    assert "Action oldd: X" in titles(run)


def test_check_finds_letters_and_people_and_files_that_are_wrong(english: Path, run: Run) -> None:
    data = english
    action = '[[actions]]\nid = "kqzt"\nwhat = "X"\nwho = "nobody-such"\n'
    write(data, NOVEMBER, f'state = "draft"\n{action}')
    path = write(data, DECEMBER, f'state = "planned"\n\n{action}')
    write(data, "meetings/2026/notes.toml", 'state = "draft"\n')
    write(data, "meetings/2026/2025-12-10-monthly-meeting.toml", 'state = "draft"\n')
    write(data, "meetings/old/2025-12-10-monthly-meeting.toml", 'state = "draft"\n')
    found = {line[2]: line for line in run("check", "--plain").lines if line[2] != "C101"}
    assert set(found) == {"M101", "F102", "F103", "F107", "L103"}
    assert found["M101"][0] == f"data/{DECEMBER}"
    assert found["M101"][1] == "4"
    path.write_text('state = "planed"\n')
    assert 'did you mean "planned"?' in run("check").out
    path.write_text('state = "draft"\napproved_at = 2027-01-13\n[[actions]]\nid = "abc"\nwhat = ""\n')
    assert run("check").code == 1


def test_a_name_is_known_without_its_accents(data: Path, run: Run) -> None:
    run("contacts", "add", "Jørgen Bjørk")
    assert run("actions", "add", "Ask", "--who", "jorgen", "--json").json["who"] == "jorgen-bjork"
    assert run("agenda", "add", "Hall", "--who", "BJORK", "--json").json["items"][-1]["who"] == "jorgen-bjork"
    assert [line[3] for line in run("actions", "list", "--who", "jorgen bjork", "--plain").lines] == ["jorgen-bjork"]


def test_the_embedded_copy_becomes_ones_own(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    added = run("actions", "add", "X", "--who", "Ana")
    assert "The group's records are now kept in" in added.err
    assert (tmp_path / "user-data/lacwg" / NOVEMBER).is_file()


def test_an_action_is_known_by_its_words(data: Path, run: Run) -> None:
    run("actions", "add", "Ask the church hall about March", "--who", "Ana")
    run("actions", "add", "Ask the library", "--who", "Ana")
    assert "fits 2 open actions: aaaa (Ask the church hall about March), aaab (Ask the library)" in (
        run("actions", "done", "ask").err
    )
    assert run("actions", "done", "Church hall", "--plain").lines[0][0] == "aaaa"
    assert "aaaa is settled" in run("actions", "done", "church").err
    assert run("actions", "drop", "ask", "--reason", "x", "--plain").lines[0][0] == "aaab"  # the one that is open
