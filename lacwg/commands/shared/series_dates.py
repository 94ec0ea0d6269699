"""What the verbs share that do something to one date of a series."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator
from typing import Any, NamedTuple

from msgspec.structs import replace

from lacwg import render
from lacwg.commands import queries
from lacwg.commands.meetings import listing as meetings
from lacwg.commands.shared import asking, placing, translations
from lacwg.commands.shared.output import NO_CHANGE, undoable
from lacwg.commands.shared.output import show as show_result
from lacwg.dates_in.when import When, read, read_on
from lacwg.errors import FieldError, UsageError
from lacwg.records import Language, Series, SeriesException
from lacwg.run import Run
from lacwg.schedule import identity, occurrences, series_edits
from lacwg.schedule.occurrences import Occurrence
from lacwg.schedule.series_edits import DateError, Decision, Done
from lacwg.schedule.span import has_hour
from lacwg.schedule.wording import long_date
from lacwg.store.collection import Loaded
from lacwg.voice.stale_translations import followed


class Target(NamedTuple):
    """One date of a series, to be changed."""

    loaded: Loaded[Series]
    occurrence: Occurrence


def find(run: Run, date: str, series_id: str | None) -> Target:
    """The date that people typed, with its series as it stands in the file."""
    occurrence = meetings.find(run, date, series_id)
    return Target(load(run, occurrence.series or ""), occurrence)


def load(run: Run, series_id: str) -> Loaded[Series]:
    """A series to be changed. The copy inside the package is first copied to the user's own folder, when saved."""
    return run.store.series.load(series_id)


def decision(
    run: Run, reason: str | None, by: str | None, *, public_link: bool = False, needed: bool = False
) -> Decision:
    """Why, who and when. Raises ``UsageError`` for a reason that is needed and empty, or has a link to join by."""
    placing.refuse_meeting_links({"--reason": reason}, public_link=public_link)
    if needed and not (reason or "").strip():
        raise UsageError("--reason is empty", hint="say why: it is shown wherever the date is")
    return Decision(asking.one_line("--reason", reason), run.who(by), queries.now(run).date())


@contextlib.contextmanager
def refused(run: Run, series: Series) -> Iterator[None]:
    """An error in a series that was just made has no line yet: it is one of what was typed.

    To the hint that a date can be restored it adds the command.
    """
    try:
        yield
    except DateError as error:
        if error.restore is None:
            raise
        hint = f"{error.hint}: {_restore_command(run, series, error.restore)}"
        raise DateError(error.message, hint=hint) from None
    except FieldError as error:
        raise UsageError(error.message, hint=error.hint) from None


def _restore_command(run: Run, series: Series, date: dt.date) -> str:
    if series.kind == "event":
        return f"lacwg events restore {series.id}/{date}"
    store = run.store
    main = store.group.main_series == series.id or store.series.ids() == [series.id]
    return f"lacwg meetings restore {date}{'' if main else f' --series {series.id}'}"


def minutes_of(option: str, when: When) -> int | None:
    """The length that was typed with a WHEN, as "7:00–8:30 PM"; None where none was.

    Raises ``UsageError`` for one that a date of a series cannot have.
    """
    if when.end is None:
        return None
    first, last = when.moment, when.end.moment
    if not has_hour(first) or not has_hour(last):
        raise UsageError(f"{option}: one date of a series is one day", hint="leave out the last day")
    seconds = int((last.astimezone(dt.UTC) - first.astimezone(dt.UTC)).total_seconds())
    if seconds % 60:
        raise UsageError(f"{option}: the length is no whole number of minutes", hint="leave out the seconds")
    return seconds // 60


def moved(run: Run, target: Target, to: str, decided: Decision) -> Done:
    """The date moved: to a day at its hour, to an hour on its day, or to a day and an hour."""
    occurrence, series = target.occurrence, target.loaded.record
    when = queries.parse_option("--to", to, lambda text: _read_move(run, occurrence, text), run)
    with refused(run, series):
        return series_edits.move(series, run.store.group, occurrence, when.written, decided, minutes_of("--to", when))


def _read_move(run: Run, occurrence: Occurrence, to: str) -> When:
    now, order, zone = queries.now(run), run.store.group.date_order, occurrence.zone
    return read_on(to, occurrence.span.day, zone, now, order) or read(to, zone, now, order)


