"""Web addresses, alone and in texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lacwg.text.links import HOSTS, LINK, host_in, host_within, is_web, link_fault, unwrapped, without_schemes


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("https://example.org", True), ("HTTP://Example.ORG:8080/a?b=c#d", True), ("https://peña.example/é?ñ", True),
        ("https://example.xn--p1ai/x", True), ("https://пример.рф", True), ("https://my_site.example.org/", True),
        ("https://ana:x@example.org.", True), ("https://192.0.2.7/x", True), ("https://[2001:db8::1]:8443/x", True),
        ("https://example.org/🕊", True),
        ("https://example", False), ("https://localhost/x", False), ("https://example.o", False), ("https://-x.org", False),
        ("https://ex..org", False), ("https://", False), ("https:///x", False), ("https:/example.org", False), ("", False),
        ("javascript:alert(1)", False), ("ftp://example.org", False), ("//example.org/x", False), ("example.org/x", False),
        ("https://example.org/a b", False), ("https://example.org/\u3000", False), (" https://example.org", False),
        ("https://example.org/\x1b[31m", False), ("https://example.org/\u202egpj", False), ("https://example.org\n", False),
        ("https://[::1", False), ("https://example.org:99999/", False), ("https://example.org:port/", False),
        (f"https://{'a.' * 200}org", False),
    ],
)  # fmt: skip
def test_what_is_a_web_address(text: str, right: bool) -> None:
    assert is_web(text) == right
    assert (link_fault(text) is None) == right


def test_what_is_wrong_with_one() -> None:
    fault = link_fault("www.example.org/page")
    assert fault is not None
    assert fault.hint == 'did you mean "https://www.example.org/page"?'
    for text in ("ana@example.org", "mailto:ana@example.org"):
        fault = link_fault(text)
        assert fault is not None
        assert "e-mail address" in fault.message
    assert not is_web(None)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("See https://x.org/a?b=1, or webcal://y.org/c.ics.", ["https://x.org/a?b=1,", "webcal://y.org/c.ics."]),
        ("at zoom.us/j/123 (or www.example.org:80/x)", ["zoom.us/j/123", "www.example.org:80/x)"]),
        ("<https://x.org> and \"https://y.org/'s", ["https://x.org", "https://y.org/"]),
        ("ask ana@example.org, of example.org", []),
        ("events/2026/2026-12-03-haiti.toml", []),
        ("1.https://x.org", ["https://x.org"]),
    ],
)
def test_links_in_a_text(text: str, found: list[str]) -> None:
    assert [match[0] for match in LINK.finditer(text)] == found


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("https://us02web.zoom.us/j/1?pwd=x", "us02web.zoom.us"),
        ("https://zoom.us./j/1", "zoom.us"),
        ("https://www.google.com/url?q=https%3A%2F%2Fmeet.google.com%2Fabc&sa=D", "meet.google.com"),
        ("https://eur.safelinks.protection.outlook.com/?url=https%3A%2F%2Fteams.live.com%2Fmeet%2F1", "teams.live.com"),
        ("https://notzoom.us/j/1", None),
        ("https://zoom.us.example.org/j/1", None),
        ("https://example.org/?u=zoom.us", None),
        ("https://[", None),
    ],
)
def test_the_host_of_a_meeting(text: str, host: str | None) -> None:
    assert host_in(text) == host


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("Come! https://us02web.zoom.us/j/1", "zoom.us"),
        ("Come: zoom.us/j/1.", "zoom.us"),
        ("HTTPS://ZOOM.US", "zoom.us"),
        ("see https://example.org/?u=https://meet.jit.si/x", "meet.jit.si"),
        ("see https://urldefense.com/?u=https%3A%2F%2Fmeet.jit.si%2Fx", "meet.jit.si"),
        ("we use zoom.us", None),
        ("see https://masspeaceaction.org/zoom.us/ and https://example.org/a/zoom.us/j", None),
        ("see https://example.org/zoom.us/ or zoom.us/j/1", "zoom.us"),
        ("https://example.org\n/zoom.us/j/1", "zoom.us"),
        ("Zoom/zoom.us/j/1", "zoom.us"),
        ("https://zoom.us.example.org/ and my-zoom.us/x", None),
    ],
)
def test_a_meeting_in_a_text(text: str, host: str | None) -> None:
    assert host_within(text) == host


@given(st.sampled_from(HOSTS), st.sampled_from(["", "us02web.", "a.b."]), st.text("abc ,.:-\n", max_size=20))
def test_a_meeting_is_found_wherever_it_stands(host: str, sub: str, before: str) -> None:
    name = host.partition("/")[0]  # of some hosts only what begins with a path is a way in
    assert host_within(f"{before} https://{sub}{host}/j/1") == name
    assert host_in(f"https://{sub}{host}/j/1") == host_in(f"{sub}{host}/j/1") == f"{sub}{name}"
    assert unwrapped(f"https://www.google.com/url?q=https%3A%2F%2F{sub}{host}%2Fj") == f"https://{sub}{host}/j"


@pytest.mark.parametrize("part", ["a", "a.", "https://", "a:", "a@", "zoom.us", "https://a@", "x-", "1.a/", "http"])
def test_the_steps_that_long_texts_take_grow_with_their_length(part: str) -> None:
    """With a quadratic pattern this would take hours."""
    text = part * (300_000 // len(part))
    assert LINK.search(f"{text} https://x.org") is not None
    assert host_within(f"{text} https://zoom.us/j") is not None
    assert not is_web(f"https://{text} ")
    assert without_schemes(f"https://{text}x")


def test_what_only_says_how_to_follow_a_link_goes() -> None:
    assert without_schemes("HTTPS://x.org/a") == "x.org/a"
    assert without_schemes("tel: +1 617") == "+1 617"
    assert without_schemes("see https://x.org") == "see https://x.org"
