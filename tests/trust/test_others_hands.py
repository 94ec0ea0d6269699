"""What others' hands put into the folder: rows of the journal, links, pipes, and rights to its files."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import DATA, Ran, Run, tree

from lacwg.errors import RecordError
from lacwg.store.disk.plain import ASTRAY
from lacwg.store.folder import Folder, belongs
from lacwg.store.history.journal import _SCHEMA, Journal
from lacwg.store.store import Store

pytestmark = pytest.mark.skipif(os.name == "nt", reason="rights and links are told otherwise there")
SECRET = "the key is under the blue pot"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)
RALLY = ["events", "add", "Rally", "--start", "2026-12-03"]


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A folder beside the group's, with what is nobody's business."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "secret.toml").write_text(f'title = "{SECRET}"\nname = "{SECRET}"\n')
    (folder / "secret.png").write_bytes(PNG + SECRET.encode())
    return folder


@pytest.fixture
def journal(data: Path, run: Run) -> Iterator[sqlite3.Connection]:
    """The journal of a folder in which one thing was done, for somebody to write to."""
    assert run("issues", "add", "Peru").code == 0
    connection = sqlite3.connect(Journal(Folder(data), None).path)
    yield connection
    connection.close()


def put(
    journal: sqlite3.Connection, path: object, *, state: str = "open", before: object = "x", after: object = None
) -> int:
    """Puts an entry there with one file; gives its number."""
    with journal:
        number = journal.execute(
            "INSERT INTO entries (at, who, command, kind, undoes, state) "
            "VALUES ('2026-11-24T17:00:00+00:00', 'Eve', 'events add', 'command', NULL, ?)",
            (state,),
        ).lastrowid
        journal.execute("INSERT INTO changes VALUES (?, ?, ?, ?)", (number, path, before, after))
    assert number is not None
    return number


# Rows of the journal

ASIDE = [
    "../x", "../elsewhere/secret.toml", "issues/../../x", "/tmp/lacwg-x", "x", "README.md", "issues/x.txt", "issues/../issues/x.toml",
    "issues//x.toml", "./issues/x.toml", "issues/deep/x.toml", "events/2026-12-03-x.toml", ".lacwg/lock", ".lacwg/imports.json",
    ".lacwg/drafts/../../../x", ".git/hooks/post-commit", "site/.git/hooks/post-commit", "images/../group.toml", "images/..", "images",
    "", ".", "..", "images/x\0.png", ".bashrc", "group.toml/x",
]  # fmt: skip


@pytest.mark.parametrize("path", ASIDE)
def test_a_row_that_leads_elsewhere_does_nothing_and_is_named(
    data: Path, run: Run, elsewhere: Path, journal: sqlite3.Connection, path: str
) -> None:
    number = put(journal, path)
    assert not belongs(path)
    before = tree(data.parent)
    refused = run(*RALLY)
    assert (refused.code, tree(data.parent)) == (1, before)
    assert f"entry {number} of the journal names" in refused.err
    assert "delete that file, or move it out of the folder" in refused.err
    with journal:
        journal.execute("UPDATE entries SET state = 'done'")
    for argv in (["undo", str(number)], ["undo", str(number), "--force"]):
        assert run(*argv).code == 1
    told = run("log")
    assert told.code == 0
    assert f"entry {number} names" in told.err
    assert "issues/peru.toml" in told.out
    assert tree(data.parent) == before
    assert run(*RALLY).code == 0  # what is done is not done again
    assert not Path("/tmp/lacwg-x").exists()


@pytest.mark.parametrize(
    "path",
    ["group.toml", "issues/x.toml", "events/2026/2026-12-03-x.toml", "images/a b.png", "images/deep/x.png", "site/CNAME", ".gitignore",
     "site/.well-known/x", ".lacwg/drafts/contact-ana.toml"],
)  # fmt: skip
def test_what_is_of_the_folder_belongs_there(path: str) -> None:
    assert belongs(path)


@pytest.mark.parametrize(
    "setting",
    ["at = 'yesterday'", "at = 7", "at = x'ff'", "at = '2026-11-24T12:00'", "at = '0001-01-01T00:00:00+14:00'", "who = x'ff'",
     "who = CAST(x'ff' AS TEXT)", "command = x'00'", "command = CAST(x'c3' AS TEXT)", "kind = 'other'", "kind = 3", "undoes = 'first'",
     "undoes = 1.5", "undoes = x'00'"],
)  # fmt: skip
def test_an_entry_that_cannot_be_read_is_named_and_passed_over(
    data: Path, run: Run, journal: sqlite3.Connection, setting: str
) -> None:
    assert run(*RALLY).code == 0
    with journal:
        journal.execute(f"UPDATE entries SET {setting} WHERE number = 1")
    told = run("log", "--json")
    assert ([each["entry"] for each in told.json], told.code) == ([2], 0)
    assert "entry 1 cannot be read, and is passed over" in told.err
    assert run("log", "peru").code == 0
    assert run("undo", "1").code == 1
    assert run("undo", "2").code == 0
    assert run("issues", "remove", "peru", "--yes").code == 0
    assert run("contacts", "forget", "john-ratliff", "--yes").code == 0


@pytest.mark.parametrize(
    "setting",
    ["after = CAST(x'c3' AS TEXT)", "path = x'ff'", "path = CAST(x'ff' AS TEXT)"],
)
def test_a_row_of_a_file_that_cannot_be_read_is_named(
    data: Path, run: Run, journal: sqlite3.Connection, setting: str
) -> None:
    with journal:
        journal.execute(f"UPDATE changes SET {setting}")
    told = run("log")
    assert told.code == 0
    assert "entry 1 has" in told.err
    refused = run("undo", "1")
    assert refused.code == 1
    assert "entry 1 of the journal has" in refused.err
    assert run("issues", "edit", "peru", "--summary", "Solidarity").code == 0
    assert run("contacts", "forget", "john-ratliff", "--yes").code == 0  # which takes out what nobody can read
    assert journal.execute("SELECT count(*) FROM changes WHERE entry = 1").fetchone() == (0,)


@pytest.mark.parametrize(
    "script",
    ["PRAGMA user_version = 7", "ALTER TABLE entries ADD COLUMN more; ALTER TABLE entries RENAME COLUMN who TO whom", "DROP TABLE changes",
     "CREATE TABLE more (x)", "DROP TABLE changes; CREATE VIEW changes AS SELECT 1 AS entry, '../x' AS path, 'x' AS before, NULL AS after",
     "CREATE TRIGGER t AFTER INSERT ON changes BEGIN INSERT INTO changes VALUES (new.entry, '../x', 'x', NULL); END"],
)  # fmt: skip
def test_a_journal_of_another_version_says_that_it_is_one(
    data: Path, run: Run, journal: sqlite3.Connection, script: str
) -> None:
    journal.executescript(script)
    before = tree(data.parent)
    for argv in (["log"], ["undo"], RALLY, ["log", "--json"]):
        ran = run(*argv)
        assert ran.code == 1
        assert "this journal is of another version of lacwg" in ran.err
    assert tree(data.parent) == before
    Journal(Folder(data), None).path.unlink()
    assert run(*RALLY).code == 0


def test_a_row_whose_folder_is_a_link_now_is_refused(
    data: Path, run: Run, elsewhere: Path, journal: sqlite3.Connection
) -> None:
    put(journal, "issues/new.toml")
    shutil.rmtree(data / "issues")
    (data / "issues").symlink_to(elsewhere)
    refused = run(*RALLY)
    assert refused.code == 1
    assert f"data/issues: {ASTRAY}" in refused.err
    assert sorted(os.listdir(elsewhere)) == ["secret.png", "secret.toml"]


# Links and pipes

PLACES = [
    ("group.toml", ["next"]), ("issues/cuba.toml", ["issues", "list"]), ("issues", ["issues", "list"]), ("issues", ["issues", "show", "cuba"]),
    ("events", ["events", "list"]), ("events/2026", ["events", "list"]), ("events/2026", ["search", "blue"]), ("contacts", ["contacts", "list"]),
    ("meetings/2026", ["actions", "list"]), ("series", ["meetings", "list"]), ("images", ["check"]), ("images/x.png", ["check"]),
    ("site/deep", ["check"]), ("site", ["site", "build"]), (".lacwg", RALLY), (".lacwg/lock", RALLY), (".lacwg/imports.json", RALLY),
    (".lacwg/drafts", RALLY), (".lacwg/drafts/x.lock", RALLY), (".lacwg/.gitignore", RALLY), ("events", RALLY), ("events/2026", RALLY),
    (".lacwg/journal", ["log"]), (".lacwg/journal", RALLY), (".lacwg/journal-journal", RALLY), (".lacwg/journal-wal", ["log"]),
    (".lacwg", ["log"]),
]  # fmt: skip


@pytest.mark.parametrize("kind", ["link", "dangling", "pipe"])
@pytest.mark.parametrize(("place", "argv"), PLACES)
def test_a_link_or_a_pipe_is_neither_read_nor_written(
    data: Path, run: Run, elsewhere: Path, kind: str, place: str, argv: list[str]
) -> None:
    run("issues", "add", "Peru")
    own = Journal(Folder(data), None).path.name
    path = data / (place.replace("journal", own, 1) if "journal" in place else place)
    is_folder = path.is_dir() or path.name in ("images", "site", "deep", "drafts")
    shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    if kind == "pipe":
        os.mkfifo(path)
    else:
        target = elsewhere if is_folder else elsewhere / "secret.toml"
        path.symlink_to(target if kind == "link" else elsewhere / "nothing")
    before = tree(elsewhere)
    ran = run(*(["meetings", "list"] if argv == ["next"] else argv))
    assert ran.code == 1
    assert ASTRAY in ran.err + ran.out
    assert str(path.relative_to(data.parent)) in ran.err + ran.out
    assert SECRET not in ran.out + ran.err
    assert tree(elsewhere) == before


@pytest.mark.parametrize("within", [False, True])
def test_a_picture_that_is_a_link_is_not_published(data: Path, run: Run, elsewhere: Path, within: bool) -> None:
    (data / "images").mkdir(exist_ok=True)
    (data / "images" / "x.png").write_bytes(PNG)
    assert run(*RALLY, "--image", "images/x.png").code == 0
    if within:
        shutil.rmtree(data / "images")
        shutil.copy(elsewhere / "secret.png", elsewhere / "x.png")
        (data / "images").symlink_to(elsewhere)
    else:
        (data / "images" / "x.png").unlink()
        (data / "images" / "x.png").symlink_to(elsewhere / "secret.png")
    built = run("site", "build")
    assert ASTRAY in built.err
    assert not [each for each, held in tree(Path("public")).items() if held is not None and SECRET.encode() in held]
    checked = run("check")
    assert (checked.code, ASTRAY in checked.out) == (1, True)
    os.chdir(data)
    refused = run("events", "edit", "rally", "--image", "images/x.png")
    assert (refused.code != 0, ASTRAY in refused.err) == (True, True)


def test_the_folder_itself_may_be_a_link_and_so_may_be_what_was_installed(
    data: Path, run: Run, elsewhere: Path
) -> None:
    Path("linked").symlink_to(data)
    assert run(*RALLY, "--data", "linked").code == 0
    assert run("log", "--data", "linked").code == 0
    (data / "issues" / "cuba.toml").unlink()
    (data / "issues" / "cuba.toml").symlink_to(elsewhere / "secret.toml")
    with pytest.raises(RecordError):
        Store.read_only(Folder(data)).issues.text("cuba")
    assert SECRET in Store.read_only(Folder(data, embedded=True)).issues.text("cuba")


def test_what_was_imported_is_known_by_ids_only(data: Path, run: Run, tmp_path: Path, elsewhere: Path) -> None:
    feed = tmp_path / "people.vcf"
    feed.write_text("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Eve\r\nN:Eve;;;;\r\nUID:eve\r\nEND:VCARD\r\n", newline="")
    assert run("import", "vcf", "people.vcf").code == 0
    kept = data / ".lacwg" / "imports.json"
    for kind, name in (("contact", "../../elsewhere/secret"), ("nonsense", "eve"), ("group", "eve")):
        known = json.loads(kept.read_text())
        for each in known["entries"].values():
            each[:2] = [kind, name]
        kept.write_text(json.dumps(known))
        feed.write_text(feed.read_text().replace("FN:Eve", "FN:Eva"), newline="")
        before = tree(elsewhere)
        assert run("import", "vcf", "people.vcf").code == 0
        assert tree(elsewhere) == before
    kept.unlink()
    os.mkfifo(kept)
    for argv in (["import", "vcf", "people.vcf"], ["import", "vcf", "people.vcf", "--dry-run"]):
        refused = run(*argv)
        assert (refused.code, ASTRAY in refused.err) == (1, True)


def test_a_file_keeps_its_mode_but_never_runs_as_who_wrote_it(data: Path, run: Run) -> None:
    path = data / "issues" / "cuba.toml"
    path.chmod(0o6664)
    assert run("issues", "edit", "cuba", "--summary", "Solidarity").code == 0
    assert path.stat().st_mode & 0o7777 == 0o664


# Two users of one machine

ANA, EVE, GROUP = 65532, 65533, 65531
root_only = pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root can be two users")


@pytest.fixture
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder of Ana's that every user of the machine can reach."""
    import tempfile

    with tempfile.TemporaryDirectory(dir="/tmp") as name:  # others may go there, not where the tests are
        top = Path(name)
        top.chmod(0o755)
        folder = top / "data"
        shutil.copytree(DATA, folder)
        for path in (folder, *folder.rglob("*")):
            os.chown(path, ANA, GROUP)
            path.chmod(0o755 if path.is_dir() else 0o644)
        (top / "eve").mkdir()
        os.chown(top / "eve", EVE, EVE)
        (top / "ana").mkdir(0o700)
        os.chown(top / "ana", ANA, ANA)
        yield folder


