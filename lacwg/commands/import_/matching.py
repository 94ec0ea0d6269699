"""Which record of the folder an entry of a file is: by its UID, else by its title and start, or name and address.

And what a file holds that went out from this folder.
"""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Iterable, Iterator
from functools import cached_property

from msgspec.structs import replace

from lacwg import kinds
from lacwg.audience.leak_scanner.scanner import LeakError, LeakScanner
from lacwg.audience.view import redacted
from lacwg.errors import LacwgError
from lacwg.exporters.ics import entries, feed
from lacwg.identity import Identity
from lacwg.importers import import_updates
from lacwg.importers.import_updates import instant, starts
from lacwg.importers.incoming import Incoming, stable_uid
from lacwg.records import Contact, Event, MembersTable, Record, Series
from lacwg.schedule import zones
from lacwg.store.store import Store
from lacwg.text.fold import fold_line
from lacwg.voice.translation import own_language
from lacwg.voice.voice import voice

Name = tuple[str, str]
"""The name of a kind of record, and an id."""


def identified(incoming: Incoming) -> Incoming:
    """The entry with a UID that everybody may have.

    Meeting programs put the meeting's number into the UIDs that they give (Zoom); an identity of our own is
    made of such a one, always the same. It is known by what stands in the file all the same.
    """
    record = incoming.record
    if record.uid is None or not isinstance(record, Event | Series) or _tells_nothing(record):
        return incoming
    scanner = LeakScanner("public")
    scanner.withhold(replace(record, audience="public"))
    try:
        scanner.refuse_leaks(record.uid)
    except LeakError:
        own = str(uuid.uuid5(uuid.NAMESPACE_URL, record.uid))
        same_as, key = incoming.same_as | {record.uid}, incoming.key or record.uid
        return incoming._replace(record=replace(record, uid=own), same_as=same_as, key=key)
    return incoming


def _tells_nothing(record: Event | Series) -> bool:
    """Whether nothing of a record is for members alone."""
    changed = (*record.exceptions, *record.changes) if isinstance(record, Series) else ()
    return all(each.members == MembersTable() for each in (record, *changed))


