"""Measures how quick lacwg is: each figure a ratio against a named yardstick, in turn in the same run.

    python tests/benchmarks/run.py [--runs 15] [--keep DIR]

Makes an environment, installs the project and khal there, compiles all bytecode, writes corpora, and
prints a table in Markdown. Needs Debian's packages ``remind`` and ``calcurse``.
"""

from __future__ import annotations

import argparse
import itertools
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import corpora

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent


class Measured(NamedTuple):
    """Medians of one command's runs."""

    seconds: float
    mebibytes: float


class Pair(NamedTuple):
    """A command against its yardstick."""

    what: str
    ours: Measured
    yardstick: str
    theirs: Measured
    ratio: float
    bound: str
    memory_ratio: float
    memory_bound: str | None = None
    """None: its memory is not in the table."""


def once(argv: list[str], env: dict[str, str]) -> Measured:
    """One run: wall seconds, and the peak memory of the process."""
    before = time.perf_counter()
    process = subprocess.Popen(
        argv, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    assert process.stderr is not None
    complaint = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - before
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(argv)} ended with {process.returncode}:\n{complaint.decode()}")
    return Measured(seconds, usage.ru_maxrss / 1024)


def pair(
    what: str,
    ours: list[str],
    yardstick: str,
    theirs: list[str],
    bound: str,
    env: dict[str, str],
    runs: int,
    before_each: Callable[[], None] = lambda: None,
    memory_bound: str | None = None,
) -> Pair:
    """Runs the two in turn and compares them pair by pair, after one run of each that does not count."""
    first, second, ratios, memory = [], [], [], []
    for number in range(runs + 1):
        before_each()
        a, b = once(ours, env), once(theirs, env)
        if number:
            first.append(a)
            second.append(b)
            ratios.append(a.seconds / b.seconds)
            memory.append(a.mebibytes / b.mebibytes)
    print(f"… {what}: {statistics.median(ratios):.2f}", file=sys.stderr)
    return Pair(
        what, _median(first), yardstick, _median(second), statistics.median(ratios), bound, statistics.median(memory),
        memory_bound,
    )  # fmt: skip


def _median(runs: list[Measured]) -> Measured:
    return Measured(statistics.median(run.seconds for run in runs), statistics.median(run.mebibytes for run in runs))


def install(folder: Path) -> Path:
    """An environment with the project and khal, all of it compiled; its ``bin``."""
    env = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    subprocess.run([*pip, str(ROOT), "khal>=0.14", "pelican[markdown]>=4.11"], check=True, env=env)
    subprocess.run(
        [str(folder / "bin" / "python"), "-m", "compileall", "-q", str(folder / "lib")], check=False, env=env
    )
    return folder / "bin"


