"""The options of every verb, out of which its run is made. Which of them a verb has is said by the type of its run."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Final, NewType

import typer

from lacwg.run import Run

WritingRun = NewType("WritingRun", Run)
"""The run of a verb that writes: it has ``--dry-run``, too."""
ExportRun = NewType("ExportRun", Run)
"""The run of a verb whose output has a form of its own: it has neither ``--json`` nor ``--plain``."""
FolderlessRun = NewType("FolderlessRun", Run)
"""The run of a verb that makes a folder: it has ``--dry-run``, but no ``--data``."""

Data = Annotated[
    Path | None,
    typer.Option("--data", metavar="DIR", help="The data folder; else LACWG_DATA, else the nearest one upward."),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Plain = Annotated[bool, typer.Option("--plain", help="Print lines of values with tabs between them.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show it, but save nothing.")]


def _run(data: Data = None, json: Json = False, plain: Plain = False) -> Run:
    return Run(data, json=json, plain=plain)


def _writing(dry_run: DryRun = False, data: Data = None, json: Json = False, plain: Plain = False) -> Run:
    return Run(data, json=json, plain=plain, dry_run=dry_run)


def _export(data: Data = None) -> Run:
    return Run(data, plain=True)


def _folderless(dry_run: DryRun = False, json: Json = False, plain: Plain = False) -> Run:
    return Run(json=json, plain=plain, dry_run=dry_run)


RUNS: Final[dict[Any, Any]] = {Run: _run, WritingRun: _writing, ExportRun: _export, FolderlessRun: _folderless}
"""What makes each kind of run out of its options."""
