"""iCalendar (RFC 5545, RFC 7986): a view's occurrences as a feed to subscribe to.

A series is one VEVENT with its rule; what happened to single dates are overrides of it. The same
records give the same bytes. Nothing is withheld here: the view already lacks what its audience may
not see.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import deque
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from lacwg import records
from lacwg.audience import View
from lacwg.errors import FieldError
from lacwg.exporters.ics.vtimezone import Spans, is_utc
from lacwg.folding import folded
from lacwg.records import Issue, Series
from lacwg.schedule import occurrences, rules, zones
from lacwg.schedule.occurrences import Moment, Occurrence, Segment
from lacwg.schedule.wording import clock_time, full_date

if TYPE_CHECKING:
    from icalendar import Calendar, Component, Event

PRODID: Final = "-//lacwg//lacwg//EN"
REFRESH: Final = dt.timedelta(hours=6)
NEVER: Final = dt.datetime(1970, 1, 1, tzinfo=zones.UTC)
"""DTSTAMP of a record that does not say when it was changed: the same folder gives the same bytes."""
_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_STATUS: Final = {"confirmed": "CONFIRMED", "tentative": "TENTATIVE", "cancelled": "CANCELLED"}


def calendar(view: View, failed: list[FieldError], part: Issue | records.Event | None = None) -> bytes:
    """The feed of a view. Records whose times cannot be told go to ``failed`` and are left out.

    ``part``: what alone it is about; a calendar of its own then, with a name and a UID that say so.
    """
    spans = Spans()
    body = b"".join(_components(view, spans, failed))
    head = _head(view, part)
    for component in spans.timezones():
        head.add_component(component)
    text: bytes = head.to_ical(sorted=False)
    end = b"END:VCALENDAR\r\n"
    assert text.endswith(end)
    return text.removesuffix(end) + body + end


def _components(view: View, spans: Spans, failed: list[FieldError]) -> Iterator[bytes]:
    """Every VEVENT as bytes at once, so that ten thousand of them do not stay in memory as objects."""
    for series in view.series:
        try:
            parts = list(series_components(series, view, spans))
        except FieldError as error:
            failed.append(error)
        else:
            yield from map(lines_of, parts)
    for event in view.events:
        try:
            yield lines_of(event_component(occurrences.of_event(event, view.group), spans))
        except FieldError as error:
            failed.append(error)


def lines_of(component: Component) -> bytes:
    """A component's lines, as the library writes them.

    It folds them character by character, and takes each line without parameters apart once more: most of its time.
    """
    return b"".join(folded(line) + b"\r\n" for line in _content_lines(component))


def _content_lines(component: Component) -> Iterator[str]:
    value: Any
    for name, value in component.property_items(sorted=False):
        text = (value if isinstance(value, bytes) else value.to_ical()).decode()
        if getattr(value, "params", None) or "\n" in text:
            yield component.content_line(name, value, sorted=False)  # which refuses what would be two lines
        else:
            yield f"{name}:{text}"


def _head(view: View, part: Issue | records.Event | None) -> Calendar:
    from icalendar import Calendar, vText

    group, head = view.group, Calendar()
    name, uid = group.short_name or group.name, group.uid_namespace
    if part is not None:
        name, uid = f"{name}: {part.title}", occurrences.Identity(uid, None, part.id, "feed").uid
    head.add("version", "2.0")
    head.add("prodid", PRODID)
    head.add("calscale", "GREGORIAN")
    for key in ("name", "x-wr-calname"):
        head.add(key, vText(carried(name, lines=False)))
    if not any(is_utc(series.timezone or group.timezone) for series in view.series):
        # readers that heed it move what is in UTC there, rules included
        head.add("x-wr-timezone", group.timezone)
    about = carried(f"{group.name}, {group.parent}" if group.parent else group.name)
    for key in ("description", "x-wr-caldesc"):
        head.add(key, vText(about))
    head.add("uid", uid)
    head.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    head.add("x-published-ttl", "PT6H")
    return head


# Series


def series_components(series: Series, view: View, spans: Spans) -> Iterator[Event]:
    """A series: for each segment and ordinal a VEVENT with the rule, then what became of single dates."""
    pieces = occurrences.segments(series, view.group)
    for segment in pieces:
        for rule, uid in _parts(segment):
            days = (day for day in segment.days() if rule is segment.rule or rule.has_ordinal_of(day))
            first = next(days, None)
            if first is not None:
                # of a rule with an end, the last date it really gives
                last = deque([first, *days], maxlen=1).pop() if segment.ends_by_itself else None
                yield _master(segment, rule, uid, first, last, spans)
    for number, exception in sorted(enumerate(series.exceptions), key=lambda numbered: numbered[1].date):
        occurrence = occurrences.of_exception(pieces, number, exception)
        if occurrence is not None:
            yield _exceptional(occurrence, exception.date, pieces, spans)


def _parts(segment: Segment) -> list[tuple[rules.Rule, str]]:
    """The rules that a segment goes out as, with the UID of each."""
    uid, parts = segment.identity.uid, segment.rule.by_ordinal()
    return [(rule, f"{uid}-{rule.part('BYDAY')}" if len(parts) > 1 else uid) for rule in parts]


def _master(segment: Segment, rule: rules.Rule, uid: str, first: dt.date, last: dt.date | None, spans: Spans) -> Event:
    """The VEVENT with the rule; ``last`` is its last date, None for one without an end."""
    from icalendar import vRecur
    from icalendar.prop import vInline

    start = _nominal(segment, first)
    event = _vevent(segment.pattern, uid)
    _add_moment(event, "dtstart", start, spans, recurring=True)
    if last is None:
        spans.add(start, endless=True)
    if isinstance(start, dt.datetime) and segment.minutes is not None:
        # in minutes: P1D would end at the hour at which it began, whatever the clocks do (RFC 5545, 3.3.6)
        event.add("duration", vInline(f"PT{segment.minutes}M"))
    until = ""
    if last is not None:
        end = _nominal(segment, last)
        spans.add(end)
        until = f";UNTIL={_until(end)}"
    event.add("rrule", vRecur.from_ical(f"{rule.rrule}{until}"))
    return event


def _until(last: Moment) -> str:
    """The last start, as UNTIL has it; where it comes twice the second, which is behind both readings."""
    if not isinstance(last, dt.datetime):
        return f"{last:%Y%m%d}"
    return f"{last.replace(fold=1 if zones.is_repeated(last) else 0).astimezone(zones.UTC):%Y%m%dT%H%M%SZ}"


def _exceptional(occurrence: Occurrence, date: dt.date, pieces: tuple[Segment, ...], spans: Spans) -> Event:
    """An override of the date that the rule gives, or an extra date with a VEVENT and a UID of its own."""
    segment = occurrences.segment_of(pieces, date)
    if not occurrences.gives(segment, date):
        return event_component(occurrence, spans)
    parts = _parts(segment)
    uid = next((uid for rule, uid in parts if len(parts) > 1 and rule.has_ordinal_of(date)), segment.identity.uid)
    event = event_component(occurrence, spans, uid)
    _add_moment(event, "recurrence-id", _nominal(segment, date), spans, recurring=True)
    return event


def _nominal(segment: Segment, day: dt.date) -> Moment:
    """The start that the rule says, even where the clocks skip it: RFC 5545, 3.3.5 says how that is read."""
    if segment.start_time is None:
        return day
    return dt.datetime.combine(day, segment.start_time, segment.zone)


# One VEVENT


def event_component(occurrence: Occurrence, spans: Spans, uid: str | None = None) -> Event:
    """The VEVENT of one occurrence, without a rule."""
    event = _vevent(occurrence, uid or occurrence.identity.uid)
    _add_moment(event, "dtstart", occurrence.start, spans)
    end = occurrence.end
    if isinstance(end, dt.datetime):
        if end != occurrence.start:  # DTEND must be later (RFC 5545, 3.6.1)
            _add_moment(event, "dtend", end, spans)
    elif end is not None and end != occurrence.start:
        event.add("dtend", end + dt.timedelta(days=1))  # exclusive
    return event


def _vevent(occurrence: Occurrence, uid: str) -> Event:
    """What a VEVENT says beside its times."""
    from icalendar import Event, vText, vUri

    event = Event()
    cancelled = occurrence.status == "cancelled"
    event["uid"] = vText(carried(uid, lines=False))  # text needs none of what add() looks into
    event.add("dtstamp", occurrence.updated or NEVER)
    if occurrence.updated is not None:
        event.add("last-modified", occurrence.updated)
    event.add("sequence", occurrence.sequence)
    event["status"] = vText(_STATUS[occurrence.status])
    title = f"CANCELLED: {occurrence.title}" if cancelled else occurrence.title
    event["summary"] = vText(carried(title, lines=False))
    if text := "\n\n".join(_paragraphs(occurrence)):
        event["description"] = vText(carried(text))
    join = occurrence.members.join_url
    if place := occurrence.place or join:
        event["location"] = vText(carried(place, lines=False))
    if occurrence.url:
        event.add("url", vUri(_uri(occurrence.url)))
    if occurrence.image and occurrence.image.startswith("https://"):  # a file of the folder is nowhere to be fetched
        event.add("image", vUri(_uri(occurrence.image)), parameters={"VALUE": "URI", "DISPLAY": "BADGE"})
    if join:
        event.add("conference", vUri(_uri(join)), parameters={"VALUE": "URI", "FEATURE": "VIDEO", "LABEL": "Join"})
    return event


def _paragraphs(occurrence: Occurrence) -> Iterator[str]:
    """The description: what happened to the date, what it is about, who speaks, how to join."""
    reason = f": {occurrence.reason}" if occurrence.reason else ""
    if occurrence.status == "cancelled":
        yield f"Cancelled{reason}"
    elif occurrence.change == "moved" and occurrence.original_start is not None:
        original = occurrence.original_start
        hour = f", {clock_time(original)}" if isinstance(original, dt.datetime) and occurrence.kept_its_day else ""
        yield f"Moved from {full_date(original)}{hour}{reason}"
    elif occurrence.change is not None and reason:
        yield f"{occurrence.change.capitalize()}{reason}"
    if occurrence.description:
        yield occurrence.description
    if occurrence.speakers:
        said = [f"{each.name} — {each.about}" if each.about else each.name for each in occurrence.speakers]
        yield "\n".join(["Speakers:" if len(said) > 1 else "Speaker:", *said])
    if occurrence.members.join_url:
        yield f"Join: {occurrence.members.join_url}"
    if occurrence.members.dial_in:
        yield f"Dial in: {occurrence.members.dial_in}"


def _add_moment(event: Event, name: str, moment: Moment, spans: Spans, *, recurring: bool = False) -> None:
    """Writes a moment: a date, wall time with its TZID or, where the clocks show that twice, UTC.

    ``recurring``: it is the start of a rule or of one of its dates; these are wall time always, as a
    rule in UTC would not follow the clocks.
    """
    if isinstance(moment, dt.datetime):
        if zones.is_repeated(moment) and not recurring:
            moment = moment.astimezone(zones.UTC)
        spans.add(moment)
    event.add(name, moment)


def carried(text: str, *, lines: bool = True) -> str:
    """Text without the control characters that iCalendar cannot carry (RFC 5545, 3.1)."""
    if text.isprintable():
        return text
    text = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return text if lines else " ".join(text.split())


def _uri(text: str) -> str:
    """A link without what would end its line."""
    return "".join(_CONTROL.sub("", text).split())
