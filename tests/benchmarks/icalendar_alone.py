"""The yardstick of ``export ics``: the same events built and serialised with icalendar and nothing else.

python icalendar_alone.py FILE EACH FIRST_YEAR YEAR_AFTER_LAST
"""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import corpora
from icalendar import Calendar, Event, Timezone

target, each, first, last = sys.argv[1], *map(int, sys.argv[2:])
zone = ZoneInfo("America/New_York")
stamp = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
calendar = Calendar()
calendar.add("version", "2.0")
calendar.add("prodid", "-//benchmark//EN")
calendar.add_component(Timezone.from_tzid("America/New_York"))
for made in corpora.made(range(first, last), each):
    event = Event()
    event.add("summary", made.title)
    event.add("uid", made.uid)
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    event.add("sequence", 0)
    event.add("status", "CONFIRMED")
    event.add("description", corpora.DESCRIPTION)
    event.add("location", f"{made.place} House")
    event.add("dtstart", made.start.replace(tzinfo=zone))
    event.add("dtend", made.end.replace(tzinfo=zone))
    calendar.add_component(event)
Path(target).write_bytes(calendar.to_ical())
