"""How a command line is taken apart: the common options stand before the verb or after it, each option once.

An option that takes one value is refused where it is given twice, as one of the two would be dropped without a
word. Flags may be repeated: twice yes is yes.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from typer.core import TyperCommand, TyperGroup

from lacwg.errors import UsageError

if TYPE_CHECKING:
    from typer._click.core import Context
    from typer._click.parser import _Option, _OptionParser, _ParsingState

_BEFORE: Final = "lacwg.before"
"""Under which key of a context's ``meta`` the common options stand that were given before the verb."""


class _CommandLine:
    """What the root, the nouns and the verbs share."""

    no_args_is_help: bool

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
            for name in ("data", "json", "plain")
            if (value := ctx.params.get(name))
            for word in (f"--{name}", *([str(value)] if name == "data" else []))
        ]
        return left


class Verb(_CommandLine, TyperCommand):
    """A verb."""


class Group(_CommandLine, TyperGroup):
    """The root, or a noun with its verbs."""


def _process_once(option: _Option, value: Any, state: _ParsingState) -> None:
    if option.dest in state.opts:
        name = max(option.obj.opts, key=len)
        raise UsageError(
            f'{name} is given twice, as "{state.opts[option.dest]}" and as "{value}"', hint="keep one of the two"
        )
    type(option).process(option, value, state)
