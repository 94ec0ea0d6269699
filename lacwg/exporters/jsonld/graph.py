"""Occurrences as JSON-LD, for a page that search engines read (https://schema.org/Event).

One object for each date. Nothing is withheld here: the view already lacks what its audience may not see.
A ``<`` is written as an escape, so that the text can stand in a ``<script type="application/ld+json">``.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from msgspec.structs import replace

from lacwg.audience.view import View, dated
from lacwg.records import Group
from lacwg.schedule import zones
from lacwg.schedule.occurrences import Occurrence
from lacwg.schedule.span import stamp
from lacwg.text.controls import escape_json, json_lines
from lacwg.text.links import web
from lacwg.voice.voice import FORMATS, voice_of

CONTEXT: Final = "https://schema.org"
_MODES: Final = {
    "online": "OnlineEventAttendanceMode",
    "in-person": "OfflineEventAttendanceMode",
    "hybrid": "MixedEventAttendanceMode",
}

Thing = dict[str, Any]
"""A thing of schema.org: its ``@type`` and its properties."""


def on_page(
    view: View,
    dates: Iterable[tuple[Occurrence, str | None]],
    home: str | None,
    pictures: Mapping[str, str] = {},
    *,
    in_full: bool,
) -> str:
    """Dates with the addresses of their pages, for a page of the site that shows them; ``home``: its own address.

    Not ``in_full``: without what else stands on the pages of their own.
    """
    organizer, things = _organizer(view.group, home), []
    for occurrence, page in dates:
        shown = replace(occurrence, url=web(occurrence.url) or page)
        if not in_full:
            shown = replace(
                shown, description=None, reason=None, speakers=(), co_hosts=(), pictures=(), caption=None, credit=None
            )
        things.append(_event(shown, organizer, view, pictures))
    document = {"@context": CONTEXT, "@graph": things}
    # by Python's own, as a text without a translation is no plain one
    text = json.dumps(document, ensure_ascii=False)
    return escape_json(text).replace("<", "\\u003c") + "\n"


def graph(view: View, start: dt.datetime, end: dt.datetime) -> bytes:
    """What of the view is not over at ``start`` and begins before ``end``, in the order of time.

    Records whose times cannot be told go to ``view.problems``.
    """
    organizer = _organizer(view.group)
    things = (json_lines(_event(each, organizer, view, {}), "    ") for each in dated(view, start, end))
    # a < stands within texts alone
    body = b",".join(b"\n    " + thing.replace("<", "\\u003c").encode() for thing in things)
    head = f'{{\n  "@context": "{CONTEXT}",\n  "@graph": ['
    return b"".join([head.encode(), body, b"\n  ]\n}\n" if body else b"]\n}\n"])


def _event(occurrence: Occurrence, organizer: Thing, view: View, pictures: Mapping[str, str]) -> Thing:
    """One date. What is not known is absent; that it is tentative has no term.

    ``inLanguage`` is the language in which people gather, the group's own (https://schema.org/inLanguage), in
    whatever language it is told: a page says of itself in which it is.
    """
    moved = occurrence.change == "moved" and occurrence.status != "cancelled"
    status = "Cancelled" if occurrence.status == "cancelled" else "Rescheduled" if moved else "Scheduled"
    original = occurrence.original_start
    hosts = [_with({"@type": "Organization", "name": each.name}, url=web(each.url)) for each in occurrence.co_hosts]
    images = [image for each in (occurrence, *occurrence.pictures) if (image := _image(each, pictures))]
    # schema.org has no term for the reason of what happened to a date
    note = voice_of(view.group, view.language).status_note(occurrence) if occurrence.reason else None
    form = occurrence.format or ("in-person" if occurrence.place else None)
    thing: Thing = {
        "@type": "Event",
        "identifier": occurrence.id,
        "name": occurrence.title,
        "startDate": stamp(occurrence.start),
        "endDate": None if occurrence.end is None else stamp(occurrence.end),
        # schema.org would have a day alone, which cannot tell of a new hour; Google asks for the time
        "previousStartDate": stamp(original) if moved and original is not None else None,
        "eventStatus": f"{CONTEXT}/Event{status}",
        "eventAttendanceMode": f"{CONTEXT}/{_MODES[form]}" if form else None,
        "location": _location(occurrence, view),
        "url": web(occurrence.url),
        "description": "\n\n".join(filter(None, (note, occurrence.description))) or None,
        "image": images[0] if len(images) == 1 else images,
        "inLanguage": view.group.language,
        "organizer": [organizer, *hosts] if hosts else organizer,
        "performer": [
            _with({"@type": "Person", "name": each.name}, description=each.about) for each in occurrence.speakers
        ],
    }
    return {key: value for key, value in thing.items() if value not in (None, [])}


def _location(occurrence: Occurrence, view: View) -> Thing | list[Thing]:
    """Where it is: a place, an address to join by (members' is their own, else the page about it), or both.

    Search engines show no date without one. Where no place is known, it is the country by whose clocks it is.
    """
    voice = voice_of(view.group, view.language)
    link = web(occurrence.members.join_url)
    found: list[Thing] = []
    if occurrence.format != "online":
        place: Thing = {"@type": "Place", "name": occurrence.place}
        if occurrence.place:
            # one text is all that is known of it
            place["address"] = {"@type": "PostalAddress", "streetAddress": occurrence.place}
        else:
            country = view.group.country if occurrence.zone.key == view.group.timezone else None
            country = country or zones.country(occurrence.zone.key) or view.group.country
            place["name"] = voice.country(country) if country else view.group.name
            place["address"] = {"@type": "PostalAddress", "addressCountry": country} if country else view.group.name
        if occurrence.geo is not None:
            latitude, longitude = occurrence.geo
            place["geo"] = {"@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude}
        found.append(place)
    if occurrence.format in ("online", "hybrid"):
        link = link or web(occurrence.url)
        name = (occurrence.place if occurrence.format == "online" else None) or voice.gettext(FORMATS["online"])
        found.append(_with({"@type": "VirtualLocation"}, name=name, url=link))
    elif link:
        found.append({"@type": "VirtualLocation", "url": link})
    return found[0] if len(found) == 1 else found


def _image(of: Any, pictures: Mapping[str, str]) -> Thing | None:
    """A picture, where it is on the web."""
    link = pictures.get(of.image or "") or web(of.image)
    if link is None:
        return None
    image = {"@type": "ImageObject", "url": link}
    return _with(image, caption=of.caption, creditText=of.credit, description=of.alt)


def _organizer(group: Group, home: str | None = None) -> Thing:
    organizer = _with({"@type": "Organization", "name": group.name}, alternateName=group.short_name, url=home)
    if group.parent:
        organizer["parentOrganization"] = {"@type": "Organization", "name": group.parent}
    return organizer


def _with(thing: Thing, **properties: str | None) -> Thing:
    """The thing with those properties that are given."""
    return thing | {key: value for key, value in properties.items() if value}
