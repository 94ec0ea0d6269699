"""What ``lacwg check`` looks at: pure functions from records to what is wrong or odd about them.

A finding is a ``FieldError``: it names the record and the field, and whoever knows the files adds
the line.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, Literal, NamedTuple

from lacwg.errors import FieldError
from lacwg.records import Contact, Event, Group, MeetingRecord, Series
from lacwg.schedule import clashes, explaining, occurrences, public_holidays, rules, zones
from lacwg.schedule.occurrences import Occurrence, local_day
from lacwg.schedule.wording import long_date

Severity = Literal["error", "warning"]


class Code(NamedTuple):
    """What a code means, and what to do about it."""

    severity: Severity
    meaning: str
    mend: str


CODES: Final = {
    "R101": Code(
        "error",
        "A file cannot be read as text: it is a folder, too large, not UTF-8, or may not be read.",
        "Rename what is no record, save the file as UTF-8, or change who may read it.",
    ),
    "R102": Code(
        "error",
        "A file is empty or not TOML, so that nothing in it counts.",
        'Mend the line that is named: a key, "=" and a value; text in quotes, dates and numbers without.',
    ),
    "R103": Code(
        "error",
        "A record has a key that does not exist, lacks one that it needs, or has a value of the wrong kind.",
        "The message names the key and what it takes.",
    ),
    "F101": Code(
        "error",
        "A file's name cannot be an id.",
        "Use small letters, digits and hyphens, and .toml at the end.",
    ),
    "F102": Code(
        "error",
        "An event's or a meeting record's file is not named after a date, so that no list finds it.",
        "Rename it to the date, a hyphen and a few words: 2026-12-03-haiti.toml.",
    ),
    "F103": Code(
        "error",
        "An event's or a meeting record's file is in another year's folder than its date's, so that lists may miss it.",
        "Move it to the folder of its year.",
    ),
    "F104": Code(
        "error",
        "The date in an event's file name is not the day on which it starts.",
        "See which of the two is right; then rename the file or mend its start.",
    ),
    "F105": Code(
        "error",
        'A "conflicted copy": a sync program found two versions of a file. Commands that would read it stop.',
        "Compare the two, keep what is right in the one with the plain name, and delete the copy.",
    ),
    "F106": Code(
        "error",
        "A merge left both versions in a file. Commands that would read it stop.",
        "Keep what is right, and delete the lines that begin with <<<<<<<, ======= and >>>>>>>.",
    ),
    "F107": Code(
        "warning",
        "A file or folder stands where nothing reads it.",
        "Move records to the folder of their kind, and what is no record out of the data folder.",
    ),
    "L101": Code("error", "An event or a series names an issue that has no file.", "Mend the id, or add the issue."),
    "L102": Code("error", "The group names a main series that has no file.", "Mend main_series in group.toml."),
    "C101": Code(
        "warning",
        "A public contact has no e-mail address, though the page asks people to write.",
        "Add a line to the file: email = …",
    ),
    "M101": Code(
        "error",
        "Two actions of meeting records have the same four letters, so that neither can be meant.",
        "Write four other letters as the id of one of them.",
    ),
    "M102": Code(
        "error",
        "A meeting record is of a series that has no file, or of a date that the series never had.",
        "Rename the file to the date that the rule gives, or that an extra meeting has, a hyphen and the series.",
    ),
    "M103": Code(
        "error",
        "Minutes are approved on a date on which the series had no meeting, or no later one than their own.",
        "Write the date of the meeting that approved them: approved_at = 2026-12-09.",
    ),
    "S101": Code(
        "error",
        "An exception is for a date that the rule does not give, so that it does nothing.",
        "Mend its date, write extra = true if it is a date of its own, or delete it.",
    ),
    "S102": Code(
        "warning",
        "An extra date is one that the rule gives anyway; it counts as a change of that date.",
        "Delete the line extra = true.",
    ),
    "S103": Code("error", "A rule cannot be read, or never comes.", f"Write it as {rules.EXAMPLES}."),
    "T101": Code(
        "error",
        "A time zone is not one. Abbreviations such as EST are refused: they are wrong half the year.",
        'Write the IANA name of a place, as "America/New_York".',
    ),
    "T102": Code(
        "error",
        "A time is skipped by the clocks that day, or comes twice.",
        "Write another hour or, of one that comes twice, the offset too: 2027-11-07T01:30:00-05:00.",
    ),
    "T103": Code(
        "error",
        "The public holidays of a country or a part of one are not known.",
        'Write its ISO 3166 code, as "US" or "US-MA".',
    ),
    "W101": Code(
        "warning",
        "A meeting or an event of the next twelve months falls on a public holiday.",
        "See whether people can come; if not, move it or cancel it.",
    ),
    "W102": Code(
        "warning",
        "Two meetings or events of the next twelve months overlap. One without a known end counts as an hour.",
        "Move one of the two, or cancel it.",
    ),
    "W103": Code(
        "warning",
        "A meeting of the next twelve months is within two hours of an event.",
        "See whether people can make both; if not, move one of the two.",
    ),
}


def of_contacts(contacts: Iterable[Contact]) -> Iterator[FieldError]:
    """C101: public contacts without an address."""
    for contact in contacts:
        if contact.audience == "public" and not (contact.email or "").strip():
            yield FieldError(
                "no e-mail address, and the page asks people to write",
                kind="contact",
                record_id=contact.id,
                path=(),
                hint='add a line: email = "…"',
                code="C101",
            )


def of_group(group: Group, series_ids: list[str]) -> Iterator[FieldError]:
    """T101, T103 and L102: what the group's file names."""
    try:
        zones.zone(group.timezone)
    except zones.UnknownZoneError as error:
        yield _of_group(error.message, error.hint, "timezone", "T101")
    for name in group.zones:
        try:
            zones.zone(name)
        except zones.UnknownZoneError as error:
            yield _of_group(error.message, error.hint, "zones", "T101")
    for region in group.holidays:
        try:
            public_holidays.compute(region, group.formed or 2020)
        except public_holidays.UnknownRegionError as error:
            yield _of_group(error.message, error.hint, "holidays", "T103")
    if group.main_series is not None and group.main_series not in series_ids:
        hint = f"the series are: {', '.join(series_ids) or 'none yet'}"
        yield _of_group(f'there is no series "{group.main_series}"', hint, "main_series", "L102")


