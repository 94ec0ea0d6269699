"""What becomes of each entry of an import: a new record, a changed one, or none."""

from __future__ import annotations

import contextlib
import datetime as dt
import shlex
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, NamedTuple

import msgspec
from msgspec.structs import replace

from lacwg import clock, kinds, revision
from lacwg.audience.view import audiences, may_see, redacted
from lacwg.commands.import_.matching import Matching, Name, OwnFeed, identified
from lacwg.commands.shared.typed_fields import translation_notes
from lacwg.errors import LacwgError
from lacwg.exporters.spreadsheet import cells
from lacwg.importers import import_updates
from lacwg.importers.incoming import Found, Incoming, Skipped
from lacwg.importers.plain_words import from_html, has_markup
from lacwg.records import AudienceName, Contact, Event, Group, Record, Series, SeriesException
from lacwg.schedule import occurrences, twins
from lacwg.store import imports
from lacwg.store.disk.contents import FileChange, Loaded
from lacwg.store.disk.read import LARGEST
from lacwg.store.ids import free_id
from lacwg.store.imports import Imported, Imports
from lacwg.store.store import Store
from lacwg.text.english import listed, long_date
from lacwg.text.fold import slug
from lacwg.voice import ENGLISH_NAMES
from lacwg.voice.stale_translations import without_stale
from lacwg.voice.voice import voice_of

What = Literal["new", "changed", "same"]


class Outcome(NamedTuple):
    """What became of one entry."""

    what: What
    kind: str
    id: str
    title: str
    record: Record | None
    """None where it was not even looked at, as nothing has changed in the file."""
    source: str
    fields: tuple[str, ...] = ()
    """What the file changed."""
    notes: tuple[str, ...] = ()


def outcome_of(
    what: What, record: Record, source: str, fields: tuple[str, ...] = (), notes: tuple[str, ...] = ()
) -> Outcome:
    """What became of an entry that is, or was made, a record."""
    return Outcome(what, kinds.of_record(record).name, record.id, title_of(record), record, source, fields, notes)


def title_of(record: Record) -> str:
    """What a record is called."""
    return str(getattr(record, kinds.of_record(record).called, record.id))


class _Planned(NamedTuple):
    """What is to become of a file."""

    record: Record
    """With the id that it is to have."""
    loaded: Loaded[Any] | None
    """What the folder holds; None: a new record."""
    change: FileChange
    """Of the file that it will have."""


