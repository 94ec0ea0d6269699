"""One repository: what it holds, commits made without touching a file of the folder, and where its branch is shared."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from lacwg.errors import LacwgError, UnreachableError
from lacwg.remotes.git.running import GitError, run

_LEFT_OUT: Final = (".lacwg", "**/.*.tmp", "**/.*.sw?", "**/*~", "**/.DS_Store", "**/Thumbs.db")
"""What is never of the group: this machine's own, and what editors and systems leave behind."""
_UNFINISHED: Final = {
    "MERGE_HEAD": "merge",
    "REBASE_HEAD": "rebase",
    "CHERRY_PICK_HEAD": "cherry-pick",
    "REVERT_HEAD": "revert",
}
_ROUTE = ("remote", "merge")
_NOT_THERE: Final = "couldn't find remote ref"
_LOST: Final = (
    "fetch first", "non-fast-forward", "cannot lock ref", "failed to update ref", "incorrect old value",
)  # fmt: skip
_UNWANTED: Final = ("[remote rejected]", "denied", "not allowed")


class Blob(NamedTuple):
    """A file of a tree: its mode, the name of what it holds, and how many bytes that is (-1: no file)."""

    mode: str
    name: str
    size: int


class Remote(NamedTuple):
    """Where a branch is shared: a remote's name, and the branch's full name there."""

    name: str
    branch: str

    @property
    def tracking(self) -> str:
        """The ref that holds what was fetched last."""
        return f"refs/remotes/{self.name}/{self.branch.removeprefix('refs/heads/')}"


class NotItsRootError(LacwgError):
    """The folder is not the root of a repository of its own."""


