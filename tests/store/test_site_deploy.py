"""A site on the disk: what is the same stays the same file, and there is always one, the old or the new."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import tree
from hypothesis import given
from hypothesis import strategies as st

from lacwg.errors import FolderError
from lacwg.store import site_deploy
from lacwg.store.folder import Folder
from lacwg.store.site_deploy import Deployment, Difference

sys.path.insert(0, str(Path(__file__).parents[1] / "trust"))
from tracing import strace

MADE = {
    "index.html": b"home",
    "events/a.html": b"a" * 5000,
    "events/a.ics": b"ics",
    "es/events/a.html": b"hola",
    "empty": b"",
}
OTHER = {**MADE, "index.html": b"HOME", "events/b.html": b"b"}
del OTHER["events/a.ics"]
posix = pytest.mark.skipif(os.name == "nt", reason="links and pipes are as they are on Unix")


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    (tmp_path / "data").mkdir()
    return Folder(tmp_path / "data")


@pytest.fixture
def site(folder: Folder, tmp_path: Path) -> Path:
    """A site that was built a while ago."""
    build(folder, tmp_path / "public", MADE)
    for path in (tmp_path / "public").rglob("*"):
        os.utime(path, (1, 1))
    return tmp_path / "public"


def holds(site: Path) -> dict[str, bytes]:
    """The files of a site, by their paths, without the marker."""
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file() and path.name != site_deploy.MARKER
    }


def build(
    folder: Folder,
    site: Path,
    made: dict[str, bytes],
    before_the_end: Callable[[], object] = lambda: None,
    dry_run: bool = False,
) -> Difference:
    """What ``site build`` does."""
    with Deployment(folder, site, dry_run=dry_run) as deployment:
        states = {path: deployment.put(path, data) for path, data in made.items()}
        before_the_end()
        return deployment.finish(states)


def only_the_site(site: Path) -> bool:
    return sorted(path.name for path in site.parent.iterdir()) == ["data", "public"]


def test_what_is_the_same_is_the_same_file(folder: Folder, site: Path) -> None:
    before = {name: (site / name).stat() for name in MADE}
    difference = build(folder, site, OTHER)
    assert difference == (("events/b.html",), ("index.html",), ("events/a.ics",))
    assert holds(site) == OTHER
    for name in ("events/a.html", "es/events/a.html", "empty"):
        now = (site / name).stat()
        assert (now.st_ino, now.st_mtime, now.st_nlink) == (before[name].st_ino, 1, 1), name
    assert (site / "index.html").stat().st_ino != before["index.html"].st_ino
    assert only_the_site(site)
    assert build(folder, site, OTHER, dry_run=True).nothing
    assert build(folder, site, OTHER).nothing


def test_a_dry_run_says_what_would_be_and_writes_nothing(folder: Folder, site: Path) -> None:
    before = tree(site.parent)
    assert build(folder, site, OTHER, dry_run=True) == (("events/b.html",), ("index.html",), ("events/a.ics",))
    assert tree(site.parent) == before
    build(folder, site.with_name("none") / "yet", OTHER, dry_run=True)
    assert tree(site.parent) == before


def test_what_is_not_finished_leaves_nothing(folder: Folder, site: Path) -> None:
    before = tree(site.parent)

    def interrupted() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(folder, site, OTHER, interrupted)
    assert tree(site.parent) == before


def test_several_processes_write_files(folder: Folder, site: Path) -> None:
    with Deployment(folder, site) as deployment, multiprocessing.get_context("fork").Pool(3) as pool:
        made = {**OTHER, **{f"a/{each % 7}/{each}": b"x" for each in range(50)}}
        states = dict(zip(made, pool.starmap(deployment.put, made.items()), strict=True))
        difference = deployment.finish(states)
    assert (difference.changed, len(difference.new), holds(site)) == (("index.html",), 51, made)
    assert only_the_site(site)


@pytest.mark.parametrize(
    "refused", [OSError(18, "Invalid cross-device link"), PermissionError(1, "x"), NotImplementedError()]
)
def test_where_a_file_has_one_name_only_it_is_copied_with_its_time(
    folder: Folder, site: Path, monkeypatch: pytest.MonkeyPatch, refused: Exception
) -> None:
    (site / "events" / "a.html").chmod(0o640)

    def link(*given: object, **more: object) -> None:
        raise refused

    monkeypatch.setattr(os, "link", link)
    build(folder, site, OTHER)
    assert holds(site) == OTHER
    now = (site / "events" / "a.html").stat()
    assert (now.st_mtime, now.st_mode & 0o777) == (1, 0o640)
    assert (site / "index.html").stat().st_mtime > 1


def test_what_somebody_changed_by_hand_is_put_right(folder: Folder, site: Path) -> None:
    (site / "index.html").write_bytes(b"HAND")
    (site / "events" / "a.html").write_bytes(b"a" * 5001)
    (site / "empty").write_bytes(b"x")
    (site / "events" / "a.ics").unlink()
    assert build(folder, site, MADE) == (("events/a.ics",), ("empty", "events/a.html", "index.html"), ())
    assert holds(site) == MADE


@posix
@pytest.mark.parametrize("same", [True, False])
def test_a_link_in_the_place_of_a_file_is_replaced_and_not_followed(folder: Folder, site: Path, same: bool) -> None:
    mine = site.parent / "data" / "mine"
    mine.write_bytes(b"home" if same else b"mine")
    os.utime(mine, (2, 2))
    (site / "index.html").unlink()
    (site / "index.html").symlink_to(mine)
    assert build(folder, site, MADE).changed == ("index.html",)
    assert (site / "index.html").is_symlink() is False
    assert (holds(site), mine.read_bytes()) == (MADE, b"home" if same else b"mine")
    assert (mine.stat().st_mtime, mine.stat().st_nlink) == (2, 1)


@posix
def test_a_folder_that_became_a_link_is_not_followed(folder: Folder, site: Path) -> None:
    shutil.move(site / "events", site.parent / "data" / "mine")
    (site / "events").symlink_to(site.parent / "data" / "mine")
    before = tree(site.parent)
    with pytest.raises(FolderError, match="not of ours"):
        build(folder, site, OTHER)
    assert tree(site.parent) == before


@posix
def test_a_pipe_in_the_place_of_a_file_is_not_waited_for(folder: Folder, site: Path) -> None:
    (site / "index.html").unlink()
    os.mkfifo(site / "index.html")
    assert build(folder, site, MADE).changed == ("index.html",)
    assert holds(site) == MADE


def test_a_folder_in_the_place_of_a_file_is_said_and_stays(folder: Folder, site: Path) -> None:
    (site / "index.html").unlink()
    (site / "index.html").mkdir()
    (site / "index.html" / "x").write_text("mine")
    before = tree(site)
    with pytest.raises(FolderError):
        build(folder, site, MADE)
    assert (tree(site), only_the_site(site)) == (before, True)


@given(
    *[
        st.dictionaries(
            st.sampled_from(["a", "b", "x/a", "x/b", "x/y/c"]), st.sampled_from([b"", b"1", b"22"]), max_size=5
        )
        for _ in range(3)
    ]
)
def test_a_site_is_what_was_made_last(
    tmp_path_factory: pytest.TempPathFactory, one: dict[str, bytes], other: dict[str, bytes], hand: dict[str, bytes]
) -> None:
    root = tmp_path_factory.mktemp("sites")
    (root / "data").mkdir()
    folder, site = Folder(root / "data"), root / "public"
    build(folder, site, one)
    for name, data in hand.items():
        if name in one:
            (site / name).write_bytes(data)
    there = {**one, **{name: data for name, data in hand.items() if name in one}}
    difference = build(folder, site, other)
    assert holds(site) == other
    assert difference.new == tuple(sorted(other.keys() - there.keys()))
    assert difference.gone == tuple(sorted(there.keys() - other.keys()))
    assert difference.changed == tuple(
        sorted(name for name in other.keys() & there.keys() if other[name] != there[name])
    )
    shutil.rmtree(root)


def test_a_git_of_others_stays_one(folder: Folder, site: Path) -> None:
    """After "git gc" its refs are in one file, and git takes a folder without an (empty) refs/heads for none of its own."""
    (site / ".git" / "refs" / "heads").mkdir(parents=True)
    (site / ".git" / "HEAD").write_text("ref: refs/heads/main")
    (site / "es" / "empty" / "of-others").mkdir(parents=True)
    build(folder, site, {name: data for name, data in OTHER.items() if not name.startswith("es/")})
    assert (site / ".git" / "refs" / "heads").is_dir()
    assert (site / "es" / "empty" / "of-others").is_dir()
    shutil.rmtree(site / "es")
    build(folder, site, OTHER)
    build(folder, site, MADE)
    assert not (site / "es" / "empty").exists()


def test_a_folder_of_ours_that_is_empty_now_goes(folder: Folder, site: Path) -> None:
    (site / "es" / "events" / "a.html").unlink()
    build(folder, site, {"index.html": b"home"})
    assert [path.name for path in site.iterdir() if path.is_dir()] == []


@posix
def test_who_may_look_into_the_site_may_do_so_after_a_build(folder: Folder, site: Path) -> None:
    for mode in (0o2750, 0o755, 0o700):
        site.chmod(mode)
        build(folder, site, OTHER if mode == 0o755 else MADE)
        assert site.stat().st_mode & 0o7777 == mode


@posix
def test_the_group_of_a_site_stays_or_its_rights_are_the_usual_ones(
    folder: Folder, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[tuple[int, int]] = []

    def chown(_path: Path, user: int, group: int) -> None:
        given.append((user, group))
        raise PermissionError(1, "Operation not permitted")

    usual = (site / "events").stat().st_mode
    site.chmod(0o2750)
    monkeypatch.setattr(os, "chown", chown)
    build(folder, site, OTHER)
    assert given == [(-1, site.stat().st_gid)]
    assert site.stat().st_mode == usual  # with another group, the rights of this one would shut the server out


@pytest.mark.parametrize("first", [True, False])
def test_two_builds_at_once_do_not_mix(
    folder: Folder, site: Path, monkeypatch: pytest.MonkeyPatch, first: bool
) -> None:
    if first:
        shutil.rmtree(site)
    mine = {**MADE, "index.html": b"mine"}
    parent = os.getppid()

    def of_somebody_else() -> None:
        with monkeypatch.context() as patch:
            patch.setattr(os, "getpid", lambda: parent)
            build(folder, site, OTHER)

    with pytest.raises(FolderError, match="another build"):
        build(folder, site, mine, of_somebody_else)
    assert (holds(site), only_the_site(site)) == (OTHER, True)
    build(folder, site, mine)
    assert holds(site) == mine


@pytest.mark.parametrize("name", ["a**b", "[x]*", "a b", "public.v2"])
def test_any_name_of_a_folder_will_do(folder: Folder, site: Path, name: str) -> None:
    other = site.with_name(name)
    left = [site.with_name(f".{each}.999999999.{end}") for each in ("public", name) for end in ("new", "old")]
    for path in left:
        shutil.copytree(site, path)
    for made in (MADE, OTHER):
        build(folder, other, made)
        assert (holds(other), holds(site)) == (made, MADE)
    assert [path.exists() for path in left] == [True, True, False, False]  # what others have left is theirs
    build(folder, site, OTHER)
    assert not list(site.parent.glob(".*"))


# When a step fails


@pytest.mark.parametrize("swap", ["at once", "renamed"])
@pytest.mark.parametrize("step", ["mkdir", "write_text", "write_bytes", "rename", "second rename", "copy2", "scandir"])
def test_a_step_that_fails_leaves_the_old_site(
    folder: Folder, site: Path, monkeypatch: pytest.MonkeyPatch, step: str, swap: str
) -> None:
    (site / "CNAME").write_text("example.org")
    before = tree(site)
    calls: Counter[str] = Counter()
    where = {"copy2": shutil, "scandir": os}.get(step, Path)
    name = step.removeprefix("second ")
    real = getattr(where, name)

    def failing(*given: object, **more: object) -> object:
        calls[name] += 1
        if calls[name] == (2 if step.startswith("second") else 1):
            raise OSError(28, "No space left on device")
        return real(*given, **more)

    monkeypatch.setattr(where, name, failing)
    if swap == "renamed":
        monkeypatch.setattr(site_deploy, "exchange", lambda *_: False)
    elif "rename" in step:
        build_without_rename(folder, site)
        return
    with pytest.raises(FolderError, match="No space left"):
        build(folder, site, OTHER)
    monkeypatch.undo()
    assert (tree(site), only_the_site(site)) == (before, True)


def build_without_rename(folder: Folder, site: Path) -> None:
    """Where two folders change places at once, nothing is renamed."""
    if not exchanges(site.parent):
        pytest.skip("two folders cannot change places here")
    build(folder, site, OTHER)
    assert holds(site) == {**OTHER, "CNAME": b"example.org"}


def exchanges(place: Path) -> bool:
    """Whether this system can let two folders change places."""
    one, other = place / "one", place / "other"
    one.mkdir()
    other.mkdir()
    can = site_deploy.exchange(one, other)
    one.rmdir()
    other.rmdir()
    return can


def test_both_are_as_they_were_where_they_cannot_change_places(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "x").touch()
    assert site_deploy.exchange(tmp_path / "one", tmp_path / "none") is False
    assert [path.name for path in tmp_path.rglob("*")] == ["one", "x"]


def test_a_system_without_the_call(folder: Folder, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ctypes.CDLL", lambda _: object())
    assert site_deploy.exchange(site, site) is False
    build(folder, site, OTHER)
    assert (holds(site), only_the_site(site)) == (OTHER, True)


def test_there_is_a_site_at_every_moment(folder: Folder, site: Path) -> None:
    if not exchanges(site.parent):
        pytest.skip("two folders cannot change places here")
    seen: Counter[bytes | None] = Counter()
    done = threading.Event()

    def visitor() -> None:
        while not done.is_set():
            try:
                seen[(site / "index.html").read_bytes()] += 1
            except OSError:
                seen[None] += 1

    thread = threading.Thread(target=visitor)
    thread.start()
    try:
        for number in range(60):
            build(folder, site, OTHER if number % 2 else {**MADE, "index.html": b"home again"})
    finally:
        done.set()
        thread.join()
    assert seen[None] == 0
    assert set(seen) <= {b"home", b"HOME", b"home again"}


PROGRAM = """
import sys
from pathlib import Path
from lacwg.errors import LacwgError
from lacwg.store.site_deploy import Deployment
from lacwg.store.folder import Folder
made = eval(sys.argv[1])
try:
    with Deployment(Folder(Path("data")), Path("public")) as deployment:
        deployment.finish({path: deployment.put(path, data) for path, data in made.items()})
