"""What lies beside an occurrence in time, read from the folder for the warnings alone.

A neighbour that cannot be read is passed over: it is not what was asked for, and ``lacwg check``
names it.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Iterator

from lacwg.errors import FieldError
from lacwg.records import Event, Series
from lacwg.run import Run
from lacwg.schedule import occurrences
from lacwg.schedule.occurrences import Occurrence
from lacwg.store.store import Store


def with_conflicts(run: Run, stream: Iterable[Occurrence], *, all_events: bool = False) -> Iterator[Occurrence]:
    """The occurrences, in the order of time, each with a warning for what it overlaps or comes close to.

    Only the neighbours in time are read, and none for plain lines, which have no place for warnings.
    ``all_events``: the stream has all events there are, which need not be read once more.
    """
    if run.mode == "plain":
        return iter(stream)
    from lacwg.schedule import conflicts

    if not all_events:
        return conflicts.with_warnings(stream, lambda start: everything(run, start))
    shown, known = itertools.tee(stream)
    store = _quiet(run)

    def others(start: dt.datetime) -> Iterator[Occurrence]:
        meetings = (each for each in store.series.all() if each.kind == "meeting")
        return occurrences.merge([known, *expanded(store, meetings, start)])

    return conflicts.with_warnings(shown, others)


def everything(run: Run, start: dt.datetime) -> Iterator[Occurrence]:
    """All that can be read and is not over at ``start``, in the order of time, read as it is taken."""
    store = _quiet(run)
    return occurrences.merge([single_events(store, start.date()), *expanded(store, store.series.all(), start)])


def _quiet(run: Run) -> Store:
    """The same folder, with problems of its own that nobody is told of."""
    store = Store.read_only(run.store.folder)
    store.problems.tolerant = True
    return store


def single_events(store: Store, day: dt.date | None) -> Iterator[Occurrence]:
    """The events whose files bear ``day`` (None: any) or a later date, in the order of time."""
    dated = ((date, each) for date, event in store.events.since(day) for each in told(store, event))
    return occurrences.nearly_sorted(dated)


def told(store: Store, event: Event) -> Iterator[Occurrence]:
    """The occurrence of an event; none where its times cannot be told."""
    try:
        yield occurrences.of_event(event, store.group)
    except FieldError as error:
        store.problems.add(store.located(error))


def expanded(store: Store, all_series: Iterable[Series], start: dt.datetime | None) -> Iterator[Iterator[Occurrence]]:
    """The occurrences of each series that are not over at ``start`` (None: all)."""
    for series in all_series:
        try:
            yield occurrences.expand(series, store.group, start)
        except FieldError as error:
            store.problems.add(store.located(error))
