"""Where a text names an event or a series by its id, and what stands there once it has another. Pure.

An id within a web address is part of what somebody else's server has, and one within an e-mail address or a UID
of what others know: they stay. A picture is named by its path, and has a name of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from lacwg.text.links import LINK

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


def mentions(text: str, renames: Mapping[str, str]) -> Iterator[Mention]:
    """Where a text has an old name of ``renames``: ids and paths of pictures (``images/…``), each to its new one."""
    for match in _TOKEN.finditer(text):
        group = next((each for each in ("picture", "id", "series", "file", "option") if match[each]), None)
        if group is None or (old := match[group]) not in renames:
            continue
        new, end = renames[old], match.end(group)
        if match["year"] and match["year"] == old[:4]:
            new, group = f"{new[:4]}/{new}", "year"
        yield Mention(match.start(group), end, old, new)


def whole(token: str) -> re.Pattern[str]:
    """A pattern that finds an id, or a picture's path, where it stands whole."""
    return re.compile(rf"(?<![\w-]){re.escape(token)}(?![\w-])")
