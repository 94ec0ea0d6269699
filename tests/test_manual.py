"""README and the manual are true: their examples print what they say, and they name all that there is.

``LACWG_RENEW=1 pytest tests/test_manual.py`` puts what the examples print now into the pages, for somebody to read.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
from pathlib import Path

import pytest
from conftest import Run
from test_app import verbs

from lacwg import checks, clock

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "lacwg/manual").glob("*.md"))]
TEXT = "\n".join(page.read_text() for page in PAGES)
CONSOLE = re.compile(r"(?<=^```console\n).*?(?=^```)", re.MULTILINE | re.DOTALL)


def examples(block: str) -> list[tuple[str, list[str], str]]:
    """The command lines of a block as they stand there, as words, and what they print; in order."""
    found = []
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        line, _, output = part.partition("\n")
        typed = line
        while line.endswith("\\"):
            more, _, output = output.partition("\n")
            typed, line = f"{typed}\n{more}", line[:-1] + more
        found.append((typed, shlex.split(line), output))
    return found


def does(words: list[str], run: Run, monkeypatch: pytest.MonkeyPatch) -> str:
    """What a line prints that somebody types."""
    while "=" in words[0]:  # a variable before the command, as a shell has it; here it stays set
        name, _, value = words.pop(0).partition("=")
        monkeypatch.setenv(name, value)
    match words:
        case ["cd", folder]:
            monkeypatch.chdir(folder)
            return ""
        case ["cat", file]:
            return Path(file).read_text()
        case ["lacwg", *argv]:
            ran = run(*argv)
            return ran.out + ran.err
    pytest.fail(f"the tests do not know how to run {shlex.join(words)}")


def fits(said: str, printed: str) -> bool:
    """Whether an example prints what is said; a line with nothing but "…" stands for any lines."""
    parts = re.split(r"^…\n", said, flags=re.MULTILINE)
    return re.fullmatch(r"(?:.*\n)*?".join(map(re.escape, parts)), printed) is not None


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_examples_print_what_the_page_says(
    page: Path, data: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    letters = iter(["kqzt", "bdfg", "hjkl", "mnpq"])
    monkeypatch.setattr(clock, "new_letters", lambda: next(letters))
    monkeypatch.setenv("LACWG_USER", "Yoav")
    shutil.copytree(ROOT / "tests/manual_files", data.parent, dirs_exist_ok=True)  # what other programs exported
    text = page.read_text()
    for block in CONSOLE.findall(text):
        renewed = ""
        for typed, words, output in examples(block):
            printed = does(words, run, monkeypatch)
            good = fits(output, printed)
            assert good or "LACWG_RENEW" in os.environ, f"{page.name}: {typed}\n{printed}"
            renewed += f"$ {typed}\n{output if good else printed}"
        text = text.replace(block, renewed)
    if "LACWG_RENEW" in os.environ:
        page.write_text(text)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_links_lead_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)|src=\"([^\"]+)\"", page.read_text()):
        target, _, part = "".join(link).partition("#")
        if not target.startswith("https://"):
            there = page.parent / target
            assert there.is_file(), f"{page.name}: {target}"
            headings = re.findall(r"^#+ (.*)", there.read_text(), re.MULTILINE) if part else [part]
            assert part in [re.sub(r"[^\w -]", "", each).lower().replace(" ", "-") for each in headings], part


def test_each_page_says_what_it_is_for() -> None:
    assert PAGES[0].stat().st_size <= 9000
    for page in PAGES[1:]:
        title, blank, about, end, *_ = page.read_text().split("\n")
        assert (title[:2], blank, end) == ("# ", "", ""), page.name
        assert re.fullmatch(r"[A-Z].*\.", about), page.name


@pytest.mark.parametrize("argv", verbs()[1:], ids=" ".join)
def test_every_verb_is_in_the_manual(argv: tuple[str, ...]) -> None:
    assert f"lacwg {' '.join(argv)}" in TEXT


@pytest.mark.parametrize("code", checks.codes())
def test_every_code_is_in_the_manual(code: str) -> None:
    assert code in TEXT
