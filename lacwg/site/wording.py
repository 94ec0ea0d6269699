"""Dates, links and paragraphs as the pages show them."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final
from urllib.parse import quote

from lacwg.harmless import harmless
from lacwg.schedule.occurrences import Moment, Occurrence, local_day
from lacwg.schedule.wording import clock_span, clock_time, day_span, full_date, long_date
from lacwg.schedule.zones import abbreviation
from lacwg.search_text import fold

_WEB: Final = re.compile(r"https?://[!-~\u00a1-\U0010ffff]+", re.IGNORECASE)
_MAIL: Final = re.compile(r"[^\s@<>\"'`,;:\\()\[\]\x00-\x20\x7f]+@[^\s@<>\"'`,;:\\()\[\]?&#%\x00-\x20\x7f]+")
_NO_CHARACTERS: Final = re.compile(
    f"[\ufdd0-\ufdef{''.join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))}]"
)
"""Code points that Unicode keeps free of characters; HTML does not allow them."""


def web(url: str | None) -> str | None:
    """A link of the web as it may stand in ``href``; None for any other, as ``javascript:``."""
    return url if url and _WEB.fullmatch(url) and harmless(url) == url else None


def mail(address: str | None) -> str | None:
    """A ``mailto:`` link; None for what is no address."""
    return f"mailto:{quote(address, safe='@')}" if address and _MAIL.fullmatch(address) else None


def shown(value: object) -> object:
    """A value as a page may hold it: nothing for a browser to obey, and no character that HTML does not know."""
    if type(value) is not str or value.isprintable():  # markup is a kind of str, and has been looked at
        return value
    return _NO_CHARACTERS.sub("\ufffd", harmless(value))


def paragraphs(text: str) -> list[list[str]]:
    """A text's paragraphs, each as its lines."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    return [part.strip().split("\n") for part in re.split(r"\n\s*\n", lines) if part.strip()]


def summary(text: str | None, most: int = 200) -> str:
    """The beginning of a text on one line, cut between words: what a search engine or a chat shows."""
    line = " ".join((text or "")[: most * 20].split())
    return line if len(line) <= most else f"{line[:most].rsplit(' ', 1)[0]} …"


def sorting(title: str) -> str:
    """What a list of titles is sorted by."""
    return fold(title)


def day(occurrence: Occurrence) -> str:
    """``Wednesday, December 9, 2026``, or the days that it lasts."""
    start, end = occurrence.start, occurrence.end
    if not isinstance(start, dt.datetime):
        return day_span(start, None if end is None else local_day(end))
    return full_date(start)


def hours(occurrence: Occurrence) -> str:
    """``7:00–8:30 PM EST``; nothing for a whole day."""
    start, end = occurrence.start, occurrence.end
    if not isinstance(start, dt.datetime):
        return ""
    ends = end if isinstance(end, dt.datetime) else None
    return clock_span(start, ends, abbreviation(start), None if ends is None else abbreviation(ends))


def stamp(moment: Moment) -> str:
    """What ``<time datetime>`` holds (HTML, 4.5.14)."""
    if not isinstance(moment, dt.datetime):
        return moment.isoformat()
    offset = moment.utcoffset() or dt.timedelta()
    if offset.seconds % 60:  # zones of before 1900 have seconds, which HTML does not know
        moment = moment.astimezone(dt.UTC)
    return moment.isoformat(timespec="seconds")


def happened(occurrence: Occurrence) -> list[str]:
    """What is to be known of a date beside its time: cancelled, moved, holidays, changes of clocks."""
    reason = f": {' '.join(occurrence.reason.split())}" if occurrence.reason else ""
    notes = []
    if occurrence.status == "cancelled":
        notes.append(f"Cancelled{reason}")
    elif occurrence.change == "moved" and occurrence.original_start is not None:
        original = occurrence.original_start
        kept = isinstance(original, dt.datetime) and occurrence.kept_its_day
        was = clock_time(original) if kept and isinstance(original, dt.datetime) else full_date(local_day(original))
        notes.append(f"Moved from {was}{reason}")
    elif occurrence.change == "extra":
        notes.append(f"An extra date{reason}")
    elif reason:
        notes.append(f"Changed{reason}")
    if occurrence.status == "tentative":
        notes.append("Not certain yet")
    said = {"holiday": "Public holiday: ", "clock-change": "Note: "}
    return notes + [f"{said[each.code]}{each.message}" for each in occurrence.warnings if each.code in said]


def form(occurrence: Occurrence) -> str | None:
    """How one takes part."""
    said = {"online": "Online", "in-person": "In person", "hybrid": "Online and in person"}
    return said[occurrence.format] if occurrence.format else None


def date(value: dt.date) -> str:
    """``December 9, 2026``."""
    return long_date(value)
