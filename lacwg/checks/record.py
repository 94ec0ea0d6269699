"""Everything that can be said of one record by itself."""

from __future__ import annotations

import datetime as dt
import posixpath
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

from lacwg.checks.address_fields import of_addresses
from lacwg.checks.exposed_links import of_openness
from lacwg.checks.finding import Path, Text, finding, nearest, texts
from lacwg.checks.translations import of_translations
from lacwg.errors import FieldError
from lacwg.issue_threads import is_stale
from lacwg.records import PEOPLE, Contact, Duty, Event, Group, Issue, Record, Series, is_id
from lacwg.schedule import occurrences, public_holidays, zones
from lacwg.text import remote_addresses
from lacwg.text.addresses import Fault
from lacwg.text.controls import quoted
from lacwg.text.english import full_date, long_date, plural
from lacwg.text.fold import fold_line, is_device, slug
from lacwg.text.links import link_fault, server_fault

_OLD_ZONES: Final = dt.timedelta(days=274)
_SHOWN: Final = frozenset({".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg"})
"""The endings of pictures that every browser shows."""
_NOT_SHOWN: Final = frozenset({".heic", ".heif", ".tif", ".tiff", ".psd", ".pdf", ".raw", ".eps", ".ai", ".docx"})
"""Of a web address only what is surely no such picture counts: many have no ending."""
_KEYS: Final = frozenset({"image", "alt", "credit"})


class Known(NamedTuple):
    """What records may name, and the day on which they are looked at."""

    group: Group
    issues: Collection[str]
    """Ids; of those that cannot be read too. Looked into for every record: no lists."""
    contacts: Collection[str]
    images: Collection[str]
    """The files of the folder's ``images``, as ``images/vigil.jpg``."""
    today: dt.date | None
    """None where it cannot be told."""


def of_record(record: Record | Group, known: Known) -> Iterator[FieldError]:
    """What is wrong with a record by itself: its references, addresses, pictures, openness, translations and times."""
    found = texts(record)
    if isinstance(record, Record) and is_device(record.id):
        message = f'on Windows no file can be called "{record.id}", and sync does not share it'
        yield finding(record, (), message, _device_hint(record), "F108")
    yield from chain(
        _of_references(record, found, known),
        of_addresses(record, found),
        _of_pictures(record, found, known.images),
        of_openness(record, found, known.group.meeting_hosts),
        of_translations(record, known.group, known.today),
    )
    if isinstance(record, Series | Event):
        try:
            if isinstance(record, Series):
                yield from _of_series(record, known.group)
            else:
                yield from _of_event(record, known.group)
        except FieldError as error:
            if error.kind != "group":  # of_group has said so
                yield error
    elif isinstance(record, Issue) and known.today is not None:
        yield from _of_bills(record, known.today)


def of_contacts(contacts: Iterable[Contact]) -> Iterator[FieldError]:
    """C101: public contacts without an address."""
    for contact in contacts:
        if contact.audience == "public" and not (contact.email or "").strip():
            message = "no e-mail address, and the page asks people to write"
            yield finding(contact, (), message, 'add a line: email = "…"', "C101")


def of_lists(contacts: Iterable[Contact], group: Group) -> Iterator[FieldError]:
    """C105 and C106: lists that nobody declares, each where it stands first, and lists that nobody is on."""
    first: dict[str, tuple[Contact, int]] = {}
    count = Counter(name for each in contacts for name in each.lists)
    for contact in contacts:
        for number, name in enumerate(contact.lists):
            first.setdefault(name, (contact, number))
    for name, (contact, number) in first.items():
        if name not in group.lists:
            are = "is" if count[name] == 1 else "are"
            message = f'group.toml has no list "{name}", which {plural(count[name], "contact")} {are} on'
            hint = f"declare it in group.toml: [lists.{name}]"
            close = nearest(name, group.lists, "lists")
            hint = f"{close}\n{hint}" if close.startswith("did you mean") else hint
            yield finding(contact, ("lists", number), message, hint, "C105")
    for name, declared in group.lists.items():
        if name not in first and not declared.address:
            hint = f"put somebody on it: lacwg contacts edit ID --list +{name}"
            yield finding(group, ("lists", name), f'nobody is on the list "{name}"', hint, "C106")


