"""Steps that tests of the journal tell of and take back."""

from __future__ import annotations

from conftest import Run


def add(run: Run, title: str = "Rally", *more: str) -> str:
    return str(run("events", "add", title, "--start", "2026-12-03 19:00", "--json", *more).json["id"])
