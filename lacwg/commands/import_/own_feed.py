"""What a calendar file holds that went out from this folder, known by the UIDs that records here have or derive."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from functools import cached_property

from lacwg.audience.view import redacted
from lacwg.errors import LacwgError
from lacwg.exporters.ics import entries, feed
from lacwg.identity import Identity
from lacwg.importers import import_updates
from lacwg.importers.incoming import Incoming
from lacwg.records import Event, Record, Series
from lacwg.schedule import zones
from lacwg.store.store import Store
from lacwg.voice.translation import own_language
from lacwg.voice.voice import voice


class OwnFeed:
    """What the folder gives away itself."""

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
