"""The journal: what was done can be told and taken back, and what was stopped is taken back by itself."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import sqlite3
from pathlib import Path

import msgspec
import pytest
from conftest import DATA, Run, store_at, tree

from lacwg.commands.shared.json_shapes import SHAPES
from lacwg.errors import LacwgError
from lacwg.records import Contact
from lacwg.store.disk.contents import FileChange
from lacwg.store.folder import Folder
from lacwg.store.history import transaction
from lacwg.store.store import Store

AT = dt.datetime(2026, 11, 24, 17, tzinfo=dt.UTC)


@pytest.fixture
def store(data: Path) -> Store:
    return store_at(data)


def test_an_entry_holds_who_when_and_each_file_before_and_after(store: Store) -> None:
    store.write([store.creation(Contact(id="ana", name="Ana"))])
    (entry,) = store.journal.entries()
    assert entry[:5] == (1, AT, "Ana", "contacts add", "command")
    assert entry.paths == ("contacts/ana.toml",)
    (change,) = store.journal.changes_of(1)
    assert change == FileChange(store.folder.root / "contacts" / "ana.toml", None, 'name = "Ana"\n')
    assert (store.journal.path.stat().st_mode & 0o777) == 0o600


def test_a_change_by_hand_is_put_down_before_the_next_step(store: Store) -> None:
    ana = Contact(id="ana", name="Ana")
    store.write([store.creation(ana)])
    path = store.contacts.path("ana")
    path.write_text('name = "Ana"\nrole = "poet"\n')
    loaded = store.contacts.load("ana")
    store.write([store.removal(loaded.record, loaded.base_text)])
    kinds = [(each.kind, each.who) for each in store.journal.entries("contacts/ana.toml")]
    assert kinds == [("command", "Ana"), ("hand", None), ("command", "Ana")]
    assert store.journal.changes_of(2) == [FileChange(path, 'name = "Ana"\n', 'name = "Ana"\nrole = "poet"\n')]


@pytest.mark.parametrize("stop_at", [0, 1, 2, 3])
def test_what_was_stopped_is_taken_back_by_the_next_command(
    store: Store, monkeypatch: pytest.MonkeyPatch, stop_at: int
) -> None:
    """As if the machine had gone off after some of the files: nothing could be taken back then."""
    before = tree(store.folder.root)
    john = store.contacts.load("john-ratliff")
    steps = [
        store.creation(Contact(id="ana", name="Ana")),
        store.removal(john.record, john.base_text),
        store.change(store.issues.read("cuba"), store.issues.load("cuba").base_text)._replace(
            after='title = "Cuba!"\n'
        ),
    ]
    store.journal.folder.machine.mkdir()
    store.journal.begin(steps)
    transaction.apply(store.folder, steps[:stop_at])
    (store.folder.root / "contacts" / ".ana.toml.17.tmp").write_text("name = ")
    said: list[str] = []
    other = Store(store.folder, store.journal.author, said.append)
    other.write([other.creation(Contact(id="berta", name="Berta"))])
    (store.folder.root / "contacts" / "berta.toml").unlink()
    assert tree(store.folder.root) == before
    assert len(said) == 1
    assert not other.journal.open_entries()
    assert [each.paths for each in other.journal.entries()] == [("contacts/berta.toml",)]


def test_a_file_cut_short_is_taken_back_and_one_that_somebody_changed_stays(store: Store) -> None:
    cuba, haiti = (store.issues.load(name) for name in ("cuba", "haiti"))
    paths = [store.issues.path(name) for name in ("cuba", "haiti")]
    steps = [
        FileChange(path, each.base_text, 'title = "Other"\n') for path, each in zip(paths, (cuba, haiti), strict=True)
    ]
    store.folder.machine.mkdir()
    store.journal.begin(steps)
    paths[0].write_text("")
    paths[1].write_text('title = "By hand"\n')
    with store.locked():
        store.recover()
    assert paths[0].read_text() == cuba.base_text
    assert paths[1].read_text() == 'title = "By hand"\n'


@pytest.mark.parametrize(
    ("written", "stays"),
    [
        (b'title = "Caf\xe9"\n', True),  # somebody's editor saves as Latin-1
        ('title = "Café"\n'.encode()[:13], False),  # cut short within a letter
        (b"\xef\xbb\xbf" + b'title = "Ca', False),
        (b"x" * (1 << 21), True),
        (None, True),
    ],
)
def test_what_was_written_by_hand_after_a_stop_stays_also_where_it_is_no_text(
    store: Store, written: bytes | None, stays: bool
) -> None:
    cuba = store.issues.load("cuba")
    path = store.issues.path("cuba")
    store.folder.machine.mkdir()
    store.journal.begin([FileChange(path, cuba.base_text, 'title = "Café"\n')])
    if written is None:
        path.unlink()
    else:
        path.write_bytes(written)
    with store.locked():
        store.recover()
    held = path.read_bytes() if path.exists() else None
    assert held == written if stays else held is not None and held.endswith(cuba.base_text.encode())


def test_a_folder_in_place_of_a_file_is_not_taken_back(store: Store) -> None:
    store.folder.machine.mkdir()
    path = store.folder.root / "issues" / "peru.toml"
    store.journal.begin([FileChange(path, None, 'title = "Peru"\n')])
    path.mkdir()
    with store.locked():
        store.recover()
    assert path.is_dir()
    assert not store.journal.open_entries()


def test_who_only_looks_writes_nothing(store: Store) -> None:
    before = tree(store.folder.root)
    looking = Store.read_only(store.folder)
    assert looking.contacts.ids() == store.contacts.ids()
    with pytest.raises(RuntimeError, match="opened to be read"):
        looking.write([looking.creation(Contact(id="ana", name="Ana"))])
    assert tree(store.folder.root) == before
    store.write([store.creation(Contact(id="ana", name="Ana"))])
    assert [each.who for each in looking.journal.entries()] == ["Ana"]


def test_where_the_journal_cannot_be_written_nothing_is_done(data: Path, run: Run) -> None:
    (data / ".lacwg").mkdir()
    before = tree(data)
    path = Store.read_only(Folder(data)).journal.path
    path.write_text("not a database, but long enough to be looked at as one" * 100)
    ran = run("events", "add", "Rally", "--start", "2026-12-03")
    assert ran.code == 1
    assert "journal cannot be read" in ran.err
    assert tree(data) == before


def test_a_failing_last_word_takes_everything_back(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    before = tree(store.folder.root)

    def failing(number: int) -> None:
        raise LacwgError("the disk is full")

    monkeypatch.setattr(store.journal, "end", failing)
    with pytest.raises(LacwgError, match="full"):
        store.write([store.creation(Contact(id="ana", name="Ana"))])
    assert tree(store.folder.root) == before
    assert not list(store.journal.entries())
    assert os.listdir(store.folder.root / "contacts")


def test_a_record_with_a_private_table_is_not_for_other_users_of_the_machine(data: Path, run: Run) -> None:
    def rights(name: str) -> int:
        return (data / name).stat().st_mode & 0o777

    old = os.umask(0o022)
    try:
        run("contacts", "add", "Ana", "--note", "rent")
        run("contacts", "add", "Berta")
        assert (rights("contacts/ana.toml"), rights("contacts/berta.toml")) == (0o640, 0o644)
        run("contacts", "edit", "berta", "--note", "rent")
        assert rights("contacts/berta.toml") == 0o640
        (data / "contacts" / "berta.toml").chmod(0o644)  # somebody means it
        run("contacts", "edit", "berta", "--role", "poet")
        assert rights("contacts/berta.toml") == 0o644
    finally:
        os.umask(old)


def test_a_group_that_may_write_to_the_folder_may_go_on_with_what_was_made_here(data: Path) -> None:
    data.chmod(0o2770)
    store = store_at(data, "events add")
    event = data / "events" / "2031" / "2031-01-02-rally.toml"
    store.write([FileChange(event, None, 'title = "Rally"\nstart = 2031-01-02\n')])
    assert event.parent.stat().st_mode & 0o070 == 0o070
    machine = data / ".lacwg"
    assert machine.stat().st_mode & 0o2070 == 0o2070
    assert (machine / "lock").stat().st_mode & 0o060 == 0o060
    assert store.journal.path.stat().st_mode & 0o777 == 0o660


# Whose journal it is

HOSTS = ["Anas-MacBook-Pro.local", "anas-macbook-pro.fritz.box", "ana-2", "MacBook Pro"]


def test_a_journal_is_the_installation_s_whatever_the_host_is_called(
    data: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, name in enumerate(HOSTS):  # issue 14: the host's name is no name for a journal
        monkeypatch.setattr("platform.node", lambda name=name: name)
        assert run("issues", "add", f"Peru {number}").code == 0
    assert [each["entry"] for each in run("log", "--json").json] == [4, 3, 2, 1]
    monkeypatch.setattr("platform.node", lambda: "fifth")
    assert run("undo").code == 0
    (path,) = (data / ".lacwg").glob("journal-*")
    assert re.fullmatch(r"journal-[0-9a-f]{16}\.sqlite", path.name)
    other = data.parent / "other"  # another folder, the same installation
    shutil.copytree(DATA, other)
    assert run("issues", "add", "Peru", "--data", str(other)).code == 0
    assert next((other / ".lacwg").glob("journal-*")).name == path.name


def test_a_journal_that_was_named_after_the_host_goes_on(data: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.node", lambda: "Ana.local")
    assert run("issues", "add", "Peru").code == 0
    (path,) = (data / ".lacwg").glob("journal-*")
    named = path.rename(path.with_name("journal-ana.sqlite"))
    assert len(run("log", "--json").json) == 1
    assert named.exists()  # who only looks changes nothing
    assert run("undo").code == 0
    assert [each.name for each in (data / ".lacwg").glob("journal-*")] == [path.name]
    assert len(run("log", "--json").json) == 2


def test_where_no_id_can_be_kept_the_host_s_name_does(
    data: Path, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "full").write_text("")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "full" / "no"))
    monkeypatch.setattr("platform.node", lambda: "Ana.local")
    assert run("issues", "add", "Peru").code == 0
    assert [each.name for each in (data / ".lacwg").glob("journal-*")] == ["journal-ana.sqlite"]
    assert run("undo").code == 0
    assert len(run("log", "--json").json) == 2


def test_what_another_installation_left_half_done_is_told_and_taken_back_when_asked(
    data: Path, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = tree(data)
    store = store_at(data)
    john = store.contacts.load("john-ratliff")
    steps = [store.creation(Contact(id="ana", name="Ana")), store.removal(john.record, john.base_text)]
    with store.locked():
        store.journal.begin(steps)
        transaction.apply(store.folder, steps)
    begun = tree(data)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "new-home"))
    assert run("log").out == "Nothing was done here yet.\n"
    told = run("issues", "add", "Peru")
    assert (told.code, told.err.count("another installation")) == (0, 1)
    assert "to see what it had begun: lacwg undo --unfinished --dry-run" in told.err
    (data / "issues" / "peru.toml").unlink()
    assert tree(data) == begun
    seen = run("undo", "--unfinished", "--dry-run")
    assert "Would take back what was begun: 1 · November 24, 2026, 12:00 PM · Ana · lacwg contacts add" in seen.out
    assert "  new contacts/ana.toml\n  removed contacts/john-ratliff.toml\n" in seen.out
    assert tree(data) == begun
    assert run("undo", "1", "--unfinished").code == 2
    done = run("undo", "--unfinished", "--json")
    (entry,) = msgspec.convert(done.json, SHAPES["undo"])
    assert [each.record for each in entry.changes] == ["ana", "john-ratliff"]
    assert tree(data) == before
    assert "another installation" not in run("issues", "add", "Chile").err
    assert run("undo", "--unfinished").out == "No other installation left anything half done here.\n"


def test_another_installation_s_journal_is_not_believed(
    data: Path, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    machine = data / ".lacwg"
    assert run("issues", "add", "Peru").code == 0
    (path,) = machine.glob("journal-*")
    (machine / "journal-torn.sqlite").write_bytes(b"no database at all, but of some length" * 100)
    shutil.copy(path, machine / "journal-0123456789abcdef.sqlite")
    with sqlite3.connect(machine / "journal-0123456789abcdef.sqlite") as other:
        other.execute("UPDATE entries SET state = 'open'")
        other.execute("UPDATE changes SET path = '../x', before = 'x'")
    other.close()
    told = run("issues", "add", "Chile")
    assert (told.code, told.err.count("was stopped before it was done")) == (0, 1)
    refused = run("undo", "--unfinished")
    assert refused.code == 1
    assert 'entry 1 of the journal names "../x"' in refused.err
    assert not (tmp_path / "x").exists()
    assert run("undo").code == 0
    forgotten = run("contacts", "forget", "john-ratliff", "--yes", "--json")
    assert forgotten.code == 0
    assert [each["file"] for each in forgotten.json["look"]] == ["data/.lacwg/journal-torn.sqlite"]
    assert b"John Ratliff" not in (machine / "journal-0123456789abcdef.sqlite").read_bytes()


def test_a_file_that_could_not_be_touched_is_not_said_to_be_half_done(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = store.contacts.path("yoav-elinevsky")

    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(transaction, "replace_file", refused)
    with pytest.raises(LacwgError) as caught:
        store.write([FileChange(path, path.read_text(), 'name = "Yoav"\n')])
    assert "could not be written: Permission denied" in caught.value.message
    assert "taken back" not in caught.value.message
    assert store.journal.open_entries() == []
