"""``lacwg agenda``: what a meeting talks about, in which order and how long."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Run, tree
from meeting_files import DECEMBER, NOVEMBER, titles, write

pytestmark = pytest.mark.usefixtures("letters")


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text() + text)


def test_prepare_gathers_all_that_is_to_be_talked_about_once(data: Path, run: Run) -> None:
    append(data / "group.toml", '\n[[agenda]]\ntitle = "Welcome"\nminutes = 10\nwho = "yoav-elinevsky"\n')
    write(
        data,
        NOVEMBER,
        'state = "draft"\n[[agenda]]\ntitle = "Budget"\nminutes = 15\n[[agenda]]\ntitle = "Settled"\ndone = true\n'
        '[[agenda]]\ntitle = "Coming up: Old"\n'
        '[[actions]]\nid = "kqzt"\nwhat = "Ask the hall"\nwho = "Ana"\n[[actions]]\nid = "zzzz"\nwhat = "X"\ndone = 2026-11-12\n',
    )
    run("events", "add", "Haiti", "--start", "Dec 3 7pm")
    run("events", "add", "Far off", "--start", "2027-01-24")
    run("events", "add", "Secret", "--start", "Dec 20 7pm", "--audience", "members")
    prepared = run("agenda", "prepare")
    assert prepared.code == 0
    expected = [
        "Welcome", "Budget", "Action kqzt: Ask the hall", "Coming up: Haiti",
        "Berta Caceres Human Rights in Honduras Act: support its passage",
    ]  # fmt: skip
    assert titles(run) == expected
    assert "1 event or bill that is not public stayed out" in prepared.err
    text = (data / DECEMBER).read_text()
    assert text.startswith('state = "planned"\n')
    assert "Ask the hall" not in text
    before = tree(data)
    assert "Nothing was missing" in run("agenda", "prepare").out
    assert tree(data) == before
    run("agenda", "remove", "2")
    run("agenda", "add", "Own", "--minutes", "5")
    run("agenda", "prepare", "2026-12-09")
    assert titles(run) == [expected[0], *expected[2:], "Own", "Budget"]
    assert run("check").code == 0


def test_the_clock_runs_until_a_length_is_not_known(data: Path, run: Run) -> None:
    for title, minutes in (("A", "10"), ("B", "20"), ("C", None), ("D", "20")):
        run("agenda", "add", title, *(["--minutes", minutes] if minutes else []))
    shown = run("agenda", "show")
    lines = shown.out.splitlines()
    assert lines[3].split() == ["1", "5:00", "A", "10", "min"]
    assert lines[4].split() == ["2", "5:10", "B", "20", "min"]
    assert lines[5].split() == ["3", "5:30", "C"]
    assert lines[6].split() == ["4", "D", "20", "min"]
    assert "4 items, 50 minutes and 1 without a length" in shown.out
    assert "Agenda: 4 items, 50 minutes and 1 without a length · lacwg agenda show\n" in run("meetings", "next").out
    assert [line[1] for line in run("agenda", "show", "--plain").lines] == ["5:00", "5:10", "5:30", ""]


def test_an_agenda_longer_than_the_meeting(data: Path, run: Run) -> None:
    path = data / "series/monthly-meeting.toml"
    path.write_text("minutes = 60\n" + path.read_text())
    run("agenda", "add", "A", "--minutes", "60")
    assert run("agenda", "show", "--json").json["warnings"] == []
    assert (
        "Note: the agenda is 15 minutes longer than the meeting, which ends at 6:00 PM"
        in run("agenda", "add", "B", "--minutes", "15").out
    )
    assert run("agenda", "show", "--json").json["warnings"][0]["code"] == "agenda-too-long"


def test_reorder_and_remove(data: Path, run: Run) -> None:
    for title in "ABC":
        run("agenda", "add", title)
    path = data / DECEMBER
    path.write_text(path.read_text().replace('"C"', '"C" # a remark'))
    assert run("agenda", "reorder", "3", "1").code == 0
    assert titles(run) == ["C", "A", "B"]
    assert run("agenda", "remove", "2").code == 0
    assert titles(run, "next") == ["C", "B"]
    assert "# a remark" in (data / DECEMBER).read_text()
    before = tree(data)
    for argv, code, said in (
        (["reorder", "1", "1"], 2, "stands twice"),
        (["reorder", "3"], 1, "has 2 items"),
        (["remove", "9"], 1, "no item 9"),
        (["remove", "0"], 2, "range"),
        (["add", " "], 2, "the title is empty"),
        (["add", "X", "--meeting", "2026-12-10"], 1, "is not a meeting"),
    ):
        refused = run("agenda", *argv)
        assert (refused.code, refused.out) == (code, "")
        assert said in refused.err
    for argv in (["remove", "1"], ["reorder", "2"], ["add", "X"], ["prepare"]):
        assert run("agenda", *argv, "--dry-run").code == 0
    assert tree(data) == before


def test_a_moved_meeting_keeps_its_record(data: Path, run: Run) -> None:
    append(data / "series/monthly-meeting.toml", "\n[[exceptions]]\ndate = 2026-12-09\nmoved_to = 2026-12-16\n")
    run("agenda", "add", "A", "--meeting", "2026-12-16")
    assert (data / DECEMBER).is_file()
    assert titles(run, "2026-12-09") == titles(run, "2026-12-16") == titles(run, "2026-12-09-monthly-meeting") == ["A"]


def test_a_record_whose_date_the_series_no_longer_has(data: Path, run: Run) -> None:
    write(data, "meetings/2026/2026-12-08-monthly-meeting.toml", 'state = "planned"\n[[agenda]]\ntitle = "A"\n')
    assert titles(run, "2026-12-08") == ["A"]
    assert "Tuesday, December 8, 2026" in run("minutes", "show", "2026-12-08").out


def test_where_an_agenda_could_begin_with_nothing_the_first_item_is_added_by_hand(tmp_path: Path, run: Run) -> None:
    group = str(tmp_path / "group")
    made = run(
        "init", group, "--name", "Peace", "--timezone", "America/New_York", "--rule", "1st Monday", "--at", "7pm"
    )
    assert made.code == 0, made.err
    ran = run("agenda", "prepare", "--data", group)
    assert (ran.code, "agenda prepare" in ran.out) == (0, False)
    assert "lacwg agenda add TITLE --meeting 2026-12-07" in ran.out
    assert "start one: lacwg agenda prepare 2026-12-07" in run("agenda", "show", "--data", group).out
