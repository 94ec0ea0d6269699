"""One WebDAV server (RFC 4918): its address, requests to it, and what its answers say. Nothing of these is believed.

The password goes to the server that was named and to no other. Errors say what happened without any text of
the server, which could repeat a secret.
"""

from __future__ import annotations

import ipaddress
import ssl
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from lacwg import clock
from lacwg.errors import LacwgError, UsageError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

TIMEOUT: Final = 30
"""Seconds that a server has to begin its answer, and to go on with it."""
LONGEST_ANSWER: Final = 120
"""Seconds that an answer may take in all."""
LARGEST_ANSWER: Final = 32 << 20
"""Bytes of an answer, after it was unpacked."""
_MOST_ELEMENTS: Final = 1_000_000
_MOST_REDIRECTIONS: Final = 5
_PORTS: Final = {"http": 80, "https": 443}
_MOVED: Final = (301, 302, 303, 307, 308)
_XML: Final = {"Content-Type": "application/xml; charset=utf-8"}
_APP: Final = "many services want an app password here, not the one that you sign in with"
_REFUSALS: Final[dict[int, tuple[str, str]]] = {
    401: ("does not accept this user and password", _APP),
    403: ("does not let this user do that", "ask who runs it to let you write; a shared calendar may be read-only"),
    423: ("has locked the calendar", "try again later"),
    429: ("wants fewer requests", "try again in some minutes: what is there already is not sent twice"),
    507: ("has no room left", "make room there, and publish again: what is there already is not sent twice"),
}
_UNMET: Final = {
    "need-privileges": 403,
    "lock-token-submitted": 423,
    "quota-not-exceeded": 507,
    "sufficient-disk-space": 507,
}
"""Conditions that an answer names (RFC 3744, 7.1.1; RFC 4918, 16; RFC 4331, 6), and which refusals they are."""
_RETRY: Final = "see whether the address is right and you are online; what is there already is not sent twice"


class Address(NamedTuple):
    """A server's address without anything secret in it."""

    url: str
    host: str
    """With the port where it is not the usual one: as people are told."""
    user: str | None


def read_address(text: str, *, insecure: bool = False) -> Address:
    """The address that somebody typed. Raises ``UsageError``, never with the text: a password may stand in it.

    ``insecure``: plain http to another machine is allowed.
    """
    hint = "for example: https://cloud.example.org/remote.php/dav/"
    text = text.strip()
    if not text.isprintable() or " " in text or not text.isascii():
        raise UsageError("the server's address has signs in it that no address has", hint=hint)
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise UsageError("the server's address cannot be read", hint=hint) from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError("the server's address does not begin with https://", hint=hint)
    if parts.password is not None:
        raise UsageError(
            "there is a password in the server's address, where other programs and the shell's history see it",
            hint="leave it out: it is asked for, or comes from the system's keyring or LACWG_CALDAV_PASSWORD",
        )
    if parts.query or parts.fragment:
        raise UsageError("the server's address has more behind its path", hint="leave out ? or # and what follows")
    if parts.scheme == "http" and not insecure and not is_loopback(parts.hostname):
        raise UsageError(
            "plain http would show the password to everybody on the way",
            hint="use https://; --insecure sends it all the same",
        )
    named = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    host = named if port in (None, _PORTS[parts.scheme]) else f"{named}:{port}"
    user = unquote(parts.username) if parts.username else None
    return Address(f"{parts.scheme}://{host}{parts.path or '/'}", host, user)


