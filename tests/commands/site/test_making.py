"""What a build of the page makes: over another, in another year, and by several processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import Run, tree
from test_processes import forks

from lacwg.store import site_deploy


@pytest.mark.parametrize("base", [(), ("--base-url", "https://example.org/la")])
def test_a_build_over_another_is_what_one_from_nothing_is(
    data: Path, run: Run, monkeypatch: pytest.MonkeyPatch, base: tuple[str, ...]
) -> None:
    group, own = data / "group.toml", data / "site"
    own.mkdir()

    def templates() -> None:
        (own / "history.html").write_text('{% extends "base.html" %}{% block main %}<h1>Ours</h1>{% endblock %}')

    steps = [
        lambda: run("events", "add", "Vigil", "--start", "2027-01-05 4pm", "--issue", "cuba", "--join-url", "https://zoom.us/j/1?pwd=x1y2z3"),
        lambda: run("events", "edit", "2027-01-05", "--lang", "es", "--title", "Vigilia"),
        lambda: run("meetings", "change", "--from", "2027-03-01", "--rule", "1st Tuesday"),
        templates,
        lambda: (own / "style.css").write_text("h1 { color: red }"),
        lambda: group.write_text(group.read_text().replace('language = "en"', 'language = "ht"')),
        lambda: monkeypatch.setenv("LACWG_NOW", "2027-01-06T12:00"),
        lambda: run("events", "remove", "2027-01-05", "--yes"),
    ]  # fmt: skip
    run("site", "build", *base)
    for number, step in enumerate(steps):
        step()
        said = run("site", "build", "--yes", *base)  # with another language of its own the feeds of that one go
        assert (said.code, "none changed" in said.out) == (0, False), number
        if not base and number not in (3, len(steps) - 1):
            continue  # what an older build left would still be there
        fresh = f"fresh-{number}"
        assert run("site", "build", "-o", fresh, *base).code == 0
        assert tree(Path("public")) == tree(Path(fresh)), number


@pytest.mark.parametrize("at", ["2026-12-31T23:30", "2027-01-01T00:30"])
def test_a_year_begins_in_another_zone_first(data: Path, run: Run, monkeypatch: pytest.MonkeyPatch, at: str) -> None:
    """What is past stands by its own year, the latest first, and a build of another moment is another one."""
    for name, start, zone in (
        ("2027-01-01-early", "2027-01-01T05:00:00", "Asia/Tokyo"),  # December 31, 3 pm in Boston
        ("2026-12-31-late", "2026-12-31T18:00:00", "America/New_York"),
    ):
        path = data / "events" / name[:4] / f"{name}.toml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f'title = "{name}"\nstart = {start}\nend = {start[:-5]}30:00\ntimezone = "{zone}"\n')
    run("site", "build")
    monkeypatch.setenv("LACWG_NOW", at)
    assert run("site", "build").code == run("site", "build", "-o", "fresh").code == 0
    assert tree(Path("public")) == tree(Path("fresh"))
    page = Path("public/events.html").read_text()
    assert [each.partition('"')[0] for each in page.split('id="past-')[1:]] == ["2027", "2026", "2021"]


def test_a_file_that_somebody_changed_is_put_right(data: Path, run: Run) -> None:
    run("site", "build")
    page = Path("public/history.html")
    right = page.read_bytes()
    page.write_text("mine")
    assert "1 changed" in run("site", "build").out
    assert page.read_bytes() == right


def test_what_becomes_a_secret_is_found_in_what_stands_there(data: Path, run: Run) -> None:
    run("events", "add", "Vigil by the old fountain", "--start", "2027-01-05 4pm")
    (data / "site").mkdir()
    (data / "site" / "notes.txt").write_text("Vigil by the old fountain")
    assert run("site", "build").code == 0
    before = tree(Path("public"))
    path = data / "events" / "2027" / "2027-01-05-vigil-by-the-old-fountain.toml"
    path.write_text(f'audience = "private"\n{path.read_text()}')
    refused = run("site", "build")
    assert (refused.code, tree(Path("public"))) == (1, before)
    assert "title of 2027-01-05-vigil-by-the-old-fountain" in refused.err
    (data / "site" / "notes.txt").unlink()
    assert run("site", "build").code == 0
    told = "".join(text.decode() for text in tree(Path("public")).values() if text is not None)
    assert "Vigil by the old fountain" not in told


def test_what_0_1_kept_of_its_builds_goes(
    data: Path, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    kept = tmp_path / "cache" / "lacwg" / "site"
    other = tmp_path / "cache" / "lacwg" / "holidays" / "US-2026.msgpack"
    other.parent.mkdir(parents=True)
    other.touch()
    for command in (("site", "build"), ("events", "add", "Vigil", "--start", "2027-01-05 4pm")):
        kept.mkdir(parents=True)
        for name in (f"{'a' * 32}.msgpack", f".{'b' * 32}.msgpack.123.tmp"):
            (kept / name).write_bytes(b"Ana")
        run("events", "list")
        run("site", "build", "--dry-run")
        assert len(list(kept.iterdir())) == 2  # who only looks changes nothing
        assert run(*command).code == 0
        assert not kept.exists(), command
    assert other.exists()
    kept.mkdir()
    (kept / "mine.txt").write_text("mine")
    assert run("site", "build").code == 0
    assert [path.name for path in kept.iterdir()] == ["mine.txt"]


# Several processes

PROGRAM = """
import sys
from lacwg.commands.site import processes
count = int(sys.argv.pop(1))
processes._cores = lambda: count
from lacwg.__main__ import main
main()
"""


def build(*argv: str, processes: int = 3) -> subprocess.CompletedProcess[str]:
    """A build by this many processes: of its own, as there are threads in that of the tests."""
    command = [sys.executable, "-c", PROGRAM, str(processes), "site", "build", *argv]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture
def many(english: Path) -> Path:
    """A folder with enough events for several processes."""
    for number in range(150):
        path = english / "events" / "2027" / f"2027-01-{number % 28 + 1:02}-vigil-{number}.toml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f'title = "Vigil {number}"\nstart = 2027-01-{number % 28 + 1:02}\n')
    return english


@forks
def test_several_processes_make_what_one_makes(many: Path) -> None:
    for number in (1, 3):
        ran = build("-o", f"by-{number}", processes=number)
        assert ran.stdout.split("Wrote ")[1].split(" to ")[0] == "332 files", ran.stderr
    assert tree(Path("by-1")) == tree(Path("by-3"))
    assert "none changed" in build("-o", "by-1").stdout


@forks
def test_the_first_fault_is_the_one_that_is_said(many: Path) -> None:
    (many / "site").mkdir()
    template = '{% extends "base.html" %}\n{% block main %}{{ 1 // (event.id[11:] not in ("vigil-40", "vigil-120")) }}{% endblock %}'
    (many / "site" / "event.html").write_text(template)
    said = {build(processes=number).stderr for number in (1, 3)}
    assert len(said) == 1
    assert "site/event.html, line 2" in said.pop()
    assert sorted(path.name for path in Path().iterdir()) == ["data"]


@forks
def test_a_secret_is_found_by_whichever_process_meets_it(many: Path) -> None:
    for number in (33, 149):
        path = next((many / "events" / "2027").glob(f"*-vigil-{number}.toml"))
        path.write_text(f'{path.read_text()}[private]\nnote = "the key is under pot {number}"\n')
    (many / "site").mkdir()
    (many / "site" / "event.html").write_text("the key is under pot {{ event.id[17:] }}")
    said = {build(processes=number).stderr for number in (1, 3)}
    assert len(said) == 1
    assert "private.note of 2027-01-06-vigil-33" in said.pop()
    assert not Path("public").exists()


@forks
def test_an_interrupted_build_leaves_nothing_behind(many: Path) -> None:
    (many / "site").mkdir()
    (many / "site" / "event.html").write_text(
        "{% for a in range(1000) %}{% for b in range(1000) %}{{ a }}{% endfor %}{% endfor %}"
    )
    command = [sys.executable, "-c", PROGRAM, "3", "site", "build"]
    started = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    while not list(Path().glob(".public.*.new")):
        time.sleep(0.05)
    time.sleep(0.5)
    os.killpg(started.pid, signal.SIGINT)  # as a terminal does
    said = started.communicate(timeout=60)[1]
    assert (started.returncode, "Traceback" in said) == (130, False)
    assert sorted(path.name for path in Path().iterdir()) == ["data"]


def test_a_dry_run_writes_nothing(data: Path, run: Run) -> None:
    before = sorted(Path().rglob("*"))
    assert run("site", "build", "--dry-run").out == "Would write 148 files to public: 148 new\n"
    assert sorted(Path().rglob("*")) == before
    assert site_deploy.MARKER not in {path.name for path in Path().rglob("*")}
