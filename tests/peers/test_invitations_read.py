"""Invitations as libical and khal read them: right by RFC 5546, and each later one in place of the one before."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
sys.path.append(str(Path(__file__).parents[1] / "exporters"))
import libical
from test_ics_invitation import CASES, made
from test_peers import KHAL, needs_khal, needs_libical


@needs_libical
@pytest.mark.parametrize("case", CASES)
def test_libical_finds_nothing_wrong(case: str) -> None:
    read = libical.Feed(made(CASES[case]).text.encode())
    assert read.is_valid()
    assert [read._uid(each) for each in read._components()] == ["u-1"]


@needs_khal
def test_khal_keeps_the_latest(tmp_path: Path) -> None:
    calendar, config = tmp_path / "calendar", tmp_path / "khal.conf"
    calendar.mkdir()
    config.write_text(
        f"[calendars]\n[[group]]\npath = {calendar}\n[sqlite]\npath = {tmp_path / 'khal.db'}\n"
        "[locale]\nlocal_timezone = America/New_York\ndefault_timezone = America/New_York\ntimeformat = %H:%M\n"
        "dateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\ndatetimeformat = %Y-%m-%d %H:%M\n"
        "longdatetimeformat = %Y-%m-%d %H:%M\n"
    )

    def khal(*argv: str) -> str:
        command = [str(KHAL), "-c", str(config), *argv]
        zone = {**os.environ, "TZ": "UTC"}
        return subprocess.run(command, capture_output=True, text=True, check=True, env=zone).stdout

    for number, case in enumerate(("a date", "moved", "cancelled")):
        (tmp_path / "invite.ics").write_bytes(made(CASES[case], number).text.encode())
        khal("import", "--batch", "-a", "group", str(tmp_path / "invite.ics"))
    listed = khal("list", "--format", "{start} {title}", "--day-format", "", "2026-12-01", "30d").split("\n")
    assert [each for each in listed if each] == ["2026-12-09 17:00 CANCELLED: Meeting"]
