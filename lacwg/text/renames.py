"""Where a text names an event or a series by its id, and what stands there once it has another. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from lacwg.text import toml_text
from lacwg.text.links import LINK

_OF_OTHERS: Final = frozenset({"uid", "uid_namespace"})
"""The keys in which an id is what calendars know."""
_TOKEN: Final = re.compile(
    LINK.pattern + r"|(?<![\w-])(?P<picture>images/(?:[\w-]{1,99}+/){0,9}[\w-]{1,199}+\.\w{1,9})"
    r"|(?<![\w@-])(?:(?P<year>\d{4})/)?(?P<id>\d{4}-\d\d-\d\d-[a-z0-9]+(?:-[a-z0-9]+)*+)(?![\w@-]|\.(?!toml\b)\w)"
    # a series' id may be a word like any other: it is one before a date, in its file's name and behind its option
    r"|(?<![\w@/-])(?P<series>[a-z0-9]++(?:-[a-z0-9]+)*+)(?=/\d{4}-\d\d-\d\d(?![\w-]))"
    r"|(?<![\w-])series/(?P<file>[a-z0-9]++(?:-[a-z0-9]+)*+)(?=\.toml\b)"
    r"|(?<![\w-])--series[ =](?P<option>[a-z0-9]++(?:-[a-z0-9]+)*+)(?![\w@-])",
    re.IGNORECASE,
)


class Mention(NamedTuple):
    """A stretch of a text that names something by its old name; with the folder of its year, where that is there."""

    start: int
    end: int
    old: str
    new: str
    """What is to stand there."""


def mentions(text: str, renames: Mapping[str, str]) -> list[Mention]:
    """Where a record's text names what is renamed, in its strings and comments."""
    if not any(old in text for old in renames):
        return []
    found: list[Mention] = []
    for piece in toml_text.pieces(text):
        within: Iterable[Mention] = () if piece.key in _OF_OTHERS else mentions_in(piece.value, renames)
        if piece.key == "main_series" and piece.value in renames:
            within = [Mention(0, len(piece.value), piece.value, renames[piece.value])]
        found += (each._replace(start=piece.place(each.start), end=piece.place(each.end)) for each in within)
    return found


def mentions_in(text: str, renames: Mapping[str, str]) -> Iterator[Mention]:
    """Where a text has an old name of ``renames``: ids and paths of pictures (``images/…``), each to its new one.

    An id within a web address is part of what somebody else's server has, and one within an e-mail address or a UID
    of what others know: they stay. A picture is named by its path, and has a name of its own.
    """
    for match in _TOKEN.finditer(text):
        group = next((each for each in ("picture", "id", "series", "file", "option") if match[each]), None)
        if group is None or (old := match[group]) not in renames:
            continue
        new, end = renames[old], match.end(group)
        if match["year"] and match["year"] == old[:4]:
            new, group = f"{new[:4]}/{new}", "year"
        yield Mention(match.start(group), end, old, new)


def renamed(text: str, found: Iterable[Mention]) -> str:
    """A record's text with new names for old ones."""
    return toml_text.replaced(text, [(each.start, each.end, each.new) for each in found])
