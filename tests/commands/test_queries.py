"""Warnings of holidays and clashes, wherever an occurrence is shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Run

OVERLAP = 'overlaps "LA/CWG monthly meeting" (5:00 PM EST)'


@pytest.fixture
def vigil(data: Path) -> Path:
    """An event half an hour into the next meeting."""
    path = data / "events" / "2026" / "2026-12-09-vigil.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text('title = "Vigil"\nstart = 2026-12-09T17:30:00\n')
    return path


def test_shown_on_both_sides(vigil: Path, run: Run) -> None:
    note = 'overlaps "Vigil" (5:30 PM EST)'
    assert f"Note: {note}\n" in run("meetings", "next").out
    assert note in run("meetings", "list").out
    assert note in run("meetings", "show", "next").out
    assert note in run().out
    assert OVERLAP in run("events", "list").out
    assert OVERLAP in run("events", "list", "--all").out
    assert OVERLAP in run("events", "show", "vigil").out
    (event,) = run("events", "list", "--json").json
    assert event["warnings"] == [{"code": "overlap", "message": OVERLAP}]
    assert run("events", "show", "vigil", "--json").json["warnings"] == event["warnings"]


def test_the_one_that_ran_before_midnight_is_a_neighbour(vigil: Path, run: Run) -> None:
    vigil.write_text('title = "Vigil"\nstart = 2026-12-09T23:30:00\n')
    (vigil.parent / "2026-12-10-talk.toml").write_text('title = "Talk"\nstart = 2026-12-10T00:15:00\n')
    (talk,) = run("events", "list", "--from", "2026-12-10", "--json").json
    assert talk["warnings"] == [{"code": "overlap", "message": 'overlaps "Vigil" (December 9, 11:30 PM EST)'}]


def test_a_new_event_is_warned_about_before_it_is_saved(vigil: Path, run: Run) -> None:
    added = run("events", "add", "Vigil", "--start", "2026-12-09 19:30", "--dry-run")
    assert 'Note: within two hours of "LA/CWG monthly meeting" (5:00 PM EST)\n' in added.out
    twice = run("events", "add", "Vigil", "--start", "2026-12-09 17:30")
    assert 'overlaps "Vigil"' in twice.out


def test_those_that_are_over_say_so_too(vigil: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LACWG_NOW", "2027-01-01T12:00")
    assert OVERLAP in run("events", "list", "--past").out


def test_what_is_cancelled_clashes_with_nothing(vigil: Path, run: Run) -> None:
    vigil.write_text(vigil.read_text() + 'status = "cancelled"\n')
    assert run("meetings", "next", "--json").json["warnings"] == []
    assert run("events", "list", "--json").json[0]["warnings"] == []


def test_plain_lines_stay_as_they_are(vigil: Path, run: Run) -> None:
    assert run("meetings", "next", "--plain").lines[0][3:] == ["confirmed", "LA/CWG monthly meeting", ""]


def test_a_neighbour_that_cannot_be_read_does_not_fail_the_answer(vigil: Path, run: Run) -> None:
    vigil.write_text("title = 3\n")
    shown = run("meetings", "next")
    assert (shown.code, shown.err) == (0, "")
    assert run("check").code == 1


def test_holidays_of_several_regions_say_which(data: Path, run: Run) -> None:
    group = data / "group.toml"
    group.write_text(group.read_text().replace('["US-MA"]', '["US-MA", "MX"]'))
    webinar = run("events", "add", "Webinar", "--start", "2027-09-16 19:00", "--json").json
    assert webinar["warnings"] == [{"code": "holiday", "message": "Independence Day (MX)"}]
    new_year = run("events", "add", "Party", "--start", "2027-01-01 19:00", "--json").json
    assert new_year["warnings"] == [{"code": "holiday", "message": "New Year's Day (US-MA, MX)"}]


def test_check_names_each_pair_once_and_only_what_is_to_come(vigil: Path, run: Run) -> None:
    (vigil.parent / "2026-11-11-old.toml").write_text('title = "Old"\nstart = 2026-11-11T17:30:00\n')
    (vigil.parent / "2026-12-25-off.toml").write_text('title = "Off"\nstart = 2026-12-25\nstatus = "cancelled"\n')
    found = [each for each in run("check", "--json").json if each["code"] not in ("C101", "N101")]
    assert [(each["code"], each["file"], each["message"]) for each in found] == [
        ("W102", "data/events/2026/2026-12-09-vigil.toml", f"December 9, 2026: {OVERLAP}")
    ]
    assert found[0]["hint"] == "see: lacwg events show 2026-12-09-vigil"


def test_check_names_the_line_of_a_date_of_a_series(data: Path, run: Run) -> None:
    path = data / "series" / "monthly-meeting.toml"
    text = f"{path.read_text()}[[exceptions]]\ndate = 2026-12-09\nmoved_to = 2026-12-25\n"
    path.write_text(text)
    (found,) = [each for each in run("check", "--json").json if each["code"] == "W101"]
    assert (found["line"], found["message"]) == (len(text.splitlines()), "December 25, 2026: Christmas Day")
    assert found["hint"] == "see: lacwg meetings explain 2026-12-25"
    group = data / "group.toml"
    group.write_text('ignore = ["W101"]\n' + group.read_text())
    assert not [each for each in run("check", "--json").json if each["code"] == "W101"]
