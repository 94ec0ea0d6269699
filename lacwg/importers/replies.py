"""Answers to invitations (METHOD:REPLY; RFC 5546, 3.2.3) out of messages, mailboxes and calendar files. Pure.

Nothing in them is believed: they come from anybody. Of a message only its head and the parts that say that they are
a calendar are looked at, by their first lines and not by its structure, which may be broken, or made to cost.
"""

from __future__ import annotations

import datetime as dt
import re
import shlex
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Final, Literal, NamedTuple

from lacwg.errors import LacwgError
from lacwg.importers.ics import components
from lacwg.importers.ics.components import Component
from lacwg.importers.ics.times import stamp
from lacwg.importers.incoming import Skipped
from lacwg.text import content_lines
from lacwg.text.addresses import email_key
from lacwg.text.content_lines import Property
from lacwg.text.controls import clean_line

LARGEST: Final = 256 << 20
"""Bytes of a mailbox."""
LARGEST_PART: Final = 1 << 18
"""Bytes of a message's calendar that are read, and of its head; an answer has some two thousand."""
_MOST_PARTS: Final = 4
"""Calendars of a message that are looked at: many have the same one twice."""
_FROM_LINE: Final = re.compile(rb"^From [^\n]{0,200}\d\d:\d\d[^\n]{0,200}\r?\n", re.MULTILINE)
"""What stands before each message of a mailbox (RFC 4155)."""
_CALENDAR: Final = re.compile(
    rb"^content-type:\s{0,9}(?:text/calendar|application/ics)\b", re.MULTILINE | re.IGNORECASE
)
_TNEF: Final = re.compile(
    rb'^content-type:\s{0,9}application/(?:(?:vnd\.)?ms-tnef\b|octet-stream;\s{0,9}name="?winmail\.dat)',
    re.MULTILINE | re.IGNORECASE,
)
"""How Outlook wraps what it sends to people who it thinks have Outlook too; its class stands in it as text."""
_LONGEST_FROM: Final = 400
_BLANK: Final = re.compile(rb"\n\r?\n")
_ANSWERS: Final = {"ACCEPTED": "yes", "DECLINED": "no", "TENTATIVE": "maybe"}
_OUTLOOK: Final = {b"P": "yes", b"N": "no", b"A": "maybe"}


class Answer(NamedTuple):
    """What somebody says of one invitation, as it stands there."""

    uid: str
    email: str
    """Of the ATTENDEE, as ``email_key``."""
    answer: Literal["yes", "no", "maybe"]
    sequence: int
    """Of the invitation that it answers."""
    stamp: dt.datetime | None
    source: str
    sender: str | None = None
    """The address that the message says to be from; None: it is no message."""


def read(data: bytes, name: str) -> Iterator[Answer | Skipped | None]:
    """What is in a message, a mailbox or a calendar file, by what stands in it; None: a message without an answer."""
    if re.match(rb"(?:\xef\xbb\xbf)?\s{0,99}BEGIN:VCALENDAR", data, re.IGNORECASE):
        found = list(_calendar(data, name, None))
        yield from found or (None,)
        return
    begins = list(_FROM_LINE.finditer(data)) if data.startswith(b"From ") else []
    if not begins:
        yield from _message(data, name)
    for number, (match, after) in enumerate(zip_longest(begins, begins[1:]), 1):
        yield from _message(data[match.end() : after.start() if after else None], f"{name}, message {number}")


def _message(data: bytes, name: str) -> Sequence[Answer | Skipped | None]:
    """Each once, as many programs put the same calendar into a message twice."""
    sender = _sender(data) if _CALENDAR.search(data) else None
    found = dict.fromkeys(each for part in _parts(data, _CALENDAR) for each in _calendar(part, name, sender))
    return [each for each in found if isinstance(each, Answer)] or list(found) or [_wrapped(data, name)]


def _wrapped(message: bytes, name: str) -> Skipped | None:
    """A message that Outlook has wrapped for its like (MS-OXTNEF), unless it is a letter; None: it is none."""
    outlook = next(_parts(message, _TNEF), None)
    if outlook is None or re.search(rb"IPM\.(?:Microsoft Mail\.)?Note\b", outlook[:999]):
        return None
    answer = next((said for letter, said in _OUTLOOK.items() if b"Schedule.MtgResp" + letter in outlook), None)
    who = _sender(message)
    mend = f"lacwg meetings rsvp DATE --{answer or 'yes'} {shlex.quote(clean_line(who)) if who else 'NAME'}"
    known = "; to record the answer" if answer else ", and its answer is not known; if it is a yes"
    return Skipped(who or "somebody", f"Outlook wrapped it in winmail.dat{known}: {mend}", name)


