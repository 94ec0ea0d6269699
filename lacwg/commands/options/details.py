"""What a gathering says of itself: where it is, how it is joined, what it is about, who speaks, its picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import typer

from lacwg.commands.options.ids import Issues
from lacwg.commands.options.verb import option
from lacwg.records import AudienceName, Language

FORMATS = ("online", "in-person", "hybrid")


def _formats(incomplete: str) -> list[str]:
    return [each for each in FORMATS if each.startswith(incomplete)]


Title = Annotated[str | None, typer.Option("--title", metavar="TEXT", help="What it is called.")]
PublicLink = Annotated[bool, typer.Option("--public-link", help="Allow a meeting link in a public field.")]
Note = Annotated[str | None, typer.Option("--note", metavar="TEXT", help="A remark among coordinators: private.")]
Audience = Annotated[AudienceName | None, typer.Option("--audience", help="Who may see it at all.")]
Lang = Annotated[
    Language | None, typer.Option("--lang", help="The texts that are given are in this language, for its table.")
]


@dataclass(frozen=True)
class Details:
    """What every gathering may say: where it is, and how it is joined. By the names of the fields of a record."""

    place: str | None = option("TEXT", "Where it is.")
    url: str | None = option("URL", "A page about it, for everybody.")
    public_link: PublicLink = False
    join_url: str | None = option("URL", "The link to join by: members.")
    dial_in: str | None = option("TEXT", "The number to join by: members.")
    host_key: str | None = option("TEXT", "The host's key: private.")
    note: Note = None
    format: str | None = option("[online|in-person|hybrid]", "How people meet.", autocompletion=_formats)
    description: str | None = option("TEXT", "What it is about.")


@dataclass(frozen=True)
class EventDetails:
    """What only an event of its own says. By the names of its fields."""

    speakers: list[str] | None = option('"NAME: ABOUT"', "Who speaks; may be repeated.", "--speaker")
    issues: Issues = None
    image: str | None = option("FILE|URL", "Its picture: a file, which is copied to the folder, or a link.")
    alt: str | None = option("TEXT", "What is in the picture, for those who cannot see it.")
    caption: str | None = option("TEXT", "What stands below the picture.")
    credit: str | None = option("TEXT", "Who made the picture.")
