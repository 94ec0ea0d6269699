"""Cells and rows (RFC 4180) that no reader takes for anything else than text.

A cell that a spreadsheet would compute (``=HYPERLINK(…)``, ``+1 …``) begins with an apostrophe; so does one
that begins with apostrophes and goes on like that, so that taking one away again gives back what was there.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from lacwg.schedule.occurrences import Occurrence
from lacwg.text.controls import clean_line, escape_controls, without_controls
from lacwg.voice.voice import Voice

_COMPUTED: Final = re.compile(r"'*[=+\-@\t\r]")


_PHONE: Final = re.compile(r"\+?[\d ().-]+(?: (?:ext\.?|x) ?\d+)?")


def written(
    columns: Sequence[str], rows: Iterable[Sequence[str]], *, byte_order_mark: bool = False, phones: bool = False
) -> bytes:
    """A header and rows in UTF-8, lines ending in CR LF; every row has a cell for every column.

    ``phones``: cells that are nothing but a telephone number stand as they are, for address books.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        assert len(row) == len(columns)
        writer.writerow([cell if phones and _PHONE.fullmatch(cell) else guarded(cell) for cell in row])
    return buffer.getvalue().encode("utf-8-sig" if byte_order_mark else "utf-8")


def guarded(cell: str) -> str:
    """The cell, with an apostrophe before what a spreadsheet would compute."""
    return f"'{cell}" if _COMPUTED.match(cell) else cell


def text(value: str | None) -> str:
    """A text without control characters, its lines ending in LF, and with what turns its direction shown."""
    return escape_controls(without_controls(value or ""))


def line(value: str | None) -> str:
    """The same on one line."""
    return escape_controls(clean_line(value or ""))


def title(occurrence: Occurrence, voice: Voice) -> str:
    """The title; of what is cancelled it says so, as these formats have no column for that."""
    return line(voice.title(occurrence))


def paragraphs(occurrence: Occurrence, voice: Voice) -> Iterator[str]:
    """What readers without columns of their own are told: what happened to the date, what it is, who speaks."""
    tentative = voice.gettext("To be confirmed") if occurrence.status == "tentative" else ""
    about = (occurrence.description or "").strip()
    who = voice.speakers(occurrence.speakers), voice.co_hosts(occurrence.co_hosts)
    yield from filter(None, (voice.status_note(occurrence, "entry"), tentative, about, *who))
    yield from voice.join_lines(occurrence.members)
