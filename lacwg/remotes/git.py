"""git as a program beside ours, and one repository: what it holds, commits made without touching a file, sharing it.

It runs without a terminal, without hooks, and in one language. This is the only place that runs it.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Final, NamedTuple

from lacwg.errors import LacwgError, UnreachableError

_KEPT: Final = ("GIT_SSH", "GIT_ASKPASS", "GIT_AUTHOR_", "GIT_COMMITTER_", "GIT_CONFIG")
"""What of git's variables is the user's own, by its beginning; the others would lead it to another repository."""
_SETTINGS: Final = (
    f"core.hooksPath={os.devnull}",
    "core.fsmonitor=false",
    "core.fileMode=false",  # a synced folder or another system may not keep them
    "core.quotePath=false",
    "core.safecrlf=false",
    "fetch.recurseSubmodules=false",
    "http.lowSpeedLimit=1",
    "http.lowSpeedTime=30",
)
SECONDS: Final = 600.0
"""After which git is given up: a first fetch over a slow line takes minutes."""
_LEFT_OUT: Final = (".lacwg", "**/.*.tmp", "**/.*.sw?", "**/*~", "**/.DS_Store", "**/Thumbs.db")
"""What is never of the group: this machine's own, and what editors and systems leave behind."""
_UNFINISHED: Final = ("merge", "rebase", "cherry-pick", "revert")
"""What has a ref of its name as long as it is not done: ``CHERRY_PICK_HEAD``."""
_NOT_THERE: Final = "couldn't find remote ref"
_LOST: Final = (
    "fetch first", "non-fast-forward", "cannot lock ref", "failed to update ref", "incorrect old value",
)  # fmt: skip
_UNWANTED: Final = ("[remote rejected]", "denied", "not allowed")


class GitError(LacwgError):
    """git could not do something. ``said`` is what it wrote of it."""

    def __init__(self, message: str, *, hint: str | None = None, said: str = "") -> None:
        super().__init__(message, hint=hint)
        self.said = said


def run(
    root: Path,
    arguments: Sequence[str],
    *,
    given: bytes = b"",
    variables: Mapping[str, str] | None = None,
    passing: Sequence[int] = (0,),
    seconds: float = SECONDS,
) -> tuple[int, bytes]:
    """Runs git in ``root``, and gives its exit code and what it printed.

    ``given`` is its input. Raises ``GitError`` where the code is not one of ``passing``.
    """
    settings = [part for each in _SETTINGS for part in ("-c", each)]
    try:
        ran = subprocess.run(
            ["git", *settings, *arguments],
            cwd=root,
            input=given,
            capture_output=True,
            timeout=seconds,
            check=False,
            env=_environment() | dict(variables or {}),
        )
    except FileNotFoundError:
        raise GitError("there is no git on this machine", hint="install it: https://git-scm.com") from None
    except subprocess.TimeoutExpired:
        raise GitError(f"git {arguments[0]} took longer than {seconds:.0f} seconds", hint="try again") from None
    except OSError as error:
        raise GitError(f"git cannot be started: {error.strerror}", hint="see how it is installed") from None
    if ran.returncode not in passing:
        said = ran.stderr.decode("utf-8", "replace").strip()
        raise GitError(f"git {arguments[0]}: {_short(said)}", hint=_hint(said), said=said)
    return ran.returncode, ran.stdout


def user_name() -> str | None:
    """What git calls the person at this machine (``user.name``); None without git or without a name."""
    try:
        _, said = run(Path(), ("config", "--get", "user.name"), passing=(0, 1), seconds=5)
    except GitError:
        return None
    return said.decode("utf-8", "replace").strip() or None


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name.startswith(_KEPT)}
    return kept | {"GIT_TERMINAL_PROMPT": "0", "GIT_EDITOR": "true", "LC_ALL": "C"}


def _short(said: str) -> str:
    """The line that says what went wrong, of several."""
    lines = [line for line in said.splitlines() if line.startswith(("fatal: ", "error: "))] or said.splitlines()
    return lines[0].partition(": ")[2] or lines[0] if lines else "it said nothing of why"


