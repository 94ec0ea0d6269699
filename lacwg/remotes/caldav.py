"""A CalDAV server (RFC 4791): a calendar looked for or made on it, and its objects read, put and deleted.

Objects are sent as they are, byte for byte, and nothing is replaced or deleted but the version that was read.
"""

from __future__ import annotations

import hashlib
import re
from typing import Final, NamedTuple
from urllib.parse import urljoin, urlsplit
from xml.sax.saxutils import escape

from lacwg.errors import LacwgError
from lacwg.remotes.webdav import NAMESPACES, Resource, WebDav

_PLAIN_NAME: Final = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,150}")
_CONFLICT: Final = (b"no-uid-conflict", b"unique-scheduling-object-resource")
"""Conditions that a server names where another object has a UID (RFC 4791, 5.3.2.1; RFC 6638, 3.2.4.1)."""
_TYPE: Final = {"Content-Type": "text/calendar; charset=utf-8"}
_QUERY: Final = (
    f"<C:calendar-query {NAMESPACES}><D:prop><D:getetag/></D:prop><C:filter>"
    '<C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT"/></C:comp-filter></C:filter></C:calendar-query>'
)
_ETAG: Final = "{DAV:}getetag"
_DATA: Final = "{urn:ietf:params:xml:ns:caldav}calendar-data"
_CALENDAR: Final = "{urn:ietf:params:xml:ns:caldav}calendar"
_ABOUT: Final = "<D:resourcetype/><D:displayname/><D:current-user-principal/>"
AT_ONCE: Final = 100
"""Objects that are asked for in one request (RFC 4791, 7.9), so that no answer becomes too large."""


class Stored(NamedTuple):
    """An object as the server has it."""

    url: str
    etag: str | None
    text: str


class StaleError(LacwgError):
    """The object is not the one that was read: somebody has changed, removed or made it since."""


class TakenError(LacwgError):
    """Another object of the calendar has this UID."""


class RejectedError(LacwgError):
    """The server does not take this object, as it is too long or otherwise not to its liking."""


class Calendar:
    """One calendar on a server."""

    def __init__(self, server: WebDav, name: str, url: str) -> None:
        self._server = server
        self.name = name
        self.url = url if url.endswith("/") else f"{url}/"

    def objects(self) -> list[Stored]:
        """All events. What a server leaves out of a long list is met when it is put: see ``add``."""
        paths = [each.path for each in self._server.report(self.url, _QUERY)]
        return [
            Stored(urljoin(self.url, each.path), etag.text if etag is not None else None, data.text)
            for first in range(0, len(paths), AT_ONCE)
            for each in self._server.report(self.url, _multiget(paths[first : first + AT_ONCE]))
            for etag, data in [(each.properties.get(_ETAG), each.properties.get(_DATA))]
            if data is not None and data.text
        ]

    def read(self, url: str) -> Stored | None:
        """One object as it is now; None where there is none."""
        answer = self._server.request("GET", url)
        if answer.status in (404, 410):
            return None
        self._server.check(answer, (200,), found=True)
        return Stored(url, answer.headers.get("ETag"), answer.body.decode("utf-8", "replace"))

    def place(self, uid: str) -> str:
        """Where an object with this UID is put: the same on every machine."""
        name = uid if _PLAIN_NAME.fullmatch(uid) else hashlib.sha256(uid.encode()).hexdigest()
        return f"{self.url}{name}.ics"

    def add(self, uid: str, data: bytes) -> None:
        """Puts a new object. Raises ``StaleError`` where one is there already, ``TakenError`` where its UID is."""
        self._put(self.place(uid), data, {"If-None-Match": "*"})

    def replace(self, stored: Stored, data: bytes) -> None:
        """Puts another version of an object. Raises ``StaleError`` where it is no longer the one that was read."""
        self._put(stored.url, data, self._condition(stored))

    def remove(self, stored: Stored) -> None:
        """Deletes an object. Raises ``StaleError`` where it is no longer the one that was read."""
        answer = self._server.request("DELETE", stored.url, b"", self._condition(stored))
        if answer.status == 412:
            raise StaleError("it was changed on the server meanwhile")
        if answer.status not in (404, 410):
            self._server.check(answer, (200, 202, 204), found=True)

    def _condition(self, stored: Stored) -> dict[str, str]:
        """The condition that an object is still the one that was read.

        Where the server gives no ETag that it could compare by (RFC 9110, 8.8.3.2), it is read again instead.
        """
        if stored.etag and not stored.etag.startswith("W/"):
            return {"If-Match": stored.etag}
        now = self.read(stored.url)
        if now is None or now.text.split() != stored.text.split():
            raise StaleError("it was changed on the server meanwhile")
        return {}

    def _put(self, url: str, data: bytes, condition: dict[str, str]) -> None:
        answer = self._server.request("PUT", url, data, {**_TYPE, **condition})
        if answer.status in (403, 409, 412) and any(each in answer.body for each in _CONFLICT):
            raise TakenError("another event of the calendar has its uid")
        if answer.status in (404, 412):
            raise StaleError("it was changed on the server meanwhile")
        if answer.status in (400, 409, 413, 415, 422):
            raise RejectedError(f"the server does not take it (status {answer.status})")
        if answer.status == 403:  # iCloud says so of an event without an end
            raise RejectedError("the server does not let this user put it (status 403)")
        self._server.check(answer, (200, 201, 204), found=True)


