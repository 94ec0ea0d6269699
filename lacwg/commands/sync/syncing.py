"""The steps of ``lacwg sync``: commit, fetch, merge, take in, push. Nothing here is printed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from lacwg import kinds
from lacwg.commands.sync.changes_told import Changed, told
from lacwg.errors import LacwgError, NoSuchRecordError, RecordError, UnreachableError, Where
from lacwg.store import ids
from lacwg.store.disk.read import LARGEST
from lacwg.store.history.transaction import ChangedMeanwhileError
from lacwg.store.incoming_tree import flaw_of, hostile, receive, refuse_misnamed, refuse_names
from lacwg.store.merge.folders import Conflict, File, Merged, Merger, Tree
from lacwg.store.merge.values import Side
from lacwg.store.store import Store
from lacwg.store.toml.decode import decode

if TYPE_CHECKING:
    import datetime as dt

    from lacwg.remotes.git import Blob, Repository

    Files = Mapping[str, Blob]
    """The files of a commit or a tree, by their paths."""

ROUNDS: Final = 5
"""How often somebody else may be quicker."""
_LONE: Final = re.compile("[\ud800-\udfff]")
"""What bytes that are no UTF-8 are read as."""
_USUAL: Final = "100644"
"""The mode of a file that is new."""
Content = tuple[str, bytes | str] | None
"""A file's mode and what it holds, or the name of a blob; None: it goes."""


class Version(NamedTuple):
    """Who changed a record last on one side, and when (ISO 8601); None where git does not know."""

    who: str | None
    at: str | None


class Shown(NamedTuple):
    """A conflict, and whose the two versions are."""

    conflict: Conflict
    mine: Version
    theirs: Version


class Outcome(NamedTuple):
    """What was done, or would be."""

    remote: str | None = None
    """Where the folder is shared; None: nowhere yet."""
    committed: str | None = None
    """What was done here, if anything was."""
    received: tuple[Changed, ...] = ()
    sent: bool = False
    conflicts: tuple[Shown, ...] = ()
    notes: tuple[str, ...] = ()
    unreachable: UnreachableError | None = None


class Choices:
    """Whose side settles what: by ids as people type them, at first."""

    def __init__(self, mine: Iterable[str], theirs: Iterable[str]) -> None:
        self._typed: list[tuple[str, Side]] = [(each, "mine") for each in mine]
        self._typed += ((each, "theirs") for each in theirs)
        self._sides: dict[str, Side] = {}

    def of(self, record_id: str) -> Side | None:
        """The side that was chosen for a record."""
        return self._sides.get(record_id)

    def settle(self, conflicts: Iterable[Conflict], titles: Callable[[], ids.Titles]) -> bool:
        """Finds what was typed among the conflicts, once, and says whether there was any. Raises ``LacwgError``."""
        known = list(dict.fromkeys(each.id for each in conflicts))
        typed, self._typed = self._typed, []
        for text, side in typed:
            fitting = ids.fitting(text, known, titles)
            if len(fitting) != 1:
                hint = f"those there are: {', '.join(known) or 'none'}"
                raise NoSuchRecordError(
                    f'"{text}" fits {len(fitting) or "none"} of the records that both sides changed', hint=hint
                )
            if self._sides.setdefault(fitting[0], side) != side:
                raise NoSuchRecordError(f"{fitting[0]} is both --mine and --theirs", hint="keep one of the two")
        return bool(typed)


