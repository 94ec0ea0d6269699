"""The records of a folder by kind: their files, read when asked for."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from lacwg import kinds
from lacwg.errors import NoSuchRecordError, Problems, RecordError, Where
from lacwg.kinds import Kind
from lacwg.records import Record
from lacwg.store.disk.read import UnreadableError, read_record, read_text
from lacwg.store.folder import Folder, Listing
from lacwg.store.ids import SHOWN, day_in, only, short, whole_titles
from lacwg.store.ids import fitting as fitting_ids
from lacwg.store.toml.decode import decode
from lacwg.text.fold import fold_line

if TYPE_CHECKING:
    from lacwg.records import Event
    from lacwg.store.disk.contents import Loaded

R = TypeVar("R", bound=Record)
T = TypeVar("T")

_MARGIN: Final = dt.timedelta(days=2)
"""How far the date in a file's name may be from the event's day in another zone, and a day to spare."""


class Collection(Generic[R]):
    """The records of one kind, one file each. What cannot be read goes to ``problems``, once."""

    def __init__(self, folder: Folder, kind: Kind[R], problems: Problems) -> None:
        self.folder = folder
        self.kind = kind
        self.directory = folder.root / kind.folder
        self.problems = problems
        self._plain: set[str] = set()
        """The folders that were looked at: once, as a list reads thousands of files in each."""

    def path(self, record_id: str) -> Path:
        """The file of a record."""
        return Path(self.file(record_id))

    def file(self, record_id: str) -> str:
        """The same as text, which is made ten times as quickly: a list opens thousands."""
        return f"{self.directory}/{record_id}.toml"

    def ids(self) -> list[str]:
        """The ids of all, sorted."""
        return self._kept(self.folder.ids(self.directory))

    def _kept(self, listing: Listing[T]) -> list[T]:
        """What was found in a directory; what is wrong there is among the problems from now on."""
        found, problems = listing
        self.problems.add_all(problems)
        return found

    def decode(self, record_id: str, text: str) -> R:
        """The record of a text that was read. Raises ``RecordError``."""
        return decode(text, self.kind.type, lambda: self.folder.shown(self.path(record_id)), record_id)

    def read(self, record_id: str) -> R:
        """One record. Raises ``RecordError``."""
        return self.decode(record_id, self.text(record_id))

    def load(self, record_id: str) -> Loaded[R]:
        """One record to be changed, with the text that it was read from. Raises ``RecordError``."""
        from lacwg.store.disk.contents import Loaded  # who only looks needs it not

        text = self.text(record_id)
        return Loaded(self.decode(record_id, text), text)

    def text(self, record_id: str) -> str:
        """The text of a record's file. Raises ``RecordError``."""
        file = self.file(record_id)
        if (directory := file.rpartition("/")[0]) not in self._plain:
            self.folder.refuse_astray(Path(directory))
            self._plain.add(directory)
        return read_record(self.folder, file)

    def texts(self, ids: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Each id and the text of its file, of those that can be read: thousands are looked through in a blink."""
        for record_id in ids:
            try:
                yield record_id, self.text(record_id)
            except RecordError as error:
                self.problems.add(error)

    def holding(self, *tokens: str, ids: Iterable[str] | None = None) -> Iterator[R]:
        """The records, of all or of ``ids``, in whose text one of ``tokens`` stands, if any: no other is decoded."""
        for record_id, text in self.texts(self.ids() if ids is None else ids):
            if not tokens or "\\" in text or any(token in text for token in tokens):  # there may be escapes
                yield from self.try_decode(record_id, text)

    def __contains__(self, record_id: object) -> bool:
        """Whether there is a file of this id; no folder is read for it."""
        return os.path.lexists(self.path(str(record_id)))

    def all(self) -> Iterator[R]:
        """Every record that can be read, by id."""
        return self.holding()

    def try_decode(self, record_id: str, text: str) -> Iterator[R]:
        """The record of a text that was read, or none and a problem."""
        try:
            yield self.decode(record_id, text)
        except RecordError as error:
            self.problems.add(error)

    def try_read(self, record_id: str) -> Iterator[R]:
        """The record, or none and a problem."""
        return self.holding(ids=[record_id])

    def get(self, text: str) -> R:
        """The one record that people mean by ``text``. Raises ``NoSuchRecordError``."""
        return self.read(self.find(text))

    def find(self, text: str) -> str:
        """The id of the one record that people mean by ``text``: an id, a beginning of one, a name or a title.

        Every verb that asks for an id asks here. Raises ``NoSuchRecordError`` for none, and for several by their names.
        """
        found = self.fitting(text)
        if len(found) == 1:
            return found[0]
        if found:
            titles = dict(self.titles(found[:SHOWN]))
            only(text, [f"{each} ({titles[each]})" if each in titles else each for each in found], self.kind.folder)
        hint = self._instead(text, self.candidates(text))
        raise NoSuchRecordError(f'no {self.kind.noun} has an id or a {self.kind.called} that fits "{text}"', hint=hint)

    def fitting(self, text: str) -> list[str]:
        """The ids of the records that ``text`` can mean."""
        return fitting_ids(text, self.candidates(text), self.titles) if text.strip() else []

    def is_exactly(self, text: str, found: list[str]) -> bool:
        """Whether ``text``, which fits those ``found``, is the id or the whole title of them."""
        titles = list(self.titles(found[:1]))
        return fold_line(text) in {name for each in found[:1] for name in (each, short(each))} or bool(
            whole_titles(text, titles)
        )

    def titles(self, ids: Iterable[str] | None = None) -> Iterator[tuple[str, str]]:
        """The ids of those that can be read, of all or of ``ids``, each with what people call it."""
        called = self.kind.called
        return ((each.id, " ".join(str(getattr(each, called, "")).split())) for each in self.holding(ids=ids))

    def candidates(self, _text: str) -> list[str]:
        """The ids among which ``_text`` is looked for."""
        return self.ids()

    def _instead(self, text: str, ids: list[str]) -> str:
        import difflib

        text = fold_line(text)
        size = len(text)  # what was typed is the beginning of an id
        names = {name[:size]: each for each in ids[-2000:] for name in (each, short(each))}
        close = difflib.get_close_matches(text, names, n=1, cutoff=0.5) if text else []
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
        return self._kept(self.folder.years(self.directory))

    def ids_of(self, year: int) -> list[str]:
        """The ids in the folder of a year, by date."""
        dated, name = [], f"{year:04}"
        for record_id in self._kept(self.folder.ids(self.directory / name)):
            if day_in(record_id) is None or record_id[:4] != name:
                where = self.folder.where(self.directory / name / f"{record_id}.toml")
                self.problems.add(misplaced(where, record_id, self.kind))
            else:
                dated.append(record_id)
        return dated

    def ids(self) -> list[str]:
        """The ids of all, by date."""
        return [record_id for year in self.years() for record_id in self.ids_of(year)]

    def astray(self) -> Iterator[tuple[Path, str]]:
        """The files in another year's folder than their date's, and what they hold."""
        for path in sorted(self.directory.glob("*/*.toml")):
            if path.stem[:4] != path.parent.name:
                with contextlib.suppress(UnreadableError):  # to read it as a record will say so
                    yield path, read_text(str(path))

    def candidates(self, text: str) -> list[str]:
        """The ids of the year that ``text`` begins with, or all."""
        return self.ids_of(int(text[:4])) if re.match(r"\d{4}-", text) else self.ids()

    def dated(self, first: dt.date | None = None, last: dt.date | None = None) -> list[str]:
        """The ids with a date from ``first`` to ``last`` (None: no bound), both included, by date."""
        begin = "" if first is None else first.isoformat()
        end = "9999-12-31" if last is None else last.isoformat()
        years = [year for year in self.years() if begin[:4] <= f"{year:04}" <= end[:4]]
        return [each for year in years for each in self.ids_of(year) if begin <= each[:10] <= end]


class EventCollection(DatedCollection["Event"]):
    """Events: what lasts is found on each of its days."""

    def since(self, day: dt.date | None) -> Iterator[tuple[dt.date, Event]]:
        """The events that are not over before ``day`` (None: all), with the dates of their files, by date.

        Files of the past are opened only where their text says that the event lasts longer.
        """
        cutoff = "" if day is None else (day - _MARGIN).isoformat()
        for year in self.years():
            if day is not None and year < day.year - 1:
                continue
            ids = (each for each in self.ids_of(year) if each[:10] >= cutoff or self._may_last_until(each, cutoff))
            for event in self.holding(ids=ids):
                yield dt.date.fromisoformat(event.id[:10]), event

    def until(self, day: dt.date) -> Iterator[Event]:
        """The events whose files have a date up to ``day``, the latest first."""
        last = (day + _MARGIN).isoformat()
        for year in reversed(self.years()):
            if year <= day.year + 1:
                yield from self.holding(ids=(each for each in reversed(self.ids_of(year)) if each[:10] <= last))

    def _may_last_until(self, record_id: str, day: str) -> bool:
        """Whether an event's text can have an ``end`` on or after ``day``."""
        from lacwg.text.toml_text import plain_value

        try:
            end = plain_value(read_text(self.file(record_id)), "end")
        except UnreadableError:
            return True  # reading it as a record will say so
        return end is None or (end != "" and (not end[:4].isdecimal() or end[:10] >= day))


def misplaced(where: Where, record_id: str, kind: Kind[Any]) -> RecordError:
    """A file of a dated kind that no list can find by its date."""
    day = day_in(record_id)
    if day is None:
        owner, parts = "an event's", "the date, a hyphen and a few words, such as 2026-12-03-haiti"
        if kind is kinds.MEETING:
            owner = "a meeting record's"
            parts = "the date that the rule gives, a hyphen and the series, such as 2026-12-09-monthly-meeting"
        hint = f"rename it to {parts}.toml"
        return RecordError(f"{owner} file is named after its date", where=where, hint=hint, code="F102")
    return RecordError(
        f"the file is in another year's folder than {day.year}",
        where=where,
        hint=f"move it to {kind.folder}/{day.year}/",
        code="F103",
    )
