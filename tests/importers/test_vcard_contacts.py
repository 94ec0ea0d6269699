"""Cards of address books as contacts: one file for each quirk."""

from __future__ import annotations

import base64
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lacwg.importers.incoming import Found, Incoming
from lacwg.importers.vcard.contacts import cards, read


def found(*lines: str, version: str = "3.0", end: str = "\r\n") -> Found:
    """What is in a file of one card."""
    return read(end.join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""]).encode(), "a.vcf")


def one(*lines: str, version: str = "3.0", end: str = "\r\n") -> Incoming:
    records, skipped, *_ = found(*lines, version=version, end=end)
    assert skipped == ()
    (record,) = records
    return record


def test_google() -> None:
    """As Google exports it: 3.0, groups for labels, several numbers."""
    made = one(
        "FN:Ana López", "N:López;Ana;;;", "EMAIL;TYPE=INTERNET;TYPE=HOME:ana@home.example",
        "EMAIL;TYPE=INTERNET;TYPE=PREF:ana@work.example", "item1.TEL:+1 617-555-0100", "item1.X-ABLabel:mobile",
        "ORG:Peace Action", "TITLE:Treasurer", "NOTE:met in 2019\\, at the vigil\\nspeaks little", "BDAY:19800101",
        "PHOTO:https://example.org/a.jpg", "CATEGORIES:myContacts,board", "X-GOOGLE-SOMETHING:1",
    )  # fmt: skip
    contact = made.record
    assert (contact.name, contact.email, contact.phone, contact.role) == (
        "Ana López", "ana@work.example", "+1 617-555-0100", "Treasurer",
    )  # fmt: skip
    assert contact.private.note == "met in 2019, at the vigil\nspeaks little"
    assert contact.audience == "private"
    assert made.fields == {"name", "email", "phone", "role", "private", "lists"}
    assert made.notes == (
        "left out: myContacts, board, as no list is called that; what makes one is [lists.mycontacts] in group.toml",
        "left out: 1 more e-mail address, a birthday, a photo, the organisation (Peace Action)",
    )
    assert made.source == "a.vcf, line 1"
    assert made.same_as == {"ana@home.example", "ana@work.example"}


def test_apple() -> None:
    made = one(
        "PRODID:-//Apple Inc.//macOS 14//EN", "N:Paz;Luis;;;", "FN:Luis Paz", "item1.EMAIL;type=INTERNET;type=pref:luis@example.org",
        "item1.X-ABLabel:_$!<Home>!$_", "item2.ADR;type=HOME:;;12 Elm St\\nApt 3;Boston;MA;02101;USA", "item2.X-ABADR:us",
        "PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQAAAQABAAD/", " 2wBDAAICAgICAQICAgIDAgIDAwYEAwMDAwcFBQQGCAcICAg=",
        "X-ABUID:1:ABPerson", "UID:urn:uuid:4fbe8971-0bc3-424c-9c26-36c3e1eff6b1",
    )  # fmt: skip
    assert made.record.email == "luis@example.org"
    assert made.record.address == "12 Elm St\nApt 3\nBoston, MA 02101\nUSA"
    assert made.record.uid == "4fbe8971-0bc3-424c-9c26-36c3e1eff6b1"
    assert made.notes == ("left out: a photo",)


def test_outlook_and_old_telephones() -> None:
    """2.1: quoted-printable that goes on with "=", types without a name, a charset of its own."""
    made = one(
        "N;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:L=F3pez;Ana;;;", "FN;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Ana L=C3=",
        "=B3pez", "TEL;WORK;FAX:617 555 0199", "TEL;CELL;VOICE:617 555 0100", "EMAIL;PREF;INTERNET:ana@example.org",
        "ADR;HOME;ENCODING=QUOTED-PRINTABLE:;;12 Elm St=0D=0AApt 3;Boston;MA;02101;", "PHOTO;JPEG;ENCODING=BASE64:", " /9j/4AAQ",
        " SkZJRg==", "", "NOTE:C:\\new folder\\; x", version="2.1",
    )  # fmt: skip
    contact = made.record
    assert (contact.name, contact.phone, contact.email) == ("Ana López", "617 555 0100", "ana@example.org")
    assert contact.address == "12 Elm St\nApt 3\nBoston, MA 02101"
    assert contact.private.note == "C:\\new folder; x"
    assert made.notes == ("left out: 1 more telephone number, a photo",)


