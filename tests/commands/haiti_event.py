"""An event with remarks, as a person wrote it."""

from __future__ import annotations

from pathlib import Path

OLD = "2026-12-03-haiti"
TEXT = """# ours
title = "Haiti"                  # the working title
start = 2026-12-03T19:00:00      # after the vigil
end = 2026-12-03T20:30:00
place = "Library"                # room 2
issues = ["haiti"]

[private]
note = "ask Ana"                 # soon
"""


def write(data: Path, text: str = TEXT, record_id: str = OLD) -> Path:
    path = data / "events" / record_id[:4] / f"{record_id}.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    return path


def only(data: Path, year: str = "2026") -> Path:
    found = list((data / "events" / year).iterdir())
    assert len(found) == 1
    return found[0]
