"""``lacwg sync`` where something is in the way: no network, a lost race, a kill, a hostile other side."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from pathlib import Path

import pytest
import tomli
from conftest import Run
from shared_folders import MEETING, RALLY, Clone, git, hub_and_clones

from lacwg import app
from lacwg.remotes import git as repository_module
from lacwg.store.history import transaction


@pytest.fixture(autouse=True)
def person(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine on which git knows somebody, whoever runs the tests."""
    settings = tmp_path_factory.mktemp("home") / "gitconfig"
    settings.write_text("[user]\n\tname = Ana\n\temail = ana@example.org\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))


@pytest.fixture
def clones(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> list[Clone]:
    monkeypatch.chdir(tmp_path)
    return hub_and_clones(tmp_path, run, "abc")


def push(clone: Clone, *entries: tuple[str, str, bytes]) -> None:
    """Pushes a commit whose tree holds what no honest program writes: mode, path, content."""
    lines = []
    for mode, path, data in entries:
        name = subprocess.run(
            ["git", "hash-object", "-w", "--stdin"], cwd=clone.root, input=data, capture_output=True, check=True
        ).stdout.decode()
        lines.append((mode, path, "1" * 40 if mode == "160000" else name.strip()))
    tree = _tree(clone, lines, git(clone.root, "ls-tree", "-z", "HEAD"))
    commit = git(clone.root, "commit-tree", tree, "-p", "HEAD", "-m", "x").strip()
    git(clone.root, "push", "--quiet", "origin", f"{commit}:refs/heads/main")


def _tree(clone: Clone, entries: list[tuple[str, str, str]], listed: str) -> str:
    rows = [row for row in listed.split("\0") if row]
    for top in {path.partition("/")[0] for _, path, _ in entries}:
        rows = [row for row in rows if row.partition("\t")[2] != top]
        inner = [(mode, path.partition("/")[2], name) for mode, path, name in entries if path.partition("/")[0] == top]
        if inner[0][1]:
            rows.append(f"040000 tree {_tree(clone, inner, '')}\t{top}")
        else:
            rows.append(f"{inner[0][0]} {'commit' if inner[0][0] == '160000' else 'blob'} {inner[0][2]}\t{top}")
    made = subprocess.run(
        ["git", "mktree", "-z", "--missing"],
        cwd=clone.root,
        input="\0".join(rows) + "\0",
        capture_output=True,
        text=True,
        check=True,
    )
    return made.stdout.strip()


@pytest.mark.parametrize(
    ("mode", "path"),
    [
        ("100644", "../outside.toml"),
        ("100644", "contacts/../../outside.toml"),
        ("100644", ".git/hooks/pre-commit"),
        ("100644", ".GIT/config"),
        ("100644", "images/.git/config"),
        ("100644", "git~1/config"),
        ("100644", ".lacwg/lock"),
        ("100644", "images\\x.png"),
        ("100644", "images/con.txt"),
        ("100644", "images/a\x1b[2Jb.png"),
        ("100644", "images/\u202egnp.png"),
        ("100644", "images/x.png "),
        ("100644", "Group.toml"),
        ("100644", "group.toml/x"),
        ("120000", "contacts/zoe.toml"),
        ("120000", "images"),
        ("160000", "events/2026"),
        ("120000", "Images"),
    ],
)
def test_a_hostile_tree_is_refused_whole(clones: list[Clone], mode: str, path: str, tmp_path: Path) -> None:
    a, b, _ = clones
    push(a, (mode, path, b"/etc/passwd"), ("100644", "issues/good.toml", b'title = "Good"\n'))
    (tmp_path / "user-data").mkdir(exist_ok=True)  # this installation's own
    before, outside = b.files, sorted(os.listdir(tmp_path))
    ran = b.sync()
    assert ran.code == 1, ran.out
    assert "nothing was changed" in ran.err or "invalid path" in ran.err
    assert "\x1b" not in ran.err
    assert "\u202e" not in ran.err
    assert (b.files, b.clean, sorted(os.listdir(tmp_path))) == (before, True, outside)


def test_files_that_are_too_large_are_refused(clones: list[Clone]) -> None:
    a, b, _ = clones
    push(a, ("100644", "issues/big.toml", b'title = "' + b"x" * (1 << 20) + b'"\n'))
    ran = b.sync()
    assert ran.code == 1
    assert '"issues/big.toml": it is larger than 1024 KiB' in ran.err


def test_a_link_here_is_not_written_through(clones: list[Clone], tmp_path: Path) -> None:
    a, b, _ = clones
    a.write("images/x.png", "x")
    a.synced()
    (tmp_path / "elsewhere").mkdir()
    (b.root / ".git" / "info" / "exclude").write_text("images\n")
    (b.root / "images").symlink_to(tmp_path / "elsewhere")
    assert b.sync().code == 1
    assert os.listdir(tmp_path / "elsewhere") == []


def test_a_record_of_theirs_that_cannot_be_read_is_not_taken_in(clones: list[Clone]) -> None:
    a, b, _ = clones
    push(a, ("100644", "issues/bad.toml", b"<<<<<<< HEAD\n"), ("100644", "contacts/zoe.toml", b"nam = 'Zoe'\n"))
    before = b.files
    ran = b.sync()
    assert ran.code == 1
    assert "unknown key" in ran.out
    assert "a merge left both versions" in ran.out
    assert b.files == before
    assert b.synced("--mine", "bad", "--mine", "zoe").code == 0
    assert b.files.keys() == before.keys() - {"contacts/ana.toml"}


def test_a_record_of_ours_that_cannot_be_read_does_not_go_out(clones: list[Clone]) -> None:
    a, _, _ = clones
    head = git(a.root, "rev-parse", "HEAD")
    a.path("issues").mkdir()
    a.path("issues/cuba.toml").write_bytes(b'title = "Cuba \xff"\n')
    assert "the file is not UTF-8 text" in a.sync().err
    a.remove("issues/cuba.toml")
    a.edit(RALLY, "place", "plaec")
    ran = a.sync()
    assert ran.code == 1
    assert f'{RALLY}, line 3: unknown key "plaec"' in ran.err
    assert git(a.root, "rev-parse", "HEAD") == head


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("images/a:b.png", "not a plain one on every system"),
        ("images/link.png", "this is a link"),
        ("contacts/ana (1).toml", "a copy that a sync program or an editor made"),
        ("contacts/Zoe.toml", "the file's name cannot be an id"),
    ],
)
def test_files_of_ours_that_the_others_could_not_take_in_do_not_go_out(
    clones: list[Clone], path: str, said: str
) -> None:
    a, _, _ = clones
    a.write(path, 'name = "Zoe"\n')
    if "link" in path:
        a.path(path).unlink()
        a.path(path).symlink_to("elsewhere")
    head = git(a.root, "rev-parse", "HEAD")
    ran = a.sync()
    assert ran.code == 1
    assert said in ran.err
    assert git(a.root, "rev-parse", "HEAD") == head


