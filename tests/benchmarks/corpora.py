"""The same events in the form of each program that is measured."""

from __future__ import annotations

import datetime as dt
import subprocess
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

NAMESPACE = uuid.UUID("123e4567-e89b-12d3-a456-426614174000")
WORDS = ("Vigil", "Webinar", "Rally", "Film night", "Study circle", "Phone bank", "Teach-in")
PLACES = ("Haiti", "Cuba", "Honduras", "Venezuela", "Bolivia", "Nicaragua", "Mexico")
DESCRIPTION = (
    "What the news leaves out, told by people who live there, and what we in Massachusetts can do about it; "
    "with time for questions. Bring a friend, and write to your representative before you come."
)


class Made(NamedTuple):
    """An event of the corpora."""

    number: int
    start: dt.datetime
    end: dt.datetime
    title: str
    place: str
    uid: str
    key: str


def made(years: Iterable[int], each: int) -> Iterator[Made]:
    """``each`` events in every year, spread over it, an hour and a half long, by date."""
    number = 0
    for year in years:
        for index in range(each):
            day = dt.date(year, 1, 1) + dt.timedelta(days=index * 365 // each)
            start = dt.datetime.combine(day, dt.time(18 + index % 3))
            place = PLACES[number % 7]
            uid = str(uuid.uuid5(NAMESPACE, str(number)))
            title = f"{WORDS[number % 5]} for {place}, number {number}"
            key = uuid.uuid5(NAMESPACE, f"the key of {number}").hex[:6]
            yield Made(number, start, start + dt.timedelta(minutes=90), title, place, uid, key)
            number += 1


def events(folder: Path, years: range, each: int) -> Path:
    """A data folder of such events."""
    if (folder / "group.toml").exists():
        return folder
    folder.mkdir(parents=True)
    (folder / "group.toml").write_text(
        f'name = "Group"\ntimezone = "America/New_York"\nuid_namespace = "{NAMESPACE}"\nholidays = ["US-MA"]\n'
    )
    for event in made(years, each):
        path = folder / "events" / str(event.start.year) / f"{event.start:%Y-%m-%d}-event-{event.number}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            f'title = "{event.title}"\nstart = {event.start.isoformat()}\nend = {event.end.isoformat()}\n'
            f'format = "in-person"\nplace = "{event.place} House"\ndescription = "{DESCRIPTION}"\n'
            f'uid = "{event.uid}"\nupdated = 2026-01-01T00:00:00Z\n'
            f'\n[members]\njoin_url = "https://meet.example.org/j/{event.number:010}?pwd={event.key}"\n'
            f'\n[private]\nnote = "Ask at {event.place} House about the key and the rent for {event.number}"\n'
            f'host_key = "{event.key}"\n'
        )
    return folder


def remind(path: Path) -> Path:
    """The 100,000 events as remind reads them."""
    with path.open("w") as file:
        for event in made(range(1990, 2075), 1177):  # remind's dates begin in 1990 and end in 2075
            file.write(f"REM {event.start:%d %b %Y} AT {event.start:%H:%M} DURATION 1:30 MSG {event.title}\n")
    return path


def calcurse(folder: Path) -> Path:
    """The 100,000 events as calcurse reads them."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "apts").open("w") as file:
        for event in made(range(1927, 2127), 500):
            file.write(f"{event.start:%m/%d/%Y @ %H:%M} -> {event.end:%m/%d/%Y @ %H:%M} |{event.title}\n")
    return folder


def issues(folder: Path) -> Path:
    """The same data folder with ten issues, each of them about a tenth of its events."""
    (folder / "issues").mkdir(exist_ok=True)
    for number in range(10):
        (folder / "issues" / f"issue-{number}.toml").write_text(f'title = "Issue {number}"\n')
    for number, path in enumerate(sorted((folder / "events").rglob("*.toml"))):
        text = path.read_text()
        if "issues = " not in text:
            path.write_text(f'issues = ["issue-{number % 10}"]\n{text}')
    return folder


def pelican(folder: Path, program: Path, years: range, each: int) -> list[str]:
    """Pelican over an article for each such event in each of five languages, with its own theme."""
    content = folder / "content"
    content.mkdir(parents=True)
    for event in made(years, each):
        for language in ("en", "es", "pt", "fr", "ht"):
            (content / f"{event.uid}-{language}.md").write_text(
                f"Title: {event.title}\nDate: {event.start:%Y-%m-%d %H:%M}\nSlug: {event.uid}\nLang: {language}\n"
                f"Category: Events\n\n{event.title}, {event.start:%A %d %B %Y}\n"
            )
    config = folder / "pelicanconf.py"
    config.write_text(
        "AUTHOR = 'Group'\nSITENAME = 'Group'\nSITEURL = ''\nTIMEZONE = 'America/New_York'\nDEFAULT_LANG = 'en'\n"
        "FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None\n"
    )
    return [str(program), str(content), "-s", str(config), "-o", str(folder / "output"), "--quiet"]


def khal_search(folder: Path, program: Path, years: range, each: int) -> list[str]:
    """``khal search`` over a calendar of such events, one file each, as khal keeps them. Its database is ``khal.db``."""
    calendar = folder / "calendar"
    calendar.mkdir(parents=True)
    for event in made(years, each):
        (calendar / f"{event.uid}.ics").write_text(
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//benchmark//EN\r\nBEGIN:VEVENT\r\n"
            f"UID:{event.uid}\r\nDTSTAMP:20260101T000000Z\r\nSUMMARY:{event.title.replace(',', chr(92) + ',')}\r\n"
            f"DTSTART:{event.start:%Y%m%dT%H%M%SZ}\r\nDTEND:{event.end:%Y%m%dT%H%M%SZ}\r\n"
            f"LOCATION:{event.place} House\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        )
    return [str(program), "-c", str(_khal_config(folder)), "search", "number 7777"]


def khal(folder: Path, exporting: list[str], program: Path, env: dict[str, str]) -> list[str]:
    """``khal list`` over a calendar into which the group's feed was imported."""
    (folder / "calendar").mkdir(parents=True)
    config = _khal_config(folder)
    feed = folder / "feed.ics"
    feed.write_bytes(subprocess.run(exporting, env=env, check=True, capture_output=True).stdout)
    command = [str(program), "-c", str(config)]
    subprocess.run([*command, "import", "--batch", "-a", "group", str(feed)], env=env, check=True, capture_output=True)
    return [*command, "list", "2026-11-24", "30d"]


def _khal_config(folder: Path) -> Path:
    """A configuration for the calendar in ``folder``."""
    config = folder / "config"
    config.write_text(
        f"[calendars]\n[[group]]\npath = {folder / 'calendar'}\n"
        f"[sqlite]\npath = {folder / 'khal.db'}\n"
        "[locale]\nlocal_timezone = America/New_York\ndefault_timezone = America/New_York\n"
        "timeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
        "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
    )
    return config
