"""``lacwg log``."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from steps import add

from lacwg.store.history import journal as journals

pytestmark = pytest.mark.usefixtures("yoav")


def test_the_log_tells_who_when_by_which_command_and_what(data: Path, run: Run) -> None:
    add(run, "Rally", "--note", "rent is due")
    said = run("log").out
    assert said.startswith("1 · November 24, 2026, 12:00 PM · Yoav · lacwg events add\n")
    assert '    + title = "Rally"\n' in said
    assert "rent" not in said
    assert "rent is due" in run("log", "--private").out
    (entry,) = run("log", "rally", "--json").json
    assert entry["changes"][0]["record"] == "2026-12-03-rally"
    assert "rent" not in str(entry)
    assert run("log", "--plain").lines == [
        ["1", "2026-11-24T12:00:00-05:00", "Yoav", "events add", "command", "2026-12-03-rally"]
    ]


@pytest.mark.parametrize(
    "form",
    [
        '[ private ] # by hand\nnote = "SECRET"',
        '["private"]\nnote = "SECRET"',
        "[ 'private' ]\nnote = \"SECRET\"",
        'private = {note = "SECRET"}',
        'private.note = "SECRET"',
        'private . "note" = """\nSECRET\n"""',
    ],
)
def test_what_is_private_is_not_told_and_its_file_is_for_few_whatever_its_form(
    data: Path, run: Run, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    added = data / "events" / "2026" / f"{add(run)}.toml"
    added.chmod(0o644)
    written = data.parent / "text.toml"
    written.write_text(f"{added.read_text()}\n{form}\n")
    monkeypatch.setenv("EDITOR", f"cp {written}")
    ran = run("events", "edit", added.stem)
    assert ran.code == 0, ran.err
    assert "SECRET" in added.read_text()
    assert added.stat().st_mode & 0o777 == 0o640
    for way in ("--json", "--plain"):
        assert "SECRET" not in run("log", way).out
    said = run("log").out
    assert "SECRET" not in said
    assert "private" in said
    assert "SECRET" in run("log", "--private").out


def test_nothing_was_done_yet(data: Path, run: Run) -> None:
    assert run("log").out == "Nothing was done here yet.\n"
    assert run("undo").code == 1
    assert run("log", "monthly-meeting").out == "Nothing was done here to monthly-meeting yet.\n"
    assert run("log", "nosuch").code == 1
    assert run("log", "7").code == 1


def test_the_log_needs_no_right_to_write(data: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    add(run)
    journal = next((data / ".lacwg").glob("journal-*"))
    real, closed = os.open, [os.O_RDWR]

    def refused(path: Any, flags: int, *more: Any, **options: Any) -> int:
        if str(path) == str(journal) and (flags & os.O_RDWR) in closed:
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(path, flags, *more, **options)

    with monkeypatch.context() as patched:  # the tests may run as a user who may write everything
        patched.setattr(os, "open", refused)
        patched.setattr(journals, "may_write", lambda path: path.suffix != ".sqlite")
        assert "lacwg events add" in run("log").out
        assert run("log", "rally", "--json").json[0]["command"] == "events add"
        told = run("publish", "caldav", "http://127.0.0.1:9/", "--user", "ana")
        closed.append(os.O_RDONLY)
        unreadable = run("log")
    assert "What was changed by hand is not counted" in told.err
    assert "there is no password" in told.err  # it goes on
    assert unreadable.code == 1
    assert "the journal cannot be read: Permission denied" in unreadable.err


def test_the_copy_in_the_package_has_no_journal(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("log").out == "Nothing was done here yet.\n"
    assert run("undo").code == 2


def test_the_log_says_what_an_undo_took_back_and_what_it_does_not_show(data: Path, run: Run) -> None:
    run("contacts", "edit", "yoav", "--note", "rings late")
    run("contacts", "edit", "yoav", "--note", "rings early")
    run("undo")
    undone, second = run("log", "-n", "2").out.split("\n\n")[:2]
    assert undone.splitlines()[0].endswith("lacwg undo · took back 2")
    assert "only what is [private]" in second
    assert "rings" not in second
    assert run("log", "-n", "1").err == "There are more than this one; see them with -n 2.\n"
    run("contacts", "add", "Ana Pérez")
    run("contacts", "forget", "ana-perez", "--yes")
    assert run("log", "4").out.endswith("lacwg contacts add\n  what it changed is forgotten\n")


def test_the_whole_id_of_a_series_is_not_a_part_of_its_meetings_ids(data: Path, run: Run) -> None:
    run("agenda", "add", "Rent")
    run("meetings", "move", "2026-11-11", "--to", "2026-11-18")
    assert [line[3] for line in run("log", "monthly-meeting", "--plain").lines] == ["meetings move"]
    assert [line[3] for line in run("log", "2026-12-09", "--plain").lines] == ["agenda add"]
