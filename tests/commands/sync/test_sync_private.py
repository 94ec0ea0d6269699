"""What is said and asked of where all of the folder goes; V104 of ``lacwg check``."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
from conftest import Run
from shared_folders import Clone, git, hub_and_clones

SAID = "contacts, telephone numbers, notes, host keys. It must be private"
FORGE = "https://ana:token@github.com/group/records.git"


@pytest.fixture
def clone(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Clone:
    """A clone whose hub is known as a public forge's, by a setting, so that nothing goes over the network."""
    monkeypatch.chdir(tmp_path)
    (clone,) = hub_and_clones(tmp_path, run, "a")
    git(clone.root, "config", "--remove-section", f"lacwg.{tmp_path}/hub.git")
    return clone


def codes(clone: Clone) -> list[str]:
    return [each["code"] for each in clone.run("check", "--json").json if each["code"] == "V104"]


def test_each_address_is_told_of_once_and_check_knows(clone: Clone, tmp_path: Path) -> None:
    assert codes(clone) == ["V104"]
    assert SAID in clone.synced("--dry-run").err
    assert codes(clone) == ["V104"]
    assert SAID in clone.synced().err
    assert SAID not in clone.synced().err
    assert codes(clone) == []
    (tmp_path / "hub.git").rename(tmp_path / "other.git")
    git(clone.root, "remote", "set-url", "origin", "../other.git")
    assert codes(clone) == ["V104"]
    assert SAID in clone.synced().err
    clone.remove("contacts/ana.toml")
    clone.edit("events/2026/2026-12-03-rally.toml", '[private]\nnote = "rent"\n', "")
    git(clone.root, "config", "--remove-section", "lacwg.../other.git")
    assert codes(clone) == []  # nothing is there that not everybody may see


def test_a_public_forge_is_asked_about_and_off_a_terminal_refused(
    clone: Clone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(clone.root, "remote", "set-url", "--push", "origin", FORGE)
    clone.edit("contacts/ana.toml", "617", "413")
    head = git(clone.root, "rev-parse", "HEAD")
    ran = clone.sync()
    assert ran.code == 1
    assert "lacwg sync --yes" in ran.err
    assert "token" not in ran.err + ran.out + clone.run("check").out
    assert clone.synced("--dry-run").code == 0
    asked: list[str] = []

    def answer(question: str, **_: object) -> bool:
        asked.append(question)
        return len(asked) > 1

    monkeypatch.setattr(typer, "confirm", answer)
    monkeypatch.setattr("lacwg.run.Run.interactive", True)
    ran = clone.sync()
    assert (ran.code, asked) == (1, ["Is it private there?"])
    assert "Nothing was changed" in ran.err
    assert git(clone.root, "rev-parse", "HEAD") == head
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "http.proxy")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "http://127.0.0.1:1")  # it gets no further
    clone.synced()
    clone.synced()
    assert len(asked) == 2
    assert codes(clone) == []
    assert "token" not in git(clone.root, "config", "--get-regexp", "^lacwg")


def test_yes_is_for_scripts(clone: Clone, monkeypatch: pytest.MonkeyPatch) -> None:
    git(clone.root, "remote", "add", "forge", "git@github-work:group/records.git")  # an alias of ssh
    monkeypatch.setenv("GIT_SSH_COMMAND", "false")
    git(clone.root, "config", "branch.main.remote", "forge")
    assert clone.sync().code == 1
    clone.synced("--yes")
    clone.synced()
    assert git(clone.root, "config", "lacwg.git@github-work:group/records.git.private") == "yes\n"


def test_init_says_it(tmp_path: Path, run: Run) -> None:
    made = run("init", str(tmp_path / "g"), "--git", "--name", "Group", "--timezone", "Europe/Madrid")
    assert "The remote must be private" in made.out
    assert "telephone numbers" in made.out
    assert "the remote must be private" in run("sync", "--help").out
