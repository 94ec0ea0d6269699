"""What was changed with an editor is put into the journal, and counted for subscribers, once."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import tomli
from conftest import Run, store_at

from lacwg.store.disk.contents import FileChange
from lacwg.store.store import Store

AT = dt.datetime(2026, 11, 24, 17, tzinfo=dt.UTC)
VIGIL = 'title = "Vigil"\nstart = 2026-12-05\n'


@pytest.fixture
def store(data: Path) -> Store:
    return store_at(data, "publish")


def event(store: Store, text: str = VIGIL) -> Path:
    path = store.events.path("2026-12-05-vigil")
    path.parent.mkdir(parents=True)
    store.write([FileChange(path, None, text)])
    return path


def kinds(store: Store) -> list[str]:
    return [each.kind for each in store.journal.entries()]


def test_an_edit_is_journaled_and_raised_once(store: Store) -> None:
    path = event(store)
    assert store.settle_external_edits(AT) == []
    path.write_text(VIGIL.replace("12-05", "12-06") + "# by hand\n")
    assert store.settle_external_edits(AT) == ["events/2026/2026-12-05-vigil.toml"]
    made = tomli.loads(path.read_text())
    assert (made["sequence"], made["updated"]) == (1, AT)
    assert len(made["uid"]) == 36
    assert "# by hand" in path.read_text()
    assert store.settle_external_edits(AT) == []
    assert kinds(store) == ["hand", "hand", "command"]


@pytest.mark.parametrize(
    "text",
    [
        VIGIL + "# only a comment\n",
        VIGIL + '[private]\nnote = "ours alone"\n',
        VIGIL.replace("12-05", "12-06") + "sequence = 1\n",  # counted by whoever did it
        'titel = "no record"\n',
    ],
)
def test_what_subscribers_do_not_see_is_only_journaled(store: Store, text: str) -> None:
    path = event(store)
    path.write_text(text)
    assert store.settle_external_edits(AT) == []
    assert path.read_text() == text
    assert kinds(store) == ["hand", "command"]


def test_a_removal_by_hand_is_journaled(store: Store) -> None:
    event(store).unlink()
    assert store.settle_external_edits(AT) == []
    assert kinds(store) == ["hand", "command"]
    assert store.settle_external_edits(AT) == []
    assert kinds(store) == ["hand", "command"]


def test_only_what_is_known_to_differ_is_looked_at_where_that_is_said(store: Store) -> None:
    path = event(store)
    path.write_text(VIGIL.replace("12-05", "12-06"))
    assert store.settle_external_edits(AT, {}) == []
    other = store.folder.root / "series" / "monthly-meeting.toml"
    before = other.read_bytes()
    other.write_bytes(before.replace(b"17:00:00", b"18:00:00"))
    assert store.settle_external_edits(AT, {"series/monthly-meeting.toml": before}) == ["series/monthly-meeting.toml"]
    assert store.settle_external_edits(AT, {"series/monthly-meeting.toml": before}) == []


def test_what_was_changed_by_hand_is_counted_when_a_private_field_is_changed_next(data: Path, run: Run) -> None:
    """The command alone would raise nothing, and what it writes would then pass for what subscribers have."""
    record_id = run("events", "add", "Rally", "--start", "2026-12-03", "--json").json["id"]
    path = data / "events" / "2026" / f"{record_id}.toml"
    assert run("events", "edit", record_id, "--note", "rent").code == 0
    assert "sequence" not in path.read_text()
    path.write_text(path.read_text().replace("Rally", "Rally for Cuba"))
    assert run("events", "edit", record_id, "--note", "the rent").code == 0
    assert "sequence = 1" in path.read_text()
    assert run("events", "edit", record_id, "--note", "rent").code == 0
    assert "sequence = 1" in path.read_text()
