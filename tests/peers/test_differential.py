"""Random recurring events, imported, listed and exported: each date as recurring-ical-events has it from the file.

``LACWG_SEED`` tries others than those that are tried every time: ``LACWG_SEED=7 pytest tests/peers/test_differential.py``.
Left out: frequencies below a day, which no group's calendar has, and EXDATE or RECURRENCE-ID of dates that the rule does
not give. Where the peer is wrong, the event is put to it in other words, and the RFC's paragraph is named.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import re
import shutil
import zoneinfo
from dataclasses import replace
from pathlib import Path

import icalendar
import pytest
import recurring_ical_events
from conftest import Run
from recurring_events import DAYS, Recurring, calendar, recurring

SEED = int(os.environ.get("LACWG_SEED", "3803"))
EVENTS, PARTS = 300, 6
BEGIN, END = dt.date(2026, 8, 1), dt.date(2029, 1, 1)

When = tuple[str, str]
"""Start and end of a date as ISO text; of whole days the day after the last one is the end."""


def instances(text: bytes) -> dict[str, set[When]]:
    """By title: when each date is, as recurring-ical-events works it out, but for its ends (``end_of``)."""
    read = icalendar.Calendar.from_ical(re.sub(rb"DURATION:PT(\d+)M\r\n", rb"DURATION:PT\1M\r\nX-MINUTES:\1\r\n", text))
    for each in read.walk("VEVENT"):
        if "RECURRENCE-ID" not in each and "DURATION" in each:
            each["X-DURATION"] = each["DURATION"]
        elif "RECURRENCE-ID" not in each and isinstance(each["DTSTART"].dt, dt.datetime):
            length = each["DTEND"].dt.astimezone(dt.UTC) - each["DTSTART"].dt.astimezone(dt.UTC)
            each["X-MINUTES"] = length // dt.timedelta(minutes=1)
    found: dict[str, set[When]] = {}
    for each in recurring_ical_events.of(read).between(BEGIN, END):
        if str(each.get("STATUS", "")) != "CANCELLED":
            add(found, str(each["SUMMARY"]), (iso(each["DTSTART"].dt), iso(end_of(each))))
    return found


def add(found: dict[str, set[When]], title: str, when: When) -> None:
    """Adds a date, but for those that may or may not be among them by the zone in which one asks."""
    if f"{BEGIN + dt.timedelta(days=2)}" <= when[0] < f"{END - dt.timedelta(days=2)}":
        found.setdefault(title, set()).add(when)


def end_of(each: icalendar.Event) -> dt.date:
    """For the peer, which reckons by the wall: with DTEND each date lasts as long as the first really does (RFC 5545,
    3.8.5.3), and of DURATION its days go by the calendar and the rest as it passes (3.3.6).
    """
    start = each["DTSTART"].dt
    if isinstance(start, dt.datetime) and "X-MINUTES" in each:
        return start.astimezone(dt.UTC) + dt.timedelta(minutes=int(each["X-MINUTES"]))
    if isinstance(start, dt.datetime) and "X-DURATION" in each:
        start = start.astimezone(dt.UTC).astimezone(start.tzinfo)  # the clocks may jump over it
        days, seconds = each["X-DURATION"].dt.days, each["X-DURATION"].dt.seconds
        return (start + dt.timedelta(days=days)).astimezone(dt.UTC) + dt.timedelta(seconds=seconds)
    return each["DTEND"].dt


def iso(moment: dt.date) -> str:
    return moment.astimezone(dt.UTC).isoformat() if isinstance(moment, dt.datetime) else moment.isoformat()


def wall(moment: str, event: Recurring) -> dt.date:
    """A moment of ``iso`` in the form of the series' own start."""
    if event.zone is None:
        return dt.date.fromisoformat(moment)
    return dt.datetime.fromisoformat(moment).astimezone(zoneinfo.ZoneInfo(event.zone)).replace(tzinfo=None)


def by_rule(event: Recurring) -> list[dt.date]:
    """The dates that the series' rule gives, in the form of its own start."""
    return [wall(start, event) for start, _ in sorted(instances(calendar([event])).get(event.title, ()))]


def counted_right(event: Recurring) -> Recurring:
    """For the peer: a start outside of its rule counts under COUNT (RFC 5545, 3.8.5.3), where it gives one too many."""
    count = next((int(part[6:]) for part in event.rule.split(";") if part.startswith("COUNT=")), None)
    if count is None or len(by_rule(event)) <= count:
        return event
    return replace(event, rule=event.rule.replace(f"COUNT={count}", f"COUNT={count - 1}"))


