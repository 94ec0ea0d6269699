"""What the verbs of ``lacwg import`` share: reading a file, finding the record that is meant, writing all at once.

A verb reads its files with ``sources``, makes a ``Found`` of each, puts them ``together`` and calls ``import_records``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lacwg import clock, render
from lacwg.commands import queries
from lacwg.commands.import_ import report as import_report
from lacwg.commands.import_.plan import Plan
from lacwg.commands.options.ids import issue_ids
from lacwg.commands.options.verb import flag, option
from lacwg.commands.shared.output import complete_after_writing
from lacwg.importers.incoming import LARGEST, Found
from lacwg.records import AudienceName
from lacwg.run import Run
from lacwg.store.disk.read import read_input

_AGAIN: Final = "Take over again what was imported before and has been removed here."


def sources(names: Sequence[str]) -> list[tuple[str, bytes]]:
    """What the files hold that were named, by their names as people know them; "-" is standard input.

    Raises ``LacwgError`` for one that cannot be read whole.
    """
    return [
        ("standard input" if name == "-" else name, read_input(None if name == "-" else Path(name), LARGEST))
        for name in names
    ]


@dataclass(frozen=True)
class ForNew:
    """What is said of the new records."""

    audience: AudienceName | None = option(
        None, "Who may see the new records; everybody, but for what is marked private."
    )
    issue: list[str] | None = option("ID", "What the new ones are about.", autocompletion=issue_ids)
    again: bool = flag(_AGAIN)


@dataclass(frozen=True)
class ForNewContacts:
    """The same of contacts, which are about nothing."""

    audience: AudienceName | None = option(None, "Who may see the new contacts; else private.")
    again: bool = flag(_AGAIN)
    issue = None


def import_records(run: Run, found: Found, new: ForNew | ForNewContacts) -> None:
    """Takes over what was found, all of it or nothing, and shows what became of it."""
    issues = tuple(run.store.issues.find(each) for each in new.issue or ())
    dry_run = run.dry_run or not (found.records or found.same)
    store = run.store if dry_run else run.writable()
    plan = Plan(store, queries.now(run), issues, readers=new.audience, again=new.again)
    steps = len(found.records) * (1 if dry_run else 2)
    people = run.terminal and run.mode == "people"
    with render.Progress("Importing", steps, shown=people, seconds=clock.seconds) as bar:
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
    import_report.show(run, plan.outcomes, [*found.skipped, *plan.skipped], found.notes, dry_run=dry_run)
    complete_after_writing(run)
