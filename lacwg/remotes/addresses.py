"""Where a server is, as people type it, and who signs in there."""

from __future__ import annotations

import ipaddress
from typing import NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

from lacwg.errors import LacwgError, UsageError

_PORTS = {"http": 80, "https": 443}


class Address(NamedTuple):
    """A server's address without anything secret in it."""

    url: str
    host: str
    """With the port where it is not the usual one: as people are told."""
    user: str | None


def read(text: str, *, insecure: bool = False) -> Address:
    """The address that somebody typed. Raises ``UsageError``, never with the text: a password may stand in it.

    ``insecure``: plain http to another machine is allowed.
    """
    hint = "as: https://cloud.example.org/remote.php/dav/"
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
