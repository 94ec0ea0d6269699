"""``export jsonld``: dates as Events of schema.org."""

from __future__ import annotations

import datetime as dt
import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import GROUP, Run, event, series
from msgspec.structs import replace

from lacwg.audience import view as audience
from lacwg.exporters.jsonld import graph
from lacwg.records import Event, Group, Series
from lacwg.text.controls import UNSAFE

sys.path.insert(0, str(Path(__file__).parent))
from filled import HOSTILE, Filled, texts_of

FIRST, LAST = dt.datetime(2026, 12, 1, tzinfo=dt.UTC), dt.datetime(2027, 12, 1, tzinfo=dt.UTC)
DATE = r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d[+-]\d\d:\d\d)?"
URL = r"https?://\S+"
TEXT = r"(?s).+"
# Types of schema.org and the terms of theirs that we use: a pattern, or the types of things that may stand there.
TERMS: dict[str, dict[str, str | set[str]]] = {
    "Event": {
        "identifier": TEXT, "name": TEXT, "description": TEXT, "url": URL, "inLanguage": r"[a-z]{2,3}(-\w+)*",
        "startDate": DATE, "endDate": DATE, "previousStartDate": DATE,
        "eventStatus": "https://schema.org/Event(Scheduled|Cancelled|Rescheduled)",
        "eventAttendanceMode": "https://schema.org/(Online|Offline|Mixed)EventAttendanceMode",
        "location": {"Place", "VirtualLocation"}, "organizer": {"Organization"}, "performer": {"Person"},
        "image": {"ImageObject"},
    },
    "Place": {"name": TEXT, "address": {"PostalAddress", TEXT}},
    "PostalAddress": {"streetAddress": TEXT, "addressCountry": "[A-Z]{2}"},
    "VirtualLocation": {"name": TEXT, "url": URL},
    "Organization": {"name": TEXT, "url": URL, "alternateName": TEXT, "parentOrganization": {"Organization"}},
    "Person": {"name": TEXT, "description": TEXT},
    "ImageObject": {"url": URL, "caption": TEXT, "creditText": TEXT, "description": TEXT},
}  # fmt: skip


def check(thing: dict[str, Any]) -> None:
    """Every term is one of its type, and holds what may stand there."""
    terms = TERMS[thing["@type"]]
    for key, value in thing.items():
        if key == "@type":
            continue
        for each in value if isinstance(value, list) else [value]:
            allowed = terms[key]
            if isinstance(allowed, str):
                assert re.fullmatch(allowed, each), (key, each)
            elif isinstance(each, str):
                assert TEXT in allowed, (key, each)
            else:
                assert each["@type"] in allowed
                check(each)


def bytes_of(view: audience.View) -> bytes:
    text = graph.graph(view, FIRST, LAST)
    assert not view.problems
    return text


def made(
    many: list[Series], ones: list[Event] | None = None, reader: audience.Reader = "public", group: Group = GROUP
) -> list[dict[str, Any]]:
    document = json.loads(bytes_of(audience.view_of(reader, group, many, ones or [])))
    assert document["@context"] == "https://schema.org"
    things = document["@graph"]
    for each in things:
        check(each)
        assert {"@type", "name", "startDate", "eventStatus", "organizer"} <= set(each)  # what is always known
    return things


def one(text: str, reader: audience.Reader = "public") -> dict[str, Any]:
    (thing,) = made([], [event(text)], reader)
    return thing


def test_one_object_a_date_in_the_order_of_time() -> None:
    found = made(
        [series('rule = "2nd Wednesday"\nstart_time = 17:00:00\nsince = 2026-01-01\n')], [event("start = 2027-01-01\n")]
    )
    starts = [each["startDate"] for each in found]
    assert starts[:3] == ["2026-12-09T17:00:00-05:00", "2027-01-01", "2027-01-13T17:00:00-05:00"]
    assert len(found) == 13
    assert len({each["identifier"] for each in found}) == 13