def measure(work: Path, runs: int) -> list[Pair]:
    """All pairs."""
    tools = install(work / "env")
    python, lacwg = str(tools / "python"), str(tools / "lacwg")
    cache = work / "cache"
    env = {
        **os.environ, "LACWG_NOW": "2026-11-24T12:00", "XDG_CACHE_HOME": str(cache), "LACWG_DATA": str(ROOT / "data"),
        "PYTHONHASHSEED": "0",
    }  # fmt: skip
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    typer = [python, "-c", "import typer"]
    next_ = [lacwg, "meetings", "next", "--plain"]
    khal = corpora.khal(work / "khal", [lacwg, "export", "ics"], tools / "khal", env)
    few, many, ten_thousand = (
        corpora.events(work / name, years, each)
        for name, years, each in (
            ("few", range(2017, 2037), 5),
            ("many", range(1927, 2127), 500),
            ("export", range(2017, 2037), 500),
        )
    )
    listing = [lacwg, "events", "list", "--plain", "--data"]
    exporting = [lacwg, "export", "ics", "-o", str(work / "ours.ics"), "--data", str(ten_thousand)]
    alone = [python, str(HERE / "icalendar_alone.py"), str(work / "theirs.ics"), "500", "2017", "2037"]
    remind = ["remind", "-s1", str(corpora.remind(work / "many.rem")), "2026-11-24"]
    calcurse = ["calcurse", "-Q", "--days", "30", "-D", str(corpora.calcurse(work / "calcurse"))]
    searching = [lacwg, "search", "number 7777", "--plain", "--data", str(ten_thousand)]
    khal_search = corpora.khal_search(work / "khal-search", tools / "khal", range(2017, 2037), 500)
    slow = max(3, runs // 5)
    return [
        pair("`meetings next --plain`", next_, "`import typer`", typer, "1.25", env, runs),
        pair("`remind`", [lacwg, "remind"], "`import typer`", typer, "1.5", env, runs),
        pair("`meetings next --plain`, no holidays kept", next_, "`import typer`", typer, "4", env, slow,
             lambda: shutil.rmtree(cache, ignore_errors=True)),
        pair("`meetings next --plain`", next_, "`khal list`", khal, "0.35", env, runs),
        pair("`events list --plain`, 100,000 events", [*listing, str(many)], "the same, 100 events",
             [*listing, str(few)], "1.2", env, runs),
        pair("`events list --plain`, 100,000 events", [*listing, str(many)], "`remind -s1`", remind, "1", env, slow),
        pair("`events list --plain`, 100,000 events", [*listing, str(many)], "`calcurse -Q --days 30`", calcurse, "1",
             env, 3),
        pair("`search`, 10,000 events", searching, "`khal search`, first run", khal_search, "0.5, and 0.8 s", env, 1,
             lambda: (work / "khal-search" / "khal.db").unlink(missing_ok=True)),
        pair("`export ics`, 10,000 events", exporting, "icalendar alone", alone, "1.3", env, slow, memory_bound="1.5"),
        *importing(work, python, lacwg, alone, env, slow),
        *building(work, tools, env),
    ]  # fmt: skip


def importing(work: Path, python: str, lacwg: str, making: list[str], env: dict[str, str], runs: int) -> list[Pair]:
    """The pairs of ``import ics``: 10,000 events for the first time, and once more."""
    file, new, known, bare = work / "theirs.ics", work / "new", work / "known", work / "bare"
    subprocess.run(making, env=env, check=True)
    into = [lacwg, "import", "ics", str(file), "--plain", "--data"]

    def empty() -> None:
        shutil.rmtree(bare, ignore_errors=True)
        shutil.rmtree(new, ignore_errors=True)
        corpora.events(new, range(0), 0)

    shutil.rmtree(known, ignore_errors=True)
    corpora.events(known, range(0), 0)
    subprocess.run([*into, str(known)], env=env, check=True, stdout=subprocess.DEVNULL)
    reads = [python, str(HERE / "icalendar_reads.py"), str(file), str(bare)]
    return [
        pair("`import ics`, 10,000 events", [*into, str(new)], "icalendar's parse, and as many files", reads, "1.6", env,
             runs, empty, memory_bound="1.5"),
        pair("`import ics`, the same once more", [*into, str(known)], "the first time", [*into, str(new)], "0.7", env,
             runs, empty),
    ]  # fmt: skip


def building(work: Path, tools: Path, env: dict[str, str]) -> list[Pair]:
    """The pairs of ``site build``: 1,000 events in five languages from nothing, and again after one of them changed."""
    folder, page = corpora.issues(corpora.events(work / "thousand", range(2017, 2027), 100)), work / "page"
    changed = next((folder / "events" / "2026").glob("*.toml"))
    ours = [str(tools / "lacwg"), "site", "build", "--plain", "--data", str(folder), "-o", str(page)]
    pelican = corpora.pelican(work / "pelican", tools / "pelican", range(2017, 2027), 100)

    number = itertools.count()

    def nothing() -> None:
        # moved away, as an ext4 without a journal looks at each file that was removed of late before it makes one
        for output in (page, work / "pelican" / "output"):
            if output.exists():
                output.rename(work / f"{output.name}-{next(number)}")

    def one() -> None:
        changed.write_text(changed.read_text().replace('title = "', 'title = "A'))

    yardstick = "Pelican, an article for each event and language"
    return [
        pair("`site build`, 1,000 events in five languages", ours, yardstick, pelican, "1", env, 3, nothing),
        pair("`site build`, one of them changed", ours, yardstick, pelican, "1", env, 3, one),
    ]


def table(pairs: list[Pair]) -> str:
    """The figures in Markdown."""
    rows = ["| what | seconds | yardstick | seconds | ratio | at most |", "| --- | ---: | --- | ---: | ---: | ---: |"]
    rows += [
        f"| {each.what} | {each.ours.seconds:.3f} | {each.yardstick} | {each.theirs.seconds:.3f} "
        f"| {each.ratio:.2f} | {each.bound} |"
        for each in pairs
    ]
    rows += [
        f"| {each.what}, peak memory | {each.ours.mebibytes:.0f} MiB | {each.yardstick} "
        f"| {each.theirs.mebibytes:.0f} MiB | {each.memory_ratio:.2f} | {each.memory_bound} |"
        for each in pairs
        if each.memory_bound is not None
    ]
    return "\n".join(rows)


def machine() -> str:
    """What the figures were measured on."""
    names = [
        line.split(":", 1)[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line
    ]
    return f"{os.cpu_count()} cores, {names[0] if names else platform.machine()}, Python {platform.python_version()}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--keep", type=Path, help="work in this folder and leave it")
    options = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    work = options.keep or Path(tempfile.mkdtemp(prefix="lacwg-bench-"))
    try:
        print(f"{table(measure(work, options.runs))}\n\nMedians of pairs run in turn; {machine()}.")
    finally:
        if options.keep is None:
            shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
