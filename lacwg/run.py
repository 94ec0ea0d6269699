"""What one run of a command needs, opened when it is asked for: the folder, the clock, the output."""

from __future__ import annotations

import datetime as dt
import errno
import os
import shutil
import sys
from collections.abc import Iterable
from contextvars import ContextVar
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TextIO

from lacwg import clock
from lacwg.errors import IncompleteError, LacwgError, UsageError
from lacwg.store.settings import Color, Settings, read_settings
from lacwg.text.controls import escape_controls, json_line

if TYPE_CHECKING:
    from lacwg.remotes.git import Repository as Repository
    from lacwg.store.history.journal import Author
    from lacwg.store.store import Store
    from lacwg.voice.voice import Voice

command: ContextVar[str] = ContextVar("command", default="lacwg")
"""The noun and the verb of this run, for the journal."""

Mode = Literal["people", "json", "plain"]
Level = Literal["note", "warning", "error"]


class Run:
    """One run: ``--data``, ``--dry-run`` and the kind of output, and what follows from them."""

    def __init__(
        self,
        data: Path | None = None,
        *,
        json: bool = False,
        plain: bool = False,
        dry_run: bool = False,
        color: Color | None = None,
        no_pager: bool = False,
    ) -> None:
        if json and plain:
            raise UsageError("--json and --plain exclude each other", hint="keep the one that you want to read")
        self.data = data
        self.dry_run = dry_run
        """Whether what a verb does is only to be shown."""
        self.done: str | None = None
        """What has been done for good, in case the output cannot say so."""
        self.mode: Mode = "json" if json else "plain" if plain else "people"
        self.settings_file = read_settings()  # before anything is done: what is wrong there stops the command
        self._color: Color | None = color
        self._no_pager = no_pager

    def anew(self, root: Path) -> Run:
        """This run with a new look at a folder."""
        json, plain = self.mode == "json", self.mode == "plain"
        return Run(root, json=json, plain=plain, dry_run=self.dry_run, color=self._color, no_pager=self._no_pager)

    @property
    def settings(self) -> Settings:
        """What this person has set for themselves."""
        return self.settings_file.settings

    @cached_property
    def store(self) -> Store:
        """The data folder. Says so once where it is the copy inside the package."""
        from lacwg.store.folder import find  # what shows a page of the manual needs no folder
        from lacwg.store.store import Store

        folder, self.folder_by = find(self.data, self.settings.folder)
        if folder.embedded:
            self.message("Shown are the records that came with lacwg; make a folder of your own: lacwg init DIR")
        return Store(folder, self._author, self.message)

    def close(self) -> None:
        """Lets go of what it holds open."""
        if "store" in vars(self):
            self.store.close()

    @cached_property
    def voice(self) -> Voice:
        """What dates and hours are told by: the group's language, English where we do not speak it."""
        from lacwg.voice.voice import voice_of  # programs are told none

        return voice_of(self.store.group)

    @cached_property
    def english(self) -> Voice:
        """English with the group's own clock, for messages about its hours."""
        from lacwg.voice.voice import english_of

        return english_of(self.store.group)

    def writable(self) -> Store:
        """The store to write to, which is ``store`` from then on; of the package's own copy the user's, as is said."""
        store, moved = self.store.writable()
        if moved:
            self.message(moved)
            self.store = store
        return store

    def _author(self) -> Author:
        from lacwg.schedule import zones
        from lacwg.store.history.journal import Author

        return Author(self.now(zones.zone(self.store.group.timezone)), self.who(None), command.get())

    def now(self, zone: dt.tzinfo) -> dt.datetime:
        """The present moment in ``zone``."""
        return clock.now(zone)

    def who(self, by: str | None) -> str | None:
        """Who does it: the one named, else the one at this machine."""
        return by or self.somebody()[0]

    def somebody(self) -> tuple[str | None, str]:
        """Who is at this machine, and what says so."""
        from lacwg.remotes.git import user_name

        return clock.who(self.settings.name, user_name)

    def limit(self, usual: int) -> int:
        """How many entries a list has where nothing is said: its usual number, or the person's own."""
        return self.settings.limit or usual

    def repository(self, root: Path) -> Repository:
        """The git repository of a folder."""
        from lacwg.remotes.git import Repository  # few commands need it

        return Repository(root)

    # Output

    @property
    def terminal(self) -> bool:
        """Whether people read the output as it comes."""
        return sys.stdout.isatty()

    @property
    def interactive(self) -> bool:
        """Whether somebody is there to answer a question."""
        return interactive()

    @property
    def colour(self) -> bool:
        """Whether the output may be coloured."""
        color, _ = self.color_wanted
        return self.mode == "people" and (color == "always" or (color == "auto" and self.terminal))

    @property
    def color_wanted(self) -> tuple[Color, str]:
        """Which colours are wanted, and what says so: ``--color``, a variable, the person's settings."""
        if self._color is not None:
            return self._color, "--color"
        return _color_by_variables() or ((own, "config.toml") if (own := self.settings.color) else ("auto", "default"))

    @property
    def pager_wanted(self) -> tuple[str, str]:
        """Which pager is wanted, empty for none, and what says so."""
        from lacwg.remotes.pager import USUAL

        if self._no_pager:
            return "", "--no-pager"
        if (named := os.environ.get("PAGER")) is not None:
            return named, "PAGER"
        own = self.settings.pager
        return (USUAL, "default") if own is None else (own, "config.toml")

    @property
    def width(self) -> int | None:
        """Columns to write in; None in a pipe, where lines are as long as they come."""
        columns = os.environ.get("COLUMNS", "")[:9]  # of a number of any length Python reads none
        if columns.isdecimal() and int(columns) > 0:
            return max(20, int(columns))
        return max(20, shutil.get_terminal_size().columns) if self.terminal else None

    def out(self, text: str) -> None:
        """A result, on standard output, in UTF-8 whatever the machine's language, with nothing a terminal obeys."""
        self.out_as_it_is(escape_controls(text, colour=self.colour))

    def out_as_it_is(self, text: str) -> None:
        """What has a format of its own, made by an exporter: with the line ends and characters that this has."""
        try:
            _write(sys.stdout, text)
        except OSError as error:
            if self.done is not None and error.errno != errno.EPIPE:
                raise LacwgError(f"the output could not be written: {error.strerror}", hint=self.done) from None
            raise

    def out_bytes(self, data: bytes) -> None:
        """What is no text, as it is. Raises ``UsageError`` where it would go to a terminal."""
        if self.terminal:
            raise UsageError("this is nothing for a terminal", hint="write it to a file: -o FILE")
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()

    def page(self, text: str) -> None:
        """A result of any length: through a pager where somebody at a terminal would see its end alone."""
        rows, text = shutil.get_terminal_size().lines, escape_controls(text, colour=self.colour)
        if self.mode == "people" and self.interactive and text.count("\n") >= rows:
            from lacwg.remotes import pager

            if pager.show(text, self.pager_wanted[0]):
                return
        self.out(text)

    def message(self, text: str) -> None:
        """A message beside the result, on standard error; with ``--json`` a line of JSON, as errors are."""
        self._tell("note", LacwgError(text), text)

    def warn(self, problem: LacwgError) -> None:
        """The same of something that is wrong, though it does not stop the command."""
        self._tell("warning", problem, f"warning: {problem}")

    def _tell(self, level: Level, error: LacwgError, text: str) -> None:
        _write(sys.stderr, f"{message_line(level, error) if self.mode == 'json' else escape_controls(text)}\n")

    def complete(self) -> None:
        """To be called when a list has been printed. Raises ``IncompleteError`` where records could not be read."""
        if problems := unlike(self.store.problems):
            raise IncompleteError(problems)


