"""A calendar on a CalDAV server (RFC 4791): its objects read, put and deleted.

Objects are sent as they are, byte for byte, and nothing is replaced or deleted but the version that was read.
"""

from __future__ import annotations

import hashlib
import re
from typing import Final, NamedTuple
from urllib.parse import urljoin
from xml.sax.saxutils import escape

from lacwg.errors import LacwgError
from lacwg.remotes.webdav import NAMESPACES, WebDav

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
