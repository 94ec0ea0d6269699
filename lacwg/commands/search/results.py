"""What ``lacwg search`` finds, and how it is shown."""

from __future__ import annotations

import datetime as dt
from typing import Final, NamedTuple

from lacwg import render
from lacwg.records import Language
from lacwg.voice.codes import ENGLISH_NAMES
from lacwg.voice.voice import Voice

OF_RECORDS: Final = ("decision", "action", "agenda", "minutes")
"""The kinds that are parts of meeting records."""


class Result(NamedTuple):
    """One thing that was found."""

    kind: str
    id: str
    date: dt.date | None
    title: str
    text: str
    """The words around the find; of what is short, the whole."""
    language: Language | None = None
    """In which it was found, if not in that of the records."""


def result_text(found: Result, voice: Voice) -> str:
    """``September 22, 2021 · event · ID``, and below that what it is called and the words around the find."""
    language = f"in {ENGLISH_NAMES[found.language]}" if found.language else None
    head = " · ".join(
        filter(None, [voice.full_date(found.date) if found.date else None, found.kind, found.id, language])
    )
    own = found.kind in OF_RECORDS  # whose title is only that of the meeting
    said = [found.text] if own or found.text == " ".join(found.title.split()) else [found.title, found.text]
    return f"{render.one_line(head)}\n" + "".join(f"  {render.one_line(each)}\n" for each in said if each.strip())


def result_json(found: Result) -> dict[str, str | None]:
    """The same for programs."""
    return {
        "kind": found.kind,
        "id": found.id,
        "date": render.iso(found.date),
        "title": found.title,
        "text": found.text,
        "language": found.language,
    }