def is_loopback(host: str) -> bool:
    """Whether a host is this machine itself."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def refuse_elsewhere(home: str, target: str) -> None:
    """Raises ``LacwgError`` where a request with the password would go to another server than ``home``.

    A better protected way to the same host is none, nor are the machines that iCloud spreads its users over.
    """
    here, there = urlsplit(home), urlsplit(target)
    if _origin(here) == _origin(there):
        return
    if (here.hostname, here.port, there.port) == (there.hostname, None, None) and there.scheme == "https":
        return
    icloud = ".icloud.com"
    if there.scheme == "https" and all((each.hostname or "").endswith(icloud) for each in (here, there)):
        return
    name = (there.hostname or "").encode("ascii", "replace").decode()
    raise LacwgError(
        f"{here.hostname} sends us on to another server: {there.scheme}://{name}",
        hint="the password is not sent there; if that server is yours, give its address",
    )


def _origin(parts: SplitResult) -> tuple[str, str | None, int | None]:
    try:
        port = parts.port
    except ValueError:
        port = -1
    return parts.scheme, parts.hostname, port or _PORTS.get(parts.scheme)


class Answer(NamedTuple):
    """What a server has answered."""

    url: str
    """Where the request has ended, after redirections."""
    status: int
    headers: Mapping[str, str]
    """Their names in any case."""
    body: bytes


class Resource(NamedTuple):
    """What a multistatus answer (RFC 4918, 13) says of one address."""

    path: str
    """Without the server, whatever the answer names: it is this one's."""
    properties: dict[str, Element]
    """Those that the server has, by their names as ``{namespace}name``."""


