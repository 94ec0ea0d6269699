"""The README is true: its examples print what it says, and it names every verb, code and option that there is."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from conftest import Run
from test_app import verbs

from lacwg import checks, clock

README = (Path(__file__).parent.parent / "README.md").read_text()
TOUR = re.findall(r"^```console\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def examples() -> list[tuple[list[str], str]]:
    """The command lines of the README and what they print, in order."""
    found = []
    for block in TOUR:
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            line, _, output = part.partition("\n")
            while line.endswith("\\"):
                more, _, output = output.partition("\n")
                line = line[:-1] + more
            found.append((shlex.split(line), output))
    return found


def test_the_examples_print_what_the_readme_says(data: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    letters = iter(["kqzt", "bdfg", "hjkl", "mnpq"])
    monkeypatch.setattr(clock, "new_letters", lambda: next(letters))
    monkeypatch.setenv("LACWG_USER", "Yoav")
    assert len(examples()) > 10
    for argv, output in examples():
        while "=" in argv[0]:  # a variable before the command, as a shell has it; here it stays set
            name, _, value = argv.pop(0).partition("=")
            monkeypatch.setenv(name, value)
        assert argv[0] == "lacwg"
        ran = run(*argv[1:])
        assert ran.out + ran.err == output, shlex.join(argv)


@pytest.mark.parametrize("argv", verbs()[1:], ids=" ".join)
def test_every_verb_is_in_the_readme(argv: tuple[str, ...]) -> None:
    assert f"lacwg {' '.join(argv)}" in README


@pytest.mark.parametrize("code", checks.codes())
def test_every_code_is_in_the_readme(code: str) -> None:
    assert code in README