class Repository:
    """The repository whose root is ``root``."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def git(self, *arguments: str, given: bytes = b"", variables: Mapping[str, str] | None = None) -> str:
        """What git prints, without the line end behind it. Raises ``GitError``."""
        return run(self.root, arguments, given=given, variables=variables)[1].decode("utf-8", "replace").strip("\n")

    def asked(self, *arguments: str) -> str | None:
        """The same; None where git says no."""
        code, out = run(self.root, arguments, passing=(0, 1, 2, 128))
        return None if code else out.decode("utf-8", "replace").strip("\n")

    # How it stands

    def create(self) -> None:
        """Makes the repository."""
        self.git("init", "--quiet")

    def refuse(self) -> None:
        """Raises where the folder is no root of a repository, or that is in the middle of something."""
        try:
            prefix = self.git("rev-parse", "--show-prefix")
        except GitError as error:
            if "not a git repository" not in error.said:
                raise
            raise NotItsRootError(
                "this data folder is not kept in git",
                hint=f'to begin: git init "{self.root}", then: lacwg sync\na new group: lacwg init DIR --git',
            ) from None
        if prefix:
            raise NotItsRootError(
                "this data folder is a part of another repository, of which not all may be shared",
                hint="move it to a folder of its own, and there: git init",
            )
        for name, what in _UNFINISHED.items():
            if self.commit(name) is not None:
                raise LacwgError(
                    f"a {what} that somebody began here is not finished",
                    hint=f"finish it, or give it up: git {what} --abort",
                )
        if self.asked("symbolic-ref", "--quiet", "HEAD") is None:
            raise LacwgError("no branch is checked out here", hint="choose one, as: git switch main")

    @property
    def branch(self) -> str:
        """The branch that is checked out, by its full name."""
        return self.git("symbolic-ref", "HEAD")

    @property
    def remote(self) -> Remote | None:
        """Where it is shared; None: nowhere."""
        branch = self.branch
        there = [
            self.asked("config", "--get", f"branch.{branch.removeprefix('refs/heads/')}.{each}") for each in _ROUTE
        ]
        names = self.git("remote").split()
        if there[0] in names and there[0] is not None:
            return Remote(there[0], there[1] or branch)
        if "origin" in names or len(names) == 1:
            return Remote("origin" if "origin" in names else names[0], branch)
        return None

    def commit(self, name: str) -> str | None:
        """The commit that a ref is at; None where there is none."""
        return self.asked("rev-parse", "--quiet", "--verify", "--end-of-options", f"{name}^{{commit}}")

    def common(self, one: str, other: str) -> str | None:
        """The commit that both came from, if any."""
        return self.asked("merge-base", one, other)

    def tree(self, commit: str | None) -> dict[str, Blob]:
        """The files of a commit or a tree, by their paths below the folder."""
        if commit is None:
            return {}
        _, out = run(self.root, ("ls-tree", "-r", "-z", "-l", "--full-tree", commit))
        found = {}
        for line in out.split(b"\0")[:-1]:
            about, _, path = line.partition(b"\t")
            mode, _, name, size = about.decode().split()
            found[path.decode("utf-8", "surrogateescape")] = Blob(mode, name, -1 if size == "-" else int(size))
        return found

    def blobs(self, names: Iterable[str]) -> dict[str, bytes]:
        """What blobs hold."""
        wanted = list(dict.fromkeys(names))
        if not wanted:
            return {}
        _, out = run(self.root, ("cat-file", "--batch"), given="".join(f"{name}\n" for name in wanted).encode())
        found = {}
        at = 0
        for name in wanted:
            end = out.index(b"\n", at)
            about = out[at:end].split()
            if about[-1] == b"missing":  # what a repository within this one is at
                found[name], at = b"", end + 1
                continue
            size = int(about[2])
            found[name] = out[end + 1 : end + 1 + size]
            at = end + size + 2
        return found

    def last(self, commit: str, path: str) -> tuple[str, str] | None:
        """Who changed a file last before a commit, and when (ISO 8601)."""
        said = self.asked("log", "-1", "--format=%an%x00%aI", commit, "--", f":(literal){path}")
        who, _, when = (said or "").partition("\0")
        return (who, when) if when else None

    def uncommitted(self) -> dict[str, bytes | None] | None:
        """What differs from the last commit, and what each file held there; None where nothing is kept in git."""
        try:
            if self.asked("rev-parse", "--show-prefix") != "" or (head := self.commit("HEAD")) is None:
                return None
        except GitError:
            return None
        was, now = self.tree(head), self.tree(self.look(keep=False))
        paths = [path for path in {*was, *now} if was.get(path) != now.get(path)]
        held = self.blobs(was[path].name for path in paths if path in was)
        return {path: held[was[path].name] if path in was else None for path in paths}

    # New commits

    def look(self, *, keep: bool) -> str:
        """The folder's files as they stand, as a tree. ``keep``: in the repository's index too."""
        add = ("add", "--all", "--", ".", *(f":(exclude,glob){each}" for each in _LEFT_OUT))
        if keep:
            self.git(*add)
            return self.git("write-tree")
        with tempfile.TemporaryDirectory() as directory:
            index = Path(directory) / "index"
            # with its time, by which git knows whether a file may have changed since; a new repository has none yet
            with contextlib.suppress(FileNotFoundError):
                shutil.copy2(self.root / self.git("rev-parse", "--git-path", "index"), index)
            variables = {"GIT_INDEX_FILE": str(index)}
            self.git(*add, variables=variables)
            return self.git("write-tree", variables=variables)

    def changed(self, tree: str, files: Mapping[str, tuple[str, bytes | str] | None]) -> str:
        """A tree with some files otherwise: a mode and what it holds, or the name of a blob; None: gone."""
        lines = []
        for path, file in files.items():
            if file is None:
                lines.append(f"0 {'0' * len(tree)}\t{path}\0")
                continue
            mode, data = file
            name = data if isinstance(data, str) else self.git("hash-object", "-w", "--stdin", given=data)
            lines.append(f"{mode} {name}\t{path}\0")
        with tempfile.TemporaryDirectory() as directory:
            variables = {"GIT_INDEX_FILE": str(Path(directory) / "index")}
            self.git("read-tree", tree, variables=variables)
            given = "".join(lines).encode("utf-8", "surrogateescape")
            self.git("update-index", "-z", "--index-info", given=given, variables=variables)
            return self.git("write-tree", variables=variables)

    def record(self, tree: str, parents: Iterable[str], message: str) -> str:
        """A new commit, which no branch is at yet."""
        given = f"{message}\n".encode("utf-8", "replace")
        return self.git("commit-tree", tree, *(part for each in parents for part in ("-p", each)), given=given)

    def move(self, new: str, old: str | None) -> None:
        """Brings the branch from one commit to another."""
        self.git("update-ref", "-m", "lacwg sync", self.branch, new, old or "0" * len(new))

    def expect(self, tree: str) -> None:
        """Tells the index that the folder's files are those of ``tree``."""
        self.git("read-tree", "--reset", tree)

    def refuse_nobody(self) -> None:
        """Raises where git does not know who makes the commits."""
        self.git("var", "GIT_COMMITTER_IDENT")

    # What is shared

    def fetch(self, remote: Remote) -> str | None:
        """Brings in what is shared, and gives its commit; None where nothing was pushed yet.

        Raises ``UnreachableError``.
        """
        try:
            self.git(
                "fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head", "--",
                remote.name, f"+{remote.branch}:{remote.tracking}",
            )  # fmt: skip
        except GitError as error:
            if _NOT_THERE in error.said:
                return None
            raise UnreachableError(error.message, hint=error.hint) from None
        return self.commit(remote.tracking)

    def push(self, remote: Remote) -> bool:
        """Shares the branch, and says whether that was done: not where somebody was quicker.

        Raises ``UnreachableError``, and ``LacwgError`` where the other side does not want it.
        """
        try:
            self.git("push", "--quiet", "--set-upstream", "--", remote.name, f"{self.branch}:{remote.branch}")
        except GitError as error:
            if any(each in error.said for each in _LOST):
                return False
            if any(each in error.said for each in _UNWANTED):
                raise LacwgError(
                    f"{remote.name} did not take it: {_reason(error.said)}",
                    hint="it is committed here; see who may push there, then: lacwg sync",
                ) from None
            raise UnreachableError(error.message, hint=error.hint) from None
        return True


def _reason(said: str) -> str:
    """The line that says why."""
    return next(line for line in said.splitlines() if any(each in line for each in _UNWANTED)).strip("! \t")
