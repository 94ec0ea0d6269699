"""What a verb needs and nobody has typed: asked for on a terminal, whichever verb it is."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence, Set
from typing import Any

from typer.core import TyperArgument, TyperCommand, TyperOption
from typer.exceptions import TyperException

from lacwg import run
from lacwg.commands.shared.asking import ask
from lacwg.errors import UsageError


def lacking(command: TyperCommand, ctx: Any, words: Sequence[str]) -> list[TyperArgument | TyperOption]:
    """What is needed and is not among the words of a verb, in the order in which it is asked for."""
    typed, _, _ = command.make_parser(ctx).parse_args(list(words))
    given = {name for name, value in typed.items() if value not in (None, ())}
    return lacks(command, given, getattr(command.callback, "needs", {}))


def lacks(
    command: TyperCommand, given: Set[str], needs: Mapping[str, Sequence[str]]
) -> list[TyperArgument | TyperOption]:
    """What is needed and not given, places first; ``needs``: what is needed too, and what can stand in for it."""
    found = [
        each
        for each in command.params
        if isinstance(each, TyperArgument | TyperOption)
        and each.name not in given
        and (each.required or each.name in needs)
        and given.isdisjoint(needs.get(str(each.name), ()))
    ]
    return sorted(found, key=lambda each: isinstance(each, TyperOption))


def refuse(command: TyperCommand, ctx: Any, words: Sequence[str]) -> None:
    """Raises ``UsageError`` where something is needed and was not typed, with the line that it is missing in."""
    missing = lacking(command, ctx, words)
    if missing:
        parts = [
            [label(each), placeholder(each)] if isinstance(each, TyperOption) else [placeholder(each)]
            for each in missing
        ]
        whole = [*ctx.command_path.split(), *words, *(word for part in parts for word in part)]
        raise UsageError(f"{label(missing[0])} is missing", hint=f"try: {shlex.join(whole)}")


def asked_for(command: TyperCommand, ctx: Any, words: Sequence[str]) -> list[str] | None:
    """The words with what they lack, as somebody at a terminal answers; None: nobody is asked.

    Nor is it where a program reads the answer, or where there are more words than the verb takes.
    """
    typed, rest, _ = command.make_parser(ctx).parse_args(list(words))
    if rest or typed.get("json") or typed.get("plain") or not run.interactive():
        return None
    options, arguments = [], []
    for each in lacking(command, ctx, words):
        values = _answer(each, ctx)
        if isinstance(each, TyperOption):
            options += [max(each.opts, key=len), *values]
        else:
            arguments += values
    dashes = [] if "--" in words or not arguments else ["--"]
    return [*options, *words, *dashes, *arguments]


def _answer(param: TyperArgument | TyperOption, ctx: Any) -> list[str]:
    """What somebody answers for a parameter, as words."""

    def words(answer: str) -> list[str]:
        if param.nargs != -1:
            return [answer]
        try:
            return shlex.split(answer)
        except ValueError:  # an apostrophe in a file's name
            return [answer]

    def check(answer: str) -> None:
        if not answer:
            raise UsageError("this is needed; Ctrl-C goes back")
        try:
            param.type_cast_value(ctx, words(answer) if param.nargs == -1 else answer)
        except TyperException as error:  # a word that is none of several, or no number
            raise UsageError(error.message) from None

    about = (param.help or "").rstrip(".") or "What"
    choices = getattr(param.type, "choices", None)
    return words(ask(f"{about} ({'|'.join(choices) if choices else label(param)})", check))


def label(param: TyperArgument | TyperOption) -> str:
    """What stands for a parameter in a line: its option, or the name of its place."""
    return max(param.opts, key=len) if isinstance(param, TyperOption) else placeholder(param)


def placeholder(param: TyperArgument | TyperOption) -> str:
    """What stands for a parameter's value."""
    return (param.metavar or str(param.name).upper()).strip("[].…")