def restored(run: Run, target: Target) -> Done:
    """Nothing has happened to the date."""
    series = target.loaded.record
    with refused(run, series):
        return series_edits.restore(series, run.store.group, series_edits.date_of(target.occurrence))


def save_edit(
    run: Run,
    date: str,
    series_id: str | None,
    edits: dict[str, Any],
    minutes: int | None,
    decided: Decision,
    *,
    dry_run: bool,
) -> None:
    """Edits one date and says what became of it."""
    if minutes is not None:
        edits["minutes"] = minutes
    if not edits:
        raise UsageError("nothing is to be changed", hint="name what differs, as: --place TEXT; see --help")
    target = find(run, date, series_id)
    with refused(run, target.loaded.record):
        done = series_edits.edit(target.loaded.record, run.store.group, target.occurrence, edits, decided)
    save(run, target.loaded, done, dry_run=dry_run)


def save_words(
    run: Run,
    date: str,
    series_id: str | None,
    language: Language,
    typed: dict[str, Any],
    *,
    public_link: bool,
    dry_run: bool,
) -> None:
    """Writes what one date says in another language; ``typed`` is by options, as ``--place``.

    Raises ``UsageError`` where nothing differs on that date, or not what was typed.
    """
    translations.refuse(run, language, SeriesException, typed)
    texts = {key: typed[f"--{key}"] for key in ("title", "place", "description", "reason")}
    placing.refuse_meeting_links({f"--{key}": text for key, text in texts.items()}, public_link=public_link)
    cleaned = {
        key: asking.text(f"--{key}", text) if key == "description" else asking.one_line(f"--{key}", text)
        for key, text in texts.items()
        if text is not None
    }
    target = find(run, date, series_id)
    series, day = target.loaded.record, series_edits.date_of(target.occurrence)
    before = series_edits.exception_of(series, day)
    if before is None:
        raise UsageError(
            f"nothing differs on {long_date(day)} that could be told in another language",
            hint=f"what all dates say: lacwg series edit {series.id} --lang {language}",
        )
    worded = translations.worded(before, language, cleaned)
    exceptions = tuple(worded if each is before else each for each in series.exceptions)
    save(run, target.loaded, Done(replace(series, exceptions=exceptions), day), dry_run=dry_run)


def save(run: Run, loaded: Loaded[Series], done: Done, *, dry_run: bool) -> None:
    """Saves the series and shows the date as it is now."""
    kept, told_of = followed(loaded.record, done.series)
    same = kept == loaded.record
    series = loaded.record if same else touched(run, kept)
    if not dry_run and not same:
        write(run, series, loaded.base_text)
    after = [each for each in occurrences.of_day(series, run.store.group, done.date) if _is(each, done)]
    shown = queries.with_all_warnings(run, after[0]) if after else None
    show_result(
        run,
        people=lambda: _told(shown, done, same=same, dry_run=dry_run),
        json=lambda: None if shown is None else render.occurrence_json(shown),
        plain=lambda: [] if shown is None else [render.occurrence_plain(shown)],
    )
    translations.tell(run, told_of)


def _is(occurrence: Occurrence, done: Done) -> bool:
    return series_edits.date_of(occurrence) == done.date


def _told(shown: Occurrence | None, done: Done, *, same: bool, dry_run: bool) -> str:
    lines = []
    if shown is None:
        lines.append(f"{long_date(done.date)} is gone: it was an extra date.")
    else:
        noted = render.happened(shown)
        lines.append(f"{render.when(shown)}{f' · {noted}' if noted else ''}")
    if done.replaced is not None:
        lines.append(f"Before: {render.one_line(series_edits.words_of(done.replaced))}")
    lines.append("Nothing was saved." if dry_run else NO_CHANGE if same else undoable())
    return "".join(f"{line}\n" for line in lines)


def touched(run: Run, series: Series) -> Series:
    """The series as subscribers are to see it: its identity written down, sequence and time of change raised."""
    return identity.touched(series, run.store.group.uid_namespace, queries.now(run))


def write(run: Run, series: Series, base_text: str) -> None:
    """Saves a changed series; of the package's own copy, in the user's folder."""
    run.writable().save(series, base_text)
    run.done = f"{series.id} is saved."
