"""What a gathering says of itself, when it is, and why something happens to it: the options of several verbs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final

import typer

from lacwg.commands.options.ids import Issues, names, zone_names
from lacwg.commands.options.verb import flag, needed, option
from lacwg.records import AudienceName, Language

FORMATS = ("online", "in-person", "hybrid")


Title = Annotated[str | None, typer.Option("--title", metavar="TEXT", help="Its title.")]
PublicLink = Annotated[bool, typer.Option("--public-link", help="Allow a meeting link in a public field.")]
Note = Annotated[str | None, typer.Option("--note", metavar="TEXT", help="A note for coordinators (private).")]
Audience = Annotated[AudienceName | None, typer.Option("--audience", help="Who may see it.")]
Lang = Annotated[Language | None, typer.Option("--lang", help="The given texts are translations into this language.")]


@dataclass(frozen=True)
class Details:
    """What every gathering may say: where it is, and how it is joined. By the names of the fields of a record."""

    place: str | None = option("TEXT", "Where it is.")
    url: str | None = option("URL", "A public web page about it.")
    public_link: PublicLink = False
    join_url: str | None = option("URL", "The link to join by (members).")
    dial_in: str | None = option("TEXT", "The phone number to join by (members).")
    host_key: str | None = option("TEXT", "The host's key (private).")
    note: Note = None
    format: str | None = option("<online|in-person|hybrid>", "How people meet.", autocompletion=lambda: [*FORMATS])
    description: str | None = option("TEXT", "What it is about.")


@dataclass(frozen=True)
class EventDetails:
    """What only an event of its own says. By the names of its fields."""

    speakers: list[str] | None = option('"NAME: ABOUT"', "A speaker; may be repeated.", "--speaker")
    co_hosts: list[str] | None = option('"NAME: URL"', "Who holds it with the group; may be repeated.", "--co-host")
    issues: Issues = None
    image: str | None = option("FILE|URL", "Its picture: a link, or a file, which is copied to the folder.")
    alt: str | None = option("TEXT", "What the picture shows, for people who cannot see it.")
    caption: str | None = option("TEXT", "The text below the picture.")
    credit: str | None = option("TEXT", "Who made the picture.")
    register: str | None = option("URL", "The page on which people sign up.")
    recording: str | None = option("URL", "Its recording (members; with --public-link for everybody).")
    slides: str | None = option("URL", "Its slides.")
    links: list[str] | None = option('"LABEL: URL"', "A link to more about it; may be repeated.", "--link")
    geo: str | None = option("LAT,LONG", "Where it is on the map, such as 42.358,-71.064.")
    access: str | None = option("TEXT", "Interpretation, captions, a way without steps.")
    cost: str | None = option("TEXT", "What it costs.")


@dataclass(frozen=True)
class Decided:
    """``--reason`` and ``--by``."""

    reason: str | None = option("TEXT", "Why; shown with the date.")
    by: str | None = option("NAME", "Who decided it. Default: you.", autocompletion=names)


@dataclass(frozen=True)
class DecidedWithReason(Decided):
    """The same of what nobody is told of without a reason."""

    reason: str = needed("TEXT", "Why; shown with the date.")


To = Annotated[str, typer.Option("--to", metavar="WHEN", help="The new day or hour; what you leave out stays.")]
Minutes = Annotated[int | None, typer.Option("--minutes", metavar="N", min=1, max=10_000, help="Its length.")]
RULE: Final = 'The rule, such as "1st Tuesday", "every Saturday" or an RRULE.'
At = Annotated[str | None, typer.Option("--at", metavar="TIME", help="The hour, such as 5pm or 17:00.")]
Timezone = Annotated[
    str | None,
    typer.Option(
        "--timezone", metavar="ZONE", autocompletion=zone_names, help="Its time zone, such as America/Havana."
    ),
]


@dataclass(frozen=True)
class Ending:
    """When an event ends, and where the clock is that says so."""

    end: str | None = option("WHEN", "When it ends; the hour is enough.")
    duration: str | None = option("LENGTH", "Its length, such as 90m, 1h30m or 2d.")
    timezone: Timezone = None


@dataclass(frozen=True)
class Unfitting:
    """What becomes of dates to which something happened, where a new rule no longer gives them."""

    keep_dates: bool = flag("Keep dates that no longer fit the rule, as extra dates.")
    drop_dates: bool = flag("Remove what happened to dates that no longer fit.")
