"""The lines of a record's text that may be shown: not those of what is private, in whatever form TOML has for it. Pure.

Text that is no TOML, as people leave it half written, shows rather too little than too much.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lacwg.store.toml.lines import parts_of

_TOKEN: Final = re.compile(
    r'"""(?:\\.|[^\\])*?"""|' r"'''.*?'''" r'|"(?:\\.|[^"\\\n])*"' r"|'[^'\n]*'|#[^\n]*|[\[{]|[\]}]|\n", re.DOTALL
)
_HEADING: Final = re.compile(r"\s*\[\[?(.+?)\]\]?\s*(?:#.*)?\Z")
_KEY_FOLLOWS: Final = re.compile(r"\s*[.=]")
_PRIVATE: Final = re.compile(r"(?<![\w-])private(?![\w-])")


def shown_lines(text: str) -> list[str]:
    """The lines; in place of a ``[private]`` table its heading and three dots. Remarks directly above go with it."""
    result: list[str] = []
    remarks: list[str] = []
    hidden = False
    for lines, bare in _entries(text.removesuffix("\n")):
        heading = _HEADING.match(lines[0]) if len(lines) == 1 else None
        if heading is not None:
            hidden = "private" in parts_of(heading[1]) or "\\" in heading[1]
            result += [f"{lines[0].partition('#')[0].rstrip()} …"] if hidden else [*remarks, *lines]
            remarks = []
        elif not bare.strip() and lines[0].strip():  # a remark
            remarks += lines
        else:
            if not hidden and not _is_private(bare):
                result += [*remarks, *lines]
            remarks = []
    return result if hidden else [*result, *remarks]


def _is_private(bare: str) -> bool:
    """Whether a key is private, or something within a list or table that it holds."""
    key, _, value = bare.partition("=")
    return bool(_PRIVATE.search(key) or "\\" in key or (value.lstrip()[:1] in ("[", "{") and _PRIVATE.search(value)))


def _entries(text: str) -> Iterator[tuple[list[str], str]]:
    """A text's entries, each with all the lines that its value goes over, and without its remarks and values in quotes.

    Keys in quotes stay. Where brackets are not closed, the entry goes on to the end.
    """
    start = at = depth = 0
    bare: list[str] = []
    for token in _TOKEN.finditer(text):
        bare.append(text[at : token.start()])
        at = token.end()
        found = token[0]
        if found == "\n" and depth <= 0:
            yield text[start : token.start()].split("\n"), "".join(bare)
            start, depth, bare = at, 0, []
        elif found in "[{":
            depth += 1
            bare.append(found)
        elif found in "]}":
            depth -= 1
            bare.append(found)
        elif found == "\n" or (found[0] in "\"'" and _KEY_FOLLOWS.match(text, at)):
            bare.append(found)
    if start < len(text):
        yield text[start:].split("\n"), "".join((*bare, text[at:]))
