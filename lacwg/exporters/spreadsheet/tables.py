"""Dated rows: a spreadsheet for people, and the format that Google Calendar imports.

The spreadsheet has all that a row can hold of each date, to sort, to print, to change and to import again. It begins
with a byte order mark, without which Excel shows "Simón" as "SimÃ³n". Dates are ``2026-12-09``, times
``2026-12-09 17:00`` in the row's zone; Excel and LibreOffice read both in every language. An hour that the
clocks show twice has its offset behind it. ``join_url`` and ``dial_in`` are columns of the members' file only:
importing the public one back leaves them as they are.

What a row cannot hold: the rule and the changes of a series (a date of one is shown, and not taken back in); that
a time had an offset in its file; control characters, and a carriage return as a line break; a colon in a speaker's
name, and line breaks and repeated blanks in what is said of a speaker; ``updated`` and ``sequence``; ``[private]``.
Excel cuts a cell after 32,767 characters when it saves.

Google's has rows in the group's zone, as it knows none, and no identity, so that importing twice gives everything
twice; a feed to subscribe to (``lacwg export ics``) has not that fault. It cannot hold a zone, a rule, a picture, a
status (the title says "CANCELLED:") or an issue; what happened to a date, its speakers and links go into the
description.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from lacwg.exporters.spreadsheet import cells
from lacwg.records import Group, Language
from lacwg.schedule import zones
from lacwg.schedule.occurrences import Occurrence
from lacwg.schedule.span import Moment, has_hour
from lacwg.text.english import clock_time
from lacwg.voice.voice import Voice

COLUMNS: Final = (
    "start", "end", "timezone", "title", "status", "reason", "change", "moved_from", "format", "place", "url",
    "speakers", "co_hosts", "issues", "description", "image", "alt", "caption", "credit", "kind", "audience", "id",
    "uid",
)  # fmt: skip
MEMBERS: Final = ("join_url", "dial_in")
TRANSLATED: Final = "translated_into"
"""The column of a translation, by which an import knows that its words are not the records' own."""


def spreadsheet(occurrences: Iterable[Occurrence], *, members: bool, translated: Language | None = None) -> bytes:
    """The file, in UTF-8 with a byte order mark; ``members``: with the columns that only members have.

    ``translated``: the language of its texts, where that is not the records' own. The headings are the same in
    every language, as an import goes by them.
    """
    more = () if translated is None else (translated,)
    rows = ((*_row(each, members=members), *more) for each in occurrences)
    columns = (*COLUMNS, *(MEMBERS if members else ()), *((TRANSLATED,) if more else ()))
    return cells.written(columns, rows, byte_order_mark=True)


def _row(each: Occurrence, *, members: bool) -> tuple[str, ...]:
    texts = (each.image, each.alt, each.caption, each.credit)
    speakers = (f"{speaker.name}: {speaker.about}" if speaker.about else speaker.name for speaker in each.speakers)
    hosts = (f"{host.name}: {host.url}" if host.url else host.name for host in each.co_hosts)
    return (
        _moment(each.start), _moment(each.end), each.zone.key, cells.text(each.title), each.status,
        cells.text(each.reason), each.change or "",
        _moment(each.original_start) if each.change == "moved" else "",
        each.format or "", cells.text(each.place), cells.text(each.url),
        "\n".join(map(cells.line, speakers)), "\n".join(map(cells.line, hosts)), "; ".join(each.issues),
        cells.text(each.description), *(cells.text(text) for text in texts),
        each.kind, each.audience, each.id,
        "" if each.series else cells.text(each.identity.uid),  # a series' is that of all its dates
        *((cells.text(each.members.join_url), cells.text(each.members.dial_in)) if members else ()),
    )  # fmt: skip


def _moment(moment: Moment | None) -> str:
    if moment is None:
        return ""
    if not has_hour(moment):
        return moment.isoformat()
    wall = moment.replace(tzinfo=None).isoformat(" ", "seconds")
    # an offset stands behind seconds: behind 01:30 it might be the hour of an end
    return f"{wall}{zones.offset_text(moment)}" if zones.is_repeated(moment) else wall.removesuffix(":00")


GOOGLE: Final = (
    "Subject", "Start Date", "Start Time", "End Date", "End Time", "All Day Event", "Description", "Location",
    "Private",
)  # fmt: skip


def google(group: Group, occurrences: Iterable[Occurrence], voice: Voice) -> bytes:
    """The file, in UTF-8; headings and hours are English, as the program reads them.

    Raises ``UnknownZoneError`` where the group has no zone that there is.
    """
    return cells.written(GOOGLE, _google_rows(group, occurrences, voice))


def _google_rows(group: Group, occurrences: Iterable[Occurrence], voice: Voice) -> Iterator[tuple[str, ...]]:
    here = zones.zone(group.timezone)
    for each in occurrences:
        span = each.span.in_zone(here)
        start, end = span.start, span.last_day if span.all_day else span.end
        told = [*cells.paragraphs(each, voice), *([each.url] if each.url else [])]
        yield (
            cells.title(each, voice),
            _google_date(start), _google_time(start), _google_date(end), _google_time(end),
            "True" if each.all_day else "False",
            cells.text("\n\n".join(told)),
            cells.line(each.place or each.members.join_url or voice.format_name(each)),
            "False" if each.audience == "public" else "True",
        )  # fmt: skip


def _google_date(moment: Moment | None) -> str:
    return "" if moment is None else f"{moment:%m/%d/}{moment.year:04}"


def _google_time(moment: Moment | None) -> str:
    return clock_time(moment) if has_hour(moment) else ""
