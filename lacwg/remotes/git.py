"""git as a program beside ours, and one repository: what it holds, commits made without touching a file, sharing it.

It runs without a terminal, without hooks, and in one language. What files hold goes in and out by its hash: no
filter, no attribute and no conversion of line ends has a part in it. This is the only place that runs git.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Final, NamedTuple

from lacwg.errors import LacwgError, UnreachableError
from lacwg.text.remote_addresses import setting

_KEPT: Final = ("GIT_SSH", "GIT_ASKPASS", "GIT_AUTHOR_", "GIT_COMMITTER_", "GIT_CONFIG")
"""What of git's variables is the user's own, by its beginning; the others would lead it to another repository."""
_GIT: Final = (
    "git",
    "-c", f"core.hooksPath={os.devnull}",
    "-c", "core.fsmonitor=false",
    "-c", "core.fileMode=false",  # a synced folder or another system may not keep them
    "-c", "core.quotePath=false",
    "-c", "core.bigFileThreshold=16m",  # what is larger is never held in memory
    "-c", "fetch.recurseSubmodules=false",
    "-c", "log.showSignature=false",
    "-c", "http.lowSpeedLimit=1",
    "-c", "http.lowSpeedTime=30",
)  # fmt: skip
SECONDS: Final = 600.0
"""After which git is given up: a first fetch over a slow line takes minutes."""
_PROTOCOLS: Final = "file:https:ssh"
"""By which it may be shared, whatever the settings make of an address: no helper is ever started."""
_LONGEST_LINE: Final = 1 << 16
"""Bytes of a file's name in a tree."""
_SMALL: Final = 1 << 16
"""Bytes up to which what a blob holds is kept, in case it is asked for again."""
_AT_ONCE: Final = 500
"""Names that git is asked for before its answers are read: no more than a pipe takes without waiting."""
_UNFINISHED: Final = ("merge", "rebase", "cherry-pick", "revert")
"""What has a ref of its name as long as it is not done: ``CHERRY_PICK_HEAD``."""
_NOT_THERE: Final = "couldn't find remote ref"
_LOST: Final = (
    "fetch first", "stale info", "non-fast-forward", "cannot lock ref", "failed to update ref", "incorrect old value",
)  # fmt: skip
_UNWANTED: Final = ("[remote rejected]", "denied", "not allowed")


class GitError(LacwgError):
    """git could not do something. ``said`` is what it wrote of it."""

    said = ""


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
    try:
        ran = subprocess.run(
            [*_GIT, *arguments], cwd=root, input=given, capture_output=True, timeout=seconds, check=False,
            env=_environment() | dict(variables or {}),
        )  # fmt: skip
    except FileNotFoundError:
        raise GitError("there is no git on this machine", hint="install it: https://git-scm.com") from None
    except subprocess.TimeoutExpired:
        raise GitError(f"git {arguments[0]} took longer than {seconds:.0f} seconds", hint="try again") from None
    except OSError as error:
        raise GitError(f"git cannot be started: {error.strerror}", hint="see how it is installed") from None
    if ran.returncode not in passing:
        raise _failed(arguments[0], ran.stderr)
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
    return kept | {
        "GIT_TERMINAL_PROMPT": "0", "GIT_EDITOR": "true", "GIT_ALLOW_PROTOCOL": _PROTOCOLS, "LC_ALL": "C",
    }  # fmt: skip


