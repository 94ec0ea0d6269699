"""The yardstick of ``import ics``: icalendar's parse of the file, and a bare loop that writes as many files.

python icalendar_reads.py FILE DIRECTORY
"""

from __future__ import annotations

import sys
from pathlib import Path

from icalendar import Calendar

calendar = Calendar.from_ical(Path(sys.argv[1]).read_bytes())
for number, event in enumerate(calendar.walk("VEVENT")):
    start = event.decoded("dtstart")
    path = Path(sys.argv[2]) / str(start.year) / f"{start:%Y-%m-%d}-event-{number}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f'title = "{event["summary"]}"\nstart = {start:%Y-%m-%dT%H:%M:%S}\nend = {event.decoded("dtend"):%Y-%m-%dT%H:%M:%S}\n'
        f'place = "{event["location"]}"\ndescription = "{event["description"]}"\nuid = "{event["uid"]}"\n'
    )
