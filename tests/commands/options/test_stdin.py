"""``-``: standard input for a text, standard output for a file."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

import pytest
from conftest import Run, tree


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> io.BytesIO:
    """What comes from standard input: write to it."""
    data = io.BytesIO()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(data))
    return data


def give(typed: io.BytesIO, data: bytes) -> None:
    typed.seek(0)
    typed.truncate()
    typed.write(data)
    typed.seek(0)


LONG = "Two lines,\n\nand “one” more: ¡Ñandú!"


@pytest.mark.parametrize(
    ("line", "shown", "key"),
    [
        ("events add Rally --start 2026-12-05 --description -", "events show rally", "description"),
        ("events add Rally --start 2026-12-05 --description=-", "events show rally", "description"),
        ("issues edit cuba --summary -", "issues show cuba", "summary"),
        ("issues edit cuba --stance -", "issues show cuba", "stance"),
        ("series edit monthly-meeting --description -", "series show monthly-meeting", "description"),
        ("minutes edit 2026-11-11 --notes -", "minutes show 2026-11-11", "notes"),
    ],
)
def test_a_text_from_standard_input(data: Path, run: Run, typed: io.BytesIO, line: str, shown: str, key: str) -> None:
    run("minutes", "start", "2026-11-11")
    for text in (LONG, "\ufeff" + LONG.replace("\n", "\r\n") + "\r\n"):
        give(typed, text.encode())
        done = run(*line.split())
        assert done.code == 0, done.err
        assert LONG in run(*shown.split(), "--json").json[key]
        run("undo")


def test_a_title_is_on_one_line_and_of_what_may_be_repeated_one_may_be_dash(
    data: Path, run: Run, typed: io.BytesIO
) -> None:
    run("events", "add", "Rally", "--start", "2026-12-05")
    give(typed, b"A\nB\n")
    assert run("events", "edit", "rally", "--title", "-", "--json").json["title"] == "A B"
    run("minutes", "start", "2026-11-11")
    give(typed, b"From a file")
    notes = run("minutes", "edit", "2026-11-11", "--notes", "One", "--notes", "-", "--json").json["notes"]
    assert notes.index("One") < notes.index("From a file")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (b"", "--description is empty"),
        (b" \n\t", 'to take it out: --description ""'),
        (b"caf\xe9", "not UTF-8 text (byte 4)"),
        (b"a\0b", "is not text"),
        (b"x" * (1 << 20) + b"x", "larger than 1 MiB"),
    ],
)
def test_what_is_no_text_changes_nothing(data: Path, run: Run, typed: io.BytesIO, given: bytes, said: str) -> None:
    run("events", "add", "Rally", "--start", "2026-12-05", "--description", "A")
    before = tree(data)
    give(typed, given)
    refused = run("events", "edit", "rally", "--description", "-")
    assert (refused.code, refused.out) == (2, "")
    assert said in refused.err
    assert tree(data) == before


def test_standard_input_is_read_once(data: Path, run: Run, typed: io.BytesIO) -> None:
    give(typed, b"A")
    for line in (
        "issues edit cuba --summary - --stance -",
        "minutes edit 2026-11-11 --notes - --notes -",
        "import vcf - -",
    ):
        refused = run(*line.split())
        assert (refused.code, refused.out) == (2, "")
        assert "standard input" in refused.err


@pytest.mark.parametrize(
    "line",
    [
        "export ics",
        "export csv --for google",
        "export csv --for the-events-calendar",
        "export vcf --audience members",
        "export json",
        "export json --schema",
        "export jsonld",
        "minutes export 2026-11-11 --audience members",
        "minutes export 2026-11-11 --audience members --json",
    ],
)
def test_dash_is_standard_output(data: Path, run: Run, line: str) -> None:
    run("minutes", "start", "2026-11-11")
    before = tree(data.parent)
    for dash in (["-o", "-"], ["--output=-"]):
        assert run(*line.split(), *dash) == run(*line.split())
    assert tree(data.parent) == before


def test_each_file_may_be_standard_output_but_only_one(data: Path, run: Run) -> None:
    made = ["export", "csv", "--for", "the-events-calendar", "--venues"]
    before = tree(data.parent)
    for more in (["-"], ["-", "-o", "-"], ["-", "--organizers", "-", "-o", "x.csv"]):
        assert run(*made, *more).code == 2
    draft = run("meetings", "announce", "--eml", "-")
    assert re.search("^Subject: .", draft.out, re.MULTILINE)
    assert "text/calendar" in draft.out
    for line in (["site", "build", "-o", "-"], ["export", "vcf", "--each", "-"], ["check", "--data", "-"]):
        refused = run(*line)
        assert (refused.code, "is a folder" in refused.err) == (2, True)
    assert tree(data.parent) == before
    assert run(*made, "-", "-o", "x.csv").out.startswith("Venue Name")
    assert (data.parent / "x.csv").exists()
