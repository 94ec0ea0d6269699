"""The steps of ``lacwg sync``: commit, fetch, merge, take in, push. Nothing here is printed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from lacwg import kinds
from lacwg.errors import LacwgError, NoSuchRecordError, RecordError, UnreachableError, Where
from lacwg.records import Event, Group, Issue, Record, Series
from lacwg.store import ids
from lacwg.store.disk.read import LARGEST
from lacwg.store.history.transaction import ChangedMeanwhileError
from lacwg.store.incoming_tree import flaw_of, hostile, receive, refuse_misnamed, refuse_names
from lacwg.store.merge.folders import Conflict, File, Merged, Merger, Tree
from lacwg.store.merge.values import Side
from lacwg.store.store import Store
from lacwg.store.toml.decode import decode, record_at
from lacwg.text.controls import one_line
from lacwg.text.english import month_day, plural

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
LONGEST: Final = 100
"""Characters of a line about changes, beyond which records are only counted."""
_FEW: Final = 3
Content = tuple[str, bytes | str] | None
"""A file's mode and what it holds, or the name of a blob; None: it goes."""


class Changed(NamedTuple):
    """A file before and after; None: there was none, or is none."""

    path: str
    before: str | None
    after: str | None

    @property
    def what(self) -> str:
        """In a word."""
        return "added" if self.before is None else "removed" if self.after is None else "changed"


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


# What changed, in words


def told(changes: Iterable[Changed]) -> str:
    """What changed, in a line that everybody may read: titles of public records only.

    As "Haiti: solidarity moved to December 5; 2 contacts added".
    """
    named: dict[tuple[str, str], list[str]] = {}
    for each in _renamed(list(changes)):
        noun, title, what = _one(each)
        named.setdefault((noun, what), []).append(title)
    full, short = [], []
    for (noun, what), titles in named.items():
        counted = f"{_counted(noun, len(titles))} {what}"
        short.append(counted if len(titles) > 1 or not what.startswith("moved") else f"1 {noun} moved")
        known = [title for title in titles if title]
        if len(known) == len(titles) <= _FEW:
            full += [f"{title} {what}" for title in titles]
        else:
            full.append(counted)
    for parts in (full, short):
        line = "; ".join(parts)
        if len(line) <= LONGEST:
            return line[:1].upper() + line[1:]
    return plural(sum(map(len, named.values())), "file") + " changed"


def _counted(noun: str, count: int) -> str:
    if count == 1:
        return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"
    return f"{count} {noun}" if noun.endswith("s") else plural(count, noun)


def _one(change: Changed) -> tuple[str, str, str]:
    """What it is, its title where everybody may read that, and what was done to it."""
    kind = kinds.of_path(change.path)
    if kind is None:
        return ("picture" if change.path.startswith("images/") else "file"), "", change.what
    if kind is kinds.GROUP:
        return "group", "the group", change.what
    records = [record_at(change.path, text) for text in (change.before, change.after) if text is not None]
    if not all(isinstance(each, Event | Series | Issue) and each.audience == "public" for each in records):
        return kind.noun, "", change.what
    title = one_line(getattr(records[-1], "title", ""))
    return kind.noun, title, _what(change, records)


def _what(change: Changed, records: list[Record | Group | None]) -> str:
    if len(records) == 2 and isinstance(was := records[0], Event) and isinstance(now := records[1], Event):
        if was.status != now.status and now.status == "cancelled":
            return "cancelled"
        if was.start != now.start:
            return f"moved to {month_day(now.start.day)}"
    return change.what


def _renamed(changes: list[Changed]) -> list[Changed]:
    """The changes, with an event that got another name as one."""
    gone = {uid: each for each in changes if each.after is None and (uid := _uid(each.path, each.before))}
    result = []
    paired = set()
    for each in changes:
        uid = _uid(each.path, each.after) if each.before is None else None
        if uid in gone and uid is not None:
            paired.add(gone[uid].path)
            result.append(Changed(each.path, gone[uid].before, each.after))
        else:
            result.append(each)
    return [each for each in result if each.path not in paired]


def _uid(path: str, text: str | None) -> str | None:
    record = record_at(path, text)
    return record.uid if isinstance(record, Event) else None