@contextlib.contextmanager
def _beside(root: Path, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """git at work, to be written to and read from piece by piece: what it says may be without an end.

    Raises ``GitError`` where it fails, and ends it where the caller leaves early.
    """
    import tempfile
    import threading

    with tempfile.TemporaryFile() as errors:
        try:
            process = subprocess.Popen(
                [*_GIT, *arguments], cwd=root, env=_environment(),
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors,
            )  # fmt: skip
        except OSError as error:
            raise GitError(f"git cannot be started: {error.strerror}", hint="see how it is installed") from None
        patience = threading.Timer(SECONDS, process.kill)
        patience.start()
        done = False
        try:
            with contextlib.suppress(BrokenPipeError):  # why it went away is in ``errors``
                yield process
                done = True
        finally:
            patience.cancel()
            if not done:
                process.kill()
            with contextlib.suppress(BrokenPipeError):
                process.communicate()
        if process.returncode or not done:
            errors.seek(0)
            raise _failed(arguments[0], errors.read(_LONGEST_LINE))


_HINTS: Final = {
    **dict.fromkeys(
        ("empty ident", "tell me who you are", "auto-detect email"),
        'say who you are: git config --global user.name "Ana"\nand: git config --global user.email ana@example.org',
    ),
    "index.lock": "another git is at work here; where none is, it was stopped: remove the file .git/index.lock",
    "dubious ownership": "the folder belongs to somebody else; git says how to allow that: git status",
}
"""What mends it, by what git says."""


def _failed(command: str, written: bytes) -> GitError:
    """The error for what git has written: the line of it that says what went wrong."""
    said = written.decode("utf-8", "replace").strip()
    lines = [line for line in said.splitlines() if line.startswith(("fatal: ", "error: "))] or said.splitlines()
    short = lines[0].partition(": ")[2] or lines[0] if lines else "it said nothing of why"
    hint = next((hint for part, hint in _HINTS.items() if part in said), None)
    error = GitError(f"git {command}: {short}", hint=hint)
    error.said = said
    return error


class Remote(NamedTuple):
    """Where a branch is shared: a remote's name, and the branch's full name there."""

    name: str
    branch: str

    @property
    def tracking(self) -> str:
        """The ref that holds what was fetched last."""
        return f"refs/remotes/{self.name}/{self.branch.removeprefix('refs/heads/')}"


class Version(NamedTuple):
    """Who has made a version of a file, and when (ISO 8601); None where git does not know."""

    who: str | None
    at: str | None


class NotItsRootError(LacwgError):
    """The folder is not the root of a repository of its own."""


class Repository:
    """The repository whose root is ``root``."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._blobs: dict[str, bytes] = {}
        """What was read of those that are small."""

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
        names, own = set(self.names), f"branch.{branch.removeprefix('refs/heads/')}."
        if (there := self.setting(f"{own}remote")) in names and there is not None:
            return Remote(there, self.setting(f"{own}merge") or branch)
        if "origin" in names or len(names) == 1:
            return Remote("origin" if "origin" in names else names.pop(), branch)
        return None

    @property
    def names(self) -> list[str]:
        """What the remotes are called."""
        parts = [key.removeprefix("remote.").rpartition(".")[0] for key in self.settings if key.startswith("remote.")]
        return [name for name in dict.fromkeys(parts) if name and not name.startswith("-")]

    @cached_property
    def settings(self) -> dict[str, list[str]]:
        """What git's settings say of what is asked here."""
        asked = "^(branch|extensions|filter|lacwg|remote|url)[.]"
        _, out = run(self.root, ("config", "-z", "--get-regexp", asked), passing=(0, 1))
        found: dict[str, list[str]] = {}
        for line in out.decode("utf-8", "surrogateescape").split("\0")[:-1]:
            key, _, value = line.partition("\n")
            found.setdefault(key, []).append(value)
        return found

    def setting(self, key: str) -> str | None:
        """What one of them says last; None where there is none."""
        return self.settings.get(key, [None])[-1]

    def keep(self, key: str, value: str) -> None:
        """Keeps something in the settings of this repository alone."""
        self.git("config", "--local", key, value)
        self.settings[key] = [value]

    def commit(self, name: str) -> str | None:
        """The commit that a ref is at; None where there is none."""
        return self.asked("rev-parse", "--quiet", "--verify", "--end-of-options", f"{name}^{{commit}}")

    def common(self, one: str, other: str) -> str | None:
        """The commit that both came from, if any."""
        return self.asked("merge-base", one, other)

    def files(self, commit: str | None) -> Iterator[tuple[str, str, str, int]]:
        """The files of a commit, one by one: path, mode, the name of what it holds, its bytes (-1: no file)."""
        if commit is None:
            return
        with _beside(self.root, "ls-tree", "-r", "-z", "-l", "--full-tree", commit) as listed:
            assert listed.stdout is not None
            left = b""
            while more := listed.stdout.read(_LONGEST_LINE):
                *lines, left = (left + more).split(b"\0")
                if len(left) > _LONGEST_LINE:
                    raise GitError("a file's name in the repository is longer than any system can keep")
                for line in lines:
                    about, _, path = line.partition(b"\t")
                    mode, _, name, size = about.decode().split()
                    yield path.decode("utf-8", "surrogateescape"), mode, name, -1 if size == "-" else int(size)

    def candidates(self, tops: Iterable[str]) -> dict[str, bool]:
        """The files below some names in the root that are in the index, or that nothing says are to be ignored.

        And whether each is one that the index says is in git alone (of a sparse checkout): not there is not removed.
        """
        among = [f":(top,literal){each}" for each in tops]
        _, out = run(self.root, ("ls-files", "-t", "-z", "--cached", "--others", "--exclude-standard", "--", *among))
        lines = out.decode("utf-8", "surrogateescape").split("\0")[:-1]
        return {line[2:]: line.startswith("S") for line in lines}

    def blobs(self, names: Iterable[str], largest: int) -> dict[str, bytes]:
        """What blobs hold. Raises ``GitError`` for one of more than ``largest`` bytes."""
        wanted = list(dict.fromkeys(names))
        found = {name: self._blobs[name] for name in wanted if name in self._blobs}
        if missing := [name for name in wanted if name not in found]:
            for name, data in self._read(missing, largest):
                found[name] = data
                if len(data) <= _SMALL:
                    self._blobs[name] = data
        return found

    def _read(self, wanted: list[str], largest: int) -> Iterator[tuple[str, bytes]]:
        with _beside(self.root, "cat-file", "--batch") as kept:
            assert kept.stdin is not None
            assert kept.stdout is not None
            for start in range(0, len(wanted), _AT_ONCE):
                some = wanted[start : start + _AT_ONCE]
                kept.stdin.write("".join(f"{name}\n" for name in some).encode())
                kept.stdin.flush()
                for name in some:
                    about = kept.stdout.readline().split()
                    if about[1:2] != [b"blob"] or int(about[2]) > largest:
                        raise GitError(f"the repository does not have {name[:12]}, or it is too large to be read")
                    yield name, kept.stdout.read(int(about[2]))
                    kept.stdout.read(1)

    @property
    def algorithm(self) -> str:
        """By which it names what it holds: sha1 or sha256."""
        return self.setting("extensions.objectformat") or "sha1"

    def last(self, commit: str, path: str) -> Version:
        """Who changed a file last before a commit, and when."""
        said = self.asked("log", "-1", "--format=%an%x00%aI", commit, "--", f":(literal){path}")
        who, _, when = (said or "").partition("\0")
        return Version(who, when) if when else Version(None, None)

    # New commits

    def put(self, contents: Iterable[bytes]) -> None:
        """Keeps blobs, just as they are."""
        with _beside(self.root, "fast-import", "--quiet") as kept:
            assert kept.stdin is not None
            for data in contents:
                kept.stdin.write(b"blob\ndata %d\n" % len(data))
                kept.stdin.write(data)
                kept.stdin.write(b"\n")

    def changed(self, commit: str | None, files: Mapping[str, tuple[str, str] | None]) -> str:
        """A commit's tree with some files otherwise: a mode and the name of a blob; None: gone."""
        import tempfile

        with tempfile.TemporaryDirectory() as directory:
            variables = {"GIT_INDEX_FILE": str(Path(directory) / "index")}
            self.git("read-tree", commit or "--empty", variables=variables)
            self._index(files, variables)
            return self.git("write-tree", variables=variables)

    def _index(self, files: Mapping[str, tuple[str, str] | None], variables: Mapping[str, str]) -> None:
        lines = [f"0 {'0' * 40}\t{path}\0" for path, file in files.items() if file is None]  # what goes goes first
        lines += [f"{file[0]} {file[1]}\t{path}\0" for path, file in files.items() if file is not None]
        given = "".join(lines).encode("utf-8", "surrogateescape")
        self.git("update-index", "-z", "--index-info", given=given, variables=variables)

    def record(self, tree: str, parents: Iterable[str], message: str) -> str:
        """A new commit, which no branch is at yet."""
        given = f"{message}\n".encode("utf-8", "replace")
        return self.git("commit-tree", tree, *(part for each in parents for part in ("-p", each)), given=given)

    def move(self, new: str, old: str | None) -> None:
        """Brings the branch from one commit to another."""
        self.git("update-ref", "-m", "lacwg sync", self.branch, new, old or "0" * len(new))

    def expect(self, files: Mapping[str, tuple[str, str] | None], elsewhere: Iterable[str]) -> None:
        """Tells the index what the folder's files hold now, and which of those are in git alone: not missing."""
        calm = self._without_filters()
        self._index(files, calm)
        if given := "".join(f"{path}\0" for path in elsewhere).encode("utf-8", "surrogateescape"):
            self.git("update-index", "-z", "--skip-worktree", "--stdin", given=given, variables=calm)

    def _without_filters(self) -> dict[str, str]:
        """Variables by which no filter of the settings runs: to write the index, git looks at files by them."""
        names = [key for key in self.settings if key.startswith("filter.")]
        first = int(os.environ.get("GIT_CONFIG_COUNT") or 0)
        made = {"GIT_CONFIG_COUNT": str(first + len(names))}
        for number, name in enumerate(names, first):
            made[f"GIT_CONFIG_KEY_{number}"] = name
            made[f"GIT_CONFIG_VALUE_{number}"] = "false" if name.endswith(".required") else ""
        return made

    def refuse_nobody(self) -> None:
        """Raises where git does not know who makes the commits."""
        self.git("var", "GIT_COMMITTER_IDENT")

    # What is shared, and with whom

    def addresses(self, name: str) -> tuple[list[str], list[str]]:
        """Where one sends to at a remote, and where one fetches from, as git understands it."""
        fetch = self.settings.get(f"remote.{name}.url") or [name]
        push = self.settings.get(f"remote.{name}.pushurl") or fetch
        if any(key.startswith("url.") for key in self.settings):  # which give addresses another beginning
            said = [self.asked("remote", "get-url", *more, "--all", name) for more in (("--push",), ())]
            push, fetch = ((each or name).splitlines() for each in said)
        return push, fetch

    def unconfirmed(self) -> list[str]:
        """The addresses of remotes of which nobody has said, or been told, that they must be private."""
        addresses = [each for name in self.names for each in self.addresses(name)[0]]
        return [each for each in dict.fromkeys(addresses) if self.setting(setting(each)) is None]

    def heads(self, remote: str) -> list[str]:
        """The commits that branches and tags of a remote are at. Raises ``UnreachableError``."""
        try:
            return [line.split("\t")[0] for line in self.git("ls-remote", "--quiet", "--", remote).splitlines()]
        except GitError as error:
            raise UnreachableError(error.message, hint=error.hint) from None

    def has_any(self, names: Iterable[str]) -> bool:
        """Whether it holds one of some objects itself."""
        given = "".join(f"{name}\n" for name in names).encode()
        said = self.git("cat-file", "--batch-check", given=given, variables={"GIT_NO_LAZY_FETCH": "1"})
        return any(not line.endswith(" missing") for line in said.splitlines())

    def put_files(self, paths: Iterable[Path]) -> list[str]:
        """Keeps files, just as they are, and gives the names of the blobs."""
        given = b"".join(os.fsencode(path.absolute()) + b"\n" for path in paths)
        return self.git("hash-object", "-w", "--no-filters", "--stdin-paths", given=given).splitlines()

    def fetch(self, remote: Remote, *more: str) -> str | None:
        """Brings in what is shared, and gives its commit; None where nothing was pushed yet.

        Raises ``UnreachableError``.
        """
        try:
            self.git(
                "fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head", "--refmap=",
                *more, "--", remote.name, f"+{remote.branch}:{remote.tracking}",
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
        hint = "it is committed here; see who may push there, then: lacwg sync"
        return self._push(hint, "--set-upstream", "--", remote.name, f"{self.branch}:{remote.branch}")

    def replace(self, remote: Remote, new: str, old: str | None) -> bool:
        """Puts a commit in the place of what a branch was at there (None: there was none), and says as ``push`` does.

        Raises as that does.
        """
        lease = f"--force-with-lease={remote.branch}:{old or ''}"
        return self._push("see who may push there", lease, "--", remote.name, f"{new}:{remote.branch}")

    def _push(self, hint: str, *arguments: str) -> bool:
        try:
            self.git("push", "--quiet", "--no-follow-tags", "--recurse-submodules=no", *arguments)
        except GitError as error:
            if any(each in error.said for each in _LOST):
                return False
            unwanted = (line for line in error.said.splitlines() if any(each in line for each in _UNWANTED))
            if reason := next(unwanted, "").strip("! \t"):
                name = arguments[-2]
                raise LacwgError(f"{name} did not take it: {reason}", hint=hint) from None
            raise UnreachableError(error.message, hint=error.hint) from None
        return True
