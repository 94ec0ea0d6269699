"""Where the files of the site stand: below the root of a language's pages, but for ``MISSING`` and ``STYLE``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal

from lacwg.records import Language

FEED: Final = "calendar.ics"
NEWS: Final = "news.xml"
"""The Atom feed, where the site's address is known."""
QR_CODE: Final = "subscribe.svg"
"""The address of the links to subscribe, for paper; where it is known."""
MISSING: Final = "404.html"
STYLE: Final = "style.css"
ICONS: Final = ("icon.svg", "icon.png", "favicon.ico")
"""What the group's icon may be called, in its folder for the page."""

Folder = Literal["events", "series", "issues"]
"""Where the records stand that have a page and a calendar of their own."""


def page_of(folder: Folder, record_id: str) -> str:
    """The path of the page of one event, series of events or issue."""
    return f"{folder}/{record_id}.html"


def feed_of(folder: Folder, record_id: str) -> str:
    """The path of the calendar of one of these."""
    return f"{folder}/{record_id}.ics"


def root_of(language: Language, all_languages: Iterable[Language]) -> str:
    """The folder of a language's pages, below the site's root: none for the first language."""
    return "" if language == next(iter(all_languages)) else f"{language}/"
