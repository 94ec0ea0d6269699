"""Cells and rows (RFC 4180) that no reader takes for anything else than text.

A cell that a spreadsheet would compute (``=HYPERLINK(…)``, ``+1 …``) begins with an apostrophe; so does one
that begins with apostrophes and goes on like that, so that taking one away again gives back what was there.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from lacwg.schedule.occurrences import Occurrence
from lacwg.schedule.wording import clock_time, full_date

_COMPUTED: Final = re.compile(r"'*[=+\-@\t\r]")
_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_FORMATS: Final = {"online": "Online", "in-person": "In person", "hybrid": "Online and in person"}


def written(columns: Sequence[str], rows: Iterable[Sequence[str]], *, byte_order_mark: bool = False) -> bytes:
    """A header and rows in UTF-8, lines ending in CR LF; every row has a cell for every column."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        assert len(row) == len(columns)
        writer.writerow([guarded(cell) for cell in row])
    return buffer.getvalue().encode("utf-8-sig" if byte_order_mark else "utf-8")


def guarded(cell: str) -> str:
    """The cell, with an apostrophe before what a spreadsheet would compute."""
    return f"'{cell}" if _COMPUTED.match(cell) else cell


def text(value: str | None) -> str:
    """A text without control characters, its lines ending in LF."""
    if value is None or value.isprintable():
        return value or ""
    return _CONTROL.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))


def line(value: str | None) -> str:
    """The same on one line."""
    return " ".join(text(value).split())


def title(occurrence: Occurrence) -> str:
    """The title; of what is cancelled it says so, as these formats have no column for that."""
    return line(f"CANCELLED: {occurrence.title}" if occurrence.status == "cancelled" else occurrence.title)


def how(occurrence: Occurrence) -> str:
    """How people meet, in words; nothing where that is not known."""
    return _FORMATS[occurrence.format] if occurrence.format else ""


def paragraphs(occurrence: Occurrence) -> Iterator[str]:
    """What readers without columns of their own are told: what happened to the date, what it is, who speaks."""
    reason = f": {occurrence.reason}" if occurrence.reason else ""
    if occurrence.status == "cancelled":
        yield f"Cancelled{reason}"
    elif occurrence.change == "moved" and (before := occurrence.original_start) is not None:
        hour = f", {clock_time(before)}" if isinstance(before, dt.datetime) and occurrence.kept_its_day else ""
        yield f"Moved from {full_date(before)}{hour}{reason}"
    elif occurrence.change is not None and reason:
        yield f"{occurrence.change.capitalize()}{reason}"
    if occurrence.status == "tentative":
        yield "Not certain yet"
    if occurrence.description and occurrence.description.strip():
        yield occurrence.description.strip()
    if occurrence.speakers:
        said = [f"{each.name} — {each.about}" if each.about else each.name for each in occurrence.speakers]
        yield "\n".join(["Speakers:" if len(said) > 1 else "Speaker:", *said])
    if occurrence.members.join_url:
        yield f"Join: {occurrence.members.join_url}"
    if occurrence.members.dial_in:
        yield f"Dial in: {occurrence.members.dial_in}"