def test_4_0() -> None:
    made = one(
        "FN;ALTID=1;LANGUAGE=es:Ana López", "N;SORT-AS=\"Lopez,Ana\":López;Ana;;;", "KIND:individual",
        "TEL;VALUE=uri;PREF=2;TYPE=\"voice,home\":tel:+1-617-555-0199", "TEL;VALUE=uri;PREF=1;TYPE=\"cell,voice\":tel:+1-617-555-0100;ext=12",
        "EMAIL;PREF=1:mailto:ana@example.org", "LANG;PREF=2:en", "LANG;PREF=1:es_MX", "PRONOUNS:she/her", "ROLE:clerk",
        "ADR;LABEL=\"12 Elm St; Boston: MA\":;;12 Elm St;Boston;;;", "PHOTO:data:image/jpeg;base64,/9j/4AAQ", "REV:20261124T170000Z",
        version="4.0",
    )  # fmt: skip
    contact = made.record
    assert contact.phone == "+1-617-555-0100 ext. 12"
    assert contact.languages == ("es-MX", "en")
    assert (contact.pronouns, contact.role, contact.email) == ("she/her", "clerk", "ana@example.org")
    assert contact.address == "12 Elm St\nBoston"
    assert made.notes == ("left out: 1 more telephone number, a photo",)


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (["N:López;Ana;María;Dr.;"], "Dr. Ana María López"),
        (["N:Paz;Rosa;;;Jr."], "Rosa Paz, Jr."),
        (["FN:", "ORG:Peace Action;Boston"], "Peace Action, Boston"),
        (["NICKNAME:Pepe"], "Pepe"),
        (["EMAIL:info@example.org"], "info@example.org"),
        (["fn:small letters"], "small letters"),
        (["FN:A\\, B\\; C\\\\ D"], "A, B; C\\ D"),
        (["FN:folded wi", " thin a word", "\tand more"], "folded within a wordand more"),
        (["FN:\x1b[31mRed\x00"], "[31mRed"),
        (["FN:" + "a" * 2000], "a" * 500),
    ],
)
def test_names(lines: list[str], name: str) -> None:
    assert one(*lines).record.name == name


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_line_ends_and_encodings(end: str, encoding: str) -> None:
    text = end.join(["BEGIN:VCARD", "VERSION:3.0", "FN:Ana López", "END:VCARD", ""])
    assert read(text.encode(encoding), "a.vcf").records[0].record.name == "Ana López"


def test_what_is_no_contact_is_named_and_passed_over() -> None:
    text = (
        "junk\nBEGIN:VCARD\nVERSION:3.0\nFN:Half\nBEGIN:VCARD\nFN:Whole\nnonsense\nEND:VCARD\nBEGIN:VCARD\nEND:VCARD\n"
    )
    text += "BEGIN:VCARD\nVERSION:4.0\nKIND:group\nFN:Board\nMEMBER:urn:uuid:1\nEND:VCARD\nBEGIN:VCARD\nFN:Cut"
    records, skipped, *_ = read(text.encode(), "a.vcf")
    assert [(each.record.name, each.notes) for each in records] == [("Whole", ("1 line could not be read",))]
    assert [(each.what, each.source) for each in skipped] == [
        ("Half", "a.vcf, line 2"),
        ("a card", "a.vcf, line 9"),
        ("Board", "a.vcf, line 11"),
        ("Cut", "a.vcf, line 17"),
    ]
    assert "END:VCARD" in skipped[0].why


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\xff\xfe", b"BEGIN:VCALENDAR\nEND:VCALENDAR\n"])
def test_a_file_without_cards(data: bytes) -> None:
    records, skipped, *_ = read(data, "a.vcf")
    assert records == ()
    assert [each.why for each in skipped] == ["there is no vCard in this file"]


def test_what_cannot_be_used_is_left_out_and_named() -> None:
    made = one("FN:Ana", "EMAIL:añá@example.org", "EMAIL:not an address", "LANG:Spanish", "LANG:es")
    assert made.record.email is None
    assert made.record.languages == ("es",)
    assert made.notes == (
        "left out: añá@example.org is not an address that mail can be sent to",
        "left out: not an address is not an address that mail can be sent to",
        'left out: "Spanish" is not the tag of a language (BCP 47)',
    )


@pytest.mark.parametrize("charset", ["idna", "zip", "base64", "nonsense", "utf-7", "x" * 1000])
def test_hostile_charsets(charset: str) -> None:
    assert one(f"FN;ENCODING=QUOTED-PRINTABLE;CHARSET={charset}:A=C3=B1", version="2.1").record.name


def test_large_and_hostile_files_take_their_time_only() -> None:
    photo = base64.b64encode(bytes(6_000_000)).decode()
    began = time.process_time()
    made = one("FN:Ana", f"PHOTO;ENCODING=b:{photo}", *["NOTE:" + "\\" * 50_000, "X;" + 'a="' * 50_000, ";" * 200_000])
    assert made.record.name == "Ana"
    assert len(read(b"BEGIN:VCARD\n" * 100_000, "a.vcf").skipped) == 100_000
    one("N:" + ";" * 200_000 + "Ana", "EMAIL:" + "a." * 50_000, "FN:" + " x" * 100_000, "ADR:" + "\\;" * 100_000)
    assert time.process_time() - began < 10


@given(st.binary(max_size=300).map(lambda data: b"BEGIN:VCARD\nFN:x\n" + data + b"\nEND:VCARD\n"))
def test_any_bytes_are_read_or_passed_over(data: bytes) -> None:
    records, skipped, *_ = read(data, "a.vcf")
    assert len(records) + len(skipped) >= 1
    for each in records:
        assert each.record.name
    assert sum(1 for _ in cards(data)) >= 1


def test_a_character_that_is_folded_in_its_middle_is_whole() -> None:
    data = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ana López\r\nNOTE:niñ\r\n o\r\nEND:VCARD\r\n".encode()
    broken = data.replace("ó".encode(), b"\xc3\r\n \xb3").replace("ñ".encode(), b"\xc3\r\n\t\xb1")
    for each in (data, broken):
        (made,) = read(each, "a.vcf").records
        assert (made.record.name, made.record.private.note) == ("Ana López", "niño")
