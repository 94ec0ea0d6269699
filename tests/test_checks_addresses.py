"""How addresses are written: what is found wrong with links, e-mail, languages, telephones and countries."""

from __future__ import annotations

import pytest

from lacwg.checks import addresses
from lacwg.schedule import zones


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
    fault = addresses.link(text)
    assert (fault is None) == (hint is None)
    assert fault is None or (fault.code == "L104" and hint is not None and hint in fault.hint)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("ana@example.org", None),
        ("ana.perez+news@mail.example.co", None),
        ("o'neil_1@xn--pea-8ma.example", None),
        ("ana@peña.example", None),
        ("Ana <ana@example.org>", 'did you mean "ana@example.org"?'),
        ("mailto:ana@example.org", 'did you mean "ana@example.org"?'),
        ("ana@example", "ana@example.org"),
        ("ana at example.org", "write it alone"),
        ("ana@@example.org", "write it alone"),
        (".ana@example.org", "write it alone"),
        ("ana..b@example.org", "write it alone"),
        ("ana@example.org, b@example.org", "write it alone"),
        ("ana@example.org ", "take them out"),
        ("   ", "delete the line"),
    ],
)
def test_email_addresses(text: str, hint: str | None) -> None:
    fault = addresses.email(text)
    assert (fault is None) == (hint is None)
    assert fault is None or (fault.code == "C102" and hint is not None and hint in fault.hint)


@pytest.mark.parametrize("tag", ["en", "es", "pt-BR", "zh-Hant-TW", "es-419", "de-1996", "qu", "nah", "en-x-plain"])
def test_tags_of_languages(tag: str) -> None:
    assert addresses.language(tag) is None


@pytest.mark.parametrize(
    ("tag", "hint"), [("Spanish", '"es"'), ("en_US", '"en-US"'), ("español", '"es"'), ("", '"en"'), ("e", '"en"')]
)
def test_what_is_no_tag_of_a_language(tag: str, hint: str) -> None:
    fault = addresses.language(tag)
    assert fault is not None
    assert fault.code == "C103"
    assert hint in fault.hint


@pytest.mark.parametrize(
    ("number", "right"), [("+1 617 555 0199", True), ("555-0199", True), ("55 01 99", False), ("ask", False)]
)
def test_telephone_numbers(number: str, right: bool) -> None:
    assert (addresses.telephone(number) is None) == right


def test_countries() -> None:
    assert len(zones.countries()) > 240
    assert [code for code in ("CU", "HT", "GB", "UK", "ZZ", "XX") if addresses.country(code)] == ["UK", "ZZ", "XX"]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [("Passcode: 1234", False), ("PIN 99", False), ("1234", True), ("call us", True), ("Passcode:", True)],
)
def test_what_to_dial_may_be_a_code_alone(text: str, wrong: bool) -> None:
    assert (addresses.dial_in(text) is not None) == wrong
