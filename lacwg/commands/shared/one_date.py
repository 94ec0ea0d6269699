"""What the verbs share that do something to one date of a series, of meetings or of events.

A date is as people typed it (``lookup.series_date``), a series the id that was typed, or None for the main one.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import takewhile

from msgspec.structs import replace

from lacwg import render
from lacwg.commands import queries
from lacwg.commands.options.details import Decided, DecidedWithReason
from lacwg.commands.options.verb import option
from lacwg.commands.shared import asking, lookup, saving, typed_fields
from lacwg.commands.shared.output import NO_CHANGE, dates_table, show_occurrences
from lacwg.commands.shared.typed_fields import Typed, tell_stale, typed_texts, worded
from lacwg.dates_in.when import read
from lacwg.errors import FieldError, LacwgError, NoSuchRecordError, UsageError
from lacwg.records import Language, Series, SeriesException
from lacwg.run import Run
from lacwg.schedule import occurrences, series_edits
from lacwg.schedule.occurrences import Occurrence
from lacwg.schedule.series_edits import DateError, Decision, Done, UnsettledDatesError
from lacwg.schedule.span import Moment, has_hour, midnight
from lacwg.store.disk.contents import Loaded
from lacwg.text.english import long_date
from lacwg.voice.stale_translations import without_stale


def decision(run: Run, decided: Decided, *, public_link: bool) -> Decision:
    """Why, who and when. Raises ``UsageError`` for a reason that is needed and empty, or has a link to join by."""
    reason = decided.reason
    typed_fields.refuse_meeting_links(run, {"--reason": reason}, public_link=public_link)
    if isinstance(decided, DecidedWithReason) and not decided.reason.strip():
        raise UsageError("--reason is empty", hint="say why: it is shown wherever the date is")
    return Decision(asking.one_line("--reason", reason), run.who(decided.by), queries.now(run).date())


@contextlib.contextmanager
def refused(run: Run, series: Series) -> Iterator[None]:
    """An error in a series that was just made has no line yet: it is one of what was typed.

    To the hint that a date can be restored it adds the command, to dates that are not settled what happened to them.
    """
    try:
        yield
    except UnsettledDatesError as error:
        raise LacwgError(error.worded(run.english.exception_note), hint=error.hint) from None
    except DateError as error:
        if error.restore is None:
            raise
        command = f"lacwg events restore {series.id}/{error.restore}"
        if series.kind == "meeting":
            command = f"lacwg meetings restore {error.restore}{queries.series_option(run, series.id)}"
        raise DateError(error.message, hint=f"{error.hint}: {command}") from None
    except FieldError as error:
        raise UsageError(error.message, hint=error.hint) from None


def minutes_between(start: Moment, end: Moment | None) -> int | None:
    """The length of one date of a series; None: it has no end. Raises ``UsageError`` for one that it cannot have."""
    if end is None:
        return None
    if not has_hour(start) or not has_hour(end):
        raise UsageError("one date of a series is one day", hint="leave out the last day, or give it an hour")
    minutes, rest = divmod(end.astimezone(dt.UTC) - start.astimezone(dt.UTC), dt.timedelta(minutes=1))
    if rest:
        raise UsageError("the length is not a whole number of minutes", hint="leave out the seconds")
    return minutes or None


# What is done


def cancel(run: Run, date: str, series_id: str | None, decided: Decision) -> None:
    """The date does not take place."""
    _do(run, date, series_id, lambda series, occurrence: series_edits.cancel(series, occurrence, decided))


def move(run: Run, date: str, series_id: str | None, to: str, decided: Decision) -> None:
    """The date moves: to a day at its hour, to an hour on its day, or to a day and an hour."""

    def moved(series: Series, occurrence: Occurrence) -> Done:
        context = queries.parse_context(run, occurrence.zone).of_moved(occurrence.span.day)
        when = queries.parse_option("--to", to, lambda text: read(text, context), run)
        length = minutes_between(when.moment, when.end and when.end.moment)
        return series_edits.move(series, run.store.group, occurrence, when.written, decided, length)

    _do(run, date, series_id, moved)


def restore(run: Run, date: str, series_id: str | None) -> None:
    """Nothing has happened to the date."""
    group = run.store.group
    _do(run, date, series_id, lambda series, found: series_edits.restore(series, group, found.date))


def edit(run: Run, date: str, series_id: str | None, typed: Typed, decided: Decided) -> None:
    """The date is as it was, but for what was typed."""
    edits = typed_fields.refuse_nothing(typed_fields.series_edits(run, typed))
    why = decision(run, decided, public_link=typed["public_link"])
    _do(run, date, series_id, lambda series, found: series_edits.edit(series, run.store.group, found, edits, why))


def translate(run: Run, date: str, series_id: str | None, language: Language, typed: Typed) -> None:
    """Writes what one date says in another language. Raises ``UsageError`` where nothing differs on that date."""
    texts = typed_texts(run, language, SeriesException, typed)

    def translated(series: Series, occurrence: Occurrence) -> Done:
        day = occurrence.date
        before = series_edits.exception_of(series, day)
        if before is None:
            raise UsageError(
                f"nothing differs on {long_date(day)} that could be told in another language",
                hint=f"what all dates say: lacwg series edit {series.id} --lang {language}",
            )
        after = worded(before, language, texts)
        exceptions = tuple(after if each is before else each for each in series.exceptions)
        return Done(replace(series, exceptions=exceptions), day)

    _do(run, date, series_id, translated)


@dataclass(frozen=True)
class Stretch:
    """``--from`` and ``--to`` in place of one date."""

    start: str | None = option("DATE", "Every date from this day on, until --to.", "--from")
    end: str | None = option("DATE", "Until this day, included.", "--to")

    def unless(self, date: str | None) -> str | None:
        """The one date that was typed; None: it is a stretch. Raises ``UsageError`` for both or half of one."""
        given = [name for name, typed in (("--from", self.start), ("--to", self.end)) if typed is not None]
        if date is not None and given:
            raise UsageError(f'"{date}" is one date, and {given[0]} begins a stretch', hint="leave out one of the two")
        if date is None and len(given) != 2:
            lacks = "--to" if "--from" in given else "--from" if given else "DATE"
            raise UsageError(f"{lacks} is missing", hint='one date, or "next"; a stretch: --from DATE --to DATE')
        return date


def cancel_stretch(run: Run, stretch: Stretch, series_id: str | None, decided: Decision) -> None:
    """No date of a stretch takes place. One that was cancelled before keeps its reason."""

    def act(series: Series, found: Occurrence) -> Series | None:
        return None if found.status == "cancelled" else series_edits.cancel(series, found, decided).series

    _do_all(run, stretch, series_id, act, "Cancelled before")


def restore_stretch(run: Run, stretch: Stretch, series_id: str | None) -> None:
    """What was cancelled in a stretch takes place again; what was only moved or edited there stays so."""
    group = run.store.group

    def act(series: Series, found: Occurrence) -> Series | None:
        return series_edits.reinstate(series, group, found).series if found.status == "cancelled" else None

    _do_all(run, stretch, series_id, act, "Not cancelled, and left as it is")


def _do_all(
    run: Run, stretch: Stretch, series_id: str | None, act: Callable[[Series, Occurrence], Series | None], left: str
) -> None:
    """Does something to each date of a stretch in one step, and shows these; ``left`` says why others are not it."""
    loaded = run.store.series.load(queries.main_series(run, series_id).id)
    first, last = queries.days(run, stretch.start, stretch.end, choose=None)
    assert first is not None
    assert last is not None

    zone = queries.series_zone(run, loaded.record)
    dates = queries.expanded(run, loaded.record, midnight(first, zone))
    found = [each for each in takewhile(lambda each: each.span.day <= last, dates) if each.span.day >= first]
    if not found:
        nearest = " and ".join(
            map(run.english.when, (each.span for each in occurrences.around(loaded.record, run.store.group, first)))
        )
        raise NoSuchRecordError(
            f"{loaded.record.id} has no date from {long_date(first)} to {long_date(last)}",
            hint=f"the nearest: {nearest}",
        )
    series, done = loaded.record, set()
    with refused(run, series):
        for each in found:
            if (acted := act(series, each)) is not None:
                series = acted
                done.add(each.id)
    saved, told = save_series(run, loaded, series)
    days = [first, last, *(day for each in found for day in (each.date, each.span.day))]
    dates = queries.of_series_as_typed(run, saved, midnight(min(days), zone))  # what was moved is back on its own day
    shown = [each for each in takewhile(lambda each: each.span.day <= max(days), dates) if each.id in done]
    show_occurrences(run, shown, lambda: f"{dates_table(run, shown)}{told}\n")
    for each in found:
        note = render.one_line(run.voice.status_note(each, "list"))
        if note and (each.id not in done or each.status != "cancelled"):
            run.message(f"{'Before' if each.id in done else left}: {run.voice.short_date(each.span.day)} · {note}")


def _do(run: Run, date: str, series_id: str | None, act: Callable[[Series, Occurrence], Done]) -> None:
    """Finds the date that people typed, does something to it, and saves the series."""
    occurrence = lookup.series_date(run, date, series_id, ask=True)
    loaded = run.store.series.load(occurrence.series or "")
    with refused(run, loaded.record):
        done = act(loaded.record, occurrence)
    save(run, loaded, done, occurrence.span.day)


# What is saved


def save(run: Run, loaded: Loaded[Series], done: Done, before: dt.date | None = None) -> None:
    """Saves the series and shows the date as it is now, and how far that is from the day it was on ``before``."""
    series, told = save_series(run, loaded, done.series)
    dates = occurrences.of_day(series, run.store.group, done.date)
    after = [each for each in dates if each.date == done.date]
    shown = queries.with_all_warnings(run, after[0]) if after else None
    show_occurrences(run, shown, lambda: _told_of_date(run, shown, done, before, told))


def save_series(
    run: Run, loaded: Loaded[Series], series: Series, done: str = "Saved", edit: str | None = None
) -> tuple[Series, str]:
    """Writes a series, if it is another than before, as subscribers are to see it now; gives it, and what was done.

    Says what became of its translations; ``edit`` is a command that mends them. The copy inside the package is first
    copied to the user's own folder.
    """
    series, stale = without_stale(loaded.record, series)
    told = "Nothing was saved." if run.dry_run else NO_CHANGE
    if series != loaded.record:
        series, told = queries.touched(run, series), saving.told(run, done)
        if not run.dry_run:
            run.writable().save(series, loaded.base_text)
            run.done = f"{series.id} is saved."
    tell_stale(run, stale, edit)
    return series, told


def _told_of_date(run: Run, shown: Occurrence | None, done: Done, before: dt.date | None, told: str) -> str:
    lines = []
    if shown is None:
        lines.append(f"{long_date(done.date)} is gone: it was an extra date.")
    else:
        noted = render.status_column(shown, run.voice)
        lines.append(f"{run.voice.when(shown.span)}{f' · {noted}' if noted else ''}")
        if moved := saving.told_of_move(None if shown.status == "cancelled" else before, shown.span.day):
            lines.append(moved.strip())
    if done.replaced is not None:
        kind = shown.kind if shown else None
        lines.append(f"Before: {render.one_line(run.voice.exception_note(done.replaced, kind))}")
    return "".join(f"{line}\n" for line in [*lines, told])
