"""README and the manual are true: their examples print what they say, and they name all that there is.

``LACWG_RENEW=1 pytest tests/test_manual.py`` puts what the examples print now into the pages, for somebody to read.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
from pathlib import Path
from typing import Any

import pytest
import tomli
from conftest import Run
from test_app import verbs
from typer.main import get_command

from lacwg import app, checks, clock
from lacwg.records import Group, Table

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


@pytest.mark.parametrize(
    "page",
    [PAGES[0], *sorted((ROOT / "lacwg/manual").rglob("*.md"))],
    ids=lambda page: f"{page.parent.name}/{page.stem}",
)
def test_links_lead_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)|src=\"([^\"]+)\"", page.read_text()):
        target, _, part = "".join(link).partition("#")
        if not target.startswith("https://"):
            there = page.parent / target
            assert there.is_file(), f"{page.name}: {target}"
            headings = re.findall(r"^#+ (.*)", there.read_text(), re.MULTILINE) if part else [part]
            assert part in [re.sub(r"[^\w -]", "", each).lower().replace(" ", "-") for each in headings], part


def test_readme_is_short() -> None:
    assert PAGES[0].stat().st_size <= 9000
    assert len(section("A tour").splitlines()) <= 40


def section(heading: str) -> str:
    """The first examples below a heading of README."""
    return CONSOLE.findall(PAGES[0].read_text().partition(f"\n## {heading}\n")[2])[0]


@pytest.mark.parametrize("have", ["nothing", "dates elsewhere"])
def test_readme_leads_new_users_to_a_calendar_in_ten_commands(
    have: str, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    typed = [words for _, words, _ in examples(section("Begin with a group of your own"))]
    installing = 3  # git clone, cd, pipx install .
    if have == "dates elsewhere":  # what README says of them; the server of who has one is in tests/peers
        assert "`lacwg import ics dates.ics --dry-run`, then the same without" in " ".join(PAGES[0].read_text().split())
        again = ["lacwg", "import", "ics", "dates.ics"]
        typed[2:3] = [[*again, "--dry-run"], again]
    for words in typed:
        does(words, run, monkeypatch)
        if words[0] == "cd":
            shutil.copytree(ROOT / "tests/manual_files", Path.cwd(), dirs_exist_ok=True)
    assert installing + len(typed) <= 10
    assert "SUMMARY:Repairs clinic" in Path("meetings.ics").read_text() or have == "nothing"
    assert "Content-Type: text/calendar" in Path("invitation.eml").read_text()


def test_each_page_says_what_it_is_for() -> None:
    for page in PAGES[1:]:
        title, blank, about, end, *_ = page.read_text().split("\n")
        assert (title[:2], blank, end) == ("# ", "", ""), page.name
        assert re.fullmatch(r"[A-Z].*\.", about), page.name
        assert len(re.findall(r"^```", page.read_text(), re.MULTILINE)) % 2 == 0, page.name


def commands(text: str) -> set[str]:
    """What the pages tell to type, without the examples, which are run."""
    text = CONSOLE.sub("", text)
    spans = re.findall(r"`(lacwg [^`]+)`", text) + re.findall(r"^ *(lacwg [^#|\n]+)", text, re.MULTILINE)
    return {part.strip() for span in spans for part in re.split(r"\s[|<#]\s", span)[:1]}


def options(*argv: str) -> set[str]:
    """The options of the program itself, or of a verb."""
    command = get_command(app.root)
    for word in argv:
        command = command.get_command(None, word)  # type: ignore[attr-defined]
    return {each for param in command.params for each in param.opts} | {"--help", "-h"}


@pytest.mark.parametrize("typed", sorted(commands(TEXT)))
def test_what_is_to_be_typed_can_be(typed: str) -> None:
    words = re.sub(r"^lacwg --data \S+", "lacwg", typed).split()[1:]
    if not words or words[0].startswith("-"):
        assert {word for word in words if word.startswith("--")} <= options()
        return
    assert words[0] in app.NOUNS
    argv = words[: 2 if app.NOUNS[words[0]].verbs else 1]
    if len(argv) == 1 and app.NOUNS[words[0]].verbs:
        return  # "every lacwg export"
    said = {word.rstrip(",.") for word in words if re.match(r"-{1,2}[a-z]", word)}
    assert said <= options(*argv) | options(), typed


def test_options_codes_variables_and_keys_are_those_that_there_are() -> None:
    every = options().union(*(options(*argv) for argv in verbs()))
    assert set(re.findall(r"`(--[a-z-]+)[ `=]", TEXT)) <= every
    assert set(re.findall(r"\b[A-Z]\d{3}\b", TEXT)) <= set(checks.codes())
    source = "\n".join(path.read_text() for path in (ROOT / "lacwg").rglob("*.py"))
    assert set(re.findall(r"\bLACWG_[A-Z_]+\b", TEXT)) <= set(re.findall(r"\bLACWG_[A-Z_]+\b", source)) | {
        "LACWG_RENEW"
    }
    variables = (ROOT / "lacwg/manual/environment.md").read_text()
    for name in re.findall(r"environ(?:\.get\(|\[)\"([A-Z_]+)\"", source) + re.findall(r"\bLACWG_[A-Z_]+\b", source):
        assert f"`{name}`" in variables or name.startswith(("GIT_", "_")), name  # git's, and those of completion


def test_keys_are_those_that_there_are() -> None:
    known = set().union(*(kind.__struct_encode_fields__ for kind in tables(Table)))
    for block in re.findall(r"^```toml\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL):
        assert set(keys(tomli.loads(block))) <= known, block
    for key in Group.__struct_encode_fields__:
        assert f"`{key}`" in TEXT or re.search(rf"^{key} = |\[+{key}\]", TEXT, re.MULTILINE), key


def tables(kind: type) -> list[Any]:
    return [kind, *(each for below in kind.__subclasses__() for each in tables(below))]


def keys(value: Any) -> list[str]:
    """The keys of a table, and of those below it."""
    if isinstance(value, list):
        return [key for each in value for key in keys(each)]
    return [key for name, below in value.items() for key in [name, *keys(below)]] if isinstance(value, dict) else []


@pytest.mark.parametrize("argv", verbs()[1:], ids=" ".join)
def test_every_verb_is_in_the_manual(argv: tuple[str, ...]) -> None:
    assert f"lacwg {' '.join(argv)}" in TEXT


@pytest.mark.parametrize("code", checks.codes())
def test_every_code_is_in_the_manual(code: str) -> None:
    assert code in TEXT
