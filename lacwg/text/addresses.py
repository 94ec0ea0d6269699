"""E-mail addresses, telephone numbers and tags of languages: which are right, for all who ask. Pure."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from lacwg.text.controls import quoted
from lacwg.text.fold import fold_line

LONGEST_EMAIL: Final = 254
"""Characters (RFC 5321, 4.5.3.1.3, less the angle brackets)."""
FEWEST_DIGITS: Final = 7
"""Of a telephone number that can be called from elsewhere."""
_LONGEST_LOCAL: Final = 64
_LONGEST_DOMAIN: Final = 253
_LONGEST_LOOKED_INTO: Final = 320
_ATOM: Final = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
# Patterns are text here: who reads names of contacts looks at no address, and to compile these takes its time.
_LOCAL: Final = rf"{_ATOM}(?:\.{_ATOM})*\Z"
_DOMAIN: Final = r"(?ia)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]\Z"
"""Labels, and a top-level domain, of which none has one letter; ``xn--p1ai`` is one, too."""
_TAG: Final = (
    r"(?ia)([a-z]{2,3})(?:-[a-z]{3}){0,3}(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?\Z"
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
NAMES: Final = {
    "english": "en", "ingles": "en", "anglais": "en", "spanish": "es", "espanol": "es", "castellano": "es",
    "espagnol": "es", "portuguese": "pt", "portugues": "pt", "french": "fr", "frances": "fr", "francais": "fr",
    "haitian": "ht", "creole": "ht", "haitian creole": "ht", "kreyol": "ht", "kreyol ayisyen": "ht",
    "quechua": "qu", "aymara": "ay", "guarani": "gn", "nahuatl": "nah", "mapudungun": "arn", "kiche": "quc",
    "garifuna": "cab", "miskito": "miq", "dutch": "nl", "german": "de", "italian": "it", "arabic": "ar",
    "chinese": "zh", "catalan": "ca", "catala": "ca", "valencia": "ca", "basque": "eu", "euskara": "eu", "galego": "gl",
    "asl": "ase", "sign": "sgn",
}  # fmt: skip
"""What people call languages, folded."""


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
    message = f"{quoted(text)} is not an e-mail address"
    if not local or not domain or re.search(r"[\s<>,;:\"()\[\]\\]", text) or not text.isprintable():
        within = [each for each in re.split(r"[\s<>,;:\"()]", text[:_LONGEST_LOOKED_INTO]) if "@" in each]
        meant = within[0] if len(within) == 1 and within != [text] and email_fault(within[0]) is None else None
        return Fault(message, f'did you mean "{meant}"?' if meant else "write it alone, such as ana@example.org")
    if not local.isascii():
        return Fault(
            f"{quoted(text)} has letters before the @ that many mail programs cannot send to",
            "use an address of plain letters, as ana@example.org",
        )
    if not re.match(_LOCAL, local) or len(local) > _LONGEST_LOCAL or len(text) > LONGEST_EMAIL:
        return Fault(message, f"look at what stands before the @: {quoted(local)}")
    if not is_domain(domain):
        return Fault(message, f"look at what stands after the @: {quoted(domain)}")
    return None


def in_ascii(email: str) -> str:
    """An address that ``email_fault`` finds right, as it is sent to: with its domain in ASCII (IDNA)."""
    local, _, domain = email.strip().rpartition("@")
    if not domain.isascii():
        import idna

        try:
            domain = idna.encode(domain, uts46=True).decode()
        except idna.IDNAError:  # signs that today's rules do not have; what they mean by the old ones is known
            domain = domain.encode("idna").decode()
    return f"{local}@{domain}"


def email_key(text: str) -> str:
    """What is the same of the ways in which one address is written, whatever it is."""
    try:
        return in_ascii(text).lower()
    except UnicodeError:
        return text.strip().lower()


def is_domain(text: str) -> bool:
    """Whether a text is the whole name of a host on the internet, in any script."""
    if len(text) > _LONGEST_DOMAIN:
        return False
    try:
        return re.match(_DOMAIN, text if text.isascii() else text.encode("idna").decode()) is not None
    except UnicodeError:
        return False


def phone_fault(text: str) -> Fault | None:
    """What is wrong with a telephone number; None: it has the digits of one."""
    digits = sum(each.isdecimal() for each in text)
    if digits >= FEWEST_DIGITS:
        return None
    count = f"only {digits} digit{'' if digits == 1 else 's'}" if digits else "no digits"
    return Fault(f"the telephone number {quoted(text)} has {count}", "write the area's code too")


def language(typed: str) -> str | Fault:
    """A language tag as it was typed, in its usual case (``es``, ``pt-BR``, ``zh-cmn-Hans``), or what is wrong."""
    tag = typed.strip().replace("_", "-")
    if fault := language_fault(tag):
        return fault
    first, *others = tag.lower().split("-")
    parts, single = [first], False
    for part in others:
        single = single or len(part) == 1
        script = len(part) == 4 and part.isalpha()
        parts.append(part if single else part.title() if script else part.upper() if len(part) == 2 else part)
    return "-".join(parts)


def language_fault(tag: str) -> Fault | None:
    """What is wrong with a language tag (BCP 47), in whatever case; None: nothing."""
    found = re.match(_TAG, tag)
    if found and (len(found[1]) > 2 or found[1].lower() in _TWO_LETTERS.split()):
        return None
    meant = NAMES.get(fold_line(tag)) or tag.strip().replace("_", "-")
    known = meant != tag and language_fault(meant) is None
    hint = f'did you mean "{meant}"?' if known else 'write its tag, such as "en", "es" or "pt-BR"'
    return Fault(f"{quoted(tag)} is not the tag of a language (BCP 47)", hint)
