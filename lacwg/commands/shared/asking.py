"""What people type: single values cleaned, and questions asked on a terminal."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lacwg.errors import LacwgError, UsageError
from lacwg.text.controls import escape_controls

if TYPE_CHECKING:
    from lacwg.run import Run

Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]


def ask(question: str, check: Callable[[str], object], *, default: str | None = None, optional: bool = False) -> str:
    """Asks until ``check`` raises nothing; Enter alone keeps the ``default``. The questions go to standard error.

    Of an answer that can mean several things it asks which is meant. ``optional``: it may be empty.
    """
    from lacwg.dates_in.date_errors import AmbiguousWhenError

    answer = ""
    if default:
        try:
            check(default)
        except LacwgError:  # what the machine says of itself may be no zone or language
            default = None
    question = escape_controls(f"{question} [{default}]" if default else question)
    while True:
        answer = answer or typer.prompt(question, default="", show_default=False, err=True).strip() or default or ""
        if not answer and optional:
            return ""
        try:
            check(answer)
        except AmbiguousWhenError as error:
            answer = choose(error.message, error.choices)
            continue
        except LacwgError as error:
            typer.echo(escape_controls(f"{error}"), err=True)
        else:
            if answer:
                return answer
        answer = ""


def choose(question: str, choices: Sequence[str]) -> str:
    """Asks which of several is meant, by its number. The question goes to standard error."""
    listed = [question, *(f"  {number}  {choice}" for number, choice in enumerate(choices, 1))]
    typer.echo(escape_controls("\n".join(listed)), err=True)
    while True:
        answer: str = typer.prompt("Which one (its number)", default="", show_default=False, err=True).strip()
        if answer.isdecimal() and 1 <= int(answer) <= len(choices):
            return choices[int(answer) - 1]


def agreed(run: Run, question: str, *, yes: bool, about: str = "", otherwise: str = "Nothing was changed.") -> bool:
    """Whether somebody agrees, who is asked on a terminal alone, and not with ``--yes`` or ``--dry-run``.

    What it is ``about`` is said before, and ``otherwise`` after a no.
    """
    if yes or run.dry_run or not run.interactive:
        return True
    if about:
        run.message(about)
    if typer.confirm(escape_controls(question), default=False, err=True):
        return True
    run.message(otherwise)
    return False


def insist(run: Run, about: str, *, yes: bool, nothing: str, mend: str = "", by: str = "--yes") -> None:
    """Has somebody agree to what they may not have meant: asked on a terminal, elsewhere by one option alone.

    ``about``: what it is, as the beginning of an error; ``nothing``: what was not done then. Raises ``LacwgError``.
    """
    if yes:
        return
    if not run.interactive:
        raise LacwgError(about, hint=f"{nothing}; {mend}if it is meant, say {by}")
    question = escape_controls(f"{about[:1].upper()}{about[1:]}. Go on?")
    if not typer.confirm(question, default=False, err=True):
        raise LacwgError(nothing)


def password(run: Run, host: str, user: str, variable: str) -> str:
    """The password of somebody at a server: a variable's, the keyring's, or asked. Raises ``LacwgError``."""
    from lacwg.remotes import passwords

    found = os.environ.get(variable, "").rstrip("\r\n") or passwords.from_keyring(f"lacwg {host}", user)
    if not found and run.interactive:
        question = escape_controls(f"Password of {user} at {host}")
        found = typer.prompt(question, hide_input=True, err=True)
    if not found:
        raise LacwgError(
            f"there is no password for {user} at {host}",
            hint=f'keep it in the keyring: keyring set "lacwg {host}" {user}\nor set {variable}',
        )
    return found


def one_line(what: str, value: str | None) -> str | None:
    """The value on one line; None where nothing was given. Raises ``UsageError`` for what is no text."""
    return " ".join((text(what, value) or "").split()) or None


def title(value: str) -> str:
    """A title on one line. Raises ``UsageError`` where nothing is left."""
    return needed("the title", value, hint="say what it is called")


def needed(what: str, value: str, *, hint: str) -> str:
    """The value on one line. Raises ``UsageError`` where nothing is left."""
    said = one_line(what, value)
    if not said:
        raise UsageError(f"{what} is empty", hint=hint)
    return said


def text(what: str, value: str | None) -> str | None:
    """The value without blanks around it; None where nothing is left. Raises ``UsageError`` for what is no text."""
    if value is None:
        return None
    try:
        value.encode()
    except UnicodeEncodeError:
        raise UsageError(f"{what} is not UTF-8 text", hint="type it in again") from None
    return value.replace("\r\n", "\n").strip() or None


def cleaned(typed: object, names: str, clean: Callable[[str, str], str | None]) -> dict[str, Any]:
    """Those of these fields for which something was typed, each as ``clean`` makes it; None where that was empty."""
    return {name: clean(f"--{name}", value) for name in names.split() if (value := getattr(typed, name)) is not None}


def exclude(options: str, given: object, hint: str = "keep one of them") -> None:
    """Raises ``UsageError`` where options were ``given`` that exclude each other."""
    if given:
        raise UsageError(f"{options} exclude each other", hint=hint)


def link(what: str, value: str | None) -> str | None:
    """The value as a web address. Raises ``UsageError`` for what is none."""
    from lacwg.text.links import link_fault

    cleaned = text(what, value)
    if cleaned is not None and (fault := link_fault(cleaned)):
        raise UsageError(f"{what}: {fault.message}", hint=fault.hint)
    return cleaned
