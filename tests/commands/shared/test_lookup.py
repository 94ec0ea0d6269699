"""Which date people mean: in every verb what ``--start`` reads, looking back and ahead."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import Run, tree

pytestmark = pytest.mark.usefixtures("yoav")

VIGIL = """kind = "event"
title = "Vigil"
rule = "every Saturday"
start_time = 12:00:00
since = 2026-09-05
"""


@pytest.fixture(autouse=True)
def november(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Saturday, between the meetings of November 11 and December 9."""
    monkeypatch.setenv("LACWG_NOW", "2026-11-28T12:00")


@pytest.fixture
def vigil(data: Path) -> Path:
    """A series of events on Saturdays."""
    path = data / "series" / "vigil.toml"
    path.write_text(VIGIL)
    return path


OF_ONE_DATE = (
    ["meetings", "show"], ["meetings", "announce"], ["meetings", "explain"], ["meetings", "hours"],
    ["meetings", "edit", "--place", "Hall"], ["meetings", "cancel", "--reason", "snow"],
    ["meetings", "move", "--to", "2026-12-16"], ["agenda", "show"], ["agenda", "prepare"],
    ["agenda", "add", "Cuba", "--meeting"], ["actions", "add", "Print it", "--who", "Yoav", "--meeting"],
    ["minutes", "start"],
)  # fmt: skip


@pytest.mark.parametrize("verb", OF_ONE_DATE, ids=" ".join)
def test_each_verb_reads_a_date_as_start_does(data: Path, run: Run, verb: list[str]) -> None:
    writes = verb[1] not in ("show", "announce", "explain", "hours")
    said = set()
    for date in (
        "2026-12-09",
        "12/9",
        "12/9/2026",
        "dec 9",
        "Wed 12/9",
        "monthly-meeting/12/9",
        "monthly-meeting/dec 9",
    ):
        ran = run(*verb, date, *(["--dry-run"] if writes else []))
        assert ran.code == 0, (date, ran.err)
        said.add(ran.out[5:] if verb[0] == "actions" else ran.out)  # behind the letters of an action
    assert len(said) == 1


def test_where_the_day_comes_first(data: Path, run: Run) -> None:
    group = data / "group.toml"
    group.write_text(group.read_text().replace('date_order = "MDY"', 'date_order = "DMY"'))
    for date in ("9/12", "mié 9/12", "9 dic", "monthly-meeting/9/12"):
        assert run("meetings", "show", date, "--plain").lines[0][0] == "monthly-meeting/2026-12-09"


@pytest.mark.parametrize(
    ("typed", "date"),
    [
        ("11/11", "2026-11-11"),
        ("nov 11", "2026-11-11"),
        ("Wed Nov 11", "2026-11-11"),
        ("11/11 5pm", "2026-11-11"),
        ("Wednesday, November 11 · 5:00 PM EST · 17 days ago", "2026-11-11"),
        ("dec 9", "2026-12-09"),
        ("feb 10", "2027-02-10"),
        ("jan 14", "2026-01-14"),
        ("oct 14", "2026-10-14"),
        ("2nd Wednesday of October", "2026-10-14"),
    ],
)
def test_a_day_without_a_year_is_the_nearest_on_which_there_is_one(data: Path, run: Run, typed: str, date: str) -> None:
    assert run("meetings", "show", typed, "--plain").lines[0][0] == f"monthly-meeting/{date}"
    started = run("minutes", "show", typed)
    assert "there are no minutes" in started.err
    assert "not a meeting" not in started.err


@pytest.mark.parametrize("typed", ["nov 12", "11/12", "wednesday", "12/8"])
def test_where_there_is_none_the_nearest_on_both_sides_are_named(data: Path, run: Run, typed: str) -> None:
    for verb in (["meetings", "show"], ["meetings", "cancel", "--reason", "x"], ["agenda", "show"]):
        ran = run(*verb, typed)
        assert ran.code == 1
        assert "is not a meeting" in ran.err
        assert "Wednesday, November 11, 2026" in ran.err
        assert "Wednesday, December 9, 2026" in ran.err


