"""What of each record ``lacwg search`` looks through: what people have written.

No dates and ids, and no links to join by.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lacwg.records import LANGUAGES, Contact, Event, Group, Issue, Language, Series, Table
from lacwg.voice.translation import translatable_fields


def words(table: Table, language: Language, among: Callable[[str], bool] = lambda _: True) -> Iterator[str]:
    """What a record and its tables say in another language; of the tables in it those under ``among``'s keys."""
    texts, nested = translatable_fields(type(table))
    said = getattr(table, language) if texts else None
    if said is not None:
        yield from filter(None, (getattr(said, key) for key in texts))
    for name in nested:
        value = getattr(table, name)
        if value and among(name):
            for each in (value,) if isinstance(value, Table) else value:
                yield from words(each, language)


def in_other_languages(table: Table, among: Callable[[str], bool] = lambda _: True) -> dict[Language, list[str]]:
    """The same by language, of those in which it says anything."""
    said = {language: [*words(table, language, among)] for language in LANGUAGES}
    return {language: texts for language, texts in said.items() if texts}


def of_event(event: Event) -> list[str | None]:
    """What of an event is looked through, its title first."""
    said = [text for speaker in event.speakers for text in (speaker.name, speaker.about)]
    return [
        event.title, event.description, event.place, *said, event.reason, event.url, event.caption, event.alt,
        event.credit,
    ]  # fmt: skip


def of_issue(issue: Issue) -> tuple[str, list[str | None]]:
    """An issue's title, and what of it and its bills is looked through."""
    texts: list[str | None] = [issue.title, issue.stance, issue.summary, *issue.partners]
    for bill in issue.bills:
        texts += [bill.name, bill.number, bill.status, bill.ask, bill.chamber, bill.session, bill.url, *bill.sponsors]
    return issue.title, texts


def of_contact(contact: Contact) -> tuple[str, list[str | None]]:
    """A contact's name, and what of it is looked through."""
    return contact.name, [
        contact.name, contact.role, contact.email, contact.phone, contact.address, contact.pronouns,
    ]  # fmt: skip


def of_series(series: Series) -> tuple[str, list[str | None]]:
    """A series' title, and what of it and its changes is looked through."""
    texts: list[str | None] = [series.title, series.description, series.place, series.url]
    for change in series.changes:
        texts += [change.reason, change.title, change.place, change.description, change.url]
    return series.title, texts


def of_group(group: Group) -> dict[str, list[str | None]]:
    """What of the group is looked through, by the section of ``lacwg mission``."""
    photo = group.photo
    return {
        "mission": [group.mission],
        "history": [group.history],
        "get-involved": [group.get_involved],
        "photo": [] if photo is None else [photo.caption, photo.credit, photo.alt],
        "group": [group.name, group.short_name, group.parent],
    }


def of_group_in_other_languages(group: Group) -> dict[str, dict[Language, list[str]]]:
    """What the sections of ``of_group`` say in other languages."""
    keys = {
        "mission": ("mission",),
        "history": ("history",),
        "get-involved": ("get_involved",),
        "group": ("name", "short_name", "parent"),
    }
    found: dict[str, dict[Language, list[str]]] = {
        section: {
            language: [text for name in names if (text := getattr(getattr(group, language), name, None))]
            for language in LANGUAGES
        }
        for section, names in keys.items()
    }
    found["photo"] = {} if group.photo is None else in_other_languages(group.photo)
    return found
