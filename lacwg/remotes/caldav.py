"""A CalDAV server (RFC 4791), on which a calendar is looked for or made."""

from __future__ import annotations

import hashlib
from typing import Final
from urllib.parse import urljoin, urlsplit
from xml.sax.saxutils import escape

from lacwg.errors import LacwgError
from lacwg.remotes.calendars import Calendar
from lacwg.remotes.webdav import NAMESPACES, Resource, WebDav

_CALENDAR: Final = "{urn:ietf:params:xml:ns:caldav}calendar"
_ABOUT: Final = "<D:resourcetype/><D:displayname/><D:current-user-principal/>"


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