class WebDav:
    """A server that somebody signs in to. To be used with ``with``; every error is a ``LacwgError``."""

    def __init__(self, address: Address, user: str, password: str) -> None:
        import requests
        from requests.auth import HTTPBasicAuth

        self.host, self._home = address.host, address.url
        self._session = requests.Session()
        self._session.headers["User-Agent"] = "lacwg"
        self._session.mount("https://", _system_certificates())
        parts = urlsplit(address.url)
        loopback = is_loopback(parts.hostname or "")
        if loopback:  # no proxy of the environment comes between, which would see the password
            self._session.trust_env = False
        self._user, self._password = user, password
        self._basic = HTTPBasicAuth(user.encode(), password.encode())
        # where nobody can listen, the first request has the password: some servers never ask for it
        self._auth: Any = self._basic if parts.scheme == "https" or loopback else _unsigned

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._session.close()

    def request(
        self, method: str, url: str, body: str | bytes = b"", headers: Mapping[str, str] | None = None
    ) -> Answer:
        """The answer to a request, whatever its status. Redirections keep the method, and never leave the server."""
        with self._failures_told():
            for _ in range(_MOST_REDIRECTIONS + 1):
                refuse_elsewhere(self._home, url)
                answer = self._signed(method, url, body, headers or {})
                target = answer.headers.get("Location")
                if answer.status not in _MOVED or not target:
                    return answer
                url = urljoin(url, target)
        raise LacwgError("the server's redirections lead nowhere", hint="ask for its CalDAV address")

    def propfind(self, url: str, properties: str, depth: int = 0) -> Answer:
        """What a PROPFIND answers; ``properties`` are empty elements with the prefixes D and C."""
        body = f"<D:propfind {NAMESPACES}><D:prop>{properties}</D:prop></D:propfind>"
        return self.request("PROPFIND", url, body, {**_XML, "Depth": str(depth)})

    def report(self, url: str, body: str) -> list[Resource]:
        """What a REPORT (RFC 3253, 3.6) finds below a collection."""
        return self.resources(self.request("REPORT", url, body, {**_XML, "Depth": "1"}))

    def resources(self, answer: Answer) -> list[Resource]:
        """What a multistatus answer says. Raises ``LacwgError`` for an answer that is none."""
        self.check(answer, (207,))
        try:
            root = _parse_xml(answer.body)
        except ValueError:
            raise self.no_dav() from None
        if root.tag != "{DAV:}multistatus":
            raise self.no_dav()
        return [
            Resource(urlsplit(href).path, dict(_found(response)))
            for response in root.iterfind("{DAV:}response")
            if (href := (response.findtext("{DAV:}href") or "").strip())
        ]

    def check(self, answer: Answer, good: tuple[int, ...], *, found: bool = False) -> None:
        """Raises ``LacwgError`` unless the status is one of ``good``; ``found``: it is a calendar that was asked."""
        status = answer.status
        if status in good:
            return
        self.check_named(unmet(answer))
        if status in _REFUSALS:
            raise self.refusal(status)
        if status in (200, 404, 405, 501) and not found:
            raise self.no_dav()
        if status >= 500:
            raise LacwgError(f"{self.host} has trouble of its own (status {status})", hint="try again later")
        raise LacwgError(f"{self.host} refused it (status {status})", hint="see what the server says of it")

    def check_named(self, conditions: Iterable[str]) -> None:
        """Raises ``LacwgError`` where a condition is about the user or the whole calendar."""
        for each in conditions:
            if each in _UNMET:
                raise self.refusal(_UNMET[each])

    def refusal(self, status: int) -> LacwgError:
        """The error that one of the usual refusals means."""
        message, hint = _REFUSALS[status]
        return LacwgError(f"{self.host} {message}", hint=hint)

    def sign_all(self) -> bool:
        """Signs each request from now on, though the server has not asked for it; False: it was so already."""
        changed = self._auth is _unsigned
        if changed:
            self._auth = self._basic
        return changed

    def no_dav(self) -> LacwgError:
        """The error that this is no calendar server."""
        return LacwgError(
            f"there is no calendar server at this address of {self.host}",
            hint="ask for its CalDAV address; Nextcloud has /remote.php/dav/",
        )

    def _signed(self, method: str, url: str, body: str | bytes, headers: Mapping[str, str]) -> Answer:
        """One request; where the server asks who is there, once more in the way that it asks for."""
        answer = self._persistent(method, url, body, headers)
        if answer.status != 401:
            return answer
        asked = answer.headers.get("WWW-Authenticate", "")
        if asked[:7].lower() == "digest ":
            self._auth = _digest(self._user, self._password, asked)
        elif not self.sign_all():
            return answer
        return self._persistent(method, url, body, headers)

    def _persistent(self, method: str, url: str, body: str | bytes, headers: Mapping[str, str]) -> Answer:
        """One request; where the connection breaks, once more. It may have been done the first time, and is
        refused then (412, 404, 405): whoever asked reads back what is there.
        """
        from requests import exceptions as failed
        from urllib3.exceptions import ProtocolError

        try:
            return self._once(method, url, body, headers)
        except (failed.ConnectionError, failed.ChunkedEncodingError, ProtocolError) as error:
            if isinstance(error, (failed.Timeout, failed.SSLError)):
                raise
        return self._once(method, url, body, headers)

    def _once(self, method: str, url: str, body: str | bytes, headers: Mapping[str, str]) -> Answer:
        data = body.encode() if isinstance(body, str) else body
        until = clock.seconds() + LONGEST_ANSWER
        # with no auth at all, requests would look for a password in ~/.netrc, of another user perhaps
        with self._session.request(
            method, url, data=data, headers=dict(headers), auth=self._auth, timeout=TIMEOUT, allow_redirects=False,
            stream=True,
        ) as answer:  # fmt: skip
            parts, size = [], 0
            while part := answer.raw.read1(1 << 16, decode_content=True):
                parts.append(part)
                size += len(part)
                if size > LARGEST_ANSWER:
                    raise LacwgError(
                        f"{self.host} answers with more than {LARGEST_ANSWER >> 20} MiB",
                        hint="see whether the address is right: no calendar needs as much",
                    )
                if clock.seconds() > until:
                    raise LacwgError(
                        f"{self.host} did not come to an end within {LONGEST_ANSWER} seconds",
                        hint="try again later: what is there already is not sent twice",
                    )
            return Answer(url, answer.status_code, answer.headers, b"".join(parts))

    @contextmanager
    def _failures_told(self) -> Iterator[None]:
        """Whatever the network does in here is told as a ``LacwgError``."""
        from requests import exceptions as failed
        from urllib3.exceptions import HTTPError, ReadTimeoutError

        try:
            yield
        except (failed.Timeout, ReadTimeoutError):
            raise LacwgError(
                f"{self.host} did not answer within {TIMEOUT} seconds",
                hint="try again later: what is there already is not sent twice",
            ) from None
        except failed.SSLError as error:
            raise self._not_safe(str(error)) from None
        except (failed.RequestException, HTTPError, OSError):
            raise LacwgError(f"{self.host} cannot be reached, or the connection broke", hint=_RETRY) from None
        except ValueError:  # an address in an answer that is none
            raise self.no_dav() from None

    def _not_safe(self, reason: str) -> LacwgError:
        """The error that a connection could not be made safe; ``reason`` is the library's, which is not shown."""
        if "CERTIFICATE" in reason:
            return LacwgError(
                f"the connection to {self.host} is not safe: its certificate is not accepted",
                hint="nothing was sent; see whether the address is right and the machine's clock\n"
                "a certificate of your own, or your group's authority, is named by SSL_CERT_FILE=FILE",
            )
        if "EOF" in reason:  # in the middle of it, whatever it speaks
            return LacwgError(f"{self.host} cannot be reached, or the connection broke", hint=_RETRY)
        return LacwgError(
            f"{self.host} does not speak https", hint="nothing was sent; see whether the address and its port are right"
        )


