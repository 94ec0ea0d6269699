"""A person taken out of a whole folder: the records, and what is kept beside them on this machine.

Whatever else is kept in ``.lacwg`` is gone through as text (``_machine``): what is not ours is only told of; a
new thing of ours has its place there too.
"""

from __future__ import annotations

import contextlib
import os
import shlex
import stat
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple

from lacwg import kinds
from lacwg.errors import FAULT_FILE, LacwgError, RecordError
from lacwg.records import Event, Group, Record
from lacwg.store import imports, known_places
from lacwg.store.collection import Collection
from lacwg.store.disk.contents import FileChange, Loaded
from lacwg.store.disk.read import UnreadableError, read_bytes, read_text
from lacwg.store.disk.write import clear_old_caches, sweep
from lacwg.store.drafts import alone
from lacwg.store.folder import DRAFTS, Folder
from lacwg.store.person_redaction import Finder, Person, Without
from lacwg.store.settings import settings_path
from lacwg.store.site_deploy import MARKER
from lacwg.store.store import Store
from lacwg.store.toml.decode import decode
from lacwg.store.toml.edit import UneditableError, edited_exactly
from lacwg.text import content_lines
from lacwg.text.english import plural

_EXPORTED: Final = frozenset(
    {".ics", ".csv", ".vcf", ".json", ".jsonld", ".eml", ".md", ".markdown", ".html", ".txt", ".xml"}
)
_LARGEST: Final = 16 << 20
PROGRAMME: Final = frozenset({"name", "about", "title", "description", "alt", "caption", "credit"})
"""What an event says of a speaker in public."""

Finish = Callable[[Record, Record], Record]
"""Makes of a record as it was and as it is without the person what is to be saved."""


class Spot(NamedTuple):
    """A place in a file."""

    file: str
    """Its path as people would type it."""
    line: int | None
    """None: the file's name."""
    what: str
    """The key, "comment" or "text"."""
    text: str


class Plan(NamedTuple):
    """What is to be done, and what people are told of."""

    changes: list[FileChange]
    places: list[Spot]
    """What is taken out."""
    look: list[Spot]
    """What people must look at themselves."""
    kept: list[Spot]
    """What events say in public of one of their speakers."""
    locks: list[Path]
    """Of drafts that change: nobody may be editing them."""
    finder: Finder
    """Finds them in what is kept in the journal."""
    faults: list[Path]
    """Files outside the folder that name them and are deleted."""


def plan(store: Store, person: Person, own: Loaded[Any] | None, finish: Finish, *, speakers: bool) -> Plan:
    """What it takes to forget ``person``; ``own`` is their contact, which is deleted.

    ``speakers``: also where they spoke at an event. Raises ``LacwgError`` where a record cannot be read, as it
    could name them, or cannot be changed.
    """
    usual, of_contacts = Finder(person), Finder(person, keep=frozenset({"name"}))
    of_speakers = Finder(person, keep=PROGRAMME)
    result = Plan([], [], [], [], [], usual, [])
    known: dict[str, str] = {}
    seen = {store.folder.group_file}
    for collection in store.collections:
        for record_id in collection.ids():
            path = collection.path(record_id)
            seen.add(path)
            if own is not None and collection is store.contacts and record_id == own.record.id:
                continue
            text = collection.text(record_id)
            if usual.in_name(record_id):
                result.look.append(Spot(store.folder.shown(path), None, "file name", path.name))
            finder = of_contacts if collection is store.contacts else usual
            if not finder.may_be_in(text):
                continue
            record = collection.read(record_id)
            public: tuple[Any, ...] = (*record.speakers, *record.co_hosts) if isinstance(record, Event) else ()
            spoke = any(finder.is_named(each.name) for each in public)
            without = _without(of_speakers if spoke and not speakers else finder, store, path, text)
            _tell(result, store, path, without, of_speakers if spoke and not speakers else None)
            if without.places:
                known[text] = after = _finished(store, collection, record, without.text, finish)
                result.changes.append(FileChange(path, text, after))
    if store.problems:
        first = store.problems[0]
        raise RecordError(
            first.message,
            where=first.where,
            code=first.code,
            hint=f"{first.hint}\nit could name them: mend it first; nothing was changed",
        )
    _group(store, Finder(person, keep=frozenset({"name", "short_name", "parent"})), result)
    _machine(store, usual, own, known, result)
    _others(store, usual, seen, result)
    _outside(store, usual, result)
    if own is not None:
        result.changes.append(store.removal(own.record, own.base_text))
    return result