def _color_by_variables() -> tuple[Color, str] | None:
    """What the environment says of colours (no-color.org, bixense.com/clicolors), and which variable says it.

    An empty one says nothing. Who wants no colours is heard first.
    """
    said = {name: os.environ.get(name, "") for name in ("NO_COLOR", "CLICOLOR_FORCE", "FORCE_COLOR", "CLICOLOR")}
    if said["NO_COLOR"]:
        return "never", "NO_COLOR"
    for name in ("CLICOLOR_FORCE", "FORCE_COLOR"):
        if said[name] not in ("", "0", "false"):
            return "always", name
    for name in ("FORCE_COLOR", "CLICOLOR"):
        if said[name] in ("0", "false"):
            return "never", name
    return ("never", "TERM") if os.environ.get("TERM") == "dumb" else None


def interactive() -> bool:
    """Whether somebody is there to answer a question."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()


def message_line(level: Level, error: LacwgError) -> str:
    """What stands on standard error with ``--json``, one line each."""
    told = {"level": level, **error.as_json(), "code": None if level == "note" else error.code}
    # a name that is no text (a byte alone) is told by its number
    return json_line(
        {k: v.encode("utf-8", "backslashreplace").decode() if isinstance(v, str) else v for k, v in told.items()}
    )


def unlike(problems: Iterable[LacwgError]) -> list[LacwgError]:
    """The problems, each once, in the order in which they were met."""
    return list({str(problem): problem for problem in problems}.values())


def _write(stream: TextIO, text: str) -> None:
    buffer = getattr(stream, "buffer", None)
    if buffer is None:
        stream.write(text)
    else:
        stream.flush()
        buffer.write(text.encode("utf-8", "backslashreplace"))
        buffer.flush()
