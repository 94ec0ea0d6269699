"""A letter to one reader: the same words as plain text and as HTML, with what is attached (RFC 5322, MIME). Pure.

What all readers of a letter get is made once (``content``); each message has headers of its own before it
(``addressed``), and nobody's address but its reader's.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import html as markup
import re
from collections.abc import Iterable, Sequence
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime
from typing import Any, Final, NamedTuple
from urllib.parse import quote

from lacwg.text.addresses import email_fault, in_ascii
from lacwg.text.controls import clean_line, escape_markup, one_line
from lacwg.text.links import LINK, is_web

_SAID: Final = frozenset({"subject", "from", "to", "reply-to"})
"""Headers with words in them that people have written."""
_HEAD: Final = (
    '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    '<meta name="color-scheme" content="light dark"><style>:root{color-scheme:light dark}</style>'
)
_BODY: Final = "max-width:40em;margin:1em auto;padding:0 1em;font-family:sans-serif;line-height:1.5"
_NUMBERED: Final = re.compile(r"\d{1,4}\. ")
_ADDRESS: Final = re.compile(rf"{LINK.pattern}|(?<![\w.+-])[\w.+-]{{1,64}}+@[\w.-]{{1,253}}", re.IGNORECASE)


class _Policy(EmailPolicy):
    """Python's own rules, but for words that are not ASCII.

    Of several encoded words Python doubles blanks between them, and on long lines makes them longer than RFC 2047
    allows; on short lines it encodes the links of other headers.
    """

    def fold_binary(self, name: str, value: Any) -> bytes:
        """A header as it goes out; an address is never within an encoded word."""
        if value.isascii() or name.lower() not in _SAID:
            return super().fold_binary(name, value)
        parties: Sequence[Address] = getattr(value, "addresses", ())
        told = [(each.display_name, f" <{each.addr_spec}>") for each in parties]
        said = [Header(words, "utf-8", header_name=name).encode() + rest for words, rest in told or [(value, "")]]
        return f"{name}: {', '.join(said)}\n".replace("\n", "\r\n").encode("ascii")

    def fold(self, name: str, value: Any) -> str:
        """The same as text."""
        return self.fold_binary(name, value).decode("ascii")


POLICY: Final = _Policy(**{**vars(SMTP), "max_line_length": 998})


class Attachment(NamedTuple):
    """A file that goes along."""

    name: str
    type: str
    """Such as ``text/calendar``."""
    data: bytes


class Sender(NamedTuple):
    """From whom a letter is, as ``[mail]`` of the group's file has it."""

    name: str
    address: str
    reply_to: str | None = None
    unsubscribe: str | None = None
    """The address to which people write who want no more of it."""


class Head(NamedTuple):
    """What stands above a letter to one reader."""

    sender: Sender
    name: str
    address: str
    subject: str
    message_id: str
    """With its angle brackets."""
    date: dt.datetime
    language: str
    """As a BCP 47 tag."""
    automatic: bool = False
    """No person has sent it at this moment: a reminder (RFC 3834)."""


def addressed(content: EmailMessage, head: Head) -> EmailMessage:
    """The message with a content, to its one reader."""
    message, sender = EmailMessage(policy=POLICY), head.sender
    message["From"] = _mailbox(sender.name, sender.address)
    message["To"] = _mailbox(head.name, head.address)
    if sender.reply_to:
        message["Reply-To"] = _mailbox("", sender.reply_to)
    message["Subject"] = one_line(clean_line(head.subject))
    message["Date"] = format_datetime(head.date)
    message["Message-ID"] = head.message_id
    message["Content-Language"] = head.language
    if sender.unsubscribe:
        message["List-Unsubscribe"] = f"<mailto:{quote(in_ascii(sender.unsubscribe), safe='@')}?subject=unsubscribe>"
    if head.automatic:
        message["Auto-Submitted"] = "auto-generated"
    for name, value in content.items():
        message[name] = value
    message.set_payload(content.get_payload())  # shared: a thousand messages hold what is attached once
    return message


def _mailbox(name: str, address: str) -> Address:
    local, _, domain = in_ascii(address).rpartition("@")
    return Address(one_line(clean_line(name)), local, domain)


