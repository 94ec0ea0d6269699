"""``lacwg export vcf``: cards that address books read, and what they may hold."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import vobject
from conftest import GROUP, Run, tree
from hypothesis import given
from hypothesis import strategies as st
from strategies import contacts, emails, lines, paragraphs

from lacwg.audience.view import Reader, redacted, view_of
from lacwg.exporters.vcard.cards import cards
from lacwg.importers.vcard.contacts import read
from lacwg.records import Contact, PrivateTable

UPDATED = dt.datetime(2026, 11, 24, 17, 0, tzinfo=dt.UTC)
ANA = Contact(
    id="ana-lopez", name="Ana López", audience="public", role="treasurer; and more", email="ana@example.org",
    phone="+1 617 555 0100", address="12 Elm St\nBoston, MA 02101", languages=("es", "pt-BR"), pronouns="she/her",
    uid="4fbe8971-0bc3-424c-9c26-36c3e1eff6b1", updated=UPDATED, private=PrivateTable(note="owes us 5"),
)  # fmt: skip


def exported(*contacts: Contact, reader: Reader = "members") -> bytes:
    return cards(view_of(reader, GROUP, contacts=contacts), UPDATED.date())


def test_a_card() -> None:
    assert exported(ANA).decode() == "\r\n".join(
        [
            "BEGIN:VCARD", "VERSION:3.0", "PRODID:-//lacwg//EN", "UID:4fbe8971-0bc3-424c-9c26-36c3e1eff6b1",
            "FN:Ana López", "N:López;Ana;;;", "TITLE:treasurer\\; and more", "EMAIL;TYPE=INTERNET:ana@example.org",
            "TEL;TYPE=VOICE:+1 617 555 0100", "ADR;TYPE=POSTAL:;;12 Elm St\\nBoston\\, MA 02101;;;;",
            "X-PRONOUNS:she/her", "X-LANG:es", "X-LANG:pt-BR", "REV:2026-11-24T17:00:00Z", "END:VCARD", "",
        ]
    )  # fmt: skip


def test_the_public_has_neither_telephone_nor_address() -> None:
    text = exported(ANA, reader="public").decode()
    assert "TEL" not in text
    assert "ADR" not in text
    assert "EMAIL" in text
    assert b"owes" not in exported(ANA)
    private = Contact(id="x", name="Hidden", email="hidden@example.org")
    assert exported(private) == b""


def test_vobject_reads_it() -> None:
    both = exported(ANA, Contact(id="luis", name="Luis", audience="public")).decode()
    first, second = vobject.readComponents(both)
    assert first.fn.value == "Ana López"
    assert (first.n.value.family, first.n.value.given) == ("López", "Ana")
    assert first.email.value == "ana@example.org"
    assert first.tel.value == "+1 617 555 0100"
    assert first.adr.value.street == "12 Elm St\nBoston, MA 02101"
    assert first.title.value == "treasurer; and more"
    assert second.n.value.given == "Luis"
    first.validate()
    second.validate()


cards_hold = contacts(
    name=lines(),
    audience=st.just("members"),
    uid=st.none() | st.uuids().map(str),
    role=st.none() | paragraphs(),
    pronouns=st.none() | lines(),
    email=st.none() | emails,
    phone=st.none() | lines().filter(lambda text: not text.lower().startswith("tel:")),
    address=st.none() | paragraphs(),
    languages=st.lists(st.sampled_from(["en", "es", "pt-BR", "zh-Hant", "nah"]), unique=True, max_size=3).map(tuple),
)


@given(cards_hold)
def test_a_contact_comes_back_from_its_card(contact: Contact) -> None:
    seen = redacted(contact, "members")
    data = exported(contact)
    found = read(data, "x.vcf")
    assert found.skipped == ()
    back = found.records[0]
    assert back.notes == ()
    for key in ("name", "role", "pronouns", "email", "phone", "address", "languages"):
        assert getattr(back.record, key) == getattr(seen, key), key
    assert back.record.audience == "private"
    assert back.fields == {
        key for key in ("name", "role", "pronouns", "email", "phone", "address", "languages") if getattr(seen, key)
    }
    if contact.uid:
        assert back.record.uid == contact.uid
    assert exported(contact) == data
    card = vobject.readOne(data.decode())
    assert card.fn.value == contact.name


@pytest.mark.parametrize(
    "text", ["a\r\nEND:VCARD\r\nBEGIN:VCARD\r\nFN:Eve", "\x1b]0;x\x07\x00", "=HYPERLINK(1)", "a" * 300_000]
)
def test_hostile_text_stays_text(text: str) -> None:
    hostile = Contact(
        id="x", name=f"X {text}", audience="public", role=text, pronouns=text, email=text, languages=(text,), uid=text
    )
    data = exported(hostile)
    assert [line for line in data.split(b"\r\n") if line.startswith((b"BEGIN", b"END"))] == [
        b"BEGIN:VCARD",
        b"END:VCARD",
    ]
    assert not set(data) & (set(range(9)) | {0x1B, 0x7F})
    assert len(list(vobject.readComponents(data.decode()))) == 1


def test_the_verb(data: Path, run: Run, tmp_path: Path) -> None:
    before = tree(data)
    out = run("export", "vcf").out
    assert out.count("BEGIN:VCARD") == 2
    assert "FN:John Ratliff\r\nN:Ratliff;John;;;\r\n" in out
    assert run("export", "vcf", "-o", "all.vcf").err == "Wrote all.vcf\n"
    assert (tmp_path / "all.vcf").read_bytes() == out.encode()
    assert run("export", "vcf", "--each", "cards/new").code == 0
    assert sorted(path.name for path in (tmp_path / "cards" / "new").iterdir()) == [
        "john-ratliff.vcf",
        "yoav-elinevsky.vcf",
    ]
    one = (tmp_path / "cards" / "new" / "john-ratliff.vcf").read_bytes()
    assert out.encode().startswith(one)
    assert run("export", "vcf", "--each", "cards", "-o", "x.vcf").code == 2
    assert run("export", "vcf", "--each", "all.vcf").code == 1
    assert tree(data) == before


def test_nothing_to_export_is_said(data: Path, run: Run) -> None:
    for each in ("john-ratliff", "yoav-elinevsky"):
        run("contacts", "edit", each, "--audience", "private")
    shown = run("export", "vcf", "--audience", "members")
    assert (shown.code, shown.out) == (0, "")
    assert "lacwg contacts edit ID --audience members" in shown.err
