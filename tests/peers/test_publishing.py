"""What is published to a calendar server with a password, and what others keep there beside it."""

from __future__ import annotations

import datetime as dt
import itertools
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import icalendar
import pytest
import recurring_ical_events
from conftest import Ran, Run
from server import PASSWORD, Radicale, User, radicale
from test_peers import KHAL, REQUIRED, needs_khal

from lacwg import app

if not REQUIRED:
    pytest.importorskip("radicale")

BEGIN, END = dt.datetime(2019, 1, 1, tzinfo=dt.UTC), dt.datetime(2028, 1, 1, 5, tzinfo=dt.UTC)
Publish = Callable[..., Ran]
STEPS = [
    ["meetings", "move", "2026-12-09", "--to", "2026-12-16", "--reason", "snow"],
    ["meetings", "cancel", "2027-01-13", "--reason", "holiday"],
    ["meetings", "add", "2027-01-20", "--reason", "in place of January 13"],
    [
        "events",
        "add",
        "Rally; at noon",
        "--start",
        "2026-12-05T12:00",
        "--duration",
        "90m",
        "--place",
        "Common, Boston",
    ],
    ["meetings", "restore", "2027-01-13"],
    ["meetings", "edit", "2027-02-10", "--title", "Meeting with a guest"],
    ["meetings", "change", "--from", "2027-03-01", "--rule", "1st and 3rd Thursday", "--at", "6pm"],
    ["events", "add", "Café — ¡ven!", "--start", "2027-03-14"],
    ["undo"],
]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Radicale]:
    with radicale(tmp_path_factory.mktemp("radicale")) as server:
        yield server


_users = itertools.count()


@pytest.fixture
def user(server: Radicale, monkeypatch: pytest.MonkeyPatch) -> User:
    """A user whom nobody else has been."""
    from lacwg.remotes import passwords

    monkeypatch.setattr(passwords, "from_keyring", lambda *_: None)
    name = f"user{next(_users)}"
    monkeypatch.setenv("LACWG_CALDAV_USER", name)
    monkeypatch.setenv("LACWG_CALDAV_PASSWORD", PASSWORD)
    return User(server, name)


@pytest.fixture
def publish(user: User, data: Path, run: Run) -> Publish:
    return lambda *options: run("publish", "caldav", user.server.url, *options)


def instances(user: User) -> list[tuple[str, str]]:
    """What a reader without any of our code sees in the user's only calendar."""
    (calendar,) = user.calendars
    text = user.ask("GET", f"{calendar.name}/").body
    return sorted(
        (_utc(each.start), str(each["SUMMARY"]))
        for each in recurring_ical_events.of(icalendar.Calendar.from_ical(text)).between(BEGIN, END)
    )


def _utc(moment: dt.date) -> str:
    return f"{moment.astimezone(dt.UTC):%Y-%m-%dT%H:%MZ}" if isinstance(moment, dt.datetime) else moment.isoformat()


def ours(run: Run, *options: str) -> list[tuple[str, str]]:
    found = []
    for noun in ("meetings", "events"):
        for each in run(noun, "list", "--json", "--from", "2019-01-01", "--to", "2027-12-31", *options).json:
            start = each["start"] if each["all_day"] else _utc(dt.datetime.fromisoformat(each["start"]))
            off = "CANCELLED: " if each["status"] == "cancelled" else ""
            found.append((start, off + " ".join(each["title"].split())))
    return sorted(found)


def sequences(user: User) -> dict[str, list[int]]:
    return {
        name: [int(each["SEQUENCE"]) for each in icalendar.Calendar.from_ical(text).events]
        for name, text in user.objects().items()
    }


def test_after_every_verb_the_calendar_shows_what_the_lists_say(user: User, publish: Publish, run: Run) -> None:
    for step in [None, *STEPS]:
        if step is not None:
            assert run(*step).code == 0, step
        before = user.objects() if step else {}
        planned = publish("--json", "--dry-run")
        assert planned.code == 0, planned.err
        assert (user.objects() if step else {}) == before
        done = publish("--json")
        assert done.code == 0, done.err
        kinds = ("moved", "gone", "new", "changed", "same", "left_alone")
        assert [done.json[kind] for kind in kinds] == [planned.json[kind] for kind in kinds]
        assert instances(user) == ours(run), step
        after = user.objects()
        again = publish("--json")
        assert [again.json[kind] for kind in kinds[:4]] == [[], [], [], []], step
        assert user.objects() == after
    assert len(user.calendars) == 1


