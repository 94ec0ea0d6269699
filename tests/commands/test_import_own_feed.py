"""``lacwg import ics`` of what went out from the same folder: nothing comes in twice, whoever kept it meanwhile."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import Run, tree

SERIES = """
title = "Vigil on the Common"
kind = "event"
rule = "1st and 3rd Thursday"
start_time = 18:00:00
minutes = 60
since = 2026-11-01
place = "Park Street"

[members]
join_url = "https://zoom.us/j/123456789?pwd=abc"

[[exceptions]]
date = 2026-12-03
moved_to = 2026-12-04T19:00:00
reason = "Concert"

[[exceptions]]
date = 2026-12-17
cancelled = true
reason = "Snow"

[[exceptions]]
date = 2026-12-27
extra = true
start_time = 12:00:00

[[exceptions]]
date = 2027-01-07
title = "Vigil with Haiti"

[[changes]]
from = 2027-03-01
rule = "every Friday"
start_time = 17:30:00
place = "Copley Square"
"""
CAMP = 'title = "Camp"\nkind = "event"\nrule = "FREQ=MONTHLY;BYDAY=2SA;COUNT=6"\nminutes = 4320\nsince = 2027-01-01\n'
IN_UTC = (
    'title = "Call"\nkind = "event"\nrule = "every Tuesday"\nstart_time = 01:00:00\nminutes = 30\nsince = 2027-01-01\n'
    'timezone = "UTC"\n'
)


@pytest.fixture
def filled(data: Path, run: Run) -> Path:
    for name, text in (("vigil", SERIES), ("camp", CAMP), ("call", IN_UTC)):
        (data / "series" / f"{name}.toml").write_text(text)
    events = [
        ("Film", "2026-12-09 19:00", "--end", "21:00"),
        ("Fair", "2026-12-12", "--end", "2026-12-13"),
        ("Talk", "2026-12-10 19:00", "--timezone", "America/Havana", "--place", "Casa"),
    ]
    for title, start, *more in events:
        assert run("events", "add", title, "--start", start, *more).code == 0
    return data


def as_google_has_it(text: str) -> str:
    """The same entries from another program: without what is ours of the calendar as a whole."""
    kept = re.sub(r"(?:X-LACWG-GROUP|REFRESH-INTERVAL|NAME)[^\r\n]*\r\n", "", text)
    return kept.replace("-//lacwg//lacwg//EN", "-//Google Inc//Google Calendar 70.9054//EN")


@pytest.mark.parametrize(
    "part", [(), ("--series", "vigil"), ("--series", "camp"), ("--audience", "members"), ("--no-past",)]
)
@pytest.mark.parametrize("by_another", [False, True])
def test_what_went_out_from_here_changes_nothing(
    part: tuple[str, ...], by_another: bool, filled: Path, run: Run
) -> None:
    text = run("export", "ics", *part).out
    Path("back.ics").write_text(as_google_has_it(text) if by_another else text, newline="")
    before = tree(filled)
    for _ in range(2):
        found = run("import", "ics", "back.ics", "--json")
        assert found.code == 0
        assert (found.json["new"], found.json["changed"]) == ([], [])
        assert tree(filled) == before


def test_what_another_program_has_changed_comes_in_and_the_rest_stays(filled: Path, run: Run) -> None:
    text = as_google_has_it(run("export", "ics", "--series", "vigil").out)
    Path("back.ics").write_text(text.replace("LOCATION:Park Street", "LOCATION:City Hall"), newline="")
    found = run("import", "ics", "back.ics", "--json")
    assert found.json["new"] == []
    assert all("rule" not in each["fields"] and "when" not in each["fields"] for each in found.json["changed"])
    assert "join_url" in (filled / "series" / "vigil.toml").read_text()


def test_one_date_of_a_series_of_ours_alone_is_no_event_beside_it(filled: Path, run: Run) -> None:
    text = run("export", "ics", "--series", "monthly-meeting").out
    uid = re.search(r"UID:(\S+)\r\nDTSTAMP", text)
    assert uid is not None
    alone = (
        f"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:{uid[1]}\r\nRECURRENCE-ID;TZID=America/New_York:20261209T170000\r\n"
        "SUMMARY:Moved\r\nDTSTART;TZID=America/New_York:20261210T170000\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    Path("alone.ics").write_text(alone, newline="")
    found = run("import", "ics", "alone.ics", "--json").json
    assert found["new"] == []
    told = 'lacwg meetings move monthly-meeting/2026-12-09 --to "2026-12-10 17:00"'
    assert found["skipped"][0]["why"].endswith(told)
    assert run("meetings", "move", "monthly-meeting/2026-12-09", "--to", "2026-12-10 17:00").code == 0
    Path("alone.ics").write_text(alone.replace("BEGIN:VEVENT", "METHOD:CANCEL\r\nBEGIN:VEVENT"), newline="")
    cancels = run("import", "ics", "alone.ics", "--json").json
    assert cancels["skipped"][0]["why"].endswith("lacwg meetings cancel monthly-meeting/2026-12-09")
