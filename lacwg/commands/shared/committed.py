"""What the folder's repository holds, and what differs from it here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from lacwg.remotes.git import Repository
from lacwg.store.folder import TOPS, Folder, is_shared
from lacwg.store.incoming_tree import bounded
from lacwg.store.merge.folders import File
from lacwg.store.shared_files import LARGEST_OTHER, SharedFiles

Files = dict[str, File]
"""The files of a commit, or of the folder, by their paths."""


@lru_cache(maxsize=8)
def tree_of(repository: Repository, commit: str | None) -> Files:
    """The files of a commit. Raises ``LacwgError`` where they are more than a group has."""
    return bounded(repository.files(commit))


def blob(repository: Repository, name: str) -> bytes:
    """What a blob holds."""
    return repository.blobs([name], LARGEST_OTHER)[name]


def held(repository: Repository, tree: Mapping[str, File | None], paths: Iterable[str]) -> dict[str, bytes | None]:
    """What some files of a tree hold; None: there is none."""
    files = {path: tree.get(path) for path in paths}
    blobs = repository.blobs((each.blob for each in files.values() if each), LARGEST_OTHER)
    return {path: None if each is None else blobs[each.blob] for path, each in files.items()}


def here(folder: Folder, repository: Repository, was: Files) -> tuple[SharedFiles, Files, list[str]]:
    """The folder's files as they stand beside those of a commit; also all names that git sees among them."""
    shared = SharedFiles(folder, was, lambda name: blob(repository, name), repository.algorithm)
    names = repository.candidates(TOPS)
    return shared, shared.files(names), [*names]


def named(files: Mapping[str, File | None]) -> dict[str, tuple[str, str] | None]:
    """The files as git is told them."""
    return {path: None if file is None else (file.mode, file.blob) for path, file in files.items()}


def committed(
    repository: Repository, shared: SharedFiles, head: str | None, changes: Mapping[str, File | None], message: str
) -> str:
    """A new commit of what changed here, which no branch is at yet."""
    repository.put(shared.data(path, file) for path, file in changes.items() if file is not None)
    return repository.record(repository.changed(head, named(changes)), [] if head is None else [head], message)


def uncommitted(folder: Folder, repository: Repository) -> dict[str, bytes | None] | None:
    """What differs from the last commit, and what each file held there; None where nothing is kept in git."""
    if repository.asked("rev-parse", "--show-prefix") != "" or (head := repository.commit("HEAD")) is None:
        return None
    was = tree_of(repository, head)
    now = here(folder, repository, was)[1]
    return held(repository, was, (path for path in {*was, *now} if was.get(path) != now.get(path) and is_shared(path)))