def of_roles(contacts: Sequence[Contact], today: dt.date | None) -> Iterator[FieldError]:
    """C107 and C108: the same role twice at a time, and roles that have ended without anybody who follows."""
    for contact in contacts:
        for number, role in enumerate(contact.roles):
            same = [each for each in contact.roles[:number] if fold_line(each.role) == fold_line(role.role)]
            if any(each.overlaps(role.from_, role.to) for each in same):
                message = f"they are {role.role} twice at the same time"
                yield finding(contact, ("roles", number), message, "let the one end before the other begins", "C107")
    if today is None:
        return
    held = {fold_line(each.role) for one in contacts for each in one.all_roles if each.to is None or each.to >= today}
    for contact in contacts:
        for number, role in enumerate(contact.roles):
            if role.to is not None and role.to < today and fold_line(role.role) not in held:
                message = f"they were {role.role} until {long_date(role.to)}, and nobody is now"
                hint = "say who follows: lacwg contacts edit ID --role +ROLE\nif nobody does, delete this role"
                yield finding(contact, ("roles", number, "to"), message, hint, "C108")


def _of_references(record: Record | Group, found: Iterable[Text], known: Known) -> Iterator[FieldError]:
    """L101 and L103: what a record names, in whichever of its tables. ``found`` are its texts."""
    for path, table, key, text in found:
        if key == "issues" and text not in known.issues:
            hint = nearest(text, known.issues, "issues")
            yield finding(record, path, f"there is no issue {quoted(text)}", hint, "L101")
        elif key.rstrip("_") in PEOPLE and (is_id(text) or type(table) is Duty) and text not in known.contacts:
            hint = "a plain name is written as people write it, with a capital letter or a space"
            close = nearest(text, known.contacts, "contacts")
            if type(table) is Duty or close.startswith("did you mean"):
                hint = close if type(table) is Duty else f"{close}\n{hint}"
            yield finding(record, path, f"there is no contact {quoted(text)}", hint, "L103")


def _of_pictures(record: Record | Group, found: Iterable[Text], files: Collection[str]) -> Iterator[FieldError]:
    """P101 to P104: the pictures of a record. ``found`` are its texts.

    ``files`` are those of the data folder, as ``images/vigil.jpg``.
    """
    places = {each.path[:-1]: each.table for each in found if each.key in _KEYS and hasattr(each.table, "image")}
    for path, table in places.items():
        picture: Any = table
        if picture.image is None:
            alone = "alt" if picture.alt else "credit" if picture.credit and not picture.caption else None
            if alone is not None:
                message = f"there is {'an alt' if alone == 'alt' else 'a credit'}, and no picture that it is of"
                yield finding(record, (*path, alone), message, f"add a line: image = …, or delete {alone}", "P104")
            continue
        at = (*path, "image")
        ending = _ending(picture.image)
        if picture.image.startswith("https:"):
            hidden = ending in _NOT_SHOWN
        else:
            hidden = ending not in _SHOWN
            if picture.image not in files:
                hint = nearest(picture.image, files, "pictures") if files else "put it there"
                yield finding(record, at, f"there is no picture {quoted(picture.image)} in the folder", hint, "P101")
        if hidden:
            message = (
                f"browsers do not show a picture that ends in {quoted(ending)}" if ending else "the picture has no kind"
            )
            yield finding(record, at, message, "save it as .jpg, .png or .webp, and name that", "P103")
        if not (picture.alt or "").strip():
            message = "the picture is not described for people who cannot see it"
            yield finding(record, at, message, "add a line: alt = …, with what is to be seen in it", "P102")


def _ending(image: str) -> str:
    try:
        name = urlsplit(image).path if image.startswith("https:") else image
    except ValueError:
        return ""
    return posixpath.splitext(name)[1].lower()


def _of_series(series: Series, group: Group) -> Iterator[FieldError]:
    """S101, S102, and by a ``FieldError`` that it raises S103, T101 and T102: its rule, hours and exceptions."""
    occurrences.expand(series, group)
    for number, exception, regular in list(occurrences.stray_exceptions(series, group)):
        message, hint = f"the rule gives no {long_date(exception.date)}", "mend the date, or write extra = true"
        if regular:
            message, hint = f"the rule gives {long_date(exception.date)} anyway", "delete the line extra = true"
        path: Path = ("exceptions", number, "extra" if regular else "date")
        yield finding(series, path, message, hint, "S102" if regular else "S101")