def content(text: str, html: str, attachments: Iterable[Attachment] = ()) -> EmailMessage:
    """The body of a letter in both forms, or as text alone, and what is attached: the same gives the same bytes."""
    made = EmailMessage(policy=POLICY)
    made.set_content(text, cte="quoted-printable")
    if html:
        made.add_alternative(html, subtype="html", cte="quoted-printable")
    for each in attachments:
        kind, _, form = each.type.partition("/")
        more: dict[str, Any] = {"params": {"charset": "utf-8"}} if each.type == "text/calendar" else {}
        made.add_attachment(each.data, maintype=kind, subtype=form, filename=clean_line(each.name), **more)
    digest = hashlib.blake2b(f"{text}\0{html}".encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    parts = [each for each in made.walk() if each.is_multipart()]
    for number, part in enumerate(parts):
        part.set_boundary(f"=_{digest}_{number}")
    return made


def draft(subject: str, text: str, file: Attachment, languages: Iterable[str]) -> bytes:
    """A file that a mail program opens as a draft: from nobody and to nobody, the same each time."""
    made = content(text, "", [file])
    made["Subject"], made["X-Unsent"] = one_line(clean_line(subject)), "1"  # Outlook opens it to be sent
    if languages := ", ".join(map(one_line, languages)):
        made["Content-Language"] = languages
    return made.as_bytes()


def inviting(message: EmailMessage, method: str, calendar: str) -> EmailMessage:
    """A message that its reader's calendar program answers: with an invitation beside the texts, and as a file.

    RFC 6047; some programs see the one alone, some the other.
    """
    texts: Any = message.get_payload()
    files, boundary = [], message.get_boundary()
    if message.get_content_type() == "multipart/mixed":
        texts, files = texts[0].get_payload(), texts[1:]
    part, file, both = (EmailMessage(policy=POLICY) for _ in range(3))
    part.set_content(calendar, subtype="calendar", params={"method": method}, cte="base64")
    file.set_content(calendar.encode(), maintype="application", subtype="ics", filename="invite.ics")
    both["Content-Type"] = "multipart/alternative"
    both.set_payload([*texts, part])
    both.set_boundary(f"{boundary}i")
    message.replace_header("Content-Type", "multipart/mixed")
    message.set_payload([both, *files, file])
    message.set_boundary(f"{boundary}m")
    return message


def page(title: str, fragments: Iterable[str], language: str) -> str:
    """A page of HTML that draws on nothing else, and takes the colours that its reader has set."""
    body = "\n".join(filter(None, fragments))
    title, language = (markup.escape(escape_markup(clean_line(each))) for each in (title, language))
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>{_HEAD}<title>{title}</title></head>\n'
        f'<body style="{_BODY}">\n{body}\n</body>\n</html>\n'
    )


def fragment(text: str, *, headed: bool = False) -> str:
    """A plain text as HTML: paragraphs, numbered lists below their headings, and links; ``headed``: with a title."""
    first, *rest = (part for part in re.split(r"\n[ \t]*\n+", escape_markup(text).strip()) if part.strip())
    told = [f"<h1>{_linked(first)}</h1>" if headed else _paragraph(first)]
    return "\n".join([*told, *map(_paragraph, rest)])


def _paragraph(text: str) -> str:
    lines = text.splitlines()
    numbered = [each for each in lines if _NUMBERED.match(each)]
    if numbered and numbered in (lines, lines[1:]):
        heading = "" if numbered == lines else f"<h2>{_linked(lines[0])}</h2>\n"
        items = "".join(f"<li>{_linked(each.partition(' ')[2])}</li>" for each in numbered)
        return f"{heading}<ol>{items}</ol>"
    return f"<p>{'<br>'.join(map(_linked, lines))}</p>"


def _linked(text: str) -> str:
    """A line in which whatever can be followed is a link."""
    told, place = [], 0
    for match in _ADDRESS.finditer(text):
        address = match[0].rstrip(".,;:!?)]}»”’")
        target = address if is_web(address) else f"mailto:{address}" if email_fault(address) is None else None
        if target is not None:
            link = f'<a href="{markup.escape(target)}">{markup.escape(address)}</a>'
            told += [markup.escape(text[place : match.start()]), link]
            place = match.start() + len(address)
    return "".join([*told, markup.escape(text[place:])])
