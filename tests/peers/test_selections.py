"""Parts of the feed, and the lists of JSON-LD, read by programs that share no code with ours."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import icalendar
import pytest
import recurring_ical_events
from conftest import Run

sys.path.insert(0, str(Path(__file__).parent))
import libical
import test_peers as peers
from test_peers import folder as folder  # the folder with all that can happen

PARTS = [
    ("2026-12-03", "2026-12-06"),
    ("2027-01-01", "2027-01-31"),
    ("2027-03-01", "2027-03-14"),
    ("2027-11-07", "2027-11-07"),
    ("2028-01-01", "2028-12-31"),
]


def moments(first: str, last: str) -> tuple[dt.datetime, dt.datetime]:
    """From the midnight that begins the one day to the one that ends the other, in Boston."""
    from zoneinfo import ZoneInfo

    boston = ZoneInfo("America/New_York")
    begin, end = (dt.datetime.combine(dt.date.fromisoformat(each), dt.time(), boston) for each in (first, last))
    return begin, end + dt.timedelta(days=1)


def ours(run: Run, first: str, last: str) -> list[tuple[str, str]]:
    """Starts and titles of what our lists have there."""
    found = []
    for noun in ("meetings", "events"):
        for each in run(noun, "list", "--json", "--from", first, "--to", last).json:
            start = each["start"] if each["all_day"] else peers._utc(dt.datetime.fromisoformat(each["start"]))
            found.append((start, ("CANCELLED: " if each["status"] == "cancelled" else "") + each["title"]))
    return sorted(found)


@pytest.mark.parametrize("part", PARTS)
@peers.needs_libical
def test_libical_finds_what_is_in_the_part(folder: Path, run: Run, part: tuple[str, str]) -> None:
    calendar = libical.Feed(peers.feed(run, "--from", part[0], "--to", part[1]))
    assert calendar.is_valid()
    begin, end = moments(*part)
    theirs = {(peers._utc(each.start), each.summary) for each in calendar.instances(begin, end)}
    assert set(ours(run, *part)) <= theirs
    # it counts what has no length, and ended at the edge, in or out as it likes; nothing else is more
    assert all(start[:10] in (part[0], peers._utc(begin)[:10]) for start, _ in theirs - set(ours(run, *part)))


@pytest.mark.parametrize("part", PARTS)
def test_recurring_ical_events_finds_what_is_in_the_part(folder: Path, run: Run, part: tuple[str, str]) -> None:
    calendar = peers.read(peers.feed(run, "--from", part[0], "--to", part[1]))
    begin, end = moments(*part)
    theirs = {
        (peers._utc(each.start), str(each["SUMMARY"]))
        for each in recurring_ical_events.of(calendar).between(begin, end)
    }
    assert theirs == set(ours(run, *part))


@peers.needs_khal
def test_khal_reads_one_series_and_one_event(folder: Path, run: Run, tmp_path: Path) -> None:
    path = folder / "events" / "2026" / "2026-12-03-haiti.toml"
    path.write_text(path.read_text() + 'image = "https://example.org/x.png"\n')
    (tmp_path / "part.ics").write_bytes(peers.feed(run, "--event", "haiti", "--series", "vigil"))
    config = tmp_path / "khal.conf"
    config.write_text(
        f"[calendars]\n[[group]]\npath = {tmp_path / 'calendar'}\n[sqlite]\npath = {tmp_path / 'khal.db'}\n"
        "[locale]\nlocal_timezone = America/New_York\ndefault_timezone = America/New_York\n"
    )
    command = [str(peers.KHAL), "-c", str(config), "printics", "--format", "{title}", str(tmp_path / "part.ics")]
    printed = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, "TZ": "UTC"})
    assert "Title of 2026-12-03-haiti" in printed.stdout
    assert "Vigil" in printed.stdout
    assert "monthly" not in printed.stdout


def test_json_ld_has_the_dates_of_the_feed(folder: Path, run: Run) -> None:
    graph = run("export", "jsonld", "--from", peers.FIRST, "--to", peers.LAST).json["@graph"]
    theirs = {
        (peers._utc(each.start), str(each["SUMMARY"]).removeprefix("CANCELLED: "))
        for each in recurring_ical_events.of(peers.read(peers.feed(run))).between(peers.BEGIN, peers.END)
    }
    assert {
        (
            each["startDate"]
            if len(each["startDate"]) == 10
            else peers._utc(dt.datetime.fromisoformat(each["startDate"])),
            each["name"],
        )
        for each in graph
    } == theirs


@peers.needs_libical
def test_a_picture_is_a_property_that_libical_knows(folder: Path, run: Run) -> None:
    path = folder / "events" / "2026" / "2026-12-03-haiti.toml"
    path.write_text(path.read_text() + 'image = "https://example.org/x.png"\n')
    text = peers.feed(run, "--event", "haiti")
    assert libical.Feed(text).is_valid()
    (one,) = icalendar.Calendar.from_ical(text).walk("VEVENT")
    assert (one["IMAGE"], one["IMAGE"].params["DISPLAY"]) == ("https://example.org/x.png", "BADGE")