def ended_right(event: Recurring) -> Recurring:
    """For the peer: a day as UNTIL is the last one on which it may be (RFC 5545, 3.3.10), where it takes its midnight."""
    if event.zone is None or (found := re.search(r"UNTIL=(\d{8})(?:T(\d{6}))?(?=;|\Z)", event.rule)) is None:
        return event
    last = dt.datetime.strptime(f"{found[1]}{found[2] or '235959'}", "%Y%m%d%H%M%S")
    last = last.replace(tzinfo=zoneinfo.ZoneInfo(event.zone))
    return replace(event, rule=event.rule.replace(found[0], f"UNTIL={last.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"))


def chosen_right(event: Recurring) -> Recurring:
    """For the peer: BYSETPOS counts the days of a whole week, from its beginning (RFC 5545, 3.3.10), where it counts
    those of the first week from the start on.
    """
    parts = dict(part.split("=") for part in event.rule.split(";"))
    if parts["FREQ"] != "WEEKLY" or "BYSETPOS" not in parts:
        return event
    first = DAYS.index(parts.get("WKST", "MO"))
    days = sorted(parts["BYDAY"].split(","), key=lambda day: (DAYS.index(day) - first) % 7)
    position = int(parts.pop("BYSETPOS"))
    parts["BYDAY"] = days[position - (position > 0)]
    return replace(event, rule=";".join(f"{name}={value}" for name, value in parts.items()))


def changed(made: random.Random, event: Recurring, found: list[dt.date]) -> Recurring:
    """The series with dates left out, added and moved, as people do it once it runs."""
    days = {each.date() if isinstance(each, dt.datetime) else each for each in found}
    chosen = made.sample(found, min(len(found), made.choice([0, 0, 1, 2, 4])))
    left_out, moved = sorted(chosen[::2]), sorted(chosen[1::2])
    free = [event.start + dt.timedelta(days=n) for n in made.sample(range(1, 300), made.choice([0, 0, 1, 2]))]
    added = [each for each in free if (each.date() if isinstance(each, dt.datetime) else each) not in days]
    kept = [each for each in found if each not in left_out]
    if event.zone and kept and made.random() < 0.1:  # a second time on one day
        added.append(made.choice(kept) + dt.timedelta(minutes=50))
    by = dt.timedelta(hours=made.choice([-1, 2, 24, 26])) if event.zone else dt.timedelta(days=made.choice([-1, 1]))
    changes = {"left_out": left_out, "added": sorted(added), "overridden": [(each, each + by) for each in moved]}
    out = {f"{each:%Y%m%d}" for each in left_out}  # what is out as a whole day is out at whatever hour
    days_out = made.random() < 0.2 and not any(f"{each:%Y%m%d}" in out for each in added)
    return replace(event, **changes, days_out=days_out)


def generated(part: int) -> tuple[list[Recurring], list[Recurring]]:
    """The events of one part, and the same as the peer has to read them."""
    made = random.Random(f"{SEED}/{part}")
    events, read = [], []
    while len(events) < EVENTS // PARTS:
        event = recurring(made, len(events))
        right = counted_right(chosen_right(ended_right(event)))
        found = by_rule(right)
        if len(found) > 1:
            with_changes = changed(made, event, found)
            events.append(with_changes)
            read.append(replace(with_changes, rule=right.rule, days_out=False))
    return events, read


@pytest.mark.parametrize("part", range(PARTS))
def test_random_series_have_the_same_dates_everywhere(part: int, data: Path, run: Run) -> None:
    events, read = generated(part)
    shutil.rmtree(data / "series")
    shutil.rmtree(data / "events", ignore_errors=True)
    Path("random.ics").write_bytes(calendar(events))
    imported = run("import", "ics", "random.ics", "--json")
    assert imported.code == 0
    named = {each["title"] for each in imported.json["skipped"]}
    assert len(named) <= 0.02 * len(events), imported.json["skipped"]
    expected = {title: dates for title, dates in instances(calendar(read)).items() if title not in named}
    listed: dict[str, set[When]] = {}
    last = END - dt.timedelta(days=1)
    for each in run("events", "list", "--from", f"{BEGIN}", "--to", f"{last}", "-n", "100000", "--json").json:
        if each["status"] != "cancelled":
            add(listed, each["title"], shown(each["start"], each["end"]))
    exported = instances(run("export", "ics", "--audience", "members").out.encode())
    for event in read:
        if event.title not in named:
            assert listed.get(event.title) == expected.get(event.title), "\n".join(event.lines())
            assert exported.get(event.title) == expected.get(event.title), "\n".join(event.lines())


def shown(start: str, end: str | None) -> When:
    """A date as ``--json`` shows it, in the form of ``instances``: there a whole day's end is the last day."""
    if len(start) == len("2026-12-03"):
        return start, (dt.date.fromisoformat(end or start) + dt.timedelta(days=1)).isoformat()
    return iso(dt.datetime.fromisoformat(start)), iso(dt.datetime.fromisoformat(end or start))
