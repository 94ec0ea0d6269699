"""What would let anybody into a meeting: links and passcodes that stand where everybody can read them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

from lacwg.audience import redacted
from lacwg.checks.finding import Text, finding, texts
from lacwg.errors import FieldError
from lacwg.records import Group, MembersTable, Record
from lacwg.text.links import HOSTS, host_in

# In a link, or in words, in the four languages in which the group writes. What may stand in a sentence
# of another sense ("a key", "the pin") must have a colon or the like; what is given must have a digit.
_IN_LINK: Final = r"[?&#](?:pwd|passcode|password)=[^\s&]+"
_SURE: Final = (
    r"(?:(?:meeting|webinar) (?:id|number|password)|pass ?(?:code|word)|access code|host key|senha|contraseña"
    r"|c[óo]digo (?:de acceso|de acesso|da reunião|de la reunión)|id (?:de la reunión|da reunião|de réunion)"
    r"|mot de passe|code d['’]acc[èe]s)"
)
_UNSURE: Final = r"(?:pin|clave|chave|código|pwd)"
_VALUE: Final = r"(?=[^\s\d]{0,12}\d)[^\s,;.]{4,}|\d{2,}(?: \d+)+"
_PASSCODE: Final = re.compile(
    rf"{_IN_LINK}|\b{_SURE}\b\W{{0,3}}(?:(?:is|es|é|est)\s)?\W{{0,3}}(?:{_VALUE})|\b{_UNSURE}\s*[:=#]\s*(?:{_VALUE})"
)
# A link with its scheme or, without one, with what follows the host. Every part is bounded: texts may be long.
_ONE_OF: Final = "|".join(map(re.escape, HOSTS))
_MEETING: Final = re.compile(
    rf"(https?://[\w.@-]{{0,200}}?)?(?<![\w-])({_ONE_OF})\.?(?::\d{{1,5}})?(?(1)(?![\w.-])|[/?#])", re.IGNORECASE
)
_STEMS: Final = (
    "pass", "pwd", "pin", "code", "digo", "key", "senha", "contrase", "clave", "chave", "meeting ", "webinar ", "uni",
)  # fmt: skip


def of_openness(record: Record | Group, found: Iterable[Text]) -> Iterator[FieldError]:
    """V101 and V102: links to meetings and passcodes in what everybody may read. ``found`` are all its texts."""
    if isinstance(record, Record) and record.audience != "public":
        return
    # a plain look first: most records have nothing of the kind
    everything = "\n".join(each.text for each in found).lower()
    if not any(each in everything for each in (*HOSTS, *_STEMS)):
        return
    for each in texts(redacted(record, "public")):
        if each.key == "uid":
            continue
        link = _MEETING.search(each.text)
        if link is not None:
            message = f"everybody can read this, and it has a link to {link[2].lower()}, where meetings are held"
            yield finding(record, each.path, message, _hint(each), "V101")
        if gives_passcode(_without_meetings(each.text)):
            message = "everybody can read this, and it seems to give the passcode or the number of a meeting"
            hint = "take it out; [members] has join_url and dial_in for it, [private] host_key"
            yield finding(record, each.path, message, hint, "V102")


def gives_passcode(text: str) -> bool:
    """Whether a text seems to give a passcode, a meeting's number or a host's key: the words, and a value."""
    return _PASSCODE.search(unicodedata.normalize("NFC", text.lower())) is not None


def _without_meetings(text: str) -> str:
    """A text without the links of which V101 has been said."""
    return re.sub(r"\S+", lambda match: "" if _MEETING.search(match[0]) else match[0], text)


def _hint(each: Text) -> str:
    if is_whole_link(each):
        return "put it under [members] as join_url; or, if everybody may have it, ignore this code in group.toml"
    return "take it out; members find it as join_url under [members]"


def is_whole_link(each: Text) -> bool:
    """Whether a text is a ``url`` that could stand as the ``join_url`` of its own table instead."""
    has_place = isinstance(getattr(each.table, "members", None), MembersTable)
    return each.key == "url" and has_place and len(each.text.split()) == 1 and host_in(each.text.strip()) is not None
