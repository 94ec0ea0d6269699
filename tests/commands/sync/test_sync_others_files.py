"""``lacwg sync`` and what others' hands put into the repository: bounded, unaltered, and nothing written that is not ours."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from conftest import Run
from shared_folders import RALLY, Clone, git, hub_and_clones

from lacwg.store import incoming_tree

PICTURE = b"\x89PNG\r\n\x1a\n\x00\r\n\n$Id$ " + bytes(range(256)) * 4
ATTRIBUTES = (
    "*.png text eol=lf ident filter=loud working-tree-encoding=UTF-16\n*.toml text eol=crlf ident filter=loud\n"
)


@pytest.fixture
def clones(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> list[Clone]:
    monkeypatch.chdir(tmp_path)
    return hub_and_clones(tmp_path, run)


def commit(clone: Clone, stream: bytes, who: str = "A <a@example.org> 1764000000 +0000") -> None:
    """Pushes a commit on top of what is shared: lines of ``git fast-import``, which takes what no editor makes."""
    head = git(clone.root, "rev-parse", "HEAD").strip()
    begun = f"commit refs/heads/made\ncommitter {who}\ndata 0\nfrom {head}\n".encode()
    taken = ["git", "fast-import", "--quiet", "--force", "--date-format=raw-permissive"]
    subprocess.run(taken, cwd=clone.root, input=begun + stream, check=True)
    git(clone.root, "push", "--quiet", "origin", "refs/heads/made:refs/heads/main")


def file(path: str, data: bytes, mode: str = "100644") -> bytes:
    return b"M %s inline %s\ndata %d\n%s\n" % (mode.encode(), path.encode(), len(data), data)


def nested(clone: Clone, levels: int, width: int) -> str:
    """The name of a tree with ``width ** levels`` names of one file: a few hundred bytes."""
    kind, mode, name = "blob", "100644", git(clone.root, "hash-object", "-w", "--stdin", "-t", "blob").strip()
    for _ in range(levels):
        rows = "".join(f"{mode} {kind} {name}\tn{number}\n" for number in range(width))
        made = subprocess.run(["git", "mktree"], cwd=clone.root, input=rows, capture_output=True, text=True, check=True)
        kind, mode, name = "tree", "040000", made.stdout.strip()
    return name


def test_settings_and_attributes_alter_nothing(
    clones: list[Clone], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b = clones
    loud = f"\"sh -c 'touch {tmp_path}/ran; cat'\""
    settings = tmp_path / "gitconfig"
    settings.write_text(
        f"[core]\n\tautocrlf = true\n\tattributesFile = {tmp_path}/attributes\n\tfsmonitor = {tmp_path}/loud\n"
        "\tsafecrlf = true\n"
        f'[filter "loud"]\n\tclean = {loud}\n\tsmudge = {loud}\n\trequired = true\n'
        "[log]\n\tshowSignature = true\n[push]\n\tfollowTags = true\n\trecurseSubmodules = check\n"
        '[remote "origin"]\n\tfetch = +refs/heads/*:refs/heads/*\n'
    )
    (tmp_path / "attributes").write_text(ATTRIBUTES)
    (tmp_path / "loud").write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n")
    (tmp_path / "loud").chmod(0o755)
    commit(a, file(".gitattributes", ATTRIBUTES.encode()) + file("images/.gitattributes", ATTRIBUTES.encode()))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    a.synced()
    (a.root / ".gitattributes").write_text(ATTRIBUTES)
    a.path("images").mkdir()
    a.path("images/x.png").write_bytes(PICTURE)
    a.write("issues/cuba.toml", 'title = "Cuba"\r\nsummary = "$Id$"\n')
    a.synced()
    b.synced()
    assert b.path("images/x.png").read_bytes() == PICTURE
    assert b.read("issues/cuba.toml") == a.read("issues/cuba.toml") == 'title = "Cuba"\r\nsummary = "$Id$"\n'
    assert not (b.root / ".gitattributes").exists()
    assert not (tmp_path / "ran").exists()


def test_what_is_not_the_groups_stays_in_git_and_is_named_once(clones: list[Clone], tmp_path: Path) -> None:
    a, b = clones
    a.write("minutes draft.odt", "draft")
    a.write("README.md", "mine")
    a.write("images/.x.png.swp", "x")
    git(a.root, "add", "README.md")
    git(a.root, "commit", "--quiet", "--message", "by hand")
    a.write("README.md", "mine, changed")
    git(a.root, "config", "--unset", "lacwg.named")
    assert 'Left in git as they are, being neither records, pictures nor pages: "README.md"' in a.synced().err
    assert "README.md" not in a.synced().err
    assert "draft" not in git(a.root, "ls-files")
    commit(
        a,
        file(".github/workflows/ci.yml", b"on: push\n")
        + file("docs/link", b"/etc/passwd", "120000")
        + file("docs/What?.md", b"?\n")
        + b"M 160000 %s vendor\n" % (b"1" * 40)
        + file(".gitmodules", b'[submodule "vendor"]\n\tpath = vendor\n\turl = ext::sh -c touch% ran\n')
        + file("contacts/Not an id.toml", b"x")
        + file("issues/good.toml", b'title = "Good"\n'),
    )
    said = b.synced()
    assert said.out == "Took in 1 change from origin\n  added issues/good.toml\n"
    assert "Came into git alone, being neither records" in said.err
    assert sorted(os.listdir(b.root)) == [".git", ".lacwg", "contacts", "events", "group.toml", "issues", "series"]
    assert b.clean  # what is in git alone is not taken for removed
    b.edit(RALLY, '"Church"', '"Hall"')
    b.synced()
    a.synced()
    assert a.read("README.md") == "mine, changed"
    listed = git(a.root, "ls-tree", "-r", "HEAD")
    assert "160000 commit 1111111111111111111111111111111111111111\tvendor\n" in listed
    assert git(a.root, "show", "HEAD:README.md") == "mine"
    assert "docs/link" in listed


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("images/2/3/4/5/6/7/8/9/x.png", "it lies deeper than 8 folders"),
        ("docs/2/3/4/5/6/7/8/9/x", "it lies deeper than 8 folders"),
        ("images/huge.png", "it is larger than 51200 KiB"),
        (".gitignore", "it is larger than 64 KiB"),
        ("contacts/Ana.toml", "some systems take it for contacts/ana.toml"),
    ],
)
def test_a_tree_beyond_bounds_is_refused(clones: list[Clone], path: str, said: str) -> None:
    a, b = clones
    data = b"x" * ((50 << 20) + 1 if "huge" in path else (64 << 10) + 1)
    commit(a, file(path, data) + file("issues/good.toml", b'title = "Good"\n'))
    before = b.files
    ran = b.sync()
    assert ran.code == 1
    assert f'"{path}": {said}' in ran.err
    assert b.files == before


def test_more_names_than_a_group_has_are_not_counted_to_the_end(
    clones: list[Clone], monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b = clones
    assert incoming_tree.MOST_FILES == 300_000
    commit(a, f"M 040000 {nested(a, 6, 12)} images\n".encode())  # three million
    monkeypatch.setattr(incoming_tree, "MOST_FILES", 3000)
    before = b.files
    ran = b.sync()
    assert ran.code == 1
    assert "more than 3,000 files or 2 GiB" in ran.err
    assert b.files == before


@pytest.mark.parametrize(
    "address",
    ["ext::sh -c touch% ran", "-oProxyCommand=touch ran", "ssh://-oProxyCommand=touch/x", "http://h/x", "git://h/x"],
)
def test_addresses_that_are_not_taken(clones: list[Clone], address: str, tmp_path: Path) -> None:
    a, _ = clones
    git(a.root, "config", "protocol.ext.allow", "always")
    git(a.root, "config", "remote.origin.url", address)
    a.edit(RALLY, '"Church"', '"Hall"')
    head = git(a.root, "rev-parse", "HEAD")
    ran = a.sync()
    assert ran.code == 1
    assert "git remote set-url origin ADDRESS" in ran.err
    git(a.root, "config", "remote.origin.url", "https://example.invalid/x")
    git(a.root, "config", f"url.{address}.insteadOf", "https://example.invalid/x")  # by a setting, too
    assert a.sync().code == 1
    assert git(a.root, "rev-parse", "HEAD") == head
    assert "ran" not in {path.name for path in tmp_path.rglob("ran")}


def test_records_that_are_in_git_alone_are_not_taken_for_removed(clones: list[Clone]) -> None:
    a, _ = clones
    git(a.root, "update-index", "--skip-worktree", RALLY)  # as a sparse checkout does
    a.remove(RALLY)
    assert a.synced().out == "Nothing new here or at origin\n"
    a.edit("contacts/ana.toml", "617", "413")
    a.synced()
    assert RALLY in git(a.root, "ls-tree", "-r", "--name-only", "origin/main")


@pytest.mark.parametrize("at", ["9999999999999 +0000", "-1 +0000", "1 +9999", "253402300799 -1200", "0 -0000"])
def test_whatever_a_commit_says_of_who_and_when(clones: list[Clone], at: str) -> None:
    a, b = clones
    text = a.read(RALLY)
    commit(a, file(RALLY, text.replace('"Church"', '"Hall"').encode()), "\x1b[2J" * 99 + f" <a@b> {at}")
    b.edit(RALLY, '"Church"', '"Library"')
    ran = b.sync()
    assert ran.code == 1
    assert "\x1b" not in ran.out
    assert '"Hall"' in ran.out
    assert max(map(len, ran.out.splitlines())) < 1500
    assert b.sync("--json").json["state"] == "conflict"
