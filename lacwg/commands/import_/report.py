"""What became of an import, for people and programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, Literal, NamedTuple

from lacwg import render
from lacwg.commands.shared.output import show as show_result
from lacwg.importers.import_updates import Importable
from lacwg.importers.incoming import Skipped
from lacwg.records import Contact, Event
from lacwg.run import Run
from lacwg.schedule.wording import clock_time, short_date

MOST_ROWS: Final = 200
"""Rows of each kind that people are shown."""

_NARROW: Final = 100
"""Columns of a terminal in which the reasons have no room of their own: they stand below."""


class Outcome(NamedTuple):
    """What became of one entry."""

    what: Literal["new", "changed", "same"]
    kind: str
    id: str
    title: str
    record: Importable | None
    """None where it was not even looked at, as nothing has changed in the file."""
    source: str
    fields: tuple[str, ...] = ()
    """What the file changed."""
    notes: tuple[str, ...] = ()


def show(
    run: Run, outcomes: Sequence[Outcome], skipped: Sequence[Skipped], notes: Sequence[str], *, dry_run: bool
) -> None:
    """Shows it: of a dry run everything, else the counts and what people must know."""
    counts: Counter[str] = Counter(each.what for each in outcomes)
    counts["skipped"] = len(skipped)
    show_result(
        run,
        text=lambda: "".join(_people(run, outcomes, skipped, notes, counts, dry_run=dry_run)),
        json=lambda: _json(outcomes, skipped, notes, dry_run=dry_run),
        plain=lambda: _plain(outcomes, skipped),
    )


def _people(
    run: Run,
    outcomes: Sequence[Outcome],
    skipped: Sequence[Skipped],
    notes: Sequence[str],
    counts: Counter[str],
    *,
    dry_run: bool,
) -> Iterator[str]:
    if dry_run:
        rows = []
        for what in ("new", "changed", "same"):
            some = [each for each in outcomes if each.what == what]
            rows += [
                [what, _when(each.record), render.one_line(each.title), _detail(each)] for each in some[:MOST_ROWS]
            ]
            if len(some) > MOST_ROWS:
                rows.append([what, "", f"… and {len(some) - MOST_ROWS:,} more: --plain", ""])
        rows += [
            ["skipped", "", render.one_line(each.what), f"{each.why} ({each.source})"] for each in skipped[:MOST_ROWS]
        ]
        if len(skipped) > MOST_ROWS:
            rows.append(["skipped", "", f"… and {len(skipped) - MOST_ROWS:,} more: --plain", ""])
        below: list[str] = []
        if run.width is not None and run.width < _NARROW:
            below = [f"{what}, {title}: {render.one_line(detail)}\n" for what, _, title, detail in rows if detail]
            rows = [row[:3] for row in rows]
        if rows:
            yield render.columns(rows, width=run.width, colour=run.colour, breaking=(2, 3))
        yield from below
    else:
        told = [(each.title, each.source, note) for each in outcomes for note in each.notes]
        yield from _lines("Note", told)
        yield from _lines("Skipped", [(each.what, each.source, each.why) for each in skipped])
    for note in notes:
        yield f"Note: {render.one_line(note)}\n"
    said = [f"{counts['new']:,} new", f"{counts['changed']:,} changed", f"{counts['same']:,} the same"]
    if skipped:
        said.append(f"{counts['skipped']:,} skipped")
    yield f"{', '.join(said)}{'; nothing was written' if dry_run else ''}.\n"


def _lines(label: str, told: Sequence[tuple[str, str, str]]) -> Iterator[str]:
    for title, source, what in told[:MOST_ROWS]:
        yield f"{label}: {render.one_line(title)} ({source}): {render.one_line(what)}\n"
    if len(told) > MOST_ROWS:
        yield f"{label}: … and {len(told) - MOST_ROWS:,} more: --json\n"


def _when(record: Importable | None) -> str:
    if isinstance(record, Event):
        value = record.start.value
        hour = "" if record.start.all_day else f" {clock_time(value)}"  # type: ignore[arg-type]
        return f"{short_date(record.start.day)}{hour}"
    if record is None or isinstance(record, Contact):
        return ""
    return f"{record.rule}{'' if record.start_time is None else f', {clock_time(record.start_time)}'}"


def _detail(outcome: Outcome) -> str:
    fields = ", ".join(outcome.fields)
    return "; ".join([*([fields] if fields else []), *outcome.notes])


def _json(
    outcomes: Iterable[Outcome], skipped: Iterable[Skipped], notes: Sequence[str], *, dry_run: bool
) -> dict[str, Any]:
    found: dict[str, Any] = {"dry_run": dry_run, "new": [], "changed": [], "same": []}
    for each in outcomes:
        found[each.what].append(
            {
                "id": each.id,
                "kind": each.kind,
                "title": each.title,
                "start": _start(each.record),
                "fields": list(each.fields),
                "notes": list(each.notes),
                "source": each.source,
            }
        )
    found["skipped"] = [{"title": each.what, "why": each.why, "source": each.source} for each in skipped]
    found["notes"] = list(notes)
    return found


def _start(record: Importable | None) -> str | None:
    if record is None or isinstance(record, Contact):
        return None
    return record.start.value.isoformat() if isinstance(record, Event) else record.since.isoformat()


def _plain(outcomes: Iterable[Outcome], skipped: Iterable[Skipped]) -> Iterator[tuple[str | None, ...]]:
    """What became of it, id, start, title, and what was changed, is to be known of it or why it was passed over."""
    for each in outcomes:
        yield each.what, each.id, _start(each.record), each.title, _detail(each)
    for passed in skipped:
        yield "skipped", None, None, passed.what, f"{passed.why} ({passed.source})"
