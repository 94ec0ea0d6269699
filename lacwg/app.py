"""The root of the command line: which module a noun is in, and the one place where errors are printed."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import sys
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from importlib import import_module
from itertools import takewhile
from keyword import iskeyword
from types import ModuleType
from typing import TYPE_CHECKING, Annotated, Any, Final

import msgspec
import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException
from typer.main import get_command_from_info, get_group
from typer.models import CommandInfo

from lacwg import __version__
from lacwg.commands.options.verb import COMMON, ColorOption, Data, Group, Json, NoPager, Plain, Verb
from lacwg.errors import COULD_NOT, DONE, FAULT_FILE, INTERRUPTED, WRONG_USAGE, IncompleteError, LacwgError
from lacwg.run import Run, message_line
from lacwg.run import command as typed_command

if TYPE_CHECKING:
    from typer._click.core import Command
    from typer._click.shell_completion import CompletionItem


class Noun(msgspec.Struct, frozen=True):
    """A word of the command line: what it is for, and its verbs; without any it is a command itself."""

    help: str
    verbs: str = ""


NOUNS: Final = {
    "meetings": Noun(
        "Meetings: the next one, those to come, a single one.",
        "next list show cancel move edit add restore change explain hours announce rsvp",
    ),
    "series": Noun(
        "Gatherings with a rule: a monthly meeting, a weekly vigil.", "list show add edit rename end remove"
    ),
    "agenda": Noun("What a meeting will talk about, with a running clock.", "prepare show add remove reorder export"),
    "minutes": Noun("What a meeting decided, and who was there.", "start attendance edit show approve export"),
    "actions": Noun("Who promised to do what.", "list add done drop"),
    "duties": Noun("Who is on duty on which date, in turns.", "list plan assign clear add"),
    "events": Noun(
        "Events with a date: webinars, rallies, vigils.",
        "list show add edit copy remove cancel move restore announce rsvp",
    ),
    "contacts": Noun("The people to write to.", "list show add edit remove forget"),
    "issues": Noun("Positions and campaigns, with their bills.", "list show add edit remove"),
    "search": Noun("Search everything for words."),
    "calendar": Noun("Show a month at a glance."),
    "remind": Noun("Show what is due: meetings, duties, actions, minutes, bills."),
    "mission": Noun("Show the mission statement, or another of the group's texts."),
    "import": Noun("Take in calendars, spreadsheets and address books.", "ics csv vcf json replies"),
    "export": Noun(
        "Write a calendar feed, spreadsheets, vCards or JSON.",
        "ics csv vcf json jsonld",
    ),
    "publish": Noun("Keep a calendar on a server up to date.", "caldav"),
    "site": Noun("The group's web page, for any web server.", "build serve publish"),
    "print": Noun(
        "Flyers, agendas and sign-in sheets, as PDF.", "flyer agenda minutes sign-in calendar contacts duties"
    ),
    "report": Noun("Show what the group did in a year."),
    "handover": Noun("Show all that the next coordinator needs."),
    "check": Noun("Check every record, and say how to mend what is wrong."),
    "log": Noun("Show what was done on this machine."),
    "undo": Noun("Undo your last step, or any step by its number."),
    "sync": Noun("Share the folder by git."),
    "init": Noun("Make a new group's folder."),
    "config": Noun("Show which settings hold, and where each comes from."),
    "help": Noun("Read the manual: a page, or all about a command."),
    "version": Noun("Show the version of lacwg and of its time zones."),
}
as_json: ContextVar[bool] = ContextVar("as_json", default=False)
"""Whether errors are told to a program."""
UNFORESEEN: Final = "this is a fault of lacwg itself, not yours"
_SETTINGS: Final = {"help_option_names": ["-h", "--help"], "max_content_width": 120}


class _Listed(Group):
    """Commands that are each imported when it is used; what they are for is known without that."""

    def about(self) -> Mapping[str, str]:
        """The commands, and what they are for."""
        raise NotImplementedError

    def shell_complete(self, ctx: Any, incomplete: str) -> list[CompletionItem]:
        from typer._click.shell_completion import CompletionItem

        found = [CompletionItem(name, help=of) for name, of in self.about().items() if name.startswith(incomplete)]
        return found + super(TyperGroup, self).shell_complete(ctx, incomplete)

    def format_commands(self, _ctx: Any, formatter: Any) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(self.about().items()))


class _Noun(_Listed):
    """A noun with its verbs; they may have the common options before them."""

    def __init__(self, noun: str, params: list[Any]) -> None:
        about = NOUNS[noun].help
        super().__init__(
            name=noun, params=params, no_args_is_help=True, rich_markup_mode=None, context_settings=dict(_SETTINGS),
            help=about, short_help=about,
        )  # fmt: skip
        self.commands = dict.fromkeys(NOUNS[noun].verbs.split())  # type: ignore[assignment]

    def get_command(self, _ctx: Any, name: str) -> Command | None:
        return _command(self.name or "", name) if name in self.commands else None

    def about(self) -> Mapping[str, str]:
        """The verbs, as the manual has them."""
        import pkgutil

        page = (pkgutil.get_data("lacwg", "manual/commands.md") or b"").decode()
        told = dict(re.findall(rf"^\| `lacwg {self.name} ([a-z-]+)` \| (.*) \|$", page, re.MULTILINE))
        return {name: told.get(name, "") for name in self.commands}


class _Root(_Listed):
    """``lacwg``: its nouns."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        for each in self.params:
            vars(each)["hidden"] = False  # what all verbs have is told of here
        self.commands = dict.fromkeys(NOUNS)  # type: ignore[assignment]

    def get_command(self, _ctx: Any, name: str) -> Command | None:
        if name not in NOUNS:
            return None
        if not NOUNS[name].verbs:
            return _command(name)
        return _Noun(name, [each for each in self.params if each.name in COMMON])

    def about(self) -> Mapping[str, str]:
        return {name: noun.help for name, noun in NOUNS.items()}