def _of_group(message: str, hint: str | None, key: str, code: str) -> FieldError:
    return FieldError(message, kind="group", record_id="group", path=(key,), hint=hint, code=code)


def of_series(series: Series, group: Group, issue_ids: list[str]) -> Iterator[FieldError]:
    """S101, S102, S103, T101, T102 and L101: a series' rule, hours, exceptions and references."""
    yield from _references("series", series, issue_ids)
    try:
        occurrences.expand(series, group)
        strays = list(occurrences.stray_exceptions(series, group))
    except FieldError as error:
        if error.kind != "group":  # of_group has said so
            yield error
        return
    for number, exception, regular in strays:
        message, hint = f"the rule gives no {long_date(exception.date)}", "mend the date, or write extra = true"
        if regular:
            message, hint = f"the rule gives {long_date(exception.date)} anyway", "delete the line extra = true"
        path = ("exceptions", number, "extra" if regular else "date")
        code = "S102" if regular else "S101"
        yield FieldError(message, kind="series", record_id=series.id, path=path, hint=hint, code=code)


def of_event(event: Event, group: Group, issue_ids: list[str]) -> Iterator[FieldError]:
    """F104, T101, T102 and L101: an event's times, name and references."""
    yield from _references("event", event, issue_ids)
    try:
        occurrence = occurrences.of_event(event, group)
    except FieldError as error:
        if error.kind != "group":
            yield error
        return
    day, named = occurrences.local_day(occurrence.start), dt.date.fromisoformat(event.id[:10])
    if day != named:
        yield FieldError(
            f"the file's name says {long_date(named)}, and the event starts on {long_date(day)}",
            kind="event",
            record_id=event.id,
            path=("start",),
            hint="see which of the two is right; then mend the start or rename the file",
            code="F104",
        )


def of_coming(
    coming: Sequence[Occurrence], series: Mapping[str, Series], main_series: str | None
) -> Iterator[FieldError]:
    """W101, W102 and W103: holidays and clashes of what is to come.

    ``coming`` is in the order of time and has its warnings of holidays; of two that clash, the later
    one is named.
    """
    for occurrence, found in clashes.beside(coming, lambda _: coming):
        for warning in occurrence.warnings:
            if warning.code == "holiday":
                yield _of_coming(occurrence, series, main_series, warning.message, "W101")
        for clash in found:
            if clash.other.order < occurrence.order:
                code = "W102" if clash.code == "overlap" else "W103"
                yield _of_coming(occurrence, series, main_series, clashes.message(occurrence, clash), code)


