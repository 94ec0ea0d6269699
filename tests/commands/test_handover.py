"""``lacwg handover``: what the next coordinator needs, without a password in it; and what changes hands, in one step."""

from __future__ import annotations

import os
import re
import stat
import subprocess
from pathlib import Path

import pytest
from conftest import Run, tree

HOST_KEY = "839201"


@pytest.fixture
def working(data: Path, run: Run, yoav: None) -> Path:
    """A group in which Yoav does much, and Ana will."""
    contact = data / "contacts/yoav-elinevsky.toml"
    contact.write_text(
        re.sub("^role = .*\n", "", contact.read_text(), flags=re.MULTILINE)
        + '\n[[roles]]\nrole = "chair"\nfrom = 2025-01-01\n[[roles]]\nrole = "treasurer"\n'
    )
    group = data / "group.toml"
    group.write_text(
        group.read_text()
        + '\n[publish]\naddress = "https://ana:hunter2@cloud.example.org/dav/"\n[site]\nremote = "https://me:s3cret@git.example.org/site.git"\n'
    )
    series = data / "series/monthly-meeting.toml"
    series.write_text(f'{series.read_text()}\n[private]\nhost_key = "{HOST_KEY}"\n')
    for argv in (
        ["contacts", "add", "Ana Pérez", "--email", "ana@example.org", "--phone", "617-555-0100"],
        ["minutes", "start", "2026-11-11"],
        ["actions", "add", "Ask the hall", "--who", "Yoav", "--due", "2026-12-01", "--meeting", "2026-11-11"],
        ["actions", "add", "Call John", "--who", "John", "--meeting", "2026-11-11"],
        ["duties", "add", "notes", "--from", "Yoav, John"],
        ["duties", "plan", "--to", "2027-03-01"],
        ["events", "add", "Vigil", "--start", "2026-10-03"],
    ):
        ran = run(*argv)
        assert ran.code == 0, (argv, ran.err)
    return data


def test_it_says_all_and_no_password(working: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LACWG_CALDAV_PASSWORD", "tops3cret")
    for argv in (["init", "-q"], ["remote", "add", "origin", "https://me:t0ken@git.example.org/group.git"]):
        subprocess.run(["git", *argv], cwd=working, check=True)
    forms = [run("handover"), run("handover", "--json"), run("handover", "--plain")]
    assert [each.code for each in forms] == [0, 0, 0]
    for name in ("a.html", "a.md"):
        assert run("handover", "-o", name).err == f"Wrote {name}, which only you can read\n"
        assert os.name == "nt" or stat.S_IMODE(Path(name).stat().st_mode) == 0o600
    told = [each.out for each in forms] + [Path(name).read_text() for name in ("a.html", "a.md")]
    for text in told:
        assert not re.search(f"hunter2|s3cret|t0ken|{HOST_KEY}", text)
        for each in ("chair", "617-555-0100", "https://git.example.org/group.git", "lacwg cloud.example.org",
                     "Ask the hall", "Vigil", "2nd Wednesday", "lacwg undo", "C101", "keyring"):  # fmt: skip
            assert each in text.replace("\\", "").replace("&#34;", '"'), each
    assert {each["heading"] for each in forms[1].json} >= {"Who we are", "To hand over", "To take back"}


@pytest.mark.parametrize("width", ["60", "120"])
def test_it_fits_the_terminal(working: Path, run: Run, monkeypatch: pytest.MonkeyPatch, width: str) -> None:
    monkeypatch.setenv("COLUMNS", width)
    words = [line for line in run("handover").out.splitlines() if len(line) > int(width)]
    assert [line for line in words if max(map(len, line.split())) < 20] == []


def test_what_changes_hands_is_one_step(working: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    before = tree(working)
    asked: list[str] = []
    monkeypatch.setattr("lacwg.run.Run.interactive", True)
    monkeypatch.setattr("typer.confirm", lambda text, **_: asked.append(text) or "treasurer" not in text)
    ran = run("handover", "--to", "Ana", "--dry-run")
    assert (ran.code, tree(working)) == (0, before)
    assert "Nothing was saved." in ran.err
    asked.clear()
    ran = run("handover", "--to", "Ana")
    assert ran.code == 0, ran.err
    assert [re.sub(" .*", "", each) for each in asked[:5]] == ["Is", "Is", "Does", "Does", "Plan"]
    assert [each for each in asked[5:] if not each.endswith(" Done?")] == []
    assert "Nothing is left to do." in ran.err
    assert "Call John" not in " ".join(asked)
    old, new = ((working / f"contacts/{each}.toml").read_text() for each in ("yoav-elinevsky", "ana-perez"))
    assert 'role = "chair"\nfrom = 2025-01-01\nto = 2026-11-23' in old
    assert 'role = "treasurer"' in old
    assert 'from = 2026-11-24\nrole = "chair"' in new
    assert "treasurer" not in new
    actions = {each["what"]: each["who"] for each in run("actions", "list", "--json").json}
    assert actions == {"Ask the hall": "ana-perez", "Call John": "john-ratliff"}
    series = (working / "series/monthly-meeting.toml").read_text()
    assert 'from = ["ana-perez", "john-ratliff"]' in series
    assert "yoav" not in series.partition("[[assignments]]")[2]
    assert series.count("[[assignments]]") == before["series/monthly-meeting.toml"].decode().count("[[assignments]]")
    assert run("undo").code == 0
    kept = {path: re.sub(rb"(?m)^(updated|sequence) = .*\n", b"", text or b"") for path, text in tree(working).items()}
    assert kept == {path: re.sub(rb"(?m)^(updated|sequence) = .*\n", b"", text or b"") for path, text in before.items()}


def test_a_role_that_has_no_days_ends_and_begins(working: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lacwg.run.Run.interactive", True)
    monkeypatch.setattr("typer.confirm", lambda text, **_: "secretary" in text)
    run("contacts", "edit", "john", "--role", "secretary")
    run("contacts", "edit", "ana", "--role", "driver")
    assert run("handover", "--to", "Ana", "--from", "John").code == 0
    assert 'role = "secretary"\nto = 2026-11-23' in (working / "contacts/john-ratliff.toml").read_text()
    new = (working / "contacts/ana-perez.toml").read_text()
    assert 'role = "driver"' in new
    assert 'from = 2026-11-24\nrole = "secretary"' in new
    assert [each["code"] for each in run("check", "--json").json if each["severity"] == "error"] == ["L104"]


def test_who_and_whom(working: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "say to whom, too: --to NAME" in run("handover", "--from", "John").err
    before = tree(working)
    assert run("handover", "--to", "Ana").code == 2  # nobody is there to answer
    monkeypatch.setattr("lacwg.run.Run.interactive", True)
    monkeypatch.setattr("typer.confirm", lambda *_, **__: False)
    assert "lacwg contacts add" in run("handover", "--to", "Zoe").err
    assert "cannot hand over to themselves" in run("handover", "--to", "Yoav").err
    refused = run("handover", "--to", "Ana").err
    assert "nothing changed" in refused
    assert "Still to do:\n[ ] Go through this document together" in refused
    assert run("handover", "-o", "a.txt").code == 2
    assert tree(working) == before
