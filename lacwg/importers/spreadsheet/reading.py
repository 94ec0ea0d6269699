"""Spreadsheets to events: a row is an event with a date.

How the file writes dates and hours is settled once for the whole of it, never for a single cell.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from lacwg.dates_in.cells import CellTime, moment, read_cell
from lacwg.dates_in.date_errors import NotUnderstoodError, WhenError
from lacwg.errors import LacwgError, UsageError
from lacwg.importers import import_updates
from lacwg.importers.ics.times import named
from lacwg.importers.incoming import Found, Incoming, Skipped
from lacwg.importers.spreadsheet import columns, texts
from lacwg.importers.spreadsheet.columns import Columns, plain
from lacwg.importers.spreadsheet.grid import Grid, Row
from lacwg.importers.spreadsheet.texts import CellOptions, RowError
from lacwg.records import DateOrder, DayOrTime, Event, Group
from lacwg.schedule import zones
from lacwg.schedule.zones import ZoneInfo
from lacwg.text.controls import clean_line
from lacwg.text.english import long_date, plural
from lacwg.voice import known
from lacwg.voice.translation import own_language

_TIMES: Final = ("start", "start_date", "end", "end_date")
_HOURS: Final = ("start_time", "end_time")
ORDERS: Final[dict[str, DateOrder]] = {"mdy": "MDY", "dmy": "DMY"}


class CsvOptions(NamedTuple):
    """What people say of a file."""

    mapping: Sequence[str] = ()
    """``column=field``, before what the headings say."""
    order: DateOrder | None = None
    """Which comes first in 12/3."""
    public_link: bool = False
    """Links to online meetings stay in public texts."""


def read(sheet: Grid, name: str, group: Group, issues: Mapping[str, str], wishes: CsvOptions) -> Found:
    """The events in a file that people know by ``name``. ``issues`` are the titles of the group's issues by their ids.

    Raises ``LacwgError`` for a file whose columns or dates are not understood; a single row is passed over.
    """
    found = columns.find(sheet, name, wishes.mapping)
    places = [found.at[field] for field in (*_TIMES, *_HOURS) if field in found.at]
    cells = ((row.line, row.cells[place]) for row in sheet.rows for place in places)
    order, halves, notes = date_format_of(cells, name, wishes.order, group.date_order)
    known = {plain(each): each for each in issues} | {plain(title): each for each, title in issues.items()}
    reader = _Reader(
        name,
        group,
        {"": zones.zone(group.timezone)},
        found,
        order,
        halves,
        CellOptions(found.kind, known, wishes.public_link, group.meeting_hosts),
    )
    skipped = [*sheet.skipped]
    records = [*reader.records(sheet.rows, skipped)]
    skipped.sort(key=lambda each: int(each.source.removeprefix(f"{name}, line ").split()[0]))
    if language := next((each.language for each in records if each.language), None):
        notes = (*notes, import_updates.translation_note(name, language))
    return Found(tuple(records), tuple(skipped), notes=(*sheet.notes, *notes, *columns.left_out(sheet, found)))


class _Reader(NamedTuple):
    """What is the same for each row of a file."""

    name: str
    group: Group
    by_name: dict[str, ZoneInfo | str]
    """The zones that have been named, or why there is none of that name; of no name the group's."""
    columns: Columns
    order: DateOrder | None
    halves: bool
    ways: CellOptions

    def records(self, rows: Sequence[Row], skipped: list[Skipped]) -> Iterator[Incoming]:
        """The events of the rows; those that cannot be taken over go to ``skipped``."""
        of_series: dict[str, list[str]] = {}
        for row in rows:
            source = f"{self.name}, line {row.line}"
            values = {field: texts.unguarded(row.cells[at]) for field, at in self.columns.at.items()}
            series, slash, _ = values.get("id", "").partition("/")
            if slash:
                of_series.setdefault(clean_line(series), []).append(source)
                continue
            try:
                yield self._record(values, source)
            except (RowError, WhenError, ValueError) as error:  # the last is what an event itself refuses
                why = _refusal(error) if isinstance(error, WhenError) else str(error)
                skipped.append(Skipped(clean_line(values.get("title", ""))[:80] or "row", why, source))
        skipped += [dates_of(series, sources) for series, sources in of_series.items()]

    def _record(self, values: Mapping[str, str], source: str) -> Incoming:
        notes: list[str] = []
        fields = texts.of(values, self.ways, notes)
        zone = self._zone(values)
        start, end = self._times(values, zone, notes)
        uid = values.get("uid", "").strip()
        # where a file says nothing of a zone, its hours are the group's; an end that has no column is not known
        said = {"start", "timezone", *fields}
        if {"end", "end_date", "end_time"} & self.columns.at.keys():
            said.add("end")
        event = Event(
            id="",
            uid=uid or None,
            start=start,
            end=end,
            timezone=None if zone.key == self.group.timezone else zone.key,
            **fields,
        )
        language = known(values.get("translated_into", "").strip())
        if language == own_language(self.group):
            language = None
        return Incoming(event, frozenset(said), source, tuple(notes), language=language)

    def _zone(self, values: Mapping[str, str]) -> ZoneInfo:
        said = values.get("timezone", "").strip()
        if offset_in(said):  # its hours are instants, shown in the group's zone
            said = ""
        if said not in self.by_name:  # what is none takes long to say, so that it is said once
            try:
                self.by_name[said] = named(said) or zones.zone(said)
            except zones.UnknownZoneError as error:
                self.by_name[said] = _refusal(error)
        found = self.by_name[said]
        if isinstance(found, str):
            raise RowError(found)
        return found

    def _times(self, values: Mapping[str, str], zone: ZoneInfo, notes: list[str]) -> tuple[DayOrTime, DayOrTime | None]:
        """Start and end. Raises ``RowError``, ``WhenError`` and ``WallTimeError`` for what they cannot be."""
        first, last = self._start_or_end(values, "start"), self._start_or_end(values, "end")
        if last.end is not None:
            raise RowError("its end is a range; what it begins with belongs to the start")
        if first.end is not None:
            if last.hour not in (None, first.end.hour) or last.day not in (None, first.end.day or first.day):
                raise RowError(f"it has two ends, {first.end.typed()} and {last.typed()}; keep one of them")
            last = first.end
        if first.day is None:
            raise RowError("it has no start")
        if offset := offset_in(values.get("timezone", "").strip()):
            first, last = first._replace(zone=first.zone or offset), last._replace(zone=last.zone or offset)
        assert first.day is not None
        if texts.is_yes(values.get("all_day", ""), "all day") or first.hour is None:
            return self._days(first, last)
        start = moment(first.day, first.hour, first.zone, zone)
        if last.hour is None:
            if last.day is not None and last.day != first.day:
                notes.append(f"its end has no hour and was left out: {long_date(last.day)}")
            return DayOrTime(start), None
        end = moment(last.day or first.day, last.hour, last.zone, zone)
        if last.day is None and end.replace(tzinfo=None) < start.replace(tzinfo=None):
            end = moment(first.day + dt.timedelta(days=1), last.hour, last.zone, zone)
            notes.append(f"its end is before its start: taken for the next day, {long_date(end)}")
        if _instant(end, zone) < _instant(start, zone):
            raise RowError("it ends before it starts")
        # The Events Calendar and Google have an end at the start where no length is known
        same = end == start and not self.ways.exact
        return DayOrTime(start), None if same else DayOrTime(end)

    def _days(self, first: CellTime, last: CellTime) -> tuple[DayOrTime, DayOrTime | None]:
        assert first.day is not None
        end = last.day
        if end is not None and end > first.day and first.hour == last.hour == dt.time():
            end -= dt.timedelta(days=1)  # Outlook: until the midnight that ends the last day
        if end == first.day and not self.ways.exact:
            end = None
        return DayOrTime(first.day), None if end is None else DayOrTime(end)

    def _start_or_end(self, values: Mapping[str, str], which: str) -> CellTime:
        """A start or an end, from one cell or from two."""
        date, said = values.get(which) or values.get(f"{which}_date", ""), values.get(f"{which}_time", "")
        for cell in (date, said):
            _refuse_serial(cell.strip())
        whole = read_cell(date, self.order, halves=self.halves, language=self.group.language)
        # in a column of hours is no year, and two hours are no hour with its offset from UTC
        hours = _FIGURES.sub(r"\1:\2", said) if _ONLY_FIGURES.match(said) else _TWO_HOURS.sub(" - ", said)
        try:
            alone = read_cell(hours, self.order, halves=self.halves, language=self.group.language)
        except NotUnderstoodError:
            alone = CellTime(dt.date.min, None, "")
        if alone.day and alone.hour is None:
            raise RowError(f'"{clean_line(said)[:40]}" is not an hour; write it as 18:00 or 6:00 PM')
        if alone.hour is None:
            return whole
        if alone.day and whole.day and alone.day != whole.day:
            raise RowError(f"it has two dates, {whole.day} and {alone.day}; keep one of them")
        return CellTime(whole.day or alone.day, alone.hour, alone.zone, alone.end or whole.end)


