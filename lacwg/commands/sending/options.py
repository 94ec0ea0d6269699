"""The options of every verb that sends."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from lacwg.commands import queries
from lacwg.commands.options.ids import ids
from lacwg.commands.options.verb import flag, option
from lacwg.commands.shared.asking import Yes
from lacwg.errors import UsageError
from lacwg.records import Language


@dataclass(frozen=True)
class Sending:
    """To whom it goes, what goes along, and how."""

    send: list[str] | None = option(
        "LIST|CONTACT", "Send it to these people, one message each; may be repeated.",
        autocompletion=ids(lambda run: [*queries.lists(run), *run.store.contacts.ids()]),
    )  # fmt: skip
    test: str | None = option("ADDRESS", "Send it to this address alone, to see it; nothing is recorded.")
    attach: list[Path] | None = option("FILE", "A file that goes along; may be repeated.")
    intro: str | None = option("TEXT", "Words of your own above it.")
    per_minute: int = option("N", "Messages a minute; 0: as quickly as the server takes them.", default=30, min=0)
    again: bool = flag("Even to whom it may have gone out already.")
    dry_run: bool = flag("With --send: show to whom it would go, and the first message.")
    yes: Yes = False

    @property
    def wanted(self) -> bool:
        """Whether anything is to be sent. Raises ``UsageError`` where it is said how, and not to whom."""
        if self.send or self.test is not None:
            return True
        given = {"--attach": self.attach, "--intro": self.intro, "--dry-run": self.dry_run, "--yes": self.yes}
        given |= {"--again": self.again}
        for name in (each for each, value in given.items() if value):
            raise UsageError(f"{name} is for what is sent", hint="say to whom: --send LIST")
        return False


@dataclass(frozen=True)
class SendingAlone(Sending):
    """The same of a verb that says nothing of readers and languages where it does not send."""

    audience: Literal["public", "members"] | None = option(
        None, "With --send: what they are told. Default: what each list may be sent."
    )
    lang: Language | None = option(None, "With --send: the language of those who speak none that it has.")
