"""What several verbs gather: occurrences from the folder, with their warnings."""

from __future__ import annotations

import datetime as dt
import heapq
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import takewhile
from typing import TYPE_CHECKING, TypeVar

from lacwg import revision
from lacwg.errors import FieldError, LacwgError, NoSuchRecordError, RecordError, UsageError
from lacwg.identity import Known
from lacwg.run import Run
from lacwg.schedule import occurrences, public_holidays, span, zones
from lacwg.schedule.occurrences import Occurrence
from lacwg.schedule.rules import RuleError
from lacwg.schedule.span import has_hour
from lacwg.schedule.zones import ZoneInfo
from lacwg.store import holiday_cache
from lacwg.store.store import Store
from lacwg.text.english import ENGLISH, full_date

if TYPE_CHECKING:
    from lacwg.dates_in.days import ParseContext
    from lacwg.dates_in.when import When
    from lacwg.records import Contact, Event, Language, Series

T = TypeVar("T")


def group_zone(run: Run) -> ZoneInfo:
    """The group's zone. Raises ``RecordError`` where its file names none."""
    return _zone_of(run, run.store.group.timezone, "timezone")


def series_zone(run: Run, series: Series) -> ZoneInfo:
    """The zone of a series: its own, or the group's. Raises ``RecordError``."""
    return group_zone(run) if series.timezone is None else _zone_of(run, series.timezone, "timezone", series.id)


def zones_elsewhere(run: Run, here: ZoneInfo, *, own_first: bool = False) -> list[ZoneInfo]:
    """In which other zones of the group's file the hours of what is ``here`` are told; the group's own comes first.

    Each once. ``own_first``: those in which this person wants to read them stand in for the group's, where they have
    said so. Raises ``RecordError`` for one that is none.
    """
    own = group_zone(run)
    there = (own_first and zones_of_person(run)) or [
        _zone_of(run, name, "zones") for name in dict.fromkeys(run.store.group.zones)
    ]
    return there if own.key == here.key else [own, *(each for each in there if each.key != own.key)]


def _zone_of(run: Run, name: str, key: str, series_id: str | None = None) -> ZoneInfo:
    """The zone that a key of the group's file names, or of that of a series. Raises ``RecordError`` for none."""
    try:
        return zones.zone(name)
    except zones.UnknownZoneError as error:
        kind, record_id = ("group", "group") if series_id is None else ("series", series_id)
        raise run.store.located(FieldError.of(error, kind, record_id, (key,), "T101")) from None


def now(run: Run) -> dt.datetime:
    """The present moment in the group's zone."""
    return run.now(group_zone(run))


def today(run: Run) -> dt.date:
    """The day in the group's zone or, where its file names none that there is, by UTC: what has no hour is told."""
    try:
        return now(run).date()
    except RecordError:
        return run.now(zones.zone("UTC")).date()


def touched(run: Run, record: Known) -> Known:
    """A record as subscribers are to see a change of it now: its UID written down, sequence and time raised."""
    return revision.bump(record, now(run), run.store.group.uid_namespace)


def lists(run: Run) -> dict[str, list[Contact]]:
    """The lists with who is on them: those that group.toml declares first, then what contacts have beside these."""
    found: dict[str, list[Contact]] = {name: [] for name in run.store.group.lists}
    for contact in run.store.contacts.all():
        for name in contact.lists:
            found.setdefault(name, []).append(contact)
    return found


def people_on(run: Run, name: str) -> list[Contact]:
    """Who is on a list. Raises ``NoSuchRecordError`` where there is none of that name."""
    found = lists(run)
    if name not in found:
        from lacwg.checks.finding import nearest

        raise NoSuchRecordError(f'there is no list "{name}"', hint=nearest(name, found, "lists"))
    return found[name]


