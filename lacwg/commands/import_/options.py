"""The options that the verbs of ``lacwg import`` share."""

from __future__ import annotations

from typing import Annotated

import typer

from lacwg.commands.shared.options import ids, issue_ids
from lacwg.records import AudienceName

ForNew = Annotated[
    AudienceName | None,
    typer.Option("--audience", help="Who may see the new records; everybody, but for what is marked private."),
]
Issue = Annotated[
    list[str] | None,
    typer.Option("--issue", metavar="ID", help="What the new ones are about.", autocompletion=ids(issue_ids)),
]
Again = Annotated[
    bool, typer.Option("--again", help="Take over again what was imported before and has been removed here.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would become of each, but write nothing.")]
