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