def carry_out(store: Store, made: Callable[[], Plan]) -> Plan:
    """Makes the plan under the folder's lock and carries it out, all of it or nothing."""
    with store.locked(), contextlib.ExitStack() as held:
        result = made()
        for path in (each.with_suffix(".toml") for each in result.locks):
            busy = f"{store.folder.shown(path)} is open in an editor, and names them"
            held.enter_context(alone(store.folder, path, busy, "nothing was changed; close it, and try again"))
        store.write(result.changes)
        finder = result.finder
        for journal in (store.journal, *store.journal.others()):
            try:
                journal.rewrite(
                    lambda text: _as_text(finder, text).text if finder.may_be_in(text) else text,
                    lambda who: finder.anywhere(who).text,
                    lambda path: finder.is_name(path.stem) and not path.exists(),
                )
            except LacwgError as error:
                error.hint = (
                    "the records no longer name them, but this journal may: see to it, then forget them by name"
                )
                raise
        # what was imported is known by digests and ids
        gone = kinds.CONTACT.name
        imports.forget(
            store.folder, lambda kind, each: kind == gone and finder.is_name(each) and each not in store.contacts
        )
        sweep(
            [store.folder.root, *(Path(each) for kind in store.collections for each, _, _ in os.walk(kind.directory))]
        )
    clear_old_caches()
    for path in result.locks:
        if not path.with_suffix(".toml").exists():  # its name is the contact's
            with contextlib.suppress(OSError):
                path.unlink()
    try:
        for path in result.faults:
            path.unlink(missing_ok=True)
        known_places.forget(result.finder.in_name)
    except OSError as error:
        result.look.append(Spot(str(error.filename), None, "file", f"could not be changed: {error.strerror}"))
    return result


def _without(finder: Finder, store: Store, path: Path, text: str) -> Without:
    try:
        return finder.without(text)
    except (LacwgError, ValueError, RecursionError):
        raise _uneditable(store, path) from None


def _uneditable(store: Store, path: Path) -> LacwgError:
    return LacwgError(
        "this file names them, and is written in a form that cannot be changed by the program",
        where=store.folder.where(path),
        hint="nothing was changed; take them out of it in an editor, and try again",
    )


def _tell(result: Plan, store: Store, path: Path, without: Without, published: Finder | None) -> None:
    shown = store.folder.shown(path)
    result.places.extend(Spot(shown, *each) for each in without.places)
    for each in without.look:
        whole = published is not None and each.what in PROGRAMME and published.is_named(each.text)
        (result.kept if whole else result.look).append(Spot(shown, *each))


def _finished(store: Store, collection: Collection[Any], record: Record, new: str, finish: Finish) -> str:
    """The new text of a record's file, as subscribers are to see it."""
    read = partial(collection.decode, record.id)
    try:
        changed = read(new)
        return edited_exactly(new, changed, finish(record, changed), read)
    except (RecordError, UneditableError):
        raise _uneditable(store, collection.path(record.id)) from None


def _group(store: Store, finder: Finder, result: Plan) -> None:
    path, text = store.folder.group_file, store.group_text
    decode(text, Group, lambda: store.folder.shown(path))
    without = _without(finder, store, path, text)
    _tell(result, store, path, without, None)
    if without.places:
        decode(without.text, Group, lambda: store.folder.shown(path))
        result.changes.append(FileChange(path, text, without.text))


def _machine(store: Store, finder: Finder, own: Loaded[Any] | None, known: dict[str, str], result: Plan) -> None:
    """What is kept beside the records on this machine: drafts, and whatever else is text there.

    ``known``: the records that change, as they were to as they will be; a draft that began from one goes on.
    """
    drafts = store.folder.machine / DRAFTS
    journals = tuple(each.path.name for each in (store.journal, *store.journal.others()))
    own_draft = None if own is None else f"contact-{own.record.id}"
    for path in _files(store.folder.machine):
        if path.suffix == ".lock" or path.name in ("lock", ".gitignore", imports.FILE):  # imports: see carry_out
            if path.stem == own_draft and path.parent == drafts:
                result.locks.append(path)
            continue
        shown = store.folder.shown(path)
        if path.name.startswith("journal-"):
            if not path.name.startswith(journals):  # the others: see carry_out
                result.look.append(Spot(shown, None, "file", "another user's journal: forget them there too"))
            continue
        try:
            text = read_text(str(path))
        except UnreadableError:
            result.look.append(Spot(shown, None, "file", "no text that could be read"))
            continue
        if path.stem == own_draft and path.parent == drafts:
            result.places.append(Spot(shown, None, "file", "a draft of the contact itself"))
            result.changes.append(FileChange(path, text, None))
            continue
        if path.suffix == ".base" and text in known:
            after = known[text]
        else:
            without = _as_text(finder, text)
            if path.parent != drafts:  # none of ours, which alone are changed
                result.look.extend(Spot(shown, *each) for each in (*without.places, *without.look))
                continue
            _tell(result, store, path, without, None)
            after = without.text
        if after != text:
            result.changes.append(FileChange(path, text, after))
            if (lock := path.with_suffix(".lock")) not in result.locks:
                result.locks.append(lock)


