"""``lacwg meetings``."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Run, tree

EXCEPTIONS = """
[[exceptions]]
date = 2026-12-09
cancelled = true
reason = "snow"
[[exceptions]]
date = 2027-01-13
moved_to = 2027-01-20
reason = "the hall is taken"
"""


@pytest.fixture
def monthly(data: Path) -> Path:
    """The file of the monthly meeting."""
    return data / "series" / "monthly-meeting.toml"


def test_next(data: Path, run: Run) -> None:
    shown = run("meetings", "next")
    assert shown.out == "LA/CWG monthly meeting\nWednesday, December 9, 2026 · 5:00 PM EST · in 15 days\n"
    assert (shown.code, shown.err) == (0, "")


def test_next_as_json_is_the_whole_contract(data: Path, run: Run) -> None:
    assert run("meetings", "next", "--json").json == {
        "id": "monthly-meeting/2026-12-09", "kind": "meeting", "series": "monthly-meeting",
        "title": "LA/CWG monthly meeting", "start": "2026-12-09T17:00:00-05:00", "end": None, "all_day": False,
        "timezone": "America/New_York", "status": "confirmed", "change": None, "original_start": None, "reason": None,
        "format": None, "place": None, "url": None, "description": None, "image": None, "alt": None,
        "caption": None, "credit": None, "speakers": [], "issues": [],
        "uid": "15a5e983-060f-5a20-9a9c-8bfe3165e34f", "members": {}, "warnings": [],
    }  # fmt: skip


def test_plain_is_id_start_end_status_title_place(data: Path, run: Run) -> None:
    expected = "monthly-meeting/2026-12-09\t2026-12-09T17:00:00-05:00\t\tconfirmed\tLA/CWG monthly meeting\t\n"
    assert run("meetings", "next", "--plain").out == expected
    assert run("meetings", "list", "-n", "1", "--plain").out == expected


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ("2026-12-08T23:00", "tomorrow"),
        ("2026-12-09T09:00", "today"),
        ("2026-12-09T17:10", "today, began at 5:00 PM"),
        ("2026-12-09T23:59", "today, began at 5:00 PM"),
        ("2026-12-10T00:00", "in 34 days"),
        ("2026-12-09T18:00-04:00", "today, began at 5:00 PM"),
    ],
)
def test_one_without_an_end_is_the_next_until_its_day_is_over(
    data: Path, run: Run, monkeypatch: pytest.MonkeyPatch, now: str, said: str
) -> None:
    monkeypatch.setenv("LACWG_NOW", now)
    assert run("meetings", "next").out.splitlines()[1].endswith(f"· {said}")


def test_while_it_runs_it_says_until_when(monthly: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monthly.write_text(monthly.read_text().replace("since", "minutes = 60\nsince"))
    monkeypatch.setenv("LACWG_NOW", "2026-12-09T17:59")
    assert run("meetings", "next").out.endswith("December 9, 2026 · 5:00–6:00 PM EST · now, until 6:00 PM\n")
    monkeypatch.setenv("LACWG_NOW", "2026-12-09T18:00")
    assert "January 13" in run("meetings", "next").out


def test_a_cancelled_one_before_it_stands_on_a_line_of_its_own(monthly: Path, run: Run) -> None:
    monthly.write_text(monthly.read_text() + EXCEPTIONS)
    assert run("meetings", "next").out == (
        "Cancelled: Wednesday, December 9, 2026 · 5:00 PM EST (snow)\n"
        "LA/CWG monthly meeting\n"
        "Wednesday, January 20, 2027 · 5:00 PM EST · in 57 days\n"
        "Moved from January 13, 2027: the hall is taken\n"
    )
    shape = run("meetings", "next", "--json").json
    assert (shape["id"], shape["change"]) == ("monthly-meeting/2027-01-13", "moved")
    assert (shape["start"], shape["original_start"]) == ("2027-01-20T17:00:00-05:00", "2027-01-13T17:00:00-05:00")


def test_a_series_that_has_ended(monthly: Path, run: Run) -> None:
    monthly.write_text("until = 2026-11-01\n" + monthly.read_text())
    assert run("meetings", "next").out == "No meeting is to come: the series has ended.\n"
    assert run("meetings", "next", "--json").out == "null\n"
    assert run("meetings", "next", "--plain").out == ""
    assert run("meetings", "list", "--json").out == "[]\n"


def test_list(monthly: Path, run: Run) -> None:
    monthly.write_text(monthly.read_text() + EXCEPTIONS)
    assert run("meetings", "list", "-n", "4").out == (
        "Wed  Dec  9, 2026   5:00 PM EST   cancelled: snow\n"
        "Wed  Jan 20, 2027   5:00 PM EST   moved from January 13, 2027: the hall is taken\n"
        "Wed  Feb 10, 2027   5:00 PM EST\n"
        "Wed  Mar 10, 2027   5:00 PM EST   clocks change on March 14\n"
    )


def test_list_of_a_time(data: Path, run: Run) -> None:
    year = run("meetings", "list", "--from", "2026-01-01", "--to", "Dec 31, 2026", "--json").json
    assert len(year) == 12
    november = year[10]
    assert november["warnings"] == [{"code": "holiday", "message": "Veterans Day"}]
    assert len(run("meetings", "list", "--json").json) == 12
    assert len(run("meetings", "list", "--from", "1990-01-01", "-n", "3", "--json").json) == 3
    assert run("meetings", "list", "--from", "2018-01-01", "--to", "2018-12-31").out == "No meeting in this time.\n"
    edge = run("meetings", "list", "--from", "2026-12-09", "--to", "2026-12-09", "--plain")
    assert len(edge.lines) == 1


def test_the_hour_elsewhere(data: Path, run: Run) -> None:
    shown = run("meetings", "list", "-n", "1", "--in", "America/Havana", "--in", "Asia/Tokyo")
    assert shown.out == (
        "Date                New York      Havana        Tokyo\n"
        "Wed  Dec  9, 2026   5:00 PM EST   6:00 PM CDT   Thu 7:00 AM JST\n"
    )
    (each,) = run("meetings", "list", "-n", "1", "--in", "America/Havana", "--json").json
    assert each["in"] == {"America/Havana": "2026-12-09T18:00:00-04:00"}
    plain = run("meetings", "list", "-n", "1", "--in", "America/Havana", "--plain")
    assert plain.lines[0][-1] == "2026-12-09T18:00:00-04:00"


@pytest.mark.parametrize(
    "typed", ["2027-01-13", "2027-01-20", "Jan 20", "Wednesday, January 13, 2027", "monthly-meeting/2027-01-13"]
)
def test_show_finds_a_moved_one_by_both_dates(monthly: Path, run: Run, typed: str) -> None:
    monthly.write_text(monthly.read_text() + EXCEPTIONS)
    shown = run("meetings", "show", typed, "--json")
    assert shown.json["id"] == "monthly-meeting/2027-01-13"


def test_show(monthly: Path, run: Run) -> None:
    monthly.write_text(
        monthly.read_text() + '[members]\njoin_url = "https://zoom.us/j/1"\n[private]\nnote = "call first"\n'
    )
    shown = run("meetings", "show", "next")
    assert "Join     https://zoom.us/j/1 (members)\n" in shown.out
    assert "call first" not in shown.out + run("meetings", "show", "next", "--json").out
    assert run("meetings", "show", "next", "--json", "--private").json["private"] == {"note": "call first"}


def test_show_where_nothing_is_names_the_nearest(data: Path, run: Run) -> None:
    shown = run("meetings", "show", "2026-11-12")
    assert shown.code == 1
    assert "November 12, 2026 is not a meeting" in shown.err
    assert "November 11, 2026" in shown.err
    assert "December 9, 2026" in shown.err


def test_show_where_two_fit_names_both(monthly: Path, run: Run) -> None:
    monthly.write_text(monthly.read_text() + "[[exceptions]]\ndate = 2026-12-09\nmoved_to = 2027-01-13\n")
    shown = run("meetings", "show", "2027-01-13")
    assert shown.code == 1
    assert "monthly-meeting/2026-12-09" in shown.err
    assert "monthly-meeting/2027-01-13" in shown.err
    assert run("meetings", "show", "monthly-meeting/2027-01-13", "--json").json["change"] is None


def test_another_series(data: Path, run: Run) -> None:
    (data / "series" / "steering.toml").write_text('title = "Steering"\nrule = "every Monday"\nsince = 2026-01-01\n')
    assert run("meetings", "next", "--series", "steer").out.startswith(
        "Steering\nMonday, November 30, 2026 · in 6 days"
    )
    assert "monthly-meeting" in run("meetings", "next", "--plain").out


def test_reading_changes_nothing_in_the_folder(data: Path, run: Run) -> None:
    before = tree(data)
    for argv in (["meetings", "next"], ["meetings", "list"], ["events", "list"], ["check"], ["export", "ics"], []):
        run(*argv)
    assert tree(data) == before
    assert not (data / ".lacwg").exists()


def test_the_hour_elsewhere_of_one(data: Path, run: Run) -> None:
    assert "Havana: 6:00 PM CDT\n" in run("meetings", "next", "--in", "America/Havana").out
    assert "In Tokyo   Thu 7:00 AM JST\n" in run("meetings", "show", "next", "--in", "Asia/Tokyo").out
    expected = {"America/Havana": "2026-12-09T18:00:00-04:00"}
    for verb in (["next"], ["show", "next"]):
        assert run("meetings", *verb, "--in", "America/Havana", "--json").json["in"] == expected
        plain = run("meetings", *verb, "--in", "America/Havana", "--plain").lines
        assert plain[0][-1] == expected["America/Havana"]
    assert run("meetings", "next", "--in", "Havana").code == 2
