"""What ``lacwg sync`` takes in is one entry of the journal, with all that came: ``undo`` takes all of it back."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import tomli
from conftest import Run
from shared_folders import RALLY, Clone, git, hub_and_clones

from lacwg.store.folder import Folder
from lacwg.store.history import transaction
from lacwg.store.history.journal import Author, Journal

AT = dt.datetime(2026, 11, 24, 17, tzinfo=dt.UTC)
MARK = b"\xef\xbb\xbf"
PICTURE = b"\x89PNG\r\n\x1a\n\x00\xff" + bytes(range(256))


@pytest.fixture
def clones(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> list[Clone]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LACWG_USER", "Yoav")
    return hub_and_clones(tmp_path, run)


def put(clone: Clone, name: str, data: bytes) -> None:
    clone.path(name).parent.mkdir(parents=True, exist_ok=True)
    clone.path(name).write_bytes(data)


def journal(clone: Clone) -> Journal:
    author = Author(AT, "Yoav", "sync")
    return Journal(Folder(clone.root), lambda: author)


def received(clones: list[Clone]) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """What ``b`` holds before and after a sync that brings a picture of each fate, and records."""
    a, b = clones
    put(a, "images/gone.png", PICTURE)
    put(a, "images/old-name.png", PICTURE * 2)
    put(a, "images/other.png", PICTURE * 3)
    a.synced()
    b.synced()
    before = b.files
    a.remove("images/gone.png")
    a.path("images/old-name.png").rename(a.path("images/new name.png"))
    put(a, "images/other.png", PICTURE[::-1])
    put(a, "images/deep/er/new.jpg", b"\xff\xd8\xff new")
    a.edit(RALLY, '"Church"', '"Hall"')
    a.remove("contacts/ana.toml")
    a.write("issues/cuba.toml", 'title = "Cuba"\n')
    a.synced()
    b.synced()
    assert b.files == a.files
    return before, b.files


def test_pictures_that_came_are_in_one_entry_with_the_records_and_are_taken_back(clones: list[Clone]) -> None:
    a, b = clones
    before, after = received(clones)
    latest = b.run("log", "--json").json[0]
    assert {each["file"]: each["what"] for each in latest["changes"]} == {
        "contacts/ana.toml": "removed",
        "events/2026/2026-12-03-rally.toml": "changed",
        "images/deep/er/new.jpg": "new",
        "images/gone.png": "removed",
        "images/new name.png": "new",
        "images/old-name.png": "removed",
        "images/other.png": "changed",
        "issues/cuba.toml": "new",
    }
    assert "  new images/deep/er/new.jpg\n" in b.run("log", str(latest["entry"])).out
    assert b.run("undo").code == 0
    taken = b.files
    assert tomli.loads(taken.pop(RALLY).decode())["place"] == "Church"
    assert taken == {name: data for name, data in before.items() if name != RALLY}
    assert b.run("undo", str(latest["entry"] + 1)).code == 0
    again = b.files
    assert tomli.loads(again.pop(RALLY).decode())["place"] == "Hall"
    assert again == {name: data for name, data in after.items() if name != RALLY}
    b.synced()
    a.synced()
    assert a.files == b.files


def test_a_picture_that_somebody_changed_since_is_not_taken_back(clones: list[Clone]) -> None:
    b = clones[1]
    before, _ = received(clones)
    put(b, "images/other.png", b"by hand")
    held = b.files
    ran = b.run("undo")
    assert ran.code == 1
    assert "images/other.png: this file was changed since" in ran.err
    assert b.files == held
    assert b.run("undo", "--force").code == 0
    assert b.files["images/other.png"] == before["images/other.png"]


@pytest.mark.parametrize("stop_at", range(9))
def test_a_sync_that_was_stopped_is_taken_back_with_its_pictures(clones: list[Clone], stop_at: int) -> None:
    """As if the machine had gone off after some of the files."""
    b = clones[1]
    before, after = received(clones)
    kept = journal(b)
    (entry, *_) = kept.entries()
    changes = sorted(kept.changes_of(entry.number), key=lambda each: each.after is not None)
    assert len(changes) == 8
    assert b.run("undo").code == 0
    for name, data in before.items():
        put(b, name, data)
    kept.begin(changes)
    transaction.apply(kept.folder, changes[:stop_at])
    kept.close()
    assert (b.files == before) == (stop_at == 0)
    ran = b.run("issues", "add", "Peru")
    assert "what it had begun was taken back" in ran.err
    b.remove("issues/peru.toml")
    assert b.files == before
    assert after != before


def test_the_mark_before_utf8_comes_and_goes_byte_by_byte(clones: list[Clone]) -> None:
    a, b = clones
    put(a, "issues/cuba.toml", MARK + b'title = "Cuba"\n')
    put(a, RALLY, MARK + a.path(RALLY).read_bytes().replace(b"Church", b"Hall"))
    before = b.files
    a.synced()
    b.synced()
    assert b.files == a.files
    assert b.files[RALLY].startswith(MARK)
    first = b.run("log", "--json").json[0]
    assert any('title = "Cuba"' in line for line in first["changes"][-1]["diff"])
    assert b.run("undo").code == 0
    assert not b.files[RALLY].startswith(MARK)
    assert "issues/cuba.toml" not in b.files
    assert b.run("undo", str(first["entry"] + 1)).code == 0
    assert b.files["issues/cuba.toml"] == MARK + b'title = "Cuba"\n'
    assert b.files[RALLY].startswith(MARK)
    # counted, as a subscriber sees both: 3, hand edit 4, undo 5, undo of that 6
    assert tomli.loads(b.files[RALLY][3:].decode())["sequence"] == 6
    b.edit(RALLY, '"Hall"', '"Library"')
    b.synced()
    a.synced()
    assert a.files == b.files
    made = tomli.loads(a.files[RALLY][3:].decode())
    assert (made["place"], made["sequence"]) == ("Library", 7)
    a.edit("issues/cuba.toml", "\ufeff", "")
    a.synced()
    b.synced()
    assert b.files == a.files
    assert before.keys() < b.files.keys()


def test_a_record_that_is_not_utf8_is_kept_as_it_was(clones: list[Clone]) -> None:
    a, b = clones
    old = b'title = "Caf\xe9"\n'
    put(a, "issues/cafe.toml", old)
    git(a.root, "add", "--all")
    git(a.root, "commit", "--quiet", "--message", "by hand")
    git(a.root, "push", "--quiet")
    git(b.root, "pull", "--quiet")
    put(a, "issues/cafe.toml", 'title = "Café"\n'.encode())
    a.synced()
    hand = a.run("log", "--json").json[0]
    assert hand["kind"] == "hand"
    assert a.run("undo", str(hand["entry"])).code == 0
    assert a.files["issues/cafe.toml"] == old


def test_pictures_changed_by_hand_are_put_down_as_they_were(clones: list[Clone]) -> None:
    a = clones[0]
    put(a, "images/x.png", PICTURE)
    put(a, "images/y.png", PICTURE)
    a.synced()
    (a.root / ".lacwg" / journal(a).path.name).unlink()
    put(a, "images/x.png", b"other")
    a.remove("images/y.png")
    a.synced()
    (entry,) = journal(a).entries()
    assert {each.path.name: each[1:] for each in journal(a).changes_of(entry.number)} == {
        "x.png": (PICTURE, b"other"),
        "y.png": (PICTURE, None),
    }
    assert a.run("undo", str(entry.number)).code == 0
    assert a.files["images/x.png"] == a.files["images/y.png"] == PICTURE


def test_a_file_of_ours_that_git_ignores_is_not_written_over(clones: list[Clone]) -> None:
    a, b = clones
    put(a, "images/x.png", PICTURE)
    a.write("issues/cuba.toml", 'title = "Cuba"\n')
    a.synced()
    (b.root / ".git" / "info" / "exclude").write_text("images\n")
    put(b, "images/x.png", b"mine alone")
    before = b.files
    ran = b.sync()
    assert ran.code == 1
    assert "images/x.png: there is such a file already" in ran.err
    assert "if git ignores it, rename it" in ran.err
    assert b.files == before
    b.path("images/x.png").rename(b.path("images/mine.png"))
    b.synced()
    assert b.files == {**a.files, "images/mine.png": b"mine alone"}


def test_a_folder_in_place_of_a_file(clones: list[Clone]) -> None:
    a, b = clones
    put(a, "images/flyers", b"none yet")
    a.synced()
    b.synced()
    a.remove("images/flyers")
    put(a, "images/flyers/may.pdf", PICTURE)
    a.synced()
    b.synced()
    assert b.files == a.files


def test_where_the_disk_is_full_every_file_is_as_it_was(clones: list[Clone], monkeypatch: pytest.MonkeyPatch) -> None:
    a, b = clones
    put(a, "images/flyers", b"none yet")
    a.synced()
    b.synced()
    a.remove("images/flyers")
    put(a, "images/flyers/may.pdf", PICTURE)
    put(a, "images/x.png", PICTURE)
    a.edit(RALLY, '"Church"', '"Hall"')
    a.synced()
    before, steps, real = b.files, [0, 0], transaction.replace_file

    def failing(path: Path, *more: object, **options: object) -> None:
        if b.root in path.parents and ".lacwg" not in path.parts:
            steps[0] += 1
            if steps[0] == steps[1]:
                raise OSError(28, "No space left on device")
        real(path, *more, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(transaction, "replace_file", failing)
    for number in (1, 2, 3):
        steps[:] = [0, number]
        ran = b.sync()
        assert ran.code == 1
        assert "No space left on device" in ran.err
        assert b.files == before
        assert len(b.run("log", "--json").json) == 1  # of the file that came before
    steps[:] = [0, 0]
    b.synced()
    assert b.files == a.files


def test_who_is_forgotten_is_not_in_bytes_of_the_journal_either(clones: list[Clone]) -> None:
    a, b = clones
    put(a, "issues/cuba.toml", MARK + b'title = "Cuba"\nsummary = "Ask Zoe Quintero"\n')
    put(a, "contacts/zoe.toml", MARK + b'name = "Zoe Quintero"\n')
    put(a, "images/x.png", PICTURE)
    a.synced()
    b.synced()
    kept = journal(b).path
    assert b"Quintero" in kept.read_bytes()
    forgotten = b.run("contacts", "forget", "zoe", "--yes")
    assert forgotten.code == 0, forgotten.err
    assert b"Quintero" not in kept.read_bytes()
    assert PICTURE in [each.after for each in journal(b).changes_of(1)]