def _of_event(event: Event, group: Group) -> Iterator[FieldError]:
    """F104, and by a ``FieldError`` that it raises T101 and T102: its times, and the date in its file's name."""
    day, named = occurrences.of_event(event, group).span.day, dt.date.fromisoformat(event.id[:10])
    if day != named:
        message = f"the file's name says {long_date(named)}, and the event starts on {long_date(day)}"
        hint = "see which of the two is right; then mend the start or rename the file"
        yield finding(event, ("start",), message, hint, "F104")


def _device_hint(record: Record) -> str:
    if isinstance(record, Series):
        return f"give it another name: lacwg series rename {record.id} {slug(record.id, 'series')}"
    return "rename the file, and write the new name where others name it"


def _of_bills(issue: Issue, today: dt.date) -> Iterator[FieldError]:
    """I102: bills that were not checked for 60 days, or have a status and were never checked."""
    for number, bill in enumerate(issue.bills):
        path: Path = ("bills", number, "status")
        hint = f"look it up, then write: checked = {today}"
        if bill.checked is None:
            if bill.status:
                message = f'it is not said when the status of "{bill.name}" was looked up'
                yield finding(issue, path, message, hint, "I102")
        elif is_stale(bill, today):
            days = plural((today - bill.checked).days, "day")
            message = f'"{bill.name}" was last looked up on {full_date(bill.checked)}, {days} ago'
            yield finding(issue, ("bills", number, "checked"), message, hint, "I102")


def of_group(group: Group, series_ids: Sequence[str], holidays: public_holidays.Lookup) -> Iterator[FieldError]:
    """T101, T103, L102, L104 and N104: what the group's file names."""
    for path, fault in _faulty_addresses(group):
        yield finding(group, path, fault.message, fault.hint, "L104")
    for number, language in enumerate(group.languages):
        if language in group.languages[:number]:
            message = f'"{language}" stands twice among the languages of the page'
            yield finding(group, ("languages",), message, "delete one of the two", "N104")
            break
    for key, names in (("timezone", (group.timezone,)), ("zones", group.zones)):
        for name in names:
            try:
                zones.zone(name)
            except zones.UnknownZoneError as error:
                yield finding(group, (key,), error.message, error.hint, "T101")
    if group.country is not None and group.country not in zones.countries():
        hint = 'write the two letters of ISO 3166, such as "ES", or delete the line: then it is the country of the zone'
        yield finding(group, ("country",), f'there is no country "{group.country}"', hint, "I101")
    for region in group.holidays:
        try:
            holidays(region, group.formed or 2020)
        except public_holidays.UnknownRegionError as error:
            yield finding(group, ("holidays",), error.message, error.hint, "T103")
    if group.main_series is not None and group.main_series not in series_ids:
        yield no_main_series(group, series_ids)


def of_zone_data(group: Group, today: dt.date | None) -> Iterator[FieldError]:
    """T104: the time zones that hours are computed by, where they are surely older than nine months."""
    if today is not None and today > zones.made_by() + _OLD_ZONES:
        message = f"the time zones ({zones.version()}) are older than nine months; clocks may have changed since"
        hint = (
            "upgrade them: python -m pip install --upgrade tzdata\n"
            "where pipx installed lacwg: pipx runpip lacwg install --upgrade tzdata\n"
            "where uv did: uv tool upgrade lacwg"
        )
        yield finding(group, ("timezone",), message, hint, "T104")


def _faulty_addresses(group: Group) -> Iterator[tuple[Path, Fault]]:
    """Where the page and the calendar are kept."""
    named: dict[Path, tuple[str | None, Callable[[str], Fault | None]]] = {
        ("site", "base_url"): (group.site.base_url, link_fault),
        ("site", "remote"): (group.site.remote, remote_addresses.fault),
        ("publish", "address"): (group.publish.address, server_fault),
    }
    for path, (text, check) in named.items():
        if text is not None and (fault := check(text)) is not None:
            yield path, fault


def no_main_series(group: Group, series_ids: Sequence[str]) -> FieldError:
    """L102: the group's main series is none."""
    hint = f"the series are: {', '.join(series_ids) or 'none yet'}"
    return finding(group, ("main_series",), f'there is no series "{group.main_series}"', hint, "L102")
