"""Links by which people take the group's dates into their own calendars, and a QR code (ISO/IEC 18004) for paper.

Neither Google nor Microsoft documents such links. Those here are as others found that they work:

- Google, a whole calendar: ``render?cid=`` and the feed's ``webcal:`` address. With ``https:`` Google takes it
  for the e-mail address of a calendar of its own and refuses it (found by calagator; Simon Willison's notes
  say the same). Google fetches the feed over the network, so that one on this machine alone is refused.
- Outlook, a whole calendar: ``addfromweb?url=`` and the feed's ``https:`` address, and ``name=``. outlook.live.com
  is for personal accounts, outlook.office.com for those of an employer or a school (Microsoft 365).
- One date: ``render?action=TEMPLATE`` and ``deeplink/compose``, as InteractionDesignFoundation's
  add-event-to-calendar-docs describe them, tried out again by its authors in August 2026.
"""

from __future__ import annotations

import datetime as dt
import html
import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate, groupby
from typing import Final, NamedTuple
from urllib.parse import quote, urlsplit
from xml.sax.saxutils import escape

from lacwg.errors import LacwgError
from lacwg.schedule.occurrences import Occurrence
from lacwg.schedule.span import Moment, has_hour
from lacwg.text.controls import escape_controls, escape_markup, one_line, with_line_feeds

_GOOGLE: Final = "https://calendar.google.com/calendar/render"
_OUTLOOK: Final = "https://outlook.live.com/calendar/0"
_OFFICE: Final = "https://outlook.office.com/calendar/0"
_SUBSCRIBE: Final = "subscribe"
"""The part of a home page that holds the links to subscribe."""
_IN_PATHS: Final = "/%:@!$&'()*+,;=~"
"""What may stand in a path as it is (RFC 3986, 3.3)."""
_HOST: Final = re.compile(r"[a-z0-9._-]+|[0-9a-f:.]+")
"""A name in ASCII, or an address of numbers."""
_SHORT: Final = 600
_LONG: Final = 3000
"""How long a parameter may be once it is escaped: servers refuse addresses of more than some 8,000 characters."""

QUIET: Final = 4
"""The white modules around a code, as the standard asks for."""


class Links(NamedTuple):
    """One feed, for each program that can subscribe to it."""

    webcal: str
    """For the calendars of Apple, Thunderbird and others: the machine's own program opens."""
    google: str
    outlook: str
    """Outlook with a personal account."""
    office: str
    """Outlook with an account of an employer or a school: Microsoft 365."""
    address: str
    """The feed itself, to copy into any other program."""


class AddLinks(NamedTuple):
    """One date, for each calendar on the web that can take it in without a file."""

    google: str
    outlook: str
    office: str


def links(base_url: str, path: str, name: str) -> Links:
    """The links to subscribe to the feed at ``path`` below ``base_url``; ``name`` is what calendars will call it.

    Raises ``LacwgError`` for a base that is no address of a site.
    """
    feed = address(base_url, path)
    webcal = f"webcal://{feed.split('://', 1)[1]}"
    from_web = f"addfromweb?url={_value(feed)}&name={_short(name)}"
    return Links(
        webcal=webcal,
        google=f"{_GOOGLE}?cid={_value(webcal)}",
        outlook=f"{_OUTLOOK}/{from_web}",
        office=f"{_OFFICE}/{from_web}",
        address=feed,
    )


def on_paper(base_url: str, folder: str = "") -> str:
    """The address for a QR code: the part of the home page in ``folder`` that holds the links to subscribe.

    It is not the feed's ``webcal:`` address. An iPhone's camera would open that in its calendar, but most
    cameras of Android take only ``http:`` and ``https:`` for links, and no program there answers to ``webcal:``;
    the feed's ``https:`` address would be saved as a file, once and for all. The page works everywhere, and
    who scans it can choose. Raises ``LacwgError`` as ``address`` does.
    """
    return address(base_url, f"{folder}#{_SUBSCRIBE}")


def qr_code(text: str, title: str) -> str:
    """The code of a text as an SVG file, which may also stand within a page; ``title`` says what it is.

    Black on white whatever is around it, with its quiet zone, and a millimetre a module: an address of sixty
    characters takes some four centimetres on paper. A fold or a stain does not harm: 15 % of it can be lost
    (level M), or more where a higher level takes no more room. The same text gives the same bytes.
    Raises ``LacwgError`` for a text that no code can hold: more than 2,331 bytes.
    """
    import segno
    from segno.encoder import DataOverflowError

    try:
        code = segno.make(text, error="m", micro=False)
    except DataOverflowError:
        raise LacwgError(
            f"the address is too long for a QR code: {len(text.encode())} bytes",
            hint="a code holds 2,331 bytes; use a shorter address",
        ) from None
    side = len(code.matrix) + 2 * QUIET
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{side}mm" height="{side}mm"'
        f' viewBox="0 0 {side} {side}" shape-rendering="crispEdges">\n'
        f"<title>{escape(escape_markup(one_line(title)))}</title>\n"
        f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/>\n'
        f'<path fill="#000" d="{"".join(_bars(code.matrix))}"/>\n'
        "</svg>\n"
    )


