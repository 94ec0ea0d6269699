"""How addresses are written: links, e-mail, telephones, languages, countries."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from lacwg.checks.finding import LONGEST_QUOTE, Text, finding, quoted
from lacwg.errors import FieldError
from lacwg.records import Contact, Group, Record, SeriesChange, SeriesException
from lacwg.schedule import zones

_LINK_KEYS: Final = frozenset({"url", "join_url", "image"})
_EMAIL: Final = re.compile(
    r"[^\s@<>()\[\],;:\"\\.]+(?:\.[^\s@<>()\[\],;:\"\\.]+)*@(?:[^\W_](?:[^\W_]|-)*\.)+[^\W\d_][^\W_]+", re.UNICODE
)
_HOST: Final = re.compile(r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W_]{2,}\.?|\d+(?:\.\d+){3}|[0-9a-f]*:[0-9a-f:.]+")
_CODE: Final = re.compile(r"code|password|\bpin\b|\bid\b|contraseña|código", re.IGNORECASE)
# BCP 47 (RFC 5646, 2.1), lightly: language, script, region, variants, extensions and private use.
_LANGUAGE: Final = re.compile(
    r"[a-z]{2,3}(-[a-z]{4})?(-(?:[a-z]{2}|\d{3}))?(-(?:[a-z\d]{5,8}|\d[a-z\d]{3}))*(-[a-z\d](-[a-z\d]{1,8})+)*",
    re.IGNORECASE,
)
_LANGUAGES: Final = {
    "english": "en", "spanish": "es", "español": "es", "espanol": "es", "castellano": "es", "portuguese": "pt",
    "português": "pt", "portugues": "pt", "french": "fr", "français": "fr", "haitian": "ht", "haitian creole": "ht",
    "creole": "ht", "kreyòl": "ht", "quechua": "qu", "aymara": "ay", "guarani": "gn",
}  # fmt: skip
FEWEST_DIGITS: Final = 7
"""Of a telephone number that can be called from elsewhere."""


class Fault(NamedTuple):
    """What is wrong with a value, and how to mend it."""

    message: str
    hint: str
    code: str


def of_addresses(record: Record | Group, found: Iterable[Text]) -> Iterator[FieldError]:
    """C102, C103, C104, I101 and L104: how a record's addresses are written. ``found`` are its texts."""
    for each in found:
        check = _CHECKS.get(each.key)
        fault = None if check is None or _is_no_address(record, each) else check(each.text)
        if fault is not None:
            yield finding(record, each.path, fault.message, fault.hint, fault.code)


def _is_no_address(record: Record | Group, each: Text) -> bool:
    """Whether there is nothing to look at: no address is meant, or another check says what is wrong."""
    if each.key == "image":
        return not each.text.startswith("https:")  # a file, which ``pictures`` looks for
    if each.text == "" and (isinstance(each.table, SeriesException | SeriesChange) or "members" in each.path):
        return True  # none on that date, though there is one before
    if each.key == "email" and not each.text.strip():
        return isinstance(record, Contact) and record.audience == "public"  # C101
    return False


def is_address(key: str) -> bool:
    """Whether what stands under a key is a link or an e-mail address, around which blanks mean nothing."""
    return key in _LINK_KEYS or key == "email"


def link(text: str) -> Fault | None:
    """What is wrong with a link; None where it can be followed."""
    wanted = text.strip()
    hint = "write the whole of it, beginning with https://"
    if not wanted:
        return Fault("the link is empty", "write it, or delete the line", "L104")
    try:
        parts = urlsplit(wanted)
        scheme, host, _ = parts.scheme.lower(), parts.hostname or "", parts.port
    except ValueError:
        return Fault(f"{quoted(wanted)} is not a link", hint, "L104")
    if scheme not in ("http", "https") or not wanted.lower().startswith(f"{scheme}://"):
        if _EMAIL.fullmatch(wanted.lower().removeprefix("mailto:")):
            return Fault(
                f"{quoted(wanted)} is an e-mail address, not a link", "e-mail addresses belong to contacts", "L104"
            )
        name = wanted.partition("/")[0].partition(":")[0]
        if len(wanted) <= LONGEST_QUOTE and "://" not in wanted and _HOST.fullmatch(name):
            hint = f'did you mean "https://{wanted}"?'
        return Fault(f"{quoted(wanted)} does not begin with https://", hint, "L104")
    if len(wanted.split()) > 1:
        return Fault(f"there is a blank in the link {quoted(wanted)}", "take it out, or write it as %20", "L104")
    if not _HOST.fullmatch(host):
        return Fault(
            f"the link {quoted(wanted)} names no whole web server", f"{hint}, as https://example.org/page", "L104"
        )
    return _blanks(text, "link", "L104")


def email(text: str) -> Fault | None:
    """What is wrong with an e-mail address."""
    wanted = text.strip()
    if not wanted:
        return Fault("the e-mail address is empty", "write it, or delete the line", "C102")
    if not _EMAIL.fullmatch(wanted):
        hint = "write it alone, as ana@example.org"
        inner = re.search(r"[^\s<>:]+@[^\s<>]+", wanted[: 4 * LONGEST_QUOTE])  # longer ones would take ever so long
        if inner and _EMAIL.fullmatch(inner[0]):
            hint = f'did you mean "{inner[0]}"?'
        return Fault(f"{quoted(wanted)} is not an e-mail address", hint, "C102")
    return _blanks(text, "e-mail address", "C102")


def _blanks(text: str, what: str, code: str) -> Fault | None:
    return None if text == text.strip() else Fault(f"there are blanks around the {what}", "take them out", code)


def telephone(text: str) -> Fault | None:
    """C104: a telephone number with too few digits."""
    digits = sum(each.isdecimal() for each in text)
    if digits >= FEWEST_DIGITS:
        return None
    count = "no digits" if not digits else f"only {digits} digit{'' if digits == 1 else 's'}"
    return Fault(f"the telephone number {quoted(text)} has {count}", "write the area's code too", "C104")


def dial_in(text: str) -> Fault | None:
    """The same of a number to join by, which may be a code alone: "Passcode: 1234"."""
    return None if _CODE.search(text) and any(each.isdecimal() for each in text) else telephone(text)


def language(text: str) -> Fault | None:
    """C103: a language that is no BCP 47 tag."""
    if _LANGUAGE.fullmatch(text):
        return None
    meant = _LANGUAGES.get(text.strip().lower()) or text.strip().replace("_", "-")
    hint = f'did you mean "{meant}"?' if _LANGUAGE.fullmatch(meant) else 'write its tag, as "en", "es" or "pt-BR"'
    return Fault(f"{quoted(text)} is not a language's tag", hint, "C103")


def country(text: str) -> Fault | None:
    """I101: a country's code that ISO 3166 does not have."""
    if text in zones.countries():
        return None
    hint = 'write its two letters (ISO 3166), as "CU"'
    if text == "UK":
        hint = 'did you mean "GB"?'
    return Fault(f'no country has the code "{text}"', hint, "I101")


_CHECKS: Final[Mapping[str, Callable[[str], Fault | None]]] = {
    "url": link,
    "join_url": link,
    "image": link,
    "email": email,
    "phone": telephone,
    "dial_in": dial_in,
    "language": language,
    "languages": language,
    "countries": country,
}