NAMESPACES: Final = 'xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"'
"""The prefixes D and C, as every body of a request declares them."""


def _unsigned(request: Any) -> Any:
    return request


def _digest(user: str, password: str, asked: str) -> Any:
    """What signs requests as a server asks for it with ``Digest`` (RFC 7616), which Baïkal does."""
    from requests.auth import HTTPDigestAuth
    from requests.utils import parse_dict_header

    digest = HTTPDigestAuth(user, password)
    digest.init_per_thread_state()
    digest._thread_local.chal = {"realm": "", "nonce": "", **parse_dict_header(asked[7:])}

    def sign(request: Any) -> Any:
        # without the library's own hook, which would read the body of a refusal without a bound
        if header := digest.build_digest_header(request.method, request.url):
            request.headers["Authorization"] = header
        return request

    return sign


def _system_certificates() -> Any:
    """What checks a server by the machine's own certificates (or ``SSL_CERT_FILE``), beside those of certifi."""
    from requests.adapters import HTTPAdapter

    class Adapter(HTTPAdapter):
        def init_poolmanager(self, *args: Any, **options: Any) -> Any:
            return super().init_poolmanager(*args, ssl_context=ssl.create_default_context(), **options)

    return Adapter()


def unmet(answer: Answer) -> dict[str, Element]:
    """The conditions that a refusal names (RFC 4918, 16), by their names without the namespace."""
    if not 400 <= answer.status < 600:
        return {}
    try:
        root = _parse_xml(answer.body)
    except ValueError:
        return {}
    return {each.tag.rpartition("}")[2]: each for each in root} if root.tag == "{DAV:}error" else {}


def _found(response: Element) -> Iterator[tuple[str, Element]]:
    """The properties of one response that its server has (status 200, or none that is said)."""
    for propstat in response.iterfind("{DAV:}propstat"):
        status = propstat.findtext("{DAV:}status")
        if status is None or " 200" in status:
            for prop in propstat.iterfind("{DAV:}prop"):
                yield from ((each.tag, each) for each in prop)


def _parse_xml(data: bytes) -> Element:
    """The root of an XML document. Raises ``ValueError`` for what is none, or declares entities, or is too much."""
    from xml.etree.ElementTree import ParseError, TreeBuilder, XMLParser, fromstring

    class Builder(TreeBuilder):
        count = 0

        def start(self, tag: str, attrs: dict[str, str]) -> Element:
            self.count += 1
            if self.count > _MOST_ELEMENTS:
                raise ValueError("too many elements")
            return super().start(tag, attrs)

        def doctype(self, *_: object) -> None:
            raise ValueError("a document type, in which entities could be declared")

    try:
        return fromstring(data, XMLParser(target=Builder()))
    except (ParseError, LookupError):  # or its encoding is none
        raise ValueError("this is no XML") from None
