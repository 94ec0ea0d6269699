"""``lacwg calendar``: the grid for people, lines in a pipe, and for programs."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Run

MOVED = '\n[[exceptions]]\ndate = 2026-11-11\nmoved_to = 2026-11-18\nreason = "Veterans Day"\n'
CANCELLED = '\n[[exceptions]]\ndate = 2027-02-10\ncancelled = true\nreason = "snow"\n'


@pytest.fixture
def monthly(data: Path) -> Path:
    """The monthly meeting, with a moved and a cancelled date."""
    path = data / "series" / "monthly-meeting.toml"
    path.write_text(path.read_text() + MOVED + CANCELLED)
    return path


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody reads as it comes, without colour."""
    monkeypatch.setattr("lacwg.run.Run.terminal", True)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "80")


def event(data: Path, name: str, text: str) -> None:
    path = data / "events" / name[:4] / f"{name}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


@pytest.mark.usefixtures("terminal")
def test_this_month(monthly: Path, run: Run) -> None:
    assert run("calendar").out == (
        "      November 2026\n"
        " Su  Mo  Tu  We  Th  Fr  Sa\n"
        "  1   2   3   4   5   6   7\n"
        "  8   9  10 *11  12  13  14\n"
        " 15  16  17 [18] 19  20  21\n"
        " 22  23 <24> 25 *26  27  28\n"
        " 29  30\n"
        " *11  Veterans Day\n"
        "      LA/CWG monthly meeting moved to November 18: Veterans Day\n"
        " [18] LA/CWG monthly meeting, 5:00 PM EST · moved from November 11, 2026:\n"
        "      Veterans Day\n"
        " *26  Thanksgiving Day\n"
    )


@pytest.mark.usefixtures("terminal")
def test_a_month_of_28_days_from_monday_on(monthly: Path, run: Run) -> None:
    data = monthly.parent.parent
    group = data / "group.toml"
    group.write_text(group.read_text().replace('holidays = ["US-MA"]', 'holidays = ["DE"]'))
    event(data, "2027-02-20-vigil", 'title = "Vigil"\nstart = 2027-02-20T15:00:00\n')
    assert run("calendar", "February").out == (
        "      February 2027\n"
        " Mo  Tu  We  Th  Fr  Sa  Su\n"
        "  1   2   3   4   5   6   7\n"
        "  8   9 x10  11  12  13  14\n"
        " 15  16  17  18  19 (20) 21\n"
        " 22  23  24  25  26  27  28\n"
        " x10  cancelled: LA/CWG monthly meeting, 5:00 PM EST · snow\n"
        " (20) Vigil, 3:00 PM EST\n"
    )


