"""What changed in the folder, in a line that everybody may read: titles of public records only."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from lacwg import kinds
from lacwg.records import Event, Group, Issue, Record, Series
from lacwg.store.toml.decode import record_at
from lacwg.text.controls import one_line
from lacwg.text.english import month_day, plural

LONGEST: Final = 100
"""Characters of a line, beyond which records are only counted."""
_FEW: Final = 3


class Changed(NamedTuple):
    """A file before and after; None: there was none, or is none."""

    path: str
    before: str | None
    after: str | None

    @property
    def what(self) -> str:
        """In a word."""
        return "added" if self.before is None else "removed" if self.after is None else "changed"


def told(changes: Iterable[Changed]) -> str:
    """As "Haiti: solidarity moved to December 5; 2 contacts added"."""
    named: dict[tuple[str, str], list[str]] = {}
    for each in _renamed(list(changes)):
        noun, title, what = _one(each)
        named.setdefault((noun, what), []).append(title)
    full, short = [], []
    for (noun, what), titles in named.items():
        counted = f"{_counted(noun, len(titles))} {what}"
        short.append(counted if len(titles) > 1 or not what.startswith("moved") else f"1 {noun} moved")
        known = [title for title in titles if title]
        if len(known) == len(titles) <= _FEW:
            full += [f"{title} {what}" for title in titles]
        else:
            full.append(counted)
    for parts in (full, short):
        line = "; ".join(parts)
        if len(line) <= LONGEST:
            return line[:1].upper() + line[1:]
    return plural(sum(map(len, named.values())), "file") + " changed"


def _counted(noun: str, count: int) -> str:
    if count == 1:
        return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"
    return f"{count} {noun}" if noun.endswith("s") else plural(count, noun)


def _one(change: Changed) -> tuple[str, str, str]:
    """What it is, its title where everybody may read that, and what was done to it."""
    kind = kinds.of_path(change.path)
    if kind is None:
        return ("picture" if change.path.startswith("images/") else "file"), "", change.what
    if kind is kinds.GROUP:
        return "group", "the group", change.what
    records = [record_at(change.path, text) for text in (change.before, change.after) if text is not None]
    if not all(isinstance(each, Event | Series | Issue) and each.audience == "public" for each in records):
        return kind.noun, "", change.what
    title = one_line(getattr(records[-1], "title", ""))
    return kind.noun, title, _what(change, records)


def _what(change: Changed, records: list[Record | Group | None]) -> str:
    if len(records) == 2 and isinstance(was := records[0], Event) and isinstance(now := records[1], Event):
        if was.status != now.status and now.status == "cancelled":
            return "cancelled"
        if was.start != now.start:
            return f"moved to {month_day(now.start.day)}"
    return change.what


def _renamed(changes: list[Changed]) -> list[Changed]:
    """The changes, with an event that got another name as one."""
    gone = {uid: each for each in changes if each.after is None and (uid := _uid(each.path, each.before))}
    result = []
    paired = set()
    for each in changes:
        uid = _uid(each.path, each.after) if each.before is None else None
        if uid in gone and uid is not None:
            paired.add(gone[uid].path)
            result.append(Changed(each.path, gone[uid].before, each.after))
        else:
            result.append(each)
    return [each for each in result if each.path not in paired]


def _uid(path: str, text: str | None) -> str | None:
    record = record_at(path, text)
    return record.uid if isinstance(record, Event) else None