def test_a_weekday_alone_is_the_last_one_or_the_next(vigil: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("events", "show", "vigil/saturday", "--plain").lines[0][0] == "vigil/2026-11-28"
    monkeypatch.setenv("LACWG_NOW", "2026-12-02T12:00")
    assert run("events", "show", "vigil/saturday", "--plain").lines[0][0] == "vigil/2026-12-05"
    monkeypatch.setenv("LACWG_NOW", "2026-11-30T12:00")
    assert run("events", "show", "vigil/saturday", "--plain").lines[0][0] == "vigil/2026-11-28"
    refused = run("events", "cancel", "vigil/saturday", "--reason", "rain")
    assert '"Saturday, November 28, 2026 12:00' not in refused.err
    assert "may be November 28, 2026, which is past, or December 5, 2026: say its year" in refused.err


CHANGES = (
    ["cancel", "--reason", "x"], ["move", "--to", "nov 18"], ["edit", "--place", "Hall"], ["restore"],
)  # fmt: skip


@pytest.mark.parametrize("verb", CHANGES, ids=lambda verb: verb[0])
@pytest.mark.parametrize("typed", ["11/11", "nov 11", "Wed Nov 11", "17 days ago"])
def test_what_is_past_is_changed_by_its_year(data: Path, run: Run, verb: list[str], typed: str) -> None:
    before = tree(data)
    refused = run("meetings", verb[0], typed, *verb[1:])
    assert refused.code == 2
    assert "is November 11, 2026, which is past: say its year" in refused.err
    assert '"Wednesday, November 11, 2026"' in refused.err
    assert tree(data) == before
    by_year = run("meetings", verb[0], "Wednesday, November 11, 2026", *verb[1:])
    assert by_year.code == (1 if verb[0] == "restore" else 0)  # nothing has happened to it


def test_on_a_terminal_it_asks(
    vigil: Path, run: Run, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("lacwg.run.Run.interactive", True)
    monkeypatch.setattr("typer.prompt", lambda *_, **__: "1")
    assert "November 11, 2026" in run("meetings", "cancel", "11/11", "--reason", "x").out
    monkeypatch.setenv("LACWG_NOW", "2026-11-30T12:00")
    monkeypatch.setattr("typer.prompt", lambda *_, **__: "2")
    assert "December 5, 2026" in run("events", "cancel", "vigil/saturday", "--reason", "x").out


def test_what_begins_or_ends_a_change_is_asked_where_it_is_past(vigil: Path, run: Run) -> None:
    for argv in (
        ["series", "end", "vigil", "--on", "nov 21"],
        ["meetings", "change", "--from", "nov 11", "--at", "6pm"],
        ["meetings", "change", "--from", "nov 1", "--at", "6pm"],
    ):
        assert "which is past" in run(*argv).err
    assert run("meetings", "change", "--from", "mar 1", "--at", "6pm").out.startswith("Wed  Mar 10, 2027   6:00 PM")


def test_what_is_new_is_on_the_next(data: Path, run: Run) -> None:
    assert "November 20, 2027" in run("meetings", "add", "nov 20", "--reason", "x", "--dry-run").out
    assert "November 3, 2027" in run("events", "add", "A", "--start", "nov 3", "--dry-run").out
    run("events", "add", "A", "--start", "2026-10-03 7pm")
    assert "October 10, 2027" in run("events", "copy", "a", "--start", "oct 10", "--dry-run").out


def test_lists_look_back_and_go_on_from_there(vigil: Path, run: Run) -> None:
    past = run("events", "list", "--from", "oct 1", "--to", "oct 10", "--plain").lines
    assert [each[0] for each in past] == ["vigil/2026-10-03", "vigil/2026-10-10"]
    year = run("meetings", "list", "--from", "jan 1", "--to", "dec 31", "--plain").lines
    assert (len(year), year[-1][0]) == (12, "monthly-meeting/2027-12-08")
    assert len(run("meetings", "list", "--to", "jan 31", "--plain").lines) == 2


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("vigil/12/5", "vigil/2026-12-05"),
        ("vigil/2026-12-05", "vigil/2026-12-05"),
        ("Vigil/dec 5", "vigil/2026-12-05"),
        ("vigil/next", "vigil/2026-11-28"),
        ("vig/Sat 12/5", "vigil/2026-12-05"),
        ("2027-vigil-2/12/5", "2027-vigil-2/2026-12-05"),
    ],
)
def test_one_date_of_a_series(vigil: Path, run: Run, typed: str, found: str) -> None:
    vigil.with_name("2027-vigil-2.toml").write_text(VIGIL.replace('"Vigil"', '"Other"'))
    assert run("events", "show", typed, "--plain").lines[0][0] == found


def test_an_unknown_series_is_named(vigil: Path, run: Run) -> None:
    for typed in ("vigl/2026-12-05", "12/2026-12-05", "vigl/dec 5"):
        assert (
            f'no series has an id or a title that fits "{typed.partition("/")[0]}"' in run("events", "show", typed).err
        )


def test_a_title_with_a_slash_is_an_event(data: Path, run: Run) -> None:
    run("events", "add", "Film/Talk", "--start", "2026-12-03 7pm")
    assert run("events", "show", "film/talk", "--plain").lines[0][0] == "2026-12-03-film-talk"


def test_of_several_readings_the_nearest_of_each_is_named(
    data: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    group = data / "group.toml"
    group.write_text(re.sub(r"^date_order = .*\n", "", group.read_text(), flags=re.MULTILINE))
    refused = run("meetings", "show", "11/10")
    assert 'try         "Tuesday, November 10, 2026" or "Sunday, October 11, 2026"' in refused.err
    monkeypatch.setattr("lacwg.run.Run.interactive", True)
    answers = iter(["2", "2"])
    monkeypatch.setattr("typer.prompt", lambda *_, **__: next(answers))
    shown = run("meetings", "show", "9/12 5:00")  # in the evening; in December
    assert "December 9, 2026 · 5:00 PM EST" in shown.out + shown.err
