"""A result in the form that was asked for, and what people are told of a gathering alike for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from lacwg import clock, render
from lacwg.records import Series
from lacwg.run import Run, unlike
from lacwg.schedule.occurrences import Occurrence
from lacwg.schedule.zones import ZoneInfo

Rows = Iterable[tuple[str, str | None]]
"""What is told of one thing: a label and, where there is one, its value."""
Plain = Callable[[], Iterable[Sequence[str | None]]] | str
"""What makes the plain lines; or the keys of the JSON whose values stand on them."""
NO_CHANGE: Final = "Already so; nothing changed."


def show_result(run: Run, *, text: Callable[[], str], json: Callable[[], Any], plain: Plain) -> None:
    """Prints a result for people, as JSON or as plain lines; only the one that is wanted is made."""
    if run.mode == "json":
        run.out(render.json_text(json()))
    elif run.mode == "plain":
        run.out(render.plain_text(_values(json(), plain.split()) if isinstance(plain, str) else plain()))
    else:
        run.page(text())


def _values(shapes: Any, keys: Sequence[str]) -> Iterable[Sequence[str | None]]:
    for shape in shapes if isinstance(shapes, list) else [shapes]:
        yield [None if shape[key] is None else str(shape[key]) for key in keys]


def show_whole(
    run: Run, *, text: Callable[[], str], json: Callable[[], Any], plain: Plain, done: str | None = None
) -> None:
    """The same and, for people, what was ``done``; then ends the command where something could not be read.

    Where something was written, that is warned about only.
    """
    show_result(run, text=lambda: text() + (f"{done}\n" if done else ""), json=json, plain=plain)
    if run.done is None:
        run.complete()
        return
    for problem in unlike(run.store.problems):
        run.warn(problem)


def details(run: Run, title: str, about: Rows) -> str:
    """What people see of one thing: its title, and a line for each label that has a value."""
    return render.heading(title, colour=run.colour) + render.labelled(about, width=run.width)


def show_occurrences(
    run: Run,
    found: Occurrence | Sequence[Occurrence] | None,
    text: Callable[[], str],
    *,
    private: bool = False,
    there: Sequence[ZoneInfo] = (),
    more: Mapping[str, Any] | None = None,
) -> None:
    """Prints one occurrence, several, or that there is none; for people ``text``, else the one shape of all.

    With ``there`` that has also the hour in each of those zones; ``more``: what else it says.
    """
    shown = [] if found is None else [found] if isinstance(found, Occurrence) else found

    def shape(occurrence: Occurrence) -> dict[str, Any]:
        hours = {"in": {zone.key: _hour(occurrence, zone) for zone in there}} if there else {}
        return render.occurrence_json(occurrence, private=private) | hours | dict(more or {})

    show_result(
        run,
        text=text,
        json=lambda: [shape(each) for each in shown] if found is shown else shape(shown[0]) if shown else None,
        plain=lambda: [(*render.occurrence_plain(each), *(_hour(each, zone) for zone in there)) for each in shown],
    )


def progress(run: Run, label: str, total: int) -> render.Progress:
    """A bar for what may take longer than a second, on a terminal alone."""
    return render.Progress(label, total, shown=run.mode == "people" and run.terminal, seconds=clock.seconds)


def dates_table(run: Run, found: Sequence[Occurrence]) -> str:
    """Dates of one series, a line each."""
    say = run.voice
    rows = [[say.short_date(each.span.day), say.hours(each.span), render.status_column(each, say)] for each in found]
    return render.columns(rows, width=run.width, colour=run.colour) if rows else ""


def _hour(occurrence: Occurrence, zone: ZoneInfo) -> str:
    return occurrence.span.in_zone(zone).iso[0]


def undoable(told: str = "Saved") -> str:
    """What was done, and the short way back."""
    return f"{told} · undo: lacwg undo"


def more_than(count: int, *options: str) -> str:
    """Says of a list of the first ``count`` that it goes on, and how to see that."""
    *some, last = (f"-n {2 * count}", *options)
    shown = "this one" if count == 1 else f"these {count}"
    ways = f"{', '.join(some)} or {last}" if some else last
    return f"There are more than {shown}; see them with {ways}."


def show_all(
    run: Run,
    records: Iterable[Any],
    row: Callable[[Any], list[str]],
    *,
    none: str,
    json: Callable[[Any], dict[str, Any]],
    plain: Callable[[Any], Sequence[str | None]] | str,
    breaking: Sequence[int],
) -> None:
    """Prints the records, and ends the command where one could not be read. ``breaking``: as of ``render.columns``."""
    found = list(records)

    def text() -> str:
        rows = [row(each) for each in found]
        return render.columns(rows, width=run.width, colour=run.colour, breaking=breaking) if rows else f"{none}\n"

    lines = plain if isinstance(plain, str) else lambda: map(plain, found)
    show_whole(run, text=text, json=lambda: [json(each) for each in found], plain=lines)


def whereabouts(of: Occurrence | Series) -> Rows:
    """Where it is, and how to join; the coordinator at the terminal sees that, too."""
    yield "Place", of.place
    yield "Page", of.url
    yield "Join", f"{of.members.join_url} (members)" if of.members.join_url else None
    yield "Dial in", f"{of.members.dial_in} (members)" if of.members.dial_in else None
