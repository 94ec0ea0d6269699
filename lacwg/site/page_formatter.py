"""Dates, links and paragraphs as the pages show them, in one language."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from lacwg.records import Language
from lacwg.schedule.occurrences import Occurrence, clock_change
from lacwg.text.addresses import email_fault
from lacwg.text.controls import with_line_feeds
from lacwg.text.english import shortened
from lacwg.voice import catalog
from lacwg.voice.names import months, weekdays
from lacwg.voice.translation import InEnglish, Untranslated
from lacwg.voice.voice import Voice, headed, phrase

if TYPE_CHECKING:
    from markupsafe import Markup

_BEFORE_HALF: Final = re.compile(r"(?<=\d) (?=[AP]M\b|[ap]\.m\.)")
"""The blank of "5:00 PM", at which no line is to break."""
_DASH: Final = re.compile(r"–(?=\d)")
"""The dash of "7:00–8:30 PM", behind which no line is to break: with a word joiner (U+2060) it is not."""
_CLOCKS: Final = {
    "meeting": phrase("On {day} the clocks change in {city}; by {city} time the meeting keeps its hour"),
    "event": phrase("On {day} the clocks change in {city}; by {city} time the event keeps its hour"),
}
LOCALES: Final[dict[Language, str]] = {"en": "en_US", "es": "es_LA", "pt": "pt_BR", "fr": "fr_FR", "ht": "ht_HT"}
"""Our languages as Open Graph writes them (Meta's list of locales)."""


class PageFormatter:
    """What the templates say in one language; as ``say`` they have the whole of it, as ``_`` its phrases."""

    def __init__(self, voice: Voice, records: str) -> None:
        """``records``: the language of what has no translation, as a BCP 47 tag."""
        self.voice = voice
        self.language = voice.code
        self.own = _lang("" if records == voice.code else records)
        """The attribute for an element that holds what is only ever in the records' language: a partner's name."""
        self.english = _lang("" if voice.code == "en" else "en")
        """The attribute for an element that holds English: the name of a holiday."""
        self._none = _lang("")
        self._escaped: dict[tuple[str, str | None], Markup] = {}

    def phrase(self, phrase: str, /, context: str | None = None, **values: object) -> Markup:
        """A phrase of ours, with values in it: a text that has no translation is marked with its language."""
        from markupsafe import Markup, escape

        said = self._escaped.get((phrase, context))
        if said is None:
            said = self._escaped[phrase, context] = escape(self.voice.template(phrase, context))
        if not values:
            return Markup(catalog.filled(said, {})) if "{" in said else said
        return Markup(catalog.filled(said, {key: self._marked(value) for key, value in values.items()}))

    def _marked(self, value: object) -> Markup:
        from markupsafe import Markup, escape

        if isinstance(value, Markup):
            return value
        text = escape(str(value))
        return self._span(self.own, text) if self.lang(value) else text

    @staticmethod
    def _span(attribute: Markup, text: object) -> Markup:
        from markupsafe import Markup

        return Markup("<span{}>{}</span>").format(attribute, text)

    def lang(self, text: object) -> Markup:
        """The attribute for an element that holds ``text``: nothing where it is in the page's language."""
        return self.own if isinstance(text, Untranslated) else self._none

    def day(self, occurrence: Occurrence) -> str:
        """``Wednesday, December 9, 2026``, or the days that it lasts."""
        return headed(self.voice.day(occurrence.span))  # it stands alone, and most languages write weekdays small

    def badge(self, occurrence: Occurrence) -> tuple[str, int, str]:
        """The day on which it begins, for the eye: ``("Wed", 9, "Dec")``."""
        day = occurrence.span.day
        weekday, month = (
            shortened(weekdays(self.language))[day.weekday()],
            shortened(months(self.language))[day.month - 1],
        )
        return headed(weekday), day.day, headed(month)

    def hours(self, occurrence: Occurrence) -> str:
        """``7:00–8:30 PM EST``; nothing for a whole day."""
        hours = "" if occurrence.all_day else self.voice.hours_abroad(occurrence.span)
        return _DASH.sub("–\u2060", _BEFORE_HALF.sub("\u00a0", hours))

    def date(self, value: dt.date) -> str:
        """``December 9, 2026``."""
        return self.voice.long_date(value)

    def form(self, occurrence: Occurrence) -> str:
        """How one takes part; "" where that is not known."""
        return self.voice.format_name(occurrence)

    def notes(self, occurrence: Occurrence, headed: bool = False) -> list[Markup]:
        """What is to be known of a date beside its time: cancelled, moved, holidays, changes of clocks.

        ``headed``: what stands above says already that the date is cancelled, so that only the reason is said.
        """
        found = [note] if (note := self._status_note(occurrence, headed)) is not None else []
        if occurrence.status == "tentative":
            found.append(self.phrase("To be confirmed"))
        for each in occurrence.warnings:
            if each.code == "holiday":
                name = self._span(self.english, each.message) if type(each.message) is InEnglish else each.message
                found.append(self.phrase("Public holiday: {message}", message=name))
            elif each.code == "clock-change" and (day := clock_change(occurrence)) is not None:
                place = self.voice.place(occurrence.zone.key)
                found.append(self.phrase(_CLOCKS[occurrence.kind], **place, day=self.voice.month_day(day)))
        return found

    def _status_note(self, occurrence: Occurrence, headed: bool) -> Markup | None:
        if occurrence.status == "cancelled" and headed:
            return self._marked(occurrence.reason) if (occurrence.reason or "").strip() else None
        said, was = self.voice.status_phrase(occurrence)
        if not said:
            return None
        note = self.phrase(said, context=occurrence.kind, was=was, hour=was)
        if not (occurrence.reason or "").strip():
            return note
        return self.phrase("{name}: {about}", name=note, about=occurrence.reason)


def _lang(tag: str) -> Markup:
    """A ``lang`` attribute, with a blank before it; nothing for no tag."""
    from markupsafe import Markup

    return Markup(' lang="{}"').format(tag) if tag else Markup("")


def host(url: str) -> str:
    """The name of the server that a link of the web leads to."""
    return url.split("/")[2].rpartition("@")[2].lower().removeprefix("www.") or url


def mail(address: str | None) -> str | None:
    """A ``mailto:`` link; None for what is no address."""
    return f"mailto:{quote(address, safe='@')}" if address and email_fault(address) is None else None


def paragraphs(text: str) -> list[list[str]]:
    """A text's paragraphs, each as its lines."""
    lines = with_line_feeds(text).strip()
    return [part.strip().split("\n") for part in re.split(r"\n\s*\n", lines) if part.strip()]


def summary(text: str | None, most: int = 200) -> str:
    """The beginning of a text on one line, cut between words: what a search engine or a chat shows."""
    line = " ".join((text or "")[: most * 20].split())
    return line if len(line) <= most else f"{line[:most].rsplit(' ', 1)[0]} …"
