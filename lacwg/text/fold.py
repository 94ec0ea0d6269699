"""Text without case and accents: what people look for, a person's name in texts, and ids made from titles. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from array import array

LONGEST_SLUG: Final = 60
"""Characters; what is longer is cut between words."""
_DEVICES: Final = frozenset(["con", "prn", "aux", "nul", *(f"{each}{n}" for each in ("com", "lpt") for n in range(10))])

_SAME: Final = str.maketrans(
    {
        **dict.fromkeys('"“”„‟«»＂', " "),  # a quote in what is looked for holds words together
        **dict.fromkeys("‘’‚‛ʼʹ′", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        "ı": "i",  # the Turkish i without a dot; the other one, "İ", loses its dot as an accent
        "ð": "d", "þ": "th", "æ": "ae", "œ": "oe",
    }
)  # fmt: skip
"""Letters whose mark is a part of them for Unicode, and signs that keyboards have one form of."""
# Patterns are text, and unicodedata is imported where a letter has a mark: most runs meet none.
_MARKED: Final = r"LATIN SMALL LETTER ([A-Z]{1,2}) WITH "
"""What Unicode calls letters with a stroke or a hook, which it takes for letters of their own: ø, ł, đ, ɨ."""


class _Folds(dict[int, str]):
    """What each character folds to, by its number, found out once."""

    def __missing__(self, code: int) -> str:
        import unicodedata

        plain = unicodedata.normalize("NFKD", chr(code)).casefold()
        # what casefold makes of a few letters has marks again
        folded = "".join(map(_bare, unicodedata.normalize("NFKD", plain))).translate(_SAME)
        self[code] = folded
        return folded


def _bare(letter: str) -> str:
    """A small letter without its mark; nothing for a mark, and for what nobody sees."""
    import unicodedata

    if unicodedata.combining(letter) or unicodedata.category(letter) == "Cf":
        return ""
    marked = re.match(_MARKED, unicodedata.name(letter, "")) if letter > "\x7f" else None
    return marked[1].lower() if marked else letter


_FOLDS: Final = _Folds()
_NOT_ASCII: Final = r"[^\x00-\x7f]+"


def fold(text: str) -> str:
    """Text without case and accents: "Haïti" and "HAITI" are both "haiti", "Straße" is "strasse".

    The fold of a text is that of its characters, one after the other, so that a part of a text folds to
    a part of its fold.
    """
    if not text.isascii():
        text = re.sub(_NOT_ASCII, lambda match: match[0].translate(_FOLDS), text)
    return text.lower().replace('"', " ")


def fold_line(text: str) -> str:
    """The same on one line: the key under which names and titles are the same."""
    return " ".join(fold(text).split())


def fold_with_places(text: str) -> tuple[str, array[int] | None]:
    """A text's fold, and for each character of it the place in the text that it comes from.

    None: each comes from its own place. Behind the last stands the text's length.
    """
    if text.isascii():
        return fold(text), None
    parts = [_FOLDS[ord(each)] for each in text]
    from array import array

    places = array("l", (place for place, part in enumerate(parts) for _ in part))
    places.append(len(text))
    return "".join(parts), places


def fold_file_name(name: str) -> str:
    """What a file's name is to a system that tells neither capitals nor ways to write an accent apart."""
    import unicodedata

    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())


def is_device(name: str) -> bool:
    """Whether a file of this name is a device on Windows, whatever it ends with: ``nul``, ``aux.toml``."""
    return name.partition(".")[0].rstrip(" ").casefold() in _DEVICES


def slug(title: str, otherwise: str) -> str:
    """A title as part of an id: small letters, digits and hyphens; ``otherwise`` where nothing is left.

    Letters of other scripts are left out, so that everybody can type the id.
    """
    kept = ""
    for word in re.findall(r"[a-z0-9]+", re.sub(r"['·]|[^\W\x00-\x7f]", "", fold(title))):
        longer = f"{kept}-{word}" if kept else word[:LONGEST_SLUG]
        if len(longer) > LONGEST_SLUG:
            break
        kept = longer
    return f"{kept}-{otherwise or 1}" if is_device(kept) else kept or otherwise
