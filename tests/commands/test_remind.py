"""``lacwg remind``: what is due on the screen, and the timer that is to be pasted."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest
from conftest import Run

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
        "lacwg duties assign monthly-meeting/2026-12-09\n"
        "           hall · Ana Pérez · LA/CWG monthly meeting · Wednesday, December 9 · 5:00 PM EST · in 7 days: "
        "lacwg duties list monthly-meeting\n"
        "           hall · nobody yet · LA/CWG monthly meeting · Wednesday, December 9 · 5:00 PM EST · in 7 days: "
        "lacwg duties assign monthly-meeting/2026-12-09\n"
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
    for each in shapes:  # each can be pasted
        if not each["command"].startswith("lacwg duties"):
            words = [word for word in shlex.split(each["command"])[1:] if word not in ("--send", "members")]
            assert run(*words).code == 0, each
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
    odd = folder.rename(busy.parent / "line\nend")
    assert "no timer can hold" in run("remind", "--schedule", "--data", str(odd)).err