def _bars(matrix: tuple[bytearray, ...]) -> Iterator[str]:
    """The dark modules, those side by side as one bar."""
    for row, modules in enumerate(matrix):
        column = 0
        for dark, run in groupby(modules):
            length = len(list(run))
            if dark:
                yield f"M{column + QUIET} {row + QUIET}h{length}v1h-{length}z"
            column += length


def address(base_url: str, path: str) -> str:
    """The address of what stands at ``path`` below ``base_url``, in ASCII: RFC 3986.

    ``path`` is not escaped yet, and may end in ``#`` and a part of the page. The host goes as Punycode.
    Raises ``LacwgError`` for a base that is no address of a site.
    """
    try:
        parts = urlsplit(base_url)
        host, port = parts.hostname or "", parts.port
        host = host if host.isascii() else host.encode("idna").decode()
    except ValueError:  # a port that is no number, brackets without a pair, a host that no name server knows
        raise _no_base(base_url) from None
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(host) or "@" in parts.netloc:
        raise _no_base(base_url)
    if "?" in base_url or "#" in base_url:
        raise _no_base(base_url)
    below, _, part = path.partition("#")
    where = (f"[{host}]" if ":" in host else host) + ("" if port is None else f":{port}")
    base = quote(re.sub("%(?![0-9A-Fa-f]{2})", "%25", parts.path), safe=_IN_PATHS).rstrip("/")
    return f"{parts.scheme}://{where}{base}/{quote(below)}" + (f"#{quote(part)}" if part else "")


def add_links(occurrence: Occurrence, page: str | None = None) -> AddLinks | None:
    """The links that take one date into a calendar; ``page`` is the address of the page about it.

    None for a date that is cancelled. A time goes as its moment in UTC, which is right wherever the reader
    is; to Google its zone goes along. Whole days end with the day after their last, as both want it; Outlook
    on phones has been seen to show a day more. Where no end is known none is invented: the end is the start,
    as in the feed, for both want one. What members alone may see is not looked at. A long description is cut.
    """
    if occurrence.status == "cancelled":
        return None
    start, end = map(utc_text, _span(occurrence))
    details = [occurrence.description or "", *dict.fromkeys(each for each in (occurrence.url, page) if each)]
    about = "\n\n".join(each.strip() for each in details if each.strip())
    place = occurrence.place or (occurrence.url if occurrence.format == "online" else None)
    google = [
        "action=TEMPLATE",
        f"text={_short(occurrence.title)}",
        f"dates={_value(f'{start}/{end}'.replace('-', '').replace(':', ''))}",
        *([] if occurrence.all_day else [f"ctz={_value(occurrence.zone.key)}"]),
        *([f"details={_long(about)}"] if about else []),
        *([f"location={_short(place)}"] if place else []),
    ]
    outlook = [
        f"path={_value('/calendar/action/compose')}",
        "rru=addevent",
        f"subject={_short(occurrence.title)}",
        f"startdt={_value(start)}",
        f"enddt={_value(end)}",
        *(["allday=true"] if occurrence.all_day else []),
        *([f"body={_long(about, as_html=True)}"] if about else []),
        *([f"location={_short(place)}"] if place else []),
    ]
    compose = f"deeplink/compose?{'&'.join(outlook)}"
    return AddLinks(f"{_GOOGLE}?{'&'.join(google)}", f"{_OUTLOOK}/{compose}", f"{_OFFICE}/{compose}")


def _span(occurrence: Occurrence) -> tuple[Moment, Moment]:
    """The start and the end that goes out: moments in UTC, or the first day and the one after the last."""
    span = occurrence.span
    if span.all_day:
        return span.day, span.last_day + dt.timedelta(days=1)
    return span.start_utc, span.start_utc if span.end is None else span.over_utc


def utc_text(moment: Moment) -> str:
    """A moment that is in UTC, or a day: ``2026-12-04T00:00:00Z`` or ``2026-12-05``."""
    if not has_hour(moment):
        return moment.isoformat()
    return f"{moment.replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def _value(text: str) -> str:
    """A parameter's value. A blank is ``%20``: Outlook shows a ``+`` as it is."""
    return quote(text, safe="")


def _short(text: str) -> str:
    return _cut(one_line(text), _SHORT)


def _long(text: str, *, as_html: bool = False) -> str:
    """A text of several lines. Outlook takes it for HTML, so that there nothing in it may be markup."""
    return _cut(escape_controls(with_line_feeds(text)), _LONG, as_html=as_html)


def _cut(text: str, most: int, *, as_html: bool = False) -> str:
    """The text as a value, its end left off where it would be too long."""
    if len(text) <= most:
        whole = _piece(text, as_html)
        if len(whole) <= most:
            return whole
    pieces = [_character(each, as_html) for each in text[:most]]
    fits = bisect_right(list(accumulate(map(len, pieces))), most)
    return f"{''.join(pieces[:fits])}{_value(' …')}"


def _piece(text: str, as_html: bool) -> str:
    return _value(html.escape(text, quote=False).replace("\n", "<br>") if as_html else text)


_character = lru_cache(maxsize=1024)(_piece)


def _no_base(base_url: str) -> LacwgError:
    return LacwgError(
        f'"{one_line(base_url)}" is not the address of a site',
        hint="write it as https://example.org/la-cwg/",
    )
