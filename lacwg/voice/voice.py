"""What is told in a language: dates, hours, rules, names and our own phrases."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Final

from lacwg.records import LANGUAGES, Language
from lacwg.schedule import rules
from lacwg.schedule import wording as english
from lacwg.voice import names, phrases, rule_words
from lacwg.voice.codes import known
from lacwg.voice.list_format import Last, joined

__all__ = ["LANGUAGES", "Language", "Wording", "phrase", "wording"]

_OWN_NAMES: Final[dict[Language, str]] = {
    "en": "English",
    "es": "Español",
    "pt": "Português",
    "fr": "Français",
    "ht": "Kreyòl ayisyen",
}


def phrase(text: str) -> str:
    """Marks a phrase for the translators where it stands alone; it is said later, by ``Wording.say``."""
    return text


class Wording:
    """One language: English here, the others below. Whatever English says is what ``schedule.wording`` says."""

    def __init__(self, code: Language) -> None:
        self.code: Final = code
        self.own_name: Final = _OWN_NAMES[code]
        """What its speakers call it: "Kreyòl ayisyen"."""

    def say(self, phrase: str, /, **values: object) -> str:
        """A phrase of ours, given in English, with its ``{names}`` filled in; in English if nobody translated it.

        In templates it is called ``_``. Raises ``KeyError`` for a name without a value.
        """
        return phrases.filled(self._translated(phrase)[0], values)

    def translated(self, phrase: str) -> str:
        """The phrase with its ``{names}`` still in it."""
        return self._translated(phrase)[0]

    def count(self, one: str, many: str, number: int) -> str:
        """The phrase for a number of things, which stands in it as ``{count}``: ``1 meeting``, ``2 meetings``."""
        return phrases.filled(self._of_number(one, many, number), {"count": number})

    def full_date(self, day: dt.date, *, year: bool = True) -> str:
        """``Wednesday, December 9, 2026``, ``miércoles, 9 de diciembre de 2026``; or without the year."""
        return english.full_date(day, year=year)

    def long_date(self, day: dt.date) -> str:
        """``December 9, 2026``, ``9 de diciembre de 2026``."""
        return english.long_date(day)

    def month_day(self, day: dt.date) -> str:
        """``December 9``, ``9 de diciembre``."""
        return english.month_day(day)

    def clock_time(self, moment: dt.datetime | dt.time) -> str:
        """``5:00 PM``, ``5:00 p.m.``, ``17:00``; with the seconds where there are any."""
        return english.clock_time(moment)

    def clock_span(
        self, start: dt.datetime, end: dt.datetime | None, zone_name: str, end_zone_name: str | None = None
    ) -> str:
        """``7:00–8:30 PM EST``, ``19:00–20:30 EST``, ``9:00 PM EST – December 4, 1:00 AM EST``."""
        return english.clock_span(start, end, zone_name, end_zone_name)

    def day_span(self, first: dt.date, last: dt.date | None) -> str:
        """``Friday, December 4 – Sunday, December 6, 2026``, or the one day."""
        if last is None or last == first:
            return self.full_date(first)
        return f"{self.full_date(first, year=first.year != last.year)} – {self.full_date(last)}"

    def listed(self, items: list[str], last: Last = "and") -> str:
        """``a, b and c``, or with "or"."""
        return joined(items, self.code, last)

    def rule(self, rule: rules.Rule) -> str:
        """``2nd Wednesday of the month``, ``segundo miércoles de cada mes``; an RRULE where words cannot say it."""
        return rules.words(rule)

    def country(self, code: str) -> str:
        """A country by its code (ISO 3166-1 alpha-2); a code that is none comes back as it is."""
        return names.country(code, self.code)

    def city(self, zone: str) -> str:
        """The place of an IANA zone: ``Mexico City``, ``Ciudad de México``."""
        return names.city(zone, self.code)

    def _translated(self, phrase: str) -> tuple[str, ...]:
        return phrases.catalog(self.code).get(phrase) or (phrase,)

    def _of_number(self, one: str, many: str, number: int) -> str:
        forms = self._translated(one)
        if len(forms) < 2:  # English, or not translated
            return one if number == 1 else many
        return forms[0 if phrases.is_one(number, self.code) else 1]


class _Translated(Wording):
    """Any language but English: its date is weekday, day, month and year, in this order."""

    def full_date(self, day: dt.date, *, year: bool = True) -> str:
        between = ", " if self.code in ("es", "pt") else " "
        weekday = names.weekdays(self.code)[day.weekday()]
        return f"{weekday}{between}{self.long_date(day) if year else self.month_day(day)}"

    def long_date(self, day: dt.date) -> str:
        return f"{self.month_day(day)}{' de ' if self.code in ('es', 'pt') else ' '}{day.year}"

    def month_day(self, day: dt.date) -> str:
        first = {"pt": "1º", "fr": "1er", "ht": "1ye"}.get(self.code, "1")
        number = first if day.day == 1 else str(day.day)
        return f"{number}{' de ' if self.code in ('es', 'pt') else ' '}{names.months(self.code)[day.month - 1]}"

    def clock_time(self, moment: dt.datetime | dt.time) -> str:
        if self.code in ("pt", "fr"):
            return f"{moment:%H:%M:%S}" if moment.second else f"{moment:%H:%M}"
        said = english.clock_time(moment)
        if self.code == "es":
            return said.replace("AM", "a.m.").replace("PM", "p.m.")
        return said

    def clock_span(
        self, start: dt.datetime, end: dt.datetime | None, zone_name: str, end_zone_name: str | None = None
    ) -> str:
        first = self.clock_time(start)
        if end is None:
            return f"{first} {zone_name}"
        last, last_name = self.clock_time(end), end_zone_name or zone_name
        if end.date() != start.date():
            day = self.month_day(end) if end.year == start.year else self.long_date(end)
            return f"{first} {zone_name} – {day}, {last} {last_name}"
        if last_name != zone_name:
            return f"{first} {zone_name}–{last} {last_name}"
        if self.code in ("es", "ht") and english.half_of_day(start) == english.half_of_day(end):
            first = first.rsplit(" ", 1)[0]
        return f"{first}–{last} {zone_name}"

    def rule(self, rule: rules.Rule) -> str:
        plain = rules.plain(rule)
        return rules.words(rule) if plain is None else rule_words.said(plain, self.code)


@cache
def _wording(code: Language) -> Wording:
    return Wording(code) if code == "en" else _Translated(code)


def wording(language: str) -> Wording:
    """The wording of a language; English for one that we do not speak."""
    return _wording(known(language) or "en")