def main_series(run: Run, series_id: str | None) -> Series:
    """The series that ``--series`` names, else the group's main one."""
    store = run.store
    if series_id is not None:
        return store.series.get(series_id)
    if store.group.main_series is not None:
        if store.group.main_series in store.series.ids():
            return store.series.read(store.group.main_series)
        from lacwg.checks.record import no_main_series

        raise store.located(no_main_series(store.group, store.series.ids()))
    ids = store.series.ids()
    if len(ids) == 1:
        return store.series.read(ids[0])
    if not ids:
        raise NoSeriesError("the group has no series of meetings yet", hint="add a file to its folder series/")
    raise UsageError(
        "the group has several series and no main one",
        hint=f"say which: --series {ids[0]}, or main_series in group.toml",
    )


def series_option(run: Run, series_id: str) -> str:
    """The option that names a series behind a date: nothing where that is the one that is meant without."""
    main = run.store.group.main_series
    meant = main == series_id or (main is None and run.store.series.ids() == [series_id])
    return "" if meant else f" --series {series_id}"


def reference_of(run: Run, record_id: str) -> str:
    """The meeting of a record's id as it can be typed for a verb."""
    return f"{record_id[:10]}{series_option(run, record_id[11:])}"


class NoSeriesError(LacwgError):
    """A group that has just been made."""


@contextmanager
def located(run: Run) -> Iterator[None]:
    """Makes of an error in a record's field a ``RecordError``, which names the file and the line."""
    try:
        yield
    except FieldError as error:
        raise run.store.located(error) from None


def expanded(run: Run, series: Series, start: dt.datetime | None) -> Iterator[Occurrence]:
    """The occurrences of one series that are not over at ``start``. Raises ``RecordError``."""
    with located(run):
        return occurrences.expand(series, run.store.group, start)


def series_occurrences(run: Run, series: Series, start: dt.datetime | None) -> Iterator[Occurrence]:
    """The same with warnings."""
    return (warned(run, each) for each in with_conflicts(run, expanded(run, series, start)))


def occurrence_of(run: Run, event: Event) -> Occurrence:
    """An event of the folder at its time. Raises ``RecordError`` that names the line of a time that is none."""
    with located(run):
        return occurrences.of_event(event, run.store.group)


def of_series_as_typed(run: Run, series: Series, start: dt.datetime) -> Iterator[Occurrence]:
    """The same of a series that is not saved yet: a ``FieldError`` is about what was typed."""
    return (warned(run, each) for each in occurrences.expand(series, run.store.group, start))


def midnight(run: Run, day: dt.date) -> dt.datetime:
    """The moment with which a day begins in the group's zone."""
    return span.midnight(day, group_zone(run))


def of_day(run: Run, series: Series, day: dt.date) -> tuple[list[Occurrence], list[Occurrence]]:
    """The occurrences that a day can mean; where there is none, those around it. Raises ``RecordError``."""
    group = run.store.group
    with located(run):
        found = [with_all_warnings(run, each) for each in occurrences.of_day(series, group, day)]
        return found, [] if found else occurrences.around(series, group, day)


def event_occurrences(
    run: Run, start: dt.datetime | None, series_end: dt.datetime | None = None, *, next_alone: bool = False
) -> Iterator[Occurrence]:
    """All events, and the series that are listed among them, that are not over at ``start``, in the order of time.

    ``series_end``: no date of a series from then on; events come all the same. ``next_alone``: of each series only the
    next date that is held.
    """
    store = run.store
    dates = (until(stream, series_end) for stream in _of_series(store, start, "event"))
    if next_alone:
        dates = (itertools.islice((each for each in some if each.status != "cancelled"), 1) for some in dates)
    stream = occurrences.merge([single_events(store, None if start is None else start.date()), *dates])
    for occurrence in with_conflicts(run, stream, all_events=not next_alone):
        if start is None or occurrence.span.over_utc > start:
            yield warned(run, occurrence)


