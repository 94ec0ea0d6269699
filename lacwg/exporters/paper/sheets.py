"""What a sheet says, as data for its template: texts as people have typed them, never source.

Each kind is told in parts, one a language. A template reads ``data.json``, and the files beside it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from lacwg.exporters.paper.characters import drawn

Part = dict[str, Any]
"""What is said in one language."""
PAPERS: Final = {"letter": "us-letter", "a4": "a4"}
"""As typst calls them."""
_NO_TEXTS: Final = ("lang", "kind", "to", "svg")
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