@pytest.mark.usefixtures("terminal")
def test_several_on_one_day_and_one_of_several_days(data: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    event(data, "2026-12-09-vigil", 'title = "Vigil"\nstart = 2026-12-09T17:30:00\n')
    event(data, "2026-12-29-trip", 'title = "Trip"\nstart = 2026-12-29\nend = 2027-01-03\n')
    shown = run("calendar", "2026-12", "--months", "2").out
    december, january = shown.split("\n\n")
    assert (
        ' [ 9] LA/CWG monthly meeting, 5:00 PM EST · overlaps "Vigil" (5:30 PM EST)\n'
        '      event: Vigil, 5:30 PM EST · overlaps "LA/CWG monthly meeting" (5:00 PM EST)\n'
    ) in december
    assert " 27  28 (29)(30)(31)\n" in december
    assert december.count("Trip") == january.count("Trip") == 1
    assert " (29) Trip, until January 3, 2027" in december
    assert " ( 1) New Year's Day\n      Trip, until January 3, 2027\n" in january
    assert january.startswith("       January 2027\n")


@pytest.mark.usefixtures("terminal")
def test_today_with_something_on_it(data: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LACWG_NOW", "2026-12-09T12:00")
    assert " [ 9] today; LA/CWG monthly meeting, 5:00 PM EST\n" in run("calendar").out
    monkeypatch.setenv("LACWG_NOW", "2026-12-25T12:00")
    assert " <25> today; Christmas Day\n" in run("calendar").out


def test_colour_is_never_the_only_difference(monthly: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    import re

    monkeypatch.setattr("lacwg.run.Run.terminal", True)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TERM", "xterm")
    coloured = run("calendar").out
    monkeypatch.setenv("TERM", "dumb")
    plain = run("calendar").out
    assert "\x1b[1m[18]\x1b[0m" in coloured
    assert re.sub(r"\x1b\[\d*m", "", coloured) == plain
    assert " 22  23 <24>" in plain


def test_in_a_pipe_a_line_for_each_day_that_has_something(monthly: Path, run: Run) -> None:
    assert run("calendar").out == (
        "Wed  Nov 11, 2026   holiday: Veterans Day; "
        "moved to November 18: LA/CWG monthly meeting · Veterans Day\n"
        "Wed  Nov 18, 2026   meeting: LA/CWG monthly meeting, 5:00 PM EST · "
        "moved from November 11, 2026: Veterans Day\n"
        "Thu  Nov 26, 2026   holiday: Thanksgiving Day\n"
    )
    assert "cancelled: LA/CWG monthly meeting, 5:00 PM EST · snow\n" in run("calendar", "Feb").out
    assert run("calendar", "2018-08").out == "Nothing in August 2018.\n"
    assert run("calendar", "2018-08", "--json").out == "[]\n"


def test_for_programs(monthly: Path, run: Run) -> None:
    days = run("calendar", "--json").json
    assert [each["date"] for each in days] == ["2026-11-11", "2026-11-18", "2026-11-26"]
    assert days[0]["holidays"] == ["Veterans Day"]
    assert [each["id"] for each in days[0]["moved_away"]] == ["monthly-meeting/2026-11-11"]
    assert [each["id"] for each in days[1]["occurrences"]] == ["monthly-meeting/2026-11-11"]
    assert run("calendar", "--plain").lines == [
        ["2026-11-11", "holiday", "", "", "Veterans Day"],
        ["2026-11-11", "moved", "monthly-meeting/2026-11-11", "2026-11-18T17:00:00-05:00", "LA/CWG monthly meeting"],
        ["2026-11-18", "meeting", "monthly-meeting/2026-11-11", "2026-11-18T17:00:00-05:00", "LA/CWG monthly meeting"],
        ["2026-11-26", "holiday", "", "", "Thanksgiving Day"],
    ]


def test_every_series_and_what_has_a_zone_of_its_own(monthly: Path, run: Run) -> None:
    folder = monthly.parent
    (folder / "vigil.toml").write_text('title = "V"\nkind = "event"\nrule = "last Monday"\nsince = 2026-01-01\n')
    (folder / "steering.toml").write_text(
        'title = "S"\nrule = "1st Sunday"\nstart_time = 05:00:00\ntimezone = "Asia/Tokyo"\nsince = 2026-01-01\n'
    )
    found = {(each[0], each[1], each[4]) for each in run("calendar", "--plain").lines}
    assert {("2026-11-30", "event", "V"), ("2026-11-01", "meeting", "S")} <= found


def test_a_bad_record_is_named_and_the_rest_is_shown(monthly: Path, run: Run) -> None:
    (monthly.parent / "bad.toml").write_text('title = "A"\nrule = "now and then"\nsince = 2026-01-01\n')
    event(monthly.parent.parent, "2026-11-28-bad", "title = 3\n")
    shown = run("calendar")
    assert shown.code == 1
    assert "Nov 18" in shown.out
    assert "data/series/bad.toml" in shown.err
    assert "2 records could not be read" in shown.err


@pytest.mark.parametrize("argv", [["Foo"], ["2026-13"], ["--months", "0"], ["December 3"]])
def test_what_is_no_month_is_wrong_usage(data: Path, run: Run, argv: list[str]) -> None:
    assert run("calendar", *argv).code == 2


@pytest.mark.parametrize("far", ["1000-01", "9000-12"])
def test_months_far_off(data: Path, run: Run, far: str) -> None:
    assert run("calendar", far, "--months", "2").code == 0
