"""How addresses are written: links, e-mail, telephones, languages, countries."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from lacwg.checks.finding import Text, finding
from lacwg.errors import FieldError
from lacwg.records import Contact, Group, Record, SeriesChange, SeriesException
from lacwg.schedule import zones
from lacwg.text.addresses import Fault, email_fault, language_fault, phone_fault
from lacwg.text.links import link_fault

STRIPPED: Final = {"url": "link", "join_url": "link", "image": "link", "email": "e-mail address"}
"""The keys around whose texts blanks mean nothing, and what these are."""
_CODE: Final = re.compile(r"code|password|\bpin\b|\bid\b|contraseña|código", re.IGNORECASE)


def of_addresses(record: Record | Group, found: Iterable[Text]) -> Iterator[FieldError]:
    """C102, C103, C104, I101 and L104: how a record's addresses are written. ``found`` are its texts."""
    for each in found:
        check = _CHECKS.get(each.key)
        fault = None if check is None or _is_no_address(record, each) else _fault(each, check[1])
        if check is not None and fault is not None:
            yield finding(record, each.path, fault.message, fault.hint, check[0])


def _is_no_address(record: Record | Group, each: Text) -> bool:
    """Whether there is nothing to look at: no address is meant, or another check says what is wrong."""
    if each.key == "image":
        return not each.text.startswith("https:")  # a file, which ``pictures`` looks for
    if each.text == "" and (isinstance(each.table, SeriesException | SeriesChange) or "members" in each.path):
        return True  # none on that date, though there is one before
    if each.key == "email" and not each.text.strip():
        return isinstance(record, Contact) and record.audience == "public"  # C101
    return False


def _fault(each: Text, check: Callable[[str], Fault | None]) -> Fault | None:
    what = STRIPPED.get(each.key)
    if what is None:
        return check(each.text)
    text = each.text.strip()
    if not text:
        return Fault(f"the {what} is empty", "write it, or delete the line")
    return check(text) or (None if text == each.text else Fault(f"there are blanks around the {what}", "take them out"))


def _dial_in_fault(text: str) -> Fault | None:
    """C104 of a number to join by, which may be a code alone: "Passcode: 1234"."""
    return None if _CODE.search(text) and any(each.isdecimal() for each in text) else phone_fault(text)


def _country_fault(text: str) -> Fault | None:
    """I101: a country's code that ISO 3166 does not have."""
    if text in zones.countries():
        return None
    hint = 'did you mean "GB"?' if text == "UK" else 'write its two letters (ISO 3166), such as "CU"'
    return Fault(f'no country has the code "{text}"', hint)


_CHECKS: Final[Mapping[str, tuple[str, Callable[[str], Fault | None]]]] = {
    "url": ("L104", link_fault),
    "join_url": ("L104", link_fault),
    "image": ("L104", link_fault),
    "email": ("C102", email_fault),
    "phone": ("C104", phone_fault),
    "dial_in": ("C104", _dial_in_fault),
    "language": ("C103", language_fault),
    "languages": ("C103", language_fault),
    "countries": ("I101", _country_fault),
}
