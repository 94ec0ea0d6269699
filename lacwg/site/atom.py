"""Atom (RFC 4287): the dates as news, for readers of feeds.

Atom knows no times of events, so that when and where stand in the texts. The feed is made for a site whose
address is known alone, as its links must lead back to it.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from lacwg.identity import Identity
from lacwg.records import Series
from lacwg.schedule.occurrences import Occurrence
from lacwg.site.page_formatter import PageFormatter
from lacwg.site.page_input import Facts
from lacwg.site.pages import target_of
from lacwg.site.subscribing import address, utc_text
from lacwg.text.controls import escape_markup, with_line_feeds
from lacwg.voice.translation import Untranslated

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

NAMESPACE: Final = "http://www.w3.org/2005/Atom"
EMPTY: Final = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
"""When a feed without entries was changed: no clock is asked, so that the same folder gives the same bytes."""
MEETINGS: Final = 3
"""How many of the next meetings are told."""
LATEST: Final = 12
"""How many past events."""


class Entry(NamedTuple):
    """One date, in words. Texts are plain: nothing in them is markup."""

    id: str
    """A URN for life: ``entry_id``."""
    title: str
    """With what became of the date: ``Cancelled: Vigil on the Common``."""
    link: str
    """The path of its page below the site's root, not escaped; ``#`` and a part of the page may follow."""
    updated: dt.datetime
    """When its record was changed, with a zone; where that does not say, when it begins, or its series began."""
    starts: dt.datetime
    """When it begins, with a zone: entries changed at the same time stand in this order."""
    summary: str
    """When and where it is."""
    content: str
    """What it is about; may be empty."""
    categories: tuple[str, ...]
    """The titles of the issues that it is about."""
    language: str
    """Of its title and content, as ``es`` (BCP 47)."""


def entries(
    told: Facts, say: PageFormatter, folder: str, records: str, series: Iterable[Series] = ()
) -> Iterator[Entry]:
    """An entry for each date; ``folder`` is where the pages of this language are, below the site's root.

    ``records``: the language of what has no translation; ``series``: those that the dates are of.
    """
    since = {each.id: dt.datetime.combine(each.since, dt.time(), dt.UTC) for each in series}
    past = islice((each for each in told.past if each.series is None or each.change is not None), LATEST)
    titles = {each.issue.id: str(each.issue.title) for each in told.positions}
    for each in (*told.ahead[:MEETINGS], *told.coming, *past):
        yield Entry(
            id=entry_id(each),
            title=say.voice.headline(each),
            link=f"{folder}{target_of(each)}",
            updated=each.updated or since.get(each.series or "") or each.span.start_utc,
            starts=each.span.start_utc,
            summary=" · ".join(filter(None, (say.day(each), say.hours(each), say.form(each), each.place))),
            content=str(each.description or ""),
            categories=tuple(titles[issue] for issue in each.issues if issue in titles),
            language=records if isinstance(each.title, Untranslated) else say.language,
        )


def entry_id(occurrence: Occurrence) -> str:
    """The URN of a date, which it keeps for life (RFC 4287, 4.2.6): ``urn:uuid:…``.

    Of an event it is its UID, which stays when its day changes; of a series' date it comes from the series' UID
    and the day that the rule gave, which stay when it is moved or the rule is changed.
    """
    identity = occurrence.identity
    if occurrence.series is None:
        return _uuid(identity.uid).urn
    of_series = Identity(identity.namespace, identity.own, identity.name).uid
    return uuid.uuid5(_uuid(of_series), occurrence.id.rsplit("/", 1)[-1]).urn


def _uuid(uid: str) -> uuid.UUID:
    """A UID as a UUID; one that other programs gave may be none, and then one is made from it."""
    try:
        return uuid.UUID(uid)
    except ValueError:
        return uuid.uuid5(uuid.NAMESPACE_OID, uid)


def feed(
    entries: Iterable[Entry],
    *,
    title: str,
    subtitle: str,
    base_url: str,
    path: str,
    language: str,
    author: str,
) -> bytes:
    """The feed as a file for ``path`` below ``base_url``; its home page stands beside it.

    ``language`` is that of title and subtitle and of the summaries; ``author`` is the group. The feed's id is its
    address. The last changed entry is first, as readers show them, and of those changed together the one that begins
    first. Of entries of one id only the first is kept, as a reader would show one. Raises ``LacwgError`` for a base
    that is no address.
    """
    from xml.etree.ElementTree import Element, indent, tostring

    own = address(base_url, path)
    shown = {each.id: each for each in sorted(entries, key=_order, reverse=True)}
    ordered = sorted(shown.values(), key=_order)
    root = Element("feed", {"xmlns": NAMESPACE, "xml:lang": language})
    _add(root, "id", own)
    _add(root, "title", _line(title))
    if subtitle.strip():
        _add(root, "subtitle", _line(subtitle))
    _add(root, "updated", utc_text(max(map(_updated, ordered), default=EMPTY)))
    _add(_add(root, "author"), "name", _line(author))
    _add(root, "link", rel="self", type="application/atom+xml", href=own)
    _add(root, "link", rel="alternate", type="text/html", href=address(base_url, path[: path.rfind("/") + 1]))
    for each in ordered:
        root.append(_entry(each, base_url, language))
    indent(root)
    text: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _entry(entry: Entry, base_url: str, language: str) -> Element:
    from xml.etree.ElementTree import Element

    other = {} if entry.language == language else {"xml:lang": entry.language}
    element = Element("entry")
    _add(element, "id", entry.id)
    _add(element, "title", _line(entry.title), **other)
    _add(element, "updated", utc_text(_updated(entry)))
    _add(element, "link", rel="alternate", type="text/html", href=address(base_url, entry.link))
    for each in entry.categories:
        _add(element, "category", term=_line(each))
    if entry.summary.strip():
        _add(element, "summary", escape_markup(with_line_feeds(entry.summary)), type="text")
    if entry.content.strip():
        _add(element, "content", escape_markup(with_line_feeds(entry.content)), type="text", **other)
    return element


def _add(parent: Element, name: str, text: str | None = None, **attributes: str) -> Element:
    """Another child. Text and attributes are escaped when the file is written."""
    from xml.etree.ElementTree import SubElement

    child = SubElement(parent, name, attributes)
    child.text = text
    return child


def _updated(entry: Entry) -> dt.datetime:
    return entry.updated.astimezone(dt.UTC)


def _order(entry: Entry) -> tuple[dt.timedelta, dt.datetime, str]:
    return EMPTY - _updated(entry), entry.starts, entry.id


def _line(text: str) -> str:
    return escape_markup(" ".join(text.split()))