def _multiget(paths: list[str]) -> str:
    hrefs = "".join(f"<D:href>{escape(path)}</D:href>" for path in paths)
    wanted = "<D:prop><D:getetag/><C:calendar-data/></D:prop>"
    return f"<C:calendar-multiget {NAMESPACES}>{wanted}{hrefs}</C:calendar-multiget>"


class Server(WebDav):
    """A CalDAV server that somebody signs in to. To be used with ``with``."""

    def calendar(self, name: str | None, otherwise: str) -> Calendar | None:
        """The calendar with this name; without a name the one whose address was given, else one named ``otherwise``.

        None: there is none, and it can be made.
        """
        url, here = self._here()
        if name is None and _is_calendar(here):
            return Calendar(self, _displayname(here) or otherwise, url)
        wanted = name or otherwise
        calendars = self._calendars(self._calendar_home(url, here))
        found = [url for url, called in calendars if called == wanted]
        if len(found) > 1:
            raise LacwgError(
                f'{self.host} has {len(found)} calendars named "{wanted}"',
                hint="give the address of the one that you mean, without --calendar",
            )
        found = found or [url for url, _ in calendars if url.rstrip("/").endswith(f"/{_id(wanted)}")]
        return Calendar(self, wanted, found[0]) if found else None

    def make(self, name: str) -> Calendar:
        """A new calendar for events (RFC 4791, 5.3.1)."""
        url = urljoin(f"{self._calendar_home(*self._here()).rstrip('/')}/", f"{_id(name)}/")
        answer = self.request(
            "MKCALENDAR",
            url,
            f"<C:mkcalendar {NAMESPACES}><D:set><D:prop><D:displayname>{escape(name)}</D:displayname>"
            '<C:supported-calendar-component-set><C:comp name="VEVENT"/></C:supported-calendar-component-set>'
            "</D:prop></D:set></C:mkcalendar>",
            {"Content-Type": "application/xml; charset=utf-8"},
        )
        if answer.status in (400, 403, 405, 409, 501):
            if there := self.calendar(name, name):  # somebody else has made it in between
                return there
            raise LacwgError(
                f'{self.host} does not let us make the calendar "{name}"',
                hint="make it there, and publish again; or name one that you have: --calendar NAME",
            )
        self.check(answer, (200, 201, 204))
        return Calendar(self, name, answer.url)

    def _here(self) -> tuple[str, Resource]:
        """What the address is. Of a server's root without DAV, what its well-known address leads to (RFC 6764, 5)."""
        answer = self.propfind(self._home, _ABOUT)
        if answer.status != 207 and urlsplit(self._home).path == "/":
            known = self.propfind(urljoin(self._home, "/.well-known/caldav"), _ABOUT)
            answer = known if known.status == 207 else answer
        found = self.resources(answer)
        if not found:
            raise self.no_dav()
        return answer.url, found[0]

    def _calendar_home(self, url: str, here: Resource) -> str:
        """Where the user's calendars are (RFC 4791, 6.2.1), by way of who the user is (RFC 5397)."""
        principal = urljoin(url, _href(here, "{DAV:}current-user-principal") or url)
        answer = self.propfind(principal, "<C:calendar-home-set/>")
        homes = (_href(each, "{urn:ietf:params:xml:ns:caldav}calendar-home-set") for each in self.resources(answer))
        return urljoin(answer.url, next(filter(None, homes), answer.url))

    def _calendars(self, home: str) -> list[tuple[str, str | None]]:
        """The address and the name of each of the user's calendars."""
        answer = self.propfind(home, "<D:resourcetype/><D:displayname/>", depth=1)
        return [
            (urljoin(answer.url, each.path), _displayname(each))
            for each in self.resources(answer)
            if _is_calendar(each)
        ]


def _is_calendar(resource: Resource) -> bool:
    kind = resource.properties.get("{DAV:}resourcetype")
    return kind is not None and kind.find(_CALENDAR) is not None


def _displayname(resource: Resource) -> str | None:
    name = resource.properties.get("{DAV:}displayname")
    return None if name is None else name.text


def _href(resource: Resource, name: str) -> str | None:
    """The address that a property names; it may be on another machine, as iCloud's are."""
    element = resource.properties.get(name)
    return None if element is None else (element.findtext("{DAV:}href") or "").strip() or None


def _id(name: str) -> str:
    """The last part of a new calendar's address: the same on every machine, so that two do not make two."""
    return f"lacwg-{hashlib.sha256(name.encode()).hexdigest()[:16]}"
