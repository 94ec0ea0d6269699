"""A CalDAV server (RFC 4791): a calendar looked for or made on it, and its objects read, put and deleted.

Objects are sent as they are, byte for byte, and nothing is replaced or deleted but the version that was read.
"""

from __future__ import annotations

import hashlib
import re
from typing import Final, NamedTuple
from urllib.parse import unquote, urljoin, urlsplit
from xml.sax.saxutils import escape

from lacwg.errors import LacwgError
from lacwg.remotes.webdav import NAMESPACES, Resource, WebDav, unmet

_PLAIN_NAME: Final = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,150}")
_CONFLICT: Final = ("no-uid-conflict", "unique-scheduling-object-resource")
"""Conditions that a server names where another object has a UID (RFC 4791, 5.3.2.1; RFC 6638, 3.2.4.1)."""
_FAULT: Final = "the server finds fault with it"
_FAULTS: Final = {
    "valid-calendar-data": _FAULT,
    "valid-calendar-object-resource": _FAULT,
    "supported-calendar-data": _FAULT,
    "supported-calendar-component": "the calendar there is not one of events",
    "max-resource-size": "it is too long for the server",
    "max-instances": "it has more dates than the server takes",
    "max-attendees-per-instance": _FAULT,
    "min-date-time": "it is too long ago for the server",
    "max-date-time": "it is too far off for the server",
}
"""Conditions that an entry does not meet (RFC 4791, 5.3.2.1), and what that means."""
_TYPE: Final = {"Content-Type": "text/calendar; charset=utf-8"}
_QUERY: Final = (
    f"<C:calendar-query {NAMESPACES}><D:prop><D:getetag/></D:prop><C:filter>"
    '<C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT"/></C:comp-filter></C:filter></C:calendar-query>'
)
_ETAG: Final = "{DAV:}getetag"
_DATA: Final = "{urn:ietf:params:xml:ns:caldav}calendar-data"
_CALENDAR: Final = "{urn:ietf:params:xml:ns:caldav}calendar"
_HOME: Final = "{urn:ietf:params:xml:ns:caldav}calendar-home-set"
_PRINCIPAL: Final = "{DAV:}current-user-principal"
_ABOUT: Final = "<D:resourcetype/><D:displayname/><D:current-user-principal/><C:calendar-home-set/>"
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
    """Another object has this UID: of the calendar, or of another one of the account."""

    def __init__(self, url: str | None) -> None:
        super().__init__("another event has its uid")
        self.url = url
        """Where that is, if the server says so."""


class RejectedError(LacwgError):
    """The server does not take this object, as it is too long or otherwise not to its liking."""

    def __init__(self, message: str, *, alone: bool = False, by_form: bool = False) -> None:
        super().__init__(message)
        self.alone = alone
        """It is this object that is refused, and not this user."""
        self.by_form = by_form
        """What it consists of may be why, such as that it has no end (Cyrus before 3.8, iCloud)."""


