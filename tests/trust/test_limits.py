"""Limits: what is too much is refused soon, with a message that says what to do."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from conftest import Run

from lacwg.schedule import occurrences
from lacwg.store import folder


def refused(run: Run, *argv: str) -> str:
    began = time.process_time()
    ran = run(*argv)
    assert time.process_time() - began < 10
    assert ran.code == 1
    return ran.err


def test_a_file_of_more_than_a_mebibyte(data: Path, run: Run) -> None:
    (data / "issues" / "cuba.toml").write_text('title = "Cuba"\n' + "# x\n" * 300_000)
    assert "the file is larger than 1024 KiB" in refused(run, "issues", "show", "cuba")


def test_a_text_of_more_than_a_million_characters(data: Path, run: Run) -> None:
    (data / "issues" / "cuba.toml").write_text(f'title = "Cuba"\n[[bills]]\nname = "x"\nask = "{"y" * 1_000_001}"\n')
    assert "cuba.toml, line 4: bills.0.ask is longer than 1,000,000 characters" in refused(
        run, "issues", "show", "cuba"
    )
    (data / "issues" / "cuba.toml").write_text(f'title = "Cuba"\nsummary = "{"y" * 1_000_000}"\n')
    assert run("issues", "show", "cuba").code == 0


def test_a_text_that_is_typed_and_too_long(data: Path, run: Run) -> None:
    said = refused(run, "events", "add", "Rally", "--start", "2026-12-03", "--description", "x" * 1_000_001)
    assert "longer than 1,000,000 characters" in said
    assert not (data / "events" / "2026").exists()


@pytest.mark.parametrize("text", ["a = " + "[" * 100_000, "a = " + "{b = " * 3_000, "[" + ".".join("a" * 50_000) + "]"])
def test_tables_that_are_nested_too_deeply(data: Path, run: Run, text: str) -> None:
    (data / "issues" / "cuba.toml").write_text(text)
    assert "nested too deeply" in refused(run, "issues", "show", "cuba")


def test_more_dates_than_anybody_can_want(data: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(occurrences, "MOST_DATES", 500)
    (data / "series" / "daily.toml").write_text(
        'title = "Daily"\nrule = "every day"\nsince = 1000-01-01\nkind = "event"\n'
    )
    said = refused(run, "events", "list", "--from", "1000-01-01", "--to", "8999-12-31")
    assert "daily has more than 500 dates in this time" in said
    assert run("events", "list", "-n", "400").code == 0
    assert "daily has more than" in refused(run, "export", "jsonld", "--from", "1000-01-01", "--to", "8999-12-31")


def test_more_files_than_anybody_has(data: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "MOST_FILES", 5)
    assert "data/issues: there are more than 5 files in this folder" in refused(run, "issues", "list")
