"""JSON-LD of the pages against schema.org, and what Google asks of an Event."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from conftest import Run, tree
from PIL import Image
from reading import parsed

from lacwg.records import LANGUAGES, Event

# schema.org, release 29: each type's properties with the types of their values, those of the types above it included;
# left out are properties that no page of a group could need.
THING = {
    "alternateName": "Text", "description": "Text", "identifier": "PropertyValue|Text|URL", "image": "ImageObject|URL",
    "name": "Text", "sameAs": "URL", "url": "URL",
}  # fmt: skip
CREATIVE_WORK = THING | {
    "creditText": "Text",
    "inLanguage": "Language|Text",
    "copyrightNotice": "Text",
    "license": "CreativeWork|URL",
}
TYPES: dict[str, dict[str, str]] = {
    "Event": THING | {
        "about": "Thing", "doorTime": "DateTime|Time", "duration": "Duration", "endDate": "Date|DateTime",
        "eventAttendanceMode": "EventAttendanceModeEnumeration", "eventStatus": "EventStatusType",
        "inLanguage": "Language|Text", "isAccessibleForFree": "Boolean", "keywords": "DefinedTerm|Text|URL",
        "location": "Place|PostalAddress|Text|VirtualLocation", "offers": "Demand|Offer",
        "organizer": "Organization|Person", "performer": "Organization|Person",
        # schema.org says Date alone, so that a new hour could not be told; Google asks for a DateTime and shows one
        "previousStartDate": "Date|DateTime",
        "startDate": "Date|DateTime", "superEvent": "Event", "subEvent": "Event",
    },
    "Place": THING | {"address": "PostalAddress|Text", "geo": "GeoCoordinates|GeoShape", "telephone": "Text"},
    "VirtualLocation": THING,
    "GeoCoordinates": THING | {"latitude": "Number|Text", "longitude": "Number|Text"},
    "PostalAddress": THING | {
        "streetAddress": "Text", "addressLocality": "Text", "addressRegion": "Text", "postalCode": "Text",
        "addressCountry": "Country|Text", "postOfficeBoxNumber": "Text",
    },
    "Organization": THING | {
        "parentOrganization": "Organization", "subOrganization": "Organization", "email": "Text", "telephone": "Text",
        "foundingDate": "Date", "address": "PostalAddress|Text", "logo": "ImageObject|URL",
    },
    "Person": THING | {"givenName": "Text", "familyName": "Text", "jobTitle": "DefinedTerm|Text", "affiliation": "Organization"},
    "ImageObject": CREATIVE_WORK | {
        "caption": "MediaObject|Text", "contentUrl": "URL", "width": "Distance|QuantitativeValue", "height": "Distance|QuantitativeValue",
        "encodingFormat": "Text|URL",
    },
}  # fmt: skip
ENUMERATIONS = {
    "EventStatusType": {"EventCancelled", "EventMovedOnline", "EventPostponed", "EventRescheduled", "EventScheduled"},
    "EventAttendanceModeEnumeration": {"MixedEventAttendanceMode", "OfflineEventAttendanceMode", "OnlineEventAttendanceMode"},
}  # fmt: skip
DATE = re.compile(r"\d{4}-\d\d-\d\d")
DATE_TIME = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)"
)  # https://schema.org/DateTime; here always with an offset

FILLED = """
title = "Vigil \\"for\\" Haïti </script>"
start = 2026-12-03T19:00:00
end = 2026-12-03T20:30:00
timezone = "America/Havana"
status = "tentative"
reason = "The hall was not sure"
format = "hybrid"
place = "Community Church, 565 Boylston Street, Boston"
url = "https://example.org/vigil?a=1&b=2"
description = "About it.\\n\\nIn two paragraphs."
image = "images/vigil.png"
alt = "Candles"
caption = "The vigil"
credit = "Ana"
issues = ["cuba"]
uid = "123e4567-e89b-12d3-a456-426614174001"
sequence = 3
updated = 2026-11-01T12:00:00Z
audience = "public"
recording = "https://example.org/recording"
slides = "https://example.org/slides"
geo = [42.358, -71.064]
access = "Ramp at the side door"
cost = "Free"
[register]
url = "https://example.org/register"
[[links]]
url = "https://example.org/more"
[[pictures]]
image = "images/vigil.png"
alt = "More candles"
[[pictures]]
image = "https://example.org/far.jpg"
[[co_hosts]]
name = "Casa Cuba"
url = "https://example.org/casa"
[[co_hosts]]
name = "Neighbors"
[[duties]]
role = "notes"
[[assignments]]
date = 2026-12-03
role = "notes"
who = "ana-lopez"
[[sent]]
id = "kqzt"
state = "done"
on = 2026-11-24T17:00:00Z
what = "announcement"
[[rsvp]]
contact = "ana-lopez"
answer = "yes"
on = 2026-11-25
[[speakers]]
name = "Gail Walker"
about = "director"
[[speakers]]
name = "Aviva Chomsky"
[members]
join_url = "https://zoom.us/j/1"
[private]
note = "private"
"""
EVENTS = {
    "2026-12-03-filled": FILLED,
    "2026-12-04-online": 'title = "A"\nstart = 2026-12-04T19:00:00\nformat = "online"\nimage = "https://example.org/x.png"\n',
    "2026-12-05-linked": 'title = "B"\nstart = 2026-12-05T19:00:00\nformat = "online"\nurl = "https://example.org/é"\n',
    "2026-12-06-days": 'title = "C"\nstart = 2026-12-06\nend = 2026-12-08\nformat = "in-person"\nplace = "Boston Common"\n',
    "2026-12-07-off": 'title = "D"\nstart = 2026-12-07T19:00:00\nstatus = "cancelled"\nreason = "Snow"\nplace = "Hall"\n',
    "2026-12-08-bare": 'title = "E"\nstart = 2026-12-08\n',
    # before the zones of today the clocks went by the sun, and offsets have seconds
    "1850-05-01-long-ago": 'title = "F"\nstart = 1850-05-01T19:00:00\nend = 1850-05-01T20:00:00\nplace = "Hall"\n',
}
VIGIL = """
title = "Vigil"
kind = "event"
rule = "every Saturday"
start_time = 12:00:00
minutes = 60
since = 2026-12-01
until = 2026-12-31
place = "Park Street"
format = "in-person"
[[exceptions]]
date = 2026-12-05
moved_to = 2026-12-05T13:00:00
reason = "Another rally"
[[exceptions]]
date = 2026-12-12
moved_to = 2026-12-13
[[exceptions]]
date = 2026-12-19
cancelled = true
"""


def fits(thing: Any, kinds: str) -> None:
    """A value is of one of the types of schema.org, and so is all that is in it."""
    allowed = kinds.split("|")
    if isinstance(thing, dict):
        kind = thing["@type"]
        assert kind in allowed, (kind, allowed)
        assert len(thing) > 1, f"a {kind} of which nothing is said"
        for name, value in thing.items():
            if name in ("@type", "@context"):
                continue
            assert name in TYPES[kind], f"schema.org has no {kind}.{name}"
            values = value if isinstance(value, list) else [value]
            assert values
            for each in values:
                fits(each, TYPES[kind][name])
        return
    assert any(is_a(thing, each) for each in allowed), (thing, kinds)


def is_a(value: object, kind: str) -> bool:
    if kind == "Boolean":
        return isinstance(value, bool)
    if kind == "Number":
        return isinstance(value, float)
    if not isinstance(value, str) or not value.strip():
        return False
    if kind in ENUMERATIONS:
        return value in {f"https://schema.org/{each}" for each in ENUMERATIONS[kind]}
    if kind == "Date":
        return bool(DATE.fullmatch(value) and dt.date.fromisoformat(value))
    if kind == "DateTime":
        return bool(DATE_TIME.fullmatch(value) and dt.datetime.fromisoformat(value))
    if kind == "URL":
        return urlsplit(value).scheme in ("http", "https") and not re.search(r"\s", value)
    return kind == "Text"


def asked_by_google(thing: dict[str, Any], *, placed: bool) -> None:
    """https://developers.google.com/search/docs/appearance/structured-data/event."""
    assert {"name", "startDate"} <= thing.keys()
    start, end = thing["startDate"], thing.get("endDate")
    if end is not None:
        assert len(start) == len(end), "a day and a time"
        assert dt.datetime.fromisoformat(start) <= dt.datetime.fromisoformat(end)
    if thing["eventStatus"].endswith("EventRescheduled"):
        assert thing["previousStartDate"] != start
    else:
        assert "previousStartDate" not in thing
    hosts = thing["organizer"] if isinstance(thing["organizer"], list) else [thing["organizer"]]
    assert all(each["name"] for each in hosts)
    if not placed:
        return
    found = thing["location"] if isinstance(thing["location"], list) else [thing["location"]]
    kinds = [each["@type"] for each in found]
    assert len({*kinds}) == len(kinds)
    for each in found:
        if each["@type"] == "Place":
            assert each["name"]
            assert {"streetAddress", "addressCountry"} & each["address"].keys()
        else:
            assert each["url"]
    mode = thing.get("eventAttendanceMode", "").rpartition("/")[2].removesuffix("EventAttendanceMode")
    assert kinds == {"Online": ["VirtualLocation"], "Mixed": ["Place", "VirtualLocation"]}.get(mode, ["Place"])