def _command(noun: str, verb: str = "") -> Command:
    """The command of a noun, or of its verb, which is in ``commands/NOUN/VERB.py``; see ``_module``."""
    typed_command.set(f"{noun} {verb}".strip())
    module, name = _module(noun, verb.replace("-", "_")), verb or noun
    function = name.replace("-", "_")
    callback = getattr(module, f"{function}_", None) or getattr(module, function)  # ``list_`` is no name of Python's
    info = CommandInfo(name=name, cls=Verb, context_settings=_SETTINGS, callback=callback)
    return get_command_from_info(info, pretty_exceptions_short=True, rich_markup_mode=None)


def _module(noun: str, verb: str) -> ModuleType:
    """Where a verb is; a noun without verbs is in ``NOUN.py``, or in ``NOUN/NOUN.py`` where it is a folder."""
    folder = f"lacwg.commands.{noun}{'_' if iskeyword(noun) else ''}"
    if verb:
        return import_module(f"{folder}.{verb}")
    module = import_module(folder)
    return import_module(f"{folder}.{noun}") if hasattr(module, "__path__") else module


root = typer.Typer(
    name="lacwg",
    cls=_Root,
    invoke_without_command=True,
    rich_markup_mode=None,
    context_settings=_SETTINGS,
    help="Runs a volunteer group from a folder of text files. Alone, it shows what is next.",
    epilog="More on a command: lacwg meetings list --help. The manual: lacwg help",
)


def _version(wanted: bool) -> None:
    if wanted:
        from lacwg.commands import version

        typer.echo(version.told())
        raise typer.Exit


