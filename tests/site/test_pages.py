"""The pages of the site, from views: they are well-formed, whole, and hold nothing but text of what people typed."""

from __future__ import annotations

import datetime as dt
import functools
import io
import json
import re
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from conftest import ENGLISH, GROUP, event, series
from msgspec.structs import replace
from PIL import Image

from lacwg.audience import view as audience
from lacwg.errors import LacwgError, Where
from lacwg.exporters.jsonld import graph
from lacwg.records import LANGUAGES, Bill, Contact, Event, Group, Issue, MeetingRecord, Photo, Series
from lacwg.site import building, embedding, page_formatter, pages, pictures, rendering
from lacwg.site.page_input import SiteInput
from lacwg.text.links import web

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1] / "exporters"))
from filled import HOSTILE, Filled
from reading import headings, links, parsed, target, text_of

OWN = "es"  # what filled records are in
NOW = dt.datetime(2026, 11, 24, 12, tzinfo=dt.timezone(-dt.timedelta(hours=5)))
SPEAKING = replace(GROUP, languages=LANGUAGES)
"""A group whose page is in every language."""
MEETINGS = series('rule = "2nd Wednesday"\nstart_time = 17:00:00\nsince = 2019-01-01')


def build(
    group: Group = SPEAKING, events: tuple[Event, ...] = (), all_series: tuple[Series, ...] = (), **given: Any
) -> dict[str, bytes]:
    """The files of a site of these records."""
    also = {key: given.pop(key) for key in ("contacts", "issues", "meetings") if key in given}
    view = audience.view_of("public", group, all_series, events, **also)
    seen = tuple(view.events)
    linked = given.pop("linked", lambda _dates, _in_full: "")
    site = building.Site(SiteInput(view=view, events=seen, now=NOW, **given))
    editions = [site.edition(language, linked) for language in site.languages]
    assert not any(each.problems for each in editions)
    made = {file.path: file.make() for each in editions for file in each.files}
    return made | {each.path: each.data for each in given.get("pictures", {}).values()}


@functools.cache
def filled(hostile: str = "", base_url: str | None = None) -> dict[str, bytes]:
    """A site with something in every field."""
    made = Filled(hostile)
    one = made.record(Event, image="images/x.png")
    known = made.record(Issue, id="cuba")
    first, last = dt.datetime(1, 1, 2, tzinfo=dt.UTC), dt.datetime(9999, 12, 30, tzinfo=dt.UTC)
    linked = graph.graph(audience.view_of("public", made.record(Group), (), [one]), first, last).decode()
    return build(
        made.record(Group, zones=("America/Havana",), languages=LANGUAGES, photo=Photo(image="images/x.png", alt=f"{hostile}alt", caption=f"{hostile}caption")),
        (replace(one, issues=("cuba",)), replace(one, id="2020-12-03-past", start=event("start = 2020-12-03").start, end=None)),
        (made.record(Series), replace(made.record(Series), id="vigil", kind="event")),
        contacts=[made.record(Contact), made.record(Contact, id="b", email="ana+x@example.org")],
        issues=[known, replace(known, id="evil", bills=(Bill(name="B", url="javascript:alert(1)"), Bill(name="C", url="https://a.example/?a=1&b=\"2")))],
        meetings=[made.record(MeetingRecord, audience="public"), made.record(MeetingRecord, id="2026-10-14-elsewhere", audience="public")],
        linked=lambda dates, in_full: linked if in_full and dates[0].id == one.id else "",
        pictures={"images/x.png": pictures.Picture("images/x.png", b"x", 3, 2)},
        base_url=base_url,
    )  # fmt: skip


def language_of(path: str) -> str:
    """The language of the page at a path; those in Spanish, the records' own, are at the root."""
    return path.split("/")[0] if path.split("/")[0] in LANGUAGES else OWN


