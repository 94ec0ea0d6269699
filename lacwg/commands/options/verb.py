"""``@verb``: a function as a verb of the command line, with groups of options in its signature.

A group is a dataclass whose fields are options. The verb takes it as one parameter; on the command line stand its
fields. ``run: Run`` is such a group, too: see ``LACKING``. A field or a parameter is declared by ``option``, ``flag``
or ``argument``, or by its type, as Typer has it (``Annotated[..., typer.Option(...)]``).
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, NewType

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption
from typer.exceptions import TyperException

from lacwg.errors import UsageError
from lacwg.run import Run
from lacwg.store.settings import Color

if TYPE_CHECKING:
    from typer._click.core import Context
    from typer._click.formatting import HelpFormatter
    from typer._click.parser import _Option, _OptionParser, _ParsingState


WritingRun = NewType("WritingRun", Run)
"""The run of a verb that writes: it has ``--dry-run``, too."""
ExportRun = NewType("ExportRun", Run)
"""The run of a verb whose output has a form of its own: it has neither ``--json`` nor ``--plain``."""
FolderlessRun = NewType("FolderlessRun", Run)
"""The run of a verb that makes a folder: it has ``--dry-run``, but no ``--data``."""

Data = Annotated[
    Path | None,
    typer.Option("--data", metavar="DIR", help="The data folder. Default: LACWG_DATA, or the nearest one upward."),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Plain = Annotated[bool, typer.Option("--plain", help="Print tab-separated lines.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would be done, and save nothing.")]


ColorOption = Annotated[
    Color | None, typer.Option("--color", help="When to use colour; auto: on a terminal that shows it.", hidden=True)
]
NoPager = Annotated[bool, typer.Option("--no-pager", help="Show long lists without a pager.", hidden=True)]


def _run(
    dry_run: DryRun = False,
    data: Data = None,
    json: Json = False,
    plain: Plain = False,
    color: ColorOption = None,
    no_pager: NoPager = False,
) -> Run:
    return Run(data, json=json, plain=plain, dry_run=dry_run, color=color, no_pager=no_pager)


LACKING: Final[dict[type, str]] = {
    Run: "dry_run",
    WritingRun: "",
    ExportRun: "dry_run json plain",
    FolderlessRun: "data",
}
"""The options of a run that each kind of it has not. Which kind a verb has is said by the type of its run."""


_NEEDED: Final = inspect.Parameter.empty


def option(metavar: str | None, about: str, *names: str, default: Any = None, **more: Any) -> Any:
    """An option: what stands in the help for its value and what it is for, and its names, else ``--`` and its field's.

    ``more`` as in ``typer.Option``.
    """
    return _declared(typer.Option, names, {"metavar": metavar, "help": about, **more}, default)


def needed(metavar: str, about: str, *names: str, **more: Any) -> Any:
    """An option that must be given."""
    return option(metavar, about, *names, default=_NEEDED, **more)


def flag(about: str, *names: str) -> Any:
    """An option without a value."""
    return option(None, about, *names, default=False)


def argument(metavar: str, about: str, *, default: Any = _NEEDED, **more: Any) -> Any:
    """A word that stands for itself; needed where it has no default. ``more`` as in ``typer.Argument``."""
    return _declared(typer.Argument, (), {"metavar": metavar, "help": about, **more}, default)


def _declared(kind: Callable[..., Any], names: tuple[str, ...], more: dict[str, Any], default: Any) -> Any:
    from dataclasses import MISSING, field  # a verb of few options needs it not

    return field(default=MISSING if default is _NEEDED else default, metadata={"option": (kind, names, more, default)})


def needing(**needs: str) -> Callable[[Callable[..., int | None]], Callable[..., int | None]]:
    """What a verb needs that is optional for typer: the parameter, and the names of those that stand in for it."""

    def mark(run: Callable[..., int | None]) -> Callable[..., int | None]:
        run.needs = {name: instead.split() for name, instead in needs.items()}  # type: ignore[attr-defined]
        return run

    return mark


def verb(function: Callable[..., int | None]) -> Callable[..., int | None]:
    """The function as typer reads it: each group in its signature opened into the options that it is made of."""
    groups: dict[str, tuple[Callable[..., Any], list[str]]] = {}
    opened: list[inspect.Parameter] = []
    common: list[inspect.Parameter] = []  # last in the help, wherever the run stands
    for parameter in _parameters(function):
        kind = parameter.annotation
        if kind in LACKING:
            inner = [each for each in _parameters(_run) if each.name not in LACKING[kind].split()]
            groups[parameter.name] = partial(_run, plain=kind is ExportRun), [each.name for each in inner]
            common += inner
        elif hasattr(kind, "__dataclass_fields__"):
            inner = list(_parameters(kind))
            groups[parameter.name] = kind, [each.name for each in inner]
            opened += inner
        else:
            opened.append(parameter)

    @functools.wraps(function)
    def run(**given: Any) -> int | None:
        made = {name: make(**{each: given.pop(each) for each in inner}) for name, (make, inner) in groups.items()}
        try:
            return function(**made, **given)
        finally:
            for each in made.values():
                if isinstance(each, Run):
                    each.close()

    run.__signature__ = inspect.Signature([*opened, *common])  # type: ignore[attr-defined]
    run.__annotations__ = {each.name: each.annotation for each in (*opened, *common)}
    return run


def _parameters(made: Callable[..., Any]) -> Iterator[inspect.Parameter]:
    """The parameters of a verb, or of what makes a group, as typer reads them."""
    in_group = getattr(made, "__dataclass_fields__", {})
    for parameter in inspect.signature(made, eval_str=True).parameters.values():
        default = in_group.get(parameter.name, parameter.default)
        plain = parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)
        if "option" not in getattr(default, "metadata", ()):
            yield plain
            continue
        kind, names, more, value = default.metadata["option"]
        if kind is typer.Option and not names:
            names = (f"--{parameter.name.rstrip('_').replace('_', '-')}",)
        yield plain.replace(annotation=Annotated[parameter.annotation, kind(*names, **more)], default=value)


COMMON: Final = ("data", "json", "plain", "color", "no_pager")
"""The options that may stand before the verb, too."""
FLAGS: Final = ("--private", "--dry-run", "--yes")
"""Those of many verbs that may stand there as well."""
_BEFORE: Final = "lacwg.before"
"""Under which key of a context's ``meta`` the common options stand that were given before the verb."""


