"""One data folder: its records, read when asked for, and the writing of new ones."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from lacwg import kinds
from lacwg.errors import FieldError, FolderError, LacwgError, Problems, RecordError
from lacwg.kinds import Kind
from lacwg.records import Group, Record, Series
from lacwg.store.collection import Collection, DatedCollection, EventCollection
from lacwg.store.disk.read import read_record
from lacwg.store.folder import Folder, user_folder
from lacwg.store.toml.decode import TooLongError, decode

if TYPE_CHECKING:
    from lacwg.store.disk.contents import Content, FileChange
    from lacwg.store.history.journal import Author, EntryKind, Journal

R = TypeVar("R", bound=Record)


class Store:
    """One data folder: its records, read when asked for, and the writing of new ones."""

    def __init__(
        self, folder: Folder, author: Callable[[], Author] | None, notice: Callable[[str], None] = lambda _: None
    ) -> None:
        """``author``: who writes, as of a ``Journal``; ``notice`` tells people what they did not ask for."""
        self.folder = folder
        self.notice = notice
        self._author = author
        self.problems = Problems()
        """What could not be read so far, of what was asked for."""
        self.series = Collection(folder, kinds.SERIES, self.problems)
        self.contacts = Collection(folder, kinds.CONTACT, self.problems)
        self.issues = Collection(folder, kinds.ISSUE, self.problems)
        self.events = EventCollection(folder, kinds.EVENT, self.problems)
        self.meetings = DatedCollection(folder, kinds.MEETING, self.problems)
        self._holding = False

    @classmethod
    def read_only(cls, folder: Folder) -> Store:
        """The store of one who only looks: to write with it is an error of the program."""
        return cls(folder, None)

    @cached_property
    def journal(self) -> Journal:
        """What is written goes into it."""
        from lacwg.store.history.journal import Journal  # who only looks needs it not

        journal = Journal(self.folder, self._author)
        journal.notice = self.notice
        return journal

    def close(self) -> None:
        """Lets go of what it holds open."""
        if "journal" in vars(self):
            self.journal.close()

    @cached_property
    def group(self) -> Group:
        """Who we are. Raises ``RecordError``: nothing can be done without it."""
        return decode(self.group_text, Group, lambda: self.folder.shown(self.folder.group_file))

    @cached_property
    def group_text(self) -> str:
        """The text of the group's file."""
        path = self.folder.group_file
        _, problems = self.folder.ids(self.folder.root)
        self.problems.add_all(problems)  # a "conflicted copy" of it stops the command
        return read_record(self.folder, path)

    def collection_of(self, kind: Kind[R]) -> Collection[R]:
        """The collection of a kind of record."""
        found: Collection[R] = getattr(self, kind.folder)
        return found

    @property
    def collections(self) -> list[Collection[Any]]:
        """Those of all kinds."""
        return [self.collection_of(kind) for kind in kinds.KINDS]

    def titles(self) -> Iterator[tuple[str, str]]:
        """The ids of the records that can be read, each with what people call it."""
        return (pair for each in self.collections if each is not self.meetings for pair in each.titles())

    def _path(self, record: Record) -> Path:
        return self.collection_of(kinds.of_record(record)).path(record.id)

    def path_of(self, error: FieldError) -> Path:
        """The file that an error is about."""
        kind = kinds.of_name(error.kind)
        return self.folder.group_file if kind is kinds.GROUP else self.collection_of(kind).path(error.record_id)

    def located(self, error: FieldError) -> RecordError:
        """The error, with the file and the line of its field."""
        try:
            kind, path = kinds.of_name(error.kind), self.path_of(error)
            text = self.group_text if kind is kinds.GROUP else self.collection_of(kind).text(error.record_id)
        except RecordError as gone:
            return gone
        from lacwg.text.toml_text import line_of

        where = self.folder.where(path, line_of(text, error.path))
        return RecordError(error.message, hint=error.hint, where=where, code=error.code)

    def writable(self) -> tuple[Store, str | None]:
        """A store that can be written to, and what to tell people when that is a new one.

        The package's own copy is only read: the first write copies it to the user's data directory.
        """
        if not self.folder.embedded:
            return self, None
        target = user_folder()
        if not (target / kinds.GROUP_FILE).exists():  # another command may have made it meanwhile
            from lacwg.store.disk.write import copy_folder

            copy_folder(self.folder.root, target)
        return Store(Folder(target), self._author, self.notice), f"The group's records are now kept in {target}"

    # Writing

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Holds the folder's lock, within another holding too: one command writes at a time."""
        if self._holding:
            yield
            return
        from lacwg.store.disk.lock import locked  # only who writes needs it, and what a transaction is

        with locked(self.folder, self.notice):
            self._holding = True
            try:
                self.journal.settle()
                yield
            finally:
                self._holding = False
                self.journal.close()

    def write(
        self,
        changes: Sequence[FileChange],
        tick: Callable[[], None] = lambda: None,
        *,
        kind: EntryKind = "command",
        undoes: int | None = None,
    ) -> None:
        """Makes all of a command's changes, or none, and puts them in the journal. ``tick`` is called after each file.

        Raises ``ChangedMeanwhileError`` where a file no longer holds what it did when it was read.
        """
        from lacwg.store.history import transaction

        with self.locked():
            self.recover()
            transaction.check_preconditions(self.folder, changes)
            if not changes:
                return
            if edits := transaction.edits_before(self.journal, changes):
                from lacwg.store.history.external_edits import counted

                changes = counted(self.journal, changes, edits, self.group.uid_namespace)
                self.journal.by_hand(edits)
            transaction.write(self.journal, changes, tick, kind=kind, undoes=undoes)

    def recover(self) -> None:
        """Takes back what a command that was stopped had begun; whoever calls holds the folder's lock."""
        from lacwg.store.history import transaction

        if transaction.recover(self.journal):
            self.notice("A command was stopped before it was done; what it had begun was taken back.")
        self.journal.name_unfinished()

    def settle_external_edits(self, now: dt.datetime, known: Mapping[str, bytes | None] | None = None) -> list[str]:
        """Puts changes by hand into the journal, and raises ``sequence`` and ``updated`` of the events and series.

        ``known``: only these files are looked at, and what each held before, for those that the journal does not
        know; else every file of the journal. A folder in git passes what differs from its last commit, so that
        what came by git does not count. Gives the paths of the records that were raised.
        """
        from lacwg.store.history import external_edits

        with self.locked():
            self.recover()
            if not (found := external_edits.external_edits(self.journal, known)):
                return []
            namespace = self.group.uid_namespace
            more = [each for edit in found if (each := external_edits.raised(self.journal, edit, now, namespace))]
            self.journal.by_hand(found)
            self.write(more, kind="hand")
            return [self.journal.name(each.path) for each in more]

    def creation(self, record: Record) -> FileChange:
        """The new file of a record. The text is decoded again before it is kept."""
        from lacwg.store.toml.encode import encode, values_of

        text = encode(record)
        read = self.collection_of(kinds.of_record(record)).decode(record.id, text)
        if read != record and values_of(read) != values_of(record):  # a heading with nothing below it is not written
            raise LacwgError(f"{record.id} would not read back as it was meant", hint="please report this")
        return _file_change(self._path(record), None, text)

    def change(self, record: Record, base_text: str) -> FileChange:
        """A record's file, with only what differs in it written anew. ``base_text`` is its text as it was read.

        Raises ``LacwgError`` where it is written in a form that cannot be changed without losing something.
        """
        from lacwg.store.toml.edit import UneditableError, edited_exactly

        path = self._path(record)
        read = partial(self.collection_of(kinds.of_record(record)).decode, record.id)
        old = read(base_text)
        try:
            return _file_change(path, base_text, edited_exactly(base_text, old, record, read))
        except TooLongError:
            raise
        except (RecordError, UneditableError):
            raise LacwgError(
                "this file is written in a form that cannot be changed by the program",
                where=self.folder.where(path),
                hint="nothing was written; change it in an editor",
            ) from None

    def removal(self, record: Record, base_text: str) -> FileChange:
        """The end of a record's file. ``base_text`` is its text as it was read."""
        return _file_change(self._path(record), base_text, None)

    def save(self, record: Record, base_text: str) -> None:
        """Writes a changed record: the file is replaced at once, and only what differs in it is written anew.

        ``base_text``: what the file held when the record was read. Raises ``ChangedMeanwhileError`` where it
        holds something else by now.
        """
        from lacwg.store.history.transaction import check_unchanged

        with self.locked():
            path = self._path(record)
            check_unchanged(self.folder, path, base_text)  # before the text is edited: it is what people need to know
            self.write([self.change(record, base_text)])


