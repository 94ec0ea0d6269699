"""What our own feeds say in words of ours (``Voice.status_note``), taken apart again, in any of our languages."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from typing import Final, NamedTuple

from lacwg.records import Language, Speaker
from lacwg.schedule.span import Moment, day_of, has_hour
from lacwg.text.english import MONTHS, WEEKDAYS
from lacwg.voice import names
from lacwg.voice.phrases import value_in
from lacwg.voice.voice import Voice, voice

_REASON: Final = "{reason}"
_HOUR: Final = r"(?:, [\d:]+(?: [AP]M| [ap]\.m\.)?)?"


class Lead(NamedTuple):
    """How a paragraph says what became of a date."""

    alone: str
    why: str
    """With ``{reason}`` where the reason stands."""

    def reason(self, paragraph: str) -> tuple[bool, str | None]:
        """Whether a paragraph says this, and the reason in it."""
        if paragraph == self.alone:
            return True, None
        found = value_in(self.why, paragraph)
        return found is not None, found or None


class OwnWords:
    """Our words in one language."""

    def __init__(self, language: Language) -> None:
        self.language: Final = language
        self._voice: Final = voice(language)
        self.cancelled: Final = self._lead("Cancelled")
        self.edited: Final = self._lead("Changed")
        self.extra: Final = self._lead("An extra date")
        self._moved: Final = _moved_patterns(self._voice)

    def _lead(self, phrase: str, **values: str) -> Lead:
        alone = self._voice.gettext(phrase, **values)
        return Lead(alone, self._voice.with_reason(alone, _REASON))

    def title(self, text: str) -> str:
        """A title without the word that it is cancelled."""
        found = self._voice.value_in("CANCELLED: {title}", text)
        return text if found is None else found

    def is_link(self, paragraph: str, link: str) -> bool:
        """Whether a paragraph says where to join."""
        return paragraph == self._voice.gettext("Join: {link}", link=link)

    def dial_in(self, paragraph: str) -> str | None:
        """The number in a paragraph that says how to dial in; None for any other."""
        return None if "\n" in paragraph else self._voice.value_in("Dial in: {number}", paragraph)

    def speakers(self, paragraph: str) -> tuple[Speaker, ...] | None:
        """The speakers in the paragraph that names them; None for any other."""
        head, *lines = paragraph.split("\n")
        if not lines or head not in (self._voice.gettext("Speakers:"), self._voice.gettext("Speaker:")):
            return None
        pairs = [each.partition(" — ") for each in lines]
        return tuple(Speaker(name=name, about=about or None) for name, _, about in pairs)

    def moved(self, regular: Moment, there: Moment) -> Lead:
        """How it is said that a date was moved, from ``regular`` to ``there``; or that it was changed."""
        if regular == there:
            return self.edited
        was = self._voice.full_date(regular)
        if has_hour(regular) and day_of(regular) == day_of(there):
            was = f"{was}, {self._voice.clock_time(regular)}"
        return self._lead("Moved from {was}", was=was)

    def moved_from(self, paragraph: str) -> tuple[dt.date, str | None] | None:
        """The day from which a date was moved, and why; None for a paragraph that does not say so."""
        match = next((found for each in self._moved if (found := each.fullmatch(paragraph))), None)
        if match is None:
            return None
        month = _months(self.language).index(match["month"]) + 1
        try:
            return dt.date(int(match["year"]), month, int(match["day"])), match.groupdict().get("reason")
        except ValueError:  # a day that there is not
            return None


@cache
def own_words(language: Language) -> OwnWords:
    """Our words in a language."""
    return OwnWords(language)


def _months(language: Language) -> tuple[str, ...]:
    return MONTHS if language == "en" else names.months(language)


def _moved_patterns(said: Voice) -> list[re.Pattern[str]]:
    """With a reason and without: ``Moved from Wednesday, November 11, 2026: Veterans Day``."""
    weekdays = WEEKDAYS if said.code == "en" else names.weekdays(said.code)
    weekday = f"(?:{'|'.join(map(re.escape, weekdays))})"
    month = f"(?P<month>{'|'.join(map(re.escape, _months(said.code)))})"
    if said.code == "en":
        day = rf"{weekday}, {month} (?P<day>\d{{1,2}}), (?P<year>\d{{4}})"
    else:
        day = rf"{weekday},? (?P<day>\d{{1,2}})(?:º|er|ye)?(?: de)? {month}(?: de)? (?P<year>\d{{4}})"
    moved = said.template("Moved from {was}")
    parts = {"{was}": f"{day}{_HOUR}", _REASON: r"(?P<reason>(?s:.*))"}
    return [
        re.compile("".join(parts.get(each) or re.escape(each) for each in re.split(r"(\{[a-z]+\})", phrase)))
        for phrase in (moved, said.with_reason(moved, _REASON))
    ]
