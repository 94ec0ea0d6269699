"""What goes out, looked through for what its audience may not see.

Exporters get the redacted view and cannot give away what it lacks. Should one draw on something else all
the same, it is found here: a ``LeakScanner`` goes along with the records as they are read and notes what is
withheld of them; what was made is then decoded and searched for it, in one pass over its words.

What counts as a find: of a link, an address or any text of at least ``SHORTEST_TEXT`` characters, all of its
words in their order; of a telephone number its digits, however they are set; of a key or a passcode of at
least ``SHORTEST_KEY`` characters the key as a word of its own, outside dates and times; of a shorter id that has
a hyphen the id as it stands. What the view itself
holds is no leak: a private contact may be a public speaker. Neither is what an exporter puts together of dates
and of whole values of the view: "Wednesday, December 9, 2026", the group's name above its parent's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from typing import Final, TypeVar

from msgspec.structs import replace

from lacwg.audience.leak_scanner.decoding import decoded, skimmed
from lacwg.audience.leak_scanner.searching import DATE, WORD, Prefilter, Text, Withheld, values
from lacwg.audience.view import REFERENCES, Reader, Seen, audiences, may_see
from lacwg.errors import LacwgError
from lacwg.records import Group, MeetingRecord, Record, Table
from lacwg.voice import own_phrases

R = TypeVar("R", bound=Record)

_FORM: Final = frozenset(
    {"rule", "timezone", "zones", "country", "clock", "format", "status", "kind", "state", "languages", "language",
     "countries", "holidays", "audience", "lists", "uid", "uid_namespace"}
)  # fmt: skip
"""Fields that hold no words of anybody's: two records have the same ones without knowing of each other."""
_IDENTITY: Final = frozenset({"uid", "uid_namespace"})
"""Fields that say nothing to anybody: what is withheld must not stand there either."""
_ZONE: Final = re.compile(r"[A-Za-z]+(?:/[A-Za-z_-]+)+")
_AT_ONCE: Final = 1000
"""Texts that may be seen that are taken apart at once."""


class LeakError(LacwgError):
    """What was made would tell its audience something that it may not see."""

    code = "leak"


class AllowedPhrases:
    """The whole values that may be seen, and what exporters say around them: put together, these tell nothing."""

    def __init__(self, visible: Iterable[str]) -> None:
        visible = list(visible)
        zones = [each for each in visible if _ZONE.fullmatch(each)]
        cities = [each for zone in zones for each in own_phrases.cities(zone)]
        phrases = {tuple(WORD.findall(each.casefold())) for each in (*visible, *own_phrases.phrases(), *cities)}
        phrases |= {(word,) for each in cities for word in WORD.findall(each.casefold())}
        self._phrases = phrases
        self._words = {word for each in phrases for word in each}
        self._lengths: dict[str, set[int]] = {}
        """How many words those have that begin with a word."""
        for each in filter(None, phrases):
            self._lengths.setdefault(each[0], set()).add(len(each))
        self.covers = cache(self._covers)
        """Whether a text is nothing but dates and whole values, one after the other."""

    def _covers(self, text: str) -> bool:
        words = WORD.findall(own_phrases.days().sub(" ", DATE.sub(" ", text)).casefold())
        if not self._words.issuperset(words):
            return False
        reached = {0}
        for start, word in enumerate(words):
            if start in reached:
                lengths = self._lengths.get(word, ())
                reached |= {start + each for each in lengths if tuple(words[start : start + each]) in self._phrases}
        return len(words) in reached


@cache
def _looked_at(kind: type[Table], reader: Reader | None) -> list[tuple[str, bool]]:
    """The fields that say something, and whether ``reader`` sees them; of a record that is withheld none sees any."""
    fields = [(name, reader is not None and may_see(reader, audience)) for name, audience in audiences(kind).items()]
    return [(name, seen) for name, seen in fields if name not in _IDENTITY and (seen or name not in _FORM)]


