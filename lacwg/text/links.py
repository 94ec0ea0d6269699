"""Where online meetings are held: a link there lets in whoever has it."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import parse_qs, urlsplit

HOSTS: Final = (
    "zoom.us", "zoom.com", "zoomgov.com", "meet.google.com", "teams.microsoft.com", "teams.live.com", "webex.com",
    "meet.jit.si", "whereby.com", "gotomeeting.com", "gotomeet.me", "goto.com", "bluejeans.com", "chime.aws",
    "ringcentral.com", "skype.com", "discord.gg",
)  # fmt: skip

# Each repetition has a bound, as names of hosts have: a megabyte without a blank is read in one go.
_LINK: Final = re.compile(
    r"[a-z][a-z0-9+.-]{0,30}://[^\s<>\"']+"
    r"|(?<![\w-])(?:[\w-]{1,63}\.){1,10}[a-z]{2,63}\.?(?::\d{1,5})?[/?#][^\s<>\"']*",
    re.IGNORECASE,
)


_WRAPPERS: Final = {"google.com": "q", "safelinks.protection.outlook.com": "url", "urldefense.com": "u"}
"""Hosts whose links lead on to the one in a parameter: what mail and calendar programs make of a link."""


def unwrapped(url: str) -> str:
    """The link that a link of Google's or of Outlook's leads on to; any other link as it is."""
    for _ in range(3):
        try:
            parts = urlsplit(url)
            host = (parts.hostname or "").rstrip(".")
        except ValueError:
            return url
        key = next((key for known, key in _WRAPPERS.items() if host == known or host.endswith(f".{known}")), None)
        inner = parse_qs(parts.query).get(key, [""])[0] if key and parts.query else ""
        if not inner.startswith(("http://", "https://")):
            return url
        url = inner
    return url


def host_within(text: str) -> str | None:
    """The host of the first link to an online meeting that stands in a text; None where none does."""
    return next(filter(None, (host_in(match[0]) for match in _LINK.finditer(text))), None)


def host_in(url: str) -> str | None:
    """The host of a link to an online meeting; None for any other link."""
    try:
        host = (urlsplit(unwrapped(url) if "//" in url else f"//{url}").hostname or "").rstrip(".")
    except ValueError:
        return None
    return next((host for known in HOSTS if host == known or host.endswith(f".{known}")), None)
