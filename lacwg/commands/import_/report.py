"""What became of an import, for people and programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Final, Literal, NamedTuple, get_args

from lacwg import kinds, render
from lacwg.commands.shared.output import show_result
from lacwg.importers.import_updates import Importable
from lacwg.importers.incoming import Skipped
from lacwg.records import Contact, Event
from lacwg.run import Run
from lacwg.schedule.span import has_hour
from lacwg.text.english import clock_time, short_date

MOST_ROWS: Final = 200
"""Rows of each kind that people are shown."""

_NARROW: Final = 100
"""Columns of a terminal in which the reasons have no room of their own: they stand below."""


What = Literal["new", "changed", "same"]
_KINDS: Final[tuple[What, ...]] = get_args(What)


class Outcome(NamedTuple):
    """What became of one entry."""

    what: What
    kind: str
    id: str
    title: str
    record: Importable | None
    """None where it was not even looked at, as nothing has changed in the file."""
    source: str
    fields: tuple[str, ...] = ()
    """What the file changed."""
    notes: tuple[str, ...] = ()


def outcome_of(
    what: What, record: Importable, source: str, fields: tuple[str, ...] = (), notes: tuple[str, ...] = ()
) -> Outcome:
    """What became of an entry that is, or was made, a record."""
    return Outcome(what, kinds.of_record(record).name, record.id, title_of(record), record, source, fields, notes)


def title_of(record: Importable) -> str:
    """What a record is called."""
    return record.name if isinstance(record, Contact) else record.title


def show(
    run: Run, outcomes: Sequence[Outcome], skipped: Sequence[Skipped], notes: Sequence[str], *, dry_run: bool
) -> None:
    """Shows it: of a dry run everything, else the counts and what people must know."""
    show_result(
        run,
        text=lambda: "".join(
            [
                *(_table(run, outcomes, skipped) if dry_run else _notes_text(outcomes, skipped)),
                *(f"Note: {render.one_line(note)}\n" for note in notes),
                _counts(outcomes, skipped, dry_run=dry_run),
            ]
        ),
        json=lambda: {
            "dry_run": dry_run,
            **{what: [_outcome_json(each) for each in outcomes if each.what == what] for what in _KINDS},
            "skipped": [{"title": each.what, "why": each.why, "source": each.source} for each in skipped],
            "notes": list(notes),
        },
        plain=lambda: [
            *((each.what, each.id, _start(each.record), each.title, _detail(each)) for each in outcomes),
            *(("skipped", None, None, each.what, f"{each.why} ({each.source})") for each in skipped),
        ],
    )


def _table(run: Run, outcomes: Sequence[Outcome], skipped: Sequence[Skipped]) -> Iterator[str]:
    """What would become of each entry; on a narrow terminal what is to be known of them stands below."""
    rows: list[list[str]] = []
    for what in _KINDS:
        rows += _some(
            what, [[_when_of(each.record), each.title, _detail(each)] for each in outcomes if each.what == what]
        )
    rows += _some("skipped", [["", each.what, f"{each.why} ({each.source})"] for each in skipped])
    below: list[str] = []
    if run.width is not None and run.width < _NARROW:
        below = [f"{what}, {title}: {render.one_line(detail)}\n" for what, _, title, detail in rows if detail]
        rows = [row[:3] for row in rows]
    if rows:
        yield render.columns(rows, width=run.width, colour=run.colour, breaking=(2, 3))
    yield from below


def _some(what: str, found: list[list[str]]) -> Iterator[list[str]]:
    """The first rows of a kind, and how many more there are."""
    for when, title, detail in found[:MOST_ROWS]:
        yield [what, when, render.one_line(title), detail]
    if len(found) > MOST_ROWS:
        yield [what, "", f"… and {len(found) - MOST_ROWS:,} more: --plain", ""]


def _notes_text(outcomes: Sequence[Outcome], skipped: Sequence[Skipped]) -> Iterator[str]:
    """What must be known of single entries."""
    noted = [(each.title, each.source, note) for each in outcomes for note in each.notes]
    passed = [(each.what, each.source, each.why) for each in skipped]
    for label, told in (("Note", noted), ("Skipped", passed)):
        for title, source, what in told[:MOST_ROWS]:
            yield f"{label}: {render.one_line(title)} ({source}): {render.one_line(what)}\n"
        if len(told) > MOST_ROWS:
            yield f"{label}: … and {len(told) - MOST_ROWS:,} more: --json\n"


def _counts(outcomes: Sequence[Outcome], skipped: Sequence[Skipped], *, dry_run: bool) -> str:
    counts = Counter(each.what for each in outcomes)
    said = [f"{counts['new']:,} new", f"{counts['changed']:,} changed", f"{counts['same']:,} the same"]
    if skipped:
        said.append(f"{len(skipped):,} skipped")
    return f"{', '.join(said)}{'; nothing was written' if dry_run else ''}.\n"


def _when_of(record: Importable | None) -> str:
    if isinstance(record, Event):
        value = record.start.value
        hour = f" {clock_time(value)}" if has_hour(value) else ""
        return f"{short_date(record.start.day)}{hour}"
    if record is None or isinstance(record, Contact):
        return ""
    return f"{record.rule}{'' if record.start_time is None else f', {clock_time(record.start_time)}'}"


def _start(record: Importable | None) -> str | None:
    if record is None or isinstance(record, Contact):
        return None
    return record.start.value.isoformat() if isinstance(record, Event) else record.since.isoformat()


def _detail(outcome: Outcome) -> str:
    """What was changed, and is to be known of it."""
    return "; ".join(filter(None, [", ".join(outcome.fields), *outcome.notes]))


def _outcome_json(outcome: Outcome) -> dict[str, Any]:
    return {
        "id": outcome.id,
        "kind": outcome.kind,
        "title": outcome.title,
        "start": _start(outcome.record),
        "fields": list(outcome.fields),
        "notes": list(outcome.notes),
        "source": outcome.source,
    }
