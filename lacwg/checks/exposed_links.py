"""What would let anybody into a meeting: links and passcodes that stand where everybody can read them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from lacwg.audience.view import redacted
from lacwg.checks.finding import Text, finding, texts
from lacwg.errors import FieldError
from lacwg.records import Group, MembersTable, Record
from lacwg.text.fold import fold
from lacwg.text.links import MEETING_CODE, host_in, host_within, names_host

# In a link, or in words, folded, in the languages in which the group writes. What may stand in a sentence
# of another sense ("a key", "the pin") must have a colon or the like; what is given must have a digit.
_IN_LINK: Final = r"[?&#](?:pwd|passcode|password)=[^\s&]+"
_ONE_TAP: Final = r"\d{6}(?:\\{0,4},){2,6} ?\*?\d{6}"
"""A number to call with that of the meeting behind it: ``+16465550100,,4620968510#``."""
_SURE: Final = rf"(?:{MEETING_CODE}|host key)"
_UNSURE: Final = r"(?:pin|clave|chave|codigo|pwd)"
_VALUE: Final = r"(?=[^\s\d]{0,12}\d)[^\s,;.]{4,}|\d{2,}(?: \d+)+"
_PASSCODE: Final = re.compile(
    rf"{_IN_LINK}|{_ONE_TAP}|\b{_SURE}\b\W{{0,3}}(?:(?:is|es|e|est)\s)?\W{{0,3}}(?:{_VALUE})|\b{_UNSURE}\s*[:=#]\s*(?:{_VALUE})"
)
_STEMS: Final = (
    "pass", "pwd", "pin", "code", "digo", "key", "senha", "contrase", "clave", "chave", "meeting ", "webinar ",
    "conference ", "uni", ",,", "\\,",
)  # fmt: skip


def of_openness(record: Record | Group, found: Iterable[Text], hosts: tuple[str, ...]) -> Iterator[FieldError]:
    """V101 and V102: links to meetings and passcodes in what everybody may read. ``found`` are all its texts.

    ``hosts``: where the group holds its meetings, beside those that are known.
    """
    if isinstance(record, Record) and record.audience != "public":
        return
    # a plain look first: most records have nothing of the kind
    everything = "\n".join(each.text for each in found).lower()
    if not names_host(everything, hosts) and not any(each in everything for each in _STEMS):
        return
    for each in texts(redacted(record, "public")):
        if each.key == "uid":
            continue
        rest = each.text
        if host := host_within(each.text, hosts):
            rest = re.sub(r"\S+", lambda match: "" if host_within(match[0], hosts) else match[0], each.text)
            message = f"everybody can read this, and it has a link to {host}, where meetings are held"
            hint = "take it out; members find it as join_url under [members]"
            if is_whole_link(each, hosts):
                hint = (
                    "put it under [members] as join_url; or, if everybody may have it, ignore this code in group.toml"
                )
            yield finding(record, each.path, message, hint, "V101")
        if gives_passcode(rest):  # links to meetings have been told of
            message = "everybody can read this, and it seems to give the passcode or the number of a meeting"
            hint = "take it out; [members] has join_url and dial_in for it, [private] host_key"
            yield finding(record, each.path, message, hint, "V102")


def gives_passcode(text: str) -> bool:
    """Whether a text seems to give a passcode, a meeting's number or a host's key: the words, and a value."""
    return _PASSCODE.search(fold(text)) is not None


def is_whole_link(each: Text, hosts: tuple[str, ...]) -> bool:
    """Whether a text is a ``url`` that could stand as the ``join_url`` of its own table instead."""
    has_place = isinstance(getattr(each.table, "members", None), MembersTable)
    alone = each.key == "url" and has_place and len(each.text.split()) == 1
    return alone and host_in(each.text.strip(), hosts) is not None
