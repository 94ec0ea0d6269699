"""Records that somebody is editing as text: kept beside the records, on this machine, until they are saved."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from lacwg.errors import FolderError, LacwgError, Where
from lacwg.kinds import Kind
from lacwg.records import Record
from lacwg.store.disk.lock import locked
from lacwg.store.disk.read import read_record
from lacwg.store.disk.write import replace_file
from lacwg.store.folder import DRAFTS, Folder
from lacwg.store.toml.decode import decode

R = TypeVar("R", bound=Record)


class DraftInUseError(LacwgError):
    """Somebody has the draft open in another editor."""


@contextlib.contextmanager
def alone(folder: Folder, path: Path, busy: str, hint: str) -> Iterator[None]:
    """Keeps the draft at ``path`` to this session. Raises ``DraftInUseError``, in these words, where it is taken."""
    import filelock

    try:
        lock = filelock.FileLock(path.with_suffix(".lock")).acquire(timeout=0)
    except filelock.Timeout:
        raise DraftInUseError(busy, hint=hint) from None
    except OSError as error:
        raise folder.unwritable(path, error) from None
    with lock:
        yield  # its file stays: to delete it could delete what another session has just locked


def unsaved(folder: Folder, kind: Kind[Any]) -> list[str]:
    """The ids of the records of a kind of which there is a draft, sorted."""
    before = f"{kind.name}-"
    with contextlib.suppress(OSError):
        found = (path.stem for path in (folder.machine / "drafts").glob(f"{before}*.toml"))
        return sorted(each.removeprefix(before) for each in found)
    return []


class Draft(NamedTuple):
    """The text that is being edited, and beside it the text that it began from."""

    folder: Folder
    kind: Kind[Any]
    """Records of two kinds may have the same id."""
    record_id: str

    @property
    def path(self) -> Path:
        """The file to edit."""
        return self.folder.machine / DRAFTS / f"{self.kind.name}-{self.record_id}.toml"

    @property
    def shown(self) -> str:
        """Its path as people would type it."""
        return self.folder.shown(self.path)

    @property
    def _base(self) -> Path:
        return self.path.with_suffix(".base")

    def kept(self) -> bool:
        """Whether there is a text from another time."""
        return self.path.exists()

    @contextlib.contextmanager
    def used(self) -> Iterator[None]:
        """Keeps the draft to this session. Raises ``DraftInUseError`` where another one has it."""
        # the lock makes the folder of this machine, too
        with locked(self.folder), self.folder.writing(self.path):
            self.path.parent.mkdir(exist_ok=True)
        busy = f"{self.shown} is open in another editor"
        with alone(self.folder, self.path, busy, "nothing was changed; close that one, or wait until it is closed"):
            yield

    def begin(self, base: str, text: str) -> None:
        """Writes ``text`` to be edited; ``base`` is what the record's file holds. Raises ``FolderError``.

        A text that is there already is never overwritten.
        """
        with locked(self.folder):
            if self.path.exists():
                raise FolderError(
                    "there is a draft already", where=self.folder.where(self.path), hint="nothing was changed"
                )
            with self.folder.writing(self.path):
                replace_file(self._base, base)
                replace_file(self.path, text)

    def base(self) -> str | None:
        """What the record's file held when the draft was begun; None where that is lost. Raises ``RecordError``."""
        return self._read(self._base) if self._base.exists() else None

    def text(self) -> str:
        """The text as it is now. Raises ``RecordError``."""
        return self._read(self.path)

    def _read(self, path: Path) -> str:
        self.folder.refuse_astray(path)
        return read_record(self.folder, path)

    def decoded(self, type_: type[R]) -> tuple[R, str]:
        """The record that the text holds, and the text. Raises ``RecordError`` that names the draft's file and line."""
        text = self.text()
        return decode(text, type_, lambda: self.shown, self.record_id), text

    def where(self, path: tuple[str | int, ...]) -> Where:
        """The place of a key in the text."""
        from lacwg.text.toml_text import line_of

        return self.folder.where(self.path, line_of(self.text(), path))

    def remove(self) -> None:
        """Deletes the draft."""
        self.path.unlink(missing_ok=True)
        self._base.unlink(missing_ok=True)