def acting(user: int, group: int, done: Callable[[], object]) -> None:
    """Does something as a user and one of a group, in a process of its own."""
    child = os.fork()
    if child == 0:  # pragma: no cover - another process
        code = 1
        try:
            os.setgroups([group])
            os.setgid(group)
            os.setuid(user)
            os.umask(0o022)
            done()
            code = 0
        except BaseException:
            import traceback

            traceback.print_exc()
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def ran_as(user: int, group: int, folder: Path, *argv: str) -> Ran:
    """A command line that a user types."""
    from lacwg import app

    out, err, code = (folder.parent / f"{name}.{user}" for name in ("out", "err", "code"))
    for path in (out, err, code):
        path.touch()
        path.chmod(0o666)

    def typed() -> None:
        home = str(folder.parent / ("ana" if user == ANA else "eve"))
        os.environ |= {"HOME": home, "XDG_CACHE_HOME": home, "XDG_DATA_HOME": home, "LACWG_USER": str(user)}
        os.chdir(folder.parent)
        os.dup2(os.open(out, os.O_WRONLY | os.O_TRUNC), 1)
        os.dup2(os.open(err, os.O_WRONLY | os.O_TRUNC), 2)
        import sys

        sys.stdout, sys.stderr = open(1, "w", closefd=False), open(2, "w", closefd=False)  # noqa: SIM115
        result = app.run([*argv, "--data", str(folder)])
        sys.stdout.flush()
        sys.stderr.flush()
        code.write_text(str(result))

    acting(user, group, typed)
    return Ran(int(code.read_text()), out.read_text(), err.read_text())