def test_two_folders_that_have_nothing_in_common(clones: list[Clone], tmp_path: Path, run: Run) -> None:
    run("init", "other", "--git", "--name", "Other", "--timezone", "America/New_York")
    other = Clone(tmp_path / "other", run)
    git(other.root, "branch", "-M", "main")
    git(other.root, "remote", "add", "origin", "../hub.git")
    before = other.files
    ran = other.sync()
    assert ran.code == 1
    assert "uid_namespace" in ran.out
    assert other.files == before


def test_a_clone_with_other_line_ends(clones: list[Clone], tmp_path: Path, run: Run) -> None:
    a, b, _ = clones
    git(tmp_path, "clone", "--quiet", "-c", "core.autocrlf=true", "hub.git", "w")
    windows = Clone(tmp_path / "w", run)
    assert "\r\n" in windows.read(RALLY)
    assert windows.synced().out == "Nothing new here or at origin\n"
    windows.edit(RALLY, 'title = "Rally"', 'title = "Rally for peace"')
    a.edit(RALLY, '"Church"', '"Hall"')
    a.edit("contacts/ana.toml", "617", "413")
    for clone in (a, windows, a, b):
        clone.synced()
    assert windows.clean
    assert b.files == a.files
    assert {name: text.replace(b"\r\n", b"\n") for name, text in windows.files.items()} == a.files
    made = tomli.loads(a.read(RALLY))
    assert (made["title"], made["place"], made["sequence"]) == ("Rally for peace", "Hall", 5)


