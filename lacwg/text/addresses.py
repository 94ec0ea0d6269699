"""What a contact's fields can hold: addresses that mail can be sent to, and tags of languages. Pure."""

from __future__ import annotations

import re
import unicodedata
from typing import Final, NamedTuple

LONGEST_EMAIL: Final = 254
"""Characters (RFC 5321, 4.5.3.1.3, less the angle brackets)."""
_LONGEST_LOCAL: Final = 64
_ATOMS: Final = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*\Z")
_DOMAIN: Final = re.compile(
    r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?\Z", re.IGNORECASE
)
_TAG: Final = re.compile(
    r"[a-z]{2,3}(?:-[a-z]{3}){0,3}(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?\Z",
    re.IGNORECASE | re.ASCII,
)
"""A language tag (RFC 5646, 2.1) but for the old irregular ones and those that are private as a whole."""
_TWO_LETTERS: Final = (
    "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el "
    "en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it "
    "iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt "
    "my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk "
    "sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi "
    "yo za zh zu"
)
"""ISO 639-1: what a tag of two letters can begin with."""
_NAMES: Final = {
    "english": "en", "ingles": "en", "anglais": "en", "spanish": "es", "espanol": "es", "castellano": "es",
    "espagnol": "es", "portuguese": "pt", "portugues": "pt", "french": "fr", "frances": "fr", "francais": "fr",
    "haitian": "ht", "creole": "ht", "haitian creole": "ht", "kreyol": "ht", "kreyol ayisyen": "ht",
    "quechua": "qu", "aymara": "ay", "guarani": "gn", "nahuatl": "nah", "mapudungun": "arn", "kiche": "quc",
    "garifuna": "cab", "miskito": "miq", "dutch": "nl", "german": "de", "italian": "it", "arabic": "ar",
    "chinese": "zh", "asl": "ase", "sign": "sgn",
}  # fmt: skip
"""What people call languages, without accents."""


class Fault(NamedTuple):
    """What is wrong with a value, and how to mend it."""

    message: str
    hint: str


def email_fault(text: str) -> Fault | None:
    """What is wrong with an e-mail address; None: mail can be sent to it.

    A part before the @ that is not ASCII is refused: mail programs mangle it. A domain may be, as its
    ASCII form (IDNA) is what is sent to.
    """
    local, _, domain = text.rpartition("@")
    text = _short(text)
    if not local or not domain or re.search(r"[\s<>,;:\"()\[\]\\]", text) or not text.isprintable():
        return Fault(f'"{text}" is not an e-mail address', "write the address alone, as ana@example.org")
    if not local.isascii():
        return Fault(
            f'"{text}" has letters before the @ that many mail programs cannot send to',
            "use an address of plain letters, as ana@example.org",
        )
    if not _ATOMS.match(local) or len(local) > _LONGEST_LOCAL or len(local) + len(domain) >= LONGEST_EMAIL:
        return Fault(f'"{text}" is not an e-mail address', f'look at what stands before the @: "{_short(local)}"')
    if not _is_domain(domain):
        return Fault(f'"{text}" is not an e-mail address', f'look at what stands after the @: "{_short(domain)}"')
    return None


def _short(text: str) -> str:
    """As much of a value as a message has room for."""
    return text if len(text) <= LONGEST_EMAIL else f"{text[:80]}…"


def _is_domain(domain: str) -> bool:
    if not domain.isascii():
        try:
            domain = domain.encode("idna").decode()
        except UnicodeError:
            return False
    return bool(_DOMAIN.match(domain))


def language(text: str) -> str | Fault:
    """A language tag in its usual case (``es``, ``pt-BR``, ``zh-Hant``), or what is wrong with it."""
    tag = text.strip().replace("_", "-")
    if not _TAG.match(tag) or (len(tag.split("-")[0]) == 2 and tag[:2].lower() not in _TWO_LETTERS.split()):
        known = _NAMES.get(plain(text.strip()))
        hint = f'did you mean "{known}"?' if known else 'write its tag: "es" for Spanish, "ht" for Haitian Creole'
        return Fault(f'"{_short(text)}" is not the tag of a language (BCP 47)', hint)
    first, *others = tag.lower().split("-")
    parts, single = [first], False
    for part in others:
        single = single or len(part) == 1
        if single:
            parts.append(part)
        else:
            parts.append(
                part.title() if len(part) == 4 and part.isalpha() else part.upper() if len(part) == 2 else part
            )
    return "-".join(parts)


def plain(text: str) -> str:
    """A text in small letters and without accents."""
    return "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each)).casefold()
