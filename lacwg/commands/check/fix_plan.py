"""What ``lacwg check --fix`` does: which files are changed, renamed or moved, all of them at once.

Only what is safe: nothing is guessed, nothing becomes more public than it was, and comments stay.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from lacwg import checks, identity, kinds, revision
from lacwg.checks import fixes
from lacwg.checks.fixes import Mend
from lacwg.commands.check.findings import Finding, Findings, is_kept
from lacwg.errors import LacwgError, RecordError, UnsettledFileError, Where
from lacwg.records import Contact, Event, Issue, Record, Series
from lacwg.schedule import occurrences
from lacwg.store import references
from lacwg.store.disk.contents import FileChange
from lacwg.store.store import Store
from lacwg.store.toml.decode import decode
from lacwg.store.toml.encode import seen_to_differ
from lacwg.text.fold import slug
from lacwg.text.renames import mentions, renamed
from lacwg.text.toml_text import lost_comments

_RENAMED: Final = frozenset({"F104", "F108"})
_IN_FILES: Final = fixes.MENDABLE | _RENAMED


_CLOSE: Final = Mend("take", "took", "the right to read it from other users of this machine")


class Fix(NamedTuple):
    """What is done about a finding: one of the folder as it is, or that a record names another by its old name."""

    finding: Finding
    mend: Mend


class Plan(NamedTuple):
    """What can be fixed, and how."""

    mends: dict[str, Mend]
    """By the text of the error that was found."""
    fixes: list[Fix]
    """All that is done, file by file."""
    stale: list[str]
    """What people must do themselves, as a file cannot be changed by the program."""
    changes: list[FileChange]
    closing: list[Path]
    """Files that only their owner and group are to read, by the names that they will have."""

    def mend_of(self, finding: Finding) -> Mend | None:
        """What is done about a finding; None where it is left to people."""
        return self.mends.get(str(finding.error))


class _Draft:
    """A file on its way to what it will be."""

    def __init__(self, collection: Any, record_id: str, path: Path, base_text: str) -> None:
        self.collection = collection
        self.path = path
        self.base_text = self.text = base_text
        self.old_id = self.new_id = record_id
        self.record: Any = None
        """What is in it, mended; None where it cannot be read as a record: such a file is only moved."""
        self.mends: list[Fix] = []

    @property
    def target(self) -> Path:
        """Where it will be."""
        target: Path = self.collection.path(self.new_id)
        return target

    @property
    def goes(self) -> bool:
        """Whether it gets another name or folder."""
        return self.target != self.path

    @property
    def owns_its_name(self) -> bool:
        """Whether its old id means this file: one in another year's folder may have the id of one in its own."""
        return self.path == self.collection.path(self.old_id) or self.old_id not in self.collection

    def stay(self) -> bool:
        """Takes its new name back; False where nothing is left to be done then."""
        if self.path != self.collection.path(self.old_id):
            return False
        self.new_id = self.old_id
        self.mends = [each for each in self.mends if each.finding.error.code not in _RENAMED]
        return bool(self.mends)


def plan(store: Store, findings: Findings, now: dt.datetime | None) -> Plan:
    """What can be done about the findings; ``now`` is when a change is made that subscribers see."""
    if findings.known is None or now is None:
        return Plan({}, [], [], [], [])
    planner = _Planner(store, findings.known, now)
    drafts = _free([*planner.of_found(findings.found), *planner.astray(findings.found)])
    fixes = [fix for draft in drafts for fix in draft.mends]
    renames = {draft.old_id: draft.new_id for draft in drafts if draft.old_id != draft.new_id and draft.owns_its_name}
    mentions, stale = planner.mention(drafts, renames) if renames else ([], [])
    targets = {draft.path: draft.target for draft in drafts}
    closing = []
    for found in findings.found:
        if found.error.code == "V103":
            fixes.append(Fix(found, _CLOSE))
            path = Path.cwd() / found.where.path
            closing.append(targets.get(path, path))
    fixes.sort(key=lambda each: each.finding.order)
    mends = {str(each.finding.error): each.mend for each in fixes}
    return Plan(mends, fixes + mentions, stale, _changes(drafts), closing)


def _free(drafts: list[_Draft]) -> list[_Draft]:
    """The drafts, those whose new place another file has, or gets, where they are; a place given up is free."""
    while True:
        given_up = {each.path for each in drafts if each.goes}
        taken: set[Path] = set()
        kept, stayed = [], False
        for each in drafts:
            if each.goes and (each.target in taken or (each.target not in given_up and each.new_id in each.collection)):
                stayed = True  # and what was to have its place must be looked at again
                if not each.stay():
                    continue
            elif each.goes:
                taken.add(each.target)
            kept.append(each)
        if not stayed:
            return kept
        drafts = kept


def _changes(drafts: Iterable[_Draft]) -> list[FileChange]:
    """Every file before and after, also where one takes the name that another gives up."""
    before: dict[Path, str] = {}
    after: dict[Path, str] = {}
    for draft in drafts:
        if draft.goes or draft.text != draft.base_text:
            before[draft.path] = draft.base_text
            after[draft.target] = draft.text
    # new names first: what is interrupted leaves a record twice rather than not at all
    return [FileChange(path, before.get(path), after.get(path)) for path in dict.fromkeys([*after, *before])]


