"""Where online meetings are held: a link there lets in whoever has it."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

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


def host_within(text: str) -> str | None:
    """The host of the first link to an online meeting that stands in a text; None where none does."""
    return next(filter(None, (host_in(match[0]) for match in _LINK.finditer(text))), None)


def host_in(url: str) -> str | None:
    """The host of a link to an online meeting; None for any other link."""
    try:
        host = (urlsplit(url if "//" in url else f"//{url}").hostname or "").rstrip(".")
    except ValueError:
        return None
    return next((host for known in HOSTS if host == known or host.endswith(f".{known}")), None)
