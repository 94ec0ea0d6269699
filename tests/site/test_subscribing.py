"""Links by which people take dates into their own calendars."""

from __future__ import annotations

import datetime as dt
import html
from urllib.parse import parse_qs, urlsplit

import pytest
from conftest import GROUP, event, series
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from strategies import days, moments, zone_names

from lacwg.errors import LacwgError
from lacwg.records import DayOrTime, Event
from lacwg.schedule import occurrences, zones
from lacwg.schedule.occurrences import Occurrence
from lacwg.site import subscribing

TEXT = st.text(st.characters(exclude_categories=["C", "Z"]) | st.sampled_from(" &+%#?=<>\"'"), min_size=1, max_size=40)


def parameters(link: str) -> dict[str, str]:
    """What the program at the other end reads; fails for a parameter that comes twice."""
    return {
        name: value
        for name, [value] in parse_qs(urlsplit(link).query, strict_parsing=True, keep_blank_values=True).items()
    }


def of(text: str) -> Occurrence:
    return occurrences.of_event(event(text), GROUP)


def add(occurrence: Occurrence, page: str | None = None) -> subscribing.AddLinks:
    found = subscribing.add_links(occurrence, page)
    assert found is not None
    return found


# A whole calendar


def test_a_feed_for_each_program() -> None:
    assert subscribing.links("https://example.org/la-cwg/", "calendar.ics", "LA/CWG & friends") == (
        "webcal://example.org/la-cwg/calendar.ics",
        "https://calendar.google.com/calendar/render?cid=webcal%3A%2F%2Fexample.org%2Fla-cwg%2Fcalendar.ics",
        "https://outlook.live.com/calendar/0/addfromweb"
        "?url=https%3A%2F%2Fexample.org%2Fla-cwg%2Fcalendar.ics&name=LA%2FCWG%20%26%20friends",
        "https://outlook.office.com/calendar/0/addfromweb"
        "?url=https%3A%2F%2Fexample.org%2Fla-cwg%2Fcalendar.ics&name=LA%2FCWG%20%26%20friends",
        "https://example.org/la-cwg/calendar.ics",
    )


@pytest.mark.parametrize(
    ("base", "path", "address"),
    [
        ("https://example.org", "a.ics", "https://example.org/a.ics"),
        ("http://127.0.0.1:8000/", "a.ics", "http://127.0.0.1:8000/a.ics"),
        ("https://[2001:db8::1]:8443/x", "a.ics", "https://[2001:db8::1]:8443/x/a.ics"),
        ("https://EXAMPLE.org/A", "a.ics", "https://example.org/A/a.ics"),
        ("https://bücher.example/ñ/", "a.ics", "https://xn--bcher-kva.example/%C3%B1/a.ics"),
        ("https://example.org/a b&c%20d%/", "e f.ics", "https://example.org/a%20b&c%20d%25/e%20f.ics"),
        ("https://example.org/x/", "es/index.html#subscribe", "https://example.org/x/es/index.html#subscribe"),
        ("https://example.org/x/", "issues/cuba?.ics", "https://example.org/x/issues/cuba%3F.ics"),
    ],
)
def test_addresses(base: str, path: str, address: str) -> None:
    assert subscribing.address(base, path) == address


@pytest.mark.parametrize(
    "base",
    [
        "", "example.org", "ftp://example.org/", "javascript:alert(1)", "https:///x", "https://example.org:x/",
        "https://a:b@example.org/", "https://example.org/?a=1", "https://example.org/#a", "https://[::1/", "https://a b/",
        "https://a\"b/", f"https://{'é' * 70}.org/",
    ],
)  # fmt: skip
def test_what_is_no_address_of_a_site_is_refused(base: str) -> None:
    with pytest.raises(LacwgError, match="is not the address of a site"):
        subscribing.links(base, "calendar.ics", "Group")