@root.callback()
def _home(
    ctx: typer.Context,
    data: Data = None,
    json: Json = False,
    plain: Plain = False,
    color: ColorOption = None,
    no_pager: NoPager = False,
    version: Annotated[  # noqa: ARG001 - done by its callback
        bool, typer.Option("-V", "--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    if ctx.invoked_subcommand is None:
        from lacwg.commands import home

        home.show(Run(data, json=json, plain=plain, color=color, no_pager=no_pager))


def run(argv: Sequence[str] | None = None) -> int:
    """Runs one command line and returns its exit code. Prints errors; never a traceback for what people did."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever started us (">&-")
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115 - until the end
    # as UTF-8 whatever the machine's language: what was typed in a terminal, or stands in a crontab, is nothing else
    typed = (os.fsencode(each).decode("utf-8", "surrogateescape") for each in sys.argv[1:])
    words = list(typed if argv is None else argv)
    flags = set(takewhile(lambda word: word != "--", words))
    as_json.set("--json" in flags and "--plain" not in flags)
    try:
        code = _invoke(words)
        sys.stdout.flush()
    except BrokenPipeError:
        return _closed_pipe()
    except KeyboardInterrupt:
        _complain(LacwgError("Interrupted.", code="interrupted"), "\nInterrupted.")
        return INTERRUPTED
    except IncompleteError as error:
        for problem in error.problems:
            _complain(problem)
        _complain(error, error.message)
        return error.exit_code
    except LacwgError as error:
        _complain(error)
        return error.exit_code
    except OSError as error:
        if error.errno in (errno.EPIPE, errno.EINVAL):  # Windows says EINVAL of a closed pipe
            return _closed_pipe()
        if error.filename is not None:
            _complain(LacwgError(f"{error.filename} cannot be reached: {error.strerror}", hint="see who may read it"))
            return COULD_NOT
        _complain(
            LacwgError(
                f"the output could not be written: {error.strerror}",
                hint="make room, or write elsewhere",
                code="output",
            )
        )
        _silence()
        return COULD_NOT
    except Exception as error:  # nobody who types a command can do anything with a traceback
        _complain(_unforeseen(error))
        return COULD_NOT
    return code


def _unforeseen(error: Exception) -> LacwgError:
    """What to say of a fault of the program's own: its traceback, which may hold anything, goes to a private file."""
    import tempfile
    import traceback

    message = f"{UNFORESEEN} ({type(error).__name__} in lacwg {__version__})"
    told = "".join(traceback.format_exception(error))
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", errors="backslashreplace", prefix=FAULT_FILE, suffix=".txt", delete=False
        ) as file:
            file.write(f"lacwg {__version__}, Python {sys.version}\n\n{told}")
    except OSError:
        return LacwgError(
            message,
            hint="run it once more where a temporary file can be written: it will hold what went wrong",
            code="fault",
        )
    return LacwgError(
        message,
        hint=f"what went wrong is in {file.name}\nsend that to those who look after lacwg; "
        "names or notes of your folder may stand in it: read it first",
        code="fault",
    )


def _invoke(argv: list[str]) -> int:
    # the options that install a shell's completion stand before a noun alone; making them takes a part of every start
    command = get_group(root) if argv and argv[0] in NOUNS else typer.main.get_command(root)
    typed_command.set("lacwg")
    if "_LACWG_COMPLETE" in os.environ or any(word.endswith("-completion") for word in argv):
        from lacwg.commands.options import completion

        completion.prepare()
    try:
        result = command.main(argv, prog_name="lacwg", standalone_mode=False)
    except typer.Abort:
        raise KeyboardInterrupt from None
    except SystemExit as error:  # completion leaves like this
        return error.code if isinstance(error.code, int) else DONE
    except TyperException as error:  # wrong words
        if type(error).__name__ == "NoArgsIsHelpError" and not as_json.get():
            _say(error.format_message())
            return WRONG_USAGE
        raise _usage(error, argv) from None
    if result == INTERRUPTED:  # what typer makes of Ctrl-C
        raise KeyboardInterrupt
    return result if isinstance(result, int) else DONE


def _usage(error: Any, argv: Sequence[str]) -> LacwgError:
    """Wrong words, and the whole line that was meant, if it is known."""
    from lacwg.commands.options import meant
    from lacwg.errors import UsageError

    where = getattr(error, "ctx", None)  # an option without its value does not know where it is
    verb = typed_command.get()
    path = where.command_path if where is not None else "lacwg" if verb == "lacwg" else f"lacwg {verb}"
    message = error.format_message() or "something is missing"
    for number in ("is not a valid int range", "is not a valid int"):
        message = message.replace(number, "is not a whole number")
    instead = None
    if type(error).__name__ in ("UsageError", "NoSuchOption", "MissingParameter"):
        instead = meant.line(argv, {name: noun.verbs.split() for name, noun in NOUNS.items()}, _command)
    said, _, others = re.sub(r" \(Possible options: .*", "", message).partition(" Did you mean ")
    if instead and not set(re.findall("'(.+?)'", others)) & set(instead.split()):
        message = said  # the line says what was meant
    return UsageError(message[:1].lower() + message[1:].rstrip("."), hint=instead or f"see: {path} --help")


def _complain(error: LacwgError, text: str | None = None) -> None:
    """Tells programs of an error, or people, by a ``text`` of its own where it has one."""
    _say(message_line("error", error) if as_json.get() else text or f"error: {error}")


def _say(text: str) -> None:
    from lacwg.text.controls import escape_controls

    with contextlib.suppress(OSError):
        sys.stderr.write(f"{escape_controls(text)}\n")
        sys.stderr.flush()


def _closed_pipe() -> int:
    # The reader has seen enough ("| head -1"); nothing is wrong.
    _silence()
    return DONE


def _silence() -> None:
    """Keeps Python from failing once more on the output when it ends."""
    with contextlib.suppress(OSError, ValueError):
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, sys.stdout.fileno())


__all__ = ["NOUNS", "run"]