def _file_change(path: Path, before: Content, after: Content) -> FileChange:
    from lacwg.store.disk.contents import FileChange  # who only looks needs it not

    return FileChange(path, before, after)


def refuse_folder(root: Path) -> None:
    """Raises ``FolderError`` where a new group's folder cannot be made."""
    folder = Folder(root)
    if folder.group_file.exists():
        hint = "name another one, or edit its group.toml"
        raise FolderError(f"{folder.shown(root)} is a data folder already", hint=hint)
    if root.exists() and not root.is_dir():
        raise FolderError(f"{folder.shown(root)} is a file", hint="name a folder that is not there yet")


def create_folder(root: Path, group: Group, series: Series | None) -> Folder:
    """Makes a new group's folder. Raises ``FolderError`` where there is one."""
    from lacwg.store.history import transaction
    from lacwg.store.toml.encode import encode

    refuse_folder(root)
    folder = Folder(root)
    head = "# Who we are. What else there is has a file of its own, in a folder for each kind: series, events, …\n"
    changes = [] if series is None else [Store.read_only(folder).creation(series)]
    # The group's file comes last: it is what makes a folder a data folder.
    text = encode(group)
    if not group.zones and "\n[" not in text:  # a key behind a heading would be one of its table
        text += 'zones = [] # where else the hours of meetings are told, as ["America/Havana"]\n'
    changes.append(_file_change(folder.group_file, None, head + text))
    transaction.check_preconditions(folder, changes)
    transaction.apply(folder, changes)
    return folder
