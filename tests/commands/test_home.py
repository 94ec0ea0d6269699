"""``lacwg`` alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Run


def test_alone(data: Path, run: Run) -> None:
    assert run().out == (
        "LA/CWG · Tuesday, November 24, 2026\n\n"
        "Next meeting   Wednesday, December 9 · 5:00 PM EST · in 15 days\n"
        "Coming up      nothing else yet; add one: lacwg events add\n"
        "To look at     2 contacts without an address: lacwg check\n"
    )
    run("events", "add", "Vigil", "--start", "Jan 5 4pm")
    assert "Coming up      Tuesday, January 5, 2027 · 4:00 PM EST · Vigil\n" in run().out
    shape = run("--json").json
    assert shape["next_meeting"]["id"] == "monthly-meeting/2026-12-09"
    assert [each["title"] for each in shape["coming_up"]] == ["Vigil"]
    assert [line[4] for line in run("--plain").lines] == ["LA/CWG monthly meeting", "Vigil"]
    assert run("--data", str(data)).code == 0


def test_alone_says_what_cannot_be_read(data: Path, run: Run) -> None:
    (data / "contacts" / "bad.toml").write_text("name = 3\n")
    shown = run()
    assert shown.code == 1
    assert "1 record that cannot be read, 2 contacts without an address: lacwg check" in shown.out
    assert 'data/contacts/bad.toml, line 1: "name" is a number' in shown.err


def test_alone_in_narrow_columns(data: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    run("events", "add", "A film about the coup and what came after", "--start", "Jan 5 4pm")
    run("events", "add", "Another", "--start", "Jan 6 4pm")
    lines = run().out.splitlines()
    assert all(len(line) <= 60 for line in lines)
    assert "               in 15 days" in lines
    assert "                 film about the coup and what came after" in lines


def test_a_series_is_one_line_so_that_other_events_are_seen(data: Path, run: Run) -> None:
    vigil = ("series", "add", "Vigil", "--kind", "event", "--rule", "every Saturday", "--at", "4pm")
    run(*vigil)
    run("events", "add", "Webinar", "--start", "2027-03-01 7pm")
    run("events", "add", "Rally", "--start", "2026-12-20 2pm")
    run("events", "cancel", "rally", "--reason", "snow")
    assert run("events", "cancel", "vigil/2026-11-28", "--reason", "Thanksgiving").code == 0
    assert (
        "Coming up      Saturday, December 5 · 4:00 PM EST · Vigil · every Saturday\n"
        "               Sunday, December 20 · 2:00 PM EST · Rally · cancelled: snow\n"
        "               Monday, March 1, 2027 · 7:00 PM EST · Webinar\n"
    ) in run().out
    assert [each["title"] for each in run("--json").json["coming_up"]] == ["Vigil", "Rally", "Webinar"]


def test_a_series_whose_dates_are_all_cancelled_is_not_awaited_for_ever(data: Path, run: Run) -> None:
    run("series", "add", "Talk", "--kind", "event", "--rule", "FREQ=DAILY;COUNT=2", "--at", "4pm")
    for day in ("2026-11-24", "2026-11-25"):
        assert run("events", "cancel", f"talk/{day}", "--reason", "snow").code == 0
    assert "nothing else yet" in run().out


def test_minutes_and_an_agenda_that_wait_are_named(data: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Minutes" not in run().out
    run("minutes", "start", "2026-11-11")
    run("agenda", "add", "Plan the webinar")
    shown = run()
    assert "Minutes        of November 11: a draft: lacwg minutes edit 2026-11-11\n" in shown.out
    see = "1 item that members cannot see yet: lacwg minutes edit 2026-12-09 --audience members"
    assert f"Agenda         {see}\n" in shown.out
    shape = run("--json").json
    assert shape["minutes"] == [{"record": "2026-11-11-monthly-meeting", "state": "draft"}]
    assert shape["agenda_unseen_by_members"] is True
    # what is said can be pasted
    assert run(*see.partition(": lacwg ")[2].split()).code == 0
    assert "Agenda" not in run().out
    drafts = data / ".lacwg/drafts"
    drafts.mkdir(parents=True, exist_ok=True)
    (drafts / "meeting-2026-10-14-monthly-meeting.toml").write_text('state = "draft"\n')
    (drafts / "meeting-nonsense.toml").write_text("")
    unsaved = "of October 14: a draft that was not saved: lacwg minutes edit 2026-10-14"
    assert unsaved in run().out
    monkeypatch.setenv("LACWG_NOW", "2026-12-10T12:00")
    approve = "Minutes        of November 11, to be approved: lacwg minutes approve 2026-11-11\n"
    (drafts / "meeting-2026-10-14-monthly-meeting.toml").unlink()
    assert approve in run().out
    assert run("minutes", "approve", "2026-11-11").code == 0
    assert "Minutes" not in run().out


def test_several_actions_are_overdue_since_the_first(data: Path, run: Run) -> None:
    run("actions", "add", "One", "--who", "Ana", "--due", "2026-11-20", "--meeting", "2026-11-11")
    assert "1 open, 1 overdue since November 20: lacwg actions list" in run().out
    run("actions", "add", "Two", "--who", "Ana", "--due", "2026-11-22", "--meeting", "2026-11-11")
    assert "2 open, 2 overdue, the first since November 20: lacwg actions list" in run().out
