"""The rule of a series: plain words or an RRULE (RFC 5545, 3.3.10), and the days that it gives.

A rule gives days, never hours: the hour is the series' ``start_time``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import Any, Final

import msgspec

from lacwg.errors import LacwgError
from lacwg.schedule.span import Moment, day_of, has_hour
from lacwg.text.english import WEEKDAYS, listed

HORIZON: Final = dt.date(2200, 12, 31)
"""No rule is followed beyond this day."""

CODES: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
ORDINALS: Final = {1: "1st", 2: "2nd", 3: "3rd", 4: "4th", 5: "5th", -1: "last"}
_BY_ORDINAL: Final = {said: number for number, said in ORDINALS.items()}
_MOST_APART: Final = 1000
"""Every how many days, weeks, months or years a rule may have a date."""
_FREQUENCIES: Final = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_PARTS: Final = frozenset((
    "FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYMONTH", "BYSETPOS", "WKST",
))  # fmt: skip
EXAMPLES: Final = (
    '"2nd Wednesday", "1st and 3rd Thursday", "last Friday", "every Saturday", "every other Monday", '
    '"primer y tercer jueves" or an RRULE such as "FREQ=MONTHLY;BYDAY=2WE"'
)


class _Byday(msgspec.Struct, frozen=True):
    """One day of a BYDAY list: "2WE", "-1FR", "MO"."""

    ordinal: int | None
    code: str


def _byday(text: str) -> _Byday | None:
    number, code = text[:-2], text[-2:]
    digits = number[1:] if number[:1] in ("+", "-") else number
    if code not in CODES or (number and not (_is_number(digits) and len(digits) <= 2)):
        return None
    return _Byday(int(number) if number else None, code)


def _may_meet(one: _Byday, other: _Byday) -> bool:
    """Whether a weekday counted from the beginning of a month can be one counted from its end."""
    if one.code != other.code or not (one.ordinal or 0) > 0 > (other.ordinal or 0):
        return False
    return (one.ordinal or 0) - (other.ordinal or 0) in (5, 6)  # a month has four or five of each weekday


def _days_in_month(year: int, month: int) -> int:
    return (dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)).day


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal()


class RuleError(LacwgError):
    """A rule that cannot be read, or that never comes."""


class Rule(msgspec.Struct, frozen=True):
    """A rule, taken apart. ``parts`` are those of the RRULE in its order, without COUNT and UNTIL."""

    parts: tuple[tuple[str, str], ...]
    count: int | None = None
    until: Moment | None = None
    """The last day, or the last moment, which a zone and an hour make a day of (``ending``)."""

    def part(self, name: str) -> str | None:
        """One part's value, such as ``part("BYDAY") == "2WE"``."""
        return dict(self.parts).get(name)

    @property
    def rrule(self) -> str:
        """As RFC 5545 writes it, without COUNT and UNTIL."""
        return ";".join(f"{name}={value}" for name, value in self.parts)

    @property
    def interval(self) -> int:
        """Every how many weeks, months, …"""
        return int(self.part("INTERVAL") or 1)

    def ending(self, zone: dt.tzinfo, time: dt.time | None) -> Rule:
        """The same rule with a day for its end: the last on which ``time`` in ``zone`` is not after it."""
        until = self.until
        if not has_hour(until):
            return self
        local = until.astimezone(zone) if until.tzinfo is not None else until
        day = local.date()
        if time is not None and time > local.time():
            day -= dt.timedelta(days=1)
        return Rule(self.parts, self.count, day)

    def by_ordinal(self) -> tuple[Rule, ...]:
        """One rule for each ordinal of "1st and 3rd Thursday", as Outlook passes over such lists.

        A rule whose ordinals can name the same day ("4th and last Thursday") is left whole, since
        in pieces it would give that day twice.
        """
        days = (self.part("BYDAY") or "").split(",")
        matches = [match for day in days if (match := _byday(day)) and match.ordinal]
        whole = len(days) < 2 or len(matches) < len(days) or any(_may_meet(a, b) for a in matches for b in matches)
        if whole or self.part("FREQ") != "MONTHLY" or self.part("BYSETPOS"):
            return (self,)
        each_one = (tuple((name, day if name == "BYDAY" else value) for name, value in self.parts) for day in days)
        return tuple(Rule(parts, self.count, self.until) for parts in each_one)

    def has_ordinal_of(self, day: dt.date) -> bool:
        """Whether ``day`` is, say, a 2nd Wednesday of its month; of a rule that ``by_ordinal`` cut out."""
        match = _byday(self.part("BYDAY") or "")
        if match is None or CODES[day.weekday()] != match.code:
            return False
        from_end = (_days_in_month(day.year, day.month) - day.day) // 7 + 1
        return match.ordinal in ((day.day - 1) // 7 + 1, -from_end)


@lru_cache(maxsize=256)
def parse(text: str) -> Rule:
    """Reads plain words or an RRULE."""
    return _parse_rrule(text) if "=" in text else _parse_words(text)[0]


def in_english(text: str) -> str:
    """A rule as files have it: as it was typed, but in English words. Raises ``RuleError``."""
    if "=" in text:
        return text
    rule, language = _parse_words(text)
    return text if language == "en" else words(rule).removesuffix(" of the month")


def words(rule: Rule) -> str:
    """The rule in plain words; an RRULE that they cannot say comes back as it is."""
    if rule.count:
        return f"{rule.rrule};COUNT={rule.count}"
    if rule.until is not None:
        form = "%Y%m%dT%H%M%SZ" if has_hour(rule.until) else "%Y%m%d"
        return f"{rule.rrule};UNTIL={rule.until:{form}}"
    said = plain(rule)
    if said is None:
        return rule.rrule
    interval, names = said.interval, listed([WEEKDAYS[day] for day in said.weekdays])
    if said.frequency == "DAILY":
        return "every day" if interval == 1 else "every other day" if interval == 2 else f"every {interval} days"
    if said.frequency == "WEEKLY":
        often = {1: "every", 2: "every other"}.get(interval, f"every {interval} weeks on")
        return f"{often} {names}"
    return f"{listed([ORDINALS[number] for number in said.ordinals])} {names} of the month"


def dates(rule: Rule, anchor: dt.date, start: dt.date | None = None) -> Iterator[dt.date]:
    """The days of a rule, oldest first, from ``start`` on.

    The first day on or after ``anchor`` that fits starts the count: of "every other Monday" it is
    the first Monday. Ends with the rule or at ``HORIZON``.
    """
    begin = first_date(rule, anchor)
    if begin is None:
        return
    start = max(start or begin, begin)
    origin = begin if rule.count else _skip_ahead(rule, begin, start)
    last = _last(rule)
    for day in islice(_days(rule, begin, origin, rule.interval), rule.count):
        if day > last:
            return
        if day >= start:
            yield day


def first_counted(rule: Rule, start: dt.date) -> dt.date | None:
    """The first day by a rule whose weeks, months or years are counted from that of ``start`` on (RFC 5545, 3.3.10)."""
    day = next(_days(rule, start, start, rule.interval), None)
    return None if day is None or day > _last(rule) else day


@lru_cache(maxsize=1024)
def first_date(rule: Rule, anchor: dt.date) -> dt.date | None:
    """The first day on or after ``anchor`` that fits; None if there is none."""
    day = next(_days(rule, anchor, anchor, 1), None)
    return None if day is None or day > _last(rule) else day


def _last(rule: Rule) -> dt.date:
    """The day on which a rule ends at the latest."""
    return HORIZON if rule.until is None else min(HORIZON, day_of(rule.until))


def _days(rule: Rule, begin: dt.date, origin: dt.date, interval: int) -> Iterator[dt.date]:
    """The days from ``begin`` on, looked for from ``origin``, which lies in a week or month that counts.

    What plain words say is worked out here, as that is quicker than to load dateutil, which does the
    rest; a test holds the two against each other.
    """
    days = [match for day in (rule.part("BYDAY") or "").split(",") if (match := _byday(day))]
    names, frequency = {name for name, _ in rule.parts} - {"FREQ", "INTERVAL", "BYDAY"}, rule.part("FREQ")
    if days and frequency == "MONTHLY" and not names and all(day.ordinal for day in days):
        return (day for day in _monthly(days, origin, interval) if day >= begin)
    if days and frequency == "WEEKLY" and names <= {"WKST", "BYSETPOS"}:
        return (day for day in _weekly(rule, days, origin, interval) if day >= begin)
    return _by_dateutil(rule, origin, interval)


def _monthly(days: list[_Byday], origin: dt.date, interval: int) -> Iterator[dt.date]:
    """The nth weekdays of every ``interval``-th month from that of ``origin`` on."""
    for months in range(origin.year * 12 + origin.month - 1, (HORIZON.year + 1) * 12, interval):
        year, month = months // 12, months % 12 + 1
        found = (nth_weekday(year, month, CODES.index(each.code), each.ordinal or 0) for each in days)
        yield from sorted({day for day in found if day is not None})


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> dt.date | None:
    """The nth such weekday of a month, counted from its end below zero; None where there are fewer."""
    first = 1 + (weekday - dt.date(year, month, 1).weekday()) % 7
    found = range(first, _days_in_month(year, month) + 1, 7)
    return dt.date(year, month, found[nth - (nth > 0)]) if 1 <= abs(nth) <= len(found) else None


def _weekly(rule: Rule, days: list[_Byday], origin: dt.date, interval: int) -> Iterator[dt.date]:
    """The weekdays of every ``interval``-th week from that of ``origin`` on; of BYSETPOS those of the whole week.

    dateutil counts them from ``origin`` on.
    """
    begins = CODES.index(rule.part("WKST") or "MO")
    offsets = sorted({(CODES.index(day.code) - begins) % 7 for day in days})
    if positions := rule.part("BYSETPOS"):
        numbers = {int(each) for each in positions.split(",")}
        size = len(offsets)
        offsets = [each for at, each in enumerate(offsets) if numbers & {at + 1, at - size}]
    first = origin.toordinal() - (origin.weekday() - begins) % 7
    for week in range(first, HORIZON.toordinal() - 6, 7 * interval) if offsets else ():
        yield from (dt.date.fromordinal(max(1, week + offset)) for offset in offsets)


def _by_dateutil(rule: Rule, origin: dt.date, interval: int) -> Iterator[dt.date]:
    # Built from its parts: rrulestr() would load dateutil's date parser.
    from dateutil import rrule as dateutil

    options: dict[str, Any] = {}
    for name, value in rule.parts:
        if name == "BYDAY":
            options["byweekday"] = [
                dateutil.weekday(CODES.index(match.code), match.ordinal)
                for match in map(_byday, value.split(","))
                if match
            ]
        elif name == "WKST":
            options["wkst"] = CODES.index(value)
        elif name.startswith("BY"):
            options[name.lower()] = [int(number) for number in value.split(",")]
    frequency = getattr(dateutil, rule.part("FREQ") or "")
    begin, until = (dt.datetime.combine(day, dt.time()) for day in (origin, HORIZON))
    return (moment.date() for moment in dateutil.rrule(frequency, begin, interval, until=until, **options))


def _skip_ahead(rule: Rule, begin: dt.date, start: dt.date) -> dt.date:
    """A day from which the rule gives the same days from ``start`` on, without those before.

    The series may be decades old, and every day on the way costs time.
    """
    frequency = rule.part("FREQ")
    explicit = rule.part("BYDAY") or rule.part("BYMONTHDAY")
    if frequency == "DAILY":
        step = rule.interval
        return begin + dt.timedelta(days=(start - begin).days // step * step)
    if frequency == "WEEKLY":
        step = 7 * rule.interval
        return begin + dt.timedelta(days=max(0, (start - begin).days // step - 1) * step)
    if frequency == "MONTHLY" and explicit:
        months = (start.year - begin.year) * 12 + start.month - begin.month
        months = months // rule.interval * rule.interval
        if months > 0:
            year, month = divmod(begin.year * 12 + begin.month - 1 + months, 12)
            return dt.date(year, month + 1, 1)
    return begin


def _parse_rrule(text: str) -> Rule:
    parts: dict[str, str] = {}
    for piece in text.strip().upper().removeprefix("RRULE:").rstrip(";").split(";"):
        name, _, value = piece.partition("=")
        if name in ("BYHOUR", "BYMINUTE", "BYSECOND"):
            raise _wrong(text, f"{name} has no place here: start_time says the hour")
        if name not in _PARTS or not value:
            raise _wrong(text, f'"{piece}" is not a part of an RRULE')
        if name in parts:
            raise _wrong(text, f"{name} stands twice")
        parts[name] = value
    if parts.get("FREQ") not in _FREQUENCIES:
        raise _wrong(text, f"FREQ must be {listed(list(_FREQUENCIES), 'or')}")
    if "COUNT" in parts and "UNTIL" in parts:
        raise _wrong(text, "COUNT and UNTIL exclude each other")
    count, until = _number(text, "COUNT", parts.pop("COUNT", None), 10_000), _until(text, parts.pop("UNTIL", None))
    _check_days(text, parts)
    _check_numbers(text, parts)
    if parts.get("WKST", "MO") not in CODES:
        raise _wrong(text, "WKST is a weekday as MO or SU")
    _number(text, "INTERVAL", parts.get("INTERVAL"), _MOST_APART)
    return Rule(tuple(parts.items()), count, until)


def _check_days(text: str, parts: dict[str, str]) -> None:
    days = parts.get("BYDAY", "MO").split(",")
    if len(set(days)) < len(days):
        raise _wrong(text, "BYDAY says the same twice")
    for day in days:
        match = _byday(day)
        if match is None:
            raise _wrong(text, f'"{day}" is not a weekday as BYDAY writes it: MO, 2WE, -1FR')
        if match.ordinal is None:
            continue
        most = {"MONTHLY": 5, "YEARLY": 5 if "BYMONTH" in parts else 53}.get(parts["FREQ"])
        if most is None:
            raise _wrong(text, f'"{day}": only a month or a year has a weekday by number')
        if not 1 <= abs(match.ordinal) <= most:
            raise _wrong(text, f'"{day}" never comes')


# What RFC 5545, 3.3.10 lets each part say, and with which FREQ it has no place.
_NUMBERS: Final = {
    "BYMONTH": (1, 12, ()),
    "BYMONTHDAY": (1, 31, ("WEEKLY",)),
    "BYYEARDAY": (1, 366, ("DAILY", "WEEKLY", "MONTHLY")),
    "BYWEEKNO": (1, 53, ("DAILY", "WEEKLY", "MONTHLY")),
    "BYSETPOS": (1, 366, ()),
}


def _check_numbers(text: str, parts: dict[str, str]) -> None:
    numbers: dict[str, list[int]] = {}
    for name, (least, most, without) in _NUMBERS.items():
        if name not in parts:
            continue
        if parts["FREQ"] in without:
            raise _wrong(text, f"{name} has no place beside FREQ={parts['FREQ']}")
        signed = [each.removeprefix("-") if name != "BYMONTH" else each for each in parts[name].split(",")]
        if not all(_is_number(each) and least <= int(each) <= most for each in signed):
            raise _wrong(text, f"{name} takes numbers from {least} to {most}")
        numbers[name] = [int(each) for each in parts[name].split(",")]
    if "BYSETPOS" in parts and not any(name.startswith("BY") and name != "BYSETPOS" for name in parts):
        raise _wrong(text, "BYSETPOS chooses among the days of another part, and there is none")
    # Left to dateutil, February 30 would be looked for until the year 9999.
    longest = max(_days_in_month(2020, month) for month in numbers.get("BYMONTH", [1]))
    if not any(abs(day) <= longest for day in numbers.get("BYMONTHDAY", [1])):
        raise _wrong(text, "its months have no such day")


def _number(text: str, name: str, value: str | None, most: int) -> int | None:
    if value is not None and not (_is_number(value) and 1 <= int(value) <= most):
        raise _wrong(text, f"{name} must be a number from 1 to {most}")
    return None if value is None else int(value)


def _until(text: str, value: str | None) -> dt.date | dt.datetime | None:
    if value is None:
        return None
    try:
        if "T" not in value:
            return dt.datetime.strptime(value, "%Y%m%d").date()  # noqa: DTZ007 - a day has no zone
        moment = dt.datetime.strptime(value.removesuffix("Z"), "%Y%m%dT%H%M%S")  # noqa: DTZ007 - added below
    except ValueError:
        raise _wrong(text, f"UNTIL={value} is not a date") from None
    return moment.replace(tzinfo=dt.UTC) if value.endswith("Z") else moment


def _wrong(text: str, why: str) -> RuleError:
    return RuleError(f'the rule "{text}" cannot be read: {why}', hint=f"write it as {EXAMPLES}")


def _parse_words(text: str) -> tuple[Rule, str]:
    """The rule of plain words, and their language."""
    nth, _, day = text.partition(" ")
    if day in WEEKDAYS and (number := _BY_ORDINAL.get(nth)):  # as files have most: no language is asked for it
        return _rule("MONTHLY", 1, [f"{number}{CODES[WEEKDAYS.index(day)]}"]), "en"
    from lacwg.schedule import rule_languages

    for said in rule_languages.readings(text):
        ordinals = list(dict.fromkeys(ordinal for each, _ in said.days for ordinal in each))
        if said.interval > _MOST_APART:
            raise _wrong(text, "that is too seldom")
        if said.daily and not said.days and said.every:
            return _rule("DAILY", said.interval), said.language
        if said.daily or not said.days or (ordinals and not all(each for each, _ in said.days)):
            continue
        codes = [f"{ordinal}{CODES[day]}" for each, day in said.days for ordinal in each or ("",)]
        if len(set(codes)) < len(codes):
            raise _wrong(text, "it says the same twice")
        if ordinals:
            sure = not said.every or said.of_month
            _check_ordinals(text, ordinals, [CODES[day] for _, day in said.days], said.interval, sure=sure)
            return _rule("MONTHLY", 1, codes), said.language
        if said.every or said.plural:
            return _rule("WEEKLY", said.interval, codes), said.language
        day = WEEKDAYS[said.days[0][1]]
        which = f"it does not say which {day} of the month"
        raise _wrong(text, f'{which}; say which ones, such as "every {day}" or "2nd {day}"')
    raise _wrong(text, rule_languages.fault(text))


def _check_ordinals(text: str, ordinals: list[int], days: list[str], interval: int, *, sure: bool) -> None:
    """Refuses "every second Thursday": it may be every other one. ``sure``: it is of the month."""
    if interval > 1:
        raise _wrong(text, 'of "every other" and "2nd" one can be said in words')
    nth = ordinals[0]
    if not sure and len(ordinals) == 1 and nth > 1:
        day, often = WEEKDAYS[CODES.index(days[0])], "other" if nth == 2 else f"{nth} weeks on"
        raise _wrong(text, f'say which you mean: "{ORDINALS[nth]} {day}" of the month, or "every {often} {day}"')


def _rule(frequency: str, interval: int, days: list[str] | None = None) -> Rule:
    parts = [("FREQ", frequency)]
    if interval > 1:
        parts.append(("INTERVAL", str(interval)))
    if days:
        parts.append(("BYDAY", ",".join(days)))
    return Rule(tuple(parts))


class Plain(msgspec.Struct, frozen=True):
    """What plain words can say of a rule, taken apart for any language."""

    frequency: str
    """``DAILY``, ``WEEKLY`` or ``MONTHLY``."""
    interval: int
    ordinals: tuple[int, ...]
    """Of a monthly rule: 1 to 5, and -1 for the last; each goes with each of the weekdays."""
    weekdays: tuple[int, ...]
    """Monday is 0; in the rule's order."""


def plain(rule: Rule) -> Plain | None:
    """A rule taken apart as plain words say it; None for one that they cannot say."""
    parts = dict(rule.parts)
    frequency, interval = parts.pop("FREQ"), int(parts.pop("INTERVAL", "1"))
    days = [match for day in parts.pop("BYDAY", "").split(",") if (match := _byday(day))]
    positions = [int(each) for each in parts.pop("BYSETPOS", "").split(",") if each]
    if positions and frequency == "MONTHLY" and len(days) == 1 and not days[0].ordinal:
        # as Outlook writes "2nd Monday"
        days, positions = [_Byday(each, days[0].code) for each in positions], []
    if frequency == "DAILY" and interval == 1 and days:
        frequency = "WEEKLY"
    parts.pop("WKST", None)
    if parts or positions or rule.count or rule.until is not None:
        return None
    weekdays = tuple(dict.fromkeys(CODES.index(day.code) for day in days))
    ordinals = tuple(dict.fromkeys(day.ordinal for day in days if day.ordinal))
    said = Plain(frequency, interval, ordinals, weekdays)
    if frequency == "DAILY" and not days:
        return said
    if frequency == "WEEKLY" and days and not ordinals:
        return said
    if frequency == "MONTHLY" and interval == 1 and days and all(day.ordinal in ORDINALS for day in days):
        # "1st and 3rd Thursday"; "1st Tuesday and Thursday" lists every pair, "1st Tuesday, 2nd Friday" cannot be said
        return said if len(ordinals) * len(weekdays) == len(days) else None
    return None