def _hint(said: str) -> str | None:
    if "empty ident" in said or "tell me who you are" in said or "auto-detect email" in said:
        return (
            'say who you are: git config --global user.name "Ana"\nand: git config --global user.email ana@example.org'
        )
    if "index.lock" in said:
        return "another git is at work here; where none is, it was stopped: remove the file .git/index.lock"
    if "dubious ownership" in said:
        return "the folder belongs to somebody else; git says how to allow that: git status"
    return None


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
        self._trees: dict[str, dict[str, Blob]] = {}
        self._blobs: dict[str, bytes] = {}

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
        refs = "".join(f"{what.upper().replace('-', '_')}_HEAD\n" for what in _UNFINISHED)
        found = self.git("cat-file", "--batch-check", given=refs.encode()).splitlines()
        for what, said in zip(_UNFINISHED, found, strict=True):
            if not said.endswith(" missing"):
                raise LacwgError(
                    f"a {what} that somebody began here is not finished",
                    hint=f"finish it, or give it up: git {what} --abort",
                )
        try:
            _ = self.branch
        except GitError:
            raise LacwgError("no branch is checked out here", hint="choose one, as: git switch main") from None

    @cached_property
    def branch(self) -> str:
        """The branch that is checked out, by its full name."""
        return self.git("symbolic-ref", "HEAD")

    @property
    def remote(self) -> Remote | None:
        """Where it is shared; None: nowhere."""
        branch = self.branch
        said = self.asked("config", "-z", "--get-regexp", r"^(branch|remote)\..*\.") or ""
        settings = dict(each.partition("\n")[::2] for each in said.split("\0"))
        names = {key[len("remote.") : key.rindex(".")] for key in settings if key.startswith("remote.")}
        own = f"branch.{branch.removeprefix('refs/heads/')}."
        if (there := settings.get(f"{own}remote")) in names and there is not None:
            return Remote(there, settings.get(f"{own}merge") or branch)
        if "origin" in names or len(names) == 1:
            return Remote("origin" if "origin" in names else names.pop(), branch)
        return None

    def commit(self, name: str) -> str | None:
        """The commit that a ref is at; None where there is none."""
        return self.asked("rev-parse", "--quiet", "--verify", "--end-of-options", f"{name}^{{commit}}")

    def common(self, one: str, other: str) -> str | None:
        """The commit that both came from, if any."""
        return self.asked("merge-base", one, other)

    def tree(self, commit: str | None) -> dict[str, Blob]:
        """The files of a commit or a tree, by their paths below the folder; ``commit`` is its name, not a ref's."""
        if commit is None:
            return {}
        if commit in self._trees:
            return self._trees[commit]
        _, out = run(self.root, ("ls-tree", "-r", "-z", "-l", "--full-tree", commit))
        found = {}
        for line in out.split(b"\0")[:-1]:
            about, _, path = line.partition(b"\t")
            mode, _, name, size = about.decode().split()
            found[path.decode("utf-8", "surrogateescape")] = Blob(mode, name, -1 if size == "-" else int(size))
        self._trees[commit] = found
        return found

    def blobs(self, names: Iterable[str]) -> dict[str, bytes]:
        """What blobs hold."""
        wanted = list(dict.fromkeys(names))
        asked = [name for name in wanted if name not in self._blobs]
        if asked:
            self._read(asked)
        return {name: self._blobs[name] for name in wanted}

    def _read(self, asked: list[str]) -> None:
        _, out = run(self.root, ("cat-file", "--batch"), given="".join(f"{name}\n" for name in asked).encode())
        at = 0
        for name in asked:
            end = out.index(b"\n", at)
            about = out[at:end].split()
            if about[-1] == b"missing":  # what a repository within this one is at
                self._blobs[name], at = b"", end + 1
                continue
            size = int(about[2])
            self._blobs[name] = out[end + 1 : end + 1 + size]
            at = end + size + 2

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
        import tempfile  # who only asks for a name does without it

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
        import tempfile

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
            unwanted = (line for line in error.said.splitlines() if any(each in line for each in _UNWANTED))
            if reason := next(unwanted, "").strip("! \t"):
                raise LacwgError(
                    f"{remote.name} did not take it: {reason}",
                    hint="it is committed here; see who may push there, then: lacwg sync",
                ) from None
            raise UnreachableError(error.message, hint=error.hint) from None
        return True
