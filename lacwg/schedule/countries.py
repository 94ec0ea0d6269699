"""Countries by what people call them, from the list that comes with the time zones (ISO 3166-1)."""

from __future__ import annotations

import re
from typing import Final

from lacwg.errors import LacwgError
from lacwg.schedule import zones
from lacwg.text.fold import fold

_ALSO: Final = {
    "usa": "US", "united states of america": "US", "estados unidos": "US", "great britain": "GB",
    "united kingdom": "GB", "uk": "GB", "north korea": "KP",
    "south korea": "KR", "ivory coast": "CI", "cote d'ivoire": "CI", "dr congo": "CD",
    "brasil": "BR", "republica dominicana": "DO", "ayiti": "HT", "palestina": "PS", "saint vincent": "VC",
}  # fmt: skip
"""Names that the list does not have."""


class UnknownCountryError(LacwgError):
    """No country has this code or name, or several have."""


def code(text: str) -> str:
    """The code (ISO 3166-1 alpha-2) of a country's code or name: "hn", "Honduras" and "hondur" are "HN".

    Raises ``UnknownCountryError``.
    """
    known = zones.countries()
    typed = text.strip()
    if typed.upper() in known:
        return typed.upper()
    wanted = _words(typed)
    if wanted in _ALSO:
        return _ALSO[wanted]
    forms = {each: _forms(name) for each, name in known.items()}
    whole = [each for each, names in forms.items() if wanted in names]
    fitting = whole or [each for each, names in forms.items() if len(wanted) > 2 and names[0].startswith(wanted)]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        some = ", ".join(f"{each} ({known[each]})" for each in fitting[:6])
        raise UnknownCountryError(f'"{typed}" fits several countries: {some}', hint="write the code of one of them")
    raise UnknownCountryError(f'I don\'t know the country "{typed}"', hint=_nearest(wanted, forms, known))


def named(country: str) -> str:
    """``Honduras (HN)``; a code that no country has stays alone."""
    name = zones.countries().get(country)
    return country if name is None else f"{name} ({country})"


def _forms(name: str) -> list[str]:
    """A name of the list as it can be typed: all of it, without what stands in brackets, and that alone."""
    bare, _, within = name.partition("(")
    return [each for each in (_words(name), _words(bare), _words(within)) if each]


def _words(text: str) -> str:
    words = re.findall(r"[^\W_]+(?:'[^\W_]+)?", fold(text).replace("&", " and "))
    return " ".join({"saint": "st", "republic": "rep"}.get(word, word) for word in words if word != "the")


def _nearest(wanted: str, forms: dict[str, list[str]], known: dict[str, str]) -> str:
    import difflib

    names = {names[0]: each for each, names in forms.items()}
    close = difflib.get_close_matches(wanted, names, n=1, cutoff=0.7)
    if close:
        return f"did you mean {known[names[close[0]]]} ({names[close[0]]})?"
    return "write its name in English, or its code of two letters (ISO 3166-1), such as HN"
