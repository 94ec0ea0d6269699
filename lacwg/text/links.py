"""Web addresses: which are right, where they stand in a text, and which of them let people into a meeting. Pure."""

from __future__ import annotations

import re
from functools import cache
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

from lacwg.text.addresses import Fault, email_fault, is_domain
from lacwg.text.controls import LONGEST_QUOTE, MARKS, UNSAFE, quoted

HOSTS: Final = (
    "zoom.us", "zoom.com", "zoom.com.cn", "zoomgov.com", "meet.google.com", "teams.microsoft.com", "teams.live.com",
    "teams.cloud.microsoft", "teams.microsoft.us", "webex.com", "meet.jit.si", "8x8.vc", "whereby.com",
    "gotomeeting.com", "gotomeet.me", "goto.com", "bluejeans.com", "chime.aws", "ringcentral.com", "skype.com",
    "freeconferencecall.com", "discord.gg", "facetime.apple.com", "signal.group", "signal.link", "chat.whatsapp.com",
    "call.whatsapp.com", "t.me/+", "t.me/joinchat", "telegram.me/+", "telegram.me/joinchat", "discord.com/invite",
    "g.co/meet",
)  # fmt: skip
"""Where online meetings and groups are held: a link there lets in whoever has it.

Of some hosts only what begins with a path does. A group names its own besides: ``meeting_hosts``.
"""

MEETING_CODE: Final = (
    r"(?:(?:meeting|webinar|conference|phone conference|video) (?:id|number|code|password)|pass ?(?:code|word)"
    r"|access code|senha(?: de acesso)?|contrase[nñ]a|c[oó]digo (?:de acces+o|secreto|da reuni[aã]o|de la reuni[oó]n)"
    r"|id\.? (?:de (?:la )?|da |del? |do )?(?:r[eé]uni(?:[oó]n|[aã]o)|conf[eé]r[eê]nc(?:ia|e)|v[ií]d[eé]o|webinar)"
    r"|n(?:[°ºo]|um[eé]ro) (?:de (?:la )?|da )r[eé]uni(?:[oó]n|[aã]o)|mot de passe|code (?:d['’]acc[eè]s|secret)"
    r"|clave de acceso)"
)
"""What a code that lets people into a meeting is called, in the languages in which the group writes."""

# Each repetition has a bound, as names of hosts have: a megabyte without a blank is read in one go.
LINK: Final = re.compile(
    r"[a-z][a-z0-9+.-]{0,30}+://[^\s<>\"']+"
    r"|(?<![\w-])(?:[\w-]{1,63}+\.){1,10}[a-z]{2,63}\.?(?::\d{1,5})?[/?#][^\s<>\"']*",
    re.IGNORECASE,
)
"""A web address in a text: with its scheme or, without one, a host with what follows it."""
_SCHEME: Final = re.compile(r"(?:[a-z][a-z0-9+.-]{0,30}+://|mailto:|tel:)\s*", re.IGNORECASE)
_ADDRESS_OF_MACHINE: Final = re.compile(r"\d+(?:\.\d+){3}|[0-9a-f]*:[0-9a-f:.]+")
_WRAPPERS: Final = {"google.com": "q", "safelinks.protection.outlook.com": "url", "urldefense.com": "u"}
"""Hosts whose links lead on to the one in a parameter: what mail and calendar programs make of a link."""


def link_fault(text: str) -> Fault | None:
    """What is wrong with a web address; None where it can be followed."""
    hint = "write the whole of it, beginning with https://"
    try:
        parts = urlsplit(text)
        scheme, host, _ = parts.scheme.lower(), parts.hostname or "", parts.port
    except ValueError:
        return Fault(f"{quoted(text)} is not a link", hint)
    if scheme not in ("http", "https") or not text.lower().startswith(f"{scheme}://"):
        if email_fault(text.removeprefix("mailto:")) is None:
            return Fault(f"{quoted(text)} is an e-mail address, not a link", "e-mail addresses belong to contacts")
        if len(text) <= LONGEST_QUOTE and "://" not in text and link_fault(f"https://{text}") is None:
            hint = f'did you mean "https://{text}"?'
        return Fault(f"{quoted(text)} does not begin with https://", hint)
    if len(text.split()) != 1 or text != text.strip():
        return Fault(f"there is a blank in the link {quoted(text)}", "take it out, or write it as %20")
    if re.search(f"[{MARKS}]|{UNSAFE}", text):
        return Fault(f"there is a character in the link {quoted(text)} that nobody sees", "type it in again")
    # underscores are in no name of a host by the book, and in some on the web
    if not is_domain(host.removesuffix(".").replace("_", "-")) and not _ADDRESS_OF_MACHINE.fullmatch(host):
        return Fault(f"the link {quoted(text)} names no whole web server", f"{hint}, as https://example.org/page")
    return None


