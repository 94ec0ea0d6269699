"""A command that is killed at any call that writes: every record is the old or the new one, whole.

strace kills the command with SIGKILL on the n-th call of each kind that changes a file
system, for every n. What only reads changes nothing on the disk, so that between two such calls there is
nothing else to be seen.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from conftest import DATA, Run, tree
from tracing import CALLS, Tracer, points, tracer

from lacwg.store.folder import Folder
from lacwg.store.store import Store

CARD = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{0}\r\nN:{0};;;;\r\nUID:{0}\r\nEND:VCARD\r\n"
FEED = "contacts.vcf"
COMMANDS: dict[str, tuple[list[list[str]], list[str]]] = {
    "the first add": ([], ["events", "add", "Rally", "--start", "2026-12-03"]),
    "add": ([["issues", "add", "Peru"]], ["events", "add", "Rally", "--start", "2026-12-03"]),
    "edit": (
        [["events", "add", "Rally", "--start", "2026-12-03", "--description", "as events/2026/2026-12-03-rally says"]],
        ["events", "edit", "rally", "--start", "2027-01-05", "--place", "Boston Common"],
    ),
    "remove": ([["events", "add", "Rally", "--start", "2026-12-03"]], ["events", "remove", "rally", "--yes"]),
    "meetings change": (
        [["meetings", "move", "2026-11-11", "--to", "2026-11-18"]],
        ["meetings", "change", "--from", "2027-03-01", "--rule", "1st Tuesday", "--at", "6pm"],
    ),
    "import": ([["contacts", "add", "Berta"]], ["import", "vcf", FEED]),
    "undo": ([["import", "vcf", FEED]], ["undo"]),
    "undo of an undo": ([["import", "vcf", FEED], ["undo"]], ["undo", "2"]),
    "contacts forget": (
        [
            ["contacts", "add", "Ana Diaz"],
            ["events", "add", "Rally", "--start", "2026-12-03", "--note", "Ana Diaz pays"],
        ],
        ["contacts", "forget", "ana-diaz", "--yes"],
    ),
}
UID = re.compile(rb'^uid = "[0-9a-f-]{36}"$', re.MULTILINE)


def state(folder: Path) -> dict[str, bytes | None]:
    """The records; identities that are drawn anew each time are alike."""
    return {name: UID.sub(b'uid = "drawn"', data) for name, data in tree(folder / "data").items() if data is not None}


def prepared(folder: Path, name: str, run: Run) -> list[str]:
    before, argv = COMMANDS[name]
    shutil.copytree(DATA, folder / "data")
    (folder / FEED).write_text("".join(CARD.format(f"Person {number}") for number in range(3)), newline="")
    for each in before:
        assert run(*each).code == 0
    return argv


@pytest.fixture
def trace() -> Tracer:
    return tracer()


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_that_is_killed_leaves_the_old_or_the_new(
    name: str, tmp_path: Path, run: Run, trace: Tracer, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = tmp_path / "base"
    base.mkdir()
    monkeypatch.chdir(base)
    monkeypatch.setenv("LACWG_USER", "Yoav")
    argv = prepared(base, name, run)
    old = state(base)
    whole = tmp_path / "whole"
    shutil.copytree(base, whole)
    monkeypatch.chdir(whole)
    counts = trace.counted(argv, whole)
    new = state(whole)
    assert new != old
    assert counts["rename"] + counts["unlink"] >= 1
    outcomes = Counter[str]()
    for call, number in points(counts, CALLS, list(COMMANDS).index(name)):
        folder = tmp_path / f"{call}-{number}"
        shutil.copytree(base, folder)
        monkeypatch.chdir(folder)
        if not trace.killed(argv, folder, call, number):
            continue  # a call after the command's last word
        here = (call, number)
        store = Store.read_only(Folder(folder / "data"))
        for collection in store.collections:
            list(collection.all())
        assert not store.problems, here
        now = state(folder)
        for file, data in now.items():
            if Path(file).name.startswith("."):
                continue  # half a file, under a name that nothing reads
            assert data in (old.get(file), new.get(file)), (here, file)
        assert run("issues", "add", "Next").code == 0, here
        after = state(folder)
        assert after.pop("issues/next.toml")
        assert after in (old, new), here
        outcomes["old" if after == old else "new"] += 1
        left = [each.name for each in (folder / "data").rglob("*") if each.name.endswith((".tmp", "-journal"))]
        assert not left, here
        shutil.rmtree(folder)
    assert outcomes["old"] > 3


def shared(base: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder and its bare repository in ``base``, where both sides changed: theirs added a picture too."""
    shutil.copytree(DATA, base / "data")
    for key, value in {"GIT_AUTHOR_NAME": "Yoav", "GIT_AUTHOR_EMAIL": "y@example.org", "GIT_COMMITTER_NAME": "Yoav",
                       "GIT_COMMITTER_EMAIL": "y@example.org", "LACWG_USER": "Yoav"}.items():  # fmt: skip
        monkeypatch.setenv(key, value)

    def git(*argv: str, at: Path) -> None:
        subprocess.run(["git", *argv], cwd=at, check=True, capture_output=True)

    git("init", "-q", "--bare", "-b", "main", "remote.git", at=base)
    git("init", "-q", "-b", "main", at=base / "data")
    git("remote", "add", "origin", "../remote.git", at=base / "data")
    monkeypatch.chdir(base)
    assert run("sync").code == 0
    git("clone", "-q", "remote.git", "theirs", at=base)
    assert run("issues", "edit", "cuba", "--summary", "Theirs", "--data", "theirs").code == 0
    assert run("issues", "add", "Peru", "--data", "theirs").code == 0
    (base / "theirs" / "images").mkdir(exist_ok=True)
    (base / "theirs" / "images" / "peru.png").write_bytes(b"\x89PNG\r\n\x1a\n\xff")
    assert run("sync", "--data", "theirs").code == 0
    shutil.rmtree(base / "theirs")
    assert run("issues", "edit", "cuba", "--partner", "Ours").code == 0


def test_a_sync_that_is_killed_goes_on_the_next_time(
    tmp_path: Path, run: Run, trace: Tracer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two clones of a bare repository that both changed; ours is killed at each of its own calls that write."""
    base = tmp_path / "base"
    shared(base, run, monkeypatch)
    old = state(base)
    whole = tmp_path / "whole"
    shutil.copytree(base, whole)
    monkeypatch.chdir(whole)
    counts = trace.counted(["sync"], whole, children=False)
    new = {name: data for name, data in state(whole).items() if not name.startswith(".git/")}
    assert b"Theirs" in new["issues/cuba.toml"]
    assert b"Ours" in new["issues/cuba.toml"]
    times = 0
    for call, number in points(counts, CALLS, 0):
        folder = tmp_path / f"{call}-{number}"
        shutil.copytree(base, folder)
        monkeypatch.chdir(folder)
        times += trace.killed(["sync"], folder, call, number, children=False)
        here = (call, number)
        for file, data in state(folder).items():
            if not file.startswith(".git/") and not Path(file).name.startswith("."):
                assert data in (old.get(file), new.get(file)), (here, file)
        again = run("sync")
        assert again.code == 0, (here, again.err)
        assert {name: data for name, data in state(folder).items() if not name.startswith(".git/")} == new, here
        shutil.rmtree(folder)
    assert times > 5