@pytest.fixture
def folder(data: Path) -> Path:
    for name, text in EVENTS.items():
        (data / "events" / name[:4]).mkdir(exist_ok=True)
        (data / "events" / name[:4] / f"{name}.toml").write_text(text)
    (data / "series" / "vigil.toml").write_text(VIGIL)
    (data / "images").mkdir()
    Image.new("RGB", (64, 32), "red").save(data / "images" / "vigil.png")
    return data


def on_the_pages(site: Path) -> dict[str, list[dict[str, Any]]]:
    """The Events of each page that has some, by the page's path."""
    found: dict[str, list[dict[str, Any]]] = {}
    for path, content in tree(site).items():
        if path.endswith(".html") and content is not None:
            for script in parsed(content).iter("script"):
                if path.endswith("embed.html"):
                    continue
                assert script.attrib["type"] == "application/ld+json"
                document = json.loads(script.text or "")
                assert document["@context"] == "https://schema.org"
                assert path not in found
                found[path] = document["@graph"]
    return found


def test_every_field_of_an_event_is_filled() -> None:
    said = {key or table for key, table in re.findall(r"^(\w+) =|^\[+(\w+)\]", FILLED, re.MULTILINE)}
    assert {*Event.__struct_encode_fields__} - {"id", *LANGUAGES} <= said