class _CommandLine:
    """What the root, the nouns and the verbs share: the common options stand before the verb or after it.

    An option that takes one value is refused where it is given twice, as one of the two would be dropped without a
    word. Flags may be repeated: twice yes is yes.
    """

    no_args_is_help: bool

    def collect_usage_pieces(self, ctx: Context) -> list[str]:
        """What follows the name of the command: DATE, where typer has {DATE}."""
        pieces: list[str] = super().collect_usage_pieces(ctx)  # type: ignore[misc]
        return [piece.strip("{}") for piece in pieces]

    def make_parser(self, ctx: Context) -> _OptionParser:
        """The parser, with each option that takes one value watched."""
        parser: _OptionParser = super().make_parser(ctx)  # type: ignore[misc]
        if not ctx.resilient_parsing:  # a shell's completion asks for no error
            for option in {*parser._long_opt.values(), *parser._short_opt.values()}:
                if option.action == "store":
                    option.process = partial(_process_once, option)  # type: ignore[method-assign]
        return parser

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """The words that are left. Common options that stood before the verb are read as if they stood after it."""
        if args or not self.no_args_is_help:  # a noun alone shows its verbs
            args = [*ctx.meta.get(_BEFORE, []), *args]
        left: list[str] = super().parse_args(ctx, args)  # type: ignore[misc]
        ctx.meta[_BEFORE] = [
            word
            for name in COMMON
            if (value := ctx.params.get(name))
            for word in (f"--{name.replace('_', '-')}", *([] if value is True else [str(value)]))
        ]
        return left


