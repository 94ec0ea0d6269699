"""A document for paper: plain values for a template, of its Markdown each block with what is in it, and plots."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from lacwg.exporters.documents import markdown, page
from lacwg.exporters.documents.document import Bars, Document, Heat

_LINK: Final = re.compile(r"(?:https?://|mailto:).{1,2000}\Z", re.DOTALL)
_BOX: Final = "[ ] "
"""A box to tick, as GitHub writes it."""


def nodes(told: Document) -> dict[str, Any]:
    """Minutes or a report as a part: their blocks, each with what is in it. A plot is for the eye, beside its table."""
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

    read = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    blocks: list[dict[str, Any]] = []
    level = [0]
    for text, plot in markdown.pieces(told):
        made = list(_nodes(SyntaxTreeNode(read.parse(text)).children, level))
        if isinstance(plot, Heat) or (plot is not None and plot.upright):
            key = [plot.table.columns[part] for part in plot.parts] if isinstance(plot, Bars) else []
            blocks.append({"kind": "plot", "key": key, "svg": page.plots(plot)})
        elif plot is not None:
            made[0]["bars"] = [100 * plot.numbers(row)[0] / plot.most for row in plot.table.rows]
        blocks += made
    return {"lang": told.language, "title": told.title, "blocks": blocks}


def _nodes(nodes: Iterable[Any], above: list[int]) -> Iterator[dict[str, Any]]:
    """``above``: the level of the heading before; no level below it is left out, as readers by ear count them."""
    for node in nodes:
        made: dict[str, Any] = {"kind": node.type}
        if node.type in ("text", "code_inline", "code_block", "fence"):
            made["text"] = node.content.removeprefix(_BOX)
            if made["text"] != node.content:
                yield {"kind": "box"}
        elif node.type == "inline":
            yield from _nodes(node.children, above)
            continue
        else:
            made["in"] = list(_nodes(node.children, above))
        if node.type in ("heading", "thead") and not _says_something(made):
            continue
        if node.type == "heading":
            made["level"] = above[0] = max(min(int(node.tag[1]), above[0] + 1), min(above[0], 1) + 1)
        elif node.type == "ordered_list":
            made["start"] = int(node.attrs.get("start", 1))
        elif node.type in ("th", "td"):
            made["number"] = "right" in str(node.attrs.get("style"))
        elif node.type == "link" and _LINK.match(to := str(node.attrs.get("href", ""))):
            made["to"] = to
        yield made


def _says_something(made: dict[str, Any]) -> bool:
    return bool(made.get("text", "").strip()) or any(map(_says_something, made.get("in", ())))
