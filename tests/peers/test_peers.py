"""The feed read back by programs that share no code with ours: the same instances as our own lists."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import sys
from pathlib import Path

import icalendar
import pytest
import recurring_ical_events
from conftest import Run

sys.path.insert(0, str(Path(__file__).parent))
import libical

KHAL = shutil.which("khal", path=str(Path(sys.executable).parent)) or shutil.which("khal")
REQUIRED = os.environ.get("LACWG_PEERS") == "required"  # where all is installed, nothing may be skipped
needs_libical = pytest.mark.skipif(
    libical.LIBRARY is None and not REQUIRED, reason="libical is not installed (Debian: libical3)"
)
needs_khal = pytest.mark.skipif(KHAL is None and not REQUIRED, reason="khal is not installed")

FIRST, LAST = "2026-01-01", "2028-12-31"

SERIES = {
    "as it stands": "",
    "single dates": """
[[exceptions]]
date = 2026-11-11
moved_to = 2026-11-18
reason = "Veterans Day; see you, then"
[[exceptions]]
date = 2027-01-13
cancelled = true
reason = "snow"
[[exceptions]]
date = 2027-01-20
extra = true
[[exceptions]]
date = 2027-02-10
title = "Meeting with a guest"
place = "Church hall, Jamaica Plain"
[[exceptions]]
date = 2027-03-10
moved_to = 2027-03-14T03:00:00
[[exceptions]]
date = 2027-06-05
extra = true
cancelled = true
""",
    "changes": """
