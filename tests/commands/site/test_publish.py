"""``lacwg site publish``: to a branch of a bare repository, and by rsync to a folder."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest
from conftest import Run

sys.path.insert(0, str(Path(__file__).parents[1] / "sync"))
from shared_folders import GROUP, RALLY, git

PRIVATE = "where the data folder is kept, with all that is private"


@pytest.fixture
def group(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small group's folder in git, shared with "hub.git"; the page is for "page.git"."""
    root = tmp_path / "group"
    (root / RALLY).parent.mkdir(parents=True)
    (root / "group.toml").write_text(f"{GROUP}languages = []\n")
    (root / RALLY).write_text(
        'title = "Rally"\nstart = 2026-12-03T19:00:00\nplace = "Church"\n[private]\nnote = "rent"\n'
    )
    for name in ("hub.git", "page.git"):
        git(tmp_path, "init", "-q", "--bare", name)
        git(tmp_path / name, "config", "receive.fsckObjects", "true")
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "-c", "user.name=A", "-c", "user.email=a@b.c", "commit", "-qm", "x")
    git(root, "remote", "add", "origin", "../hub.git")
    git(root, "push", "-q", "origin", "HEAD:main")
    monkeypatch.chdir(root)
    monkeypatch.setenv("LACWG_DATA", str(root))
    return root


def put_by_hand(tmp_path: Path, branch: str, files: dict[str, str]) -> None:
    """Somebody else's commit on a branch of the page's repository, on top of what is there."""
    work = tmp_path / f"work-{branch}"
    git(tmp_path, "init", "-q", str(work))
    git(work, "remote", "add", "page", "../page.git")
    if f"refs/heads/{branch}" in git(work, "ls-remote", "page"):
        git(work, "pull", "-q", "page", branch)
    for name, text in files.items():
        (work / name).write_text(text)
    git(work, "add", "-A")
    git(work, "-c", "user.name=B", "-c", "user.email=b@b.c", "commit", "-qm", "by hand")
    git(work, "push", "-q", "page", f"HEAD:{branch}")


def names(tmp_path: Path, branch: str) -> set[str]:
    return set(git(tmp_path / "page.git", "ls-tree", "-r", "--name-only", branch).split())


def commits(tmp_path: Path, branch: str = "gh-pages") -> list[str]:
    return git(tmp_path / "page.git", "log", "--format=%an <%ae> %s %H", branch).splitlines()


def test_a_branch_has_the_page_as_one_commit_and_keeps_what_others_put_there(
    group: Path, tmp_path: Path, run: Run
) -> None:
    publish = ("site", "publish", "--remote", "../page.git", "--base-url", "https://example.org/")
    would = run(*publish, "--dry-run", "--json").json
    assert "index.html" in would["new"]
    assert not git(tmp_path / "page.git", "branch")
    first = run(*publish)
    assert first.code == 0, first.err
    assert "Published" in first.out
    (commit,) = commits(tmp_path)
    assert commit.startswith("lacwg <lacwg@localhost> The page ")
    assert {*would["new"], ".lacwg-site", ".nojekyll"} == names(tmp_path, "gh-pages")
    assert "is up to date" in run(*publish).out
    assert commits(tmp_path) == [commit]
    assert not git(group, "status", "--porcelain")

    put_by_hand(tmp_path, "gh-pages", {"CNAME": "example.org", "proof.html": "x"})
    (group / RALLY).write_text('title = "Rally"\nstart = 2026-12-03T20:00:00\n')
    again = run(*publish, "--json").json
    assert f"events/{Path(RALLY).stem}.html" in again["changed"]
    assert again["gone"] == []
    assert len(commits(tmp_path)) == 1
    assert {"CNAME", "proof.html"} < names(tmp_path, "gh-pages")
    (group / RALLY).unlink()
    assert f"events/{Path(RALLY).stem}.html" in run(*publish, "--json").json["gone"]
    lost = run("site", "publish", "--remote", "../page.git")  # without its address there are no news
    assert lost.code == 1
    assert "to keep them: --base-url https://example.org/" in lost.err