@given(st.sampled_from(["https://example.org/", "http://localhost:8000/x/y", "https://é.example/a&b/"]), TEXT, TEXT)
def test_the_links_read_back(base: str, path: str, name: str) -> None:
    found = subscribing.links(base, path, name)
    assert found.address.isascii()
    assert found.webcal.partition("://")[2] == found.address.partition("://")[2]
    assert parameters(found.google) == {"cid": found.webcal}
    for each in (found.outlook, found.office):
        assert parameters(each) == {"url": found.address, "name": " ".join(name.split())}


def test_paper_leads_to_the_links_on_the_page() -> None:
    assert subscribing.on_paper("https://example.org/la") == "https://example.org/la/#subscribe"
    assert subscribing.on_paper("https://example.org/la/", "es/") == "https://example.org/la/es/#subscribe"


# One date


def test_an_evening() -> None:
    occurrence = of(
        'title = "Vigil & song"\nstart = 2026-12-03T19:00:00\nend = 2026-12-03T20:30:00\nformat = "in-person"\n'
        'place = "Church, Boston"\nurl = "https://example.org/x"\ndescription = "a < b\\nand <b>c</b>"\n'
    )
    found = add(occurrence, "https://example.org/events/x.html")
    assert found.google.startswith("https://calendar.google.com/calendar/render?action=TEMPLATE&")
    assert parameters(found.google) == {
        "action": "TEMPLATE",
        "text": "Vigil & song",
        "dates": "20261204T000000Z/20261204T013000Z",
        "ctz": "America/New_York",
        "details": "a < b\nand <b>c</b>\n\nhttps://example.org/x\n\nhttps://example.org/events/x.html",
        "location": "Church, Boston",
    }
    assert found.outlook.startswith("https://outlook.live.com/calendar/0/deeplink/compose?")
    assert found.office == found.outlook.replace("outlook.live.com", "outlook.office.com")
    assert parameters(found.outlook) == {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": "Vigil & song",
        "startdt": "2026-12-04T00:00:00Z",
        "enddt": "2026-12-04T01:30:00Z",
        # Outlook takes it for HTML
        "body": "a &lt; b<br>and &lt;b&gt;c&lt;/b&gt;<br><br>https://example.org/x<br><br>https://example.org/events/x.html",
        "location": "Church, Boston",
    }
    assert "+" not in found.outlook  # which it shows as it is


@pytest.mark.parametrize(
    ("span", "dates"),
    [("start = 2026-12-05\n", "20261205/20261206"), ("start = 2026-12-30\nend = 2027-01-01\n", "20261230/20270102")],
)
def test_whole_days_end_with_the_day_after(span: str, dates: str) -> None:
    found = add(of(span))
    assert parameters(found.google)["dates"] == dates
    assert "ctz" not in parameters(found.google)
    outlook = parameters(found.outlook)
    assert f"{outlook['startdt']}/{outlook['enddt']}".replace("-", "") == dates
    assert outlook["allday"] == "true"


def test_no_end_is_invented() -> None:
    found = add(of("start = 2026-12-03T19:00:00\n"))
    assert parameters(found.google)["dates"] == "20261204T000000Z/20261204T000000Z"
    assert parameters(found.outlook)["startdt"] == parameters(found.outlook)["enddt"] == "2026-12-04T00:00:00Z"


def test_a_cancelled_date_is_not_to_be_added() -> None:
    assert subscribing.add_links(of('start = 2026-12-05\nstatus = "cancelled"\n')) is None
    assert subscribing.add_links(of('start = 2026-12-05\nstatus = "tentative"\n')) is not None


def test_an_hour_that_comes_twice_is_the_right_one() -> None:
    dates = [
        parameters(add(of(f"start = 2026-11-01T01:30:00{offset}\n")).google)["dates"][:16]
        for offset in ("-04:00", "-05:00")
    ]
    assert dates == ["20261101T053000Z", "20261101T063000Z"]


def test_what_members_alone_may_see_is_not_in_it() -> None:
    found = add(
        of(
            'start = 2026-12-05\nformat = "online"\n[members]\njoin_url = "https://zoom.us/j/1"\n[private]\nnote = "x"\n'
        )
    )
    assert "zoom" not in "".join(found)
    assert "location" not in parameters(found.google)