@pytest.mark.parametrize("base", [(), ("--base-url", "https://example.org/la")])
def test_the_pages_fit_schema_org(folder: Path, run: Run, base: tuple[str, ...]) -> None:
    assert run("site", "build", *base).code == 0
    found = on_the_pages(Path("public"))
    own = {path: things[0] for path, things in found.items() if "/events/" in f"/{path}" and len(things) == 1}
    assert {Path(path).stem for path in own} >= {*EVENTS}
    for path, things in found.items():
        assert len(things) <= 20
        for thing in things:
            fits(thing, "Event")
            kinds = [each["@type"] for each in [thing["location"]] if isinstance(thing["location"], dict)]
            asked_by_google(thing, placed=bool(base) or kinds == ["Place"])
        if path not in own:  # a list: only what is not over, in the order of time, each once
            starts = [dt.datetime.fromisoformat(each["startDate"]).replace(tzinfo=None) for each in things]
            assert starts == sorted(starts)
            assert starts[0] > dt.datetime(2026, 11, 24)
            assert len({each["identifier"] for each in things}) == len(things)
            assert not any({"description", "performer"} & each.keys() for each in things)
            assert not any(isinstance(each.get("image"), list) for each in things)
    for path in ("index", "meetings", "events", "calendar", "places", "series/vigil", "issues/cuba", "es/index"):
        assert f"{path}.html" in found
    assert [each["identifier"] for each in found["index.html"]][:2] == ["2026-12-03-filled", "2026-12-04-online"]
    assert "monthly-meeting/2026-12-09" in [each["identifier"] for each in found["index.html"]]
    if base:
        filled = own["events/2026-12-03-filled.html"]
        first, second, far = filled["image"]
        assert first["url"] == second["url"] == "https://example.org/la/images/vigil.png"
        assert (second["description"], far["url"]) == ("More candles", "https://example.org/far.jpg")
        assert [each["name"] for each in filled["performer"]] == ["Gail Walker", "Aviva Chomsky"]
        assert [each["name"] for each in filled["organizer"][1:]] == ["Casa Cuba", "Neighbors"]
        (listed,) = [each for each in found["es/events.html"] if each["identifier"] == "2026-12-04-online"]
        page = "https://example.org/la/es/events/2026-12-04-online.html"
        assert (listed["url"], listed["location"]["url"]) == (page, page)
        assert listed["organizer"]["url"] == "https://example.org/la/es/"
    assert "zoom" not in json.dumps(found)


def test_the_dates_of_series_fit_schema_org(folder: Path, run: Run) -> None:
    exported = run("export", "jsonld", "--from", "1800-01-01", "--to", "2027-01-31")
    assert exported.code == 0
    things = exported.json["@graph"]
    for each in things:
        fits(each, "Event")
        asked_by_google(each, placed="Park Street" in json.dumps(each))
    vigils = [each for each in things if each["identifier"].startswith("vigil/")]
    assert [(each["eventStatus"].rpartition("/")[2], each["startDate"][:13]) for each in vigils] == [
        ("EventRescheduled", "2026-12-05T13"), ("EventRescheduled", "2026-12-13T12"),
        ("EventCancelled", "2026-12-19T12"), ("EventScheduled", "2026-12-26T12"),
    ]  # fmt: skip
    (old,) = [each for each in things if each["name"] == "F"]
    assert dt.datetime.fromisoformat(old["startDate"]) == dt.datetime(1850, 5, 1, 23, 56, 2, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("startDate", "2026-12-03T19:00:00"), ("startDate", "2026-13-03"), ("eventStatus", "EventScheduled"), ("url", "x"),
        ("performer", []), ("performer", "Gail"), ("place", "Boston"), ("location", {"@type": "Person", "name": "A"}),
        ("organizer", {"@type": "Organization"}), ("description", ""), ("startDate", "1850-05-01T19:00:00-04:56:02"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_noticed(name: str, value: object) -> None:
    thing = {"@type": "Event", "name": "A", "startDate": "2026-12-03"}
    fits(thing, "Event")
    with pytest.raises((AssertionError, ValueError)):
        fits(thing | {name: value}, "Event")
