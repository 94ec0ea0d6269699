"""``lacwg meetings hours``."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Run, tell_in_zones
from monthly_meeting import monthly as monthly  # the meeting with a history


def test_hours_mark_where_they_change(data: Path, run: Run) -> None:
    tell_in_zones(data, "America/Havana", "America/Mexico_City", "Asia/Tokyo")
    assert run("meetings", "hours", "2027-03-01", "-n", "2").out == (
        "Date                 New York       Havana         Mexico City    Tokyo\n"
        "Wed  Mar 10, 2027    5:00 PM EST    6:00 PM CDT    4:00 PM CST    Thu 7:00 AM JST\n"
        "Wed  Apr 14, 2027    5:00 PM EDT   *5:00 PM CDT   *3:00 PM CST   *Thu 6:00 AM JST\n"
        "* another hour there than at the meeting before\n"
    )
    # the first is held against the meeting before it
    alone = run("meetings", "hours", "2027-04-01", "-n", "1")
    assert "*5:00 PM CDT" in alone.out
    (shape,) = run("meetings", "hours", "2027-04-01", "-n", "1", "--json").json
    assert shape == {
        "id": "monthly-meeting/2027-04-14",
        "start": "2027-04-14T17:00:00-04:00",
        "hours": {
            "America/Havana": {"start": "2027-04-14T17:00:00-04:00", "changed": True},
            "America/Mexico_City": {"start": "2027-04-14T15:00:00-06:00", "changed": True},
            "Asia/Tokyo": {"start": "2027-04-15T06:00:00+09:00", "changed": True},
        },
    }
    assert run("meetings", "hours", "2027-04-01", "-n", "1", "--plain").lines[0] == [
        "monthly-meeting/2027-04-14", "America/Havana", "2027-04-14T17:00:00-04:00", "changed",
    ]  # fmt: skip


def test_hours_by_default_are_of_six_meetings_in_eight_zones(monthly: Path, run: Run) -> None:
    shown = run("meetings", "hours", "--json").json
    assert len(shown) == 6
    assert list(shown[0]["hours"]) == [
        "America/Havana", "America/Mexico_City", "America/Managua", "America/Caracas", "America/Bogota",
        "America/La_Paz", "America/Santiago", "America/Port-au-Prince",
    ]  # fmt: skip
    assert "monthly-meeting/2027-01-13" not in [each["id"] for each in shown]  # cancelled
    assert not any(hour["changed"] for hour in shown[0]["hours"].values())


def test_hours_on_a_narrow_screen_stand_below_each_other(data: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    shown = run("meetings", "hours", "-n", "1").out
    assert shown.startswith("Wednesday, December 9, 2026 · 5:00 PM EST\n  New York         5:00 PM EST\n")
    assert max(map(len, shown.splitlines())) <= 60


def test_hours_of_whole_days_and_of_none(data: Path, run: Run) -> None:
    path = data / "series" / "monthly-meeting.toml"
    path.write_text(path.read_text().replace("start_time = 17:00:00\n", ""))
    assert run("meetings", "hours", "-n", "1", "--json").json[0]["hours"]["America/Havana"] == {
        "start": "2026-12-09", "changed": False,
    }  # fmt: skip
    path.write_text("until = 2026-11-01\n" + path.read_text())
    assert run("meetings", "hours").out == "No meeting is to come.\n"
    assert run("meetings", "hours", "--json").out == "[]\n"


def test_a_zone_of_the_group_that_is_none(data: Path, run: Run) -> None:
    tell_in_zones(data, "Havana")
    wrong = run("meetings", "hours")
    assert (wrong.code, "data/group.toml, line 12" in wrong.err) == (1, True)
    assert "T101" in run("check").out
    assert run("meetings", "next").code == 0