class Plan:
    """What is to be written, and what people are told."""

    def __init__(
        self, store: Store, now: dt.datetime, issues: tuple[str, ...], *, readers: AudienceName | None, again: bool
    ) -> None:
        """Of new records ``issues``, and ``readers`` their audience; ``again``: what was removed here comes back."""
        self.store = store
        self.imports: Imports = imports.load(store.folder)
        self.outcomes: list[Outcome] = []
        self.skipped: list[Skipped] = []
        self.learnt = False
        """Whether there is more to be known the next time."""
        self._moment, self._now = now, revision.moment(now)
        self._issues, self._readers, self._again = issues, readers, again
        self._matching = Matching(store)
        self._own = OwnFeed(store)
        self._ours: dict[str, list[Skipped]] = {}
        """What belongs to records here, by why it is passed over."""
        self._ids: dict[str, set[str]] = {}
        self._planned: dict[Name, _Planned] = {}

    def make(self, found: Found, tick: Callable[[], None]) -> None:
        """Decides what becomes of each entry; nothing is written. ``tick`` is called after each."""
        for same in found.same:
            entry = self.imports.entry(same.key)
            if entry is None:
                continue
            here: str | None = entry.id
            if entry.id not in self._taken(entry.kind, entry.id):
                here = self._matching.named(entry.kind, same.key)  # a file that was renamed keeps its UID
            if here is None:
                self.skipped.append(_removed(same.title, same.source))
            else:
                self._matching.claim(entry.kind, here)
                self.outcomes.append(Outcome("same", entry.kind, here, same.title, None, same.source))
        for incoming in found.records:
            try:
                self._take(incoming)
            except (LacwgError, ValueError, msgspec.ValidationError) as error:
                title = title_of(incoming.record)
                self.skipped.append(Skipped(title, getattr(error, "message", str(error)), incoming.source))
            tick()
        for first, *more in self._ours.values():  # a series has many such
            self.skipped.append(first._replace(source=f"{first.source}{f' and {len(more)} more' if more else ''}"))

    @property
    def written(self) -> int:
        """How many records are to be written."""
        return len(self._planned)

    def changes(self) -> list[FileChange]:
        """What is to be written, in the order of the files."""
        found = []
        for record, loaded, change in self._planned.values():
            found.append(change)
            if loaded is not None and loaded.record.id != record.id:
                found.append(self.store.removal(*loaded))
        return found

    def _take(self, incoming: Incoming) -> None:
        incoming = identified(incoming)
        record, kind = incoming.record, kinds.of_record(incoming.record).name
        key = incoming.key or record.uid or import_updates.starts(record)
        said = import_updates.said(record, incoming.fields, self.store.group.timezone)
        digest = incoming.digest or import_updates.digest_of(sorted(said.items()))
        entry = self.imports.entry(key)
        was = None if entry is None or entry.kind != kind else entry.id
        here = was if was is not None and was in self._taken(kind, was) else self._matching.find(incoming)
        if incoming.into is not None:
            incoming, entry = self._joined(incoming, incoming.into, entry, said)
            here = incoming.into
        elif incoming.language is not None and here is not None:
            incoming = incoming._replace(fields=incoming.fields - import_updates.WORDS)
            known = entry or Imported(kind, here, "", {})
            said = {**known.said, **import_updates.said(record, incoming.fields, self.store.group.timezone)}
            digest = known.digest
        last = "" if entry is None else entry.said.get("sequence", "")
        if here is not None and incoming.sequence is not None and last.isdecimal() and incoming.sequence < int(last):
            why = f"it is older than what was taken over before (SEQUENCE {incoming.sequence} after {last})"
            self.skipped.append(Skipped(title_of(record), f"{why}: nothing was changed", incoming.source))
            self._matching.claim(kind, here)
            return
        if here is None and (ours := self._own.why(incoming)) is not None:
            self._ours.setdefault(ours, []).append(Skipped(title_of(record), ours, incoming.source))
            return
        if here is None and incoming.cancels:
            self.skipped.append(Skipped(title_of(record), "it is cancelled there and is not here", incoming.source))
            return
        if last or incoming.sequence is not None:
            said |= {"sequence": last if incoming.sequence is None else str(incoming.sequence)}
        if here is None and was is not None and not self._again:
            self.skipped.append(_removed(title_of(record), incoming.source))
            return
        name = self._create(incoming) if here is None else self._merge(incoming, (kind, here), entry)
        self._matching.claim(*name)
        if entry is None or (entry.id, entry.digest, entry.said) != (name[1], digest, said):
            self.imports.add(key, Imported(kind, name[1], digest, said))
            self.learnt = True

    # A series that is one of ours

    def _joined(
        self, incoming: Incoming, into: str, entry: Imported | None, said: Mapping[str, str]
    ) -> tuple[Incoming, Imported]:
        """The entry with what happened to dates of the series ``into``, and what else it says as if that were known."""
        here, notes = self.store.series.read(into), list(incoming.notes)
        record = replace(incoming.record, exceptions=self._fitting(incoming, here, notes))
        if entry is not None and entry.id == into:
            return incoming._replace(record=record, notes=tuple(notes)), entry
        if entry is not None and entry.id in self.store.series:
            notes.append(f"it came in before as {entry.id}, which is still here: lacwg series remove {entry.id}")
        known = {part: digest for part, digest in said.items() if not part.startswith("exceptions/")}
        return incoming._replace(record=record, notes=tuple(notes)), Imported("series", into, "", known)

    def _fitting(self, incoming: Incoming, here: Series, notes: list[str]) -> tuple[SeriesException, ...]:
        """What happened to dates that are those of ``here``, or extra ones; of the rest ``notes`` are told."""
        assert isinstance(incoming.record, Series)
        there = incoming.record.exceptions
        stray = {
            each.date for _, each, _ in occurrences.stray_exceptions(replace(here, exceptions=there), self.store.group)
        }
        if stray:
            notes.append(f"left out what happened to {listed([*map(long_date, sorted(stray))])}: not in {here.id}")
        return tuple(each for each in there if each.date not in stray)

    def _twin(self, incoming: Incoming) -> list[str]:
        """What people must know of a new record that may be here: a series by rule and hour, a contact by name."""
        record, found = incoming.record, []
        if isinstance(record, Contact):
            same = [each.id for each in self._matching.namesakes(record) if each.private.no_mail]
            return [
                f"{each} has the same name and wants no mail; the same person? then --no-mail here too" for each in same
            ]
        for each in self.store.series.all() if isinstance(record, Series) else ():
            with contextlib.suppress(LacwgError):
                if isinstance(record, Series) and twins.same_rule_and_hour(
                    record, each, self.store.group, self._moment
                ):
                    found.append(each.id)
        name = incoming.source.rpartition(", line ")[0]
        command = f"lacwg import ics {'-' if name == 'standard input' else shlex.quote(name)} --into"
        return [
            f"it has the rule and hour of {each}; if it is that one, join what happened to its dates: {command} {each}"
            for each in found
        ]

    # A new record

    def _create(self, incoming: Incoming) -> Name:
        record, kind = incoming.record, kinds.of_record(incoming.record).name
        readers = record.audience
        if self._readers is not None and (isinstance(record, Contact) or may_see(self._readers, readers)):
            readers = self._readers
        record = replace(record, audience=readers)
        if isinstance(record, Event | Series):
            record = replace(record, issues=self._issues or record.issues)
        twin = []
        if not record.id:  # else it has an identity of its own
            made = (
                self._now if record.updated is None or isinstance(record, Contact) else min(self._now, record.updated)
            )
            record = replace(record, uid=record.uid or clock.new_uid(), updated=made)
            name, day = slug(title_of(record), kind), _start_day(record, self.store.group)
            record = replace(record, id=self._free(kind, f"{day}-{name}" if day else name))
            twin = self._twin(incoming)
        self._write((kind, record.id), record, None)
        self._taken(kind, record.id).add(record.id)
        self._matching.add(record)
        notes = (*incoming.notes, *twin)
        if incoming.language is not None:
            notes = (*notes, f"its words are in {ENGLISH_NAMES[incoming.language]}: write your own into its file")
        self.outcomes.append(outcome_of("new", record, incoming.source, notes=notes))
        return kind, record.id

    def _taken(self, kind: str, record_id: str) -> set[str]:
        """The ids that are taken, of what has a date those of its year."""
        of = kinds.of_name(kind)
        shelf = f"{kind}/{record_id[:4] if of.dated else ''}"
        if shelf not in self._ids:
            self._ids[shelf] = set(self.store.collection_of(of).candidates(record_id))
        return self._ids[shelf]

    def _free(self, kind: str, record_id: str) -> str:
        return free_id(record_id, self._taken(kind, record_id))

    # One that is there

    def _merge(self, incoming: Incoming, name: Name, entry: Imported | None) -> Name:
        kind, record_id = name
        loaded: Loaded[Any] | None
        if name in self._planned:
            here, loaded, _ = self._planned[name]
        else:
            here, _ = loaded = self.store.collection_of(kinds.of_name(kind)).load(record_id)
        incoming = _taken_apart(incoming, here, self.store.group)
        known = entry is not None and self._is_its(entry, incoming, name)
        before = entry.said if entry and known else {}
        zone = self.store.group.timezone
        merged = import_updates.merged(here, incoming.record, incoming.fields, before, zone)
        if merged.changed and not (known or incoming.record.id):
            before = self._own.unchanged(here, incoming.record, incoming.fields)
            merged = import_updates.merged(here, incoming.record, incoming.fields, before, zone)
        if not merged.changed:
            self.outcomes.append(outcome_of("same", here, incoming.source))
            return name
        record, told_of = without_stale(here, merged.record)
        if isinstance(record, Event | Series | Contact):
            record = replace(record, uid=here.uid)
            record = revision.bump(record, self._now, self.store.group.uid_namespace, [here])  # type: ignore[type-var]
        if isinstance(record, Event | Series):
            record = replace(record, sequence=max(record.sequence, incoming.record.sequence))
        day = _start_day(record, self.store.group)
        if day is not None and str(day) != record_id[:10]:  # an event's file bears its date
            record = replace(record, id=self._free(kind, f"{day}{record_id[10:]}"))
            self._taken(kind, record.id).add(record.id)
        notes = [*incoming.notes, *_now_seen(record, merged.changed), *translation_notes(told_of)]
        if merged.overridden:
            notes.append(f"{', '.join(merged.overridden)} had been changed here too; what the file says now holds")
        self._write((kind, record.id), record, loaded)
        if record.id != record_id:
            self._planned.pop(name, None)
        what: What = "new" if loaded is None else "changed"
        self.outcomes.append(outcome_of(what, record, incoming.source, merged.changed, tuple(notes)))
        return kind, record.id

    def _is_its(self, entry: Imported, incoming: Incoming, name: Name) -> bool:
        """Whether what was imported then is this record: its file may have another name by now, but its UID stays."""
        kind, record_id = name
        uids = filter(None, (incoming.key, incoming.record.uid))
        return entry.id == record_id or any(self._matching.named(kind, uid) == record_id for uid in uids)

    def _write(self, name: Name, record: Record, loaded: Loaded[Any] | None) -> None:
        """Notes what is to be written. Raises ``LacwgError`` where that cannot be a file."""
        if loaded is None:
            change = self.store.creation(record)
        else:
            change = self.store.change(replace(record, id=loaded.record.id), loaded.base_text)
            if loaded.record.id != record.id:
                change = FileChange(self.store.events.path(record.id), None, change.after)
        text = change.after
        if isinstance(text, str) and len(text) * 4 > LARGEST and len(text.encode()) > LARGEST:
            raise LacwgError(f"its record would be larger than {LARGEST >> 10} KiB")
        self._planned[name] = _Planned(record, loaded, change)