def _parts(message: bytes, kind: re.Pattern[bytes]) -> Iterator[bytes]:
    """What the parts of a message hold that say that they are of a kind."""
    from email import message_from_bytes

    for number, match in enumerate(kind.finditer(message)):
        if number == _MOST_PARTS:
            return
        # a part's head begins behind a line with its boundary; the message's own at its beginning
        head = max(message.rfind(b"\n--", 0, match.start()) + 1, 0)
        body = _BLANK.search(message, match.end())
        if body is None or match.start() - head > LARGEST_PART:
            continue
        end = message.find(b"\n--", body.end(), body.end() + LARGEST_PART)
        end = min(len(message), body.end() + LARGEST_PART) if end < 0 else end
        start = message.find(b"\n", head) + 1 if message.startswith(b"--", head) else head
        content = message_from_bytes(message[start:end]).get_payload(decode=True)
        if isinstance(content, bytes):
            yield content


def _sender(message: bytes) -> str:
    """The one address that a message says to be from; empty where it says none, or several."""
    from email import message_from_bytes
    from email.utils import getaddresses

    end = _BLANK.search(message, 0, LARGEST_PART)
    head = message_from_bytes(message[: end.end() if end else LARGEST_PART])
    # of a longer one each bracket would be a step down for the library
    found = getaddresses([str(each)[:_LONGEST_FROM] for each in head.get_all("From", [])][:2])
    return email_key(found[0][1]) if len(found) == 1 else ""


def _calendar(data: bytes, name: str, sender: str | None) -> Iterator[Answer | Skipped]:
    """What is in a calendar; ``sender``: of the message that it came in."""
    text, _ = content_lines.decode(data[:LARGEST_PART])
    try:
        calendars = components.calendars(text)
    except LacwgError:
        return
    for calendar in calendars:
        method = next((each.value.strip().upper() for each in calendar.properties() if each.name == "METHOD"), "")
        for event in (each for each in calendar.inner if each.name == "VEVENT"):
            if method == "COUNTER":
                yield Skipped(_who(event), "proposes another time: see the message", name)
            elif method == "REPLY":
                yield _answer(event, name, sender)


def _answer(event: Component, name: str, sender: str | None) -> Answer | Skipped:
    said = {each.name: each for each in event.properties()}
    attendees = [each for each in event.properties() if each.name == "ATTENDEE"]
    # whoever it is from, where some program names all who were invited
    own = [each for each in attendees if _email(each) == sender] or attendees
    answers = {each.params.get("PARTSTAT", "").strip().upper() for each in own}
    if event.broken or "UID" not in said or len({_email(each) for each in own}) != 1 or len(answers) != 1:
        return Skipped(_who(event), event.broken or "it does not say who answers what", name)
    [partstat] = answers
    if partstat not in _ANSWERS:
        return Skipped(_who(event), "it says neither yes, no nor maybe", name)
    sequence = said["SEQUENCE"].value.strip() if "SEQUENCE" in said else ""
    return Answer(
        uid=said["UID"].value.strip(),
        email=_email(own[0]),
        answer=_ANSWERS[partstat],  # type: ignore[arg-type]
        sequence=int(sequence) if re.fullmatch(r"[0-9]{1,9}", sequence) else 0,
        stamp=stamp(said["DTSTAMP"].value.strip()) if "DTSTAMP" in said else None,
        source=name,
        sender=sender,
    )


def _email(attendee: Property) -> str:
    """The address of an ATTENDEE; Apple's says it in a parameter beside an identity of its own (RFC 7986, 6.2)."""
    scheme, _, address = attendee.value.strip().partition(":")
    return email_key(address if scheme.lower() == "mailto" else attendee.params.get("EMAIL", ""))


def _who(event: Component) -> str:
    """Whom it is from, to be shown."""
    attendees = [_email(each) or each.value for each in event.properties() if each.name == "ATTENDEE"]
    return clean_line(attendees[0])[:100] if attendees else "somebody"