def server_fault(text: str) -> Fault | None:
    """The same of a server's address, in which nobody's name or password may stand; never with these."""
    if "@" in text:
        return Fault("somebody's name or password stands in the address", 'take it out; in config.toml: user = "…"')
    return link_fault(text)


def is_web(text: str | None) -> bool:
    """Whether a text is a web address that can be followed: no ``javascript:``, and nothing that harms a page."""
    if text is None or not text[:8].lower().startswith(("http://", "https://")):
        return False  # said at once, as importers ask of every place and name
    return link_fault(text) is None


def web(text: str | None) -> str | None:
    """A link of the web as it may stand in ``href``; None for any other, as ``javascript:``."""
    return text if is_web(text) else None


def without_schemes(text: str) -> str:
    """A text that begins as a link does without what only says how to follow it: ``https://``, ``tel:``."""
    return _SCHEME.sub("", text) if _SCHEME.match(text) else text


def unwrapped(url: str) -> str:
    """The link that a link of Google's or of Outlook's leads on to; any other link as it is."""
    for _ in range(3):
        try:
            parts = urlsplit(url)
            host = (parts.hostname or "").rstrip(".")
        except ValueError:
            return url
        key = next((key for known, key in _WRAPPERS.items() if host == known or host.endswith(f".{known}")), None)
        inner = parse_qs(parts.query).get(key, [""])[0].replace(" ", "+") if key and parts.query else ""
        if not inner.startswith(("http://", "https://")):
            return url
        url = inner
    return url


def host_within(text: str, more: tuple[str, ...] = ()) -> str | None:
    """The host of the first link to an online meeting that stands in a text; None where none does.

    ``more``: a group's own hosts, beside those that are known.
    """
    for found in _links_to(more).finditer(text):
        before = re.split(r"\s", text[max(0, found.start() - 300) : found.start()])[-1]
        in_path = before.endswith("/") and "://" in before[:-1]  # of a link to another host
        link = re.split(r"\s", text[found.start() : found.start() + 300])[0]
        if (found[1] or not in_path) and not _is_registration(link):
            return re.split(r"[/:]", (found[2] or found[3]).lower())[0].rstrip(".")
    if not any(each in text.lower() for each in _WRAPPERS):
        return None
    return next(filter(None, (host_in(match[0], more) for match in LINK.finditer(text))), None)


def host_in(url: str, more: tuple[str, ...] = ()) -> str | None:
    """The host of a link to an online meeting; None for any other link."""
    try:
        parts = urlsplit(unwrapped(url) if "//" in url else f"//{url}")
        host, path = (parts.hostname or "").rstrip("."), unquote(parts.path)
    except ValueError:
        return None
    if _REGISTRATION.match(path.lower()):
        return None
    for each in (*HOSTS, *more):
        known, slash, beginning = each.lower().partition("/")
        if (host == known or host.endswith(f".{known}")) and path.lower().startswith(slash + beginning):
            return host
    return None


_REGISTRATION: Final = re.compile(r"/(?:(?:meeting|webinar|weblink|e)/)?regist(?:er|ration)(?:/|$)")
"""The path of a page on which one registers for a meeting: everybody may see that, and nobody joins by it."""


def _is_registration(link: str) -> bool:
    try:
        return bool(_REGISTRATION.match(urlsplit(link if "//" in link else f"//{link}").path.lower()))
    except ValueError:
        return False


def names_host(text: str, more: tuple[str, ...] = ()) -> bool:
    """Whether a text may have a link to an online meeting: a look that takes no time."""
    lower = text.lower()
    return any(each.lower().partition("/")[0] in lower for each in (*HOSTS, *more))


@cache
def _links_to(more: tuple[str, ...]) -> re.Pattern[str]:
    known = [re.escape(each.lower()).replace(r"\+", "(?:\\+|%2B)").partition("/") for each in (*HOSTS, *more)]
    hosts = "|".join(host for host, slash, _ in known if not slash)
    paths = "|".join(rf"{host}\.?(?::\d{{1,5}})?/{path}" for host, slash, path in known if slash)
    return re.compile(
        r"(https?://[\w.@-]{0,200}?)?(?<![\w-])"
        rf"(?:({hosts})\.?(?::\d{{1,5}})?(?(1)(?![\w.-])|[/?#])|({paths}))",
        re.IGNORECASE,
    )
