"""The Atom feed: RFC 4287, its rules one by one, and as a reader of feeds takes it."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import feedparser
import pytest
from conftest import GROUP, Run, event, series
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from lacwg.errors import LacwgError
from lacwg.schedule import occurrences
from lacwg.site import atom
from lacwg.site.atom import Entry

ATOM = "{http://www.w3.org/2005/Atom}"
XML = "{http://www.w3.org/XML/1998/namespace}"
# RFC 4287, appendix B: the children of each element, with how often they may stand there, and its attributes.
CHILDREN = {
    "feed": {
        "author": (1, 99), "category": (0, 99), "contributor": (0, 99), "generator": (0, 1), "icon": (0, 1),
        "id": (1, 1), "link": (0, 99), "logo": (0, 1), "rights": (0, 1), "subtitle": (0, 1), "title": (1, 1),
        "updated": (1, 1), "entry": (0, 9999),
    },
    "entry": {
        "author": (0, 99), "category": (0, 99), "content": (0, 1), "contributor": (0, 99), "id": (1, 1),
        "link": (0, 99), "published": (0, 1), "rights": (0, 1), "source": (0, 1), "summary": (0, 1), "title": (1, 1),
        "updated": (1, 1),
    },
    "author": {"name": (1, 1), "uri": (0, 1), "email": (0, 1)},
}  # fmt: skip
ATTRIBUTES = {
    "link": {"href", "rel", "type", "hreflang", "title", "length"},
    "category": {"term", "scheme", "label"},
    "title": {"type"}, "subtitle": {"type"}, "summary": {"type"}, "content": {"type"},
}  # fmt: skip
HOSTILE = 'a\x00b\x1b[31mc\u202ed\u2028e\x85f\ufffe\ufdd0\r\n]]></title><script>alert("1")</script><!--\\&amp;&#0;\'=1'
MORE = dt.datetime(2026, 11, 1, 12, tzinfo=dt.timezone(dt.timedelta(hours=-5)))
LONG_AGO = dt.datetime(2019, 11, 1, 12, tzinfo=dt.UTC)
STARTS = dt.datetime(2026, 12, 3, 19, tzinfo=dt.UTC)


def entry(number: int = 1, **given: object) -> Entry:
    usual = Entry(
        id=uuid.UUID(int=number).urn, title=f"Vigil {number}", link=f"events/{number}.html", updated=MORE, starts=STARTS,
        summary="Thursday, December 3, 2026, 7:00 PM EST · Boston", content="About it.", categories=("Cuba",), language="en",
    )  # fmt: skip
    return usual._replace(**given)


def feed(*entries: Entry, **given: str) -> bytes:
    usual = {
        "title": "LA/CWG", "subtitle": "Dates", "base_url": "https://example.org/la/", "path": "atom.xml",
        "language": "en", "author": "Latin America and Caribbean Working Group",
    }  # fmt: skip
    return atom.feed(entries, **(usual | given))


def strict(content: bytes) -> Element:
    """The feed's tree, once all that RFC 4287 asks for was looked at."""
    assert content.startswith(b"<?xml version='1.0' encoding='utf-8'?>\n<feed ")
    root = ElementTree.fromstring(content)
    assert root.tag == f"{ATOM}feed"
    _element(root)
    links = [(each.attrib["rel"], each.attrib["href"]) for each in root.findall(f"{ATOM}link")]
    assert [rel for rel, _ in links].count("self") == 1  # 4.1.1 asks for it
    entries = root.findall(f"{ATOM}entry")
    ids = [each.findtext(f"{ATOM}id") for each in entries]
    assert len({*ids}) == len(ids)  # 4.1.1: unless their updated differs
    newest = max((each.findtext(f"{ATOM}updated") or "" for each in entries), default="2000-01-01T00:00:00Z")
    assert root.findtext(f"{ATOM}updated") == newest
    return root


