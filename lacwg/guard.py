"""The guard over what goes out: a last look for what its audience may not see.

Exporters get the redacted view and cannot give away what it lacks. Should one draw on something else all
the same, it is found here: a ``Watch`` goes along with the records as they are read and notes what is
withheld of them; what was made is then decoded and searched for it, in one pass over its words.

What counts as a find: of a link, an address or any text of at least ``SHORTEST_TEXT`` characters, all of its
words in their order; of a telephone number its digits, however they are set; of a key or a passcode of at
least ``SHORTEST_KEY`` characters the key as a word of its own, outside dates and times. What the view itself
holds is no leak: a private contact may be a public speaker. Neither is what an exporter puts together of dates
and of whole values of the view: "Wednesday, December 9, 2026", the group's name above its parent's.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final, Literal, NamedTuple, TypeVar
from urllib.parse import unquote_plus

from lacwg.audience import Reader, audiences, may_see
from lacwg.errors import LacwgError
from lacwg.languages import spoken
from lacwg.records import AudienceName, Group, Record, Table

R = TypeVar("R", bound=Record)

SHORTEST_TEXT: Final = 12
"""Characters below which a text can stand anywhere by chance: "Cuba"."""
SHORTEST_KEY: Final = 4
SHORTEST_PHONE: Final = 7
"""Digits."""

Kind = Literal["text", "phone", "key"]

_KEYS: Final = frozenset({"host_key"})
_PHONES: Final = frozenset({"phone", "dial_in"})
_FORM: Final = frozenset(
    {"rule", "timezone", "zones", "format", "status", "kind", "state", "languages", "language", "countries",
     "holidays", "audience", "uid", "uid_namespace"}
)  # fmt: skip
"""Fields that hold no words of anybody's: two records have the same ones without knowing of each other."""
_IDENTITY: Final = frozenset({"uid", "uid_namespace"})
"""Fields that say nothing to anybody: what is withheld must not stand there either."""

_WORD: Final = re.compile(r"\w+")
_PHONE: Final = re.compile("\\+?\\d(?:[\\s().\\-/\u2010-\u2015\u00b7\u2022]{0,3}\\d){6,}")
_BETWEEN_DIGITS: Final = re.compile(r"[^\d\n]+")
_CODE: Final = re.compile(r"(?<!\w)(?=\w*\d)\w{4,}(?!\w)")
_PASSCODE: Final = re.compile(r"[?&](?:pwd|passcode|password|p|pin|key|token)=([^&#\s]{4,})", re.IGNORECASE)
_LINK: Final = re.compile(r"(?:[a-z][a-z0-9+.-]*://|mailto:|tel:)\s*", re.IGNORECASE)
_INVISIBLE: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)
_ESCAPE: Final = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_BREAK: Final = re.compile(r"</?(?:p|br|li|ul|ol|div|h\d|t[drh]|table|hr)\s*/?>", re.IGNORECASE)
_TAG: Final = re.compile(r"</?[a-z][a-z0-9]{0,9}\s*/?>", re.IGNORECASE)
"""HTML within a text; what has attributes stays, as these may tell something."""
_BLANKS: Final = {"n": "\n", "N": "\n", "r": "\n", "t": "\t", "b": "", "f": ""}
_DATE: Final = re.compile(
    r"\d{4}-\d\d-\d\d(?:[T ][\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?"  # ISO 8601
    r"|(?<!\w)\d{8}(?:T\d{6}Z?)?(?!\w)"  # iCalendar
    r"|(?<!\w)\d{1,2}/\d{1,2}/\d{4}(?!\w)|(?<!\w)\d{1,2}:\d\d(?::\d\d)?(?!\w)|(?<!\w)[+-]\d{4}(?!\w)"
    r"|[^\W\d]+\.? \d{1,2}, \d{4}(?!\w)|(?<!\w)\d{1,2}\.? [^\W\d]+ \d{4}(?!\w)"  # in words
    r"|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"  # a UUID
)
_MONTHS: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
_WHEN: Final = re.compile(
    rf"\b(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\b|\b{_MONTHS}\.? \d{{1,2}}\b"
    rf"|\b\d{{1,2}}\.? {_MONTHS}\b|\b(?:\d{{1,2}} ?)?[ap]\.?m\b|(?-i:\b(?:[A-Z]{{1,4}}T|UTC)\b)",
    re.IGNORECASE,
)
"""What is said of a day and an hour beside what ``_DATE`` has: weekdays, days without a year, zones."""


_LABELS: Final = (
    "When", "Elsewhere", "Where", "Join", "Dial in", "More", "Agenda", "Speaker", "Speakers", "Cancelled", "Tentative",
    "Moved", "Moved from", "An extra date", "Changed", "Edited", "Online", "Online and in person", "In person",
    "Not certain yet", "To join, ask us for the link", "minutes", "in", "on", "and", "or", "True", "False", "yes",
)  # fmt: skip
"""What exporters say of themselves, around the values: an announcement that was copied into a note is no secret.
In other languages the catalogs have it: ``languages.spoken``."""
_ZONE: Final = re.compile(r"[A-Za-z]+(?:/[A-Za-z_-]+)+")


