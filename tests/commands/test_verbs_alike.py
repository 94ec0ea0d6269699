"""What the verbs share: examples that work, the same words for the same thing, and a way back from each step."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from conftest import Run, tree

SETUP = [
    'events add "Haiti: solidarity" --start "Dec 3 7pm" --issue haiti',
    'events add "Hiati" --start "Dec 3 5pm"',
    'events add "Vigil" --start "2026-12-05 4pm" --repeat "every Saturday"',
    'contacts add "Ana López" --email ana@example.org --list members',
]
VERBS = [
    *(f"events {verb}" for verb in ("add", "edit", "copy", "move", "cancel", "restore", "remove", "show", "list")),
    *(f"contacts {verb}" for verb in ("add", "edit", "remove", "forget", "show", "list")),
    *(f"issues {verb}" for verb in ("add", "edit", "remove", "show", "list")),
    *("search", "check", "log", "undo"),
]
STEPS = [
    'events add "Rally" --start "Dec 8 5pm"',
    "events add Rally --start 2026-12-12 --repeat 'every Saturday'",
    'events edit haiti --place "City Hall"',
    'events edit haiti --start "Dec 10"',
    "events edit vigil/2026-12-12 --place Park",
    "events copy haiti --start 2027-01-07",
    'events move haiti --to "Dec 9"',
    "events move vigil/2026-12-12 --to 2026-12-13",
    "events cancel haiti --reason snow",
    "events cancel vigil/2026-12-12 --reason snow",
    "events remove 2026-12-03-hiati",
    'contacts add "Beto"',
    "contacts edit ana --list -members --role +chair --to 2026-12-31 --away 2026-12-24 --no-mail",
    "contacts edit ana --role treasurer",
    "contacts remove ana --keep-name",
    'issues add "Guatemala" --country GT',
    "issues edit haiti --stance No",
    "issues remove haiti --unlink",
]


@pytest.fixture
def filled(data: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LACWG_USER", "Yoav")
    for line in SETUP:
        assert run(*shlex.split(line)).code == 0
    return data


@pytest.mark.parametrize("verb", VERBS)
def test_the_example_of_each_verb_works(filled: Path, run: Run, verb: str) -> None:
    said = run(*verb.split(), "--help").out
    example = " ".join(re.split(r"Example:", said)[1].split("\n\n")[0].split())
    if verb == "events restore":
        run("events", "cancel", "vigil/2026-12-05", "--reason", "rain")
    done = run(*shlex.split(example)[1:])
    assert done.code == 0, done.err


def _values(folder: Path) -> dict[str, object]:
    """All that is in the files but for what only goes up, and the identity that is written down with it."""
    kept: dict[str, object] = {}
    for name, content in tree(folder).items():
        if content is not None:
            lines = content.decode().splitlines()
            kept[name] = [line for line in lines if not re.match(r"(uid|updated|sequence) = ", line)]
    return kept


@pytest.mark.parametrize("step", STEPS)
def test_each_step_says_how_to_take_it_back_and_that_is_so(filled: Path, run: Run, step: str) -> None:
    before = _values(filled)
    done = run(*shlex.split(step))
    assert done.code == 0, done.err
    assert " · undo: lacwg undo\n" in done.out
    assert _values(filled) != before
    assert run("log", "--json", "-n", "1").json[0]["command"] == " ".join(step.split()[:2])
    back = run("undo")
    assert back.code == 0, back.err
    assert _values(filled) == before
    assert run("undo").out.startswith(f"Took back {len(SETUP)} · ")


@pytest.mark.parametrize("step", STEPS)
def test_a_dry_run_saves_nothing_and_says_so(filled: Path, run: Run, step: str) -> None:
    before = tree(filled)
    done = run(*shlex.split(step), "--dry-run")
    assert done.code == 0, done.err
    assert re.search(r"[Nn]othing was|was saved", done.out), done.out
    assert "undo" not in done.out
    assert tree(filled) == before