@pytest.mark.parametrize("hostile", ["", HOSTILE, "\ufffe\U0001ffff\x80<b onmouseover='x'>\"' {{ 7 * 7 }}"])
@pytest.mark.parametrize("base_url", [None, "https://example.org/la/"])
def test_every_page_is_strict_html_in_good_order(hostile: str, base_url: str | None) -> None:
    files = filled(hostile, base_url)
    site = {path: each for path, each in files.items() if path.endswith(".html") and not path.endswith("embed.html")}
    assert len(site) == 15 * len(LANGUAGES) + 1
    for path, content in site.items():
        tree = parsed(content)
        levels = headings(content)
        assert levels.count(1) == 1, path
        assert all(after <= before + 1 for before, after in pairwise(levels)), (path, levels)
        assert levels[0] == 1
        html = next(tree.iter("html")) if tree.tag != "html" else tree
        assert html.attrib["lang"] == language_of(path)
        assert next(each.attrib["href"] for each in tree.iter("a")) == "#content"
        ids = [each.attrib["id"] for each in tree.iter() if "id" in each.attrib]
        assert len(ids) == len(set(ids)), path
        assert all(each.attrib["aria-labelledby"] in ids for each in tree.iter("section"))
        assert all("alt" in each.attrib and "width" in each.attrib for each in tree.iter("img"))
        assert next(tree.iter("nav")).attrib["aria-label"]
        assert "49" not in text_of(content) or "{{ 7" not in hostile


@pytest.mark.parametrize("base_url", [None, "https://example.org/la/"])
def test_the_frame_of_each_page_leads_to_the_same_page_in_other_languages(base_url: str | None) -> None:
    names = ["2026-12-05-a&b", '2026-12-06-"c"', "2026-12-07-é", "2026-12-08-plain"]
    files = build(events=tuple(event(f"start = {each[:10]}", each) for each in names), base_url=base_url)
    for name in names:
        here = f"events/{name}.html"
        for language in LANGUAGES:
            path = here if language == "en" else f"{language}/{here}"
            tree = parsed(files[path])
            shown = {
                each.attrib["hreflang"]: each.attrib["href"] for each in tree.iter("a") if "hreflang" in each.attrib
            }
            back = "../" * path.count("/")
            assert shown == {each: f"{back}{here if each == 'en' else f'{each}/{here}'}" for each in LANGUAGES}
            current = [each.attrib["href"] for each in tree.iter("a") if "aria-current" in each.attrib]
            assert current == ["../events.html", shown[language]]


@pytest.mark.parametrize("base_url", [None, "https://example.org/la/"])
def test_links_lead_to_files_of_the_site_and_nothing_is_loaded_from_elsewhere(base_url: str | None) -> None:
    files = filled(base_url=base_url)
    feeds = {
        pages.FEED,
        pages.feed_of("series", "vigil"),
        *(pages.feed_of("issues", each) for each in ("cuba", "evil")),
    }
    feeds |= {pages.feed_of("events", each) for each in ("2026-12-03-filled", "2020-12-03-past")}
    feeds |= {f"{language}/{feed}" for language in LANGUAGES for feed in feeds}
    for path, content in files.items():
        if not path.endswith(".html"):
            continue
        for link in links(content):
            if path == "404.html" and base_url and link.startswith("/la/"):
                link = link.removeprefix("/la/")  # it is shown at any address
            found = target(path, link)
            assert (
                found in {*files, *feeds} if found is not None else re.match("https?:|webcal:|mailto:|data:,$", link)
            ), (
                path,
                link,
            )
        for element in parsed(content).iter():
            loaded = element.attrib.get("src") or (
                element.attrib["href"] if element.attrib.get("rel") == "stylesheet" else ""
            )
            assert "//" not in loaded
            assert element.tag not in ("iframe", "object", "embed", "form")
    assert b"url(" not in files["style.css"]
    assert b"@import" not in files["style.css"]


