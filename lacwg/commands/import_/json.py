from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

from lacwg import kinds
from lacwg.audience.view import Reader, Seen, redacted
from lacwg.commands.import_ import importing
from lacwg.commands.import_.importing import ForNew
from lacwg.commands.options.verb import WritingRun, argument, option, verb
from lacwg.importers import records_json
from lacwg.importers.incoming import Found, Incoming, Skipped
from lacwg.importers.records_json import Document
from lacwg.run import Run
from lacwg.store import imports
from lacwg.store.ids import free_id
from lacwg.store.store import Store, create_folder, refuse_folder
from lacwg.text.fold import fold_line


@verb
def json(
    run: WritingRun,
    new: ForNew,
    folder: Path | None = option("DIR", "Make a new data folder of it.", "--new"),
    file: str = argument("FILE", 'The JSON file; "-" is standard input.'),
) -> None:
    """Import what lacwg export json has written.

    Records that are here already get what has changed in the file since it was last imported. group.toml stays
    as it is. What another group calls as you call a record of yours gets another id.

    Example: lacwg import json group.json --dry-run
    """
    ((name, data),) = importing.sources([file])
    document = records_json.read(data, name)
    with _opened(run, document, folder) as opened:
        importing.import_records(opened, _found(opened.store, document), new)


@contextlib.contextmanager
def _opened(run: Run, document: Document, folder: Path | None) -> Iterator[Run]:
    """The run itself or, with ``folder``, one in the new folder; of a dry run that folder is gone afterwards."""
    if folder is None:
        yield run
        return
    refuse_folder(folder)
    with contextlib.ExitStack() as stack:
        if run.dry_run:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory())) / folder.name
        create_folder(folder, document.group, None)
        yield run.anew(folder)


def _found(store: Store, document: Document) -> Found:
    """The records, with ids that are free here, or those of the records here that they are.

    What another group calls as we call a record of ours is another one, but for an issue and for a contact of the
    same name: these are here already, and stay as they are.
    """
    ids: dict[tuple[str, str], str] = {}
    stay: set[tuple[str, str]] = set()
    taken = {each.kind.name: set(each.ids()) for each in store.collections if not each.kind.dated}
    if document.group.uid_namespace != store.group.uid_namespace:
        known = imports.load(store.folder)
        for kind, record_id, called, uid in records_json.named(document):
            collection = store.collection_of(kind)
            entry = known.entry(records_json.key(document, kind, record_id))
            if entry is not None and entry.id in collection:
                ids[kind.name, record_id] = entry.id
            if entry is not None or record_id not in collection:
                continue
            here = collection.read(record_id)
            if kind is kinds.ISSUE or (kind is kinds.CONTACT and fold_line(here.name) == fold_line(called)):
                stay.add((kind.name, record_id))
            elif uid is None or here.uid != uid:
                ids[kind.name, record_id] = free = free_id(record_id, taken[kind.name])
                taken[kind.name].add(free)
    found = records_json.found(document, store.group.uid_namespace, ids)
    kept: list[Incoming] = []
    passed: list[Skipped] = []
    for each in found.records:
        if (kinds.of_record(each.record).name, each.record.id) in stay:
            passed.append(Skipped(each.record.id, "it is here already, and stays as it is", each.source))
        else:
            kept.append(each)
    notes = []
    if document.group.language != store.group.language:
        notes.append(
            f"{document.name}: its words are in {document.group.language}, and yours in {store.group.language}"
        )
    if document.audience != "private":
        seen = Seen.of(document.audience, store.series.all(), store.issues.all())
        kept = [_as_told(store, document.audience, seen, each) for each in kept]
    return found._replace(records=tuple(kept), skipped=(*found.skipped, *passed), notes=tuple(notes))


def _as_told(store: Store, reader: Reader, seen: Seen, incoming: Incoming) -> Incoming:
    """A record of which nothing is taken over that the file has as its readers are told what is here.

    What they may not see, within a list too, and whom a record names that they may not, is no change.
    """
    collection = store.collection_of(kinds.of_record(incoming.record))
    if incoming.record.id not in collection:
        return incoming
    told = redacted(collection.read(incoming.record.id), reader, seen)
    alike = {each for each in incoming.fields if getattr(told, each) == getattr(incoming.record, each)}
    return incoming._replace(fields=incoming.fields - alike)
