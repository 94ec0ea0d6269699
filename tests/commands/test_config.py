"""``lacwg config``."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Run

MINE = (
    '# mine\nname = "Ana"\nlimit = 3\npager = "more"\n\n[publish]\nuser = "ana"\n\n[mail]\nserver = "smtp.example.org"\n'
    'security = "starttls"\n'
)
OURS = '\n[site]\nbase_url = "https://example.org/"\n\n[publish]\naudience = "members"\n'


@pytest.fixture
def settled(data: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A person and a group who have set something."""
    (data / "group.toml").write_text((data / "group.toml").read_text() + OURS)
    config = data.parent / "mine.toml"
    config.write_text(MINE)
    monkeypatch.setenv("LACWG_CONFIG", str(config))
    monkeypatch.delenv("LACWG_USER", raising=False)
    monkeypatch.delenv("LACWG_CALDAV_USER", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    return config


def test_what_holds_and_where_it_comes_from(settled: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def told(*options: str) -> dict[str, tuple[object, str]]:
        found = run("config", "--json", *options).json
        assert found["file"] == str(settled)
        return {name: (each["value"], each["from"]) for name, each in found["settings"].items()}

    first = told()
    assert first["folder"] == (str(settled.parent / "data"), "near")
    assert first["name"] == ("Ana", "config.toml")
    assert first["zones"][1] == "group.toml"
    assert first["limit"] == (3, "config.toml")
    assert first["language"] == ("en", "group.toml")
    assert first["color"] == ("auto", "default")
    assert first["pager"] == ("more", "config.toml")
    assert first["site.base_url"] == ("https://example.org/", "group.toml")
    assert first["site.output"] == ("public", "default")
    assert first["publish.address"] == (None, "default")
    assert first["publish.audience"] == ("members", "group.toml")
    assert first["publish.user"] == ("ana", "config.toml")
    assert first["mail.server"] == ("smtp.example.org", "config.toml")
    assert first["mail.port"] == (587, "default")
    assert first["mail.user"] == (None, "default")
    assert first["mail.security"] == ("starttls", "config.toml")
    for name, value in {"LACWG_USER": "Bo", "PAGER": "", "NO_COLOR": "1", "LACWG_CALDAV_USER": "bo"}.items():
        monkeypatch.setenv(name, value)
    then = told("--data", "data")
    assert then["folder"][1] == "--data"
    assert then["name"] == ("Bo", "LACWG_USER")
    assert then["pager"] == ("", "PAGER")
    assert then["color"] == ("never", "NO_COLOR")
    assert then["publish.user"] == ("bo", "LACWG_CALDAV_USER")
    last = told("--color", "always", "--no-pager")
    assert last["color"] == ("always", "--color")
    assert last["pager"] == ("", "--no-pager")


def test_the_lines_are_said(settled: Path, run: Run, data: Path) -> None:
    lines = (data / "group.toml").read_text().splitlines()
    base, audience = lines.index('base_url = "https://example.org/"') + 1, lines.index('audience = "members"') + 1
    shown = " ".join(run("config").out.split())
    assert f"Your settings: {settled} folder" in shown
    assert "name Ana config.toml, line 2" in shown
    assert "publish.user ana config.toml, line 7" in shown
    assert f"site.base_url https://example.org/ group.toml, line {base}" in shown
    assert f"publish.audience members group.toml, line {audience}" in shown
    rows = {name: rest for name, *rest in run("config", "--plain").lines}
    assert rows["limit"] == ["3", "config.toml", f"{settled}, line 3"]
    assert rows["site.branch"] == ["", "default", ""]


def test_without_settings(data: Path, run: Run) -> None:
    shown = run("config")
    assert shown.code == 0
    assert "config.toml (not there yet)" in shown.out


def test_the_installation_is_named_from_the_beginning(data: Path, run: Run) -> None:
    """Its id is wanted in [reminders] before it has sent or saved anything."""
    named = run("config", "--json").json["settings"]["installation"]["value"]
    run("meetings", "cancel", "next", "--reason", "snow")
    assert run("config", "--json").json["settings"]["installation"]["value"] == named
    assert (data / ".lacwg" / f"journal-{named}.sqlite").exists()