def coming_events(run: Run, start: dt.datetime) -> Iterator[Occurrence]:
    """The events that are not over at ``start``, and of each series the next date, if it is not a year off."""
    return event_occurrences(run, start, start + dt.timedelta(days=366), next_alone=True)


def until(stream: Iterable[Occurrence], end: dt.datetime | None) -> Iterator[Occurrence]:
    """Those of a stream that begin before ``end`` (None: all)."""
    return takewhile(lambda each: end is None or each.span.start_utc < end, stream)


def latest_events(run: Run, before: dt.datetime) -> Iterator[Occurrence]:
    """Events that were over at ``before``, the latest first; those of series among them."""
    store = run.store
    past = [each for stream in _of_series(store, None, "event") for each in until(stream, before)]
    past.sort(key=lambda each: each.order, reverse=True)
    single = (each for event in store.events.until(before.date()) for each in timed(store, event))
    found = heapq.merge(single, past, key=lambda each: each.order, reverse=True)
    return (each for each in found if each.span.over_utc <= before)


def warned(run: Run, occurrence: Occurrence) -> Occurrence:
    """The occurrence with the public holidays that it falls on and the change of clocks that comes within a week."""
    return occurrences.with_clock_change(with_holidays(run, occurrence))


def with_holidays(run: Run, occurrence: Occurrence, language: Language = "en") -> Occurrence:
    """The occurrence with the public holidays that it falls on, unless the group wants to hear of none."""
    group = run.store.group
    if "W101" in group.ignore:
        return occurrence
    return public_holidays.with_warnings(occurrence, group.holidays, _lookup(run, language))


def with_all_warnings(run: Run, occurrence: Occurrence) -> Occurrence:
    """One occurrence with all its warnings: those of ``warned``, and what it overlaps or comes close to."""
    return warned(run, next(with_conflicts(run, [occurrence])))


def holidays(run: Run, day: dt.date, language: Language = "en") -> list[str]:
    """The names of the public holidays on a day, in the regions of the group's file."""
    return public_holidays.on(day, run.store.group.holidays, _lookup(run, language))


def _lookup(run: Run, language: Language = "en") -> public_holidays.Lookup:
    """The names of holidays in a language, or as the group calls them; what is in another one says so."""
    group = run.store.group
    own = group.holiday_names

    def named(name: str, english: str) -> str:
        from lacwg.voice.translation import InEnglish, Untranslated, own_language

        for each in dict.fromkeys((name, english)):
            if (ours := public_holidays.renamed(each, own)) != each:
                return ours if language == own_language(group) else Untranslated(ours)
        return InEnglish(name) if language != "en" and name == english else name

    def names(region: str, year: int) -> Mapping[dt.date, str]:
        try:
            english = kept_holidays(region, year)
            if language == "en" and not own:
                return english
            found = english if language == "en" else kept_holidays(region, year, language)
            return {day: named(name, english.get(day, name)) for day, name in found.items()}
        except public_holidays.UnknownRegionError as error:
            run.store.problems.add(run.store.located(FieldError.of(error, "group", "group", ("holidays",), "T103")))
            return {}

    return names


kept_holidays = holiday_cache.cached(public_holidays.compute)
"""The public holidays of a region in a year, computed once on this machine. Raises ``UnknownRegionError``."""


def parse_context(run: Run, zone: ZoneInfo | None = None) -> ParseContext:
    """From where is read what is typed now as a time, by a clock in ``zone``, else in the group's."""
    from lacwg.dates_in.days import ParseContext

    group = run.store.group
    return ParseContext(zone or group_zone(run), now(run), group.date_order, group.language)


Choose = Callable[[str, list["When"]], "When"]
"""Which of several readings of a text is meant, of which the first is nearest to today."""


