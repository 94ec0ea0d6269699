"""The guard over what goes out: a last look for what its audience may not see.

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

import hashlib
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from typing import Final, TypeVar

from lacwg.audience import Reader, audiences, may_see
from lacwg.audience.leak_scanner.allowed_phrases import AllowedPhrases
from lacwg.audience.leak_scanner.decoding import decoded
from lacwg.audience.leak_scanner.searching import SeenWords, Text
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


class LeakError(LacwgError):
    """What was made would tell its audience something that it may not see."""


class LeakScanner:
    """What is withheld from ``reader`` of the records that go by, and what is not."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self._withheld: list[Withheld] = []
        self._visible: list[str] = []
        self._digests: tuple[bytes, dict[bytes, Withheld]] | None = None
        """The salt, and what is withheld by its digests with that."""

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

    def refuse_leaks(self, output: str, met: SeenWords | None = None) -> None:
        """Raises ``LeakError`` where ``output`` holds what is withheld, and names the record and the field.

        ``met``: what is to be told of what was read.
        """
        if not self._withheld and met is None:
            return
        text = Text(decoded(output))
        if met is not None:
            met.note(text)
        leaks = [each for each in text.found(self._withheld) if not self._is_no_secret(each)]
        if leaks:
            more = f" and {len(leaks) - 1} more" if len(leaks) > 1 else ""
            raise LeakError(
                f"this would tell {'everybody' if self.reader == 'public' else 'members'} what is not for them: "
                f"{leaks[0].field} of {leaks[0].record}{more}",
                hint="nothing was written; if it stands in the uid or the file's name of a record, change it there; "
                "else this is a fault in lacwg: please report it, without the value",
            )

    def digests(self, salt: bytes) -> frozenset[bytes]:
        """What is withheld, each value as a digest that says nothing without ``salt`` (at most 64 bytes).

        A value that may stand in an output all the same, as the view holds it too, has another digest: when the
        view no longer does, it is a new one.
        """
        return frozenset(self._digested(salt))

    def could_stand_in(self, met: SeenWords, known: frozenset[bytes], salt: bytes) -> bool:
        """Whether something withheld may stand in what was ``met``, other than what was looked for there.

        ``known``: the digests of that. True where it cannot be told, never False wrongly: only then must it all be
        looked through again.
        """
        return met.may_hold(each for digest, each in self._digested(salt).items() if digest not in known)

    def _digested(self, salt: bytes) -> dict[bytes, Withheld]:
        """What is withheld, by its digests."""
        if self._digests is None or self._digests[0] != salt:
            self._digests = salt, {self._digest(each, salt): each for each in self._withheld}
        return self._digests[1]

    def _digest(self, each: Withheld, salt: bytes) -> bytes:
        said = f"{each.kind}\0{self._is_no_secret(each):d}\0{each.value}".encode("utf-8", "surrogatepass")
        return hashlib.blake2b(said, digest_size=16, key=salt).digest()

    def _is_no_secret(self, each: Withheld) -> bool:
        """Whether the view holds a value too, or all that it is put together of."""
        if each.value in self._shown or each.value in self._said:
            return True
        if each.kind != "text":
            return False
        if each.value not in self._composed:
            self._composed[each.value] = self._known.covers(each.value)
        return self._composed[each.value]

    def _forget(self) -> None:
        """What was found out of what may be seen holds no longer."""
        self._digests = None
        for name in ("_shown", "_said", "_known", "_composed"):
            self.__dict__.pop(name, None)

    @cached_property
    def _shown(self) -> frozenset[str]:
        """The withheld values that stand in what may be seen."""
        visible = "\n".join(self._visible)
        return frozenset(each.value for each in Text(f"{visible}\n{decoded(visible)}").found(self._withheld))

    @cached_property
    def _said(self) -> frozenset[str]:
        """The withheld values that stand in our own phrases."""
        return frozenset(each.value for each in Text("\n".join(own_phrases.phrases())).found(self._withheld))

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