def test_without_a_network_it_is_committed(clones: list[Clone], tmp_path: Path) -> None:
    a, b, _ = clones
    (tmp_path / "hub.git").rename(tmp_path / "away")
    a.edit("contacts/ana.toml", "617", "413")
    ran = a.synced()
    assert ran.out == "Committed: A contact changed\nWhat is here goes out with the next: lacwg sync\n"
    assert ran.err.startswith("origin could not be reached: ")
    assert a.sync("--json").json["state"] == "unreachable"
    assert "Nothing was settled" in a.sync("--mine", "ana").err
    (tmp_path / "away").rename(tmp_path / "hub.git")
    a.synced()
    b.synced()
    assert a.files == b.files


def test_without_a_remote_it_is_committed(clones: list[Clone]) -> None:
    a, _, _ = clones
    git(a.root, "remote", "remove", "origin")
    a.edit("contacts/ana.toml", "617", "413")
    ran = a.synced()
    assert ran.out.startswith("Committed: A contact changed\nIt is shared with nobody yet")
    assert a.clean


def test_a_push_that_lost_a_race_starts_again(clones: list[Clone], monkeypatch: pytest.MonkeyPatch) -> None:
    a, b, c = clones
    a.edit(RALLY, '"Church"', '"Hall"')
    b.edit(MEETING, '"Hall"', '"Library"')
    a.synced()
    c.edit("contacts/ana.toml", "617", "413")
    real, races = repository_module.run, []

    def racing(root: Path, arguments: tuple[str, ...], **more: object) -> tuple[int, bytes]:
        if arguments[0] == "push" and root == b.root and len(races) < 2:
            races.append(None)
            c.write(f"issues/race-{len(races)}.toml", f'title = "Race {len(races)}"\n')
            git(c.root, "add", "--all")
            git(c.root, "commit", "--quiet", "--message", "by hand")
            git(c.root, "pull", "--quiet", "--rebase")
            git(c.root, "push", "--quiet")
        return real(root, arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(repository_module, "run", racing)
    said = b.synced()
    assert len(races) == 2
    assert "issues/race-2.toml" in said.out
    for clone in (a, b, c):
        clone.synced()
    assert a.files == b.files == c.files
    assert '"Library"' in a.read(MEETING)
    assert "413" in a.read("contacts/ana.toml")


def test_races_come_to_an_end(clones: list[Clone], tmp_path: Path) -> None:
    a, _, _ = clones
    hook = tmp_path / "hub.git" / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\necho 'non-fast-forward, says the hook' >&2\nexit 1\n")
    hook.chmod(0o755)
    a.edit("contacts/ana.toml", "617", "413")
    ran = a.sync()
    assert ran.code == 1
    assert "others were quicker 5 times" in ran.err
    hook.write_text("#!/bin/sh\nexit 1\n")
    ran = a.sync()
    assert ran.code == 1
    assert "origin did not take it: [remote rejected] main -> main (pre-receive hook declined)" in ran.err


def test_folders_that_are_not_shared(data: Path, run: Run, tmp_path: Path) -> None:
    ran = run("sync")
    assert ran.code == 1
    assert "is not kept in git" in ran.err
    assert "lacwg init DIR --git" in ran.err
    git(tmp_path, "init", "--quiet")
    ran = run("sync")
    assert ran.code == 1
    assert "a part of another repository" in ran.err
    assert not git(tmp_path, "for-each-ref")


def test_a_repository_in_the_middle_of_something(clones: list[Clone]) -> None:
    a, _, _ = clones
    git(a.root, "checkout", "--quiet", "--detach")
    assert "no branch is checked out" in a.sync().err
    git(a.root, "checkout", "--quiet", "main")
    (a.root / ".git" / "MERGE_HEAD").write_text(git(a.root, "rev-parse", "HEAD"))
    assert "a merge that somebody began here is not finished" in a.sync().err


def test_git_must_know_who_it_is(clones: list[Clone], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    a, _, _ = clones
    git(a.root, "config", "user.name", "")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "none"))
    ran = a.sync()
    assert ran.code == 1
    assert "git config --global user.name" in ran.err


