"""The next dates for another website: a small page for a frame, and the same as JSON."""

from __future__ import annotations

import base64
import hashlib
from typing import Any, Final

from lacwg.schedule.occurrences import Occurrence
from lacwg.schedule.span import stamp
from lacwg.site.page_input import Facts
from lacwg.text.controls import json_lines

EMBED: Final = "embed.html"
NEXT: Final = "next.json"
MOST: Final = 5
"""How many dates are told."""
SCRIPT: Final = 'parent.postMessage({"lacwg-height": document.documentElement.scrollHeight}, "*");'
"""Tells whoever holds the frame how high it is. Nothing is missing where scripts are off."""
SCRIPT_HASH: Final = f"sha256-{base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()}"
"""By which the page's policy lets in this line and no other (Content Security Policy 3, 2.3.1)."""


def next_dates(told: Facts) -> list[Occurrence]:
    """The next meetings and events, cancelled ones among them, in the order of time."""
    return sorted([*told.coming, *told.ahead], key=lambda each: each.order)[:MOST]


def as_json(dates: list[Occurrence], name: str, pages: dict[str, str], base: str | None) -> bytes:
    """The dates as a program reads them; ``pages``: where each stands, below the site's root, by its id."""
    document: dict[str, Any] = {
        "format": "lacwg next", "version": 1, "group": name,
        "dates": [
            {
                "id": each.id, "kind": each.kind, "title": str(each.title), "start": stamp(each.start),
                "end": None if each.end is None else stamp(each.end), "all_day": each.all_day,
                "timezone": each.zone.key, "status": each.status, "format": each.format,
                "place": each.place and str(each.place),
                "url": each.url, "page": None if base is None else f"{base}{pages[each.id]}",
            }
            for each in dates
        ],
    }  # fmt: skip
    return f"{json_lines(document, '')}\n".encode()
