"""A letter to one reader: its headers, both its forms and what is attached, as a receiver reads them."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import re
from email.message import EmailMessage
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lacwg.exporters.mail.message import Attachment, Head, Sender, addressed, content, fragment, page
from lacwg.text.controls import clean_line

SENDER = Sender("Grupo de América Latina", "info@example.org", "coordinacion@bücher.example", "leave@example.org")
HEAD = Head(SENDER, "Ana Pérez", "ana@example.org", "Reunión: 9 de diciembre", "<x@example.org>",
            dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC), "es")  # fmt: skip
WORDS = st.text(st.characters(min_codepoint=32, max_codepoint=0x2FFF), max_size=120).map(clean_line)


def read(message: EmailMessage) -> tuple[EmailMessage, bytes]:
    """A message as a strict receiver has it, and its headers as they came."""
    data = message.as_bytes()
    got = email.message_from_bytes(data, policy=email.policy.strict)
    assert isinstance(got, EmailMessage)
    return got, data.partition(b"\r\n\r\n")[0]


def test_the_headers_are_those_that_receivers_want() -> None:
    got, head = read(addressed(content("Hola", page("Hola", [fragment("Hola")], "es")), HEAD._replace(automatic=True)))
    assert [each.addr_spec for each in got["To"].addresses] == ["ana@example.org"]
    assert str(got["From"]) == "Grupo de América Latina <info@example.org>"
    assert got["Reply-To"] == "coordinacion@xn--bcher-kva.example"
    assert b"\r\nList-Unsubscribe: <mailto:leave@example.org?subject=unsubscribe>\r\n" in head
    assert (got["Date"], got["Message-ID"]) == ("Tue, 24 Nov 2026 12:00:00 +0000", "<x@example.org>")
    assert (got["Auto-Submitted"], got["Content-Language"], got["MIME-Version"]) == ("auto-generated", "es", "1.0")
    assert not {"cc", "bcc"} & {each.lower() for each in got}


@given(WORDS, WORDS)
@settings(max_examples=30)
def test_any_words_come_through_and_no_address_is_within_an_encoded_word(name: str, subject: str) -> None:
    made = addressed(content("x", "<p>x"), HEAD._replace(name=name, subject=subject, sender=SENDER._replace(name=name)))
    got, head = read(made)
    assert [each.addr_spec for each in got["To"].addresses] == ["ana@example.org"]
    assert [each.addr_spec for each in got["From"].addresses] == ["info@example.org"]
    if "=?" not in subject:
        assert got["Subject"] == subject
    assert b"<ana@example.org>" in head or not name
    assert all(len(each) <= 76 for each in re.findall(rb"=\?[^?\s]+\?.\?[^?\s]*\?=", head))


def test_both_forms_and_what_is_attached_come_through() -> None:
    files = [
        Attachment("acta «ñ».pdf", "application/pdf", b"%PDF\x00"),
        Attachment("a.ics", "text/calendar", "ü\r\n".encode()),
    ]
    got, _ = read(addressed(content("Hóla\n\nhttps://example.org/" + "x" * 200 + "\n", "<p>Hóla", files), HEAD))
    plain, html = got.get_body(("plain",)), got.get_body(("html",))
    assert plain is not None
    assert plain.get_content().splitlines() == ["Hóla", "", "https://example.org/" + "x" * 200]
    assert html is not None
    assert html.get_content().strip() == "<p>Hóla"
    pdf, ics = got.iter_attachments()
    assert (pdf.get_filename(), pdf.get_content_type(), pdf.get_content()) == (
        "acta «ñ».pdf",
        "application/pdf",
        b"%PDF\x00",
    )
    assert (ics.get_content_type(), ics.get_content_charset(), ics.get_content()) == ("text/calendar", "utf-8", "ü\r\n")


class _Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_a_text_becomes_a_page_with_its_structure() -> None:
    text = "Vigil <b>\n\nWhen: 5 PM\nMore: https://example.org/?a=1&b=2.\n\nAgenda\n1. Cuba\n2. Haiti\n\nAsk ana@example.org, or ring"
    made = _Tags(page("Vigil", [fragment(text, headed=True)], "ht"))
    tags = [name for name, _ in made.tags]
    assert ("html", {"lang": "ht"}) in made.tags
    assert ("meta", {"name": "color-scheme", "content": "light dark"}) in made.tags
    assert [each["href"] for name, each in made.tags if name == "a"] == [
        "https://example.org/?a=1&b=2",
        "mailto:ana@example.org",
    ]
    assert tags[tags.index("h1") :] == ["h1", "p", "br", "a", "h2", "ol", "li", "li", "p", "a"]
    assert "Vigil <b>" in made.text


@pytest.mark.parametrize(
    "text", ["javascript:alert(1)", "x://y/z", "<script>https://example.org</script>", "\u202ehttps://a.b\x1b[2J"]
)
def test_what_people_typed_is_shown_and_not_obeyed(text: str) -> None:
    made = page(text, [fragment(text, headed=True)], "en")
    assert not [each for each in ("<script", 'href="javascript', 'href="x:', "\x1b", "\u202e") if each in made]
