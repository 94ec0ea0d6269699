"""``lacwg export ics --for-person``: one's own meetings, duties and tasks, as libical, icalendar and khal read them."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
from pathlib import Path

import icalendar
import libical
import pytest
from conftest import Run
from test_peers import KHAL, needs_khal, needs_libical

FILES = {
    "contacts/ana.toml": 'name = "Ana"\nemail = "ana@example.org"\nlists = ["members"]\n[private]\nnote = "canary of a note"\n',
    "contacts/ana-maria.toml": 'name = "Ana María"\nlists = ["members"]\nlanguages = ["es-MX"]\n',
    "contacts/bo.toml": 'name = "Bo"\n',
    "meetings/2026/2026-11-11-monthly-meeting.toml": 'state = "draft"\nnotes = "canary of the minutes"\n'
    + "".join(
        f'[[actions]]\nid = "{each}"\nwhat = "{what}"\nwho = "{who}"\ndue = 2026-12-01\n{more}\n'
        for each, what, who, more in (
            ("kqzt", "Ask; the hall, please", "ana", ""),
            ("kqzv", "Settled", "ana", "done = 2026-11-20"),
            ("kqzw", "Dropped", "ana", 'dropped = 2026-11-20\nreason = "too late"'),
            ("kqzx", "of another", "bo", ""),
            ("kqzy", "of either", "Ana Mar", ""),
            ("kqzz", "of Ana María", "María", ""),
        )
    ),
    "events/2026/2026-12-05-private.toml": 'title = "Hidden canary"\naudience = "private"\nstart = 2026-12-05\n'
    '[[assignments]]\ndate = 2026-12-05\nrole = "hall"\nwho = "ana"\n',
    "events/2026/2026-12-06-rally.toml": 'title = "Rally"\nstart = 2026-12-06T12:00:00\n[[assignments]]\ndate = 2026-12-06\n'
    'role = "banner"\nwho = "ana"\n[[assignments]]\ndate = 2026-12-06\nrole = "canary"\nwho = "bo"\n',
    "events/2026/2026-12-07-film.toml": 'title = "Film"\nstart = 2026-12-07\n[[rsvp]]\ncontact = "ana"\nanswer = "yes"\non = 2026-11-20\n',
    "events/2026/2026-12-08-no.toml": 'title = "Not canary"\nstart = 2026-12-08\n[[rsvp]]\ncontact = "ana"\nanswer = "no"\non = 2026-11-20\n',
}
DUTIES = """
[[exceptions]]
date = 2026-12-09
moved_to = 2026-12-16
[[exceptions]]
date = 2027-01-13
cancelled = true
[[duties]]
role = "notes"
es = {role = "acta"}
""" + "".join(f'[[assignments]]\ndate = {day}\nrole = "notes"\nwho = "{who}"\n' for day, who in (
    ("2026-12-09", "ana"), ("2027-01-13", "ana"), ("2027-02-10", "ana-maria"), ("2027-03-10", "bo"),
))  # fmt: skip


@pytest.fixture
def folder(data: Path) -> Path:
    for name, text in FILES.items():
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        (data / name).write_text(text)
    monthly, group = data / "series/monthly-meeting.toml", data / "group.toml"
    monthly.write_text(monthly.read_text() + DUTIES + '[members]\njoin_url = "https://zoom.us/j/111222333"\n')
    group.write_text(group.read_text() + '\n[lists.members]\naudience = "members"\n')
    return data


def uids(calendar: icalendar.Calendar) -> list[str]:
    return [str(each["UID"]) for each in (*calendar.events, *calendar.todos)]


def test_ones_own_and_nothing_else(folder: Path, run: Run) -> None:
    ran = run("export", "ics", "--for-person", "ana")
    assert (ran.code, ran.err, "canary" in ran.out) == (0, "", False)
    calendar = icalendar.Calendar.from_ical(ran.out)
    assert calendar["X-WR-CALNAME"] == "LA/CWG: Ana"
    titles = [str(each["SUMMARY"]) for each in calendar.events if "RECURRENCE-ID" not in each]
    assert titles == ["LA/CWG monthly meeting", "notes: LA/CWG monthly meeting", "banner: Rally", "Film"]
    assert calendar.events[3].start == dt.datetime(2026, 12, 16, 17, tzinfo=calendar.events[3].start.tzinfo)
    tasks = {str(each["SUMMARY"]): each for each in calendar.todos}
    assert [(name, each["STATUS"]) for name, each in tasks.items()] == [
        ("Ask; the hall, please", "NEEDS-ACTION"), ("Settled", "COMPLETED"), ("Dropped", "CANCELLED"),
    ]  # fmt: skip
    assert tasks["Settled"]["COMPLETED"].dt == dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
    assert all(each["DUE"].dt == dt.date(2026, 12, 1) for each in tasks.values())
    assert run("export", "ics", "--for-person", "ana").out == ran.out
    assert len({*uids(calendar)}) == 7
    run("actions", "done", "kqzt")
    after = {
        str(each["UID"]) for each in icalendar.Calendar.from_ical(run("export", "ics", "--for-person", "ana").out).todos
    }
    assert after == {str(each["UID"]) for each in tasks.values()}
    coming = icalendar.Calendar.from_ical(run("export", "ics", "--for-person", "ana", "--no-past").out)
    assert not coming.todos
    only = icalendar.Calendar.from_ical(run("export", "ics", "--for-person", "ana", "--to", "2026-12-06").out)
    assert [str(each["SUMMARY"]) for each in only.events if "RRULE" not in each and "RECURRENCE-ID" not in each] == [
        "banner: Rally"
    ]


def test_in_their_language_and_for_whom(folder: Path, run: Run) -> None:
    maria = run("export", "ics", "--for-person", "ana-maria").out
    assert "SUMMARY:acta: Reunión mensual de LA/CWG" in maria
    assert "SUMMARY:of Ana María" in maria
    assert "of either" not in maria
    english = icalendar.Calendar.from_ical(run("export", "ics", "--for-person", "ana-maria", "--lang", "en").out)
    assert uids(english) == uids(icalendar.Calendar.from_ical(maria))
    bo = run("export", "ics", "--for-person", "bo")
    assert "Bo is on no list for members" in bo.err
    assert "SUMMARY:of another" in bo.out
    assert "SUMMARY:notes: LA/CWG monthly meeting" in bo.out
    assert "zoom" not in bo.out
    assert "zoom" in run("export", "ics", "--for-person", "bo", "--audience", "members").out
    assert run("export", "ics", "--for-person", "bo", "--series", "monthly-meeting").code == 2
    assert run("export", "ics", "--for-person", "nobody").code == 1
    group = folder / "group.toml"
    group.write_text(group.read_text().replace('language = "en"', 'language = "en"\nlanguages = ["en"]'))
    ours = run("export", "ics", "--for-person", "ana-maria")
    assert "SUMMARY:notes: LA/CWG monthly meeting" in ours.out, "a language that the group does not speak"
    assert "have no Spanish yet" not in ours.err


@needs_libical
@needs_khal
def test_other_programs_read_it(folder: Path, run: Run, tmp_path: Path) -> None:
    feed = run("export", "ics", "--for-person", "ana").out.encode()
    read = libical.Feed(feed)
    assert read.is_valid()
    when = dt.datetime(2026, 11, 25, tzinfo=dt.UTC), dt.datetime(2027, 1, 1, tzinfo=dt.UTC)
    assert [each.summary for each in read.instances(*when)] == [
        "banner: Rally", "Film", "LA/CWG monthly meeting", "notes: LA/CWG monthly meeting",
    ]  # fmt: skip
    (tmp_path / "feed.ics").write_bytes(feed)
    (tmp_path / "calendar").mkdir()
    (tmp_path / "khal.conf").write_text(
        f"[calendars]\n[[own]]\npath = {tmp_path / 'calendar'}\n[sqlite]\npath = {tmp_path / 'khal.db'}\n"
        "[locale]\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
        "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
        "local_timezone = America/New_York\ndefault_timezone = America/New_York\n"
    )
    for words in (["import", "--batch", "-a", "own", str(tmp_path / "feed.ics")], ["list", "2026-12-01", "30d"]):
        command = [str(KHAL), "-c", str(tmp_path / "khal.conf"), *words]
        listed = subprocess.run(
            command, capture_output=True, text=True, check=True, env={**os.environ, "TZ": "UTC"}
        ).stdout
    assert all(each in listed for each in ("banner: Rally", "notes: LA/CWG monthly meeting"))
