"""What was made for an earlier build, so that only what has changed is made again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any, Final
from zoneinfo import ZoneInfo

import msgspec

from lacwg.records import DayOrTime
from lacwg.voice.translation import Untranslated

_SIZE: Final = 16


def digest(*parts: Any) -> bytes:
    """16 bytes that tell one input from another: structs, tuples, texts, dates and what is made of them."""
    return hashlib.blake2b(_ENCODER.encode(parts), digest_size=_SIZE).digest()


class Memo:
    """Units of a site (a page, an entry of a feed) by the digest of all that they were made of."""

    def __init__(self, before: Mapping[bytes, bytes] | None = None) -> None:
        self._before = before or {}
        self.units: dict[bytes, bytes] = {}
        """Those that this build is made of."""
        self.fresh: list[bytes] = []
        """Those of them that were made now: what the guard has not seen yet."""

    def unit(self, key: bytes, make: Callable[[], bytes]) -> bytes:
        """What is kept for ``key``, else what ``make`` makes; that depends on nothing but what is in the key."""
        made = self.kept(key)
        return self.keep(key, make() if made is None else made)

    def kept(self, key: bytes) -> bytes | None:
        """What was made for ``key``, in this build or in an earlier one; None: nothing was."""
        made = self.units.get(key)
        return self._before.get(key) if made is None else made

    def keep(self, key: bytes, made: bytes) -> bytes:
        """Notes that this build is made of ``made``, a text in UTF-8, and gives it back."""
        if self.kept(key) != made:
            self.fresh.append(made)
        self.units[key] = made
        return made


def _plain(value: Any) -> Any:
    """msgspec's hook for what it does not know: plain data that differs where the values do."""
    if isinstance(value, Untranslated):
        return {"untranslated": str.__str__(value)}
    if isinstance(value, ZoneInfo):
        return {"zone": value.key}
    if isinstance(value, DayOrTime):
        return value.value
    raise NotImplementedError(type(value))


_ENCODER: Final = msgspec.msgpack.Encoder(enc_hook=_plain)