@dataclass(frozen=True)
class Sync:
    """One run of ``lacwg sync``."""

    store: Store
    repository: Repository
    now: dt.datetime
    choices: Choices
    dry_run: bool

    def run(self) -> Outcome:
        """Does it all. Raises ``LacwgError``; the folder's files are then as they were."""
        repository = self.repository
        repository.refuse()
        repository.refuse_nobody()
        remote = repository.remote
        head, committed = self._commit()
        done = Outcome(None if remote is None else remote.name, committed)
        if remote is None:
            self.choices.settle([], self.store.titles)
            return done
        for number in range(1, ROUNDS + 1):
            try:
                theirs = repository.fetch(remote)
                with self.store.locked():
                    head, more = self._commit()
                    done = done._replace(committed=done.committed or more)
                    done, head = self._merge(done, head, theirs)
                if done.conflicts or self.dry_run:
                    return done._replace(sent=not done.conflicts and head != theirs)
                if head is None or head == theirs:
                    return done
                if repository.push(remote):
                    return done._replace(sent=True)
            except UnreachableError as error:
                return done._replace(unreachable=error)
            except ChangedMeanwhileError:
                if number == ROUNDS:
                    raise
        raise LacwgError(f"others were quicker {ROUNDS} times", hint="what is here is committed; try again: lacwg sync")

    # What was done here

    def _commit(self) -> tuple[str | None, str | None]:
        """Commits what changed here, and gives the commit and what it says of that, or the one there was and None."""
        repository = self.repository
        with self.store.locked():
            self.store.recover()
            head = repository.commit("HEAD")
            was, tree = repository.tree(head), repository.look(keep=not self.dry_run)
            changes = self._changes(was, repository.tree(tree))
            if changes and not self.dry_run:
                held = repository.blobs(was[each.path].name for each in changes if each.path in was)
                known = {each.path: held[was[each.path].name] if each.path in was else None for each in changes}
                if self.store.settle_external_edits(self.now, known):
                    tree = repository.look(keep=True)
                    changes = self._changes(was, repository.tree(tree))
            if not changes and (head is not None or not repository.tree(tree)):
                return head, None
            self._refuse_broken(changes)
            message = told(changes)
            commit = repository.record(tree, [] if head is None else [head], message)
            if not self.dry_run:
                repository.move(commit, head)
            return commit, message

    def _changes(self, was: Files, now: Files) -> list[Changed]:
        paths = sorted(path for path in {*was, *now} if was.get(path) != now.get(path))
        root = self.store.folder.root
        refuse_misnamed(self.store.folder, [path for path in paths if path in now])
        for path in paths:
            if path in now and (flaw := flaw_of(path, now[path].mode, now[path].size)):
                raise LacwgError(
                    f"this file cannot be shared: {flaw}",
                    where=self.store.folder.where(root / path),
                    hint="rename or replace it, or name it in .gitignore",
                )
        return self._texts(paths, was, now)

    def _texts(self, paths: Iterable[str], was: Files, now: Files) -> list[Changed]:
        """Files before and after; of what is no record, not what it holds."""
        sides = [{p: side[p] for p in paths if p in side} for side in (was, now)]
        names = [
            each.name
            for side in sides
            for path, each in side.items()
            if kinds.of_path(path) and 0 <= each.size <= LARGEST * 2
        ]
        held = self.repository.blobs(names)
        texts = [
            {path: held.get(each.name, b"").decode("utf-8-sig", "surrogateescape") for path, each in side.items()}
            for side in sides
        ]
        return [Changed(path, texts[0].get(path), texts[1].get(path)) for path in paths]

    def _refuse_broken(self, changes: Iterable[Changed]) -> None:
        """Raises where a record could not be read by the others."""
        for each in changes:
            kind, shown = kinds.of_path(each.path), self.store.folder.shown(self.store.folder.root / each.path)
            if kind is not None and each.after is not None:
                if not each.after.isprintable() and _LONE.search(each.after):
                    raise RecordError(
                        "the file is not UTF-8 text", where=Where(shown), hint="save it as UTF-8 in your editor"
                    )
                decode(each.after, kind.type, partial(str, shown), kind.id_in(each.path))

    # What others did

    def _merge(self, done: Outcome, mine: str | None, theirs: str | None) -> tuple[Outcome, str | None]:
        """Takes in what others did, and gives the commit that the branch is at then."""
        if mine is None and theirs is not None:
            raise LacwgError("there is nothing here yet to share", hint="see what git status says")
        base = None if mine is None or theirs is None else self.repository.common(mine, theirs)
        if mine is None or theirs is None or base == theirs:
            self.choices.settle([], self.store.titles)
            return done, mine
        trees = [self.repository.tree(each) for each in (base, mine, theirs)]
        for path, file in trees[2].items():  # what is never taken in
            if file not in (trees[0].get(path), trees[1].get(path)) and (flaw := flaw_of(path, file.mode, file.size)):
                raise hostile(path, flaw)
        merged = self._merged(*trees)
        if self.choices.settle(merged.conflicts, self.store.titles):
            merged = self._merged(*trees)
        if merged.conflicts:
            shown = (
                Shown(each, self._version(mine, each.path), self._version(theirs, each.theirs))
                for each in merged.conflicts
            )
            return done._replace(conflicts=tuple(shown), received=()), mine
        kept = [path for path in trees[1] if path not in merged.changes]
        refuse_names([path for path, content in merged.changes.items() if content is not None], kept)
        before = {path: trees[1].get(path) for path in merged.changes}
        after: dict[str, Content] = {}
        for path, content in merged.changes.items():
            was = before[path]
            after[path] = (was.mode if was else _USUAL, content) if isinstance(content, bytes) else content
        tree = self.repository.changed(mine, after)
        received = (*done.received, *self._texts(sorted(merged.changes), trees[1], self.repository.tree(tree)))
        message = f"Merge what others did: {told(received)}" if received else "Merge what others did"
        if base == mine and tree == self.repository.git("rev-parse", f"{theirs}^{{tree}}"):
            commit = theirs
        else:
            commit = self.repository.record(tree, [mine, theirs], message)
        if not self.dry_run:
            # the files come first, and the branch last: what is stopped between is taken for a change of ours that
            # is like theirs, and merges with it
            self._take_in(before, after, tree)
            self.repository.move(commit, mine)
        return done._replace(received=received, notes=(*done.notes, *merged.notes)), commit

    def _merged(self, base: Files, mine: Files, theirs: Files) -> Merged:
        trees: list[Tree] = [
            {path: File(each.mode, each.name) for path, each in side.items()} for side in (base, mine, theirs)
        ]
        wanted = [path for path in {*base, *theirs} if base.get(path) != theirs.get(path) and kinds.of_path(path)]
        held = self.repository.blobs(
            side[path].name for path in wanted for side in (base, mine, theirs) if path in side
        )

        def read(name: str) -> bytes:
            if name not in held:
                held.update(self.repository.blobs([name]))
            return held[name]

        return Merger(trees[0], trees[1], trees[2], read, self.store.group.uid_namespace, self.choices.of).merged()

    def _take_in(self, before: Mapping[str, Blob | None], after: Mapping[str, Content], tree: str) -> None:
        """Brings the folder's files from what they held to what was merged."""
        names = [each.name for each in before.values() if each]
        names += [each.blob for each in after.values() if isinstance(each, File)]
        blobs = self.repository.blobs(names)
        changes: dict[str, tuple[bytes | None, bytes | None]] = {}
        for path, was in before.items():
            match after[path]:
                case None:
                    data = None
                case _, str(blob):
                    data = blobs[blob]
                case _, bytes(data):
                    pass
            changes[path] = (blobs[was.name] if was else None, data)
        receive(self.store, changes)
        self.repository.expect(tree)

    def _version(self, commit: str, path: str) -> Version:
        return Version(*(self.repository.last(commit, path) or (None, None)))
