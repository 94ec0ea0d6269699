"""The feed after each verb, in calendars that held yesterday's: an update, never a duplicate."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import icalendar
import pytest
import recurring_ical_events
from conftest import Run
from test_peers import KHAL, needs_khal, needs_libical, read

import libical  # isort: skip

BEGIN, END = dt.datetime(2026, 9, 1, tzinfo=dt.UTC), dt.datetime(2027, 12, 31, tzinfo=dt.UTC)
STEPS = [
    ["meetings", "move", "2026-11-11", "--to", "2026-11-18", "--reason", "Veterans Day"],
    ["meetings", "cancel", "2027-01-13", "--reason", "snow"],
    ["meetings", "add", "2027-01-20", "--reason", "in place of January 13"],
    ["meetings", "edit", "2027-02-10", "--title", "Meeting with a guest", "--place", "Church hall"],
    ["meetings", "move", "2026-11-18", "--to", "6pm"],
    ["meetings", "restore", "2027-01-13"],
    ["meetings", "change", "--from", "2027-03-01", "--rule", "1st Tuesday", "--at", "6pm"],
    ["meetings", "cancel", "2027-05-04", "--reason", "holiday"],
    ["meetings", "change", "--from", "2027-08-01", "--rule", "1st and 3rd Thursday", "--minutes", "60"],
]


def ours(run: Run) -> list[tuple[str, str, bool]]:
    found = []
    for each in run("meetings", "list", "--json", "--from", "2026-09-01", "--to", "2027-12-30").json:
        off = each["status"] == "cancelled"
        start = dt.datetime.fromisoformat(each["start"]).astimezone(dt.UTC)
        found.append((f"{start:%Y-%m-%d %H:%M}", ("CANCELLED: " if off else "") + each["title"], off))
    return sorted(found)


def feed(run: Run) -> bytes:
    return run("export", "ics").out.encode()


def meetings_in(text: bytes) -> list[tuple[str, str, bool]]:
    return sorted(
        (f"{each.start.astimezone(dt.UTC):%Y-%m-%d %H:%M}", str(each["SUMMARY"]), each["STATUS"] == "CANCELLED")
        for each in recurring_ical_events.of(read(text)).between(BEGIN, END)
    )


@needs_libical
def test_after_every_verb_the_readers_see_what_the_list_says(data: Path, run: Run) -> None:
    sequence = -1
    for step in STEPS:
        assert run(*step).code == 0, step
        text = feed(run)
        calendar = libical.Feed(text)
        assert calendar.is_valid()
        theirs = [
            (f"{each.start:%Y-%m-%d %H:%M}", each.summary, each.status == libical.CANCELLED)
            for each in calendar.instances(BEGIN, END)
        ]
        assert sorted(theirs) == ours(run), step
        assert meetings_in(text) == ours(run), step
        now = max(int(each.get("SEQUENCE")) for each in icalendar.Calendar.from_ical(text).events)
        assert now > sequence
        sequence = now


def test_what_lies_before_a_change_stays_as_it_was_in_the_feed(data: Path, run: Run) -> None:
    before = [each for each in meetings_in(feed(run)) if each[0] < "2027-03"]
    uid = run("meetings", "show", "2027-01-13", "--json").json["uid"]
    run(*STEPS[6])
    assert [each for each in meetings_in(feed(run)) if each[0] < "2027-03"] == before
    assert run("meetings", "show", "2027-01-13", "--json").json["uid"] == uid


@needs_khal
def test_khal_that_held_yesterdays_feed_shows_todays(data: Path, run: Run, tmp_path: Path) -> None:
    calendar, config = tmp_path / "calendar", tmp_path / "khal.conf"
    calendar.mkdir()
    config.write_text(
        f"[calendars]\n[[group]]\npath = {calendar}\n[sqlite]\npath = {tmp_path / 'khal.db'}\n"
        "[locale]\nlocal_timezone = UTC\ndefault_timezone = UTC\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\n"
        "longdateformat = %Y-%m-%d\ndatetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
    )

    def khal(*argv: str) -> str:
        command = [str(KHAL), "-c", str(config), *argv]
        return subprocess.run(
            command, capture_output=True, text=True, check=True, env={**os.environ, "TZ": "UTC"}
        ).stdout

    for step in [None, *STEPS[:4], STEPS[6]]:
        if step is not None:
            assert run(*step).code == 0
        (tmp_path / "feed.ics").write_bytes(feed(run))
        khal("import", "--batch", "-a", "group", str(tmp_path / "feed.ics"))
        listed = khal("list", "--format", "{start} {title}", "--day-format", "", "2026-09-01", "480d").splitlines()
        shown = sorted(line.strip() for line in listed if line.strip())
        expected = sorted(f"{start} {title}" for start, title, _ in ours(run) if start < "2027-12-24")
        assert shown == expected, step


@contextlib.contextmanager
def radicale(folder: Path) -> Iterator[str]:
    """A CalDAV server on the loopback, with nothing in it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "radicale", "--config", "", "--hosts", f"127.0.0.1:{port}", "--auth-type", "none",
         "--storage-filesystem-folder", str(folder), "--web-type", "none"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        for _ in range(100):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.2):
                break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def ask(method: str, url: str, body: bytes = b"", kind: str = "text/calendar; charset=utf-8") -> bytes:
    request = urllib.request.Request(
        url, body or None, {"Content-Type": kind, "Authorization": "Basic YTph"}, method=method
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        return bytes(answer.read())


def parts(text: bytes) -> dict[str, bytes]:
    """The feed as a CalDAV server keeps it: an object for each UID (RFC 4791, 4.1)."""
    calendar = icalendar.Calendar.from_ical(text)
    found: dict[str, icalendar.Calendar] = {}
    for event in calendar.events:
        one = found.get(str(event["UID"]))
        if one is None:
            one = found[str(event["UID"])] = icalendar.Calendar()
            one.add("version", "2.0")
            one.add("prodid", "test")
            for zone in calendar.timezones:
                one.add_component(zone)
        one.add_component(event)
    return {uid: one.to_ical() for uid, one in found.items()}


def test_a_caldav_collection_that_held_yesterdays_feed_shows_todays(data: Path, run: Run, tmp_path: Path) -> None:
    pytest.importorskip("radicale") if os.environ.get("LACWG_PEERS") != "required" else None
    with radicale(tmp_path / "store") as url:
        ask("MKCALENDAR", f"{url}/a/group/")
        for step in [None, *STEPS]:
            if step is not None:
                assert run(*step).code == 0
            for uid, text in parts(feed(run)).items():
                ask("PUT", f"{url}/a/group/{uid}.ics", text)
            assert meetings_in(ask("GET", f"{url}/a/group/")) == ours(run), step
