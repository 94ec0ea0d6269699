"""The three files that The Events Calendar's free importer takes: venues, organisers, and dated rows of events.

It knows an event by its title and start, and has no rule: each date is a row. It reads with PHP, to which a
backslash before a quotation mark swallows the next row, so that no cell has a backslash. WordPress takes cells for
HTML: all are escaped, and in descriptions the brackets of its shortcodes. After the first import it goes by the
position of columns: their order never changes. Left out are the columns of which the folder knows nothing (cost,
excerpt, "Feature Event" …), as an empty cell there would erase what the site's editors have put in.

An event names the group as its organiser and nobody else: the plugin prints an organiser's e-mail address in its feed.
The public contacts stand in the organisers' file for the editors to choose from.
"""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from lacwg.audience.view import View
from lacwg.exporters.spreadsheet import cells
from lacwg.schedule.occurrences import Occurrence
from lacwg.schedule.span import Moment, day_of, has_hour
from lacwg.voice.voice import Voice, voice_of

EVENTS: Final = (
    "Event Name", "Event Description", "Event Start Date", "Event Start Time", "Event End Date", "Event End Time",
    "Event Timezone", "Event All Day", "Event Venue Name", "Event Organizer Name", "Event Show Map",
    "Event Show Map Link", "Event Category", "Event Tags", "Event Website", "Featured Image",
)  # fmt: skip
VENUES: Final = (
    "Venue Name", "Venue Description", "Venue Country", "Venue Address", "Venue Address2", "Venue City",
    "Venue State", "Venue Zip", "Venue Phone", "Venue URL", "Featured Image",
)  # fmt: skip
ORGANIZERS: Final = (
    "Organizer Name", "Organizer Description", "Organizer Email", "Organizer Website", "Organizer Phone",
    "Featured Image",
)  # fmt: skip


class Files(NamedTuple):
    """What to import, in this order."""

    venues: bytes
    organizers: bytes
    events: bytes


def files(view: View, occurrences: Sequence[Occurrence], today: dt.date) -> Files:
    """The three files, in UTF-8 without a byte order mark; ``occurrences`` are those of ``view``."""
    titles = {issue.id: _listed(issue.title) for issue in view.issues}
    group, words = _listed(view.group.name), voice_of(view.group, view.language)
    return Files(
        cells.written(VENUES, _venues(occurrences)),
        cells.written(ORGANIZERS, _organizers(view, group, today)),
        cells.written(EVENTS, (_event(each, group, titles, words) for each in occurrences)),
    )


def _event(each: Occurrence, group: str, titles: dict[str, str], words: Voice) -> tuple[str, ...]:
    # of no known length: it ends when it starts, as the importer would have it anyway
    end = each.start if each.end is None else each.end
    mapped = "yes" if each.place else ""
    return (
        _shown(cells.title(each, words)), _markup(cells.paragraphs(each, words)),
        _date(each.start), _time(each.start), _date(end), _time(end), each.zone.key, "yes" if each.all_day else "",
        _name(each.place), group, mapped, mapped,
        ",".join(dict.fromkeys(titles[issue] for issue in each.issues if issue in titles)),
        words.format_name(each), _address(each.url),
        _address(each.image) if each.image and each.image.startswith("https://") else "",
    )  # fmt: skip


def _venues(occurrences: Iterable[Occurrence]) -> Iterator[tuple[str, ...]]:
    """Each place once, in the order of time; what follows its first comma is its address."""
    places = {_name(each.place): each.place for each in occurrences if each.place and _name(each.place)}
    for name, place in places.items():
        address = cells.line(place).partition(",")[2].strip()
        yield (name, "", "", _name(address), *[""] * (len(VENUES) - 4))


def _organizers(view: View, group: str, today: dt.date) -> Iterator[tuple[str, ...]]:
    yield (group, _name(view.group.parent), *[""] * (len(ORGANIZERS) - 2))
    for contact in view.contacts:
        name = _listed(contact.name)
        if name and name != group:
            yield (name, _name(contact.role_on(today)), _address(contact.email), "", _name(contact.phone), "")


def _listed(name: str) -> str:
    """A name that can stand in a list with commas between its items: it has none itself."""
    return _name(" – ".join(filter(None, (part.strip() for part in cells.line(name).split(",")))))


def _name(text: str | None) -> str:
    """A name, which WordPress takes for HTML too; what the importer finds it by is better without a backslash."""
    return html.escape(cells.line(text).replace("\\", ""), quote=False)


def _markup(paragraphs: Iterable[str]) -> str:
    """Paragraphs as HTML that shows them letter by letter, backslashes and brackets too."""
    safe = (_shown(cells.text(each)).replace("[", "&#091;").replace("\n", "<br>") for each in paragraphs)
    return "".join(f"<p>{each}</p>" for each in safe)


def _shown(text: str) -> str:
    """Text as HTML that shows it letter by letter, with entities as WordPress writes them."""
    return html.escape(text, quote=False).replace("\\", "&#092;")


def _address(url: str | None) -> str:
    """A web or mail address without what ends one."""
    return re.sub(r"[\s\\<>\"']", "", cells.line(url))


def _date(moment: Moment) -> str:
    return day_of(moment).isoformat()


def _time(moment: Moment) -> str:
    return f"{moment:%H:%M:%S}" if has_hour(moment) else ""
