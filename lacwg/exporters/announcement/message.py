"""An announcement: the text to paste into a mail, and a draft for a mail program to open. No address in either."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from lacwg.harmless import harmless, one_line
from lacwg.records import Contact, Group
from lacwg.schedule.occurrences import Occurrence, local_day
from lacwg.schedule.wording import clock_span, clock_time, day_span, full_date, listed, long_date
from lacwg.schedule.zones import abbreviation

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


class AgendaLine(NamedTuple):
    """One item of the agenda, as far as the audience may see it."""

    title: str
    minutes: int | None
    who: str | None


class Announcement(NamedTuple):
    """What is told, drawn from redacted records alone."""

    group: Group
    occurrence: Occurrence
    zones: Sequence[ZoneInfo] = ()
    """Where else the hour is told."""
    ask_for_link: bool = False
    """There is a link to join by that this audience does not get."""
    contacts: Sequence[Contact] = ()
    """Whom to ask."""
    agenda: Sequence[AgendaLine] = ()


def subject(announcement: Announcement) -> str:
    """``LA/CWG monthly meeting: Wednesday, December 9, 2026, 5:00 PM EST``; what happened to it stands first."""
    occurrence = announcement.occurrence
    state = {"cancelled": "Cancelled: ", "tentative": "Tentative: "}.get(occurrence.status, "")
    if not state and occurrence.change == "moved":
        state = "Moved: "
    return one_line(f"{state}{occurrence.title}: {_when(occurrence).replace(' · ', ', ')}")


def text(announcement: Announcement) -> str:
    """The whole announcement in lines that mail programs wrap themselves."""
    occurrence = announcement.occurrence
    parts = [one_line(occurrence.title), "\n".join(_facts(announcement))]
    if announcement.agenda:
        items = [f"{number}. {_item(each)}" for number, each in enumerate(announcement.agenda, 1)]
        parts.append("\n".join(["Agenda", *items]))
    if occurrence.description:
        parts.append(occurrence.description.strip())
    if occurrence.speakers:
        said = [f"{each.name}: {each.about}" if each.about else each.name for each in occurrence.speakers]
        parts.append("\n".join(["Speakers" if len(said) > 1 else "Speaker", *said]))
    group = announcement.group
    parts.append(f"{group.name}\n{group.parent}" if group.parent else group.name)
    return harmless("\n\n".join(parts).replace("\r\n", "\n")) + "\n"


def draft(announcement: Announcement, feed: bytes, filename: str) -> bytes:
    """A message file (RFC 5322) for a mail program to open as a draft, with the calendar attached.

    It names no sender and no receiver, and the same announcement gives the same bytes.
    """
    from email.message import EmailMessage
    from email.policy import SMTP

    message = EmailMessage(policy=SMTP.clone(max_line_length=998))
    message["Subject"] = subject(announcement)
    message["X-Unsent"] = "1"  # Outlook opens it to be sent, not as received
    message.set_content(text(announcement), cte="quoted-printable")
    message.add_attachment(feed, maintype="text", subtype="calendar", filename=filename, params={"charset": "utf-8"})
    # not the UID itself: Outlook's have more characters than a boundary may (RFC 2046, 5.1.1)
    uid = announcement.occurrence.identity.uid.encode("utf-8", "surrogatepass")
    message.set_boundary(f"=_{hashlib.blake2b(uid, digest_size=16).hexdigest()}")
    return message.as_bytes()


def _facts(announcement: Announcement) -> list[str]:
    """When, where and how, a line each."""
    occurrence = announcement.occurrence
    lines = [f"When: {_when(occurrence)}"]
    if elsewhere := _elsewhere(occurrence, announcement.zones):
        lines.append(f"Elsewhere: {elsewhere}")
    lines += _what_changed(occurrence)
    if occurrence.status == "cancelled":
        return lines
    if occurrence.place:
        lines.append(f"Where: {one_line(occurrence.place)}")
    if occurrence.members.join_url:
        lines.append(f"Join: {one_line(occurrence.members.join_url)}")
    if occurrence.members.dial_in:
        lines.append(f"Dial in: {one_line(occurrence.members.dial_in)}")
    if announcement.ask_for_link:
        people = [f"{each.name}, {each.email}" if each.email else each.name for each in announcement.contacts]
        whom = f": {listed(people, 'or')}" if people else ""
        lines.append(f"To join, ask us for the link{whom}")
    if occurrence.url:
        lines.append(f"More: {one_line(occurrence.url)}")
    return lines


def _what_changed(occurrence: Occurrence) -> list[str]:
    reason = f": {one_line(occurrence.reason)}" if occurrence.reason else ""
    if occurrence.status == "cancelled":
        return [f"Cancelled{reason}"]
    original = occurrence.original_start
    if occurrence.change == "moved" and original is not None:
        was = (
            clock_time(original)
            if occurrence.kept_its_day and isinstance(original, dt.datetime)
            else full_date(local_day(original))
        )
        return [f"Moved from {was}{reason}"]
    if occurrence.change in ("extra", "edited") and reason:
        return [f"{'An extra date' if occurrence.change == 'extra' else 'Changed'}{reason}"]
    return []


def _when(occurrence: Occurrence) -> str:
    start, end = occurrence.start, occurrence.end
    if not isinstance(start, dt.datetime):
        return day_span(start, None if end is None else local_day(end))
    ends = end if isinstance(end, dt.datetime) else None
    hours = clock_span(start, ends, abbreviation(start), None if ends is None else abbreviation(ends))
    return f"{full_date(start)} · {hours}"


def _elsewhere(occurrence: Occurrence, zones: Sequence[ZoneInfo]) -> str:
    """``6:00 PM in Havana; 4:00 PM in Mexico City and Managua``; places with one hour stand together."""
    start = occurrence.start
    if not isinstance(start, dt.datetime):
        return ""
    hours: dict[str, list[str]] = {}
    for zone in zones:
        there = start.astimezone(zone)
        if there.replace(tzinfo=None) != start.replace(tzinfo=None):
            day = "" if there.date() == start.date() else f" on {long_date(there)}"
            city = zone.key.rsplit("/", 1)[-1].replace("_", " ")
            hours.setdefault(f"{clock_time(there)}{day}", []).append(city)
    return "; ".join(f"{hour} in {listed(cities)}" for hour, cities in hours.items())


def _item(line: AgendaLine) -> str:
    aside = [f"{line.minutes} minutes" if line.minutes else "", line.who or ""]
    said = ", ".join(each for each in aside if each)
    return one_line(f"{line.title} ({said})" if said else line.title)