def test_an_event_in_full() -> None:
    thing = one(
        'start = 2026-12-03T19:00:00\nend = 2026-12-03T20:30:00\nformat = "in-person"\nplace = "Community Church, Boston"\n'
        'url = "https://example.org/x"\ndescription = "About it."\nimage = "https://example.org/x.png"\nalt = "A crowd"\n'
        'caption = "The vigil"\ncredit = "Ana"\n[[speakers]]\nname = "Gail"\nabout = "director"\n'
    )
    assert thing == {
        "@type": "Event",
        "identifier": "2026-12-03-event",
        "name": "Event",
        "startDate": "2026-12-03T19:00:00-05:00",
        "endDate": "2026-12-03T20:30:00-05:00",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": {
            "@type": "Place",
            "name": "Community Church, Boston",
            "address": {"@type": "PostalAddress", "streetAddress": "Community Church, Boston"},
        },
        "url": "https://example.org/x",
        "description": "About it.",
        "image": {
            "@type": "ImageObject",
            "url": "https://example.org/x.png",
            "caption": "The vigil",
            "creditText": "Ana",
            "description": "A crowd",
        },
        "inLanguage": "en",
        "organizer": {"@type": "Organization", "name": "Group"},
        "performer": [{"@type": "Person", "name": "Gail", "description": "director"}],
    }


def test_whole_days_end_on_their_last_day() -> None:
    thing = one("start = 2026-12-05\nend = 2026-12-07\n")
    assert (thing["startDate"], thing["endDate"]) == ("2026-12-05", "2026-12-07")


def test_what_is_not_known_is_absent() -> None:
    thing = one("start = 2026-12-05\n")
    assert not {"endDate", "image", "url", "performer", "description", "eventAttendanceMode"} & set(thing)
    # search engines show no date without a location: where no place is known, the country by whose clocks it is
    assert thing["location"] == {
        "@type": "Place", "name": "United States", "address": {"@type": "PostalAddress", "addressCountry": "US"},
    }  # fmt: skip
    havana = one('start = 2026-12-05T19:00:00\ntimezone = "America/Havana"\n')
    assert havana["location"]["address"]["addressCountry"] == "CU"
    nowhere = one('start = 2026-12-05T19:00:00\ntimezone = "Etc/UTC"\n')
    assert nowhere["location"] == {"@type": "Place", "name": "Group", "address": "Group"}
    assert one('start = 2026-12-05\nplace = "Hall"\n')["eventAttendanceMode"].endswith("/OfflineEventAttendanceMode")


def test_what_happened_to_dates() -> None:
    found = made(
        [
            series(
                'rule = "2nd Wednesday"\nstart_time = 17:00:00\nsince = 2026-12-01\nuntil = 2027-03-30\n'
                '[[exceptions]]\ndate = 2026-12-09\nmoved_to = 2026-12-16\nreason = "Snow"\n'
                '[[exceptions]]\ndate = 2027-01-13\ncancelled = true\nreason = "Ice"\n'
                "[[exceptions]]\ndate = 2027-02-20\nextra = true\n"
            )
        ]
    )
    said = [
        (
            each["startDate"][:10],
            each["eventStatus"].rsplit("/Event")[1],
            each.get("previousStartDate"),
            each.get("description"),
        )
        for each in found
    ]
    assert said == [
        ("2026-12-16", "Rescheduled", "2026-12-09T17:00:00-05:00", "Moved from Wednesday, December 9, 2026: Snow"),
        ("2027-01-13", "Cancelled", None, "Cancelled: Ice"),
        ("2027-02-10", "Scheduled", None, None),
        ("2027-02-20", "Scheduled", None, None),
        ("2027-03-10", "Scheduled", None, None),
    ]


JOIN = 'url = "https://example.org/page"\n[members]\njoin_url = "https://zoom.us/j/1"\n'


