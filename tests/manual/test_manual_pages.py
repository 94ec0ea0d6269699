"""What is made of the program stands in the manual as it is made now, and the man pages are good ones."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import write

from lacwg import errors
from lacwg.commands import help as help_command

REQUIRED = os.environ.get("LACWG_PEERS") == "required"  # where all is installed, nothing may be skipped
MAN_PAGES = sorted((write.MANUAL / "man").glob("*.1"))
AGAIN = "write it anew: python tests/manual/write.py"


def test_what_is_made_is_as_it_stands() -> None:
    for path, text in write.pages().items():
        there = write.MANUAL / path
        assert there.exists(), AGAIN
        assert there.read_text() == text, AGAIN


def test_the_site_has_every_page_in_its_order() -> None:
    assert write.SITE.read_text() == write.site(), AGAIN


def test_nothing_else_stands_among_what_is_made() -> None:
    assert write.stale() == []


def test_every_page_has_a_place_a_title_and_a_sentence() -> None:
    named = [name for names in write.SECTIONS.values() for name in names.split()]
    assert sorted([*named, help_command.INDEX]) == sorted(page.stem for page in write.MANUAL.glob("*.md"))
    for name in named:
        assert re.match(r"# \S.*\n\n[A-Z].*\.\n", (write.MANUAL / f"{name}.md").read_text()), name


def test_every_key_is_told_of() -> None:
    keys = write.pages()["keys.md"]
    assert not re.findall(r"^- `.*\): $", keys, re.MULTILINE)
    assert "- `date_order` (" in keys
    assert "- `from` (date, needed): " in keys
    assert keys.index("## group.toml") < keys.index("## series/ID.toml")


def test_every_exit_code_is_told_of() -> None:
    codes = {value for name, value in vars(errors).items() if name.isupper() and isinstance(value, int)}
    assert {int(number) for number, _ in write.EXIT_CODES} == codes


def test_the_date_of_a_man_page_is_that_of_the_release() -> None:
    for page in MAN_PAGES:
        assert f" 1 {write.released()} " in page.read_text().splitlines()[1]


@pytest.mark.parametrize(
    "reader",
    [["mandoc", "-T", "lint", "-W", "warning"], ["man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8"]],
    ids=" ".join,
)
def test_the_man_pages_are_read_without_a_warning(reader: list[str], tmp_path: Path) -> None:
    if not REQUIRED and shutil.which(reader[0]) is None:
        pytest.skip(f"{reader[0]} is not installed")
    environment = {
        "PATH": os.environ["PATH"],
        "LC_ALL": "C.UTF-8",
        "MANWIDTH": "80",
        "MANROFFSEQ": "",
        "HOME": str(tmp_path),
    }
    # man's standard output is what it shows; mandoc's is what it warns of
    ran = subprocess.run([*reader, *MAN_PAGES], capture_output=True, text=True, check=False, env=environment)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert (ran.stdout == "") == (reader[0] == "mandoc")


def test_the_wheel_has_every_man_page_where_man_looks_for_it() -> None:
    import tomllib

    wheel = tomllib.loads((write.MANUAL.parent.parent / "pyproject.toml").read_text())["tool"]["hatch"]["build"][
        "targets"
    ]["wheel"]
    assert wheel["shared-data"] == {"lacwg/manual/man": "share/man/man1"}
