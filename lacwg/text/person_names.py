"""A person's name taken apart, for address books that sort by family name: a guess.

The last word is taken for the family name, with the particles before it ("de la Cruz"); of a name of one word that word
is the given name. A name with a comma is taken for "Family, Given". So of two Spanish surnames the first counts as a
middle name.
"""

from __future__ import annotations

from typing import Final, NamedTuple

_PARTICLES: Final = frozenset(
    {"de", "del", "la", "las", "los", "da", "das", "do", "dos", "di", "du", "van", "von", "der", "den", "st.", "san"}
)
_PREFIXES: Final = frozenset({"dr", "dra", "rev", "prof", "fr", "sr", "sra", "mr", "mrs", "ms", "mx", "lic", "ing"})
_SUFFIXES: Final = frozenset({"jr", "sr", "ii", "iii", "iv", "phd", "md", "esq"})


class Name(NamedTuple):
    """The parts of N, in its order (RFC 2426, 3.1.2)."""

    family: str = ""
    given: str = ""
    additional: str = ""
    prefix: str = ""
    suffix: str = ""


def structured(name: str) -> Name:
    """The parts that a name of one line may have."""
    before, comma, after = name.partition(",")
    if comma and _bare(after) in _SUFFIXES:
        name, suffix = before, after.strip()
    elif comma and before.strip() and after.strip():
        return Name(before.strip(), *_given(after.split()))
    else:
        suffix = ""
    words = name.split()
    prefix = words.pop(0) if len(words) > 1 and _bare(words[0]) in _PREFIXES else ""
    if not suffix and len(words) > 2 and _bare(words[-1]) in _SUFFIXES:
        suffix = words.pop()
    if len(words) == 1:
        return Name(given=words[0], prefix=prefix, suffix=suffix)
    at = len(words) - 1
    while at > 1 and words[at - 1].casefold() in _PARTICLES:
        at -= 1
    given, additional = _given(words[:at])
    return Name(" ".join(words[at:]), given, additional, prefix, suffix)


def _given(words: list[str]) -> tuple[str, str]:
    return (words[0] if words else ""), " ".join(words[1:])


def _bare(word: str) -> str:
    return word.strip().replace(".", "").casefold()
