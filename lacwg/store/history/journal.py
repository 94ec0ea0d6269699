"""What was done on this machine, so that it can be told and taken back.

One SQLite file for each machine in ``.lacwg``, as a synced folder may bring other machines' files beside it.
An entry is one command: who, when, and each file's text before and after. It is on the disk, open, before the
first file is touched, and closed when the last one is; one that is found open belongs to a command that was
stopped on its way.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

import msgspec
from msgspec.structs import replace

from lacwg.errors import FolderError
from lacwg.store.disk.contents import Content, FileChange, rewritten
from lacwg.store.disk.permissions import may_write, share
from lacwg.store.folder import Folder

if TYPE_CHECKING:
    import sqlite3

EntryKind = Literal["command", "undo", "hand"]
"""What made an entry: a command, ``lacwg undo``, or somebody with an editor."""
_State = Literal["open", "done", "gone"]

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

    def __init__(self, folder: Folder, author: Callable[[], Author] | None) -> None:
        """``author``: who writes; None: who only looks, and nothing can be put down."""
        self.folder = folder
        self._author = author
        self._connection: sqlite3.Connection | None = None

    @property
    def path(self) -> Path:
        """The file."""
        import platform
        import re

        # without its domain: a laptop is in another one with each network
        name = platform.node().partition(".")[0].lower()
        machine = re.sub(r"[^a-z0-9]+", "-", name).strip("-") or "machine"
        return self.folder.machine / f"journal-{machine}.sqlite"

    @property
    def is_kept(self) -> bool:
        """Whether something was put down here, by this user or another."""
        return self.path.exists()

    @property
    def may_be_written(self) -> bool:
        """Whether this user may put something down, where something was before."""
        return may_write(self.path)

    def close(self) -> None:
        """Lets go of the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    # Writing

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

    def rewrite(self, changed: Callable[[str], str], renamed: Callable[[str], str], gone: Path | None) -> None:
        """Puts every text through ``changed`` and every name through ``renamed``, and leaves nothing of the old ones.

        Text is also what is kept as bytes and is no picture.
        ``gone``: a file of which nothing at all is to be kept.
        """
        if not self.is_kept:
            return
        with self._errors_as_ours() as database:
            with database:
                if gone is not None:
                    database.execute("DELETE FROM changes WHERE path = ?", (self.name(gone),))
                for entry, path, before, after in database.execute(
                    "SELECT entry, path, before, after FROM changes"
                ).fetchall():
                    new = tuple(rewritten(each, changed, text=path.endswith(".toml")) for each in (before, after))
                    if new != (before, after):
                        database.execute(
                            "UPDATE changes SET before = ?, after = ? WHERE entry = ? AND path = ?", (*new, entry, path)
                        )
                for (who,) in database.execute("SELECT DISTINCT who FROM entries WHERE who IS NOT NULL").fetchall():
                    database.execute("UPDATE entries SET who = ? WHERE who = ?", (renamed(who), who))
            database.execute("VACUUM")

    # Reading

    def entries(self, path: str | None = None) -> Iterator[Entry]:
        """What was done, the latest first; of one file, where ``path`` is given."""
        if not self.is_kept:
            return
        where = "" if path is None else "AND number IN (SELECT entry FROM changes WHERE path = :path)"
        with self._errors_as_ours(reading=True) as database:
            undone = _undone(database)
            rows = database.execute(
                "SELECT number, at, who, command, kind, undoes FROM entries "
                f"WHERE state = 'done' {where} ORDER BY number DESC",
                {"path": path},
            )
            for number, at, who, command, kind, undoes in rows:
                paths = database.execute("SELECT path FROM changes WHERE entry = ? ORDER BY path", (number,))
                names = tuple(name for (name,) in paths)
                moment = dt.datetime.fromisoformat(at)
                yield Entry(number, moment, who, command, kind, undoes, undone.get(number), names)

    def _rows(self, query: str, **values: object) -> list[Any]:
        """What a query finds; nothing where there is no journal yet."""
        if not self.is_kept:
            return []
        with self._errors_as_ours(reading=True) as database:
            return database.execute(query, values).fetchall()

    def paths(self) -> list[str]:
        """Every file that an entry is about, whether it is still there or not."""
        return [name for (name,) in self._rows("SELECT DISTINCT path FROM changes ORDER BY path")]

    def changes_of(self, number: int, *, largest: int | None = None) -> list[FileChange]:
        """Each file of an entry, before and after it. Bytes of more than ``largest`` come as none: ``b""``."""
        columns = ("before", "after") if largest is None else tuple(map(_up_to, ("before", "after")))
        query = f"SELECT path, {', '.join(columns)} FROM changes WHERE entry = :entry ORDER BY path"
        rows = self._rows(query, entry=number, largest=largest)
        return [FileChange(self.folder.root / path, before, after) for path, before, after in rows]

    def open_entries(self) -> list[int]:
        """The entries of commands that were stopped on their way, the latest first."""
        return [n for (n,) in self._rows("SELECT number FROM entries WHERE state = 'open' ORDER BY number DESC")]

    def last_written(self, paths: Iterable[Path]) -> dict[Path, Content]:
        """What each of the files held when it was last written or looked at here; only those that ever were."""
        query = "SELECT after FROM changes WHERE path = :path ORDER BY entry DESC LIMIT 1"
        return {path: after for path in paths for (after,) in self._rows(query, path=self.name(path))}

    def name(self, path: Path) -> str:
        """A file as entries name it."""
        return path.as_posix().removeprefix(f"{self.folder.root.as_posix()}/")  # quicker than relative_to

    @contextlib.contextmanager
    def _errors_as_ours(self, *, reading: bool = False) -> Iterator[sqlite3.Connection]:
        """The open file; what SQLite cannot do becomes an error of ours. ``reading``: no right to write is needed."""
        import sqlite3

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
            written = isinstance(error, sqlite3.OperationalError)
            mend = (
                "make room, or see who may write there"
                if written
                else "move the file away: what was done before can then not be undone"
            )
            raise FolderError(
                f"the journal {'could not be written' if written else 'cannot be read'}: {error}",
                where=self.folder.where(self.path),
                hint=f"nothing was changed; {mend}",
            ) from None

    def _opened(self, *, reading: bool) -> sqlite3.Connection:
        import sqlite3

        if reading and not may_write(self.path):
            os.close(os.open(self.path, os.O_RDONLY))  # its error says why
            return sqlite3.connect(f"{self.path.absolute().as_uri()}?mode=ro", timeout=WAIT, uri=True)
        new = not self.path.exists()
        # for those alone who may write to the folder: it holds what [private] tables held
        os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))
        if new:
            share(self.folder.root, self.path)
        connection = sqlite3.connect(self.path, timeout=WAIT)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")
        connection.executescript(_SCHEMA)
        return connection


def _up_to(column: str) -> str:
    return f"CASE WHEN typeof({column}) = 'blob' AND length({column}) > :largest THEN x'' ELSE {column} END"


def _undone(database: sqlite3.Connection) -> dict[int, int]:
    """Of each entry that is taken back the one that did it; an entry whose undoing was undone is not."""
    rows = database.execute("SELECT undoes, number FROM entries WHERE undoes IS NOT NULL AND state = 'done'")
    latest = dict(sorted(rows.fetchall()))
    undone: dict[int, int] = {}
    for number in sorted(latest, reverse=True):  # what takes back comes later than what it takes back
        if latest[number] not in undone:
            undone[number] = latest[number]
    return undone
