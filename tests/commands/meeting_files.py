"""Files of the meetings that tests of the agenda, the minutes and the actions write and read."""

from __future__ import annotations

from pathlib import Path

from conftest import Run

DECEMBER = "meetings/2026/2026-12-09-monthly-meeting.toml"
NOVEMBER = "meetings/2026/2026-11-11-monthly-meeting.toml"


def write(data: Path, name: str, text: str) -> Path:
    path = data / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def titles(run: Run, *argv: str) -> list[str]:
    return [item["title"] for item in run("agenda", "show", *argv, "--json").json["items"]]
