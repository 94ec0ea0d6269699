"""A CalDAV server (RFC 4791) that somebody signs in to, on which a calendar is looked for or made.

The password goes to the server that was named and to no other. Errors say what happened without any text of
the server, which could repeat a secret.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from lacwg.errors import LacwgError
from lacwg.remotes.addresses import Address, refuse_elsewhere
from lacwg.remotes.calendars import CONFLICT, Calendar, RejectedError, TakenError

TIMEOUT: Final = 30
"""Seconds that a server has to answer."""
_MOVED: Final = (301, 302, 303, 307, 308)
_CALENDAR: Final = "{urn:ietf:params:xml:ns:caldav}calendar"


class Server:
    """A CalDAV server that somebody signs in to. To be used with ``with``."""

    def __init__(self, address: Address, user: str, password: str) -> None:
        from caldav.davclient import DAVClient
        from caldav.lib import error

        error.debug_dump_communication = False  # it would write the password into a file
        library = logging.getLogger("caldav")  # what it warns of is told by our own errors
        library.propagate, library.handlers = False, [logging.NullHandler()]
        self.host = address.host
        self._url = address.url
        client: Any = DAVClient(
            url=address.url, username=user, password=password, timeout=TIMEOUT, enable_rfc6764=False
        )
        self._client = client
        self._session = _Session(self._client.session, address.url)
        self._client.session = self._session

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def calendar(self, name: str | None, otherwise: str) -> Calendar | None:
        """The calendar with this name; without a name the one whose address was given, else one named ``otherwise``.

        None: there is none, and it can be made.
        """
        here = self._properties()
        if name is None and _CALENDAR in here.get("{DAV:}resourcetype", ()):
            return Calendar(self, here.get("{DAV:}displayname") or otherwise, self._url)
        wanted = name or otherwise
        calendars = self._calendars()
        found = [url for url, called in calendars if called == wanted]
        if len(found) > 1:
            raise LacwgError(
                f'{self.host} has {len(found)} calendars named "{wanted}"',
                hint="give the address of the one that you mean, without --calendar",
            )
        found = found or [url for url, _ in calendars if url.rstrip("/").endswith(f"/{_id(wanted)}")]
        return Calendar(self, wanted, found[0]) if found else None

    def _calendars(self) -> list[tuple[str, str | None]]:
        """The address and the name of each of the user's calendars."""
        with self.told():
            home = str(self._client.principal().calendar_home_set.url)
            answer = self._client.propfind(home, props=["{DAV:}resourcetype", "{DAV:}displayname"], depth=1)
        self.check(answer, (207,))
        return [
            (urljoin(home, each.href), each.properties.get("{DAV:}displayname"))
            for each in answer.results or ()
            if _CALENDAR in each.properties.get("{DAV:}resourcetype", ())
        ]

    def make(self, name: str) -> Calendar:
        """A new calendar for events."""
        from caldav.lib.error import DAVError

        with self.told():
            try:
                made = self._client.principal().make_calendar(
                    name=name, cal_id=_id(name), supported_calendar_component_set=["VEVENT"]
                )
            except DAVError as error:
                if _status(error) in (400, 403, 405, 409, 501):
                    if there := self.calendar(name, name):  # somebody else has made it in between
                        return there
                    raise LacwgError(
                        f'{self.host} does not let us make the calendar "{name}"',
                        hint="make it there, and publish again; or name one that you have: --calendar NAME",
                    ) from None
                raise
        return Calendar(self, name, str(made.url))

    def _properties(self) -> dict[str, Any]:
        """What the address is. Of a server's root without DAV, what its well-known address leads to (RFC 6764, 5)."""
        with self.told():
            wanted = ["{DAV:}resourcetype", "{DAV:}displayname", "{DAV:}current-user-principal"]
            answer = self._client.propfind(self._url, props=wanted)
            if answer.status != 207 and urlsplit(self._url).path == "/":
                known = self._client.propfind(urljoin(self._url, "/.well-known/caldav"), props=wanted)
                if known.status == 207:
                    answer, self._url = known, self._session.landed
                    self._client.url = self._client.url.join(self._url)
        self.check(answer, (207,))
        if not answer.results:
            raise self._no_dav()
        return dict(answer.results[0].properties)

    # One request

    def ask(self, method: str, url: str, body: str | bytes = "", headers: dict[str, str] | None = None) -> Any:
        """The answer to a request, whatever its status but 401. Raises ``LacwgError`` where there is none."""
        from caldav.lib.error import AuthorizationError

        with self.told():
            try:
                return self._client.request(url, method, body, headers)
            except AuthorizationError as error:
                if error.status == 403 and any(each in str(error.preconditions) for each in CONFLICT):
                    raise TakenError("another event of the calendar has its uid") from None
                if error.status == 403 and method == "PUT":  # iCloud says so of an event without an end
                    raise RejectedError("the server does not let this user put it (status 403)") from None
                raise

    def check(self, answer: Any, good: tuple[int, ...], *, found: bool = False) -> None:
        """Raises ``LacwgError`` unless the status is one of ``good``; ``found``: it is a calendar that was asked."""
        if answer.status not in good:
            raise self._refusal(answer.status, found=found)

    @contextmanager
    def told(self) -> Iterator[None]:
        """Whatever fails in here is told as a ``LacwgError``."""
        from caldav.lib.error import DAVError
        from caldav.lib.http_sync import requests
        from lxml.etree import XMLSyntaxError

        failed = requests.exceptions
        try:
            yield
        except LacwgError:
            raise
        except DAVError as error:
            raise self._refusal(_status(error)) from None
        except failed.Timeout:
            raise LacwgError(
                f"{self.host} did not answer within {TIMEOUT} seconds",
                hint="try again later: what is there already is not sent twice",
            ) from None
        except failed.SSLError:
            raise LacwgError(
                f"the connection to {self.host} is not safe: its certificate is not accepted",
                hint="nothing was sent; see whether the address is right and the machine's clock",
            ) from None
        except (failed.RequestException, OSError):
            raise LacwgError(
                f"{self.host} cannot be reached, or the connection broke",
                hint="see whether the address is right and you are online; what is there already is not sent twice",
            ) from None
        except (XMLSyntaxError, ValueError, AttributeError, KeyError, TypeError, AssertionError):
            raise self._no_dav() from None  # whatever it sent, it is not what a calendar server says

    def _no_dav(self) -> LacwgError:
        return LacwgError(
            f"there is no calendar server at this address of {self.host}",
            hint="ask for its CalDAV address; Nextcloud has /remote.php/dav/",
        )

    def _refusal(self, status: int | None, *, found: bool = False) -> LacwgError:
        message, hint = _REFUSALS.get(status or 0, (None, None))
        if message is not None:
            return LacwgError(f"{self.host} {message}", hint=hint)
        if status is None or (status in (200, 404, 405, 501) and not found):
            return self._no_dav()
        if status >= 500:
            return LacwgError(f"{self.host} has trouble of its own (status {status})", hint="try again later")
        return LacwgError(f"{self.host} refused it (status {status})", hint="see what the server says of it")


