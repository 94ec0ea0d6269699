"""E-mail addresses, telephone numbers, tags of languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lacwg.text.addresses import (
    LONGEST_EMAIL,
    Fault,
    email_fault,
    is_domain,
    language,
    language_fault,
    phone_fault,
)

EMAILS = [
    ("ana@example.org", True), ("ana.perez+news@mail.example.co", True), ("o'neil_1@xn--pea-8ma.example", True),
    ("ana@peña.example", True), ("ana@example.xn--p1ai", True), ("ana@пример.рф", True), ("ana@ex-ample.museum", True),
    ("bo@b.c", False), ("ána@example.org", False), ("ana@localhost", False), ("ana@example.1", False),
    ("ana@192.0.2.7", False), ("ana@-x.org", False), ("ana@x-.org", False), ("ana@my_site.org", False), ("ana@", False),
    ("@example.org", False), ("ana@@example.org", False), (".ana@example.org", False), ("ana.@example.org", False),
    ("ana..b@example.org", False), ("Ana <ana@example.org>", False), ("mailto:ana@example.org", False),
    ("ana@example.org, b@example.org", False), ("ana@example.org ", False), ("ana@example.org\u200b", False),
    ("a" * 64 + "@example.org", True), ("a" * 65 + "@example.org", False),
    (f"ana@{'a' * 60}.{'b' * 60}.{'c' * 60}.{'d' * 60}.org", True), (f"ana@{'abc.' * 63}org", False), ("", False),
]  # fmt: skip
TAGS = [
    ("en", True), ("es-419", True), ("pt-BR", True), ("zh-cmn-Hans", True), ("zh-cmn-Hans-CN", True), ("zh-Hant-TW", True),
    ("de-1996", True), ("sl-rozaj-biske", True), ("nah", True), ("quc", True), ("en-x-plain", True), ("en-u-hc-h12", True),
    ("EN-us", True),
    ("xx", False), ("qq", False), ("e", False), ("", False), ("english", False), ("en_US", False), ("en-", False),
    ("en-US-GB", False), ("es-MX-", False), (" en", False), ("x-plain", False), ("en-u", False),
]  # fmt: skip


@pytest.mark.parametrize(("text", "right"), EMAILS)
def test_email_addresses(text: str, right: bool) -> None:
    assert (email_fault(text) is None) == right


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("Ana <ana@example.org>", 'did you mean "ana@example.org"?'),
        ("mailto:ana@example.org", 'did you mean "ana@example.org"?'),
        ("ana@example.org, b@example.org", "write it alone, such as ana@example.org"),
        ("ana@localhost", 'look at what stands after the @: "localhost"'),
        ("ana..b@example.org", 'look at what stands before the @: "ana..b"'),
        ("ána@example.org", "use an address of plain letters, as ana@example.org"),
    ],
)
def test_how_to_mend_an_email_address(text: str, hint: str) -> None:
    fault = email_fault(text)
    assert fault is not None
    assert fault.hint == hint


@given(st.emails())
def test_what_the_rfc_allows_and_has_a_usual_domain_is_right(text: str) -> None:
    local, _, domain = text.rpartition("@")
    assert (email_fault(text) is None) == (is_domain(domain) and len(local) <= 64 and len(text) <= LONGEST_EMAIL)


@pytest.mark.parametrize("part", ["a", "a@", "a.", "a<", "é", "@", '"'])
def test_long_values_are_refused_in_few_words(part: str) -> None:
    fault = email_fault(part * (1_000_000 // len(part)))
    assert fault is not None
    assert len(fault.message + fault.hint) < 400


@pytest.mark.parametrize(("tag", "right"), TAGS)
def test_tags_of_languages(tag: str, right: bool) -> None:
    assert (language_fault(tag) is None) == right


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("PT-br", "pt-BR"), ("zh-CMN-hans-cn", "zh-cmn-Hans-CN"), ("en_US", "en-US"), (" es ", "es"), ("ZH-hant", "zh-Hant"),
        ("en-X-PLAIN-ab", "en-x-plain-ab"), ("en-U-hc-h12", "en-u-hc-h12"), ("DE-1996", "de-1996"),
    ],
)  # fmt: skip
def test_what_is_typed_is_kept_in_its_usual_case(typed: str, kept: str) -> None:
    assert language(typed) == kept
    assert language(kept) == kept
    assert language_fault(kept) is None


@pytest.mark.parametrize(
    ("typed", "hint"),
    [("Spanish", '"es"'), ("Español", '"es"'), ("kreyòl  ayisyen", '"ht"'), ("K’iche’", '"en"'), ("xx", '"en"'), ("", '"en"')],
)  # fmt: skip
def test_what_people_call_languages(typed: str, hint: str) -> None:
    fault = language(typed)
    assert isinstance(fault, Fault)
    assert hint in fault.hint


@pytest.mark.parametrize(
    ("number", "right"), [("+1 617 555 0199", True), ("555-0199", True), ("٦١٧٥٥٥٠", True), ("55 01 99", False), ("ask", False)]
)  # fmt: skip
def test_telephone_numbers(number: str, right: bool) -> None:
    assert (phone_fault(number) is None) == right
