"""What an announcement is for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from lacwg import audience
from lacwg.commands.export.exporting import Lang


@dataclass(frozen=True)
class Announcing:
    """Who is to read it, in which language, and whether as a draft of a mail."""

    reader: Annotated[audience.Reader, typer.Option("--audience", help="Who is to read it.")] = "members"
    eml: Annotated[
        Path | None,
        typer.Option("--eml", metavar="FILE", help="Write a draft for a mail program, with the calendar."),
    ] = None
    lang: Lang = None
