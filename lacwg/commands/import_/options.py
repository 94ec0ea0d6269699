"""The options that the verbs of ``lacwg import`` share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import typer

from lacwg.commands.options.ids import ids, issue_ids
from lacwg.records import AudienceName

Again = Annotated[
    bool, typer.Option("--again", help="Take over again what was imported before and has been removed here.")
]


@dataclass(frozen=True)
class ForNew:
    """What is said of the new records."""

    audience: Annotated[
        AudienceName | None,
        typer.Option("--audience", help="Who may see the new records; everybody, but for what is marked private."),
    ] = None
    issue: Annotated[
        list[str] | None,
        typer.Option("--issue", metavar="ID", help="What the new ones are about.", autocompletion=ids(issue_ids)),
    ] = None
    again: Again = False


@dataclass(frozen=True)
class ForNewContacts:
    """The same of contacts, which are about nothing."""

    audience: Annotated[
        AudienceName | None, typer.Option("--audience", help="Who may see the new contacts; else private.")
    ] = None
    again: Again = False
    issue = None