class LeakError(LacwgError):
    """What was made would tell its audience something that it may not see."""


class Withheld(NamedTuple):
    """A value that an audience may not see, and where it stands."""

    value: str
    kind: Kind
    record: str
    field: str


class Watch:
    """What is withheld from ``reader`` of the records that go by, and what is not."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self._withheld: list[Withheld] = []
        self._visible: list[str] = []

    def over(self, records: Iterable[R]) -> Iterator[R]:
        """The same records, noted as they are read."""
        for record in records:
            self.note(record)
            yield record

    def note(self, record: Record | Group) -> None:
        """Notes one record: all of it, where the reader may not see it at all."""
        seen = not isinstance(record, Record) or may_see(self.reader, record.audience)
        name = record.id if isinstance(record, Record) else "group"
        self._walk(record, name, "", seen)

    def allow(self, *texts: str) -> None:
        """What the reader may see though no record says so: the name of one who did something, for members."""
        self._visible += texts

    def refuse_leaks(self, output: str) -> None:
        """Raises ``LeakError`` where ``output`` holds what is withheld, and names the record and the field."""
        if not self._withheld:
            return
        found = _found(self._withheld, decoded(output))
        if not found:
            return
        visible = "\n".join(self._visible)
        shown = {each.value for each in _found(found, f"{visible}\n{decoded(visible)}")}
        leaks = [each for each in found if each.value not in shown]
        if leaks:
            said = {each.value for each in _found(leaks, "\n".join(spoken.phrases()))}
            leaks = [each for each in leaks if each.value not in said]
            known = {tuple(_WORD.findall(each.casefold())) for each in (*self._visible, *_LABELS, *spoken.phrases())}
            zones = [each for each in self._visible if _ZONE.fullmatch(each)]
            known |= {tuple(_WORD.findall(each.casefold())) for zone in zones for each in spoken.cities(zone)}
            known |= {
                (word,) for zone in zones for each in spoken.cities(zone) for word in _WORD.findall(each.casefold())
            }
            leaks = [each for each in leaks if each.kind != "text" or not _is_put_together(each.value, known)]
        if leaks:
            more = f" and {len(leaks) - 1} more" if len(leaks) > 1 else ""
            raise LeakError(
                f"this would tell {'everybody' if self.reader == 'public' else 'members'} what is not for them: "
                f"{leaks[0].field} of {leaks[0].record}{more}",
                hint="nothing was written; if it stands in the uid or the file's name of a record, change it there; "
                "else this is a fault in lacwg: please report it, without the value",
            )

    def _walk(self, table: Table, record: str, path: str, seen: bool) -> None:
        for name, audience in _texts(type(table)):
            value = getattr(table, name)
            if value is None or value == ():
                continue
            visible = seen and may_see(self.reader, audience)
            if name in _FORM and not visible:
                continue
            for each in value if type(value) is tuple else (value,):
                if type(each) is str:
                    if visible:
                        self._visible.append(each)
                    else:
                        self._withheld += _values(each, name, record, f"{path}{name}")
                elif isinstance(each, Table):
                    self._walk(each, record, f"{path}{name}.", visible)


@cache
def _texts(kind: type[Table]) -> tuple[tuple[str, AudienceName], ...]:
    """The fields of a table that can hold words, with who may see them."""
    return tuple((name, audience) for name, audience in audiences(kind).items() if name not in _IDENTITY)


def _values(text: str, name: str, record: str, field: str) -> Iterator[Withheld]:
    """What to look for of one withheld text."""
    text = _INVISIBLE.sub("", text).strip()
    if name in _KEYS:
        if len(text) >= SHORTEST_KEY:
            yield Withheld(text, "key", record, field)
        return
    if len(text) >= SHORTEST_TEXT and _WORD.search(text):
        yield Withheld(_LINK.sub("", text) if _LINK.match(text) else text, "text", record, field)
        if "<" in text and (unmarked := _BREAK.sub("\n", text)) != text and _WORD.search(unmarked):
            yield Withheld(unmarked, "text", record, field)  # as it reads where these are taken for HTML
        lines = text.splitlines()
        if len(lines) > 1:  # of a long note a line alone says enough
            yield from (
                Withheld(line, "text", record, field)
                for line in lines
                if len(line) >= SHORTEST_TEXT and len(_WORD.findall(line)) > 2
            )
    elif "@" in text and "." in text:
        yield Withheld(text, "text", record, field)
    for code in _PASSCODE.findall(text):
        yield Withheld(code, "key", record, field)
    if name in _PHONES:
        rest = text
        for match in _PHONE.finditer(text):
            yield Withheld(_digits(match[0]), "phone", record, field)
            rest = rest.replace(match[0], " ")
        if name == "dial_in":
            yield from (Withheld(code, "key", record, field) for code in _CODE.findall(rest))


def _digits(text: str) -> str:
    """The digits of a telephone number; of a long one the last ten, as its country is often left out."""
    return "".join(filter(str.isdecimal, text))[-10:]


def _is_put_together(text: str, known: set[tuple[str, ...]]) -> bool:
    """Whether a text is nothing but dates and whole values of ``known``, one after the other."""
    text = spoken.days().sub(" ", text)
    words = _WORD.findall(_WHEN.sub(" ", _DATE.sub(" ", text)).casefold())
    lengths = sorted({len(each) for each in known if each})
    reached = {0}
    for start in range(len(words)):
        if start in reached:
            reached |= {start + each for each in lengths if tuple(words[start : start + each]) in known}
    return len(words) in reached


# Reading what goes out


def decoded(output: str) -> str:
    r"""What people and programs read out of an output: unfolded, without escapes, entities and percent signs.

    iCalendar and vCard are folded and escaped (RFC 5545, 3.1 and 3.3.11); JSON has ``\uXXXX``; a line of
    CSV has doubled quotes.
    """
    folded = output.startswith("BEGIN:V")
    text = output
    if folded:
        text = text.replace("\r\n ", "").replace("\r\n\t", "")
    if "\\" in text and (folded or text[:1] in ("{", "[")):
        text = _ESCAPE.sub(_unescaped, text)
        if re.search("[\ud800-\udfff]", text):  # JSON writes a character beyond 16 bits as two
            text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    elif "\\_" in text:  # Markdown; every other sign is between words anyway
        text = text.replace("\\_", "_")
    if "<" in text:
        text = _BREAK.sub("\n", text)
        bare = _TAG.sub("", text)
        text = text if bare == text else f"{text}\n{bare}"
    if "&" in text:
        text = html.unescape(text)
    if '""' in text:
        text = text.replace('""', '"')
    if "%" in text:
        text += "".join(f"\n{unquote_plus(each)}" for each in re.findall(r"\S*%[0-9a-fA-F]{2}\S*", text))
    return _INVISIBLE.sub("", text)


def _unescaped(match: re.Match[str]) -> str:
    if match[1]:
        return chr(int(match[1], 16))
    return _BLANKS.get(match[2], match[2])


# Searching


def standing(texts: Iterable[str], output: str) -> list[str]:
    """Those of ``texts`` that stand in an output, each once."""
    words = _WORD.findall(decoded(output).casefold())
    return list(dict.fromkeys(_texts_in(list(texts), "", words, Counter(words))))


def _found(values: Iterable[Withheld], text: str) -> list[Withheld]:
    """Those of ``values`` that stand in ``text``."""
    of: dict[Kind, dict[str, list[Withheld]]] = {"text": {}, "phone": {}, "key": {}}
    for each in values:
        of[each.kind].setdefault(each.value, []).append(each)
    words = _WORD.findall(text.casefold())
    often = Counter(words)
    found = {kind: _kinds[kind](list(of[kind]), text, words, often) for kind in of if of[kind]}
    return [each for kind, hits in found.items() for value in hits for each in of[kind][value]]


def _texts_in(values: list[str], _text: str, words: list[str], often: Counter[str]) -> Iterator[str]:
    """By words: each value waits at its rarest one, and one walk over the words of the text meets them all."""
    waiting: dict[str, list[tuple[int, list[str], str]]] = {}
    for value in values:
        own = _WORD.findall(value.casefold())
        if own and all(word in often for word in own):
            counts = [often[word] for word in own]
            at = counts.index(min(counts))
            waiting.setdefault(own[at], []).append((at, own, value))
    if not waiting:
        return
    for number in [number for number, word in enumerate(words) if word in waiting]:
        for at, own, value in waiting[words[number]]:
            start = number - at
            if start >= 0 and words[start : start + len(own)] == own:
                yield value


def _phones_in(values: list[str], text: str, _words: list[str], _often: Counter[str]) -> Iterator[str]:
    first = _digit_runs(text)
    likely = [value for value in values if value in first]
    if likely:
        runs = _digit_runs(_DATE.sub("\n", text))
        yield from (value for value in likely if value in runs)


def _digit_runs(text: str) -> str:
    return _BETWEEN_DIGITS.sub("", "\n".join(match[0] for match in _PHONE.finditer(text)))


def _keys_in(values: list[str], text: str, _words: list[str], often: Counter[str]) -> Iterator[str]:
    """As words of their own, capitals and all; of one with other signs in it, its words in their order."""
    likely = [value for value in values if all(word in often for word in _WORD.findall(value.casefold()))]
    if not likely:
        return
    parts = {word for value in likely for word in _WORD.findall(value)}
    lines = [line for line in text.split("\n") if not parts.isdisjoint(_WORD.findall(line))]
    words = _WORD.findall(_DATE.sub("\n", "\n".join(lines)))
    there = set(words)
    yield from (value for value in likely if value in there)
    if several := [value for value in likely if value not in there and not _WORD.fullmatch(value)]:
        folded = [word.casefold() for word in words]
        yield from _texts_in(several, text, folded, Counter(folded))


_kinds: Final = {"text": _texts_in, "phone": _phones_in, "key": _keys_in}
