"""What a flyer costs, and a report of a year of 10,000 events, in each of its forms.

    python tests/benchmarks/sheets.py

Prints CPU seconds, the least of three runs, and what they may be at most.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import corpora
from sending import cpu

ROWS = (
    ("print flyer", 1.0),
    ("report 2026", 3.0),
    ("report 2026 -o report.html", 3.0),
    ("report 2026 -o report.pdf", 3.0),
)
"""Commands, and the seconds of each."""


def main() -> int:
    slow = 0
    with tempfile.TemporaryDirectory() as directory:
        work = Path(directory)
        (work / "none.toml").touch()
        env = {"LACWG_DATA": str(corpora.issues(corpora.events(work / "data", range(2026, 2027), 10_000))),
               "LACWG_NOW": "2026-11-24T12:00", "XDG_DATA_HOME": str(work), "LACWG_CONFIG": str(work / "none.toml")}  # fmt: skip
        for line, most in ROWS:
            argv = [sys.executable, "-m", "lacwg", *line.split()]
            argv += ["-o", "flyer.pdf"] if line == "print flyer" else []
            argv = [str(work / each) if each.endswith((".pdf", ".html")) else each for each in argv]
            took = min(cpu(argv, **env) for _ in range(3))
            print(f"{line}: {took:.2f} s, at most {most}")
            slow += took > most
    return int(slow > 0)


if __name__ == "__main__":
    sys.exit(main())
