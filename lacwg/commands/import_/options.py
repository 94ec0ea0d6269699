"""The options that the verbs of ``lacwg import`` share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import typer

from lacwg.commands.options.ids import ids, issue_ids
from lacwg.commands.options.verb import option
from lacwg.records import AudienceName

Again = Annotated[
    bool, typer.Option("--again", help="Take over again what was imported before and has been removed here.")
]


@dataclass(frozen=True)
class ForNew:
    """What is said of the new records."""

    audience: AudienceName | None = option(
        None, "Who may see the new records; everybody, but for what is marked private."
    )
    issue: list[str] | None = option("ID", "What the new ones are about.", autocompletion=ids(issue_ids))
    again: Again = False


@dataclass(frozen=True)
class ForNewContacts:
    """The same of contacts, which are about nothing."""

    audience: AudienceName | None = option(None, "Who may see the new contacts; else private.")
    again: Again = False
    issue = None
