"""The monthly meeting with a history."""

from __future__ import annotations

from pathlib import Path

import pytest

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
