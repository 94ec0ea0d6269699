"""What changes of files would break that is right now: names of what is not there, rules and dates that are none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from lacwg import checks, kinds
from lacwg.commands import queries
from lacwg.errors import FieldError, LacwgError
from lacwg.records import IMAGES, Group, MeetingRecord, Record, Series
from lacwg.store import references
from lacwg.store.collection import Collection
from lacwg.store.disk.contents import Content, FileChange, content_of, text_of
from lacwg.store.store import Store
from lacwg.store.toml.decode import record_at

NAMING = frozenset({"L101", "L102", "L103", "M102", "M103", "P101"})
"""The codes of what names something that is not there."""
SHOWN = 10
"""Places that an error names."""


def new_errors(store: Store, changes: Sequence[FileChange]) -> list[FieldError]:
    """The errors, and what is ``NAMING``, that a check would find in what these changes touch, and does not now."""
    new = {store.journal.name(each.path): each.after for each in changes}
    touched = _touched(store, new)
    before = {(each.kind, each.record_id, each.message) for each in _errors(store, {}, touched)}
    after = _errors(store, new, touched)
    return [each for each in after if (each.kind, each.record_id, each.message) not in before]


def _touched(store: Store, new: Mapping[str, Content]) -> list[str]:
    """The records that are changed, those that name what goes, and those of the meetings of a series that changes."""
    found = {name: None for name, content in new.items() if content is not None and kinds.of_path(name)}
    gone = {name: kinds.of_path(name) for name, content in new.items() if content is None}
    named = [kinds.id_of(name) for name, kind in gone.items() if kind in (kinds.CONTACT, kinds.ISSUE)]
    named += [name for name in gone if name.startswith(f"{IMAGES}/")]
    if named:
        for path, text, _, _ in references.texts(store):
            if "\\" in text or any(each in text for each in named):
                found[store.journal.name(path)] = None
    if kinds.SERIES in gone.values():
        found[kinds.GROUP_FILE] = None
    series = {kinds.id_of(name) for name in new if kinds.of_path(name) is kinds.SERIES}
    if series:
        ids = [each for each in store.meetings.ids() if each[11:] in series]
        found |= dict.fromkeys(store.journal.name(store.meetings.path(each)) for each in ids)
    return list(found)


def _errors(store: Store, new: Mapping[str, Content], touched: Sequence[str]) -> Iterator[FieldError]:
    """What is wrong with these records, in the folder as it is but for what is ``new``."""

    def record(name: str) -> Record | Group | None:
        content = new[name] if name in new else content_of(store.folder.root / name, "")
        found: Record | Group | None = record_at(name, text_of(content))
        return found

    collections: tuple[Collection[Any], ...] = (store.issues, store.contacts, store.series)
    there: dict[kinds.Kind[Any] | None, dict[str, None]] = {
        each.kind: dict.fromkeys(each.ids()) for each in collections
    }
    images = dict.fromkeys(store.folder.images())
    for name, content in new.items():
        kind = kinds.of_path(name)
        names, own = (images, name) if kind is None else (there.get(kind, {}), kinds.id_of(name))
        names |= {own: None}
        if content is None:
            del names[own]
    group = record(kinds.GROUP_FILE)
    in_group = group if isinstance(group, Group) else store.group
    known = checks.Known(in_group, there[kinds.ISSUE], there[kinds.CONTACT], images, None)
    for name in touched:
        each = record(name)
        found = [] if each is None else [*checks.of_record(each, known)]
        if isinstance(each, Group):
            found += checks.of_group(each, [*there[kinds.SERIES]], queries.kept_holidays)
        elif isinstance(each, MeetingRecord):
            series = record(f"{kinds.SERIES.folder}/{each.id[11:]}.toml")
            readable = [series] if isinstance(series, Series) else []
            found += checks.of_minutes([each], readable, [*there[kinds.SERIES]], in_group)
        codes = checks.codes()
        yield from (error for error in found if error.code in NAMING or codes[error.code].severity == "error")


def refuse_dangling(
    store: Store, changes: Sequence[FileChange], message: str, hint: Callable[[Sequence[FieldError]], str]
) -> None:
    """Raises ``LacwgError`` where these changes would leave a name of what is not there, and says where."""
    found = [each for each in new_errors(store, changes) if each.code in NAMING]
    if found:
        keys = ["".join(f": {each}" for each in error.path[-2:] if isinstance(each, str)) for error in found]
        places = [f"{store.located(error).where}{key}" for error, key in zip(found, keys, strict=True)]
        more = [f"and {len(places) - SHOWN} more"] if len(places) > SHOWN else []
        raise LacwgError(message, hint="\n".join([*places[:SHOWN], *more, hint(found)]))