_ONLY_FIGURES: Final = re.compile(r"\s*\d{3,4}(?:\s*[-–—]\s*\d{3,4})?\s*\Z")
_FIGURES: Final = re.compile(r"(\d\d?)(\d\d)(?!\d)")
_TWO_HOURS: Final = re.compile(r"(?<=^\d:\d\d)-(?=\d)|(?<=^\d\d:\d\d)-(?=\d)")
_SERIAL: Final = re.compile(r"([2-7]\d{4})(?:[.,](\d{1,20}))?\Z|0?[.,](\d{3,20}|[1-9]|[6-9]\d)\Z")


def _refuse_serial(cell: str) -> None:
    """Refuses what a spreadsheet has instead of a date or an hour: days since 1900, and parts of a day."""
    match = _SERIAL.match(cell) if cell else None
    if match is None:
        return
    day = dt.date(1899, 12, 30) + dt.timedelta(days=int(match[1] or 0))
    minutes = round(float(f"0.{match[2] or match[3] or 0}") * 1440) % 1440
    hour = f" {minutes // 60:02}:{minutes % 60:02}" if match[2] or match[3] else ""
    meant = f"{day if match[1] else ''}{hour}".strip()
    raise RowError(
        f'"{cell[:40]}" is how Excel keeps {meant}; give the column a format of dates or hours, and save again'
    )