def test_hostile_text_stays_text() -> None:
    for path, content in filled(HOSTILE).items():
        if path.endswith(".html"):
            text = content.decode()
            assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2028\ufeff]", text), path
            for element in parsed(content).iter():
                assert not [name for name in element.attrib if name.startswith("on")]
                if element.tag == "script" and path.endswith("embed.html"):
                    assert element.text == embedding.SCRIPT  # and its policy lets in no other
                    assert f"script-src '{embedding.SCRIPT_HASH}'" in text
                elif element.tag == "script":
                    assert element.attrib == {"type": "application/ld+json"}
                    assert json.loads(element.text or "")["@graph"][0]["name"].startswith("a\x00b")
            inert = [each for each in links(content) if each != "data:,"]  # no icon: browsers need not ask for one
            assert not [each for each in inert if each.strip().lower().startswith(("javascript", "data:"))]
    assert "alert(" in text_of(filled(HOSTILE)["index.html"])


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", " javascript:alert(1)", "JaVaScRiPt:x", "data:text/html,x", "//evil.example", "https://a b", "vbscript:x",
     "https://a\u202eb.example", "file:///etc/passwd", "", None],
)  # fmt: skip
def test_only_addresses_of_the_web_are_links(link: str | None) -> None:
    assert web(link) is None


def test_addresses() -> None:
    assert web("https://example.org/?a=1&b=2#c") == "https://example.org/?a=1&b=2#c"
    assert page_formatter.mail("ana+x@example.org") == "mailto:ana%2Bx@example.org"
    assert page_formatter.mail("a@b?cc=c@d") is None
    assert page_formatter.mail("javascript:alert(1)@x") is None


def test_a_moved_a_cancelled_and_a_changed_meeting_are_explained() -> None:
    edited = series(
        'rule = "2nd Wednesday"\nstart_time = 17:00:00\nsince = 2019-01-01\n'
        '[[exceptions]]\ndate = 2026-12-09\ncancelled = true\nreason = "Snow"\n'
        '[[exceptions]]\ndate = 2027-01-13\nmoved_to = 2027-01-14\nreason = "Hall taken"\n'
        '[[changes]]\nfrom = 2027-03-01\nrule = "1st Tuesday"\nreason = "More can come"\n'
    )
    files = build(all_series=(edited,))
    home, meetings = text_of(files["index.html"]), text_of(files["meetings.html"])
    assert "Next meeting Thursday, January 14, 2027, 5:00 PM EST" in home
    assert "Moved from Wednesday, January 13, 2027: Hall taken" in home
    assert "Cancelled · Wednesday, December 9, 2026, 5:00 PM EST Snow Subscribe in your calendar All meetings" in home
    assert "Cancelled · Wednesday, December 9, 2026, 5:00 PM EST Snow " in meetings
    assert "Cancelled: Snow" not in home + meetings
    assert "Starting March 1, 2027: 1st Tuesday of the month at 5:00 PM, New York time (More can come)" in meetings
    assert (
        meetings.index("January 14, 2027") < meetings.index("Earlier this year") < meetings.index("February 11, 2026")
    )


def test_the_hours_elsewhere() -> None:
    group = replace(SPEAKING, zones=("Asia/Tokyo", "America/Mexico_City", "America/Managua"))
    home = text_of(build(group, all_series=(MEETINGS,))["index.html"])
    assert "Mexico City, Managua4:00 PM" in home.replace(" 4:00", "4:00")
    assert "7:00 AM, Thursday, December 10" in home


def test_what_is_past_stands_by_year_the_latest_first() -> None:
    days = ["2020-05-01", "2021-09-22", "2021-10-01", "2026-12-03"]
    events = tuple(event(f'title = "T{day}"\nstart = {day}', f"{day}-event") for day in days)
    told = text_of(build(events=events)["events.html"])
    order = ["Upcoming", "T2026-12-03", "Past: 2021", "T2021-10-01", "T2021-09-22", "Past: 2020", "T2020-05-01"]
    places = [
        told.index(each, told.index("Skip")) if each != "Upcoming" else told.index("Events Upcoming") for each in order
    ]
    assert places == sorted(places)


