"""Two clones of a bare repository, for the tests of ``lacwg sync``."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from conftest import Ran, Run, tree

EVENT = """\
title = "Rally"
start = 2026-12-03T19:00:00
place = "Church"
uid = "rally@x"
updated = 2026-11-01T12:00:00Z
sequence = 3

[private]
note = "rent"
"""
SERIES = """\
title = "Monthly meeting"
rule = "2nd Wednesday"
start_time = 17:00:00
since = 2019-01-01

[[exceptions]]
date = 2026-12-09
place = "Hall"
"""
GROUP = """\
name = "Group"
timezone = "America/New_York"
uid_namespace = "123e4567-e89b-12d3-a456-426614174000"
"""
RALLY = "events/2026/2026-12-03-rally.toml"
MEETING = "series/monthly-meeting.toml"


def git(folder: Path, *arguments: str) -> str:
    ran = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return ran.stdout


class Clone:
    """One person's folder."""

    def __init__(self, root: Path, run: Run) -> None:
        self.root = root
        self._run = run

    def sync(self, *more: str) -> Ran:
        return self._run("sync", "--data", str(self.root), *more)

    def run(self, *argv: str) -> Ran:
        return self._run(*argv, "--data", str(self.root))

    def synced(self, *more: str) -> Ran:
        ran = self.sync(*more)
        assert ran.code == 0, ran.out + ran.err
        return ran

    def path(self, name: str) -> Path:
        return self.root / name

    def read(self, name: str) -> str:
        return self.path(name).read_bytes().decode()

    def write(self, name: str, text: str) -> None:
        self.path(name).parent.mkdir(parents=True, exist_ok=True)
        self.path(name).write_bytes(text.encode())

    def edit(self, name: str, old: str, new: str) -> None:
        text = self.read(name)
        assert old in text
        self.write(name, text.replace(old, new, 1))

    def change(self, name: str, changed: Callable[[str], str]) -> None:
        self.write(name, changed(self.read(name)))

    def remove(self, name: str) -> None:
        self.path(name).unlink()

    @property
    def files(self) -> dict[str, bytes]:
        """All that is shared."""
        return {
            name: data for name, data in tree(self.root).items() if data is not None and not name.startswith(".git/")
        }

    @property
    def clean(self) -> bool:
        return not git(self.root, "status", "--porcelain")


MADE: dict[str, tempfile.TemporaryDirectory[str]] = {}
"""A bare repository and its clones, by their names: made once a process, as each takes git some forty processes."""


def hub_and_clones(root: Path, run: Run, names: str = "ab") -> list[Clone]:
    """A bare repository with a first folder, and people who have cloned it: Ana, Berta, Carla."""
    if names not in MADE:
        MADE[names] = tempfile.TemporaryDirectory()
        _make(Path(MADE[names].name), run, names)
    made = MADE[names].name
    mine = shutil.ignore_patterns(".lacwg")  # the journal is another installation's
    shutil.copytree(made, root, symlinks=True, dirs_exist_ok=True, ignore=mine)
    for name in names:
        config = root / name / ".git" / "config"
        config.write_text(config.read_text().replace(made, str(root)))
    return [Clone(root / name, run) for name in names]


def _make(root: Path, run: Run, names: str) -> None:
    git(root, "init", "--quiet", "--bare", "--initial-branch=main", "hub.git")
    for name in names:
        git(root, "clone", "--quiet", str(root / "hub.git"), name)
        person = {"a": "Ana", "b": "Berta", "c": "Carla"}[name]
        with (root / name / ".git" / "config").open("a") as config:
            config.write(f"[user]\n\tname = {person}\n\temail = {name}@example.org\n[maintenance]\n\tauto = false\n")
        if name == names[0]:
            clone = Clone(root / name, run)
            git(root / name, "symbolic-ref", "HEAD", "refs/heads/main")
            for path, text in (("group.toml", GROUP), (RALLY, EVENT), (MEETING, SERIES)):
                clone.write(path, text)
            clone.write("contacts/ana.toml", 'name = "Ana"\nphone = "617 555 0100"\n')
            clone.synced()
