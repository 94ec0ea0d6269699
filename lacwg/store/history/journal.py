"""What was done on this machine, so that it can be told and taken back.

One SQLite file for each installation in ``.lacwg``, as a synced folder may bring others' files beside it.
An entry is one command: who, when, and each file's text before and after. It is on the disk, open, before the
first file is touched, and closed when the last one is; one that is found open belongs to a command that was
stopped on its way.

What stands there is not believed: a folder that came from somewhere may have brought it, and others may write it.
Each row is looked at when it is read, and a file that is in others' hands is only read.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, NamedTuple

import msgspec
from msgspec.structs import replace

from lacwg.errors import FolderError
from lacwg.store.disk.contents import Content, FileChange, rewritten
from lacwg.store.disk.permissions import foreign, may_write, share
from lacwg.store.disk.plain import FLAGS
from lacwg.store.folder import Folder, belongs
from lacwg.text.controls import escape_controls

if TYPE_CHECKING:
    import sqlite3

EntryKind = Literal["command", "undo", "hand", "sent"]
"""What made an entry: a command, ``lacwg undo``, somebody with an editor, or what has gone out and stays so."""
_State = Literal["open", "done", "gone"]
_Row = tuple[Annotated[dt.datetime, msgspec.Meta(tz=True)], str | None, str, EntryKind, int | None]
"""When, who, by which command, of which kind, and which entry it took back."""

_SCHEMA: Final = """
BEGIN;
CREATE TABLE IF NOT EXISTS entries (
    number INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, who TEXT, command TEXT NOT NULL,
    kind TEXT NOT NULL, undoes INTEGER, state TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS changes (
    entry INTEGER NOT NULL REFERENCES entries, path TEXT NOT NULL, before TEXT, after TEXT,
    PRIMARY KEY (path, entry)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS changes_of_entry ON changes (entry);
COMMIT;
"""
_MADE: Final = {"table entries", "table changes", "index changes_of_entry"}
_ASKED: Final = (
    "SELECT number, at, who, command, kind, undoes, state FROM entries LIMIT 0",
    "SELECT entry, path, before, after FROM changes LIMIT 0",
)
_AWAY: Final = "delete that file, or move it out of the folder: what was done before can then not be undone"
WAIT: Final = 10.0
"""Seconds for which a reader waits for a writer."""


class Author(msgspec.Struct, frozen=True):
    """Who does something, when, and by which words of the command line."""

    at: dt.datetime
    who: str | None
    command: str


class Entry(NamedTuple):
    """One step, as it is told."""

    number: int
    at: dt.datetime
    who: str | None
    command: str
    kind: EntryKind
    undoes: int | None
    """The entry that it took back."""
    undone_by: int | None
    """The entry that took it back, and was not taken back itself."""
    paths: tuple[str, ...]
    """Below the folder, with ``/`` between their parts."""


class Journal:
    """The journal of one folder on this machine. Whoever writes holds the folder's lock."""

    def __init__(self, folder: Folder, author: Callable[[], Author] | None, path: Path | None = None) -> None:
        """``author``: who writes; None: who only looks, and nothing can be put down. ``path``: of another one."""
        self.folder = folder
        self.notice: Callable[[str], None] = lambda _: None
        """Is told of what cannot be read."""
        self._author = author
        self._path = path
        self._connection: sqlite3.Connection | None = None
        self._named: set[str] = set()

    @property
    def path(self) -> Path:
        """The file: of this installation, unless another was named."""
        from lacwg.store.history import installation

        return self._path or installation.journal_path(self.folder)

    @property
    def is_kept(self) -> bool:
        """Whether something was put down here, by this user or another. Raises ``RecordError`` for a link."""
        self.folder.refuse_astray(self.path)
        return self.path.exists()

    @property
    def may_be_written(self) -> bool:
        """Whether this user may put something down, where something was before."""
        return may_write(self.path) and self._foreign is None

    @property
    def _foreign(self) -> str | None:
        """Why nothing is put down here, nor done because of what stands here, if so."""
        return foreign(self.folder.root, self.folder.machine, self.path)

    def refuse_foreign(self) -> None:
        """Raises ``FolderError`` where others have the journal in their hands."""
        if (reason := self._foreign) is not None:
            raise FolderError(
                f"{reason}, so the journal is only read",
                where=self.folder.where(self.path),
                hint=f"nothing was changed; {self._mend}",
            )

    @property
    def _mend(self) -> str:
        import shlex

        paths = [shlex.quote(self.folder.shown(each)) for each in (self.folder.machine, self.path)]
        others = "o" if self.folder.root.stat().st_mode & stat.S_IWGRP else "go"
        mend = f"chmod {others}-w {' '.join(paths)}, or give them to the folder's owner and group"
        return f"if you trust what it holds: {mend}\nelse {_AWAY}"

    def _name(self, flaw: str) -> None:
        """Says once what cannot be read."""
        if flaw not in self._named:
            self._named.add(flaw)
            self.notice(escape_controls(f"warning: {self.folder.shown(self.path)}: {flaw}"))

    def close(self) -> None:
        """Lets go of the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    __del__ = close

    def others(self) -> Iterator[Journal]:
        """The journals of other installations that can be read and may be written, each open while it is looked at."""
        from lacwg.store.history import installation

        for path in installation.others(self.folder, self.path):
            with (
                contextlib.closing(Journal(self.folder, self._author, path)) as other,
                contextlib.suppress(FolderError),
            ):
                if other.may_be_written:
                    other.open_entries()
                    yield other

    def name_unfinished(self) -> None:
        """Says once of which other installations a command was stopped: what it had begun may be meant by now."""
        for other in self.others():
            if other.open_entries():
                other.notice, other._named = self.notice, self._named
                other._name(
                    "a command of another installation was stopped before it was done\n"
                    "  to see what it had begun: lacwg undo --unfinished --dry-run"
                )

    # Writing

    def settle(self) -> None:
        """Finds the file to write to, once; whoever calls holds the folder's lock."""
        from lacwg.store.history import installation

        if self._path is None:
            self.close()
            self._path = installation.journal_to_write(self.folder)

    def author(self) -> Author:
        """Who writes, and when. Raises ``RuntimeError`` in a journal that was opened to be read."""
        if self._author is None:
            raise RuntimeError("this folder was opened to be read")
        return self._author()

    def begin(self, changes: Sequence[FileChange], kind: EntryKind = "command", undoes: int | None = None) -> int:
        """Puts down what is about to be done, and gives its number. It is on the disk when this returns."""
        return self._add(self.author(), changes, kind, undoes, "open")

    def by_hand(self, changes: Sequence[FileChange]) -> int:
        """Puts down what somebody has done with an editor since we last wrote."""
        return self._add(replace(self.author(), who=None, command="by hand"), changes, "hand", None, "done")

    def _add(
        self, author: Author, changes: Sequence[FileChange], kind: EntryKind, undoes: int | None, state: _State
    ) -> int:
        with self._errors_as_ours() as database, database:
            number = database.execute(
                "INSERT INTO entries (at, who, command, kind, undoes, state) VALUES (?, ?, ?, ?, ?, ?)",
                (author.at.isoformat(timespec="seconds"), author.who, author.command, kind, undoes, state),
            ).lastrowid
            assert number is not None
            database.executemany(
                "INSERT INTO changes (entry, path, before, after) VALUES (?, ?, ?, ?)",
                ((number, self.name(each.path), each.before, each.after) for each in changes),
            )
            return number

    def end(self, number: int) -> None:
        """Says that all of an entry is done."""
        with self._errors_as_ours() as database, database:
            database.execute("UPDATE entries SET state = 'done' WHERE number = ?", (number,))

    def drop(self, number: int) -> None:
        """Takes out an entry of which nothing was done, or all was taken back."""
        with self._errors_as_ours() as database, database:
            database.execute("DELETE FROM changes WHERE entry = ?", (number,))
            database.execute("DELETE FROM entries WHERE number = ?", (number,))

    def rewrite(
        self, changed: Callable[[str], str], renamed: Callable[[str], str], gone: Callable[[Path], bool]
    ) -> None:
        """Puts every text through ``changed`` and every name through ``renamed``, and leaves nothing of the old ones.

        Text is also what is kept as bytes and is no picture.
        ``gone``: whether nothing at all is to be kept of a file. Nor is anything in what SQLite has set free.
        """
        if not self.is_kept:
            return
        with self._errors_as_ours() as database:
            database.execute("PRAGMA journal_mode = DELETE")  # whoever looked into it may have given it a log beside it
            with database:
                rows = database.execute("SELECT entry, path, before, after FROM changes").fetchall()
                for entry, path, before, after in rows:
                    # of what has a flaw nobody can make use, and it may name them
                    if _flaw_of(path, before, after) is not None or gone(self.folder.root / path):
                        raw = path if isinstance(path, bytes) else path.encode("utf-8", "surrogateescape")
                        database.execute("DELETE FROM changes WHERE entry = ? AND CAST(path AS BLOB) = ?", (entry, raw))
                        continue
                    new = tuple(rewritten(each, changed, text=path.endswith(".toml")) for each in (before, after))
                    if new != (before, after):
                        database.execute(
                            "UPDATE changes SET before = ?, after = ? WHERE entry = ? AND path = ?", (*new, entry, path)
                        )
                for (who,) in database.execute("SELECT DISTINCT who FROM entries WHERE who IS NOT NULL").fetchall():
                    raw = who.encode("utf-8", "surrogateescape") if isinstance(who, str) else who
                    new_name = renamed(who) if isinstance(who, str) and _is_content(who) else None
                    database.execute("UPDATE entries SET who = ? WHERE CAST(who AS BLOB) = ?", (new_name, raw))
            database.execute("VACUUM")

    # Reading

    def entries(self, path: str | None = None, state: _State = "done") -> Iterator[Entry]:
        """What was done, the latest first; of one file, where ``path`` is given. ``state``: "open", what was begun."""
        if not self.is_kept:
            return
        where = "" if path is None else "AND number IN (SELECT entry FROM changes WHERE path = :path)"
        with self._errors_as_ours(reading=True) as database:
            undone = _undone(database)
            rows = database.execute(
                "SELECT number, at, who, command, kind, undoes FROM entries "
                f"WHERE state = :state {where} ORDER BY number DESC",
                {"path": path, "state": state},
            )
            for number, *row in rows:
                if (read := _entry_of(row)) is None:
                    self._name(f"entry {number} cannot be read, and is passed over")
                    continue
                paths = database.execute("SELECT path FROM changes WHERE entry = ? ORDER BY path", (number,))
                names = tuple(name for (name,) in paths if _flaw_of(name) is None)
                yield Entry(number, *read, undone.get(number), names)

    def _rows(self, query: str, **values: object) -> list[Any]:
        """What a query finds; nothing where there is no journal yet."""
        if not self.is_kept:
            return []
        with self._errors_as_ours(reading=True) as database:
            return database.execute(query, values).fetchall()

    def paths(self) -> list[str]:
        """Every file that an entry is about, whether it is still there or not."""
        rows = self._rows("SELECT DISTINCT path FROM changes ORDER BY path")
        return [name for (name,) in rows if self._is_right(name)]

    def _is_right(self, path: object, *contents: object) -> bool:
        """Whether a row of a file can be read; says so once where it cannot."""
        if (flaw := _flaw_of(path, *contents)) is not None:
            self._name(f"an entry {flaw}, and is passed over")
        return flaw is None

    def changes_of(self, number: int, *, largest: int | None = None) -> list[FileChange]:
        """Each file of an entry, before and after it. Raises ``LacwgError`` for what cannot be read, or is not ours.

        ``largest``: to be shown only. Bytes of more come as none: ``b""``; what cannot be read is left out and named.
        """
        columns = ("before", "after") if largest is None else tuple(map(_up_to, ("before", "after")))
        query = f"SELECT path, {', '.join(columns)} FROM changes WHERE entry = :entry ORDER BY path"
        rows = self._rows(query, entry=number, largest=largest)
        found = []
        for path, before, after in rows:
            if (flaw := _flaw_of(path, before, after)) is None:
                found.append(FileChange(self.folder.root / path, before, after))
            elif largest is not None:
                self._name(f"entry {number} {flaw}")
            else:
                raise FolderError(
                    escape_controls(f"entry {number} of the journal {flaw}"),
                    where=self.folder.where(self.path),
                    hint=f"nothing was changed; {_AWAY}",
                )
        if largest is None:
            self.folder.refuse_astray(*(each.path for each in found))
        return found

    def open_entries(self) -> list[int]:
        """The entries of commands that were stopped on their way, the latest first."""
        return [n for (n,) in self._rows("SELECT number FROM entries WHERE state = 'open' ORDER BY number DESC")]

    def last_written(self, paths: Iterable[Path]) -> dict[Path, Content]:
        """What each of the files held when it was last written or looked at here; only those that ever were."""
        query = "SELECT after FROM changes WHERE path = :path ORDER BY entry DESC LIMIT 1"
        return {
            path: after
            for path, name in ((path, self.name(path)) for path in paths)
            for (after,) in self._rows(query, path=name)
            if self._is_right(name, after)
        }

    def name(self, path: Path) -> str:
        """A file as entries name it."""
        return path.as_posix().removeprefix(f"{self.folder.root.as_posix()}/")  # quicker than relative_to

    @contextlib.contextmanager
    def _errors_as_ours(self, *, reading: bool = False) -> Iterator[sqlite3.Connection]:
        """The open file; what SQLite cannot do becomes an error of ours. ``reading``: no right to write is needed."""
        import sqlite3

        if not reading:
            self.refuse_foreign()
        try:
            if self._connection is None:
                self._connection = self._opened(reading=reading)
            yield self._connection
        except OSError as error:
            if reading:
                raise FolderError(
                    f"the journal cannot be read: {error.strerror}",
                    where=self.folder.where(self.path),
                    hint="it is kept by whoever used lacwg here first; see who may read it",
                ) from None
            raise self.folder.unwritable(self.path, error) from None
        except sqlite3.DatabaseError as error:
            passing = isinstance(error, sqlite3.OperationalError)
            mend = "make room, see who may write there, or try again" if passing else _AWAY
            raise FolderError(
                f"the journal {'could not be written' if passing and not reading else 'cannot be read'}: {error}",
                where=self.folder.where(self.path),
                hint=f"nothing was changed; {mend}",
            ) from None

    def _opened(self, *, reading: bool) -> sqlite3.Connection:
        if not reading:
            self.settle()
        own = self.path.name
        self.folder.refuse_astray(
            self.path, *(self.path.with_name(f"{own}-{each}") for each in ("journal", "wal", "shm"))
        )
        if reading and not self.may_be_written:
            if (reason := self._foreign) is not None:
                self._name(f"{reason}, so the journal is only read")
            os.close(os.open(self.path, FLAGS))  # its error says why
            return self._connected("ro", "")
        new = not self.path.exists()
        # for those alone who may write to the folder: it holds what [private] tables held
        os.close(os.open(self.path, os.O_RDWR | os.O_CREAT | FLAGS, 0o600))
        if new:
            share(self.folder.root, self.path)
        return self._connected("rw", f"PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; {_SCHEMA}")

    def _connected(self, mode: str, script: str) -> sqlite3.Connection:
        import sqlite3

        with contextlib.ExitStack() as unless_kept:
            connection = sqlite3.connect(f"{self.path.absolute().as_uri()}?mode={mode}", timeout=WAIT, uri=True)
            unless_kept.callback(connection.close)
            self._refuse_other_version(connection)
            connection.executescript(script)
            unless_kept.pop_all()
        return connection

    def _refuse_other_version(self, connection: sqlite3.Connection) -> None:
        """Raises ``FolderError`` for what is laid out otherwise than here; also where something is added that acts."""
        import sqlite3

        connection.execute("PRAGMA trusted_schema = OFF")
        connection.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        made = {
            f"{kind} {name}"
            for kind, name in connection.execute("SELECT type, name FROM sqlite_master")
            if not name.startswith("sqlite_")
        }
        alike = not version and made in (set(), _MADE)
        try:
            for query in _ASKED if made and alike else ():
                connection.execute(query)
        except sqlite3.OperationalError as error:
            if not str(error).startswith("no such column"):
                raise
            alike = False
        if not alike:
            raise FolderError(
                "this journal is of another version of lacwg, and is neither read nor written",
                where=self.folder.where(self.path),
                hint=f"nothing was changed; use that version, or {_AWAY}",
            )


def _entry_of(row: Sequence[object]) -> _Row | None:
    """What a row says of an entry; None: it cannot be read."""
    try:
        read = msgspec.convert(row, _Row)
    except msgspec.ValidationError:
        return None
    return read if dt.MINYEAR < read[0].year < dt.MAXYEAR and all(map(_is_content, read[1:3])) else None


def _flaw_of(path: object, *contents: object) -> str | None:
    """What is wrong with a row of a file, if so, as it follows ``entry 7``."""
    if not isinstance(path, str) or not _is_content(path):
        return "has the path of a file that cannot be read"
    if not belongs(path):
        return f'names "{path}", which is not a record, picture or file of the page in this folder'
    if not all(map(_is_content, contents)):
        return f'has of "{path}" what is no text'
    return None


def _is_content(value: object) -> bool:
    """Whether a cell holds what a file can: bytes, nothing, or text that is some."""
    try:
        return value is None or isinstance(value, bytes) or (isinstance(value, str) and value.encode() is not None)
    except UnicodeEncodeError:
        return False


def _up_to(column: str) -> str:
    return f"CASE WHEN typeof({column}) = 'blob' AND length({column}) > :largest THEN x'' ELSE {column} END"


def _undone(database: sqlite3.Connection) -> dict[int, int]:
    """Of each entry that is taken back the one that did it; an entry whose undoing was undone is not."""
    rows = database.execute("SELECT undoes, number FROM entries WHERE typeof(undoes) = 'integer' AND state = 'done'")
    latest = dict(sorted(rows.fetchall()))
    undone: dict[int, int] = {}
    for number in sorted(latest, reverse=True):  # what takes back comes later than what it takes back
        if latest[number] not in undone:
            undone[number] = latest[number]
    return undone
