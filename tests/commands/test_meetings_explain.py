"""``lacwg meetings explain``."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Run
from monthly_meeting import monthly as monthly  # the meeting with a history


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