@pytest.mark.parametrize(
    ("form", "reader", "places"),
    [
        ("online", "public", [("VirtualLocation", "https://example.org/page")]),
        ("online", "members", [("VirtualLocation", "https://zoom.us/j/1")]),
        ("hybrid", "public", [("Place", None), ("VirtualLocation", "https://example.org/page")]),
        ("hybrid", "members", [("Place", None), ("VirtualLocation", "https://zoom.us/j/1")]),
        ("in-person", "public", [("Place", None)]),
    ],
)
def test_where_it_is(form: str, reader: audience.Reader, places: list[tuple[str, str | None]]) -> None:
    place = "" if form == "online" else 'place = "Hall"\n'
    thing = one(f'start = 2026-12-05\nformat = "{form}"\n{place}{JOIN}', reader)
    found = thing["location"] if isinstance(thing["location"], list) else [thing["location"]]
    assert [(each["@type"], each.get("url")) for each in found] == places
    assert ("zoom" in json.dumps(thing)) == (reader == "members")


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "https://a b/", "https://a\\u0000b/", "a.org", ""]
)
def test_only_addresses_of_the_web_are_links(url: str) -> None:
    thing = one(f'start = 2026-12-05\nformat = "online"\nplace = "Online"\nurl = "{url}"\n')
    assert "url" not in thing
    assert thing["location"] == {"@type": "VirtualLocation", "name": "Online"}


def test_a_picture_in_the_folder_is_nowhere_to_be_fetched() -> None:
    assert "image" not in one('start = 2026-12-05\nimage = "images/x.png"\n')


@pytest.mark.parametrize("reader", ["public", "members"])
def test_hostile_text_is_inert_and_what_is_withheld_is_not_there(reader: audience.Reader) -> None:
    filled = Filled(HOSTILE)
    text = bytes_of(filled.view(reader)).decode()
    things = json.loads(text)["@graph"]
    for each in things:
        check(each)
    assert len(things) == 13
    assert "<" not in text  # so that no </script> and no <!-- can stand in it
    assert not re.search(UNSAFE, text)
    found = texts_of(things)
    assert any(each.startswith(HOSTILE) for each in found)
    assert "private-canary" not in text
    assert ("members-join" in text) == (reader == "members")
    if reader == "public":
        assert "members-canary" not in text


def test_the_organizer_is_the_group() -> None:
    group = replace(GROUP, short_name="G", parent="Peace", language="es")
    (thing,) = made([], [event("start = 2026-12-05\n")], group=group)
    assert thing["inLanguage"] == "es"
    assert thing["organizer"] == {
        "@type": "Organization",
        "name": "Group",
        "alternateName": "G",
        "parentOrganization": {"@type": "Organization", "name": "Peace"},
    }


def test_the_command(data: Path, run: Run) -> None:
    year = run("export", "jsonld")
    assert (year.code, year.err) == (0, "")
    assert [each["startDate"][:7] for each in year.json["@graph"]] == [
        "2026-12", *(f"2027-{month:02}" for month in range(1, 12)),
    ]  # fmt: skip
    assert run("export", "jsonld").out == year.out
    part = run("export", "jsonld", "--from", "2021-09-01", "--to", "2021-09-22").json["@graph"]
    assert [each["name"] for each in part] == [
        "LA/CWG monthly meeting",
        "Cuba: Confronting the U.S. Blockade and Covid-19",
    ]
    assert run("export", "jsonld", "--from", "2026-12-10", "--to", "2026-12-20").json["@graph"] == []
    refused = run("export", "jsonld", "--to", "2026-11-23")
    assert (refused.code, refused.out) == (2, "")
    assert "--from DATE" in refused.err


def test_today_is_in_it_and_what_runs(data: Path, run: Run) -> None:
    folder = data / "events" / "2026"
    folder.mkdir()
    for name, span in {
        "2026-11-20-days": "start = 2026-11-20\nend = 2026-11-24\n",
        "2026-11-23-over": "start = 2026-11-23\n",
        "2026-11-24-today": "start = 2026-11-24T08:00:00\nend = 2026-11-24T09:00:00\n",
    }.items():
        (folder / f"{name}.toml").write_text(f'title = "{name[11:]}"\n{span}')
    found = [each["name"] for each in run("export", "jsonld", "--to", "2026-11-30").json["@graph"]]
    assert found == ["days", "today"]


def test_a_record_whose_time_cannot_be_told_is_named(data: Path, run: Run) -> None:
    (data / "series" / "bad.toml").write_text('title = "A"\nrule = "x"\nsince = 2026-01-01\n')
    exported = run("export", "jsonld")
    assert exported.code == 1
    assert len(exported.json["@graph"]) == 12
    assert "data/series/bad.toml, line 2" in exported.err