def _element(element: Element) -> None:
    name = element.tag.removeprefix(ATOM)
    attributes = {each for each in element.attrib if not each.startswith(XML)}
    assert attributes <= ATTRIBUTES.get(name, set()), name
    if f"{XML}lang" in element.attrib:
        assert re.fullmatch(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*", element.attrib[f"{XML}lang"])
    if name in CHILDREN:
        assert not (element.text or "").strip()
        found = [each.tag.removeprefix(ATOM) for each in element]
        assert set(found) <= CHILDREN[name].keys(), name
        for child, (least, most) in CHILDREN[name].items():
            assert least <= found.count(child) <= most, (name, child)
        for each in element:
            _element(each)
        kinds = [
            (each.attrib["rel"], each.attrib.get("type"), each.attrib.get("hreflang"))
            for each in element.findall(f"{ATOM}link")
        ]
        assert len({*kinds}) == len(kinds)  # 4.1.1 and 4.1.2: no two alternates of one type and language
        if name == "entry":
            assert any(rel == "alternate" for rel, *_ in kinds) or "content" in found
        return
    assert len(element) == 0
    text = element.text or ""
    if name == "id":
        assert urlsplit(text).scheme
        assert not re.search(r"\s", text)
    elif name in ("updated", "published"):
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", text)
    elif name == "link":
        assert urlsplit(element.attrib["href"]).scheme == "https"
        assert re.fullmatch(r"[a-z]+/[a-z+]+", element.attrib["type"])
    elif name == "category":
        assert element.attrib["term"]
    elif name in ATTRIBUTES:
        assert element.attrib.get("type", "text") == "text"
    elif name == "name":
        assert text


def test_a_feed_as_a_reader_takes_it() -> None:
    content = feed(entry(1), entry(2, title="Cancelled: Vigil", language="es", content="", categories=()))
    strict(content)
    read = feedparser.parse(content)
    assert not read.bozo
    assert read.version == "atom10"
    found = read.feed
    assert (found.title, found.subtitle, found.author, found.language) == (
        "LA/CWG", "Dates", "Latin America and Caribbean Working Group", "en",
    )  # fmt: skip
    assert found.id == "https://example.org/la/atom.xml"
    assert found.updated == "2026-11-01T17:00:00Z"
    assert [(each.rel, each.href) for each in found.links] == [
        ("self", "https://example.org/la/atom.xml"), ("alternate", "https://example.org/la/"),
    ]  # fmt: skip
    first, second = read.entries
    assert (first.title, first.link, first.updated) == (
        "Vigil 1",
        "https://example.org/la/events/1.html",
        found.updated,
    )
    assert first.id == "urn:uuid:00000000-0000-0000-0000-000000000001"
    assert first.summary == "Thursday, December 3, 2026, 7:00 PM EST · Boston"
    assert first.content[0].value == "About it."
    assert first.content[0].type == "text/plain"
    assert [each.term for each in first.tags] == ["Cuba"]
    assert second.title_detail.language == "es"
    assert "content" not in second
    assert "tags" not in second


def test_the_last_changed_is_first_then_the_one_that_begins_first() -> None:
    day = dt.timedelta(days=1)
    made = [
        entry(1, updated=LONG_AGO), entry(2, updated=MORE, starts=STARTS + day), entry(3, updated=MORE + day),
        entry(4, updated=MORE), entry(5, updated=LONG_AGO, starts=STARTS - day),
    ]  # fmt: skip
    root = strict(feed(*made))
    assert [each.findtext(f"{ATOM}title") for each in root.findall(f"{ATOM}entry")] == [
        f"Vigil {n}" for n in (3, 4, 2, 5, 1)
    ]
    assert root.findtext(f"{ATOM}updated") == "2026-11-02T17:00:00Z"
    assert feed(*made) == feed(*reversed(made))


def test_what_does_not_say_when_it_was_changed_was_so_when_it_begins_or_its_series_began(data: Path, run: Run) -> None:
    (data / "events" / "2026").mkdir(parents=True, exist_ok=True)
    (data / "events" / "2026" / "2026-12-03-a.toml").write_text('title = "A"\nstart = 2026-12-03T19:00:00\n')
    path = data / "series" / "monthly-meeting.toml"
    path.write_text(re.sub("(?m)^(updated|sequence) = .*\n", "", path.read_text()))
    assert run("site", "build", "--base-url", "https://example.org/").code == 0
    root = strict(Path("public/news.xml").read_bytes())
    found = {each.findtext(f"{ATOM}title"): each.findtext(f"{ATOM}updated") for each in root.iter(f"{ATOM}entry")}
    assert found["A"] == "2026-12-04T00:00:00Z"
    since = re.search(r"since = (\S+)", path.read_text())
    assert since
    assert found["LA/CWG monthly meeting"] == f"{since[1]}T00:00:00Z"
    assert "1970" not in Path("public/news.xml").read_text()


def test_a_feed_without_dates_is_one() -> None:
    assert strict(feed(subtitle="")).findtext(f"{ATOM}updated") == "2000-01-01T00:00:00Z"
    assert not feedparser.parse(feed()).bozo


def test_one_id_is_one_entry() -> None:
    root = strict(feed(entry(1, updated=LONG_AGO, title="old"), entry(1, title="new")))
    assert [each.findtext(f"{ATOM}title") for each in root.findall(f"{ATOM}entry")] == ["new"]


def test_a_feed_of_a_language_leads_to_its_home_page() -> None:
    root = strict(feed(path="es/atom.xml", language="es"))
    assert [each.attrib["href"] for each in root.findall(f"{ATOM}link")] == [
        "https://example.org/la/es/atom.xml", "https://example.org/la/es/",
    ]  # fmt: skip
    assert root.findtext(f"{ATOM}id") == "https://example.org/la/es/atom.xml"


def test_without_the_address_of_the_site_there_is_no_feed() -> None:
    with pytest.raises(LacwgError, match="is not the address of a site"):
        feed(base_url="")


def test_hostile_text_is_inert() -> None:
    content = feed(
        entry(title=HOSTILE, summary=HOSTILE, content=HOSTILE, categories=(HOSTILE,), link='events/"><script>.html'),
        title=HOSTILE, subtitle=HOSTILE, author=HOSTILE,
    )  # fmt: skip
    root = strict(content)
    shown = (
        'a\\x00b\\x1b[31mc\\u202ed\\u2028e\\x85f\ufffd\ufffd\n]]></title><script>alert("1")</script><!--\\&amp;&#0;\'=1'
    )
    one = shown.replace("\\u2028", " ").replace("\\x85", " ").replace("\n", " ")
    assert root.findtext(f"{ATOM}title") == root.findtext(f"{ATOM}author/{ATOM}name") == one
    (found,) = root.findall(f"{ATOM}entry")
    assert found.findtext(f"{ATOM}title") == one
    assert found.findtext(f"{ATOM}content") == found.findtext(f"{ATOM}summary") == shown
    assert [each.attrib["term"] for each in found.findall(f"{ATOM}category")] == [one]
    assert b"<script" not in content
    assert b"<!--" not in content
    read = feedparser.parse(content)
    assert not read.bozo
    details = [read.entries[0].title_detail, read.entries[0].summary_detail, read.entries[0].content[0]]
    assert {each.type for each in details} == {"text/plain"}


@given(st.text(st.characters(exclude_categories=())), st.text(), st.datetimes(timezones=st.timezones()))
def test_every_text_makes_a_feed_that_is_one(title: str, about: str, updated: dt.datetime) -> None:
    if updated is not None and not 1000 <= updated.year <= 9000:
        updated = updated.replace(year=2026, day=1)
    made = entry(title=title, summary=about, content=title, categories=(f"x{about}",), updated=updated)
    root = strict(feed(made, title=title, subtitle=about, author=f"x{title}"))
    assert feed(made, title=title, subtitle=about, author=f"x{title}") == feed(
        made, title=title, subtitle=about, author=f"x{title}"
    )
    if about.isprintable():
        assert (root.findtext(f"{ATOM}entry/{ATOM}summary") or "").strip() == about.strip()


# The URN of a date


def test_an_event_keeps_its_urn_when_its_day_changes() -> None:
    record = event('start = 2026-12-05\nuid = "123e4567-e89b-12d3-a456-426614174001"\n')
    first = atom.entry_id(occurrences.of_event(record, GROUP))
    assert first == "urn:uuid:123e4567-e89b-12d3-a456-426614174001"
    moved = replace(record, id="2027-01-01-event", title="Other")
    assert atom.entry_id(occurrences.of_event(moved, GROUP)) == first


def test_another_program_s_uid_becomes_a_urn() -> None:
    one, other = (
        atom.entry_id(occurrences.of_event(event(f'start = 2026-12-05\nuid = "{uid}"\n'), GROUP))
        for uid in ("1@google.com", "2@google.com")
    )
    assert one != other
    for each in (one, other):
        assert uuid.UUID(each).urn == each


def test_each_date_of_a_series_has_its_own_urn_for_life() -> None:
    rule = 'rule = "2nd Wednesday"\nstart_time = 17:00:00\nsince = 2026-12-01\nuntil = 2027-06-30\n'
    extra = "[[exceptions]]\ndate = 2027-02-20\nextra = true\n"
    changed = f"{rule}{extra}[[exceptions]]\ndate = 2026-12-09\nmoved_to = 2026-12-16\n[[changes]]\nfrom = 2027-03-01\nstart_time = 18:00:00\n"
    before, after = (
        {each.id: atom.entry_id(each) for each in occurrences.expand(series(text), GROUP)}
        for text in (rule + extra, changed)
    )
    assert before == after
    assert len({*before.values()}) == len(before) == 8
    assert "monthly-meeting/2026-12-09" in before
    other = series(rule, "vigil")
    assert not {atom.entry_id(each) for each in occurrences.expand(other, GROUP)} & {*before.values()}
