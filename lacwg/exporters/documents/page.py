"""A document as one page of HTML that draws on nothing else: no script, and plots as SVG."""

from __future__ import annotations

import pkgutil
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from lacwg.exporters.documents.document import Bars, Document, Heat, Table
from lacwg.exporters.documents.markdown import lowered
from lacwg.text.controls import escape_controls
from lacwg.voice.translation import Untranslated

if TYPE_CHECKING:
    from jinja2 import Environment

_LONGEST: Final = 19
"""Letters of a word that need not be broken on a telephone."""


def html(document: Document) -> str:
    """The page."""
    page = _templates().get_template("page.html")
    return escape_controls(page.render(document=document, style=_file("page.css"))) + "\n"


def body(document: Document) -> str:
    """What stands in the page."""
    return escape_controls(str(_macros("blocks.html").body(document)).strip())


def plots(plot: Bars | Heat) -> list[str]:
    """The pictures of a plot for paper, as SVG."""
    draw = _macros("plots.svg")
    if isinstance(plot, Bars):
        return [str(draw.upright(plot, paper=True))]
    return [str(draw.month(plot, name, weeks, paper=True)) for name, weeks in plot.months]


def _macros(name: str) -> Any:
    return _templates().get_template(name).module


@cache
def _templates() -> Environment:
    from jinja2 import Environment, FunctionLoader

    made = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True, loader=FunctionLoader(_file))
    made.tests["untranslated"] = lambda text: isinstance(text, Untranslated)
    made.filters.update(notes=_notes, kind=_kind)
    return made


def _file(name: str) -> str:
    return (pkgutil.get_data(__package__, name) or b"").decode()


def _notes(text: str) -> str:
    """Markdown as HTML; HTML within it is shown, not obeyed."""
    from markdown_it import MarkdownIt

    rendered: str = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image").render(lowered(text))
    return rendered.rstrip()


def _kind(cell: str | int, table: Table, column: int) -> str:
    """How a cell is set: a number; what stays on one line where there is room; what has a word of any length."""
    if table.numeric(column):
        return "number"
    if max(map(len, str(cell).split()), default=0) > _LONGEST:
        return "broken"
    return "line" if not column and len(str(cell)) <= _LONGEST else ""