def dates_of(series: str, sources: Sequence[str]) -> Skipped:
    """What is passed over because it is dates of a series, all of them as one; ``sources`` is where they stand."""
    more = f" and {plural(len(sources) - 1, 'row')} more" if len(sources) > 1 else ""
    why = "dates of a series come by its rule; to change one: lacwg meetings, lacwg events"
    return Skipped(series, why, f"{sources[0]}{more}")


def _instant(moment: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(zones.UTC)


def _refusal(error: LacwgError) -> str:
    """An error on one line."""
    said = "; ".join([error.message, *(error.hint or "").splitlines()])
    return said.replace("name another zone: --timezone", "name another zone in a column of its own")


_NUMBERS: Final = re.compile(r"(?<![\d/.-])(\d\d?)([/-])(\d\d?)\2(?:\d{4}|\d\d)(?![\d/.-])")
_FIXED: Final = re.compile(
    r"(?:UTC|GMT)(?P<sign>[+-])(?P<hours>0?\d|1[0-4])(?::?(?P<minutes>[0-5]\d)|(?P<part>\.\d{1,2}))?\Z", re.IGNORECASE
)
_HALF: Final = re.compile(r"\d\s*[ap]\.?\s?m\b", re.IGNORECASE)


def date_format_of(
    cells: Iterable[tuple[int, str]], name: str, given: DateOrder | None, usual: DateOrder | None
) -> tuple[DateOrder | None, bool, tuple[str, ...]]:
    """How a file writes its dates, from its cells with their lines; and what people should know of that.

    Second comes whether it has hours with AM and PM, so that one without may be either.
    ``given`` is what was typed, ``usual`` the group's order. Raises ``UsageError`` where several can be meant.
    """
    proofs: dict[DateOrder, tuple[int, str]] = {}
    unclear, halves = None, False
    for line, text in cells:
        halves = halves or _HALF.search(text) is not None
        match = _NUMBERS.search(text)
        if match is None or match[1] == match[3]:
            continue
        if int(match[1]) > 12:
            proofs.setdefault("DMY", (line, match[0]))
        elif int(match[3]) > 12:
            proofs.setdefault("MDY", (line, match[0]))
        else:
            unclear = unclear or (line, match[0])
    order = given or _order(proofs, unclear, name, usual)
    notes: tuple[str, ...] = ()
    if given is None and order is not None and usual is None:
        notes = (f"{name} has the {'month' if order == 'MDY' else 'day'} first in {proofs[order][1]}: so all are read",)
    return order, halves, notes


def _order(
    proofs: dict[DateOrder, tuple[int, str]], unclear: tuple[int, str] | None, name: str, usual: DateOrder | None
) -> DateOrder | None:
    said = {order: f"{text} (line {line})" for order, (line, text) in proofs.items()}
    hint = "say which comes first in all of them: --dates mdy, or --dates dmy"
    if len(proofs) > 1:
        raise UsageError(
            f"{name} has the day first in {said['DMY']} and the month in {said['MDY']}",
            hint="mend the ones that are wrong, or pass them over with --dates mdy or --dates dmy",
        )
    proven = next(iter(proofs), None)
    if unclear is None:
        return proven or usual
    if proven is not None and usual is not None and proven != usual:
        raise UsageError(
            f"{name} has the {'day' if proven == 'DMY' else 'month'} first in {said[proven]}; the group has not, and "
            f"{unclear[1]} (line {unclear[0]}) may be either",
            hint=hint,
        )
    if proven is None and usual is None:
        raise UsageError(
            f"{unclear[1]} ({name}, line {unclear[0]}) may begin with the day or with the month", hint=hint
        )
    return proven or usual


def offset_in(zone: str) -> str:
    """``-05:00`` of what WordPress calls ``UTC-5`` where a site has no place for a zone; of any other text nothing."""
    match = _FIXED.match(zone)
    if match is None:
        return ""
    minutes = int(match["minutes"] or 0) if match["part"] is None else round(float(match["part"]) * 60)
    return f"{match['sign']}{int(match['hours']):02}:{minutes:02}"