def _of_coming(
    occurrence: Occurrence, series: Mapping[str, Series], main_series: str | None, what: str, code: str
) -> FieldError:
    kind, record_id, see = "event", occurrence.id, f"lacwg events show {occurrence.id}"
    path: tuple[str | int, ...] = ("start",)
    if occurrence.series is not None:
        kind, record_id, date = "series", occurrence.series, occurrence.id.rsplit("/", 1)[1]
        path = explaining.path_of(series[record_id], dt.date.fromisoformat(date))
        see = f"lacwg meetings explain {local_day(occurrence.start)}"
        if record_id != main_series:
            see += f" --series {record_id}"
    message = f"{long_date(local_day(occurrence.start))}: {what}"
    return FieldError(message, kind=kind, record_id=record_id, path=path, hint=f"see: {see}", code=code)


def of_meetings(records: Iterable[MeetingRecord]) -> Iterator[FieldError]:
    """M101: actions whose id another one has, in the order of the records."""
    first: dict[str, str] = {}
    for record in records:
        for number, action in enumerate(record.actions):
            if action.id in first:
                yield FieldError(
                    f'another action has the id "{action.id}" (in {first[action.id]})',
                    kind="meeting",
                    record_id=record.id,
                    path=("actions", number, "id"),
                    hint="write four other letters for one of the two",
                    code="M101",
                )
            first.setdefault(action.id, record.id)


def of_minutes(
    records: Iterable[MeetingRecord], all_series: Iterable[Series], series_ids: Sequence[str], group: Group
) -> Iterator[FieldError]:
    """M102 and M103: whether the meetings of records, and those that approved them, ever were.

    A series that cannot be read or worked out is passed over: that it cannot has been said.
    """
    readable = {each.id: each for each in all_series}
    for record in records:
        date, series_id = dt.date.fromisoformat(record.id[:10]), record.id[11:]
        if series_id not in series_ids:
            hint = _nearest(series_id, list(series_ids), "series")
            yield _of_record(record, (), f'there is no series "{series_id}"', hint, "M102")
            continue
        if series_id not in readable:
            continue
        with contextlib.suppress(FieldError):
            yield from _of_dates(record, date, readable[series_id], group)


def _of_dates(record: MeetingRecord, date: dt.date, series: Series, group: Group) -> Iterator[FieldError]:
    own = [each for each in occurrences.of_day(series, group, date) if each.id == f"{series.id}/{date}"]
    if not own:
        message = f"{series.id} has no meeting of {long_date(date)}"
        yield _of_record(record, (), message, "rename the file to the date that the rule gives", "M102")
    at = record.approved_at
    if at is None:
        return
    path, hint = ("approved_at",), "write the date of the later meeting that approved them"
    held = [each for each in occurrences.of_day(series, group, at) if each.status != "cancelled"]
    day = local_day(own[0].start) if own else date
    if not held:
        yield _of_record(record, path, f"{series.id} had no meeting on {long_date(at)}", hint, "M103")
    elif all(local_day(each.start) <= day for each in held):
        message = f"the meeting of {long_date(at)} is not later than that of {long_date(day)}"
        yield _of_record(record, path, message, hint, "M103")


def _of_record(record: MeetingRecord, path: tuple[str, ...], message: str, hint: str, code: str) -> FieldError:
    return FieldError(message, kind="meeting", record_id=record.id, path=path, hint=hint, code=code)


def _references(kind: str, record: Event | Series, issue_ids: list[str]) -> Iterator[FieldError]:
    for issue in record.issues:
        if issue not in issue_ids:
            yield FieldError(
                f'there is no issue "{issue}"',
                kind=kind,
                record_id=record.id,
                path=("issues",),
                hint=_nearest(issue, issue_ids, "issues"),
                code="L101",
            )


def _nearest(word: str, known: list[str], what: str) -> str:
    import difflib

    close = difflib.get_close_matches(word, known, n=1)
    return f'did you mean "{close[0]}"?' if close else f"the {what} are: {', '.join(known) or 'none yet'}"
