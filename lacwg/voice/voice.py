"""What is told in a language: dates, hours, what happened to a date, rules, names and our own phrases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Final, Literal

from msgspec.structs import replace

from lacwg.records import LANGUAGES, Group, Language, MembersTable, SeriesException
from lacwg.schedule import rules, zones
from lacwg.schedule.occurrences import Occurrence
from lacwg.schedule.span import Span, has_hour
from lacwg.schedule.zones import abbreviation
from lacwg.text.english import ENGLISH_PATTERN, MONTHS, WEEKDAYS, DatePattern, DateStyle, Names
from lacwg.voice import known
from lacwg.voice.catalog import catalog, filled, is_one, key, value_in

if TYPE_CHECKING:
    from lacwg.records import CoHost, Speaker
    from lacwg.voice.names import Last

__all__ = ["LANGUAGES", "Language", "Voice", "phrase", "voice"]

_OWN_NAMES: Final[dict[Language, str]] = {
    "en": "English",
    "es": "Español",
    "pt": "Português",
    "fr": "Français",
    "ht": "Kreyòl ayisyen",
}
_SPANISH: Final = DatePattern(
    full="{weekday}, {date}",
    long="{date} de {year}",
    month_day="{day} de {month}",
    short="{weekday}  {day} {month} {year}",
    halves=("a.m.", "p.m."),
)
_FRENCH: Final = DatePattern(
    full="{weekday} {date}",
    long="{date} {year}",
    month_day="{day} {month}",
    short="{weekday}  {day} {month} {year}",
    first="1er",
)
_PATTERNS: Final[dict[Language, DatePattern]] = {
    "en": ENGLISH_PATTERN,
    "es": _SPANISH,
    "pt": replace(_SPANISH, first="1º", halves=None),
    "fr": _FRENCH,
    "ht": replace(_FRENCH, first="1ye", halves=ENGLISH_PATTERN.halves),
}
_OTHER_CLOCK: Final[dict[Language, str]] = {
    "en": "AI AT BE BI BW BZ CC CH CK CM CX CZ DE DG DK EE ES FI FK FR GB GE GG GI GS HU ID IE IL IM IO IT JE JP KE LT "
    "LV MG MS MT MU MV NF NG NL NO NR NU PL PN PT RO RW SC SE SH SI SK SX TK TV TZ UA UG ZA ZM ZW",
    "es": "AR BR BZ CL ES GQ PY UY",
    "pt": "MO",
    "fr": "DJ DZ MR SY TD TN VU",
}
"""The countries in which a language counts 24 hours, or of Portuguese and French 12, as CLDR has it."""
Place = Literal["page", "entry", "list"]
"""Where it stands what happened to a date: below the date, in an entry of its own, or beside others in a list."""


def _names(code: Language) -> Names:
    if code == "en":
        return WEEKDAYS, MONTHS
    from lacwg.voice import names

    return names.weekdays(code), names.months(code)


def phrase(text: str) -> str:
    """Marks a phrase for the translators where it stands alone; it is said later, by ``Voice.gettext``."""
    return text


FORMATS: Final = {
    "online": phrase("Online"),
    "in-person": phrase("In person"),
    "hybrid": phrase("Online and in person"),
}


_HEADLINES: Final = {
    "cancelled": phrase("Cancelled: {title}"),
    "tentative": phrase("Tentative: {title}"),
    "moved": phrase("Moved: {title}"),
}


NO_MORE: Final = phrase("no more dates")


def headed(text: str) -> str:
    """A text that stands alone, with a capital: most languages write weekdays small."""
    return text[:1].upper() + text[1:]


def unheaded(text: str) -> str:
    """A phrase that begins with a capital, to go on within a line."""
    return text[:1].lower() + text[1:]


class Voice(DateStyle):
    """What we say in one language."""

    def __init__(self, code: Language, halves: tuple[str, str] | None) -> None:
        """``halves``: the words for before and after noon; None where 24 hours are counted."""
        super().__init__(replace(_PATTERNS[code], halves=halves), lambda: _names(code))
        self.code: Final = code
        self.own_name: Final = _OWN_NAMES[code]
        """What its speakers call it: "Kreyòl ayisyen"."""

    # Our own phrases

    def gettext(self, phrase: str, /, context: str | None = None, **values: object) -> str:
        """A phrase of ours, given in English, with its ``{names}`` filled in; in English if nobody translated it.

        In templates it is called ``_``. ``context``: what it is said of, where a language's words agree with that:
        an occurrence's kind, or what ``place`` gives. Raises ``KeyError`` for a name without a value.
        """
        return filled(self.template(phrase, context), values)

    def template(self, phrase: str, context: str | None = None) -> str:
        """The phrase with its ``{names}`` still in it."""
        return ((context and catalog(self.code).get(key(phrase, context))) or self._translated(phrase))[0]

    def place(self, zone: str) -> dict[str, str | None]:
        """For phrases with a zone's ``{city}`` in them: that, and the context by which its preposition is chosen."""
        from lacwg.voice import names

        city, context = names.place(zone, self.code)
        return {"city": city, "context": context}

    def value_in(self, phrase: str, text: str) -> str | None:
        """What stands in a text at the one ``{name}`` of a phrase; None for a text that is another."""
        return value_in(self.template(phrase), text)

    def ngettext(self, one: str, many: str, number: int) -> str:
        """The phrase for a number of things, which stands in it as ``{count}``: ``1 meeting``, ``2 meetings``."""
        forms = self._translated(one)
        if len(forms) < 2:  # English, or not translated
            return filled(one if number == 1 else many, {"count": number})
        return filled(forms[0 if is_one(number, self.code) else 1], {"count": number})

    def _translated(self, phrase: str) -> tuple[str, ...]:
        return catalog(self.code).get(phrase) or (phrase,)

    # When

    def when(self, span: Span, *, year: bool = True, abroad: bool = False) -> str:
        """``Wednesday, December 9, 2026 · 5:00 PM EST``; of whole days the dates alone."""
        day = self.day(span, year=year)
        return day if span.all_day else f"{day} · {self.hours_abroad(span) if abroad else self.hours(span)}"

    def day(self, span: Span, *, year: bool = True) -> str:
        """``Wednesday, December 9, 2026``; of whole days all of them, ``year`` or not where they are several."""
        if span.all_day and span.last_day != span.day:
            return self.day_span(span.day, span.last_day)
        return self.full_date(span.day, year=year)

    def hours(self, span: Span) -> str:
        """``5:00 PM EST`` or ``7:00–8:30 PM EST``; ``all day``, or ``until`` the last one."""
        start, end = span.starts_at, span.ends_at
        if start is not None:
            return self.clock_span(start, end, abbreviation(start), None if end is None else abbreviation(end))
        if span.last_day == span.day:
            return self.gettext("all day")
        return self.gettext("until {day}", day=self.long_date(span.last_day))

    def hours_abroad(self, span: Span) -> str:
        """The same for readers who may be elsewhere: ``5:00 p.m. (hora de Nueva York, EST)``.

        In English people know the abbreviations.
        """
        start, end, zone = span.starts_at, span.ends_at, span.zone.key
        if start is None or self.code == "en" or not zones.is_place(zone):
            return self.hours(span)
        hours = " ".join(self.clock_span(start, end, "").split())
        names = dict.fromkeys(abbreviation(each) for each in (start, end) if each is not None)
        return self.gettext("{hours} ({city} time, {zone})", hours=hours, zone="/".join(names), **self.place(zone))

    def hour_in(self, span: Span, zone: dt.tzinfo) -> str:
        """The hour that clocks elsewhere show then, with the weekday where it is another day."""
        start = span.starts_at
        if start is None:
            return self.gettext("all day")
        there = start.astimezone(zone)
        day = "" if there.date() == start.date() else f"{self.weekday(there)[:3]} "
        return f"{day}{self.clock_time(there)} {abbreviation(there)}"

    def in_days(self, day: dt.date, today: dt.date) -> str:
        """How far off a day is: ``today``, ``tomorrow``, ``in 15 days``, ``3 days ago``, ``5 years ago``."""
        days = (day - today).days
        if days in (-1, 0, 1):
            return self.gettext((phrase("today"), phrase("tomorrow"), phrase("yesterday"))[days])
        years = abs(days) * 100 // 36525
        if years and days > 0:
            return self.ngettext("in {count} year", "in {count} years", years)
        if years:
            return self.ngettext("{count} year ago", "{count} years ago", years)
        if days > 0:
            return self.ngettext("in {count} day", "in {count} days", days)
        return self.ngettext("{count} day ago", "{count} days ago", -days)

    def how_soon(self, span: Span, now: dt.datetime) -> str:
        """``in 15 days``, ``today``; while it runs ``now, until 6:00 PM``.

        Without an end: ``today, began at 5:00 PM``.
        """
        today, end = now.astimezone(span.zone).date(), span.ends_at
        if span.start_utc > now or now >= span.over_utc:
            return self.in_days(span.day, today)
        if end is not None and end.date() == today:
            return self.gettext("now, until {hour}", hour=self.clock_time(end))
        if end is not None:
            return self.gettext("now, until {day}", day=f"{self.full_date(end)}, {self.clock_time(end)}")
        if span.starts_at is not None:
            return self.gettext("today, began at {hour}", hour=self.clock_time(span.starts_at))
        if span.last_day == span.day:
            return self.gettext("today")
        return self.gettext("now, until {day}", day=self.full_date(span.last_day))

    def rule(self, rule: rules.Rule, anchor: dt.date = dt.date.min, coming: Iterable[dt.date] = ()) -> str:
        """``2nd Wednesday of the month``, ``segundo miércoles de cada mes``.

        What words cannot say is said by the first three of its ``coming`` dates. ``anchor``: where its count begins.
        """
        from lacwg.voice import rule_words

        endless = rules.Rule(rule.parts)
        plain = rules.plain(endless)
        if plain is None:
            words = self._by_number(endless)
        else:
            words = rules.words(endless) if self.code == "en" else rule_words.said(plain, self.code)
        if not words:
            dates = [self.long_date(day) for day in islice(coming, 3)]
            return self.gettext("next on {dates}", dates=self.list_format(dates)) if dates else self.gettext(NO_MORE)
        if rule == endless:
            return words
        last = max(rules.dates(rule, anchor), default=anchor)
        return f"{words} ({self.gettext('until {day}', day=self.long_date(last))})"

    def _by_number(self, rule: rules.Rule) -> str:
        """A rule of days by number: ``days 1 and 15 of the month``, ``every year on May 1``; "" for any other."""
        parts = {name: value for name, value in rule.parts if name != "WKST" and (name, value) != ("INTERVAL", "1")}
        days = sorted(int(each) for each in parts.pop("BYMONTHDAY", "").split(",") if each)
        month = parts.pop("BYMONTH", "")
        leap = month == "2" and days == [29]
        if parts == {"FREQ": "YEARLY"} and month.isdecimal() and len(days) == 1 and days[0] > 0 and not leap:
            return self.gettext("every year on {day}", day=self.month_day(dt.date(2000, int(month), days[0])))
        if month or parts != {"FREQ": "MONTHLY"} or not days or (days[0] < 0 and days != [-1]):
            return ""
        if days == [-1]:
            return self.gettext("last day of the month")
        numbers = self.list_format(self._pattern.first if day == 1 else str(day) for day in days)
        if len(days) == 1:
            return self.gettext("day {days} of the month", days=numbers)
        return self.gettext("days {days} of the month", days=numbers)

    # What happened to a date, who speaks, how to join

    def title(self, occurrence: Occurrence) -> str:
        """The title, and that it is cancelled: many calendars do not show a status, and tables have none."""
        if occurrence.status == "cancelled":
            return self.gettext("CANCELLED: {title}", context=occurrence.kind, title=occurrence.title)
        return occurrence.title

    def headline(self, occurrence: Occurrence) -> str:
        """The title, behind what happened to it: ``Moved: LA/CWG monthly meeting``."""
        said = _HEADLINES.get(occurrence.status) or _HEADLINES.get(occurrence.change or "")
        return self.gettext(said, context=occurrence.kind, title=occurrence.title) if said else occurrence.title

    def status_note(self, occurrence: Occurrence, place: Place = "page") -> str:
        """``Moved from Wednesday, November 11, 2026: Veterans Day``; "" where nothing happened."""
        said, was = self.status_phrase(occurrence, place)
        if not said:
            return ""
        told = self.gettext(said, context=occurrence.kind, was=was, hour=was)
        note = self.with_reason(told, occurrence.reason)
        return unheaded(note) if place == "list" else note

    def status_phrase(self, occurrence: Occurrence, place: Place = "page") -> tuple[str, str]:
        """The same without its reason as a phrase, with ``{was}`` or ``{hour}`` in it, and what that stands for."""
        original = occurrence.original_start
        if occurrence.status == "cancelled":
            return phrase("Cancelled"), ""
        if occurrence.change == "moved" and original is not None:
            # where it still takes place on its day, which is told beside it, the hour is what moved
            hour = original if has_hour(original) and original.date() == occurrence.span.day else None
            if hour is not None and place != "entry":
                return phrase("Moved from {hour}"), self.clock_time(hour)
            day = self.long_date(original) if place == "list" else self.full_date(original)
            return phrase("Moved from {was}"), day if hour is None else f"{day}, {self.clock_time(hour)}"
        if occurrence.change == "extra":
            return (phrase("Extra") if place == "list" else phrase("An extra date")), ""
        if occurrence.change == "edited" and (place == "list" or (occurrence.reason or "").strip()):
            return phrase("Changed"), ""
        return "", ""

    def exception_note(self, exception: SeriesException, kind: str | None = None) -> str:
        """What an exception says, in a few words: ``moved to November 18: Veterans Day``; ``kind``: of its series."""
        if exception.cancelled:
            note = self.gettext("Cancelled", context=kind)
        elif (to := exception.moved_to) is not None:
            day = self.date_near(to.day, exception.date)
            hour = f", {self.clock_time(to.value)}" if has_hour(to.value) else ""
            note = self.gettext("Moved to {day}", context=kind, day=f"{day}{hour}")
        else:
            note = self.gettext("Extra") if exception.extra else self.gettext("Changed", context=kind)
        return self.with_reason(unheaded(note), exception.reason)

    def with_reason(self, note: str, reason: str | None) -> str:
        """A note and, where it is known, why."""
        return self.gettext("{name}: {about}", name=note, about=reason) if (reason or "").strip() else note

    def format_name(self, occurrence: Occurrence) -> str:
        """How people meet, in words; "" where that is not known."""
        return self.gettext(FORMATS[occurrence.format]) if occurrence.format else ""

    def speakers(self, speakers: tuple[Speaker, ...]) -> str:
        """A heading, and a line for each speaker; "" where nobody speaks."""
        lines = [f"{each.name} — {each.about}" if each.about else each.name for each in speakers]
        if not lines:
            return ""
        return "\n".join([self.gettext("Speakers:") if len(lines) > 1 else self.gettext("Speaker:"), *lines])

    def co_hosts(self, co_hosts: tuple[CoHost, ...]) -> str:
        """``With: Casa Cuba and Mass Peace``; "" where the group is alone."""
        return self.gettext("With: {names}", names=self.list_format(each.name for each in co_hosts)) if co_hosts else ""

    def join_lines(self, members: MembersTable) -> Iterator[str]:
        """The link and the number, as far as the reader has them."""
        if members.join_url:
            yield self.gettext("Join: {link}", link=members.join_url)
        if members.dial_in:
            yield self.gettext("Dial in: {number}", number=members.dial_in)

    # Lists and names

    def list_format(self, items: Iterable[str], last: Last = "and") -> str:
        """``a, b and c``, or with "or"."""
        from lacwg.voice import names

        return names.joined(list(items), self.code, last)

    def country(self, code: str) -> str:
        """A country by its code (ISO 3166-1 alpha-2); a code that is none comes back as it is."""
        from lacwg.voice import names

        return names.country(code, self.code)

    def city(self, zone: str) -> str:
        """The place of an IANA zone: ``Mexico City``, ``Ciudad de México``."""
        from lacwg.voice import names

        return names.city(zone, self.code)


@cache
def _voice(code: Language, clock: Literal["12", "24"] | None = None) -> Voice:
    usual = _PATTERNS[code].halves
    return Voice(code, None if clock == "24" else usual if clock is None else usual or ENGLISH_PATTERN.halves)


def voice(language: str) -> Voice:
    """The voice of a language; English for one that we do not speak."""
    return _voice(known(language) or "en")


def voice_of(group: Group, language: Language | None = None) -> Voice:
    """The voice of a group in a language, else in its own, in which it has the clock of its file or country."""
    own = known(group.language) or "en"
    return _voice(own, clock_of(group)) if language in (None, own) else _voice(language)


def english_of(group: Group) -> Voice:
    """English with a group's own clock, for what the terminal says of the group's hours."""
    return _voice("en", clock_of(group))


def clock_of(group: Group) -> Literal["12", "24"]:
    """How many hours a group's clocks have."""
    if group.clock is not None:
        return group.clock
    own = known(group.language) or "en"
    country = (group.country or zones.country(group.timezone) or "").upper()
    other = country in _OTHER_CLOCK.get(own, "").split()
    return "12" if (_PATTERNS[own].halves is None) == other else "24"


ENGLISH: Final = voice("en")
"""For errors and explanations, which are in English."""