def test_a_branch_of_something_else_is_taken_over_after_asking_alone(group: Path, tmp_path: Path, run: Run) -> None:
    put_by_hand(tmp_path, "main", {"README.md": "x", "CNAME": "example.org"})
    before = commits(tmp_path, "main")
    publish = ("site", "publish", "--remote", str(tmp_path / "page.git"), "--branch", "main")
    refused = run(*publish)
    assert refused.code == 1
    assert "did not put there" in refused.err
    assert "README.md" in refused.err
    assert commits(tmp_path, "main") == before
    assert run(*publish, "--yes").code == 0
    assert len(commits(tmp_path, "main")) == 1
    assert "README.md" not in names(tmp_path, "main")
    assert {"CNAME", "index.html"} < names(tmp_path, "main")


def test_no_remote_of_the_data_folder_is_taken(
    group: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(group, "remote", "add", "forge", "mine:River/Data.git")
    git(group, "config", "url.ssh://git@github.com/.insteadOf", "mine:")
    (tmp_path / "alias.git").symlink_to("hub.git")
    shutil.copytree(tmp_path / "hub.git", tmp_path / "mirror.git")  # another address, the same commits
    for address in (
        "../hub.git", "../hub", f"file://{tmp_path}/hub.git/", "../alias.git", "../mirror.git", ".", "../group/.git",
        "mine:River/Data.git", "mine:river/data", "https://github.com/river/data", "git@GitHub.com:River/Data",
        "https://ana:token@www.github.com:443/River/Data.git/", "ssh://bo@ssh.github.com:443/river/data.git",
    ):  # fmt: skip
        ran = run("site", "publish", "--yes", "--remote", address)
        assert ran.code == 1, address
        assert PRIVATE in ran.err, (address, ran.err)
        assert "token" not in ran.err
    for address in (".", "..", "events", "git@github.com:River/Data.git"):
        assert PRIVATE in run("site", "publish", "--yes", "--rsync", address).err, address
    for name in ("origin", "forge"):
        git(group, "remote", "remove", name)
    assert PRIVATE in run("site", "publish", "--yes", "--remote", "../hub.git").err  # it has the folder's commits
    assert git(tmp_path / "hub.git", "branch") == "  main\n"


def test_an_address_of_the_groups_file_is_agreed_to_once(group: Path, tmp_path: Path, run: Run) -> None:
    (group / "group.toml").write_text(f'{GROUP}languages = []\n[site]\nremote = "../page.git"\nbranch = "web"\n')
    refused = run("site", "publish")
    assert refused.code == 1
    assert "which is new here" in refused.err
    assert run("site", "publish", "--yes").code == 0
    assert run("site", "publish").code == 0
    assert len(commits(tmp_path, "web")) == 1


@pytest.mark.parametrize(
    "argv",
    [
        [],
        ["--remote", "http://example.org/x"],
        ["--remote", "ext::sh -c x"],
        ["--remote", "../page.git", "--branch", "a..b"],
        ["--rsync", "a:b", "--branch", "x"],
        ["--rsync", "example.org:"],
        ["--rsync", "a@example.org::module"],
        ["--rsync", "-oProxyCommand=x:y"],
    ],
)
def test_what_is_no_place_is_wrong_usage(group: Path, run: Run, argv: list[str]) -> None:
    assert run("site", "publish", "--yes", *argv).code == 2


@pytest.mark.skipif(
    shutil.which("rsync") is None and os.environ.get("LACWG_PEERS") != "required", reason="there is no rsync"
)
def test_by_rsync_no_file_of_others_goes(group: Path, tmp_path: Path, run: Run) -> None:
    web = tmp_path / "web"
    publish = ("site", "publish", "--rsync", "../web")
    assert "index.html" in run(*publish, "--dry-run", "--json").json["new"]
    assert not web.exists()
    assert run(*publish).code == 0
    assert "is up to date" in run(*publish).out
    (web / "events" / "mine.html").write_text("x")
    (group / RALLY).unlink()
    gone = run(*publish, "--json").json["gone"]
    assert f"events/{Path(RALLY).stem}.html" in gone
    assert [path.name for path in (web / "events").iterdir()] == ["mine.html"]
    (web / ".lacwg-site").unlink()
    (web / "index.html").write_text("somebody's")
    refused = run(*publish)
    assert refused.code == 1
    assert "index.html" in refused.err
    assert (web / "index.html").read_text() == "somebody's"
    assert run(*publish, "--yes").code == 0
    assert (web / "index.html").read_text() != "somebody's"