def test_what_is_missing_is_left_out() -> None:
    files = build()
    each = {"index.html", "meetings.html", "events.html", "calendar.html", "embed.html", "next.json"}
    assert set(files) == {
        *each,
        *(f"{code}/{page}" for code in LANGUAGES[1:] for page in each),
        "404.html",
        "icon.svg",
        "style.css",
    }
    assert "No meeting is planned" in text_of(files["index.html"])
    assert b"og:url" not in files["index.html"]
    assert b"<figure>" not in files["index.html"]


def test_a_remote_picture_is_a_link_and_not_loaded() -> None:
    shown = event('start = 2026-12-03\nimage = "https://example.org/x.jpg"\nalt = "A vigil"')
    page = build(events=(shown,))["events/2026-12-03-event.html"]
    assert b"<img" not in page
    assert "https://example.org/x.jpg" in links(page)
    assert "A vigil" in text_of(page)


def test_the_same_bytes_twice() -> None:
    assert filled(base_url="https://example.org/") == filled(base_url="https://example.org/")


def test_an_own_template_comes_first_and_a_wrong_one_is_told_with_its_line() -> None:
    own = {"history.html": '{% extends "base.html" %}{% block main %}<h1>Ours</h1>{{ group.history }}{% endblock %}'}
    files = build(replace(SPEAKING, history="<b>Long"), templates=own)
    assert "Ours<b>Long" in text_of(files["history.html"])
    assert parsed(files["history.html"]) is not None
    for wrong, line in (
        ("\n{% if %}", 2),
        ("\n\n{{ nothing_known }}", 3),
        ("{{ ''.__class__.__mro__ }}", 1),
        ("\n{{ 1 / 0 }}", 2),
    ):
        with pytest.raises(LacwgError) as error:
            build(templates={"home.html": wrong})
        assert error.value.where == Where("site/home.html", line), wrong


def test_the_manual_lists_what_templates_are_given(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = (Path(building.__file__).parents[1] / "manual" / "templates.md").read_text()
    missing: set[tuple[str, str]] = set()
    render = rendering.Templates.text

    def spy(self: rendering.Templates, name: str, values: dict[str, Any]) -> str:
        missing.update((name, each) for each in values if f"`{each}`" not in listed)
        return render(self, name, values)

    monkeypatch.setattr(rendering.Templates, "text", spy)
    filled(base_url="https://example.org/")
    assert not missing


def test_an_own_template_of_before_is_told_of_where_ours_needs_more() -> None:
    with pytest.raises(LacwgError) as error:
        build(templates={"parts.html": ""})
    assert error.value.where == Where("site", None)
    assert re.search(r"our \w+\.html, line \d+, does not find in parts.html what it needs", error.value.message)
    with pytest.raises(LacwgError, match="Group has no attribute 'nme'") as error:
        build(templates={"home.html": "\n{{ group.nme }}"})
    assert error.value.where == Where("site/home.html", 2)


def test_contrast_is_enough_in_light_and_dark() -> None:
    """WCAG 2.2, 1.4.3: 4.5 to 1."""
    style = build()["style.css"].decode()
    for block in re.findall(r":root \{(.*?)\}", style, re.DOTALL)[:2]:
        colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", block))
        for text in ("text", "quiet", "accent"):
            for ground in ("ground", "card"):
                assert contrast(colours[text], colours[ground]) >= 4.5, (text, ground)
        assert contrast(colours["on-accent"], colours["accent"]) >= 4.5


def contrast(one: str, other: str) -> float:
    lights = []
    for colour in (one, other):
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        lights.append(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2])
    return (max(lights) + 0.05) / (min(lights) + 0.05)


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        (kind, mode)
        for kind in ("JPEG", "PNG", "WEBP", "GIF")
        for mode in ("RGB", "RGBA", "L", "P")
        if (kind, mode) not in {("JPEG", "RGBA"), ("JPEG", "P")}  # there are no such files
    ],
)
def test_a_picture_is_made_smaller_and_forgets_where_it_was_taken(kind: str, mode: str) -> None:
    image = Image.new(mode, (2000, 1000), 1 if mode in "LP" else (200, 10, 10, 255)[: len(mode)])
    exif = Image.Exif()
    exif[0x0112] = 6  # turned
    exif[0x010E] = "Ana's house"
    written = io.BytesIO()
    image.save(written, kind, **({"exif": exif} if kind != "GIF" else {"comment": b"Ana's house"}))
    made = pictures.made("images/a.b.x", written.getvalue())
    assert b"Ana's house" not in made.data
    assert max(made.width, made.height) == 1600
    assert (made.width < made.height) == (kind != "GIF")
    again = Image.open(io.BytesIO(made.data))
    assert (again.format, again.size) == (kind, (made.width, made.height))
    assert made == pictures.made("images/a.b.x", written.getvalue())