@root_only
def test_a_group_of_users_goes_on_sharing_its_journal(shared: Path) -> None:
    for path in (shared, *shared.rglob("*")):
        path.chmod(0o2775 if path.is_dir() else 0o664)
    assert ran_as(ANA, GROUP, shared, *RALLY).code == 0
    assert ran_as(EVE, GROUP, shared, "issues", "add", "Peru").code == 0
    told = ran_as(ANA, GROUP, shared, "log")
    assert (told.code, told.err) == (0, "")
    assert ran_as(EVE, GROUP, shared, "undo").code == 0
    assert ran_as(ANA, GROUP, shared, "undo").code == 0
    shutil.rmtree(shared / ".lacwg")  # the one who is not its owner begins
    assert ran_as(EVE, GROUP, shared, *RALLY).code == 0
    assert ran_as(ANA, GROUP, shared, "events", "remove", "rally", "--yes").code == 0


@root_only
@pytest.mark.parametrize("way", ["mode", "group", "folder", "owner", "whole folder"])
def test_a_journal_in_others_hands_is_only_read(shared: Path, way: str) -> None:
    assert ran_as(ANA, GROUP, shared, "issues", "add", "Peru").code == 0
    machine = shared / ".lacwg"
    path = Journal(Folder(shared), None).path

    def attack() -> None:
        with sqlite3.connect(path) as journal:
            put(
                journal,
                "issues/peru.toml",
                before=f'title = "{SECRET}"\n',
                after=(shared / "issues/peru.toml").read_text(),
            )
        journal.close()

    if way == "mode":
        path.chmod(0o666)
        machine.chmod(0o777)
    elif way == "group":
        os.chown(path, ANA, EVE)
        path.chmod(0o660)
        os.chown(machine, ANA, EVE)
        machine.chmod(0o775)
    elif way == "folder":
        machine.chmod(0o777)
        acting(EVE, EVE, lambda: (path.rename(path.with_name("old")), path.with_name("old").unlink()))
        acting(EVE, EVE, lambda: (sqlite3.connect(path).executescript(_SCHEMA), path.chmod(0o666)))
    elif way == "owner":
        os.chown(path, EVE, EVE)
        machine.chmod(0o777)
    else:
        for each in (machine, *machine.iterdir()):
            os.chown(each, EVE, EVE)
            each.chmod(0o777)
    acting(EVE, EVE, attack)
    if way == "folder":
        machine.chmod(0o755)  # it was open for a while
    before = tree(shared)
    refused = ran_as(ANA, GROUP, shared, *RALLY)
    assert (refused.code, tree(shared)) == (1, before)
    assert "so the journal is only read" in refused.err
    assert "chmod go-w" in refused.err
    for argv in (["undo"], ["undo", "1"], ["contacts", "forget", "john-ratliff", "--yes"]):
        assert ran_as(ANA, GROUP, shared, *argv).code == 1
    assert tree(shared) == before
    told = ran_as(ANA, GROUP, shared, "log")
    assert "Traceback" not in told.err
    if os.stat(path).st_mode & 0o004 or way == "group":
        assert "so the journal is only read" in told.err
        assert told.code == 0


