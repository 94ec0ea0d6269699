"""Completion in a shell: what each of the three is told to ask us stands beside this, and here what we answer.

The answer is one candidate a line, with what it is for behind a tab, or ``FILES``: then the shell completes names of
files. The scripts of Typer, which 0.1 has installed for some, have the answer read as a piece of a program; they ask
by other names of shells and go on working.
"""

from __future__ import annotations

import os
import pkgutil
import re
from typing import Any, Final

from typer import _completion_classes, _completion_shared
from typer._click import shell_completion
from typer._click.shell_completion import CompletionItem, ShellComplete

from lacwg.commands.options.ids import MOST
from lacwg.text.controls import one_line

FILES: Final = "\tfiles"
_CURSOR: Final = "\x7f"
"""Stands at the cursor, so that a word ends there, be it empty or in quotes that are open."""


class Lines(ShellComplete):
    """Answers with lines."""

    name = "lines"
    source_template = ""

    def source_vars(self) -> dict[str, Any]:
        """None: there is no shell of this name."""
        return {}

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the cursor, and the one at which it is."""
        words = shell_completion.split_arg_string(os.environ.get("_LACWG_ARGS", "").lstrip() + _CURSOR)[1:]
        return words[:-1], "".join(words[-1:]).removesuffix(_CURSOR)

    def complete(self) -> str:
        """The answer: at most ``MOST`` candidates."""
        args, incomplete = self.get_completion_args()
        context = shell_completion._resolve_context(self.cli, self.ctx_args, self.prog_name, args)
        asked, rest = shell_completion._resolve_incomplete(context, args, incomplete)
        found = asked.shell_complete(context, rest)
        if not found and re.search("FILE|DIR", str(getattr(asked, "metavar", ""))):
            return FILES
        before = incomplete.removesuffix(rest) if incomplete.startswith("--") else ""
        lines = {before + value: each for each in found if (value := str(each.value)) and value.isprintable()}
        return "\n".join(self.format_completion(each) for each in _named(lines))

    def format_completion(self, item: CompletionItem) -> str:
        """A candidate's line."""
        return f"{item.value}\t{one_line(item.help or '')}".rstrip("\t")


def _named(lines: dict[str, CompletionItem]) -> list[CompletionItem]:
    return [CompletionItem(value, help=each.help) for value, each in [*lines.items()][:MOST]]


def prepare() -> None:
    """Has Typer answer and install by what stands here."""
    shell_completion.add_completion_class(Lines, Lines.name)
    for shell in ("bash", "zsh", "fish"):
        script = (pkgutil.get_data(__package__, f"completion.{shell}") or b"").decode()
        _completion_shared._completion_scripts[shell] = script.replace("%", "%%")
    _completion_classes._sanitize_help_text = one_line  # theirs loads rich
