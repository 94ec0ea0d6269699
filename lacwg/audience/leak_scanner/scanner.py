"""What goes out, looked through for what its audience may not see.

Exporters get the redacted view and cannot give away what it lacks. Should one draw on something else all
the same, it is found here: a ``LeakScanner`` goes along with the records as they are read and notes what is
withheld of them; what was made is then decoded and searched for it, in one pass over its words.

What counts as a find: of a link, an address or any text of at least ``SHORTEST_TEXT`` characters, all of its
words in their order; of a telephone number its digits, however they are set; of a key or a passcode of at
least ``SHORTEST_KEY`` characters the key as a word of its own, outside dates and times. What the view itself
holds is no leak: a private contact may be a public speaker. Neither is what an exporter puts together of dates
and of whole values of the view: "Wednesday, December 9, 2026", the group's name above its parent's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from typing import Final, TypeVar

from lacwg.audience import Reader, audiences, may_see
from lacwg.audience.leak_scanner.allowed_phrases import AllowedPhrases
from lacwg.audience.leak_scanner.decoding import decoded, skimmed
from lacwg.audience.leak_scanner.prefilter import Prefilter
from lacwg.audience.leak_scanner.searching import Text
from lacwg.audience.leak_scanner.values import Withheld, values
from lacwg.errors import LacwgError
from lacwg.records import AudienceName, Group, Record, Table
from lacwg.voice import own_phrases

R = TypeVar("R", bound=Record)

_FORM: Final = frozenset(
    {"rule", "timezone", "zones", "format", "status", "kind", "state", "languages", "language", "countries",
     "holidays", "audience", "uid", "uid_namespace"}
)  # fmt: skip
"""Fields that hold no words of anybody's: two records have the same ones without knowing of each other."""
_IDENTITY: Final = frozenset({"uid", "uid_namespace"})
"""Fields that say nothing to anybody: what is withheld must not stand there either."""


_AT_ONCE: Final = 1000
"""Texts that may be seen that are taken apart at once."""


class LeakError(LacwgError):
    """What was made would tell its audience something that it may not see."""


class LeakScanner:
    """What is withheld from ``reader`` of the records that go by, and what is not."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
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
        if each.value in self._shown:
            return True
        if each.kind != "text":
            return False
        if each.value not in self._composed:
            self._composed[each.value] = self._known.covers(each.value)
        return self._composed[each.value]

    def _forget(self) -> None:
        """What was found out of what may be seen, and what not, holds no longer."""
        for name in ("_prefilter", "_shown", "_known", "_composed"):
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

    @cached_property
    def _composed(self) -> dict[str, bool]:
        """Of values that were asked for, whether the view holds all that they are put together of."""
        return {}

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
                        self._withheld += values(each, name, record, f"{path}{name}")
                elif isinstance(each, Table):
                    self._walk(each, record, f"{path}{name}.", visible)


@cache
def _texts(kind: type[Table]) -> tuple[tuple[str, AudienceName], ...]:
    """The fields of a table that can hold words, with who may see them."""
    return tuple((name, audience) for name, audience in audiences(kind).items() if name not in _IDENTITY)
