"""The records of a folder by kind: their files, read when asked for."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Generic, NamedTuple, TypeVar

from lacwg import kinds
from lacwg.errors import FieldError, FolderError, LacwgError, NoSuchRecordError, Problems, RecordError, Where
from lacwg.kinds import Kind
from lacwg.records import Event, Group, Record, Series
from lacwg.store.disk import files
from lacwg.store.folder import Folder, user_folder
from lacwg.store.history.file_changes import ChangedMeanwhileError as ChangedMeanwhileError
from lacwg.store.history.file_changes import FileChange, apply, refuse, refuse_changed
from lacwg.store.history.journal import Author, Journal
from lacwg.store.history.journal import Kind as EntryKind
from lacwg.store.history.transaction import by_hand, recover, write
from lacwg.store.ids import day_in, short
from lacwg.store.ids import fitting as fitting_ids
from lacwg.store.toml.decode import TooLongError, decode

R = TypeVar("R", bound=Record)

_MARGIN: Final = dt.timedelta(days=2)
"""How far the date in a file's name may be from the event's day in another zone, and a day to spare."""


class Loaded(NamedTuple, Generic[R]):
    """A record, and what its file held when it was read: a file that holds something else is not overwritten."""

    record: R
    base_text: str


class Collection(Generic[R]):
    """The records of one kind, one file each. What cannot be read goes to ``problems``, once."""

    def __init__(self, folder: Folder, kind: Kind[R], problems: Problems) -> None:
        self.folder = folder
        self.kind = kind
        self.directory = folder.root / kind.folder
        self.type = kind.type
        self.problems = problems

    def path(self, record_id: str) -> Path:
        """The file of a record."""
        return Path(self.file(record_id))

    def file(self, record_id: str) -> str:
        """The same as text, which is made ten times as quickly: a list opens thousands."""
        return f"{self.directory}/{record_id}.toml"

    def ids(self) -> list[str]:
        """The ids of all, sorted."""
        return self.folder.ids(self.directory, self.problems)

    def read(self, record_id: str) -> R:
        """One record. Raises ``RecordError``."""
        return decode(self.text(record_id), self.type, lambda: self.folder.shown(self.path(record_id)), record_id)

    def load(self, record_id: str) -> Loaded[R]:
        """One record to be changed, with the text that it was read from. Raises ``RecordError``."""
        text = self.text(record_id)
        shown = self.folder.shown(self.path(record_id))
        return Loaded(decode(text, self.type, lambda: shown, record_id), text)

    def text(self, record_id: str) -> str:
        """The text of a record's file. Raises ``RecordError``."""
        try:
            return files.read_text(self.file(record_id))
        except files.UnreadableError as error:
            where = self.folder.where(self.path(record_id), error.line)
            raise RecordError(error.message, hint=error.hint, where=where, code="R101") from None

    def texts(self, ids: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Each id and the text of its file, of those that can be read: thousands are looked through in a blink."""
        for record_id in ids:
            try:
                yield record_id, files.read_text(self.file(record_id))
            except files.UnreadableError as error:
                where = self.folder.where(self.path(record_id), error.line)
                self.problems.add(RecordError(error.message, hint=error.hint, where=where, code="R101"))

    def try_decode(self, record_id: str, text: str) -> Iterator[R]:
        """The record of a text that was read, or none and a problem."""
        try:
            yield decode(text, self.type, lambda: self.folder.shown(self.path(record_id)), record_id)
        except RecordError as error:
            self.problems.add(error)

    def holding(self, token: str) -> Iterator[tuple[R, str]]:
        """The records in whose text ``token`` stands, or may stand in another spelling, and these texts."""
        for record_id, text in self.texts(self.ids()):
            if token in text or "\\" in text:
                for record in self.try_decode(record_id, text):
                    yield record, text

    def has(self, record_id: str) -> bool:
        """Whether there is a file of this name; no folder is read for it."""
        return self.path(record_id).exists()

    def all(self) -> Iterator[R]:
        """Every record that can be read, by id."""
        for record_id in self.ids():
            yield from self.try_read(record_id)

    def try_read(self, record_id: str) -> Iterator[R]:
        """The record, or none and a problem."""
        try:
            yield self.read(record_id)
        except RecordError as error:
            self.problems.add(error)

    def try_read_with(self, record_id: str, key: str) -> Iterator[R]:
        """The same, but none where its text does not hold ``key``: nothing is decoded for that."""
        try:
            text = self.text(record_id)
            if key in text or "\\" in text:  # a key in quotes could be written with escapes
                yield decode(text, self.type, lambda: self.folder.shown(self.path(record_id)), record_id)
        except RecordError as error:
            self.problems.add(error)

    def get(self, text: str) -> R:
        """The one record whose id begins with ``text``. Raises ``NoSuchRecordError``."""
        return self.read(self.find(text))

    def find(self, text: str) -> str:
        """The one id that begins with ``text``."""
        ids = self.candidates(text) if text else []
        fitting = fitting_ids(text, ids)
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            some = ", ".join(fitting[:4]) + (" …" if len(fitting) > 4 else "")
            raise NoSuchRecordError(
                f'"{text}" fits {len(fitting)} {self.kind.name} ids: {some}', hint="type more of the one that you mean"
            )
        raise NoSuchRecordError(
            f'no {self.kind.name} has an id that begins with "{text}"', hint=self._instead(text, ids)
        )

    def candidates(self, _text: str) -> list[str]:
        """The ids among which ``_text`` is looked for."""
        return self.ids()

    def _instead(self, text: str, ids: list[str]) -> str:
        import difflib

        size = len(text)  # what was typed is the beginning of an id
        names = {name[:size]: each for each in ids[-2000:] for name in (each, short(each))}
        close = difflib.get_close_matches(text, names, n=1, cutoff=0.5)
        few = f"those there are: {', '.join(ids) or 'none yet'}"
        listing = few if len(ids) <= 6 else f"see them all: lacwg {self.directory.name} list"
        return f'did you mean "{names[close[0]]}"?\n{listing}' if close else listing


class DatedCollection(Collection[R]):
    """Records whose ids begin with a date, in a folder for each year; found by date without being opened."""

    def file(self, record_id: str) -> str:
        """The file of a record, in the folder of its year."""
        return f"{self.directory}/{record_id[:4]}/{record_id}.toml"

    def years(self) -> list[int]:
        """The years that have a folder."""
        return self.folder.years(self.directory, self.problems)

    def ids_of(self, year: int) -> list[str]:
        """The ids in the folder of a year, by date."""
        dated = []
        for record_id in self.folder.ids(self.directory / f"{year:04}", self.problems):
            if day_in(record_id) is None or record_id[:4] != f"{year:04}":
                where = self.folder.where(self.directory / f"{year:04}" / f"{record_id}.toml")
                self.problems.add(misplaced(where, record_id, self.kind))
            else:
                dated.append(record_id)
        return dated

    def astray(self) -> Iterator[tuple[Path, str, str]]:
        """The files in another year's folder than their date's: where they are, their ids and what they hold."""
        for year in self.years():
            for record_id in self.folder.ids(self.directory / f"{year:04}", self.problems):
                if day_in(record_id) is not None and record_id[:4] != f"{year:04}":
                    path = self.directory / f"{year:04}" / f"{record_id}.toml"
                    with contextlib.suppress(files.UnreadableError):  # to read it as a record will say so
                        yield path, record_id, files.read_text(str(path))

    def ids(self) -> list[str]:
        """The ids of all, by date."""
        return [record_id for year in self.years() for record_id in self.ids_of(year)]

    def candidates(self, text: str) -> list[str]:
        """The ids of the year that ``text`` begins with, or all."""
        return self.ids_of(int(text[:4])) if re.match(r"\d{4}-", text) else self.ids()

    def dated(self, first: dt.date | None = None, last: dt.date | None = None) -> list[str]:
        """The ids with a date from ``first`` to ``last`` (None: no bound), both included, by date."""
        begin = "" if first is None else first.isoformat()
        end = "9999-12-31" if last is None else last.isoformat()
        years = [year for year in self.years() if begin[:4] <= f"{year:04}" <= end[:4]]
        return [each for year in years for each in self.ids_of(year) if begin <= each[:10] <= end]


class EventCollection(DatedCollection[Event]):
    """Events: what lasts is found on each of its days."""

    def since(self, day: dt.date | None) -> Iterator[tuple[dt.date, Event]]:
        """The events that are not over before ``day`` (None: all), with the dates of their files, by date.

        Files of the past are opened only where their text says that the event lasts longer.
        """
        cutoff = "" if day is None else (day - _MARGIN).isoformat()
        for year in self.years():
            if day is not None and year < day.year - 1:
                continue
            for record_id in self.ids_of(year):
                if record_id[:10] < cutoff and not self._may_last_until(record_id, cutoff):
                    continue
                for event in self.try_read(record_id):
                    yield dt.date.fromisoformat(record_id[:10]), event

    def until(self, day: dt.date) -> Iterator[Event]:
        """The events whose files have a date up to ``day``, the latest first."""
        last = (day + _MARGIN).isoformat()
        for year in reversed(self.years()):
            if year <= day.year + 1:
                for record_id in reversed(self.ids_of(year)):
                    if record_id[:10] <= last:
                        yield from self.try_read(record_id)

    def _may_last_until(self, record_id: str, day: str) -> bool:
        try:
            text = files.read_text(self.file(record_id))
        except files.UnreadableError:
            return True  # reading it as a record will say so
        return _may_end_from(text, day)


def _may_end_from(text: str, day: str) -> bool:
    """Whether an event's text can have an ``end`` on or after ``day``."""
    from lacwg.text.toml_text import plain_value

    end = plain_value(text, "end")
    return end is None or (end != "" and (not end[:4].isdecimal() or end[:10] >= day))


def misplaced(where: Where, record_id: str, kind: Kind[Any]) -> RecordError:
    """A file of a dated kind that no list can find by its date."""
    day = day_in(record_id)
    if day is None:
        hint = "rename it to the date, a hyphen and a few words, as 2026-12-03-haiti.toml"
        if kind is kinds.MEETING:
            hint = (
                "rename it to the date that the rule gives, a hyphen and the series, as 2026-12-09-monthly-meeting.toml"
            )
        owner = "an event's" if kind is kinds.EVENT else "a meeting record's"
        return RecordError(f"{owner} file is named after its date", where=where, hint=hint, code="F102")
    return RecordError(
        f"the file is in another year's folder than {day.year}",
        where=where,
        hint=f"move it to {kind.folder}/{day.year}/",
        code="F103",
    )


class Store:
    """One data folder: its records, read when asked for, and the writing of new ones."""

    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self.problems = Problems()
        """What could not be read so far, of what was asked for."""
        self.series = Collection(folder, kinds.SERIES, self.problems)
        self.contacts = Collection(folder, kinds.CONTACT, self.problems)
        self.issues = Collection(folder, kinds.ISSUE, self.problems)
        self.events = EventCollection(folder, kinds.EVENT, self.problems)
        self.meetings = DatedCollection(folder, kinds.MEETING, self.problems)
        self.journal = Journal(folder)
        self.author: Callable[[], Author] | None = None
        """Who writes, for the journal; None: nothing is put down."""
        self.notice: Callable[[str], None] = lambda _: None
        """Tells people what they did not ask for."""
        self._holding = False

    @cached_property
    def group(self) -> Group:
        """Who we are. Raises ``RecordError``: nothing can be done without it."""
        return decode(self.group_text, Group, lambda: self.folder.shown(self.folder.group_file))

    @cached_property
    def group_text(self) -> str:
        """The text of the group's file."""
        path = self.folder.group_file
        self.folder.ids(self.folder.root, self.problems)  # a "conflicted copy" of it stops the command
        try:
            return files.read_text(str(path))
        except files.UnreadableError as error:
            raise RecordError(
                error.message, hint=error.hint, where=self.folder.where(path, error.line), code="R101"
            ) from None

    def collection_of(self, kind: Kind[R]) -> Collection[R]:
        """The collection of a kind of record."""
        found: Collection[R] = getattr(self, kind.folder)
        return found

    @property
    def collections(self) -> list[Collection[Any]]:
        """Those of all kinds."""
        return [self.collection_of(kind) for kind in kinds.KINDS]

    def _path(self, record: Record) -> Path:
        return self.collection_of(kinds.of_record(record)).path(record.id)

    def located(self, error: FieldError) -> RecordError:
        """The error, with the file and the line of its field."""
        try:
            if (kind := kinds.of_name(error.kind)) is kinds.GROUP:
                path, text = self.folder.group_file, self.group_text
            else:
                collection = self.collection_of(kind)
                path, text = collection.path(error.record_id), collection.text(error.record_id)
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
            files.copy_folder(self.folder.root, target)
        store = Store(Folder(target))
        store.author, store.notice = self.author, self.notice
        return store, f"The group's records are now kept in {target}"

    # Writing

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Holds the folder's lock, within another holding too: one command writes at a time."""
        if self._holding:
            yield
            return
        with files.locked(self.folder, self.notice):
            self._holding = True
            try:
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
        with self.locked():
            self.recover()
            refuse(self.folder, changes)
            if self.author is None:
                apply(self.folder, changes, tick)
            elif changes:
                author = self.author()
                if edited := by_hand(self.journal, changes):
                    from lacwg.store.history.external_edits import counted

                    changes = counted(self, changes, edited, author.at)
                write(self.journal, author, changes, tick, kind=kind, undoes=undoes, edited=edited)

    def recover(self) -> None:
        """Takes back what a command that was stopped had begun; whoever calls holds the folder's lock."""
        if recover(self.journal):
            self.notice("A command was stopped before it was done; what it had begun was taken back.")

    def creation(self, record: Record) -> FileChange:
        """The new file of a record. The text is decoded again before it is kept."""
        from lacwg.store.toml.encode import encode, values_of

        path = self._path(record)
        text = encode(record)
        read = decode(text, type(record), lambda: self.folder.shown(path), record.id)
        if read != record and values_of(read) != values_of(record):  # a heading with nothing below it is not written
            raise LacwgError(f"{record.id} would not read back as it was meant", hint="please report this")
        return FileChange(path, None, text)

    def change(self, record: Record, base_text: str) -> FileChange:
        """A record's file, with only what differs in it written anew. ``base_text`` is its text as it was read.

        Raises ``LacwgError`` where it is written in a form that cannot be changed without losing something.
        """
        path = self._path(record)
        return FileChange(path, base_text, self.changed_text(record, base_text))

    def changed_text(self, record: Record, base_text: str) -> str:
        """The text of ``change``."""
        from lacwg.store.toml.edit import UneditableError, edited

        path = self._path(record)
        old = decode(base_text, type(record), lambda: self.folder.shown(path), record.id)
        try:
            text = edited(base_text, old, record)
            kept = decode(text, type(record), lambda: self.folder.shown(path), record.id) == record
        except TooLongError:
            raise
        except (RecordError, UneditableError):
            kept = False
        if not kept:
            raise LacwgError(
                "this file is written in a form that cannot be changed by the program",
                where=self.folder.where(path),
                hint="nothing was written; change it in an editor",
            )
        return text

    def removal(self, record: Record, base_text: str) -> FileChange:
        """The end of a record's file. ``base_text`` is its text as it was read."""
        return FileChange(self._path(record), base_text, None)

    def create(self, record: Record) -> Path:
        """Writes a new record, wholly or not at all."""
        change = self.creation(record)
        self.write([change])
        return change.path

    def save(self, record: Record, base_text: str) -> None:
        """Writes a changed record: the file is replaced at once, and only what differs in it is written anew.

        ``base_text``: what the file held when the record was read. Raises ``ChangedMeanwhileError`` where it
        holds something else by now.
        """
        with self.locked():
            path = self._path(record)
            refuse_changed(self.folder, path, base_text)  # before the text is edited: it is what people need to know
            self.write([self.change(record, base_text)])

    def remove(self, record: Record, base_text: str) -> None:
        """Deletes a record's file."""
        self.write([self.removal(record, base_text)])

    def save_text(
        self, kind: Kind[Any], record_id: str, text: str, base_text: str, check: Callable[[], None] | None = None
    ) -> None:
        """Writes a record's file as somebody has edited it, comments and all.

        ``check`` is called while the folder's lock is held, and may raise. Raises ``RecordError`` for what is
        no such record, ``ChangedMeanwhileError`` where the file no longer holds ``base_text``; then nothing is written.
        """
        collection = self.collection_of(kind)
        path = collection.path(record_id)
        decode(text, collection.type, lambda: self.folder.shown(path), record_id)
        with self.locked():
            refuse_changed(self.folder, path, base_text)
            if check is not None:
                check()
            self.write([FileChange(path, base_text, text)])

    def free_event_id(self, record_id: str) -> str:
        """``record_id``, or with the first number behind it that makes it an id of its own."""
        number, free = 1, record_id
        while self.events.path(free).exists():
            number += 1
            free = f"{record_id}-{number}"
        return free


def refuse_folder(root: Path) -> None:
    """Raises ``FolderError`` where a new group's folder cannot be made."""
    folder = Folder(root)
    if folder.group_file.exists():
        hint = "name another one, or edit its group.toml"
        raise FolderError(f"{folder.shown(root)} is a data folder already", hint=hint)
    if root.exists() and not root.is_dir():
        raise FolderError(f"{folder.shown(root)} is a file", hint="name a folder that is not there yet")


def create_folder(root: Path, group: Group, series: Series | None) -> Folder:
    """Makes a new group's folder. Raises ``FolderError`` where there is one already."""
    from lacwg.store.toml.encode import encode

    refuse_folder(root)
    folder = Folder(root)
    # The group's file comes last: it is what makes a folder a data folder.
    if series is not None:
        apply(folder, [Store(folder).creation(series)])
    head = "# Who we are. What else there is has a file of its own, in a folder for each kind: series, events, …\n"
    files.write_new(folder, root / kinds.GROUP_FILE, head + encode(group))
    return folder
