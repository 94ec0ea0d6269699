"""An announcement: the text to paste into a mail, and a draft for a mail program to open. No address in either."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from lacwg.records import Contact, Group, Language
from lacwg.schedule.occurrences import Occurrence
from lacwg.schedule.zones import abbreviation
from lacwg.text.controls import escape_controls, one_line
from lacwg.voice.voice import Wording, wording

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
    language: Language = "en"
    """In which our own words, dates and hours are told."""


def subject(announcement: Announcement) -> str:
    """``LA/CWG monthly meeting: Wednesday, December 9, 2026, 5:00 PM EST``; what happened to it stands first."""
    occurrence, said = announcement.occurrence, wording(announcement.language)
    title = occurrence.title
    if occurrence.status == "cancelled":
        title = said.say("Cancelled: {title}", title=title)
    elif occurrence.status == "tentative":
        title = said.say("Tentative: {title}", title=title)
    elif occurrence.change == "moved":
        title = said.say("Moved: {title}", title=title)
    return one_line(said.say("{title}: {when}", title=title, when=_when(occurrence, said).replace(" · ", ", ")))


def text(announcement: Announcement) -> str:
    """The whole announcement in lines that mail programs wrap themselves."""
    occurrence, said = announcement.occurrence, wording(announcement.language)
    parts = [one_line(occurrence.title), "\n".join(_facts(announcement, said))]
    if announcement.agenda:
        items = [f"{number}. {_item(each, said)}" for number, each in enumerate(announcement.agenda, 1)]
        parts.append("\n".join([said.say("Agenda"), *items]))
    if occurrence.description:
        parts.append(occurrence.description.strip())
    if occurrence.speakers:
        speakers = [
            said.say("{name}: {about}", name=each.name, about=each.about) if each.about else each.name
            for each in occurrence.speakers
        ]
        parts.append("\n".join([said.say("Speakers") if len(speakers) > 1 else said.say("Speaker"), *speakers]))
    group = announcement.group
    parts.append(f"{group.name}\n{group.parent}" if group.parent else group.name)
    return escape_controls("\n\n".join(parts).replace("\r\n", "\n")) + "\n"


def draft(announcement: Announcement, feed: bytes, filename: str, languages: Sequence[str] = ()) -> bytes:
    """A message file (RFC 5322) for a mail program to open as a draft, with the calendar attached.

    It names no sender and no receiver, and the same announcement gives the same bytes. ``languages``: what it says
    of its texts (RFC 3282), as BCP 47 tags.
    """
    from email.message import EmailMessage
    from email.policy import SMTP

    message = EmailMessage(policy=SMTP.clone(max_line_length=998))
    message["Subject"] = subject(announcement)
    message["X-Unsent"] = "1"  # Outlook opens it to be sent, not as received
    message.set_content(text(announcement), cte="quoted-printable")
    message.add_attachment(feed, maintype="text", subtype="calendar", filename=filename, params={"charset": "utf-8"})
    if languages:  # last: whatever sets a content takes away what is said of one
        message["Content-Language"] = ", ".join(one_line(each) for each in languages)
    # not the UID itself: Outlook's have more characters than a boundary may (RFC 2046, 5.1.1)
    uid = announcement.occurrence.identity.uid.encode("utf-8", "surrogatepass")
    message.set_boundary(f"=_{hashlib.blake2b(uid, digest_size=16).hexdigest()}")
    return message.as_bytes()


def _facts(announcement: Announcement, said: Wording) -> list[str]:
    """When, where and how, a line each."""
    occurrence = announcement.occurrence
    lines = [said.say("When: {when}", when=_when(occurrence, said))]
    if hours := _elsewhere(occurrence, announcement.zones, said):
        lines.append(said.say("Elsewhere: {hours}", hours=hours))
    lines += _what_changed(occurrence, said)
    if occurrence.status == "cancelled":
        return lines
    if occurrence.place:
        lines.append(said.say("Where: {place}", place=one_line(occurrence.place)))
    if occurrence.members.join_url:
        lines.append(said.say("Join: {link}", link=one_line(occurrence.members.join_url)))
    if occurrence.members.dial_in:
        lines.append(said.say("Dial in: {number}", number=one_line(occurrence.members.dial_in)))
    if announcement.ask_for_link:
        people = [f"{each.name}, {each.email}" if each.email else each.name for each in announcement.contacts]
        if people:
            lines.append(said.say("To join, ask us for the link: {people}", people=said.listed(people, "or")))
        else:
            lines.append(said.say("To join, ask us for the link"))
    if occurrence.url:
        lines.append(said.say("More: {link}", link=one_line(occurrence.url)))
    return lines


def _what_changed(occurrence: Occurrence, said: Wording) -> list[str]:
    say, why = said.say, one_line(occurrence.reason) if occurrence.reason else None
    if occurrence.status == "cancelled":
        return [say("Cancelled: {reason}", reason=why) if why else say("Cancelled")]
    original = occurrence.original_start
    if occurrence.change == "moved" and original is not None:
        hour = occurrence.original_hour
        was = said.full_date(original) if hour is None else said.clock_time(hour)
        return [say("Moved from {was}: {reason}", was=was, reason=why) if why else say("Moved from {was}", was=was)]
    if why and occurrence.change == "extra":
        return [say("An extra date: {reason}", reason=why)]
    if why and occurrence.change == "edited":
        return [say("Changed: {reason}", reason=why)]
    return []


def _when(occurrence: Occurrence, said: Wording) -> str:
    span = occurrence.span
    start, end = span.starts_at, span.ends_at
    if start is None:
        return said.day_span(span.day, span.last_day)
    hours = said.clock_span(start, end, abbreviation(start), None if end is None else abbreviation(end))
    return f"{said.full_date(start)} · {hours}"


def _elsewhere(occurrence: Occurrence, zones: Sequence[ZoneInfo], said: Wording) -> str:
    """``6:00 PM in Havana; 4:00 PM in Mexico City and Managua``; places with one hour stand together."""
    start = occurrence.span.starts_at
    if start is None:
        return ""
    found: dict[tuple[str, str], list[str]] = {}
    for zone in zones:
        there = start.astimezone(zone)
        if there.replace(tzinfo=None) != start.replace(tzinfo=None):
            day = "" if there.date() == start.date() else said.long_date(there)
            found.setdefault((said.clock_time(there), day), []).append(said.city(zone.key))
    between = "\u00a0; " if said.code == "fr" else "; "
    return between.join(
        said.say("{hour} on {day} in {cities}", hour=hour, day=day, cities=said.listed(cities))
        if day
        else said.say("{hour} in {cities}", hour=hour, cities=said.listed(cities))
        for (hour, day), cities in found.items()
    )


def _item(line: AgendaLine, said: Wording) -> str:
    aside = [said.count("{count} minute", "{count} minutes", line.minutes) if line.minutes else "", line.who or ""]
    told = ", ".join(each for each in aside if each)
    return one_line(f"{line.title} ({told})" if told else line.title)