def _as_text(finder: Finder, text: str) -> Without:
    """A text that may be TOML, and may be half of it."""
    try:
        return finder.without(text)
    except (LacwgError, ValueError, RecursionError):
        return finder.anywhere(text)


def _others(store: Store, finder: Finder, seen: set[Path], result: Plan) -> None:
    """Files that are no records: they stay, and people are told."""
    for path in _files(store.folder.root):
        if path in seen or store.folder.machine in path.parents:
            continue
        shown = store.folder.shown(path)
        if finder.in_name(path.name):
            result.look.append(Spot(shown, None, "file name", path.name))
        with contextlib.suppress(UnreadableError):  # a picture
            without = finder.anywhere(read_text(str(path)))
            result.look.extend(Spot(shown, *each) for each in (*without.places, *without.look))


def _outside(store: Store, finder: Finder, result: Plan) -> None:
    """What was made outside the folder: what went wrong once is deleted, the rest stays, and people are told."""
    shown = store.folder.shown
    for path, text in _faults():
        without = finder.anywhere(text)
        if without.places or without.look:
            result.faults.append(path)
            result.places.append(Spot(shown(path), None, "file", "what went wrong in lacwg once"))
    for place in filter(finder.in_name, known_places.places()):
        result.places.append(Spot(place, None, "place", "you agreed to it, and will be asked again"))
    for path, text in _read(settings_path().resolve()):
        result.look.extend(Spot(shown(path), *each) for each in finder.anywhere(text).places)
    for page, files in _pages(store.folder, store.group.site.output):
        if naming := sum(bool(finder.anywhere(text).places) for _, text in files if finder.may_be_in(text)):
            build = f"lacwg site build -o {shlex.quote(shown(page))}"
            again = f"{plural(naming, 'file')} of this page, until it is built again: {build}"
            result.look.append(Spot(shown(page), None, "page", again))
    for path, text in _exported(store.folder):
        if finder.may_be_in(text) and (places := finder.anywhere(text).places):
            result.look.append(Spot(shown(path), None, "file", f"{places[0].text}; make it again, or delete it"))


def _files(directory: Path) -> Iterator[Path]:
    """All files in a directory, but for git's own."""
    for parent, folders, names in os.walk(directory):
        folders[:] = sorted(each for each in folders if each != ".git")
        yield from (Path(parent, each) for each in sorted(names))


# What was made of the records outside their folder, on this machine, as far as it can be found again


def _faults() -> Iterator[tuple[Path, str]]:
    """This user's files with the tracebacks of what nobody foresaw (see ``app``), and what they hold."""
    with contextlib.suppress(OSError):
        for path in sorted(Path(tempfile.gettempdir()).glob(f"{FAULT_FILE}*.txt")):
            if not hasattr(os, "geteuid") or path.lstat().st_uid == os.geteuid():
                yield from _read(path)


def _pages(folder: Folder, output: str | None) -> Iterator[tuple[Path, Iterator[tuple[Path, str]]]]:
    """The pages that were built where one is, beside the folder, or where somebody agreed that they be put.

    Each with its files and what these hold. ``output``: where the group's file says that the page is.
    """
    named = [] if output is None else [Path(os.path.normpath(folder.root / output))]
    agreed = [path for path in map(Path, known_places.places()) if path.is_absolute()]
    for path in dict.fromkeys([*_beside(folder), *named, *agreed]):
        if path.is_dir() and (path / MARKER).is_file():
            yield path, (each for file in sorted(path.rglob("*")) if file.suffix in _EXPORTED for each in _read(file))


def _exported(folder: Folder) -> Iterator[tuple[Path, str]]:
    """The files there that may be exported ones, by the ends of their names, and what they hold."""
    for path in _beside(folder):
        if path.suffix.lower() in _EXPORTED:
            yield from _read(path)


def _beside(folder: Folder) -> Iterator[Path]:
    """What stands where one is and beside the folder, but for the folder itself and what is in it."""
    with contextlib.suppress(OSError):
        inside = folder.root.resolve()
        for directory in sorted({Path.cwd(), inside.parent}):
            yield from (each for each in sorted(directory.iterdir()) if inside not in (each, *each.parents))


def _read(path: Path) -> Iterator[tuple[Path, str]]:
    """A plain file and what it holds, as people read it; nothing of one that is none, or cannot be read."""
    with contextlib.suppress(OSError):
        if stat.S_ISREG(path.lstat().st_mode):
            text = read_bytes(path, _LARGEST).decode("utf-8", "replace")
            if text.startswith("BEGIN:V"):
                text = content_lines.unescaped("\n".join(line for _, line in content_lines.unfolded(text.splitlines())))
            yield path, text