def test_two_pictures_do_not_get_one_name() -> None:
    written = io.BytesIO()
    Image.new("RGB", (3, 2)).save(written, "JPEG")
    names = ["images/a.jpg", "images/a.jpeg", "images/a.JPG", "images/a.png", "images/c", "images/b\n.jpg"]
    found = [pictures.made(name, written.getvalue()).path for name in names]
    assert found == [*names[:3], "images/a.png.jpg", "images/c.jpg", "images/b_.jpg"]


@pytest.mark.parametrize("data", [b"", b"\xff\xd8\xff", b"<svg onload='x'/>", b"\x89PNG\r\n\x1a\n" + b"\0" * 50])
def test_what_is_no_picture_is_told(data: bytes) -> None:
    with pytest.raises(pictures.PictureError):
        pictures.made("images/x.jpg", data)


def test_a_small_file_that_unfolds_to_a_huge_picture_is_not_opened() -> None:
    written = io.BytesIO()
    Image.new("1", (12_000, 9_000)).save(written, "PNG")
    with pytest.raises(pictures.PictureError, match="too many pixels"):
        pictures.made("images/x.png", written.getvalue())


def test_search_engines_are_told_of_every_page_where_the_address_is_known() -> None:
    files = filled(base_url="https://example.org/la-cwg/")
    robots = files["robots.txt"].decode()
    assert robots == "User-agent: *\nAllow: /\nSitemap: https://example.org/la-cwg/sitemap.xml\n"
    told = [each.text for each in ElementTree.fromstring(files["sitemap.xml"]).iter() if each.tag.endswith("loc")]
    pages = {path for path in files if path.endswith(".html") and path != "404.html"}
    pages = {path for path in pages if b'"robots" content="noindex"' not in files[path]}
    pages = {re.sub(r"(^|/)index\.html$", r"\1", path) for path in pages}
    assert {unquote(str(each)) for each in told} == {f"https://example.org/la-cwg/{each}" for each in pages}
    assert len(told) == len(pages) > 20
    assert {"sitemap.xml", "robots.txt"}.isdisjoint(filled())
    named = build(ENGLISH, (event("start = 2026-12-03", "2026-12-03-index"),), base_url="https://example.org/")
    assert b"<loc>https://example.org/events/2026-12-03-index.html</loc>" in named["sitemap.xml"]


def test_pages_with_dates_say_when_they_were_made() -> None:
    files = build(ENGLISH, (event("start = 2026-12-03\n"),))
    for path in ("index.html", "meetings.html", "events.html"):
        assert "As of November 24, 2026" in text_of(files[path])
    assert "As of" not in text_of(files["events/2026-12-03-event.html"])
    assert "Información al 24 de noviembre de 2026" in text_of(build()["es/index.html"])