class Calendar:
    """One calendar on a server."""

    def __init__(self, server: WebDav, name: str, url: str) -> None:
        self._server = server
        self.name = name
        self.url = url if url.endswith("/") else f"{url}/"

    def objects(self) -> list[Stored]:
        """All events. What a server leaves out of a long list is met when it is put: see ``add``."""
        return self._found(_QUERY)

    def _found(self, query: str) -> list[Stored]:
        paths = [each.path for each in self._server.report(self.url, query)]
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

    def with_uid(self, uid: str) -> list[Stored]:
        """The objects in which this UID stands; those of longer ones that have it within them, too."""
        match = f'<C:prop-filter name="UID"><C:text-match>{escape(uid)}</C:text-match></C:prop-filter>'
        return self._found(_QUERY.replace('name="VEVENT"/>', f'name="VEVENT">{match}</C:comp-filter>'))

    def is_within(self, url: str) -> bool:
        """Whether an object's address is one of this calendar's."""
        return unquote(urlsplit(url).path).startswith(unquote(urlsplit(self.url).path))

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
        named = unmet(answer)
        for each in _CONFLICT:
            if each in named:
                raise TakenError((named[each].findtext("{DAV:}href") or "").strip() or None)
        for each in named:
            if each in _FAULTS:
                raise RejectedError(_FAULTS[each], alone=True, by_form=_FAULTS[each] is _FAULT)
        self._server.check_named(named)
        if answer.status in (404, 412):
            raise StaleError("it was changed on the server meanwhile")
        if answer.status in (400, 409, 413, 415, 422):
            raise RejectedError(
                f"the server does not take it (status {answer.status})", by_form=answer.status in (400, 415, 422)
            )
        if answer.status == 403:  # iCloud says so of an event without an end
            raise RejectedError("the server does not let this user put it (status 403)", by_form=True)
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
        if answer.status in (400, 403, 405, 409, 412) or answer.status >= 500:
            # somebody else has made it in between, or we have; or it is there without its name (Xandikos, of a "%")
            if there := self.calendar(name, name):
                return there
            if answer.status in (400, 403, 405, 409, 412, 501):
                raise LacwgError(
                    f'{self.host} does not let us make the calendar "{name}"',
                    hint="make it there, and publish again; or name one that you have: --calendar NAME",
                )
        self.check(answer, (200, 201, 204))
        return Calendar(self, name, answer.url)

    def _here(self) -> tuple[str, Resource]:
        """What the address is, as somebody sees it whom the server knows.

        Of a server's root without DAV, or where anybody is answered, it is what the well-known address leads to.
        """
        answer, found = self.propfind(self._home, _ABOUT), None
        if answer.status != 207 and urlsplit(self._home).path == "/":
            found = self._well_known()
        found = found or _first(answer.url, self.resources(answer))
        if found is not None and _is_nobody(found[1]):  # as Cyrus has it at its root, with any password
            if self.sign_all():
                return self._here()
            found = self._well_known()
            if found is None or _is_nobody(found[1]):
                raise self.refusal(401)
        if found is None:
            raise self.no_dav()
        return found

    def _well_known(self) -> tuple[str, Resource] | None:
        """What the server's well-known address leads to (RFC 6764, 5); None where it leads to no DAV."""
        answer = self.propfind(urljoin(self._home, "/.well-known/caldav"), _ABOUT)
        if answer.status == 401:
            raise self.refusal(401)
        return _first(answer.url, self.resources(answer)) if answer.status == 207 else None

    def _calendar_home(self, url: str, here: Resource) -> str:
        """Where the user's calendars are (RFC 4791, 6.2.1). An address that does not say so is none itself."""
        home = self._home_of(url, here)
        if home is None and (known := self._well_known()):
            home = self._home_of(*known)
        if home is None:
            raise LacwgError(
                f"{self.host} does not say where this user's calendars are",
                hint="ask who runs it for its CalDAV address, or give that of the calendar, without --calendar",
            )
        return home

    def _home_of(self, url: str, here: Resource) -> str | None:
        """What a resource says of the user's home, by way of who the user is (RFC 5397)."""
        if principal := _href(here, _PRINCIPAL):
            answer = self.propfind(urljoin(url, principal), "<C:calendar-home-set/>")
            for each in self.resources(answer):
                if home := _href(each, _HOME):
                    return urljoin(answer.url, home)
        home = _href(here, _HOME)
        return None if home is None else urljoin(url, home)

    def _calendars(self, home: str) -> list[tuple[str, str | None]]:
        """The address and the name of each of the user's calendars."""
        answer = self.propfind(home, "<D:resourcetype/><D:displayname/>", depth=1)
        return [
            (urljoin(answer.url, each.path), _displayname(each))
            for each in self.resources(answer)
            if _is_calendar(each)
        ]


def _first(url: str, found: list[Resource]) -> tuple[str, Resource] | None:
    return (url, found[0]) if found else None


def _is_nobody(resource: Resource) -> bool:
    """Whether the server says that nobody has signed in (RFC 5397, 3)."""
    principal = resource.properties.get(_PRINCIPAL)
    return principal is not None and principal.find("{DAV:}unauthenticated") is not None


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