def test_what_is_sent_has_one_uid_no_method_and_our_own_sequence(user: User, publish: Publish, run: Run) -> None:
    for step in STEPS[:4]:
        run(*step)
    feed = icalendar.Calendar.from_ical(run("export", "ics").out)
    publish()
    sent = {}
    for text in user.objects().values():
        calendar = icalendar.Calendar.from_ical(text)
        assert "METHOD" not in calendar
        assert len({str(each["UID"]) for each in calendar.events}) == 1
        used = {str(each["DTSTART"].params["TZID"]) for each in calendar.events if "TZID" in each["DTSTART"].params}
        assert {str(zone["TZID"]) for zone in calendar.timezones} == used
        for each in calendar.events:
            sent[_key(each)] = int(each["SEQUENCE"])
    assert sent == {_key(each): int(each["SEQUENCE"]) for each in feed.events}
    assert max(sent.values()) > 0


def _key(event: Any) -> tuple[str, str]:
    date = event.get("RECURRENCE-ID")
    return str(event["UID"]), _utc(date.dt) if date else ""


@needs_khal
def test_khal_reads_the_calendar_as_we_list_it(user: User, publish: Publish, run: Run, tmp_path: Path) -> None:
    for step in STEPS[:3]:
        run(*step)
    publish()
    vdir, config = tmp_path / "vdir", tmp_path / "khal.conf"
    vdir.mkdir()
    for name, text in user.objects().items():
        (vdir / name).write_bytes(text)
    config.write_text(
        f"[calendars]\n[[group]]\npath = {vdir}\n[sqlite]\npath = {tmp_path / 'khal.db'}\n"
        "[locale]\nlocal_timezone = UTC\ndefault_timezone = UTC\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\n"
        "longdateformat = %Y-%m-%d\ndatetimeformat = %Y-%m-%dT%H:%MZ\nlongdatetimeformat = %Y-%m-%dT%H:%MZ\n"
    )
    listed = subprocess.run(
        [str(KHAL), "-c", str(config), "list", "--format", "{start} {title}", "--day-format", "", "2026-11-01", "300d"],
        capture_output=True, text=True, check=True, env={**os.environ, "TZ": "UTC"},
    ).stdout  # fmt: skip
    shown = sorted(line.strip() for line in listed.splitlines() if line.strip())
    assert shown == [f"{start} {title}" for start, title in ours(run) if "2026-11" <= start < "2027-08-28"]


def test_a_second_machine_goes_on_from_what_the_server_has(
    user: User, publish: Publish, data: Path, run: Run, tmp_path: Path
) -> None:
    publish()
    other = tmp_path / "other"
    shutil.copytree(data, other, ignore=shutil.ignore_patterns(".lacwg"))
    assert publish("--json", "--data", str(other)).json["same"] == 2
    run(*STEPS[0], "--data", str(other))
    moved = publish("--json", "--data", str(other)).json["moved"]
    assert [(each["was"], each["now"]) for each in moved] == [
        ("2026-12-09T17:00:00-05:00", "2026-12-16T17:00:00-05:00")
    ]
    assert instances(user) == ours(run, "--data", str(other))
    # the first machine has not heard of it
    refused = publish()
    assert refused.code == 1
    assert "the calendar is newer than this folder (LA/CWG monthly meeting)" in refused.err
    assert instances(user) == ours(run, "--data", str(other))
    back = publish("--json", "--yes").json["moved"]
    assert [each["now"] for each in back] == ["2026-12-09T17:00:00-05:00"]
    assert len(user.objects()) == 2


def test_the_summary_says_what_subscribers_see(user: User, publish: Publish, data: Path, run: Run) -> None:
    publish()
    run(*STEPS[0])
    run(*STEPS[1])
    run(*STEPS[3])
    for path in (data / "events" / "2021").iterdir():
        path.unlink()
    shown = publish("--dry-run").out
    assert re.search(
        r"^moved +LA/CWG .*December 9, 2026, 5:00 PM to Wednesday, December 16, 2026, 5:00 PM$", shown, re.MULTILINE
    )
    assert re.search(r"^gone +Cuba: .*September 22, 2021$", shown, re.MULTILINE)
    assert re.search(r"^new +Rally; at noon +Saturday, December 5, 2026, 12:00 PM$", shown, re.MULTILINE)
    assert re.search(r"^changed +CANCELLED: LA/CWG .*January 13, 2027, 5:00 PM: cancelled$", shown, re.MULTILINE)
    assert shown.endswith('"LA/CWG": 1 moved, 1 gone, 1 new, 1 changed and 0 the same. Nothing was sent.\n')
    lines = publish("--plain").lines
    assert [each[0] for each in lines] == ["moved", "gone", "new", "changed"]
    assert lines[0][3:5] == ["2026-12-09T17:00:00-05:00", "2026-12-16T17:00:00-05:00"]


