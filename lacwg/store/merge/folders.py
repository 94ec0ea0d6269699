"""Two versions of a whole folder, and the one that both came from, made one. Pure: what files hold is asked for.

Files are followed by their names, and an event that was renamed by its identity.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from lacwg import kinds
from lacwg.errors import RecordError
from lacwg.identity import Identity
from lacwg.store.disk.contents import text_of
from lacwg.store.disk.read import LARGEST
from lacwg.store.ids import free_id
from lacwg.store.merge.texts import merged_text
from lacwg.store.merge.values import Clash, Side
from lacwg.store.toml.decode import decode, record_at

REMOVED: Final = "(removed)"
"""Stands for a file that is not there, in a clash."""


class File(NamedTuple):
    """A file as git keeps it: its mode (``100644``), the name of what it holds, and how many bytes that is."""

    mode: str
    blob: str
    size: int


Tree = Mapping[str, File]
"""Files by their paths below the folder, with ``/`` between the parts."""
Read = Callable[[str], bytes]
"""What a blob holds."""


class Conflict(NamedTuple):
    """A file that two people changed in ways that cannot both be."""

    id: str
    path: str
    """Where it is here, or was."""
    theirs: str
    """Where it is on the other side, or was."""
    clashes: tuple[Clash, ...] = ()
    reason: str | None = None


class Merged(NamedTuple):
    """What is to become of this side's files to hold both sides' changes."""

    changes: dict[str, File | bytes | None]
    """Only what differs from here: a file of theirs, a text that was made, or None: the file goes."""
    conflicts: list[Conflict]
    notes: list[str]
    """What people should know."""


class Merger:
    """Brings both sides' changes to ``base`` together. ``choice`` of an id says whose side settles what clashes there.

    ``namespace``: the group's, for the identity of events without one.
    """

    def __init__(
        self, base: Tree, mine: Tree, theirs: Tree, read: Read, namespace: str, choice: Callable[[str], Side | None]
    ) -> None:
        self.base, self.mine, self.theirs = base, mine, theirs
        self.read, self.namespace, self.choice = read, namespace, choice
        self.done = Merged({}, [], [])

    def merged(self) -> Merged:
        """What is to become of this side's files."""
        to_mine, to_theirs = self._renamed(self.mine), self._renamed(self.theirs)
        changed = [path for path in self.base if self.base[path] != self.theirs.get(path)]
        new = [path for path in self.theirs if path not in self.base and path not in to_theirs.values()]
        for path in sorted(changed):
            here = to_mine.get(path, path)
            self._pair(path, here if here in self.mine else None, to_theirs.get(path, path))
        taken = set(to_mine.values())
        for path in sorted(new):
            if path not in self.mine:
                self._put(path, self.theirs[path], None)
            elif path in taken:  # here another event was given this name
                self._apart(path, self.theirs[path])
            elif self.mine[path].blob != self.theirs[path].blob:
                self._both_new(path)
        return self.done

    def _renamed(self, side: Tree) -> dict[str, str]:
        """The events that bear another name on this side: from the old path to the new one."""
        gone = [path for path in self.base if path not in side and kinds.of_path(path) is kinds.EVENT]
        new = [path for path in side if path not in self.base and kinds.of_path(path) is kinds.EVENT] if gone else []
        were, are = (
            {uid: path for path in reversed(paths) if new and (uid := self._uid(path, tree[path])) is not None}
            for paths, tree in ((gone, self.base), (new, side))
        )
        return {were[uid]: path for uid, path in are.items() if uid in were}

    def _uid(self, path: str, file: File) -> str | None:
        """A record's identity: its own or, of an event and a series, the one that follows from its id."""
        record = record_at(path, text_of(self.read(file.blob)))
        uid: str | None = getattr(record, "uid", None)
        counted = record is not None and kinds.of_record(record).counted
        return Identity(self.namespace, uid, record.id).uid if counted else uid

    def _pair(self, was: str, here: str | None, there: str) -> None:
        """A file of ``base`` that they changed, renamed or removed."""
        old, new = self.base[was], self.theirs.get(there)
        own = None if here is None else self.mine[here]
        if new is None:
            if own is None or here is None:
                return
            same = own == old and here == was
            if same or self._settled(here, there, Clash((), self._shown(own), REMOVED)) == "theirs":
                self.done.changes[here] = None
            return
        if own is None or here is None:
            if self._settled(was, there, Clash((), REMOVED, self._shown(new))) == "theirs":
                self._put(there, new, None)
            return
        target = there if here == was else here
        if was not in (here, there) and here != there:
            side = self._settled(here, there, Clash(("name",), kinds.id_of(here), kinds.id_of(there)))
            if side is None:
                return
            target = there if side == "theirs" else here
        content = self._content(old, own, new, here, there, target)
        if content is not None:
            self._put(target, content, here)

    def _both_new(self, path: str) -> None:
        own, new = self.mine[path], self.theirs[path]
        kind = kinds.of_path(path)
        if kind is not None and kind not in (kinds.GROUP, kinds.MEETING):
            uids = [self._uid(path, each) for each in (own, new)]
            if None not in uids and uids[0] != uids[1]:
                self._apart(path, new)
                return
        content = self._content(None, own, new, path, path, path)
        if content is not None:
            self._put(path, content, path)

    def _content(
        self, old: File | None, own: File, new: File, here: str, there: str, target: str
    ) -> File | bytes | None:
        """What a file is to hold; None: people must say."""
        if old is not None and new.blob == old.blob:
            return own
        if (old is not None and own.blob == old.blob) or own.blob == new.blob:
            return new
        kind, name = kinds.of_path(target), kinds.id_of(here)
        sides = (old, own, new)
        texts = [None if each is None or kind is None else text_of(self.read(each.blob)) for each in sides]
        if kind is None or texts[1] is None or texts[2] is None:
            side = self._settled(here, there, Clash((), self._shown(own), self._shown(new)))
            return None if side is None else own if side == "mine" else new
        merging = merged_text(texts[0], texts[1], texts[2], kind, kind.id_in(target), prefer=self.choice(name))
        if merging.text is None:
            self.done.conflicts.append(Conflict(name, here, there, merging.clashes, merging.reason))
            return None
        if merging.lost:  # not what they say: they may stand in a [private] table
            count = "a comment" if len(merging.lost) == 1 else f"{len(merging.lost)} comments"
            self.done.notes.append(f"There was no place for {count} of theirs; to see: git log -p -2 -- {target}")
        if merging.text == texts[1]:
            return own
        return new if merging.text == texts[2] else merging.text.encode()

    def _put(self, path: str, content: File | bytes, here: str | None) -> None:
        """Gives ``path`` what it is to hold, in place of this side's file ``here``."""
        if here is not None and path != here:
            self.done.changes.setdefault(here, None)
        if path != here and (path in self.mine or self.done.changes.get(path) is not None):
            self._apart(path, content)
        elif content != self.mine.get(path) and self._is_right(path, content, here):
            self.done.changes[path] = content

    def _apart(self, path: str, content: File | bytes) -> None:
        """Two records want one name: the one whose identity sorts last gets a number, on either side the same."""
        if not self._is_right(path, content, None):
            return
        rival = self.done.changes.get(path) or self.mine[path]
        uids = [str(getattr(record_at(path, text_of(self._bytes(each))), "uid", None)) for each in (rival, content)]
        taken = {*self.base, *self.mine, *self.theirs, *self.done.changes}
        free = f"{free_id(path[:-5], {each[:-5] for each in taken})}.toml"
        if uids[1] < uids[0]:
            self.done.changes[path], self.done.changes[free] = content, rival
        else:
            self.done.changes[free] = content
        self.done.notes.append(f"Two records had the name {kinds.id_of(path)}; one of them is {kinds.id_of(free)} now.")

    def _is_right(self, path: str, content: File | bytes, here: str | None) -> bool:
        """Whether a file of theirs may be taken in; where not, mine stays, or people must say so."""
        problem = self._problem(path, content)
        if problem is not None and self.choice(kinds.id_of(path)) != "mine":
            self.done.conflicts.append(Conflict(kinds.id_of(path), here or path, path, reason=problem))
        return problem is None

    def _problem(self, path: str, content: File | bytes) -> str | None:
        """Why a record must not be taken in, if so."""
        kind = kinds.of_path(path)
        if kind is None:
            return None
        data = self._bytes(content)
        if len(data) > LARGEST:
            return f"it is larger than {LARGEST // 1024} KiB"
        text = text_of(data)
        if text is None:
            return "it is not UTF-8 text"
        try:
            decode(text, kind.type, lambda: path, kind.id_in(path))
        except RecordError as error:
            return str(error)
        return None

    def _bytes(self, content: File | bytes) -> bytes:
        return content if isinstance(content, bytes) else self.read(content.blob)

    def _shown(self, file: File) -> Any:
        return f"(changed, {file.size} bytes)"

    def _settled(self, here: str, there: str, clash: Clash) -> Side | None:
        side = self.choice(name := kinds.id_of(here))
        if side is None:
            self.done.conflicts.append(Conflict(name, here, there, (clash,)))
        return side