class LeakScanner:
    """What is withheld from ``reader`` of the records that go by, and what is not.

    ``seen``: the series and issues that the reader may see; the ids of others are withheld, whatever names them.
    """

    def __init__(self, reader: Reader, seen: Seen | None = None) -> None:
        self.reader = reader
        self.seen = seen
        self._withheld: list[Withheld] = []
        self._visible: list[str] = []

    def tracking(self, records: Iterable[R]) -> Iterator[R]:
        """The same records, noted as they are read."""
        for record in records:
            self.withhold(record)
            yield record

    def withhold(self, record: Record | Group) -> None:
        """Notes one record: all of it, where the reader may not see it at all."""
        self._forget()
        seen = not isinstance(record, Record) or may_see(self.reader, record.audience)
        name = record.id if isinstance(record, Record) else "group"
        if seen and self.seen is not None and isinstance(record, MeetingRecord):
            day, series = name[:10], name[11:]
            if series not in self.seen.series:
                self._withheld += values(series, "id", name, "id")
                record = replace(record, id=day)
        self._walk(record, name, "", seen)

    def permit(self, *texts: str) -> None:
        """What the reader may see though no record says so: the name of one who did something, for members."""
        self._visible += texts
        self._forget()

    def refuse_leaks(self, output: str) -> None:
        """Raises ``LeakError`` where ``output`` holds what is withheld, and names the record and the field."""
        candidates = self._prefilter.candidates(skimmed(output))
        if not candidates:
            return
        leaks = [each for each in Text(decoded(output)).found(candidates) if not self._is_no_secret(each)]
        if leaks:
            more = f" and {len(leaks) - 1} more" if len(leaks) > 1 else ""
            raise LeakError(
                f"this would tell {'everybody' if self.reader == 'public' else 'members'} what is not for them: "
                f"{leaks[0].field} of {leaks[0].record}{more}",
                hint="nothing was written; if it stands in the uid or the file's name of a record, change it there; "
                "else this is a fault in lacwg: please report it, without the value",
            )

    def _is_no_secret(self, each: Withheld) -> bool:
        """Whether the view holds a value too, or all that it is put together of."""
        return each.value in self._shown or (each.kind == "text" and self._known.covers(each.value))

    def _forget(self) -> None:
        """What was found out of what may be seen, and what not, holds no longer."""
        for name in ("_prefilter", "_shown", "_known"):
            self.__dict__.pop(name, None)

    @cached_property
    def _prefilter(self) -> Prefilter:
        return Prefilter(self._withheld)

    @cached_property
    def _shown(self) -> frozenset[str]:
        """The withheld values that stand in what may be seen, or in our own phrases."""
        found: set[str] = set()
        for start in range(0, len(self._visible), _AT_ONCE):
            text = "\n".join(self._visible[start : start + _AT_ONCE])
            found |= self._in(f"{text}\n{decoded(text)}", f"{text}\n{skimmed(text)}")
        phrases = "\n".join(own_phrases.phrases())
        return frozenset(found | self._in(phrases, phrases))

    def _in(self, text: str, skim: str) -> set[str]:
        """The withheld values that stand in a text that was read; ``skim``: the same, as the prefilter wants it."""
        candidates = self._prefilter.candidates(skim)
        return {each.value for each in Text(text).found(candidates)} if candidates else set()

    @cached_property
    def _known(self) -> AllowedPhrases:
        return AllowedPhrases(self._visible)

    def _walk(self, table: Table, record: str, path: str, seen: bool) -> None:
        for name, visible in _looked_at(type(table), self.reader if seen else None):
            value = getattr(table, name)
            if not value:
                continue
            for each in value if type(value) is tuple else value.values() if type(value) is dict else (value,):
                if type(each) is str:
                    refers = name in REFERENCES
                    if visible and (not refers or self.seen is None or self.seen.has(name, each)):
                        self._visible.append(each)
                    else:
                        self._withheld += values(each, "id" if refers else name, record, f"{path}{name}")
                elif isinstance(each, Table):
                    self._walk(each, record, f"{path}{name}.", visible)
