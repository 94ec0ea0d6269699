"""What this installation has sent, on the disk."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from lacwg.errors import FolderError, RecordError
from lacwg.store.folder import Folder
from lacwg.store.sendings import one_at_a_time


def kept(data: Path) -> Path:
    return next((data / ".lacwg").glob("sendings-*.txt"))


def states(data: Path, *keys: str) -> list[str | None]:
    with one_at_a_time(Folder(data), lambda _: None) as sendings:
        return [sendings.state(each) for each in keys]


def test_each_step_is_there_for_the_next_run(data: Path) -> None:
    with one_at_a_time(Folder(data), lambda _: None) as sendings:
        sendings.note("ana@example.org", "begun")
        sendings.note("bo", "begun", ["of what it tells"])
        sendings.note("bo", "sent", ["of what it tells"])
        sendings.note("cai", "begun")
        sendings.note("cai", "not")
        sendings.note("", "begun")
    assert states(data, "ana@example.org", "bo", "of what it tells", "cai", "dee", "") == [
        "begun", "sent", "sent", "not", None, None,
    ]  # fmt: skip
    assert "ana" not in kept(data).read_text()
    assert kept(data).stat().st_mode & 0o77 == 0


def test_a_line_that_is_cut_short_counts_as_none(data: Path) -> None:
    with one_at_a_time(Folder(data), lambda _: None) as sendings:
        sendings.note("ana", "begun")
        sendings.note("ana", "sent")
    for length in (1, 3, 20):
        kept(data).write_bytes(kept(data).read_bytes()[:-length])
        assert states(data, "ana") == ["begun"]
    kept(data).write_bytes(b"\xff\x00 sent\nno line\n" + kept(data).read_bytes())
    assert states(data, "ana") == ["begun"]


def test_a_full_disk_is_told(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with one_at_a_time(Folder(data), lambda _: None) as sendings:
        monkeypatch.setattr(os, "write", lambda _file, line: len(line) - 1)
        with pytest.raises(FolderError, match="No space left on device"):
            sendings.note("ana", "begun")
        assert sendings.state("ana") is None


def test_a_link_is_not_followed(data: Path, tmp_path: Path) -> None:
    states(data)
    path = kept(data)
    path.unlink()
    path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(RecordError):
        states(data)
    assert not (tmp_path / "elsewhere").exists()
