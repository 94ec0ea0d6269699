"""What an event of a calendar file says beside its times."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from lacwg.importers.ics.components import Component
from lacwg.importers.incoming import shortened, without_cancelled
from lacwg.importers.meeting_links import NAMED, JoinDetails
from lacwg.importers.plain_words import from_html, has_markup, without_entities
from lacwg.records import AudienceName, Event, EventStatus, MembersTable, Series
from lacwg.text.content_lines import Property, split
from lacwg.text.controls import clean_line, without_controls
from lacwg.text.fold import fold
from lacwg.text.links import is_web

UNTITLED: Final = "Untitled event"
_STATUS: Final[dict[str, EventStatus]] = {"TENTATIVE": "tentative", "CANCELLED": "cancelled", "CANCELED": "cancelled"}
_CONFERENCES: Final = (
    "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL", "X-MICROSOFT-ONLINEMEETINGCONFLINK",
    "X-MICROSOFT-ONLINEMEETINGEXTERNALLINK", "X-ZOOM-JOIN-URL",
)  # fmt: skip
_PICTURES: Final = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg")
_NOWHERE: Final = frozenset({
    "online", "virtual", "zoom", "zoom meeting", "google meet", "microsoft teams meeting", "en linea",
    "microsoft teams",
})  # fmt: skip
"""What stands as the place of what is only online."""


_WRITTEN: Final = re.compile(r"[A-Z][A-Z0-9-]*[;:](?! )")


class EventProperties:
    """The properties of one VEVENT, by name."""

    __slots__ = ("_by_name", "hosts", "line")

    def __init__(self, component: Component, hosts: tuple[str, ...] = ()) -> None:
        """``hosts``: where the group holds its meetings, beside those that are known."""
        self.line = component.line
        self.hosts = hosts
        self._by_name: dict[str, list[Property]] = {}
        # what a line of a text looks like that was broken without being folded comes after what programs write
        for line in sorted(component.lines, key=lambda each: not _WRITTEN.match(each)):
            prop = split(line)
            if prop is None:
                continue
            if ":" in prop.value and "TZID" in prop.params:  # a zone with a colon that stands in no quotes
                zone, _, value = prop.value.rpartition(":")
                prop = prop._replace(params={**prop.params, "TZID": f"{prop.params['TZID']}:{zone}"}, value=value)
            self._by_name.setdefault(prop.name, []).append(prop)

    def get(self, name: str) -> Property | None:
        """The first property of a name."""
        return next(iter(self.all(name)), None)

    def all(self, name: str) -> Sequence[Property]:
        """The properties of a name."""
        return self._by_name.get(name, ())

    def text(self, name: str) -> str:
        """The text of a property, unescaped; empty without it."""
        prop = self.get(name)
        return prop.text if prop is not None else ""

    def value(self, name: str) -> str:
        """The value of a property that is one of few words, in capitals; empty without it."""
        prop = self.get(name)
        return prop.value.strip().upper() if prop is not None else ""

    @property
    def title(self) -> str:
        """What to call it in a message."""
        return clean_line(self.text("SUMMARY"))[:80] or UNTITLED


class Texts(NamedTuple):
    """What a record is to hold of it."""

    title: str
    status: EventStatus
    place: str | None
    url: str | None
    description: str | None
    members: MembersTable
    notes: tuple[str, ...] = ()
    image: str | None = None
    audience: AudienceName = "public"

    def fields(self, kind: type[Event | Series]) -> dict[str, Any]:
        """What a record of a kind can hold of it."""
        return {name: value for name, value in self._asdict().items() if name in kind.__struct_fields__}


def of(said: EventProperties) -> Texts:
    """The texts of a VEVENT."""
    notes: list[str] = []
    joins = JoinDetails(*_conferences(said), hosts=said.hosts)
    url = joins.out_of_url("URL", clean_line(said.text("URL")) or None)
    if url is not None and not is_web(url):
        notes.append(f"its URL is not a web address and was left out: {url[:60]}")
        url = None
    lines = map(clean_line, without_entities(said.text("LOCATION")).split("\n"))
    place = joins.out_of("place", ", ".join(filter(None, lines)))
    place = place.replace(NAMED, "").strip(" ,;:/()–—-") if "place" in joins.where else place
    description = joins.out_of("description", _description(said))
    title = joins.out_of("title", clean_line(without_entities(said.text("SUMMARY"))))
    if joins.links and fold(place) in _NOWHERE:
        place = ""
    if url is None and is_web(place):
        place, url = "", place
    if note := joins.note:
        notes.append(note)
    status = _STATUS.get(said.value("STATUS"), "confirmed")
    if rest := without_cancelled(title):
        title, status = rest, "cancelled"
    if not title:
        notes.append("it has no title")
    return Texts(
        shortened("title", title, notes) or UNTITLED,
        status,
        shortened("place", place, notes),
        url,
        shortened("description", description, notes),
        joins.members,
        tuple(notes),
        _image(said),
        # a class that is not known is private (RFC 5545, 3.8.1.3)
        "public" if said.value("CLASS") in ("", "PUBLIC") else "private",
    )


def _description(said: EventProperties) -> str:
    text = without_controls(said.text("DESCRIPTION")).strip()
    if not text:
        html = said.get("X-ALT-DESC")
        return without_controls(from_html(html.text)).strip() if html is not None else ""
    return without_controls(from_html(text) if has_markup(text) else without_entities(text)).strip()


def _conferences(said: EventProperties) -> tuple[list[str], list[str]]:
    """The links to join by that stand where such links belong, and the numbers."""
    links, codes = [], []
    for prop in said.all("CONFERENCE"):
        value = clean_line(prop.value)
        if is_web(value):
            links.append(value)
        elif value.lower().startswith("tel:"):
            codes.append(value[4:])
    named = (clean_line(said.text(name)) for name in _CONFERENCES)
    links += [value for value in named if is_web(value)]
    return links, codes


def _image(said: EventProperties) -> str | None:
    """The first picture that is on the web, by https."""
    for prop in (*said.all("IMAGE"), *said.all("ATTACH")):
        value = prop.value.strip()
        picture = prop.name == "IMAGE" or prop.params.get("FMTTYPE", "").lower().startswith("image/")
        picture = picture or re.split("[?#]", value)[0].lower().endswith(_PICTURES)
        if picture and value.startswith("https://") and is_web(value):
            return value
    return None