def test_what_was_changed_by_hand_gets_a_new_sequence(user: User, publish: Publish, data: Path, run: Run) -> None:
    run(*STEPS[3])
    publish()
    (path,) = (data / "events" / "2026").glob("*rally*")
    path.write_text(path.read_text().replace("Common, Boston", "City Hall"))
    uid = run("events", "list", "--json").json[0]["uid"]
    before = sequences(user)[f"{uid}.ics"]
    assert publish("--dry-run", "--json").json["changed"][0]["what"] == ["place"]
    assert "sequence" not in path.read_text()
    ran = publish("--json")
    assert [each["what"] for each in ran.json["changed"]] == [["place"]]
    assert "was changed by hand" in ran.err
    assert sequences(user)[f"{uid}.ics"] == [each + 1 for each in before]
    assert publish().err == ""


# Breaks


def broken(monkeypatch: pytest.MonkeyPatch, after: int, *, lost: bool) -> Callable[[], int]:
    """From the n-th request on the line is down: before it is sent, or (lost) when it has been done."""
    import requests

    count, request = itertools.count(), requests.Session.request
    made = 0

    def fail(self: Any, *args: Any, **options: Any) -> Any:
        nonlocal made
        number = made = next(count)
        if number > after or (number == after and not lost):
            raise requests.exceptions.ConnectionError("with a secret in it: hunter2")
        answer = request(self, *args, **options)
        if number == after:
            raise requests.exceptions.ConnectionError("with a secret in it: hunter2")
        return answer

    monkeypatch.setattr(requests.Session, "request", fail)
    return lambda: made


@pytest.mark.parametrize("lost", [False, True], ids=["not sent", "answer lost"])
def test_a_break_at_any_request_is_made_good_by_the_next_run(
    user: User, publish: Publish, data: Path, run: Run, monkeypatch: pytest.MonkeyPatch, lost: bool
) -> None:
    publish()
    user.put("private-of-ana", "SUMMARY:Dentist")
    foreign = user.objects()["private-of-ana.ics"]
    for step in STEPS[:4]:
        run(*step)
    for path in (data / "events" / "2021").iterdir():
        path.unlink()
    broke = 0
    for after in range(60):
        with monkeypatch.context() as patch:
            broken(patch, after, lost=lost)
            ran = publish()
        if ran.code == 0:
            break
        broke += 1
        assert "cannot be reached, or the connection broke" in ran.err
        assert "hunter2" not in ran.err
        assert PASSWORD not in ran.err
        objects = user.objects()
        assert objects["private-of-ana.ics"] == foreign
        uids = [re.search(rb"^UID:(.*?)\r?$", text, re.MULTILINE) for text in objects.values()]
        assert len({found[1] for found in uids if found}) == len(objects)
    assert broke > 6
    assert ran.code == 0
    assert sorted(instances(user)) == sorted([*ours(run), ("2026-12-01T10:00Z", "Dentist")])


