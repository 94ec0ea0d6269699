"""The steps of ``lacwg sync``: commit, fetch, merge, take in, push. Nothing here is printed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, NamedTuple

from lacwg import kinds
from lacwg.commands.shared.committed import Files, blob, committed, held, here, named, tree_of
from lacwg.errors import LacwgError, NoSuchRecordError, RecordError, UnreachableError, Where
from lacwg.records import Event, Group, Issue, Record, Series
from lacwg.remotes.git import Remote, Repository, Version
from lacwg.store import ids
from lacwg.store.folder import is_shared
from lacwg.store.history.transaction import ChangedMeanwhileError
from lacwg.store.incoming_tree import flaw_of, hostile, missing, receive, refuse_misnamed, refuse_names
from lacwg.store.merge.folders import Conflict, File, Merged, Merger
from lacwg.store.merge.values import Side
from lacwg.store.shared_files import LARGEST_OTHER, SharedFiles, blob_name
from lacwg.store.store import Store
from lacwg.store.toml.decode import decode, record_at
from lacwg.text.controls import one_line, quoted
from lacwg.text.english import first_of, month_day, plural

ROUNDS: Final = 5
"""How often somebody else may be quicker."""
_LONE: Final = re.compile("[\ud800-\udfff]")
"""What bytes that are no UTF-8 are read as."""
_USUAL: Final = "100644"
"""The mode of a file that is new."""
LONGEST: Final = 100
"""Characters of a line about changes, beyond which records are only counted."""
_FEW: Final = 3
_NAMED: Final = 10
"""Files that are none of ours, beyond which they are only counted."""
NAMED: Final = "lacwg.named"
"""The setting of a repository in which such files have been named."""


class Changed(NamedTuple):
    """A file before and after; None: there was none, or is none."""

    path: str
    before: str | None
    after: str | None

    @property
    def what(self) -> str:
        """In a word."""
        return "added" if self.before is None else "removed" if self.after is None else "changed"


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
    remote: Remote | None
    now: dt.datetime
    choices: Choices
    dry_run: bool

    def run(self) -> Outcome:
        """Does it all. Raises ``LacwgError``; the folder's files are then as they were."""
        repository, remote = self.repository, self.remote
        head, message = self._commit()
        done = Outcome(None if remote is None else remote.name, message, notes=self._not_ours(head))
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

    def _not_ours(self, head: str | None) -> tuple[str, ...]:
        """What is said once in a repository: which of its files sync leaves alone."""
        if self.repository.setting(NAMED) is not None:
            return ()
        if not self.dry_run:
            self.repository.keep(NAMED, "true")
        paths = [path for path in tree_of(self.repository, head) if not is_shared(path)]
        return _in_git_alone("Left in git as they are", paths)

    # What was done here

    def _commit(self) -> tuple[str | None, str | None]:
        """Commits what changed here, and gives the commit and what it says of that, or the one there was and None."""
        repository, folder = self.repository, self.store.folder
        with self.store.locked():
            self.store.recover()
            head = repository.commit("HEAD")
            was = tree_of(repository, head)
            shared, now, seen = here(folder, repository, was)
            refuse_misnamed(folder, [path for path in seen if path not in was])
            changes = self._changes(was, now, shared)
            if changes and not self.dry_run:
                if self.store.settle_external_edits(self.now, held(repository, was, (each.path for each in changes))):
                    shared, now, _ = here(folder, repository, was)
                    changes = self._changes(was, now, shared)
            if not changes and (head is not None or not now):
                return head, None
            self._refuse_broken(changes)
            message = told(changes)
            new = {each.path: now.get(each.path) for each in changes}
            commit = committed(repository, shared, head, new, message)
            if not self.dry_run:
                repository.expect(named(new), ())
                repository.move(commit, head)
            return commit, message

    def _changes(self, was: Files, now: Files, shared: SharedFiles) -> list[Changed]:
        paths = sorted(path for path in {*was, *now} if was.get(path) != now.get(path))
        for path in paths:
            if path in now and (flaw := flaw_of(path, now[path])):
                raise LacwgError(
                    f"this file cannot be shared: {flaw}",
                    where=self.store.folder.where(self.store.folder.root / path),
                    hint="rename or replace it, or name it in .gitignore",
                )
        texts = {path: shared.data(path, now[path]) for path in paths if path in now and kinds.of_path(path)}
        return self._texts(paths, was, now, texts)

    def _texts(self, paths: Iterable[str], was: Files, now: Files, new: Mapping[str, bytes]) -> list[Changed]:
        """Files before and after; of what is no record, not what it holds. ``new``: what is not in git yet."""
        records = [path for path in paths if kinds.of_path(path)]
        before = held(self.repository, was, records)
        after = {**held(self.repository, now, (path for path in records if path not in new)), **new}

        def text(path: str, side: Files, known: Mapping[str, bytes | None]) -> str | None:
            data = known.get(path, b"" if path in side else None)
            return None if data is None else data.decode("utf-8-sig", "surrogateescape")

        return [Changed(path, text(path, was, before), text(path, now, after)) for path in paths]

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
        trees = [tree_of(self.repository, each) for each in (base, mine, theirs)]
        for path, file in trees[2].items():  # what is never taken in
            if file not in (trees[0].get(path), trees[1].get(path)) and (flaw := flaw_of(path, file)):
                raise hostile(path, flaw)
        merged = self._merged(*trees)
        if self.choices.settle(merged.conflicts, self.store.titles):
            merged = self._merged(*trees)
        if merged.conflicts:
            last = self.repository.last
            shown = (Shown(each, last(mine, each.path), last(theirs, each.theirs)) for each in merged.conflicts)
            return done._replace(conflicts=tuple(shown), received=()), mine
        kept = [path for path in trees[1] if path not in merged.changes]
        refuse_names([path for path, content in merged.changes.items() if content is not None], kept)
        made = {path: content for path, content in merged.changes.items() if isinstance(content, bytes)}
        after = {path: self._file(trees[1].get(path), content) for path, content in merged.changes.items()}
        self.repository.put(made.values())
        tree = self.repository.changed(mine, named(after))
        ours = sorted(path for path in after if is_shared(path))
        now = {path: file for path, file in after.items() if file is not None}
        received = (*done.received, *self._texts(ours, trees[1], now, made))
        message = f"Merge what others did: {told(received)}" if received else "Merge what others did"
        if base == mine and tree == self.repository.git("rev-parse", f"{theirs}^{{tree}}"):
            commit = theirs
        else:
            commit = self.repository.record(tree, [mine, theirs], message)
        if not self.dry_run:
            # the files come first, and the branch last: what is stopped between is taken for a change of ours that
            # is like theirs, and merges with it
            self._take_in(ours, trees[1], after)
            self.repository.move(commit, mine)
        notes = (*done.notes, *merged.notes, *_in_git_alone("Came into git alone", [*after.keys() - set(ours)]))
        return done._replace(received=received, notes=notes), commit

    def _file(self, was: File | None, content: File | bytes | None) -> File | None:
        if not isinstance(content, bytes):
            return content
        return File(was.mode if was else _USUAL, blob_name(content, self.repository.algorithm), len(content))

    def _merged(self, base: Files, mine: Files, theirs: Files) -> Merged:
        wanted = [path for path in {*base, *theirs} if base.get(path) != theirs.get(path) and kinds.of_path(path)]
        names = [side[path].blob for path in wanted for side in (base, mine, theirs) if path in side]
        known = self.repository.blobs(names, LARGEST_OTHER)

        def read(name: str) -> bytes:
            if name not in known:
                known[name] = blob(self.repository, name)
            return known[name]

        return Merger(base, mine, theirs, read, self.store.group.uid_namespace, self.choices.of).merged()

    def _take_in(self, ours: Iterable[str], before: Files, after: Mapping[str, File | None]) -> None:
        """Brings the folder's files from what they held to what was merged. What is not ours is in git alone."""
        was, now = (held(self.repository, side, ours) for side in (before, after))
        receive(self.store, {path: (was[path], now[path]) for path in ours})
        root = self.store.folder.root
        others = [path for path, file in after.items() if file is not None and not is_shared(path)]
        self.repository.expect(named(after), missing(root, others))


# What changed, in words


def _in_git_alone(what: str, paths: Sequence[str]) -> tuple[str, ...]:
    """What is said of files that are neither records nor pictures."""
    if not paths:
        return ()
    named = first_of([*map(quoted, sorted(paths))], _NAMED)
    return (f"{what}, being neither records, pictures nor pages: {named}",)


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
