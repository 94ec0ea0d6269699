"""Several people at once: nothing is lost, ids are unique, and whose step was refused is told so."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import NOW, Run

from lacwg.app import UNFORESEEN
from lacwg.store.disk import lock
from lacwg.store.folder import Folder
from lacwg.store.store import Store

PROCESSES, STEPS = 16, 25
WORKER = """
import contextlib, importlib, io, json, os, pkgutil, sys
import lacwg
from lacwg import app
for each in pkgutil.walk_packages(lacwg.__path__, "lacwg."):
    importlib.import_module(each.name)
steps = int(sys.argv[2])
number = next((each for each in range(1, int(sys.argv[1])) if os.fork() == 0), 0)  # a process each, loaded once
os.environ["LACWG_USER"] = f"User {number}"
sys.stdout = open(f"{number}.said", "w")
card = "BEGIN:VCARD\\r\\nVERSION:3.0\\r\\nFN:Card {0} of {1}\\r\\nN:x;;;;\\r\\nUID:{0}-{1}\\r\\nEND:VCARD\\r\\n"
def run(*argv):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = app.run(argv)
    return {"argv": argv, "code": code, "out": out.getvalue(), "err": err.getvalue()}
for step in range(steps):
    if number == 0 and step % 10 == 0:
        name = f"{number}-{step}.vcf"
        open(name, "w", newline="").write("".join(card.format(each, step) for each in range(20)))
        said = run("import", "vcf", name)
    elif number == 1 and step % 5 == 4:
        said = run("undo")
    elif step % 5 == 2:
        said = run("issues", "edit", "cuba", "--partner", f"Partner {number}-{step}")
    else:
        said = run("events", "add", "The same rally", "--start", "2026-12-03", "--json")
    print(json.dumps(said), flush=True)
while number == 0:
    try:
        assert os.wait()[1] == 0
    except ChildProcessError:
        break
"""


@pytest.fixture
def environment(data: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    return {**os.environ, "LACWG_NOW": NOW, "LACWG_DATA": str(data), "PYTHONDONTWRITEBYTECODE": "1"}


def test_sixteen_processes_with_twenty_five_steps_each(data: Path, environment: dict[str, str]) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", WORKER, str(PROCESSES), str(STEPS)],
        env=environment, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert (ran.returncode, ran.stderr) == (0, "")
    said = [
        [json.loads(line) for line in Path(f"{number}.said").read_text().splitlines()] for number in range(PROCESSES)
    ]
    assert [len(each) for each in said] == [STEPS] * PROCESSES
    steps = [step for each in said for step in each]
    for step in steps:
        assert step["code"] in (0, 1)
        assert "Traceback" not in step["err"]
        assert UNFORESEEN not in step["err"]
        if step["code"]:  # told in words what became of it; to programs as JSON (issue 14)
            assert re.search(r'^error: .+\n  .+|"level":"error".+"hint":"', step["err"], re.MULTILINE), step
    added = [json.loads(step["out"])["id"] for step in steps if step["argv"][0] == "events" and step["code"] == 0]
    store = Store.read_only(Folder(data))
    there = set(store.events.ids())
    undone = {
        Path(name).stem
        for entry in store.journal.entries()
        if entry.kind == "undo"
        for name in entry.paths
        if name.startswith("events/")
    }
    assert set(added) - undone <= there
    assert len(undone) <= STEPS // 5
    assert len(set(added)) > PROCESSES * STEPS / 4
    assert len(added) - len(set(added)) <= len(undone)  # only an id that was free again was given twice
    partners = {step["argv"][4] for step in steps if step["argv"][0] == "issues" and step["code"] == 0}
    undone_partners = [
        entry for entry in store.journal.entries() if entry.kind == "undo" and entry.paths == ("issues/cuba.toml",)
    ]
    assert len(partners - set(store.issues.read("cuba").partners)) <= len(undone_partners)
    cards = sum(20 for step in steps if step["argv"][0] == "import" and step["code"] == 0)
    assert len(store.contacts.ids()) == 2 + cards
    for collection in store.collections:
        list(collection.all())
    assert not store.problems
    assert not store.journal.open_entries()
    assert not list(data.rglob("*.tmp"))
    store.journal.close()


def test_one_who_waits_is_told_so(data: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "PATIENCE", 0.05)
    monkeypatch.setattr(lock, "LOCK_TIMEOUT", 0.2)
    with lock.locked(Folder(data)):
        refused = run("contacts", "add", "Ana")
    assert refused.code == 1
    assert refused.err.startswith(
        "Another command is writing to data; waiting for it …\nerror: another command has been"
    )
    assert run("contacts", "add", "Ana").code == 0
