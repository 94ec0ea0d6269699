"""What a build of the page keeps for the next one, and the guard's look at what is new in it."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Final

from lacwg.audience.leak_scanner import LeakError, LeakScanner, SeenWords
from lacwg.store import site_memo
from lacwg.store.folder import Folder
from lacwg.store.site_memo import Kept

if TYPE_CHECKING:
    from lacwg.site.memo import Memo

_AT_ONCE: Final = 250
"""Texts that the guard looks through in one go."""
_LIBRARIES: Final = ("babel", "icalendar", "jinja2", "markupsafe", "pillow", "segno", "tzdata")
"""Another version of one of them may make other pages of the same records."""


def load(folder: Folder, output: Path) -> Kept:
    """What the last build of the page of ``folder`` at ``output`` has kept."""
    return site_memo.load(folder, output, " ".join([sys.version, *map(version, _LIBRARIES)]))


def looked_through(scanner: LeakScanner, kept: Kept, memo: Memo, around: Iterable[str]) -> Kept:
    """What is to be kept for the next build, once nothing is found in it that is not for everybody.

    ``around``: the texts of the page that are no unit of ``memo``. Units that were kept have been looked through
    for all that was withheld then; where something else is withheld now, all of whose words stand in them
    somewhere, they are looked through again. Raises ``LeakError``.
    """
    from lacwg.site import rendering

    scanner.permit(*rendering.our_words())
    met = SeenWords(kept.words, kept.digits)
    units: Iterable[bytes] = memo.fresh
    if scanner.could_stand_in(met, kept.withheld, kept.salt):
        met, units = SeenWords(), memo.units.values()
    calendars: list[str] = []
    others: list[str] = []
    for text in (*around, *(each.decode() for each in units)):
        (calendars if text.startswith("BEGIN:V") else others).append(text)
    seen: set[int] = set()
    others = [_new_lines(text, seen) for text in others]
    for texts in (calendars, others):
        _refuse_leaks(scanner, texts, met)
    return Kept(
        version=kept.version,
        salt=kept.salt,
        units=memo.units,
        withheld=scanner.digests(kept.salt),
        words=sorted(met.words),
        digits=sorted(met.digits),
    )


_AROUND: Final = 2
"""Lines before and after a line, by which it is told from the same line elsewhere."""


def _new_lines(text: str, seen: set[int]) -> str:
    """A text without the lines that stood, between the same lines, in one of those before it: its frame.

    Most of a page is what all pages have. What is new, be it only where lines meet, is all there.
    """
    edge = [""] * _AROUND
    lines = [*edge, *text.split("\n"), *edge]
    kept = []
    for window in zip(*(lines[start:] for start in range(2 * _AROUND + 1)), strict=False):
        place = hash(window)
        if place not in seen:
            seen.add(place)
            kept.append(window[_AROUND])
    return "\n".join(kept)


def _refuse_leaks(scanner: LeakScanner, texts: list[str], met: SeenWords) -> None:
    """Looks through texts of one kind. Raises ``LeakError``.

    Many go at once, as each look costs as much as there is to look for; what is then found is looked for in
    each alone, as the end of one and the beginning of the next are no words in a row.
    """
    for start in range(0, len(texts), _AT_ONCE):
        some = texts[start : start + _AT_ONCE]
        try:
            scanner.refuse_leaks("\n".join(some), met)
        except LeakError:
            for text in some:
                scanner.refuse_leaks(text, met)
