"""Google Calendar's import format: dated rows in the group's zone, as the format knows none.

It has no identity, so that importing twice gives everything twice; a feed to subscribe to
(``lacwg export ics``) has not that fault. It cannot hold a zone, a rule, a picture, a status (the title says
"CANCELLED:") or an issue; what happened to a date, its speakers and links go into the description.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from lacwg.exporters.spreadsheet import cells
from lacwg.records import Group
from lacwg.schedule import zones
from lacwg.schedule.occurrences import Occurrence
from lacwg.schedule.span import Moment, has_hour
from lacwg.text.english import clock_time
from lacwg.voice.voice import Voice

COLUMNS: Final = (
    "Subject", "Start Date", "Start Time", "End Date", "End Time", "All Day Event", "Description", "Location",
    "Private",
)  # fmt: skip


def table(group: Group, occurrences: Iterable[Occurrence], voice: Voice) -> bytes:
    """The file, in UTF-8; headings and hours are English, as the program reads them.

    Raises ``UnknownZoneError`` where the group has no zone that there is.
    """
    return cells.written(COLUMNS, _rows(group, occurrences, voice))


def _rows(group: Group, occurrences: Iterable[Occurrence], voice: Voice) -> Iterator[tuple[str, ...]]:
    here = zones.zone(group.timezone)
    for each in occurrences:
        span = each.span.in_zone(here)
        start, end = span.start, span.last_day if span.all_day else span.end
        told = [*cells.paragraphs(each, voice), *([each.url] if each.url else [])]
        yield (
            cells.title(each, voice),
            _date(start), _time(start), _date(end), _time(end), "True" if each.all_day else "False",
            cells.text("\n\n".join(told)),
            cells.line(each.place or each.members.join_url or voice.format_name(each)),
            "False" if each.audience == "public" else "True",
        )  # fmt: skip


def _date(moment: Moment | None) -> str:
    return "" if moment is None else f"{moment:%m/%d/}{moment.year:04}"


def _time(moment: Moment | None) -> str:
    return clock_time(moment) if has_hour(moment) else ""