class Matching:
    """The records of the folder by what they can be known by; a kind is read when it is asked for."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._read: set[str] = set()
        self._by_uid: dict[tuple[str, str], str] = {}
        self._by_start: dict[str, list[str]] = {}
        self._people: dict[str, list[Contact]] = {}
        """Contacts by their names, in small letters and without accents, and by their addresses."""
        self._claimed: set[Name] = set()

    def find(self, incoming: Incoming) -> str | None:
        """The id of the record that an entry is; None where there is none."""
        kind = kinds.of_record(incoming.record).name
        self._look_through(kind)
        for uid in filter(None, (incoming.record.uid, *sorted(incoming.same_as))):
            if (found := self._by_uid.get((kind, uid))) is not None:
                return found
        if own := incoming.record.id:
            return own if own in self._store.collection_of(kinds.of_name(kind)) else None
        if isinstance(incoming.record, Contact):
            return self._person(incoming.record, incoming.same_as)
        for each in self._by_start.get(self._start(incoming.record), ()):
            if (kind, each) not in self._claimed:
                return each
        return None

    def _person(self, card: Contact, addresses: Iterable[str]) -> str | None:
        """The contact of the same name, unless both have addresses and these differ; else that of the same address.

        As several people may share an address, their names must have a word in common then.
        """
        known = {*addresses, *([card.email.casefold()] if card.email else [])}
        same = self._free(self._people.get(fold_line(card.name), ()))
        for each in sorted(same, key=lambda each: not each.email):  # one whose address can be compared comes first
            if not known or not each.email or each.email.casefold() in known:
                return each.id
        words = set(fold_line(card.name).split())
        for address in sorted(known):
            for each in self._free(self._people.get(address, ())):
                if words.intersection(fold_line(each.name).split()):
                    return each.id
        return None

    def namesakes(self, contact: Contact) -> list[Contact]:
        """The contacts of the same name."""
        return self._people.get(fold_line(contact.name), [])

    def _start(self, record: Record) -> str:
        """The same for all ways to write one moment: calendars and spreadsheets tell it in zones of their own."""
        if not isinstance(record, Event) or record.start.all_day:
            return starts(record)
        moment = instant(record.start, record.timezone or self._store.group.timezone)
        return f"event\n{fold_line(record.title)}\n{moment}"

    def _free(self, contacts: Iterable[Contact]) -> list[Contact]:
        return [each for each in contacts if ("contact", each.id) not in self._claimed]

    def named(self, kind: str, key: str) -> str | None:
        """The id of the record that has a UID, whatever its file is called by now."""
        self._look_through(kind)
        return self._by_uid.get((kind, key))

    def claim(self, kind: str, record_id: str) -> None:
        """Notes that an entry is this record: no other is it by title and start alone."""
        self._claimed.add((kind, record_id))

    def add(self, record: Record) -> None:
        """Puts a record among those that can be found."""
        kind = kinds.of_record(record).name
        own = record.uid
        if own is None and isinstance(record, Event | Series | Contact):
            own = Identity(self._store.group.uid_namespace, None, record.id).uid
        names = [own, stable_uid(own) if own else None]
        if isinstance(record, Event | Series):
            names.append(record.url)
        for name in filter(None, names):
            self._by_uid.setdefault((kind, name), record.id)
        if isinstance(record, Contact):
            for key in filter(None, [fold_line(record.name), (record.email or "").casefold()]):
                self._people.setdefault(key, []).append(record)
        else:
            self._by_start.setdefault(self._start(record), []).append(record.id)

    def _look_through(self, kind: str) -> None:
        if kind in self._read:
            return
        self._read.add(kind)
        for record in self._store.collection_of(kinds.of_name(kind)).all():
            self.add(record)


class OwnFeed:
    """What the folder gives away itself, known by the UIDs that records here have or derive."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @cached_property
    def _owners(self) -> dict[str, str]:
        group = self._store.group
        found = {Identity(group.uid_namespace, each.uid, each.id).uid: each.id for each in self._store.events.all()}
        for series in self._store.series.all():
            with contextlib.suppress(LacwgError):
                found |= {each.uid: series.id for each in entries.of_record(series, group, voice("en"))}
        return found

    def why(self, incoming: Incoming) -> str | None:
        """Why an entry that is no record here is none to be made: it goes out with one, or is a date of it."""
        whole, day = incoming.part_of or (incoming.record.uid, None)
        owner = None if whole is None else self._owners.get(whole)
        if owner is None:
            return None
        if day is None:
            return f"it belongs to {owner} here, by its UID, which stays as it is"
        step, to = "cancel", ""
        if isinstance(incoming.record, Event) and incoming.record.status != "cancelled":
            step, to = "move", f' --to "{incoming.record.start.value:%Y-%m-%d %H:%M}"'
        told = f"lacwg meetings {step} {owner}/{day}{to}"
        return f"it is one date of {owner} here, which stays as it is; to change it: {told}"

    def unchanged(self, here: Record, theirs: Record, fields: frozenset[str]) -> dict[str, str]:
        """Those parts of an entry, as digests, that are as ``here`` goes out: another program has not changed them."""
        zone = self._store.group.timezone
        now = import_updates.said(theirs, fields, zone)
        found: dict[str, str] = {}
        if not isinstance(here, Event | Series):
            return found
        for each, said_in in self._read_back(here):
            said = import_updates.said(each, said_in & fields, zone)
            found |= {part: digest for part, digest in said.items() if now.get(part) == digest}
        return found

    def _read_back(self, here: Event | Series) -> Iterator[tuple[Record, frozenset[str]]]:
        """What another program would make of a record, as everybody and as members have it."""
        from lacwg.importers.ics import reading

        group = self._store.group
        for audience in ("public", "members"):
            try:
                part = feed.part(redacted(here, audience), group, own_language(group) or "en")
                data = feed.assembled(group, [part]).replace(feed.PRODID.encode(), b"-")
                found = reading.read(data, "", zone=zones.zone(group.timezone))
            except LacwgError:
                continue
            yield from ((each.record, each.fields) for each in found.records if type(each.record) is type(here))