[[exceptions]]
date = 2027-02-10
moved_to = 2027-03-02T09:00:00
[[exceptions]]
date = 2027-04-06
cancelled = true
[[changes]]
from = 2027-03-01
rule = "1st Tuesday"
start_time = 18:00:00
minutes = 90
[[changes]]
from = 2027-10-01
rule = "1st and 3rd Thursday"
title = "New name"
[[exceptions]]
date = 2027-11-18
moved_to = 2027-11-07T01:30:00-05:00
""",
}
OTHERS = {
    "vigil": 'title = "Vigil"\nkind = "event"\nrule = "every other Saturday"\nsince = 2026-02-01\nuntil = 2027-06-30\nstart_time = 12:00:00\nminutes = 60\n'
    'timezone = "America/Havana"\n[[exceptions]]\ndate = 2026-02-21\ncancelled = true\n',
    "days": 'title = "Fast"\nkind = "event"\nrule = "FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=5"\nsince = 2026-03-01\n'
    "[[exceptions]]\ndate = 2026-04-30\nmoved_to = 2026-05-01\n",
    "night": 'title = "Night"\nkind = "event"\nrule = "4th and last Sunday"\nsince = 2026-10-01\nstart_time = 01:30:00\n',
}
EVENTS = {
    "2026-12-03-haiti": "start = 2026-12-03T19:00:00\nend = 2026-12-03T20:30:00\nplace = 'A; B, C'\n",
    "2026-12-05-days": "start = 2026-12-05\nend = 2026-12-07\n",
    "2026-12-06-day": 'start = 2026-12-06\nstatus = "cancelled"\nreason = "rain"\n',
    "2027-11-07-twice": "start = 2027-11-07T01:30:00-05:00\nend = 2027-11-07T01:45:00-05:00\n",
    "2027-03-14-abroad": 'start = 2027-03-14T02:30:00\ntimezone = "America/Asuncion"\nstatus = "tentative"\n',
}


@pytest.fixture(params=SERIES)
def folder(request: pytest.FixtureRequest, data: Path) -> Path:
    """A folder with all that can happen."""
    monthly = data / "series" / "monthly-meeting.toml"
    monthly.write_text(monthly.read_text() + SERIES[request.param])
    for name, text in OTHERS.items():
        (data / "series" / f"{name}.toml").write_text(text)
    for name, text in EVENTS.items():
        path = data / "events" / name[:4] / f"{name}.toml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f'title = "Title of {name}, “in quotes”"\n{text}')
    return data


def ours(run: Run) -> list[tuple[str, str, bool]]:
    """What our lists say: start, title and whether cancelled."""
    meetings = run("meetings", "list", "--json", "--from", FIRST, "--to", LAST)
    events = run("events", "list", "--json", "--from", FIRST, "--to", LAST)
    assert (meetings.code, events.code) == (0, 0)
    found = []
    for each in [*meetings.json, *events.json]:
        cancelled = each["status"] == "cancelled"
        start = each["start"] if each["all_day"] else _utc(dt.datetime.fromisoformat(each["start"]))
        found.append((start, ("CANCELLED: " if cancelled else "") + each["title"], cancelled))
    return sorted(found)


def _utc(moment: dt.datetime | dt.date) -> str:
    return f"{moment.astimezone(dt.UTC):%Y-%m-%dT%H:%MZ}" if isinstance(moment, dt.datetime) else moment.isoformat()


def feed(run: Run, *options: str) -> bytes:
    made = run("export", "ics", *options)
    assert made.code == 0
    return made.out.encode()


def read(text: bytes) -> icalendar.Calendar:
    """As recurring-ical-events is to read it: it turns what is in UTC into X-WR-TIMEZONE, and by that an hour
    that comes twice into its first coming."""
    return icalendar.Calendar.from_ical(text.replace(b"X-WR-TIMEZONE:America/New_York\r\n", b""))


BEGIN, END = dt.datetime(2026, 1, 1, 5, tzinfo=dt.UTC), dt.datetime(2029, 1, 1, 5, tzinfo=dt.UTC)


@needs_libical
def test_libical_gives_the_same_instances(folder: Path, run: Run) -> None:
    calendar = libical.Feed(feed(run))
    assert calendar.is_valid()
    theirs = [
        (_utc(each.start), each.summary, each.status == libical.CANCELLED) for each in calendar.instances(BEGIN, END)
    ]
    assert sorted(theirs) == ours(run)


def test_recurring_ical_events_gives_the_same_instances(folder: Path, run: Run) -> None:
    calendar = read(feed(run))
    theirs = [
        (_utc(each.start), str(each["SUMMARY"]), each["STATUS"] == "CANCELLED")
        for each in recurring_ical_events.of(calendar).between(BEGIN, END)
    ]
    assert sorted(theirs) == ours(run)


def test_lengths_are_the_same_too(folder: Path, run: Run) -> None:
    calendar = read(feed(run))
    theirs = {
        (_utc(each.start), str(each["SUMMARY"])): each.end - each.start
        for each in recurring_ical_events.of(calendar).between(BEGIN, END)
    }
    for noun in ("meetings", "events"):
        for each in run(noun, "list", "--json", "--from", FIRST, "--to", LAST).json:
            start = dt.datetime.fromisoformat(each["start"])
            key = (each["start"] if each["all_day"] else _utc(start), each["title"])
            if each["status"] == "cancelled":
                continue
            if each["all_day"]:
                last = dt.date.fromisoformat(each["end"] or each["start"])
                assert theirs[key] == last - start.date() + dt.timedelta(days=1)
            else:
                expected = dt.datetime.fromisoformat(each["end"]) - start if each["end"] else dt.timedelta()
                assert theirs[key] == expected


@needs_khal
def test_khal_lists_the_same_meeting(folder: Path, run: Run, tmp_path: Path) -> None:
    calendar, config = tmp_path / "calendar", tmp_path / "khal.conf"
    calendar.mkdir()
    config.write_text(
        f"[calendars]\n[[group]]\npath = {calendar}\n[sqlite]\npath = {tmp_path / 'khal.db'}\n"
        "[locale]\nlocal_timezone = America/New_York\ndefault_timezone = America/New_York\ntimeformat = %H:%M\n"
        "dateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\ndatetimeformat = %Y-%m-%d %H:%M\n"
        "longdatetimeformat = %Y-%m-%d %H:%M\n"
    )
    (tmp_path / "feed.ics").write_bytes(feed(run))

    def khal(*argv: str) -> str:
        command = [str(KHAL), "-c", str(config), *argv]
        return subprocess.run(
            command, capture_output=True, text=True, check=True, env={**os.environ, "TZ": "UTC"}
        ).stdout

    khal("import", "--batch", "-a", "group", str(tmp_path / "feed.ics"))
    listed = khal("list", "--format", "{start} {title}", "--day-format", "", "2026-10-01", "300d").splitlines()
    expected = []
    for each in run("meetings", "list", "--json", "--from", "2026-10-01", "--to", "2027-07-27").json:
        start = dt.datetime.fromisoformat(each["start"])
        title = f"CANCELLED: {each['title']}" if each["status"] == "cancelled" else each["title"]
        expected.append(f"{start:%Y-%m-%d %H:%M} {title}")
    others = ("Vigil", "Fast", "Night", "Title of", "CANCELLED: Vigil", "CANCELLED: Title of")
    meetings = [line.strip() for line in listed if line.strip() and not line.strip()[17:].startswith(others)]
    meetings = [line for line in meetings if line[:4].isdecimal() and not any(other in line for other in others)]
    assert sorted(meetings) == sorted(expected)
