"""``lacwg remind``: what is due on the screen, and the timer that is to be pasted."""

from __future__ import annotations

import json
import plistlib
import shlex
from pathlib import Path

import pytest
from conftest import Run
from mail_server import Box

from lacwg.commands.remind import timetable
from lacwg.run import Run as ThisRun

RECORD = """
state = "draft"
[[actions]]
id = "kqzt"
what = "Ask the hall about March"
who = "ana"
due = 2026-12-01
[[actions]]
id = "kqzx"
what = "Call the Vatican"
who = "Bo"
due = 2026-12-04
[[actions]]
id = "kqzv"
what = "Settled"
who = "ana"
due = 2026-12-04
done = 2026-11-20
"""
DUTIES = """
[[duties]]
role = "notes"
[[duties]]
role = "hall"
count = 2
[[assignments]]
date = 2026-12-09
role = "hall"
who = "ana"
"""


@pytest.fixture
def busy(data: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder a week before the meeting, with something of each kind."""
    monthly, record = data / "series/monthly-meeting.toml", data / "meetings/2026/2026-11-11-monthly-meeting.toml"
    monthly.write_text(monthly.read_text() + DUTIES)
    record.parent.mkdir(parents=True)
    record.write_text(RECORD)
    (data / "contacts/ana.toml").write_text('name = "Ana Pérez"\nemail = "ana@example.org"\nlists = ["members"]\n')
    haiti, group = data / "issues/haiti.toml", data / "group.toml"
    haiti.write_text(haiti.read_text() + '\n[[bills]]\nname = "Haiti\'s bill"\nstatus = "in committee"\n')
    group.write_text(group.read_text() + '\n[lists.members]\naudience = "members"\n')
    monkeypatch.setenv("LACWG_NOW", "2026-12-02T09:00")
    return data


def test_nothing_due_nothing_said(data: Path, run: Run) -> None:
    assert run("remind") == (0, "", "")
    assert run("remind", "--json").json == []
    assert run("remind", "--plain").out == ""


def test_each_line_has_the_command_for_it(busy: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "true")
    told = run("remind")
    assert (told.code, told.err) == (0, "")
    assert told.out == (
        "Meetings   LA/CWG monthly meeting · Wednesday, December 9 · 5:00 PM EST · in 7 days: "
        "lacwg meetings announce 2026-12-09 --send members\n"
        "Duties     notes · nobody yet · LA/CWG monthly meeting · Wednesday, December 9 · 5:00 PM EST · in 7 days: "
        "lacwg duties assign monthly-meeting/2026-12-09 notes\n"
        "           hall · Ana Pérez · LA/CWG monthly meeting · Wednesday, December 9 · 5:00 PM EST · in 7 days: "
        "lacwg duties list monthly-meeting\n"
        "           hall · nobody yet · LA/CWG monthly meeting · Wednesday, December 9 · 5:00 PM EST · in 7 days: "
        "lacwg duties assign monthly-meeting/2026-12-09 hall\n"
        "Agendas    LA/CWG monthly meeting · Wednesday, December 9 · no agenda yet: "
        "lacwg agenda prepare 2026-12-09\n"
        "Minutes    LA/CWG monthly meeting · Wednesday, November 11 · a draft: lacwg minutes edit 2026-11-11\n"
        "Actions    Ask the hall about March · Ana Pérez · overdue since December 1: lacwg actions done kqzt\n"
        "           Call the Vatican · Bo · due December 4: lacwg actions done kqzx\n"
        "Bills      Haiti's bill · not looked up yet: "
        "lacwg issues edit haiti --bill 'Haiti'\"'\"'s bill' --checked today\n"
    )
    shapes = run("remind", "--json").json
    assert [each["kind"] for each in shapes[:4]] == ["meeting", "duty", "duty", "duty"]
    assert (shapes[2]["who"], shapes[2]["names"], shapes[2]["since"]) == (["ana"], ["Ana Pérez"], "2026-12-02")
    assert [line[0] for line in run("remind", "--plain").lines] == [each["kind"] for each in shapes]
    for each in shapes:  # each can be pasted; on a terminal the duty's asks who
        words = [word for word in shlex.split(each["command"])[1:] if word not in ("--send", "members")]
        assert run(*words, *(["Bo"] if words[:2] == ["duties", "assign"] else [])).code == 0, each
    left = {each["kind"] for each in run("remind", "--json").json}
    assert left == {"meeting", "duty", "minutes"}


def test_another_series_and_language(busy: Path, run: Run) -> None:
    group = busy / "group.toml"
    group.write_text(group.read_text().replace('language = "en"', 'language = "es"'))
    (busy / "series/vigil.toml").write_text('title = "Vigilia"\nrule = "every Saturday"\nsince = 2026-01-03\n')
    told = run("remind").out
    assert (
        "Vigilia · sábado, 5 de diciembre · todavía sin orden del día: lacwg agenda prepare 2026-12-05 --series vigil\n"
        in told
    )
    assert "venció el 1 de diciembre" in told


def test_what_cannot_be_read_is_named(busy: Path, run: Run) -> None:
    (busy / "series/broken.toml").write_text("title = 1\n")
    told = run("remind")
    assert told.code == 1
    assert "Ask the hall" in told.out
    assert "broken.toml" in told.err


PEOPLE = {
    "bo": 'name = "Bo"\nemail = "bo@example.org"\nlists = ["members"]\nlanguages = ["es"]\n',
    "dana": 'name = "Dana"\nemail = "dana@example.org"\nlists = ["press"]\n',
    "eve": 'name = "Eve"\nemail = "eve@example.org"\nlists = ["members", "coordinators"]\n',
}


@pytest.fixture
def mailing(busy: Path) -> Path:
    """The same with mail, a link for members, and people on several lists."""
    for name, text in PEOPLE.items():
        (busy / f"contacts/{name}.toml").write_text(text)
    group, monthly = busy / "group.toml", busy / "series/monthly-meeting.toml"
    group.write_text(group.read_text() + '[mail]\nfrom = "info@example.org"\n')
    monthly.write_text(monthly.read_text() + '[members]\njoin_url = "https://zoom.us/j/111222333"\n')
    return busy


def letter(run: Run, *to: str) -> str:
    ran = run("remind", "--dry-run", "--json", *(word for each in to for word in ("--send", each)))
    assert ran.code == 0
    return str(ran.json["message"]["text"]) if ran.out else ""


def test_each_gets_what_is_theirs(mailing: Path, run: Run) -> None:
    ana, bo, dana, eve = (letter(run, each) for each in ("ana", "bo", "dana", "eve"))
    meeting = "LA/CWG monthly meeting · Wednesday, December 9 · 5:00 PM EST · in 7 days"
    assert ana.startswith(f"LA/CWG: Reminders\n\n{meeting}\nJoin: https://zoom.us/j/111222333\n\nhall · {meeting}\n\n")
    assert "Ask the hall about March · overdue since December 1" in ana
    assert "Vatican" not in ana
    assert bo.startswith("LA/CWG: Recordatorios\n\nReunión mensual de LA/CWG · miércoles, 9 de diciembre")
    assert "Call the Vatican · vence" in bo or "Call the Vatican · para" in bo
    assert "hall" not in bo.lower().replace("sala", "")
    assert dana == f"{meeting}\n"
    assert "notes · nobody yet" in eve
    assert "no agenda yet" in eve
    assert "November 11 · a draft" in eve
    assert "Haiti's bill · not looked up yet" in eve
    assert "Vatican" not in eve
    head = run("remind", "--send", "members", "--dry-run", "--json").json
    assert head["message"]["headers"]["Auto-Submitted"] == "auto-generated"
    assert [each["contact"] for each in head["to"]] == ["ana", "bo", "eve"]


def test_who_has_nothing_gets_nothing(mailing: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LACWG_NOW", "2026-11-24T09:00")
    assert run("remind", "--send", "press", "--dry-run") == (0, "", "")
    (mailing / "series/monthly-meeting.toml").write_text(
        'audience = "members"\n' + (mailing / "series/monthly-meeting.toml").read_text()
    )
    monkeypatch.setenv("LACWG_NOW", "2026-12-02T09:00")
    assert run("remind", "--send", "press", "--dry-run") == (0, "", "")
    assert run("remind", "--yes").code == 2


def test_one_installation_alone_sends(mailing: Path, run: Run) -> None:
    none = run("remind", "--send", "members", "--yes")
    assert none.code == 1
    assert "no installation is named that sends reminders" in none.err
    own = run("config", "--json").json["settings"]["installation"]["value"]
    assert f'[reminders]\n  installation = "{own}"\n' in none.err
    group = mailing / "group.toml"
    group.write_text(group.read_text() + '[reminders]\ninstallation = "0123456789abcdef"\n')
    other = run("remind", "--send", "members", "--yes")
    assert "group.toml, line " in other.err
    assert f"by the installation 0123456789abcdef, and this one is {own}" in other.err
    assert run("remind", "--send", "members", "--dry-run").code == 0


def test_no_reminder_twice_and_none_is_forgotten(
    mailing: Path, run: Run, mailbox: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("contacts", "edit", "eve", "--list", "-members")
    run("actions", "add", "Buy milk", "--who", "bo", "--due", "2026-12-09")
    own = run("config", "--json").json["settings"]["installation"]["value"]
    group = mailing / "group.toml"
    group.write_text(group.read_text() + f'[reminders]\ninstallation = "{own}"\n')

    def sent(now: str) -> dict[str, str]:
        monkeypatch.setenv("LACWG_NOW", now)
        before = len(mailbox.messages)
        ran = run("remind", "--send", "members", "--yes")
        assert (ran.code, bool(ran.out)) == (0, len(mailbox.messages) > before), ran
        new = mailbox.messages[before:]
        assert all(each["Auto-Submitted"] == "auto-generated" for each in new)
        return {str(each["To"]): each.get_body(("plain",)).get_content() for each in new}

    ana, bo = "Ana Pérez <ana@example.org>", "Bo <bo@example.org>"
    first = sent("2026-12-02T08:00")
    assert sorted(first) == [ana, bo]
    assert sent("2026-12-02T20:00") == sent("2026-12-03T08:00") == {}
    run("actions", "add", "Bring chairs", "--who", "ana", "--due", "2026-12-04")
    only = sent("2026-12-03T09:00")  # what is new alone
    assert list(only) == [ana]
    assert "Bring chairs" in only[ana]
    assert "hall" not in only[ana]
    later = sent("2026-12-09T08:00")  # nobody ran it for days
    assert later[ana].count("overdue since December 1") == 1
    assert later[ana].count("Bring chairs · overdue since December 4") == 1
    assert later[ana].count("today") == 2  # the meeting, and the duty at it
    assert "Buy milk · para hoy" in later[bo]
    assert sent("2026-12-09T09:00") == {}
    run("meetings", "move", "2026-12-09", "--to", "2026-12-16")
    assert "miércoles, 16 de diciembre" in sent("2026-12-09T10:00")[bo]


def test_who_may_have_it_is_named_and_asked_for(
    mailing: Path, run: Run, mailbox: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = run("config", "--json").json["settings"]["installation"]["value"]
    group = mailing / "group.toml"
    group.write_text(group.read_text() + f'[reminders]\ninstallation = "{own}"\n')
    mailbox.answer = lambda step, _: "cut" if step == "DOT" else None
    argv = "remind", "--send", "bo", "--yes"
    assert "may have it: bo" in run(*argv).err
    mailbox.answer = lambda _step, _address: None
    assert "may have it: bo" in run(*argv).err
    run("actions", "done", "kqzx")
    run("actions", "add", "Buy milk", "--who", "bo", "--due", "2026-12-03")
    assert run(*argv).code == 0
    assert "Buy milk" in (new := mailbox.messages[-1].get_body(("plain",)).get_content())
    assert "Reunión" not in new
    assert "may have it: bo" in run(*argv).err  # one of its things is done since
    assert run(*argv, "--again").code == 0
    assert [len(mailbox.taken), run(*argv).code] == [3, 0]
    assert "Buy milk" not in mailbox.messages[-1].get_body(("plain",)).get_content()


def test_the_timer_holds_any_path(busy: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = busy.parent / "a 50% \"b\" $x 'ñ'"
    busy.rename(folder)
    made = run("remind", "--schedule", "--json", "--data", str(folder)).json
    start = next(line for line in made["service"].splitlines() if line.startswith("ExecStart="))
    assert start.endswith(' --data "' + str(folder).replace("%", "%%").replace("$", "$$").replace('"', '\\"') + '"')
    assert made["timer"].splitlines()[4] == "OnCalendar=*-*-* 08:00:00 America/New_York"
    *when, line = made["crontab"].rstrip("\n").split(" ", 5)
    assert when == ["0", "8", "*", "*", "*"]
    program, *words = shlex.split(line.replace("\\%", "%"))
    assert Path(program).is_absolute()
    assert words[-6:] == ["remind", "--send", "members", "--yes", "--data", str(folder)]
    assert json.dumps(made["service"])[1:-1].count("%%") == 1
    monkeypatch.setenv("LACWG_CONFIG", "my own.toml")
    Path("my own.toml").write_text("")
    text = run("remind", "--schedule", "--data", str(folder)).out
    assert f'Environment="LACWG_CONFIG={Path.cwd()}/my own.toml"\n' in text
    assert f"0 8 * * * LACWG_CONFIG='{Path.cwd()}/my own.toml' " in text
    launchd = timetable.text(timetable.parts(ThisRun(folder), ["members"], system="darwin"))
    job = plistlib.loads(launchd.encode())  # as it stands there, with what to do with it
    assert job["ProgramArguments"] == [program, *words]
    assert job["EnvironmentVariables"] == {"LACWG_CONFIG": f"{Path.cwd()}/my own.toml"}
    gone = run("remind", "--schedule", "--send", "presss", "--data", str(folder))
    assert (gone.out, '"presss" is neither a list nor a contact' in gone.err) == ("", True)
    odd = folder.rename(busy.parent / "line\nend")
    assert "no timer can hold" in run("remind", "--schedule", "--data", str(odd)).err