def when(
    text: str, option: str, run: Run, zone: ZoneInfo | None = None, *,
    choose: Choose | None = None, since: dt.date | None = None,
) -> When:  # fmt: skip
    """A date or time that was typed for an option, in ``zone``, else in the group's.

    Without a year it is the next one, from now or from ``since`` on. With ``choose`` one looks back too.
    """
    from lacwg.dates_in.when import read, read_around

    context = parse_context(run, zone)._replace(since=since)

    def reading(text: str) -> When:
        return read(text, context) if choose is None else choose(text, read_around(text, context))

    return parse_option(option, text, reading, run)


def nearest(_text: str, readings: list[When]) -> When:
    """Which of several readings is meant where one is as good as the other: the nearest to today."""
    return readings[0]


def latest(today: dt.date) -> Choose:
    """Of several readings the last one that is not to come."""
    return lambda _, readings: max(
        readings, key=lambda each: (span.day_of(each.moment) <= today, span.day_of(each.moment))
    )


def series_and_date(run: Run, text: str) -> tuple[str | None, str]:
    """SERIES/DATE taken apart; a date alone, as ``12/9``, or a title, as ``AC/DC night``, is none."""
    head, slash, date = text.partition("/")
    named = head in run.store.series.ids() or re.match(r"\d{4}-\d", date) is not None
    numbers = head[-1:].isdecimal() and date[:1].isdecimal()
    titled = slash and not (named or numbers) and (run.store.events.fitting(text) or run.store.series.fitting(text))
    if slash and (named or not (numbers or titled)):
        return head, date
    return None, text


def names_date(run: Run, text: str) -> bool:
    """Whether a text is SERIES/DATE, one date of a series."""
    return series_and_date(run, text)[0] is not None


def day(
    text: str, option: str, run: Run, zone: ZoneInfo | None = None, *,
    choose: Choose | None = None, since: dt.date | None = None,
) -> dt.date:  # fmt: skip
    """A day that was typed for an option, as ``when``. Raises ``UsageError`` for an hour or several days."""
    found = when(text, option, run, zone, choose=choose, since=since)
    if has_hour(found.moment) or found.end is not None:
        more = "an hour" if has_hour(found.moment) else "an end"
        raise UsageError(
            f"a day is meant, and this has {more}",
            hint=f'you typed   {option} "{text}"\ntry         "{full_date(found.moment)}"',
        )
    return found.moment


def zone(name: str, option: str) -> ZoneInfo:
    """The zone that was typed for an option."""
    return parse_option(option, name, zones.zone)


def zones_typed(run: Run, names: Iterable[str] | None) -> list[ZoneInfo]:
    """The zones that were typed for ``--in``, else those of this person's settings."""
    return [zone(name, "--in") for name in names] if names else zones_of_person(run)


def zones_of_person(run: Run) -> list[ZoneInfo]:
    """In which other zones this person wants to read hours. Raises ``RecordError`` for one that is none."""
    found = []
    for number, name in enumerate(run.settings.zones):
        try:
            found.append(zones.zone(name))
        except zones.UnknownZoneError as error:
            where = run.settings_file.where("zones", number)
            raise RecordError(error.message, hint=error.hint, where=where) from None
    return list(dict.fromkeys(found))


def parse_option(option: str, text: str, reading: Callable[[str], T], run: Run | None = None) -> T:
    """``reading(text)``; when it refuses what was typed, the error says what that was and for which option.

    With a ``run`` on a terminal it asks which is meant of a text that can mean several things, and goes on.
    """
    from lacwg.dates_in.date_errors import AmbiguousWhenError, WhenError
    from lacwg.schedule.countries import UnknownCountryError

    unknown = (zones.UnknownZoneError, public_holidays.UnknownRegionError, UnknownCountryError)
    try:
        return reading(text)
    except AmbiguousWhenError as error:
        if run is None or not run.interactive or run.mode != "people":
            raise _refused(option, text, error) from None
        from lacwg.commands.shared import asking

        chosen = asking.choose(error.message, error.choices)
    except (WhenError, RuleError, *unknown) as error:
        raise _refused(option, text, error) from None
    return parse_option(option, chosen, reading, run)