def test_hooks_and_variables_do_not_lead_it_astray(clones: list[Clone], monkeypatch: pytest.MonkeyPatch) -> None:
    a, b, _ = clones
    for name in ("pre-push", "reference-transaction", "post-index-change"):
        hook = a.root / ".git" / "hooks" / name
        hook.parent.mkdir(exist_ok=True)
        hook.write_text("#!/bin/sh\nexit 1\n")
        hook.chmod(0o755)
    a.edit("contacts/ana.toml", "617", "413")
    monkeypatch.setenv("GIT_DIR", str(b.root / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(b.root / "index"))
    assert "Shared it" in a.synced().out
    assert not (b.root / "index").exists()


def test_init_makes_a_repository(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    made = run("init", "g", "--git", "--name", "Group", "--timezone", "America/New_York", "--rule", "1st Monday")
    assert made.code == 0, made.err
    assert git(tmp_path / "g", "log", "--format=%s") == "A folder for Group\n"
    assert git(tmp_path / "g", "status", "--porcelain") == ""
    assert sorted(os.listdir(tmp_path / "g")) == [".git", "group.toml", "series"]
    assert run("sync", "--data", "g").code == 0
    run("init", "h", "--git", "--dry-run", "--name", "Group", "--timezone", "America/New_York")
    assert not (tmp_path / "h").exists()


WRITING = ("add", "commit-tree", "update-ref", "update-index", "read-tree", "fetch", "push")
"""What git does that leaves something behind."""


def stopped_at(clone: Clone, number: int) -> bool:
    """Runs ``sync`` in a child that is killed before its ``number``-th step, and says whether it came that far."""
    child = os.fork()
    if child == 0:
        left = [number]

        def counted(real: object) -> object:
            def step(*arguments: object, **more: object) -> object:
                left[0] -= not (isinstance(arguments[-1], tuple) and arguments[-1][0] not in WRITING)
                if left[0] == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
                return real(*arguments, **more)  # type: ignore[operator]

            return step

        for module, name in (
            (repository_module, "run"),
            (transaction, "replace_file"),
            (Path, "replace"),
            (Path, "unlink"),
        ):
            setattr(module, name, counted(getattr(module, name)))
        code = 3
        try:
            code = app.run(["sync", "--data", str(clone.root)])
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


def test_killed_at_every_step_nothing_is_half_and_the_next_finishes(clones: list[Clone], tmp_path: Path) -> None:
    a, b, _ = clones
    a.edit(RALLY, '"Church"', '"Hall"')
    a.edit(MEETING, '"Hall"', '"Library"')
    a.write("images/x.png", "x")
    a.write("issues/cuba.toml", 'title = "Cuba"\n')
    a.remove("contacts/ana.toml")
    a.synced()
    b.edit(RALLY, 'title = "Rally"', 'title = "Rally for peace"')
    b.write("issues/haiti.toml", 'title = "Haiti"\n')
    names = ("hub.git", "b")
    for name in names:
        shutil.copytree(tmp_path / name, tmp_path / "kept" / name)
    number = 1
    while stopped_at(b, number):
        for name in b.files:
            if name.endswith(".toml"):
                tomli.loads(b.read(name))
        rally = tomli.loads(b.read(RALLY))
        assert (rally["title"], rally["place"]) in (("Rally for peace", "Church"), ("Rally for peace", "Hall"))
        b.synced()
        left = [path for path in b.root.rglob("*.tmp") if not {".git", ".lacwg"} & {*path.parts}]
        assert not left
        made = tomli.loads(b.read(RALLY))
        assert (made["title"], made["place"]) == ("Rally for peace", "Hall")
        assert {"issues/cuba.toml", "issues/haiti.toml", "images/x.png"} <= b.files.keys()
        assert "contacts/ana.toml" not in b.files
        assert b.clean
        assert git(b.root, "rev-parse", "HEAD") == git(b.root, "rev-parse", "origin/main")
        for name in names:
            shutil.rmtree(tmp_path / name)
            shutil.copytree(tmp_path / "kept" / name, tmp_path / name)
        number += 1
    assert number > 20
