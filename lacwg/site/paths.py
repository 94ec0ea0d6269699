"""Where the files of the site stand: below the root of a language's pages, but for ``MISSING`` and ``STYLE``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

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


def event_page(event_id: str) -> str:
    """The path of the page of one event."""
    return f"events/{event_id}.html"


def event_feed(event_id: str) -> str:
    """The path of the calendar file of one event."""
    return f"events/{event_id}.ics"


def series_page(series_id: str) -> str:
    """The path of the page of a series of events."""
    return f"series/{series_id}.html"


def series_feed(series_id: str) -> str:
    """The path of the feed of a series of events."""
    return f"series/{series_id}.ics"


def issue_page(issue_id: str) -> str:
    """The path of the page of one issue."""
    return f"issues/{issue_id}.html"


def issue_feed(issue_id: str) -> str:
    """The path of the feed of one issue."""
    return f"issues/{issue_id}.ics"


def year_page(year: int) -> str:
    """The path of the page of a year's events."""
    return f"events/{year}.html"


def root_of(language: Language, all_languages: Iterable[Language]) -> str:
    """The folder of a language's pages, below the site's root: none for the first language."""
    return "" if language == next(iter(all_languages)) else f"{language}/"