def _refused(option: str, text: str, error: LacwgError) -> UsageError:
    lines = [f'you typed   {option} "{text}"']
    for line in (error.hint or "").splitlines():
        word, _, rest = line.partition(" ")
        lines.append(f"{word:11} {rest}" if word == "try" else line)
    return UsageError(error.message, hint="\n".join(lines))


def days(
    run: Run, start: str | None, end: str | None, *, choose: Choose | None = nearest
) -> tuple[dt.date | None, dt.date | None]:
    """``--from``, of which ``choose`` may look back, and ``--to``, after that, as days. Raises ``UsageError``."""
    first = None if start is None else day(start, "--from", run, choose=choose)
    last = None if end is None else day(end, "--to", run, since=first)
    if first is not None and last is not None and last < first:
        raise UsageError(f"--to {last} is before --from {first}", hint="see which of the two is meant")
    return first, last


def window(run: Run, start: str | None, end: str | None) -> tuple[dt.datetime | None, dt.datetime | None]:
    """``--from`` and ``--to`` as moments: the midnight that begins the one day and the one that ends the other."""
    here = group_zone(run)
    first, last = days(run, start, end)
    return (
        None if first is None else span.midnight(first, here),
        None if last is None else span.midnight(last + dt.timedelta(days=1), here),
    )


def with_conflicts(run: Run, stream: Iterable[Occurrence], *, all_events: bool = False) -> Iterator[Occurrence]:
    """The occurrences, in the order of time, each with a warning for what it overlaps or comes close to.

    Only the neighbours in time are read, and none for plain lines, which have no place for warnings.
    ``all_events``: the stream has all events there are, which need not be read once more.
    """
    if run.mode == "plain":
        return iter(stream)
    from lacwg.schedule import conflicts

    style = run.english if run.mode == "people" else ENGLISH  # programs are told no voice
    if not all_events:
        return conflicts.with_warnings(stream, lambda start: everything(run, start), style)
    shown, known = itertools.tee(stream)
    store = _quiet(run)

    def others(start: dt.datetime) -> Iterator[Occurrence]:
        return occurrences.merge([known, *_of_series(store, start, "meeting")])

    return conflicts.with_warnings(shown, others, style)


def everything(run: Run, start: dt.datetime) -> Iterator[Occurrence]:
    """All that can be read and is not over at ``start``, in the order of time, read as it is taken."""
    store = _quiet(run)
    return occurrences.merge([single_events(store, start.date()), *_of_series(store, start)])


def _quiet(run: Run) -> Store:
    """The same folder, with problems of its own that nobody is told of.

    What lies beside an occurrence is read for the warnings alone. What cannot be read of it is passed over: it is not
    what was asked for, and ``lacwg check`` names it.
    """
    store = Store.read_only(run.store.folder)
    store.group = run.store.group  # as it was read
    store.problems.tolerant = True
    return store


def single_events(store: Store, day: dt.date | None) -> Iterator[Occurrence]:
    """The events whose files bear ``day`` (None: any) or a later date, in the order of time."""
    dated = ((date, each) for date, event in store.events.since(day) for each in timed(store, event))
    return occurrences.nearly_sorted(dated)


def timed(store: Store, record: Event | Series, start: dt.datetime | None = None) -> Iterator[Occurrence]:
    """The occurrence of an event, or those of a series that are not over at ``start`` (None: all).

    None where times cannot be told: that goes to the store's problems.
    """
    return occurrences.told(record, store.group, start, lambda error: store.problems.add(store.located(error)))


def _of_series(store: Store, start: dt.datetime | None, kind: str | None = None) -> Iterator[Iterator[Occurrence]]:
    """The occurrences of each series, or of those of a kind, that are not over at ``start`` (None: all)."""
    return (timed(store, each, start) for each in store.series.all() if kind in (None, each.kind))