class Verb(_CommandLine, TyperCommand):
    """A verb. In its help each example is on a line of its own, which can be pasted. What it needs is asked for.

    Of an option for a text, ``-`` is standard input.
    """

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        about, *self.examples = (self.help or "").split("\nExample: ")
        self.help = about.strip()
        types: list[Any] = [each.type for each in self.params]
        for each in types:
            if hasattr(each, "_describe_range"):  # in words: typer says 1<=x<=24
                words = f"{each.min} or more" if each.max is None else f"{each.min} to {each.max}"
                each._describe_range = lambda words=words: words

    def format_help_text(self, ctx: Context, formatter: HelpFormatter) -> None:
        """What it does, and its examples."""
        super().format_help_text(ctx, formatter)
        if self.examples:
            with formatter.section("Example" if len(self.examples) == 1 else "Examples"):
                formatter.write("".join(f"  {each}\n" for each in self.examples))

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """The words that are left. What is needed and was not typed is asked for, where somebody is there to answer."""
        words = [*ctx.meta.get(_BEFORE, []), *args]
        error: TyperException | None = None
        try:
            left = super().parse_args(ctx, args)
        except TyperException as missing:
            if type(missing).__name__ != "MissingParameter":
                raise
            error = missing
        if error or (getattr(self.callback, "needs", None) and not ctx.resilient_parsing):
            from lacwg.commands.options.missing import asked_for, refuse

            if (more := asked_for(self, ctx, words)) is not None:
                ctx.meta[_BEFORE] = []
                left = super().parse_args(ctx, more)
            elif error:
                raise error
            else:
                refuse(self, ctx, words)
        dashes = {
            str(each.name): each
            for each in self.params
            if isinstance(each, TyperOption) and _is_dash(ctx.params.get(str(each.name)))
        }
        if dashes and not ctx.resilient_parsing:
            from lacwg.commands.options import stdin  # few type it

            named = {name: max(each.opts, key=len) for name, each in dashes.items()}
            texts = {named[name]: ctx.params[name] for name, each in dashes.items() if each.metavar == "TEXT"}
            read = stdin.read_texts(texts, [named[name] for name, each in dashes.items() if each.metavar == "DIR"])
            ctx.params |= {name: read[named[name]] for name in dashes if named[name] in read}
        return left


class Group(_CommandLine, TyperGroup):
    """The root, or a noun with its verbs. Before these, flags of the verb are taken too."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """The words that are left. Flags that stood before the verb are handed on to it."""
        valued = {name for each in self.params if not getattr(each, "is_flag", True) for name in each.opts}
        before = ctx.meta.get(_BEFORE, [])
        flags = [each for each in before if each in FLAGS]
        ctx.meta[_BEFORE] = [each for each in before if each not in FLAGS]
        words, place = list(args), 0
        while place < len(words) and words[place].startswith("-") and words[place] != "--":
            if words[place] in FLAGS:
                flags.append(words.pop(place))
            else:
                place += 2 if words[place] in valued else 1
        left = super().parse_args(ctx, words)
        if flags and place >= len(words) and not ctx.resilient_parsing:
            raise UsageError(f"{flags[0]} is for a verb, and none is given", hint=f"see: {ctx.command_path} --help")
        ctx.meta[_BEFORE] += flags
        return left


def _is_dash(value: Any) -> bool:
    return "-" in value if isinstance(value, list | tuple) else str(value) == "-"


def _process_once(option: _Option, value: Any, state: _ParsingState) -> None:
    if option.dest in state.opts:
        name = max(option.obj.opts, key=len)
        raise UsageError(
            f'{name} is given twice, as "{state.opts[option.dest]}" and as "{value}"', hint="keep one of the two"
        )
    type(option).process(option, value, state)
