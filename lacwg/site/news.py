"""What the Atom feed tells: the dates that are coming and those that were, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lacwg.schedule.occurrences import Occurrence
from lacwg.site.atom import Entry, entry_id
from lacwg.site.page_formatter import PageFormatter
from lacwg.site.page_input import Facts
from lacwg.site.paths import page_of
from lacwg.voice.translation import Untranslated

MEETINGS: Final = 3
"""How many of the next meetings are told."""
LATEST: Final = 12
"""How many past events."""


def entries(told: Facts, say: PageFormatter, folder: str, records: str) -> Iterator[Entry]:
    """An entry for each date; ``folder`` is where the pages of this language are, below the site's root.

    ``records``: the language of what has no translation.
    """
    meetings = [each for _year, dates in told.ahead for each in dates][:MEETINGS]
    past = [each for _year, dates in told.past for each in dates][:LATEST]
    titles = {each.issue.id: str(each.issue.title) for each in told.positions}
    for each in (*meetings, *told.coming, *past):
        yield Entry(
            id=entry_id(each),
            title=_title(each, say),
            link=f"{folder}{_page(each)}",
            updated=each.updated,
            starts=each.span.start_utc,
            summary=" · ".join(filter(None, (say.day(each), say.hours(each), say.form(each), each.place))),
            content=str(each.description or ""),
            categories=tuple(titles[issue] for issue in each.issues if issue in titles),
            language=records if isinstance(each.title, Untranslated) else say.language,
        )


def _title(each: Occurrence, say: PageFormatter) -> str:
    _ = say.voice.gettext
    if each.status == "cancelled":
        return _("Cancelled: {title}", title=each.title)
    if each.change == "moved":
        return _("Moved: {title}", title=each.title)
    return _("Tentative: {title}", title=each.title) if each.status == "tentative" else str(each.title)


def _page(each: Occurrence) -> str:
    if each.kind == "meeting":
        return "meetings.html"
    return page_of("events", each.id) if each.series is None else page_of("series", each.series)
