"""The text of a TOML file cut at its headings, so that a table can be taken out or put in as a person would.

tomlkit keeps every remark, but holds one above a heading for the end of the table before it: taking that
table out takes the remark along. Here the remarks directly above a heading belong to what it heads.
"""

from __future__ import annotations

import re
from typing import Final

from lacwg.store.toml.lines import left_open, parts_of

_HEADING: Final = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?\Z")
Name = tuple[str, ...]


class Block:
    """A heading with the remarks directly above it, and the lines below it up to the next one's."""

    def __init__(self, lead: list[str], heading: str | None, body: list[str]) -> None:
        self.lead = lead
        self.heading = heading
        """None: the lines before the first heading."""
        self.body = body

    @property
    def name(self) -> Name:
        """The table's name, taken apart at its dots; empty before the first heading."""
        match = _HEADING.match(self.heading or "")
        return tuple(map(str, parts_of(match[2]))) if match else ()

    @property
    def in_array(self) -> bool:
        """Whether it is one of an array of tables (``[[…]]``)."""
        return (self.heading or "").lstrip().startswith("[[")

    @property
    def lines(self) -> list[str]:
        """All of it, as it stands in the file."""
        return [*self.lead, *([] if self.heading is None else [self.heading]), *self.body]


def cut(text: str) -> list[Block]:
    r"""The blocks of a text whose lines end in ``\n``; the first is what stands before any heading."""
    blocks = [Block([], None, [])]
    closing: str | None = None
    for line in text.split("\n"):
        body = blocks[-1].body
        if closing is None and _HEADING.match(line):
            blocks.append(Block(_taken_lead(body), line, []))
            continue
        body.append(line)
        if closing is not None:
            closing = None if closing in line else closing
        elif "=" in line and not line.lstrip().startswith("#"):
            closing = left_open(line.partition("=")[2].strip())
    return blocks


def joined(blocks: list[Block]) -> str:
    """The text again."""
    return "\n".join(line for block in blocks for line in block.lines)


def _taken_lead(body: list[str]) -> list[str]:
    """Takes the remarks that stand directly above a heading off the end of what comes before it."""
    start = len(body)
    while start and body[start - 1].lstrip().startswith("#"):
        start -= 1
    lead = body[start:]
    del body[start:]
    return lead


def ends_blank(block: Block) -> bool:
    """Whether a blank line separates a block from the next."""
    return bool(block.body) and not block.body[-1].strip()
