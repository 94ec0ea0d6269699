"""What an announcement is for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lacwg import audience
from lacwg.commands.export.exporting import Lang
from lacwg.commands.options.verb import option


@dataclass(frozen=True)
class Announcing:
    """Who is to read it, in which language, and whether as a draft of a mail."""

    reader: audience.Reader = option(None, "Who is to read it.", "--audience", default="members")
    eml: Path | None = option("FILE", "Write a draft for a mail program, with the calendar.")
    lang: Lang = None