except LacwgError as error:
    sys.exit(f"error: {error}")
"""
CALLS = ("mkdir", "rename", "renameat2", "linkat", "write", "unlinkat", "rmdir")


def straced(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [strace(), *options, sys.executable, "-c", PROGRAM, repr(OTHER)],
        cwd=folder, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def copies(site: Path, call: str) -> Iterator[tuple[int, Path]]:
    """A copy of the data and the site for each time that a build makes a call."""
    base = site.parent
    counted = base.with_name(f"{base.name}-counted")
    shutil.copytree(base, counted)
    assert straced(counted, "-o", "calls", "-e", f"trace={call}").returncode == 0
    count = sum(line.startswith(f"{call}(") for line in (counted / "calls").read_text().splitlines())
    assert count or call in ("rename", "renameat2")  # one or the other
    for number in range(1, count + 1):
        folder = base.with_name(f"{base.name}-{call}-{number}")
        shutil.copytree(base, folder)
        yield number, folder


@pytest.mark.parametrize("call", CALLS)
def test_a_build_that_is_killed_at_any_call_leaves_the_old_or_the_new(folder: Folder, site: Path, call: str) -> None:
    for number, place in copies(site, call):
        straced(place, "-o", os.devnull, "-e", f"trace={call}", "-e", f"inject={call}:signal=SIGKILL:when={number}")
        assert holds(place / "public") in (MADE, OTHER), (call, number)
        build(Folder(place / "data"), place / "public", {**OTHER, "index.html": b"next"})
        assert holds(place / "public") == {**OTHER, "index.html": b"next"}
        left = [path for path in place.iterdir() if path.name.startswith(".")]
        assert not [path for path in left if (path / site_deploy.MARKER).is_file()], (call, number)


@pytest.mark.parametrize("call", CALLS)
def test_a_disk_that_fails_at_any_call_leaves_the_old_or_the_new(folder: Folder, site: Path, call: str) -> None:
    for number, place in copies(site, call):
        ran = straced(
            place, "-o", os.devnull, "-e", f"trace={call}", "-e", f"inject={call}:error=ENOSPC:when={number}+"
        )
        assert "Traceback" not in ran.stderr, (call, number)
        assert holds(place / "public") == (OTHER if ran.returncode == 0 else MADE), (call, number)
        if ran.returncode and call != "write":
            assert "could not be written" in ran.stderr


def test_what_a_stopped_build_took_away_is_put_back(folder: Folder, site: Path) -> None:
    (site / "CNAME").write_text("example.org")
    gone = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True)
    site.rename(site.with_name(f".public.{gone.stdout.strip()}.old"))
    difference = build(folder, site, OTHER)
    assert (difference.new, difference.gone) == (("events/b.html",), ("events/a.ics",))
    assert holds(site) == {**OTHER, "CNAME": b"example.org"}
    assert [each.name for each in site.parent.iterdir() if each.name.startswith(".public")] == []
