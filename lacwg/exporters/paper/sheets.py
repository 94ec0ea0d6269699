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
HEIGHTS: Final = {"us-letter": 792, "a4": 842}
"""Of the papers, in points."""


class Picture(NamedTuple):
    """A picture as it is printed, and what it shows, for those who cannot see it."""

    name: str
    data: bytes
    alt: str | None


class Code(NamedTuple):
    """A code to scan: what it is called, and its picture as SVG."""

    alt: str
    svg: str


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
    title: str,
    parts: Sequence[Part],
    *,
    paper: str,
    large: bool = False,
    picture: Picture | None = None,
    code: Code | None = None,
    own: Mapping[str, bytes] | None = None,
    foreign: Callable[[str], str | None] = lambda _: None,
) -> Sheet:
    """A sheet of a kind. ``own``: the group's templates and pictures. ``foreign``: a text's language, if another."""
    missing: dict[str, None] = {}
    texts: list[str] = []

    def told(value: Any) -> Any:
        if isinstance(value, str):
            texts.append(value)
            text, language = drawn(value, missing), foreign(value)
            return text if language is None or not text.strip() else {"text": text, "lang": language}
        if isinstance(value, dict):
            return {key: each if key in ("lang", "kind", "to") else told(each) for key, each in value.items()}
        return [told(each) for each in value] if isinstance(value, list | tuple) else value

    data = {
        "title": drawn(title, missing),
        "lang": parts[0]["lang"],
        "paper": paper,
        "height": HEIGHTS[paper],
        "large": large,
        "picture": None
        if picture is None
        else {"file": picture.name, "alt": picture.alt and drawn(picture.alt, missing)},
        "code": None if code is None else {"alt": code.alt},
        "parts": told(list(parts)),
    }
    texts += [title, *(each for each in (picture and picture.alt, code and code.alt) if each)]
    files = {**_ours("base.typ"), **_ours(template), **(own or {}), "data.json": json.dumps(data).encode()}
    if picture is not None:
        files[picture.name] = picture.data
    if code is not None:
        files["code.svg"] = code.svg.encode()
    return Sheet(template, files, "\n".join(texts), tuple(missing))


def _ours(template: str) -> dict[str, bytes]:
    import pkgutil

    return {template: pkgutil.get_data("lacwg.exporters.paper", f"templates/{template}") or b""}


# Markdown


def document(language: Language, text: str) -> Part:
    """A text in Markdown, such as minutes, as a part: its blocks, each with what is in it."""
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

    tokens = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image").parse(text)
    return {"lang": language, "blocks": list(_nodes(SyntaxTreeNode(tokens).children, [0]))}


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
