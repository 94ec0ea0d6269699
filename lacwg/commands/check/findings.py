"""What ``lacwg check`` finds in a folder: every record read once, and what the checks say of it."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import takewhile
from typing import Final, NamedTuple

from lacwg import checks, kinds
from lacwg.checks.finding import texts
from lacwg.commands import queries
from lacwg.commands.shared.output import progress
from lacwg.errors import FieldError, RecordError, Where
from lacwg.records import IMAGES, LONGEST_EVENT, Contact, Event, Group, PrivateTable, Record, Series
from lacwg.run import Run
from lacwg.schedule import occurrences
from lacwg.schedule.occurrences import Occurrence
from lacwg.store.disk import permissions
from lacwg.store.folder import TEMPLATES
from lacwg.store.store import Store
from lacwg.text.controls import one_line
from lacwg.text.remote_addresses import shown

COMING: Final = dt.timedelta(days=366)
"""How far ahead holidays and clashes are looked for."""
_IMAGE: Final = re.compile(rf"{IMAGES}/[^\s()\"'<>]+")


class Finding(NamedTuple):
    """Something that is wrong or odd, and where; ``field`` is what a check said, None for a file as a whole."""

    error: RecordError
    field: FieldError | None = None

    @property
    def severity(self) -> checks.Severity:
        """How bad it is."""
        code = checks.codes().get(self.error.code)
        return "error" if code is None else code.severity

    @property
    def where(self) -> Where:
        """The file as people would type it, empty where there is none, and the line, if known."""
        return self.error.where or Where("")

    @property
    def order(self) -> tuple[str, int, str]:
        """Findings are told by file and line."""
        return self.where.path, self.where.line or 0, self.error.code


class Findings(NamedTuple):
    """All that was found, by file and line."""

    found: list[Finding]
    records: int
    ignored: int
    """How many warnings the group wants to ignore."""
    known: checks.Known | None
    """What the records were held against; None where the group's file cannot be read."""


def gathered(run: Run) -> Findings:
    """What is wrong in the folder. Nothing is written."""
    store = run.store
    store.problems.tolerant = True
    try:
        group = store.group
    except RecordError as error:
        # Without the group nothing can be looked at; the error is the finding.
        return Findings([Finding(error)], 1, 0, None)
    moment = now(run)
    issues, contacts = dict.fromkeys(store.issues.ids()), dict.fromkeys(store.contacts.ids())
    images = dict.fromkeys(store.folder.images())
    known = checks.Known(group, issues, contacts, images, None if moment is None else moment.date())
    total = sum(len(each.ids()) for each in (store.events, store.series, store.contacts, store.issues, store.meetings))
    with progress(run, "Checking", total) as bar:
        look = _Look(known, bar.tick)
        fields = [*_of_all(run, look, moment)]
    located = [Finding(store.located(each), each) for each in fields]
    strays = [*_strays(store), *_unnamed(store, images, look.images)]
    unreadable = [Finding(each) for each in (*store.problems, *strays)]
    exposed = [*_open_to_all(store, look.private), *(_unconfirmed(run) if look.withheld else ())]
    all_ = [*unreadable, *located, *map(Finding, exposed)]
    everything = {str(each.error): each for each in all_}
    unread = {each.where.path for each in unreadable} - {each.where.path for each in located}
    kept = [each for each in everything.values() if is_kept(each.error, group)]
    kept.sort(key=lambda each: each.order)
    return Findings(kept, look.records + len(unread), len(everything) - len(kept), known)


def is_kept(error: FieldError | RecordError, group: Group) -> bool:
    """Whether a finding is not one of the warnings that the group wants to ignore."""
    return error.code not in group.ignore or Finding(RecordError("", code=error.code)).severity == "error"


class _Look:
    """One look at all records: what is said of each, how many there were, and which pictures they name."""

    def __init__(self, known: checks.Known, tick: Callable[[], None]) -> None:
        self.known = known
        self._tick = tick
        self.records = 0
        self.images: set[str] = set()
        self.private: list[Record] = []
        """The records that have a ``[private]`` table."""
        self.withheld = False
        """Whether there is anything that not everybody may see."""
        self._identities = checks.Identities(known.group.uid_namespace)

    def at(self, record: Record | Group) -> Iterator[FieldError]:
        self.records += 1
        self._tick()
        if self.known.images:  # without any, no record need be searched for their names
            for each in texts(record):
                if IMAGES in each.text:
                    self.images.add(each.text)
                    self.images.update(_IMAGE.findall(each.text))
        yield from checks.of_record(record, self.known)
        if isinstance(record, Record):
            if _has_private(record):
                self.private.append(record)
            self.withheld |= bool(self.private) or record.audience != "public" or isinstance(record, Contact)
            yield from self._identities.of(record)


