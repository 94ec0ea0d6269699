"""A disk that is full, failing or not to be written to, at each call that writes: a clear error, nothing lost."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import Run
from test_crash import COMMANDS, prepared, shared, state
from tracing import CALLS, Tracer, points, tracer

from lacwg.store.folder import Folder
from lacwg.store.store import Store

ERRORS = ("ENOSPC", "EIO", "EACCES", "EROFS")
SYNCED = (*CALLS, "fsync", "fdatasync")


@pytest.fixture
def trace() -> Tracer:
    return tracer()


@pytest.mark.parametrize("name", ["the first add", "edit", "import", "undo"])
def test_a_disk_that_fails_from_some_call_on(
    name: str, tmp_path: Path, run: Run, trace: Tracer, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert name in COMMANDS
    base = tmp_path / "base"
    base.mkdir()
    monkeypatch.chdir(base)
    monkeypatch.setenv("LACWG_USER", "Yoav")
    argv = prepared(base, name, run)
    old = state(base)
    whole = tmp_path / "whole"
    shutil.copytree(base, whole)
    monkeypatch.chdir(whole)
    counts = trace.counted(argv, whole, SYNCED)
    new = state(whole)
    refused = 0
    for call, number in points(counts, SYNCED, list(COMMANDS).index(name)):
        folder = tmp_path / f"{call}-{number}"
        shutil.copytree(base, folder)
        monkeypatch.chdir(folder)
        error = ERRORS[number % len(ERRORS)]
        ran = trace.failed(argv, folder, call, number, error)
        here = (call, number, error, ran.err)
        assert ran.code in (0, 1), here
        store = Store.read_only(Folder(folder / "data"))
        for collection in store.collections:
            list(collection.all())
        assert not store.problems, here
        if ran.code:
            refused += 1
            if call != "write":  # where standard error fails too, there is no way to say so
                assert ran.err.startswith("error: "), here
        assert run("issues", "add", "Next").code == 0, here  # on a disk that works again
        after = state(folder)
        assert after.pop("issues/next.toml")
        assert after in (old, new), here
        if ran.code == 0:
            assert after == new, here
        shutil.rmtree(folder)
    assert refused > 5


def test_a_sync_on_a_disk_that_fails_from_some_call_on(
    tmp_path: Path, run: Run, trace: Tracer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pictures and records come in together, or none of them; a disk that works again takes them."""
    base = tmp_path / "base"
    shared(base, run, monkeypatch)
    old = records(base)
    whole = tmp_path / "whole"
    shutil.copytree(base, whole)
    counts = trace.counted(["sync"], whole, SYNCED, children=False)
    new = records(whole)
    assert {"images/peru.png", "issues/peru.toml"} == new.keys() - old.keys()
    refused = 0
    for call, number in points(counts, ("rename", "fsync", "mkdir", "pwrite64", "unlink"), 1):
        folder = tmp_path / f"{call}-{number}"
        shutil.copytree(base, folder)
        ran = trace.failed(["sync"], folder, call, number, "ENOSPC", children=False)
        here = (call, number, ran.err)
        assert ran.code in (0, 1), here
        refused += ran.code
        now = records(folder)
        if now not in (old, new):
            assert "could not all be taken back" in ran.err, here  # as the disk fails there too
            assert "nothing was changed" not in ran.err, here
            assert all(data in (old.get(file), new.get(file)) for file, data in now.items()), here
        again = run("sync", "--data", str(folder / "data"))
        assert again.code == 0, (here, again.err)
        assert records(folder) == new, here
        shutil.rmtree(folder)
    assert refused > 3


def records(folder: Path) -> dict[str, bytes | None]:
    return {
        name: data for name, data in state(folder).items() if not name.startswith(".git/") and not name.endswith(".tmp")
    }
