"""How addresses are written: what is found wrong with links, e-mail, languages, telephones and countries."""

from __future__ import annotations

import pytest
from conftest import event
from msgspec.structs import replace

from lacwg.checks.address_fields import of_addresses
from lacwg.checks.finding import texts
from lacwg.errors import FieldError
from lacwg.records import Contact, Issue, MembersTable, Record
from lacwg.schedule import zones


def fault(record: Record) -> FieldError | None:
    """What is found in a record, of which there is one thing at most."""
    found = list(of_addresses(record, texts(record)))
    assert len(found) < 2
    return found[0] if found else None


def is_found(record: Record, code: str, hint: str | None) -> bool:
    """Whether just this is found in a record; ``hint`` None: nothing is."""
    found = fault(record)
    if found is None or hint is None:
        return found is None and hint is None
    return found.code == code and hint in (found.hint or "")


def contact(**values: object) -> Contact:
    return Contact(id="ana", name="Ana", **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("https://example.org", None),
        ("http://example.org:8080/a?b=c#d", None),
        ("HTTPS://EXAMPLE.ORG/", None),
        ("https://sub.example.org.", None),
        ("https://peña.example/é", None),
        ("https://192.0.2.7/x", None),
        ("https://[2001:db8::1]/x", None),
        ("www.example.org/page", 'did you mean "https://www.example.org/page"?'),
        ("example.org:8080/x", "https://example.org:8080/x"),
        ("mailto:ana@example.org", "contacts"),
        ("ana@example.org", "contacts"),
        ("ftp://example.org/x", "https://"),
        ("javascript:alert(1)", "https://"),
        ("https:/example.org", "https://"),
        ("https://", "https://"),
        ("https:///page", "https://"),
        ("https://example", "https://"),
        ("https://exa mple.org", "%20"),
        ("https://example.org/a b", "%20"),
        ("https://[::1", "https://"),
        ("https://example.org:port/", "https://"),
        (" https://example.org", "take them out"),
        ("https://example.org\n", "take them out"),
        ("", "delete the line"),
        ("  ", "delete the line"),
    ],
)
def test_links(text: str, hint: str | None) -> None:
    assert is_found(replace(event("start = 2026-12-03\n"), url=text), "L104", hint)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("ana@example.org", None),
        ("ana.perez+news@mail.example.co", None),
        ("o'neil_1@xn--pea-8ma.example", None),
        ("ana@peña.example", None),
        ("Ana <ana@example.org>", 'did you mean "ana@example.org"?'),
        ("mailto:ana@example.org", 'did you mean "ana@example.org"?'),
        ("ana@example", 'after the @: "example"'),
        ("ana at example.org", "write it alone"),
        ("ana@@example.org", 'before the @: "ana@"'),
        (".ana@example.org", 'before the @: ".ana"'),
        ("ana..b@example.org", 'before the @: "ana..b"'),
        ("ana@example.org, b@example.org", "write it alone"),
        ("ana@example.org ", "take them out"),
        ("   ", "delete the line"),
    ],
)
def test_email_addresses(text: str, hint: str | None) -> None:
    assert is_found(contact(email=text), "C102", hint)


@pytest.mark.parametrize("tag", ["en", "es", "pt-BR", "zh-Hant-TW", "es-419", "de-1996", "qu", "nah", "en-x-plain"])
def test_tags_of_languages(tag: str) -> None:
    assert fault(contact(languages=(tag,))) is None


@pytest.mark.parametrize(
    ("tag", "hint"), [("Spanish", '"es"'), ("en_US", '"en-US"'), ("español", '"es"'), ("", '"en"'), ("e", '"en"')]
)
def test_what_is_no_tag_of_a_language(tag: str, hint: str) -> None:
    assert is_found(contact(languages=(tag,)), "C103", hint)


@pytest.mark.parametrize(
    ("number", "right"), [("+1 617 555 0199", True), ("555-0199", True), ("55 01 99", False), ("ask", False)]
)
def test_telephone_numbers(number: str, right: bool) -> None:
    assert is_found(contact(phone=number), "C104", None if right else "write the area's code too")


def test_countries() -> None:
    assert len(zones.countries()) > 240
    wrong = [
        each
        for each in ("CU", "HT", "GB", "UK", "ZZ", "XX")
        if not is_found(Issue(id="x", title="X", countries=(each,)), "I101", None)
    ]
    assert wrong == ["UK", "ZZ", "XX"]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [("Passcode: 1234", False), ("PIN 99", False), ("1234", True), ("call us", True), ("Passcode:", True)],
)
def test_what_to_dial_may_be_a_code_alone(text: str, wrong: bool) -> None:
    record = replace(event("start = 2026-12-03\n"), members=MembersTable(dial_in=text))
    assert is_found(record, "C104", "code" if wrong else None)