class _Session:
    """The library's HTTP session, of which no request leaves the server, whatever it is redirected to."""

    def __init__(self, session: Any, home: str) -> None:
        self._session = session
        self._home = home
        self.landed = home
        """Where the last request has ended."""

    def request(self, method: str, url: str, **options: Any) -> Any:
        """As ``requests`` has it; a redirection keeps the method."""
        # without this it would look for a password in ~/.netrc, of another user perhaps
        options["auth"] = options.get("auth") or _unsigned
        for _ in range(6):
            refuse_elsewhere(self._home, url)
            answer = self._session.request(method, url, allow_redirects=False, **options)
            target = answer.headers.get("Location")
            if answer.status_code not in _MOVED or not target:
                self.landed = url
                return answer
            url = urljoin(url, target)
        raise LacwgError("the server's redirections lead nowhere", hint="ask for its CalDAV address")

    def close(self) -> None:
        """Ends the connections."""
        self._session.close()


def _unsigned(request: Any) -> Any:
    return request


_APP: Final = "many services want an app password here, not the one that you sign in with"
_REFUSALS: Final[dict[int, tuple[str, str]]] = {
    401: ("does not accept this user and password", _APP),
    403: ("does not let this user do that", "ask who runs it to let you write; a shared calendar may be read-only"),
    423: ("has locked the calendar", "try again later"),
    429: ("wants fewer requests", "try again in some minutes: what is there already is not sent twice"),
    507: ("has no room left", "make room there, and publish again: what is there already is not sent twice"),
}


def _id(name: str) -> str:
    """The last part of a new calendar's address: the same on every machine, so that two do not make two."""
    return f"lacwg-{hashlib.sha256(name.encode()).hexdigest()[:16]}"


def _status(error: Any) -> int | None:
    """The status of a library's error, which may stand in its text alone."""
    if isinstance(error.status, int):
        return error.status
    found = re.match(r"(\d{3}) ", str(error.url or "")) or re.search(r"\b([45]\d\d)\b", str(error.reason or ""))
    return int(found[1]) if found else None