def test_a_break_while_the_calendar_is_made_leaves_one_calendar(
    user: User, publish: Publish, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for after in range(40):
        for lost in (False, True):
            with monkeypatch.context() as patch:
                broken(patch, after, lost=lost)
                ran = publish()
        if ran.code == 0:
            break
    assert ran.code == 0
    assert len(user.calendars) == 1
    assert instances(user) == ours(run)


def test_a_server_that_is_killed_half_way_goes_on_later(
    user: User, publish: Publish, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lacwg.remotes.caldav import Calendar

    for number in range(5):
        run("events", "add", f"Event {number}", "--start", f"2027-05-0{number + 1}")
    add, count = Calendar.add, itertools.count()

    def add_and_kill(self: Calendar, uid: str, data: bytes) -> None:
        if next(count) == 3:
            user.server.kill()
        add(self, uid, data)

    with monkeypatch.context() as patch:
        patch.setattr(Calendar, "add", add_and_kill)
        ran = publish()
    user.server.start()
    assert ran.code == 1
    assert "3 of 7 changes were made" in ran.err
    assert len(user.objects()) == 3
    rest = publish("--json").json
    assert (len(rest["new"]), rest["same"]) == (4, 3)
    assert instances(user) == ours(run)


# Others beside us


def test_events_of_others_are_never_touched(user: User, publish: Publish, data: Path, run: Run) -> None:
    publish()
    user.put("dentist", "SUMMARY:Dentist")
    user.put("other-group", "SUMMARY:Theirs\r\nX-LACWG-GROUP:11111111-2222-3333-4444-555555555555")
    theirs = {name: text for name, text in user.objects().items() if name in ("dentist.ics", "other-group.ics")}
    run(*STEPS[0])
    for path in (data / "events" / "2021").iterdir():
        path.unlink()
    assert publish("--json").json["gone"]
    assert {name: text for name, text in user.objects().items() if name in theirs} == theirs
    assert len(user.objects()) == 3


@pytest.mark.parametrize("elsewhere", [False, True], ids=["in our place", "elsewhere"])
@pytest.mark.parametrize("hidden", [False, True], ids=["listed", "left out of the list"])
def test_an_event_of_others_with_our_uid_is_named_and_left_alone(
    user: User, publish: Publish, run: Run, monkeypatch: pytest.MonkeyPatch, elsewhere: bool, hidden: bool
) -> None:
    from lacwg.remotes.caldav import Calendar

    publish()
    run(*STEPS[3])
    uid = run("events", "list", "--json").json[0]["uid"]
    user.put(uid, "SUMMARY:Not yours", "somewhere" if elsewhere else uid)
    theirs = user.objects()["somewhere.ics" if elsewhere else f"{uid}.ics"]
    if hidden:  # as by a server that cuts a long list off
        listed = Calendar.objects
        monkeypatch.setattr(Calendar, "objects", lambda self: [each for each in listed(self) if uid not in each.text])
    run(*STEPS[0])
    ran = publish("--json")
    assert ran.code == 1
    assert "1 entry could not be published" in ran.err
    assert [(each["uid"], each["title"]) for each in ran.json["left_alone"]] == [(uid, "Rally; at noon")]
    assert len(ran.json["moved"]) == 1  # the rest goes on
    assert ran.json["new"] == []
    assert user.objects()["somewhere.ics" if elsewhere else f"{uid}.ics"] == theirs


def between(monkeypatch: pytest.MonkeyPatch, act: Callable[[], None]) -> None:
    """Lets somebody else act between our reading and our writing, once."""
    from lacwg.remotes.caldav import Calendar

    listed, done = Calendar.objects, []

    def objects(self: Calendar) -> Any:
        found = listed(self)
        if not done:
            done.append(True)
            act()
        return found

    monkeypatch.setattr(Calendar, "objects", objects)


def without_etags(monkeypatch: pytest.MonkeyPatch, etag: str | None) -> None:
    """As by a server that gives none, or only such as it cannot compare."""
    from lacwg.remotes.caldav import Calendar

    listed, read = Calendar.objects, Calendar.read
    monkeypatch.setattr(Calendar, "objects", lambda self: [each._replace(etag=etag) for each in listed(self)])
    monkeypatch.setattr(
        Calendar, "read", lambda self, url: None if (found := read(self, url)) is None else found._replace(etag=etag)
    )


@pytest.mark.parametrize("etags", ["strong", "weak", "none"])
def test_a_stale_version_is_read_again_and_ours_goes_in(
    user: User, publish: Publish, run: Run, monkeypatch: pytest.MonkeyPatch, etags: str
) -> None:
    publish()
    if etags != "strong":
        without_etags(monkeypatch, 'W/"1"' if etags == "weak" else None)
    run(*STEPS[0])
    (calendar,) = user.calendars

    def edit() -> None:
        for name, text in user.objects().items():
            edited = re.sub(rb"SUMMARY:[^\r\n]*", b"SUMMARY:Edited by hand", text)
            assert user.ask("PUT", f"{calendar.name}/{name}", edited).status in (201, 204)

    between(monkeypatch, edit)
    assert publish().code == 0
    publish()  # what was the same when it was read is found by the next one
    assert instances(user) == ours(run)


def test_what_somebody_has_taken_away_meanwhile_is_put_again(
    user: User, publish: Publish, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish()
    run(*STEPS[0])
    (calendar,) = user.calendars
    between(monkeypatch, lambda: [user.ask("DELETE", f"{calendar.name}/{name}") for name in user.objects()] and None)
    assert publish().code == 0
    publish()
    assert instances(user) == ours(run)


@pytest.mark.parametrize("etags", ["strong", "none"])
def test_what_is_no_longer_ours_meanwhile_is_neither_changed_nor_deleted(
    user: User, publish: Publish, data: Path, run: Run, monkeypatch: pytest.MonkeyPatch, etags: str
) -> None:
    publish()
    if etags == "none":
        without_etags(monkeypatch, None)
    run(*STEPS[0])
    for path in (data / "events" / "2021").iterdir():
        path.unlink()
    (calendar,) = user.calendars

    def take_over() -> None:
        for name, text in user.objects().items():
            taken = re.sub(rb"X-LACWG-GROUP:[^\r\n]*\r?\n", b"", text)
            assert user.ask("PUT", f"{calendar.name}/{name}", taken).status in (201, 204)

    between(monkeypatch, take_over)
    ran = publish("--json")
    assert [each["reason"] for each in ran.json["left_alone"]] == ["what is not ours stands in its place"]
    assert all(b"X-LACWG-GROUP" not in text for text in user.objects().values())
    assert len(user.objects()) == 2


def test_two_coordinators_who_both_make_the_calendar_make_one(
    user: User, publish: Publish, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lacwg.remotes.caldav import Server

    make, done = Server.make, []

    def second(self: Server, name: str) -> Any:
        if not done:
            done.append(True)
            assert app.run(["publish", "caldav", user.server.url]) == 0
        return make(self, name)

    monkeypatch.setattr(Server, "make", second)
    ran = publish()
    assert ran.code == 0, ran.err
    assert len(user.calendars) == 1
    assert instances(user) == ours(run)


# Who sees what


def test_members_entries_are_in_the_members_calendar_alone(user: User, publish: Publish, run: Run) -> None:
    run("events", "add", "For us", "--start", "2026-12-05T12:00", "--audience", "members")
    run("events", "add", "Mine", "--start", "2026-12-06T12:00", "--audience", "private")
    run("events", "add", "For all", "--start", "2026-12-07T12:00", "--join-url", "https://zoom.us/j/98765432101?pwd=hunter2x",
        "--note", "the caretaker's number is 617 555 0199")  # fmt: skip
    publish()
    publish("--audience", "members")
    assert len(user.calendars) == 2
    for calendar in user.calendars:
        text = user.ask("GET", f"{calendar.name}/").body.replace(b"\r\n ", b"").decode()
        members = "(members)" in (calendar / ".Radicale.props").read_text()
        assert "SUMMARY:For all" in text
        assert ("SUMMARY:For us" in text) == members
        assert ("98765432101" in text) == members
        assert "Mine" not in text
        assert "caretaker" not in text


def test_what_becomes_private_goes(user: User, publish: Publish, data: Path, run: Run) -> None:
    publish()
    (path,) = (data / "events" / "2021").iterdir()
    path.write_text(f'audience = "private"\n{path.read_text()}')
    assert [each["title"][:5] for each in publish("--json").json["gone"]] == ["Cuba:"]
    assert not any(b"Cuba" in text for text in user.objects().values())


def test_a_public_calendar_gets_nothing_for_members_unless_it_is_meant(user: User, publish: Publish, run: Run) -> None:
    publish()
    before = user.objects()
    ran = publish("--audience", "members", "--calendar", "LA/CWG")
    assert ran.code == 1
    assert "has been public" in ran.err
    assert user.objects() == before
    assert publish("--audience", "members", "--calendar", "LA/CWG", "--yes").code == 0
    assert all(b"X-LACWG-AUDIENCE:members" in text for text in user.objects().values())


def test_a_leak_stops_all_before_anything_is_sent(
    user: User, publish: Publish, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lacwg.exporters.ics import feed

    run("events", "add", "For all", "--start", "2026-12-07T12:00", "--note", "ask the caretaker for the key")
    publish()
    run(*STEPS[0])
    before, make = user.objects(), feed.objects
    monkeypatch.setattr(
        feed,
        "objects",
        lambda *args: [
            each._replace(
                data=each.data.replace(b"END:VEVENT", b"COMMENT:Ask the caretaker for\r\n  the key\r\nEND:VEVENT")
            )
            for each in make(*args)
        ],
    )
    ran = publish()
    assert ran.code == 1
    assert "private.note" in ran.err
    assert "caretaker" not in ran.err
    assert user.objects() == before


# Much that goes


def test_when_more_than_half_would_go_it_wants_a_yes(user: User, publish: Publish, data: Path, run: Run) -> None:
    publish()
    shutil.rmtree(data / "events" / "2021")
    (data / "series" / "monthly-meeting.toml").unlink()
    (data / "group.toml").write_text(re.sub(r"main_series = .*", "", (data / "group.toml").read_text()))
    planned = publish("--dry-run", "--json")
    assert len(planned.json["gone"]) == 2
    ran = publish()
    assert ran.code == 1
    assert "2 of the 2 entries" in ran.err
    assert len(user.objects()) == 2
    assert publish("--yes").code == 0
    assert user.objects() == {}


def test_on_a_terminal_it_asks_once(
    user: User, publish: Publish, data: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    import typer

    from lacwg.run import Run

    asked: list[str] = []
    answers = iter([False, True])

    def confirm(question: str, **_: Any) -> bool:
        asked.append(question)
        return next(answers)

    publish()
    shutil.rmtree(data / "events" / "2021")
    (data / "series" / "monthly-meeting.toml").unlink()
    (data / "group.toml").write_text(re.sub(r"main_series = .*", "", (data / "group.toml").read_text()))
    monkeypatch.setattr(Run, "interactive", True)
    monkeypatch.setattr(typer, "confirm", confirm)
    ran = publish()
    assert (ran.code, "nothing was sent" in ran.err, len(user.objects())) == (1, True, 2)
    assert publish().code == 0
    assert asked == ["2 of the 2 entries of ours there would go. Go on?"] * 2
    assert user.objects() == {}


def test_on_a_terminal_the_password_is_asked_for(user: User, publish: Publish, monkeypatch: pytest.MonkeyPatch) -> None:
    import typer

    from lacwg.run import Run

    asked: list[tuple[str, bool]] = []

    def prompt(question: str, *, hide_input: bool = False, err: bool) -> str:
        asked.append((question, hide_input))
        assert err
        return PASSWORD if hide_input else user.name

    monkeypatch.delenv("LACWG_CALDAV_USER")
    monkeypatch.delenv("LACWG_CALDAV_PASSWORD")
    monkeypatch.setattr(Run, "interactive", True)
    monkeypatch.setattr(typer, "prompt", prompt)
    ran = publish()
    assert ran.code == 0
    host = f"127.0.0.1:{user.server.port}"
    assert asked == [(f"User at {host}", False), (f"Password of {user.name} at {host}", True)]
    assert PASSWORD not in ran.out + ran.err


def test_nothing_goes_while_a_record_cannot_be_read(user: User, publish: Publish, data: Path, run: Run) -> None:
    publish()
    (path,) = (data / "events" / "2021").iterdir()
    path.write_text("title = ")
    run(*STEPS[0])
    ran = publish("--json")
    assert ran.code == 1
    assert "stayed" in ran.err
    assert (ran.json["gone"], len(ran.json["moved"])) == ([], 1)
    assert len(user.objects()) == 2


# Where, and by whom


def test_the_calendars_own_address_will_do(user: User, publish: Publish, run: Run) -> None:
    publish("--calendar", "Peace & quiet")
    (calendar,) = user.calendars
    assert "Peace & quiet" in (calendar / ".Radicale.props").read_text()
    ran = run("publish", "caldav", f"{user.server.url}{user.name}/{calendar.name}/", "--json")
    assert (ran.json["same"], ran.json["calendar"]) == (2, "Peace & quiet")
    assert publish("--calendar", "Peace & quiet", "--json").json["same"] == 2
    assert len(user.calendars) == 1


def test_two_calendars_of_one_name_are_not_guessed_between(user: User, publish: Publish) -> None:
    publish()
    body = b'<C:mkcalendar xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:set><D:prop><D:displayname>LA/CWG</D:displayname></D:prop></D:set></C:mkcalendar>'
    assert user.ask("MKCALENDAR", "twin/", body).status == 201
    ran = publish()
    assert ran.code == 1
    assert 'has 2 calendars named "LA/CWG"' in ran.err


def test_a_wrong_password_is_told_without_it(user: User, publish: Publish, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LACWG_CALDAV_PASSWORD", "wr0ng-secret")
    ran = publish()
    assert ran.code == 1
    assert "does not accept this user and password" in ran.err
    assert "wr0ng-secret" not in ran.err + ran.out
    assert user.calendars == []


def test_a_calendar_of_somebody_else_cannot_be_written(user: User, publish: Publish, run: Run) -> None:
    ran = run("publish", "caldav", f"{user.server.url}user199/")
    assert ran.code == 1
    assert "does not let this user do that" in ran.err