def _has_private(record: Record) -> bool:
    inner = [*record.exceptions, *record.changes] if isinstance(record, Series) else []
    return record.private != type(record.private)() or any(each.private != PrivateTable() for each in inner)


def _of_all(run: Run, look: _Look, now: dt.datetime | None) -> Iterator[FieldError]:
    store, group = run.store, run.store.group
    series, contacts, issues = list(store.series.all()), list(store.contacts.all()), list(store.issues.all())
    minutes = list(store.meetings.all())
    yield from checks.of_group(group, store.series.ids(), queries.kept_holidays)
    yield from checks.of_zone_data(group, look.known.today)
    yield from checks.of_contacts(contacts)
    yield from checks.of_lists(contacts, group)
    yield from checks.of_roles(contacts, look.known.today)
    yield from checks.of_meetings(minutes)
    yield from checks.of_minutes(minutes, series, store.series.ids(), group)
    small: list[Record | Group] = [group, *series, *contacts, *issues, *minutes]
    for record in small:
        yield from look.at(record)
    recent: list[Event] = []
    for day, event in store.events.since(None):
        yield from look.at(event)
        if now is not None and day >= now.date() - LONGEST_EVENT:
            recent.append(event)
    if now is not None:
        yield from _of_coming(run, series, recent, contacts, now)


def now(run: Run) -> dt.datetime | None:
    """The present moment; None where the group's zone is none, which ``checks.of_group`` says."""
    try:
        return queries.now(run)
    except RecordError:
        return None


def _of_coming(
    run: Run, all_series: list[Series], events: list[Event], contacts: list[Contact], now: dt.datetime
) -> Iterator[FieldError]:
    """What is odd about the times of what is to come in the next twelve months, and about who is on duty then."""
    group, last, known = run.store.group, now + COMING, {each.id: each for each in contacts}
    coming: list[Occurrence] = []
    records: list[Series | Event] = [*all_series, *events]
    for record in records:
        dates = occurrences.told(record, group, now, lambda _: None)  # checks.of_record has said why it cannot be
        own = [each for each in takewhile(lambda each: each.span.start_utc < last, dates) if each.span.over_utc > now]
        coming += own
        if record.duties or record.assignments:
            yield from checks.of_duties(record, own, known, now.date())
    coming = [each for each in coming if each.status != "cancelled"]
    coming.sort(key=lambda each: each.order)
    warned = [queries.warned(run, each) for each in coming]
    yield from checks.of_coming(warned, {each.id: each for each in all_series}, group)


def _strays(store: Store) -> Iterator[RecordError]:
    """Files and folders that nothing reads."""
    folders = ", ".join(kind.folder for kind in kinds.KINDS)
    strays, problems = store.folder.strays()
    for more in (problems, *(store.folder.files(each)[1] for each in (IMAGES, TEMPLATES))):
        store.problems.add_all(more)
    for path in strays:
        yield RecordError(
            "nothing reads this",
            where=store.folder.where(path),
            hint=f"records are kept in {folders}; events and meetings in a folder a year: events/2026/",
            code="F107",
        )


def _open_to_all(store: Store, private: Iterable[Record]) -> Iterator[RecordError]:
    """V103: files with what is private, which every user of this machine can read."""
    for record in private:
        path = store.collection_of(kinds.of_record(record)).path(record.id)
        if permissions.is_open_to_all(path):
            yield RecordError(
                "every user of this machine can read this, and it has a [private] table",
                where=store.folder.where(path),
                hint=f"chmod o-rwx {store.folder.shown(path)}",
                code="V103",
            )


def _unconfirmed(run: Run) -> Iterator[RecordError]:
    """V104: addresses to which all of the folder goes, of which nobody has said that they are private."""
    from lacwg.remotes.git import GitError  # nothing else here asks git

    folder = run.store.folder
    repository = run.repository(folder.root)
    addresses: list[str] = []
    with contextlib.suppress(GitError):  # there is no git, or it may not look here
        if not folder.embedded and repository.asked("rev-parse", "--show-prefix") == "":
            addresses = repository.unconfirmed()
    for address in addresses:
        yield RecordError(
            f"all of the folder goes to {one_line(shown(address))}, also what is private,"
            " and nobody has said that it is private there",
            where=folder.where(folder.root / ".git" / "config"),
            hint="see there that only your group can read it; then: lacwg sync",
            code="V104",
        )


def _unnamed(store: Store, images: Iterable[str], named: Collection[str]) -> Iterator[RecordError]:
    """P105: pictures that no record names; none while there are records that cannot be read."""
    for image in () if store.problems else (each for each in images if each not in named):
        yield RecordError(
            "no record names this picture",
            where=store.folder.where(store.folder.root / image),
            hint=f'name it in a record: image = "{image}", or take it out of the folder',
            code="P105",
        )