def test_online_the_place_is_the_address() -> None:
    found = add(of('start = 2026-12-05\nformat = "online"\nurl = "https://example.org/x"\n'))
    assert parameters(found.google)["location"] == parameters(found.outlook)["location"] == "https://example.org/x"


@pytest.mark.parametrize("text", ["x" * 10**6, "ñ😀<&" * 10**5])
def test_a_link_is_never_too_long_for_a_server(text: str) -> None:
    occurrence = replace(of("start = 2026-12-05\n"), title=text, description=text, place=text)
    for each in add(occurrence):
        assert len(each) < 6000
        assert all(
            value.endswith(" …") for name, value in parameters(each).items() if name in ("text", "body", "location")
        )


def test_hostile_text_is_shown_and_not_obeyed() -> None:
    hostile = "a\x00b\x1b[31m\u202ec\r\nd\u2028e"
    found = add(replace(of("start = 2026-12-05\n"), title=hostile, description=hostile, place=hostile))
    assert parameters(found.google)["text"] == "a\\x00b\\x1b[31m\\u202ec d e"
    assert parameters(found.google)["details"] == "a\\x00b\\x1b[31m\\u202ec\nd\\u2028e"
    assert parameters(found.outlook)["body"] == "a\\x00b\\x1b[31m\\u202ec<br>d\\u2028e"


@given(
    moments(dt.date(1990, 1, 1), dt.date(2037, 1, 1)),
    zone_names,
    st.none() | st.timedeltas(dt.timedelta(), dt.timedelta(days=3)),
    TEXT,
    TEXT,
)
def test_what_goes_out_reads_back(
    wall: dt.datetime, zone: str, length: dt.timedelta | None, title: str, place: str
) -> None:
    start = zones.resolve_by_rule(wall, zones.zone(zone))
    end = None if length is None else start.astimezone(dt.UTC) + dt.timedelta(seconds=length.total_seconds() // 1)
    record = Event(
        id="2026-12-03-event", title=f"x{title}", start=DayOrTime(start.astimezone(dt.UTC)),
        end=None if end is None else DayOrTime(end), timezone=zone, place=f"x{place}",
    )  # fmt: skip
    found = add(occurrences.of_event(record, GROUP))
    google, outlook = parameters(found.google), parameters(found.outlook)
    instants = [dt.datetime.strptime(each, "%Y%m%dT%H%M%S%z") for each in google["dates"].split("/")]
    assert instants == [start.astimezone(dt.UTC), end or start.astimezone(dt.UTC)]
    assert [dt.datetime.fromisoformat(outlook[each]) for each in ("startdt", "enddt")] == instants
    assert google["ctz"] == zone
    assert google["text"] == outlook["subject"] == " ".join(f"x{title}".split())
    assert google["location"] == outlook["location"] == " ".join(f"x{place}".split())


@given(days(dt.date(1990, 1, 1), dt.date(2037, 1, 1)), st.integers(0, 364))
def test_whole_days_read_back(first: dt.date, more: int) -> None:
    last = first + dt.timedelta(days=more)
    record = Event(id="2026-12-03-event", title="x", start=DayOrTime(first), end=DayOrTime(last))
    google = parameters(add(occurrences.of_event(record, GROUP)).google)
    begins, over = (dt.datetime.strptime(each, "%Y%m%d").date() for each in google["dates"].split("/"))
    assert (begins, over - dt.timedelta(days=1)) == (first, last)


@given(TEXT)
def test_outlook_shows_the_description_as_it_was_typed(text: str) -> None:
    body = parameters(add(replace(of("start = 2026-12-05\n"), description=f"x{text}")).outlook)["body"]
    assert "<" not in body.replace("<br>", "")
    assert html.unescape(body) == f"x{text}".strip()


def test_a_date_of_a_series() -> None:
    meeting = series('rule = "2nd Wednesday"\nstart_time = 17:00:00\nminutes = 90\nsince = 2026-12-01\n')
    (first, *_) = occurrences.expand(replace(meeting, until=dt.date(2026, 12, 31)), GROUP)
    assert parameters(add(first).google)["dates"] == "20261209T220000Z/20261209T233000Z"