class _Planner(NamedTuple):
    store: Store
    known: checks.Known
    now: dt.datetime

    def of_found(self, found: Iterable[Finding]) -> Iterator[_Draft]:
        """The files in which something was found that can be mended."""
        by_record: dict[tuple[str, str], list[Finding]] = {}
        for each in found:
            if each.field is not None and each.error.code in _IN_FILES and each.field.kind != "group":
                by_record.setdefault((each.field.kind, each.field.record_id), []).append(each)
        for (kind, record_id), ours in by_record.items():
            collection = self.store.collection_of(kinds.of_name(kind))
            loaded = collection.load(record_id)
            draft = _Draft(collection, record_id, collection.path(record_id), loaded.base_text)
            self._mend(draft, loaded.record, ours)
            if draft.mends:
                yield draft

    def astray(self, found: Iterable[Finding]) -> Iterator[_Draft]:
        """The files in another year's folder, with what will be found in them once they are where they are read."""
        said = {each.where.path: each for each in found if each.error.code == "F103"}
        for collection in (self.store.events, self.store.meetings) if said else ():
            for path, text in collection.astray():
                if (finding := said.get(self._shown(path))) is None:
                    continue
                draft = _Draft(collection, path.stem, path, text)
                try:
                    record: Any = decode(text, collection.kind.type, lambda: "", path.stem)
                except UnsettledFileError:
                    continue  # nothing is true of it before a person has settled it
                except LacwgError:
                    pass  # it is no better where it is
                else:
                    fields = [each for each in checks.of_record(record, self.known) if is_kept(each, self.known.group)]
                    self._mend(draft, record, [Finding(finding.error, each) for each in fields])
                draft.mends = [Fix(finding, Mend("move", "moved", f"it to {self._shown(draft.target)}"))]
                yield draft

    def _mend(self, draft: _Draft, record: Any, found: list[Finding]) -> None:
        """Mends what can be in a draft's record, one thing after the other; the rest stays as it is."""
        draft.record = record
        misnamed, seen = None, False
        # the blanks around a link go before the link does
        for each in sorted(found, key=lambda each: each.field is not None and each.field.code == "V101"):
            if each.field is None:
                continue
            if each.field.code in _RENAMED:
                misnamed = each
                continue
            done = fixes.mended(draft.record, each.field, self.known.group.meeting_hosts)
            if done is not None and self._write(draft, done.record):
                draft.mends.append(Fix(each, done.mend))
                seen = seen or done.seen
        if misnamed is not None and isinstance(record, Contact | Issue | Event):
            kept = draft.record
            if draft.owns_its_name and not isinstance(kept, Issue):  # address books and calendars know it as before
                kept = identity.with_uid(kept, self.known.group.uid_namespace)
            free = isinstance(record, Event) or not references.holding(self.store, record.id, without=draft.path)
            if free and self._write(draft, kept):
                draft.new_id = slug(record.id, kinds.of_record(record).name)
                if isinstance(record, Event):
                    draft.new_id = f"{occurrences.of_event(record, self.known.group).span.day}{record.id[10:]}"
                draft.mends.append(Fix(misnamed, Mend("rename", "renamed", f"it to {self._shown(draft.target)}")))
        if seen and not self._write(draft, self._seen(draft.record)):
            draft.text, draft.new_id, draft.mends = draft.base_text, draft.old_id, []  # nobody would see the change

    def _write(self, draft: _Draft, record: Any) -> bool:
        """Puts a record into its draft's text; False where that cannot be done without losing something."""
        try:
            text = str(self.store.change(record, draft.text).after)
        except LacwgError:
            return False
        if lost_comments(draft.text, text):
            return False
        draft.record, draft.text = record, text
        return True

    def _shown(self, path: Path) -> str:
        return self.store.folder.shown(path)

    def _seen(self, record: Record) -> Record:
        """A record with a change that subscribers must see."""
        if not isinstance(record, Event | Series):
            return record
        return revision.bump(record, self.now, self.known.group.uid_namespace)

    def mention(self, drafts: list[_Draft], renames: dict[str, str]) -> tuple[list[Fix], list[str]]:
        """Writes new names for old ones in all records; files that cannot be changed so are told of.

        The drafts are changed, and new ones added to them.
        """
        made: list[Fix] = []
        stale: list[str] = []
        ours = {each.path: each for each in drafts}
        for draft in self._all(ours, renames):
            found = mentions(draft.text, renames)
            if not found or draft.record is None:
                continue
            file, old = self._shown(draft.target), sorted({each.old for each in found})
            if not self._rename(draft, renamed(draft.text, found)):
                stale.append(f"{file} still names {', '.join(old)}; write {', '.join(renames[each] for each in old)}")
                continue
            if draft.path not in ours:
                drafts.append(draft)
            made += [
                Fix(
                    Finding(RecordError(f"it names {each}", where=Where(file), code="F104")),
                    Mend("write", "wrote", f"{renames[each]} for {each}"),
                )
                for each in old
            ]
        return made, stale

    def _rename(self, draft: _Draft, text: str) -> bool:
        """Puts a text with new names into a draft; False where subscribers could not be shown the change."""
        old = draft.text, draft.record
        draft.text, draft.record = text, decode(text, draft.collection.kind.type, lambda: "", draft.record.id)
        if not seen_to_differ(draft.record, old[1]) or self._write(draft, self._seen(draft.record)):
            return True
        draft.text, draft.record = old
        return False

    def _all(self, ours: dict[Path, _Draft], renames: Iterable[str]) -> Iterator[_Draft]:
        """A draft of every record that may have one of the names; those that there are already as they stand."""
        yield from list(ours.values())
        for path, text, collection, record_id in references.texts(self.store):
            if collection is not None and path not in ours and any(each in text for each in renames):
                draft = _Draft(collection, record_id, path, text)
                with contextlib.suppress(LacwgError):  # the check names it
                    draft.record = collection.decode(record_id, text)
                    yield draft
