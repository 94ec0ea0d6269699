"""What the verbs of ``lacwg import`` share: reading a file, finding the record that is meant, writing all at once.

A verb reads its files with ``sources``, makes a ``Found`` of each, puts them ``together`` and calls ``import_records``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, get_args

from lacwg import render
from lacwg.commands import queries
from lacwg.commands.import_.plan import Outcome, Plan, What
from lacwg.commands.options.ids import issue_ids
from lacwg.commands.options.verb import flag, option
from lacwg.commands.series.show import rule_and_hour
from lacwg.commands.shared.output import progress, show_whole
from lacwg.errors import UsageError
from lacwg.importers.incoming import LARGEST, Found, Skipped
from lacwg.records import AudienceName, Event, Record, Series
from lacwg.run import Run
from lacwg.schedule import zones
from lacwg.schedule.span import has_hour
from lacwg.store.disk.read import read_input
from lacwg.text.english import short_date

_AGAIN: Final = "Import again what was imported before and removed here."
MOST_ROWS: Final = 200
"""Rows of each kind that people are shown."""
_ALIKE: Final = 10
"""Of more entries than these the same note is told once."""
_KINDS: Final[tuple[What, ...]] = get_args(What)
_NARROW: Final = 100
"""Columns of a terminal in which the reasons have no room of their own: they stand below."""


def sources(names: Sequence[str], largest: int = LARGEST) -> list[tuple[str, bytes]]:
    """What the files hold that were named, by their names as people know them; "-" is standard input.

    Raises ``LacwgError`` for one that cannot be read whole.
    """
    if names.count("-") > 1:
        raise UsageError("standard input can be read once alone", hint="name one of the files -, the others by name")
    return [
        ("standard input" if name == "-" else name, read_input(None if name == "-" else Path(name), largest))
        for name in names
    ]


@dataclass(frozen=True)
class ForNew:
    """What is said of the new records."""

    audience: AudienceName | None = option(
        None, "Who may see the new records. Default: everybody, unless marked private."
    )
    issue: list[str] | None = option("ID", "An issue the new records are about.", autocompletion=issue_ids)
    again: bool = flag(_AGAIN)


@dataclass(frozen=True)
class ForNewContacts:
    """The same of contacts, which are about nothing."""

    audience: AudienceName | None = option(None, "Who may see the new contacts. Default: private.")
    again: bool = flag(_AGAIN)
    issue = None


def import_records(run: Run, found: Found, new: ForNew | ForNewContacts) -> None:
    """Takes over what was found, all of it or nothing, and shows what became of it."""
    issues = tuple(run.store.issues.find(each) for each in new.issue or ())
    dry_run = run.dry_run or not (found.records or found.same)
    store = run.store if dry_run else run.writable()
    plan = Plan(store, queries.now(run), issues, readers=new.audience, again=new.again)
    steps = len(found.records) * (1 if dry_run else 2)
    with progress(run, "Importing", steps) as bar:
        if dry_run:
            plan.make(found, bar.tick)
        else:
            with store.locked():  # from the reading on, so that nobody takes the names that are free now
                plan.make(found, bar.tick)
                written = plan.written
                store.write(plan.changes(), bar.tick)
                if plan.learnt:
                    plan.imports.save(store.folder)
            if written:
                run.done = f"{written} record{' was' if written == 1 else 's were'} imported."
    _show(run, plan.outcomes, [*found.skipped, *plan.skipped], found.notes, dry_run=dry_run)


# What is told of it


def _show(
    run: Run, outcomes: Sequence[Outcome], skipped: Sequence[Skipped], notes: Sequence[str], *, dry_run: bool
) -> None:
    """Shows it: of a dry run everything, else the counts and what people must know."""
    show_whole(
        run,
        text=lambda: "".join(
            [
                *(_table(run, outcomes, skipped) if dry_run else notes_text(outcomes, skipped)),
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
            what, [[_when_of(run, each.record), each.title, _detail(each)] for each in outcomes if each.what == what]
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


def notes_text(outcomes: Sequence[Outcome], skipped: Sequence[Skipped]) -> Iterator[str]:
    """What must be known of single entries."""
    noted = [(each.title, each.source, note) for each in outcomes for note in each.notes]
    passed = [(each.what, each.source, each.why) for each in skipped]
    alike = Counter(what for _, _, what in noted)
    many = {what: f" and {count - 1:,} more (--json)" for what, count in alike.items() if count > _ALIKE}
    first = {each[2] if each[2] in many else each: each for each in reversed(noted)}
    for label, told in (("Note", [*first.values()][::-1]), ("Skipped", passed)):
        for title, source, what in told[:MOST_ROWS]:
            yield f"{label}: {render.one_line(title)} ({source}){many.get(what, '')}: {render.one_line(what)}\n"
        if len(told) > MOST_ROWS:
            yield f"{label}: … and {len(told) - MOST_ROWS:,} more: --json\n"


def _counts(outcomes: Sequence[Outcome], skipped: Sequence[Skipped], *, dry_run: bool) -> str:
    counts = Counter(each.what for each in outcomes)
    said = [f"{counts['new']:,} new", f"{counts['changed']:,} changed", f"{counts['same']:,} the same"]
    if skipped:
        said.append(f"{len(skipped):,} skipped")
    return f"{', '.join(said)}{'; nothing was written' if dry_run else ''}.\n"


def _when_of(run: Run, record: Record | None) -> str:
    if isinstance(record, Event):
        value = record.start.value
        if has_hour(value) and value.tzinfo is not None:
            value = value.astimezone(zones.zone(record.timezone or run.store.group.timezone))
        hour = f" {run.english.clock_time(value)}" if has_hour(value) else ""
        return f"{short_date(value)}{hour}"
    if not isinstance(record, Series):
        return ""
    return rule_and_hour(record, run.english, queries.now(run).date())


def _start(record: Record | None) -> str | None:
    if isinstance(record, Event):
        return record.start.value.isoformat()
    return record.since.isoformat() if isinstance(record, Series) else None


def _detail(outcome: Outcome) -> str:
    """What was changed, and is to be known of it."""
    return "; ".join(filter(None, [", ".join(outcome.fields), *outcome.notes]))


def _outcome_json(outcome: Outcome) -> dict[str, Any]:
    shape = outcome._asdict() | {"start": _start(outcome.record)}
    return {key: value for key, value in shape.items() if key not in ("what", "record")}