def _taken_apart(incoming: Incoming, here: Record, group: Group) -> Incoming:
    """The entry with the description of ``here``, where its own is that one with what an export adds to it.

    Google's calendar and The Events Calendar have no columns for speakers, reasons and the like, so that these
    stand in the description that they get.
    """
    theirs = incoming.record
    if not isinstance(here, Event) or not isinstance(theirs, Event):
        return incoming
    if theirs.description != here.description and _adds_to(theirs, here, group):
        theirs = replace(theirs, description=here.description)
    if here.place and theirs.place == here.place.replace("\\", ""):  # The Events Calendar has no backslash in names
        theirs = replace(theirs, place=here.place)
    return incoming if theirs is incoming.record else incoming._replace(record=theirs)


def _adds_to(theirs: Event, here: Event, group: Group) -> bool:
    """Whether the one description is the other with what an export adds to it."""
    if not theirs.description:
        return False
    try:
        occurrence = occurrences.of_event(redacted(here, "public"), group)
    except LacwgError:
        return False
    told = [*cells.paragraphs(occurrence, voice_of(group))]
    found = theirs.description.split()
    texts = ["\n\n".join(told), "\n\n".join([*told, here.url or ""])]
    return any(found in (each.split(), (from_html(each) if has_markup(each) else each).split()) for each in texts)


def _removed(title: str, source: str) -> Skipped:
    return Skipped(title, "it was removed here after it had been imported; to have it back: --again", source)


def _start_day(record: Record, group: Group) -> dt.date | None:
    """The day on which an event starts, in its zone. Raises ``FieldError`` for times that the schedule cannot tell."""
    if isinstance(record, Event):
        return occurrences.of_event(record, group).span.day
    if isinstance(record, Series):
        occurrences.segments(record, group)
    return None


def _now_seen(record: Record, changed: Sequence[str]) -> list[str]:
    """What people must know where a contact is for others too: an address book is its owner's alone."""
    if not isinstance(record, Contact) or record.audience == "private":
        return []
    marks = audiences(Contact)
    seen: dict[str, list[str]] = {"public": [], "members": []}
    for field in changed:
        if (wider := marks.get(field, "private")) != "private":
            seen["members" if record.audience == "members" else wider].append(field)
    who = {"public": "everybody", "members": "members"}
    return [f"{who[reader]} may see its {', '.join(fields)}" for reader, fields in seen.items() if fields]
