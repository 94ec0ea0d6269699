"""``lacwg meetings explain`` and ``hours``, and ``--in`` on one meeting."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Run

HAPPENED = """
[[exceptions]]
date = 2026-11-11
moved_to = 2026-11-18
reason = "Veterans Day"
by = "Yoav"
on = 2026-10-14
[[exceptions]]
date = 2027-01-13
cancelled = true
reason = "snow"
[[exceptions]]
date = 2027-01-20
extra = true
by = "John"
[[exceptions]]
date = 2027-02-10
place = "the library"
[[exceptions]]
date = 2027-03-09
extra = true
[[changes]]
from = 2027-03-01
rule = "1st Tuesday"
start_time = 18:00:00
by = "John"
on = 2026-12-09
reason = "the hall"
"""


@pytest.fixture
def monthly(data: Path) -> Path:
    """The monthly meeting, with a history."""
    path = data / "series" / "monthly-meeting.toml"
    path.write_text(path.read_text() + HAPPENED)
    return path


def line(path: Path, text: str, after: str = "") -> int:
    """The line on which a text stands, after another one."""
    whole = path.read_text()
    return whole[: whole.index(text, whole.index(after))].count("\n") + 1


def test_explain_a_moved_one(monthly: Path, run: Run) -> None:
    file = "data/series/monthly-meeting.toml"
    rule, moved = line(monthly, "rule ="), line(monthly, "[[exceptions]]")
    assert run("meetings", "explain", "2026-11-18").out == (
        "November 18, 2026 is a meeting, 5:00 PM EST.\n"
        f"  The rule (2nd Wednesday of the month) gives November 11, Veterans Day ({file}, line {rule}).\n"
        f'  Yoav moved it on October 14: "Veterans Day" ({file}, line {moved}).\n'
        "  Nothing else that day.\n"
    )
    away = run("meetings", "explain", "2026-11-11").out
    assert away.startswith("November 11, 2026 is not a meeting: it was moved to November 18, 2026.\n")
    assert f'Yoav moved it to November 18, 5:00 PM EST, on October 14: "Veterans Day" ({file}, line {moved}).' in away


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2027-01-13", ["is not a meeting: it is cancelled.", 'It was cancelled: "snow"']),
        ("2027-01-20", ["is a meeting, 5:00 PM EST.", "gives January 13 and February 10, not January 20", "John added it"]),
        ("2027-02-10", ["is a meeting", "It was changed"]),
        ("2027-04-06", [
            "is a meeting, 6:00 PM EDT.", "The rule (1st Tuesday of the month) gives April 6",
            'Since March 1, 2027 it is 1st Tuesday of the month, at 6:00 PM; '
            'John decided it on December 9, 2026: "the hall"',
        ]),
        ("2027-03-09", ["Clocks change on March 14."]),
        ("2026-12-25", ["is not a meeting.", "December 25 is Christmas Day."]),
        ("2018-12-12", ["is not a meeting.", "The series goes from January 1, 2019 on"]),
        ("next", ["December 9, 2026 is a meeting"]),
        ("monthly-meeting/2026-12-09", ["December 9, 2026 is a meeting"]),
    ],
)  # fmt: skip
def test_explain(monthly: Path, run: Run, day: str, said: list[str]) -> None:
    explained = run("meetings", "explain", day)
    assert explained.code == 0
    for each in said:
        assert each in explained.out


def test_explain_says_what_else_is_on_that_day(monthly: Path, run: Run) -> None:
    folder = monthly.parent.parent / "events" / "2026"
    folder.mkdir(exist_ok=True)
    (folder / "2026-12-09-vigil.toml").write_text('title = "Vigil"\nstart = 2026-12-09T17:30:00\n')
    (folder / "2026-12-09-film.toml").write_text('title = "Film"\nstart = 2026-12-09T23:00:00\nstatus = "cancelled"\n')
    (folder / "2026-12-08-trip.toml").write_text('title = "Trip"\nstart = 2026-12-08\nend = 2026-12-10\n')
    (monthly.parent / "walk.toml").write_text('title = "Walk"\nrule = "every Wednesday"\nsince = 2026-01-01\n')
    (folder / "2026-12-09-bad.toml").write_text("title = 3\n")
    explained = run("meetings", "explain", "2026-12-09")
    others = [each.strip() for each in explained.out.splitlines() if "Also" in each]
    assert [each.rsplit(" (", 1)[0] for each in others] == [
        'Also that day: "Trip", Tuesday, December 8 – Thursday, December 10, 2026, which overlaps it',
        'Also that day: "Walk", all day, which overlaps it',
        'Also that day: "Vigil", 5:30 PM EST, which overlaps it',
        'Also that day: "Film", 11:00 PM EST, cancelled',
    ]
    assert "(data/series/walk.toml, line 2)" in others[1]
    assert "Nothing else" not in explained.out
    assert explained.code == 0
    weekly = run("meetings", "explain", "2026-12-16", "--series", "walk").out
    assert weekly.startswith("December 16, 2026 is a meeting, all day.\n")


def test_explain_for_programs(monthly: Path, run: Run) -> None:
    shown = run("meetings", "explain", "2026-11-18", "--json").json
    assert (shown["date"], shown["series"], shown["takes_place"]) == ("2026-11-18", "monthly-meeting", True)
    assert [each["id"] for each in shown["occurrences"]] == ["monthly-meeting/2026-11-11"]
    assert [each["kind"] for each in shown["facts"]] == ["rule", "exception", "other"]
    assert shown["facts"][1]["line"] == line(monthly, "[[exceptions]]")
    plain = run("meetings", "explain", "2026-11-18", "--plain").lines
    assert [each[0] for each in plain] == ["summary", "rule", "exception", "other"]
    assert plain[1][2] == "data/series/monthly-meeting.toml"


def test_explain_a_rule_that_cannot_be_read_names_the_line(monthly: Path, run: Run) -> None:
    monthly.write_text(monthly.read_text().replace("2nd Wednesday", "now and then"))
    wrong = run("meetings", "explain", "2026-11-18")
    assert wrong.code == 1
    assert "data/series/monthly-meeting.toml, line" in wrong.err


def test_hours_mark_where_they_change(data: Path, run: Run) -> None:
    group = data / "group.toml"
    group.write_text('zones = ["America/Havana", "America/Mexico_City", "Asia/Tokyo"]\n' + group.read_text())
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
    group = data / "group.toml"
    group.write_text('zones = ["Havana"]\n' + group.read_text())
    wrong = run("meetings", "hours")
    assert (wrong.code, "data/group.toml, line 1" in wrong.err) == (1, True)
    assert "T101" in run("check").out
    assert run("meetings", "next").code == 0


def test_the_hour_elsewhere_of_one(data: Path, run: Run) -> None:
    assert "Havana: 6:00 PM CDT\n" in run("meetings", "next", "--in", "America/Havana").out
    assert "In Tokyo   Thu 7:00 AM JST\n" in run("meetings", "show", "next", "--in", "Asia/Tokyo").out
    expected = {"America/Havana": "2026-12-09T18:00:00-04:00"}
    for verb in (["next"], ["show", "next"]):
        assert run("meetings", *verb, "--in", "America/Havana", "--json").json["in"] == expected
        plain = run("meetings", *verb, "--in", "America/Havana", "--plain").lines
        assert plain[0][-1] == expected["America/Havana"]
    assert run("meetings", "next", "--in", "Havana").code == 2
