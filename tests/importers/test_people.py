"""Spreadsheets of people: Google's, Outlook's, ours and any other, in and out again."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from strategies import contacts, emails, lines, paragraphs

from lacwg.errors import UsageError
from lacwg.exporters.spreadsheet import people as written
from lacwg.importers.incoming import Found
from lacwg.importers.spreadsheet import grid, people
from lacwg.importers.spreadsheet.reading import CsvOptions
from lacwg.records import Consent, Contact, ContactPrivateTable, Group, Role

TODAY = dt.date(2026, 11, 24)
GROUP = Group(
    name="X", timezone="America/New_York", uid_namespace="123e4567-e89b-12d3-a456-426614174000", date_order="MDY"
)


def read(data: bytes | str, *mapping: str, lists: tuple[str, ...] = ("members", "press")) -> Found:
    sheet = grid.read(data if isinstance(data, bytes) else data.encode(), "x.csv", people.weight)
    assert people.is_of_people(sheet, mapping)
    return people.read(sheet, "x.csv", GROUP, lists, CsvOptions(mapping))


def test_google() -> None:
    found = read(
        "First Name,Middle Name,Last Name,Name Prefix,Name Suffix,Phonetic First Name,File As,Organization Name,"
        "Organization Title,Birthday,Notes,Labels,E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Value,Phone 1 - Label,"
        "Phone 1 - Value,Address 1 - Formatted,Address 1 - Street,Address 1 - City,Address 1 - Region,"
        "Address 1 - Postal Code,Address 1 - Country,Custom Field 1 - Label,Custom Field 1 - Value,Hobby\n"
        "María,José,de la Cruz,Dr.,,,,Peace,Organizer,,met,Press ::: * myContacts ::: Friends,* Work,m@example.org,"
        'n@example.org,Mobile,+1 617 555 0101 ::: 555 0102,"12 Elm St\nBoston",12 Elm St,Boston,MA,02101,US,Pronouns,'
        "she/her,chess\n,,,,,,,CODEPINK,,,,,,,,,,,9 Oak St,Boston,MA,02101,,,,\n,,,,,,,,,,,* starred,,,,,,,,,,,,,,\n"
    )
    first, second = (each.record for each in found.records)
    assert isinstance(first, Contact)
    assert (first.name, first.role, first.email, first.phone, first.address, first.pronouns, first.lists) == (
        "Dr. María José de la Cruz", "Organizer", "m@example.org", "+1 617 555 0101", "12 Elm St\nBoston", "she/her",
        ("press",),
    )  # fmt: skip
    assert first.private.note == "met"
    assert found.records[0].notes == (
        "left out: Friends, as no list is called that; what makes one is [lists.friends] in group.toml",
        "left out: 1 more e-mail address, 1 more telephone number, the organisation (Peace)",
    )
    assert (getattr(second, "name", ""), getattr(second, "address", "")) == ("CODEPINK", "9 Oak St\nBoston, MA 02101")
    assert [each.why for each in found.skipped] == ["it has no name, organisation or e-mail address"]
    assert found.notes == ('Not taken over: 1 column, "Hobby"; --map COLUMN=FIELD says what one means',)


def test_lists_that_are_not_there_yet_begin_where_somebody_says_so() -> None:
    head = 'Nombre,Listas\nAna,"Socios, prensa; ???"\nBo,* Work\n'
    known, said = read(head, lists=("prensa",)), read(head, "Listas=lists", lists=())
    lists = [[getattr(each.record, "lists", ()) for each in found.records] for found in (known, said)]
    assert lists == [[("prensa",), ()], [("socios", "prensa"), ()]]
    hint = "what makes one is [lists.socios] in group.toml"
    assert known.records[0].notes == (f"left out: Socios, ???, as no list is called that; {hint}",)


def test_outlook() -> None:
    (one,) = read(
        "First Name,Last Name,Title,Suffix,Given Yomi,E-mail Address,Home Phone,Mobile Phone,Business Fax,Job Title,"
        "Home Street,Home City,Home State,Home Postal Code,Home Country/Region,Categories,Birthday,Anniversary,Notes\n"
        "Luis,Gómez,Mr.,Jr.,,luis@example.org,,617 555 0100,617 555 0999,Treasurer,1 Main St,Boston,MA,02101,USA,"
        "Members;Chess,0/0/00,0/0/00,hi\n"
    ).records
    contact = one.record
    assert isinstance(contact, Contact)
    assert (contact.name, contact.phone, contact.role, contact.lists) == (
        "Mr. Luis Gómez, Jr.", "617 555 0100", "Treasurer", ("members",),
    )  # fmt: skip
    assert contact.address == "1 Main St\nBoston, MA 02101\nUSA"
    assert "birthday" not in " ".join(one.notes)


@pytest.mark.parametrize(
    ("head", "mapping", "name", "email"),
    [
        ("Nombre;Apellidos;Correo electrónico", (), "Ana Pérez", "a@example.org"),
        ("Prénom,Nom,Courriel", (), "Ana Pérez", "a@example.org"),
        ("Who,More,Write to", ("Who=given_name", "More=family_name", "Write to=email"), "Ana Pérez", "a@example.org"),
        ("Full name,Title,Email", ("Title=",), "Ana", "a@example.org"),
        ("E-mail,x,Email address", (), "Ana", None),
    ],
)
def test_headings(head: str, mapping: tuple[str, ...], name: str, email: str | None) -> None:
    row = ("," if "," in head else ";").join(["Ana", "Pérez", "a@example.org"])
    found = read(f"{head}\n{row}\n", *mapping)
    if email is None:  # what is no address is none, and the next one is taken
        assert getattr(found.records[0].record, "email", "") == "a@example.org"
        return
    (one,) = found.records
    assert (getattr(one.record, "name", ""), getattr(one.record, "email", "")) == (name, email)


@pytest.mark.parametrize(
    ("head", "mapping", "meant"),
    [
        ("Title,Date,Email", (), False),
        ("Event Name,Event Start Date,Name", (), False),
        ("Subject,Start Date,E-mail 1 - Value,Name", (), False),
        ("Who,When", ("Who=name",), True),
        ("Who,When", ("Who=title", "When=start"), False),
        ("Who,When", (), False),
        ("Name,When", ("When=start",), False),
    ],
)
def test_what_is_of_people(head: str, mapping: tuple[str, ...], meant: bool) -> None:
    assert people.is_of_people(grid.read(f"{head}\na,b\n".encode(), "x", people.weight), mapping) is meant


def test_days_that_may_be_either_are_asked_for() -> None:
    joined = getattr(read("Name,Joined\nAna,3/4/2024\nBo,soon\n").records[0].record, "private", None)
    assert joined == ContactPrivateTable(joined=dt.date(2024, 3, 4))
    sheet = grid.read(b"Name,Joined\nAna,3/4/2024\n", "x", people.weight)
    with pytest.raises(UsageError, match="may begin with the day or with the month"):
        people.read(sheet, "x", replace(GROUP, date_order=None), (), CsvOptions())


names = lines().filter(lambda text: text.strip(" 0/") == text)
rows_hold = contacts(
    name=st.just("Ana López") | st.sampled_from(["López, Ana", "Dr. Rosa Paz, Jr.", "Rosa Paz Jr.", "X"]) | names,
    role=st.none() | names,
    pronouns=st.none() | names,
    email=st.none() | emails,
    phone=st.none() | st.sampled_from(["+1 617 555 0100", "(617) 555-0100 ext. 4", "=1+1"]),
    address=st.none() | paragraphs().filter(lambda text: text.strip(" 0/") == text),
    languages=st.lists(st.sampled_from(["en", "es", "pt-BR"]), unique=True, max_size=2).map(tuple),
    private=st.builds(
        ContactPrivateTable, note=st.none() | paragraphs().filter(lambda text: text.strip(" 0/") == text),
        joined=st.none() | st.just(TODAY), no_mail=st.none() | st.just(TODAY),
        consented=st.none() | st.builds(Consent, on=st.just(TODAY), how=st.none() | names),
    ),
)  # fmt: skip


@pytest.mark.parametrize("form", ["contacts", "google-contacts", "outlook"])
@given(contact=rows_hold)
def test_a_contact_comes_back_from_its_row(form: Any, contact: Contact) -> None:
    data = written.table(form, [contact], GROUP.uid_namespace, TODAY, private=True)
    (back,) = read(data, lists=contact.lists).records
    keys = ["name", "role", "pronouns", "email", "phone", "address", "languages"]
    keys += ["audience"] if form == "contacts" else []
    for key in keys:
        assert getattr(back.record, key) == getattr(contact, key), key
    assert isinstance(back.record, Contact)
    assert set(back.record.lists) == set(contact.lists)
    own = contact.private if form == "contacts" else ContactPrivateTable(note=contact.private.note)
    assert back.record.private == own
    assert back.notes == ()
    public = written.table(form, [contact], GROUP.uid_namespace, TODAY, private=False)
    bare = replace(contact, lists=(), private=ContactPrivateTable())
    assert public == written.table(form, [bare], GROUP.uid_namespace, TODAY, private=False)


def test_a_role_of_today_and_a_telephone() -> None:
    roles = (Role(role="chair", to=TODAY), Role(role="treasurer", from_=TODAY + dt.timedelta(1)))
    ana = Contact(id="ana", name="Ana", roles=roles, phone="+1 617 555 0100 ext. 4", lists=("press",))
    for form, phone in (("contacts", b"'+1 617"), ("google-contacts", b",+1 617"), ("outlook", b",+1 617")):
        data = written.table(form, [ana], GROUP.uid_namespace, TODAY, private=False)  # type: ignore[arg-type]
        assert b"chair" in data
        assert b"treasurer" not in data
        assert b"press" not in data
        assert phone in data
