"""What ``lacwg search`` finds, and how it is shown."""

from __future__ import annotations

import datetime as dt
from typing import Final, NamedTuple

from lacwg import render
from lacwg.records import Language
from lacwg.schedule.wording import full_date
from lacwg.voice.codes import ENGLISH_NAMES

OF_RECORDS: Final = ("decision", "action", "agenda", "minutes")
"""The kinds that are parts of meeting records."""


class Hit(NamedTuple):
    """One thing that was found."""

    kind: str
    id: str
    date: dt.date | None
    title: str
    text: str
    """The words around the find; of what is short, the whole."""
    language: Language | None = None
    """In which it was found, if not in that of the records."""

    @property
    def order(self) -> str:
        """By its day."""
        return "" if self.date is None else self.date.isoformat()


def text(hit: Hit) -> str:
    """``September 22, 2021 · event · ID``, and below that what it is called and the words around the find."""
    language = f"in {ENGLISH_NAMES[hit.language]}" if hit.language else None
    head = " · ".join(filter(None, [full_date(hit.date) if hit.date else None, hit.kind, hit.id, language]))
    own = hit.kind in OF_RECORDS  # whose title is only that of the meeting
    said = [hit.text] if own or hit.text == " ".join(hit.title.split()) else [hit.title, hit.text]
    return f"{render.one_line(head)}\n" + "".join(f"  {render.one_line(each)}\n" for each in said if each.strip())


def as_json(hit: Hit) -> dict[str, str | None]:
    """The same for programs."""
    return {
        "kind": hit.kind,
        "id": hit.id,
        "date": render.iso(hit.date),
        "title": hit.title,
        "text": hit.text,
        "language": hit.language,
    }