@root_only
def test_links_and_pipes_that_another_user_puts_there(shared: Path) -> None:
    secret = shared.parent / "ana" / "secret.toml"
    secret.write_text(f'title = "{SECRET}"\n')
    os.chown(secret, ANA, ANA)
    secret.chmod(0o600)
    for path in (shared, *shared.rglob("*")):
        path.chmod(0o2775 if path.is_dir() else 0o664)
    assert ran_as(ANA, GROUP, shared, "issues", "add", "Peru").code == 0
    own = Journal(Folder(shared), None).path.name
    for name in ("issues/cuba.toml", ".lacwg/lock", f".lacwg/{own}-journal", ".lacwg/imports.json", ".lacwg/drafts"):
        for kind in ("link", "pipe"):
            path = shared / name

            def attack(path: Path = path, kind: str = kind) -> None:
                path.unlink(missing_ok=True)
                os.mkfifo(path) if kind == "pipe" else path.symlink_to(secret)

            acting(EVE, GROUP, attack)
            refused = ran_as(ANA, GROUP, shared, "issues", "edit", "cuba", "--summary", "x")
            assert (refused.code, ASTRAY in refused.err, SECRET in refused.err) == (1, True, False)
            assert secret.read_text() == f'title = "{SECRET}"\n'
            path.unlink()
            if name == "issues/cuba.toml":
                path.write_text('title = "Cuba"\n')
                os.chown(path, ANA, GROUP)
    assert ran_as(ANA, GROUP, shared, "issues", "edit", "cuba", "--summary", "x").code == 0
