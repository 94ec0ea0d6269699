"""An announcement: the text to paste into a mail. No address is in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeVar

from msgspec.structs import replace

from lacwg.errors import UsageError
from lacwg.records import AgendaItem, Contact, Group, Language, MembersTable
from lacwg.schedule.occurrences import Occurrence
from lacwg.schedule.zones import ZoneInfo
from lacwg.text.controls import escape_controls, one_line
from lacwg.voice.voice import Voice, voice_of

T = TypeVar("T", Occurrence, MembersTable)


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
    agenda: Sequence[AgendaItem] = ()
    """As far as the audience may see it, people by their names."""
    duties: Sequence[tuple[str, Sequence[str]]] = ()
    """What is done in turns, and by whom."""
    language: Language = "en"
    """In which our own words, dates and hours are told."""


def subject(announcement: Announcement) -> str:
    """``LA/CWG monthly meeting: Wednesday, December 9, 2026, 5:00 PM EST``; what happened to it stands first."""
    occurrence, say = announcement.occurrence, voice_of(announcement.group, announcement.language)
    when = say.when(occurrence.span, abroad=True).replace(" · ", ", ")
    return one_line(say.gettext("{title}: {when}", title=say.headline(occurrence), when=when))


def text(announcement: Announcement) -> str:
    """The whole announcement in lines that mail programs wrap themselves."""
    occurrence, say = announcement.occurrence, voice_of(announcement.group, announcement.language)
    parts = [one_line(occurrence.title), "\n".join(facts(announcement, say))]
    if announcement.agenda:
        items = [f"{number}. {_item(each, say)}" for number, each in enumerate(announcement.agenda, 1)]
        parts.append("\n".join([say.gettext("Agenda"), *items]))
    if announcement.duties:
        lines = [
            say.gettext("{name}: {about}", name=role, about=say.list_format(who)) for role, who in announcement.duties
        ]
        parts.append("\n".join([say.gettext("Who does what"), *map(one_line, lines)]))
    if occurrence.description:
        parts.append(occurrence.description.strip())
    if occurrence.speakers:
        speakers = [
            say.gettext("{name}: {about}", name=each.name, about=each.about) if each.about else each.name
            for each in occurrence.speakers
        ]
        parts.append("\n".join([say.gettext("Speakers") if len(speakers) > 1 else say.gettext("Speaker"), *speakers]))
    group = announcement.group
    parts.append(f"{group.name}\n{group.parent}" if group.parent else group.name)
    return escape_controls("\n\n".join(parts).replace("\r\n", "\n")) + "\n"


def short(announcement: Announcement, limit: int) -> str:
    """What, when, where and the link in at most ``limit`` characters, for text messages and social networks.

    What is too long loses the reason, the place, how to get the link and the end of its title, in this order, but
    never when it is, or the link. Raises ``UsageError`` where these two alone are too long.
    """
    occurrence, say = announcement.occurrence, voice_of(announcement.group, announcement.language)
    off = occurrence.status == "cancelled"
    place = "" if off else one_line(occurrence.place or "")
    register = occurrence.register.url if occurrence.register else None
    found = occurrence.members.join_url or register or occurrence.url or occurrence.members.dial_in
    link = "" if off else one_line(found or "")
    ask = say.gettext("To join, ask us for the link") if announcement.ask_for_link and not off else ""
    for lines in ([place, ask, say.status_note(occurrence) or ""], [place, ask], [ask], []):
        told = "\n".join(filter(None, [subject(announcement), *lines, link]))
        if len(told) <= limit:
            return escape_controls(told) + "\n"
    title = occurrence.title[: max(0, len(occurrence.title) - (len(told) - limit) - 1)].rstrip()
    if not title:
        raise UsageError(
            f"when it is and the link do not fit into {limit} characters",
            hint=f"allow more: --limit {len(told) - len(occurrence.title) + 20}",
        )
    cut = announcement._replace(occurrence=replace(occurrence, title=f"{title}…"))
    return escape_controls("\n".join(filter(None, [subject(cut), link]))) + "\n"


def facts(announcement: Announcement, say: Voice) -> list[str]:
    """When, where and how, a line each: the first is when."""
    occurrence = _on_one_line(announcement.occurrence, "reason", "place", "url", "access", "cost")
    lines = [say.gettext("When: {when}", when=say.when(occurrence.span, abroad=True))]
    if hours := _elsewhere(occurrence, announcement.zones, say):
        lines.append(say.gettext("Elsewhere: {hours}", hours=hours))
    if note := say.status_note(occurrence):
        lines.append(note)
    if occurrence.status == "cancelled":
        return lines
    if occurrence.place:
        lines.append(say.gettext("Where: {place}", place=occurrence.place))
    if occurrence.co_hosts:
        lines.append(one_line(say.co_hosts(occurrence.co_hosts)))
    if occurrence.access:
        lines.append(say.gettext("Access: {text}", text=occurrence.access))
    if occurrence.cost:
        lines.append(say.gettext("Cost: {text}", text=occurrence.cost))
    if (register := occurrence.register) is not None:
        label = one_line(register.label or say.gettext("Sign up"))
        lines.append(say.gettext("{name}: {about}", name=label, about=one_line(register.url)))
    lines += say.join_lines(_on_one_line(occurrence.members, "join_url", "dial_in"))
    if announcement.ask_for_link:
        people = [f"{each.name}, {each.email}" for each in announcement.contacts if (each.email or "").strip()]
        if people:
            lines.append(say.gettext("To join, ask us for the link: {people}", people=say.list_format(people, "or")))
        else:
            lines.append(say.gettext("To join, ask us for the link"))
    if occurrence.url:
        lines.append(say.gettext("More: {link}", link=occurrence.url))
    return lines


def _on_one_line(record: T, *names: str) -> T:
    return replace(record, **{name: one_line(text) for name in names if (text := getattr(record, name))})


def _elsewhere(occurrence: Occurrence, zones: Sequence[ZoneInfo], say: Voice) -> str:
    """``6:00 PM in Havana; 4:00 PM in Mexico City and Managua``; places with one hour stand together."""
    start = occurrence.span.starts_at
    if start is None:
        return ""
    found: dict[tuple[str, str], list[str]] = {}
    for zone in zones:
        there = start.astimezone(zone)
        if there.replace(tzinfo=None) != start.replace(tzinfo=None):
            day = "" if there.date() == start.date() else say.long_date(there)
            found.setdefault((say.clock_time(there), day), []).append(say.gettext("{city}", **say.place(zone.key)))
    between = "\u00a0; " if say.code == "fr" else "; "
    return between.join(
        say.gettext("{hour} on {day} in {cities}", hour=hour, day=day, cities=say.list_format(cities))
        if day
        else say.gettext("{hour} in {cities}", hour=hour, cities=say.list_format(cities))
        for (hour, day), cities in found.items()
    )


def _item(line: AgendaItem, say: Voice) -> str:
    aside = [say.ngettext("{count} minute", "{count} minutes", line.minutes) if line.minutes else "", line.who or ""]
    told = ", ".join(each for each in aside if each)
    return one_line(f"{line.title} ({told})" if told else line.title)
