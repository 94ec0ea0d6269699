"""What a sheet says, as data for its template: texts as people have typed them, never source.

Each kind is told in parts, one a language. A template reads ``data.json``, and the files beside it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from lacwg.exporters.paper.characters import INSTEAD, drawn
from lacwg.records import Language

__all__ = ["INSTEAD", "sheet"]
Part = dict[str, Any]
"""What is said in one language."""
_LINK: Final = re.compile(r"(?:https?://|mailto:).{1,2000}\Z", re.DOTALL)
PAPERS: Final = {"letter": "us-letter", "a4": "a4"}
"""As typst calls them."""
_NO_TEXTS: Final = ("lang", "kind", "to")
"""The keys of a part that nobody reads."""


class Sheet(NamedTuple):
    """A sheet to be set: the name of its template, and all the files that are there for it."""

    template: str
    files: dict[str, bytes]
    texts: str
    """All that will be read on it, as it was typed."""
    undrawn: tuple[str, ...]
    """What no font draws, and another sign stands for."""


def sheet(
    template: str,
    parts: Sequence[Part],
    own: Mapping[str, bytes],
    *,
    paper: str,
    large: bool = False,
    picture: tuple[str, bytes] | None = None,
    code: tuple[str, str] | None = None,
    foreign: Callable[[str], str | None] = lambda _: None,
) -> Sheet:
    """A sheet of a kind. ``own``: the group's templates and pictures. ``foreign``: a text's language, if another.

    ``picture``: its name and its bytes. ``code``: what a code to scan is called, and its picture as SVG.
    """
    missing: dict[str, None] = {}
    texts: list[str] = []

    def told(value: Any, *, plain: bool = False) -> Any:
        if isinstance(value, str):
            texts.append(value)
            text, language = drawn(value, missing), None if plain else foreign(value)
            return text if language is None or not text.strip() else {"text": text, "lang": language}
        if isinstance(value, dict):
            return {key: each if key in _NO_TEXTS else told(each) for key, each in value.items()}
        return [told(each) for each in value] if isinstance(value, list | tuple) else value

    data = {
        "title": told(parts[0]["title"], plain=True),
        "lang": parts[0]["lang"],
        "paper": PAPERS[paper],
        "large": large,
        "picture": picture and picture[0],
        "code": code and {"alt": told(code[0], plain=True)},
        "parts": told(parts),
    }
    files = {"base.typ": _ours("base.typ"), template: _ours(template), **own, "data.json": json.dumps(data).encode()}
    if picture is not None:
        files[picture[0]] = picture[1]
    if code is not None:
        files["code.svg"] = code[1].encode()
    return Sheet(template, files, "\n".join(texts), tuple(missing))


def _ours(template: str) -> bytes:
    import pkgutil

    return pkgutil.get_data("lacwg.exporters.paper", f"templates/{template}") or b""


# Markdown


def document(language: Language, title: str, text: str) -> Part:
    """A text in Markdown, such as minutes, as a part: its blocks, each with what is in it."""
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

    tokens = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image").parse(text)
    return {"lang": language, "title": title, "blocks": list(_nodes(SyntaxTreeNode(tokens).children, [0]))}


def _nodes(nodes: Iterable[Any], above: list[int]) -> Iterator[dict[str, Any]]:
    """``above``: the level of the heading before; no level below it is left out, as readers by ear count them."""
    for node in nodes:
        made: dict[str, Any] = {"kind": node.type}
        if node.type in ("text", "code_inline", "code_block", "fence"):
            made["text"] = node.content
        elif node.type == "inline":
            yield from _nodes(node.children, above)
            continue
        else:
            made["in"] = list(_nodes(node.children, above))
        if node.type == "heading":
            if not _says_something(made):
                continue
            made["level"] = above[0] = max(min(int(node.tag[1]), above[0] + 1), min(above[0], 1) + 1)
        elif node.type == "ordered_list":
            made["start"] = int(node.attrs.get("start", 1))
        elif node.type == "link" and _LINK.match(to := str(node.attrs.get("href", ""))):
            made["to"] = to
        yield made


def _says_something(made: dict[str, Any]) -> bool:
    return bool(made.get("text", "").strip()) or any(map(_says_something, made.get("in", ())))
