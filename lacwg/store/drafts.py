"""Records that somebody is editing as text: kept beside the records, on this machine, until they are saved."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple, TypeVar

from lacwg.errors import FolderError, RecordError
from lacwg.records import Record
from lacwg.store import files
from lacwg.store.decoding import decode
from lacwg.store.folder import Folder

R = TypeVar("R", bound=Record)


class Draft(NamedTuple):
    """The text that is being edited, and beside it the text that it began from."""

    folder: Folder
    record_id: str

    @property
    def path(self) -> Path:
        """The file to edit."""
        return self.folder.machine / "drafts" / f"{self.record_id}.toml"

    @property
    def shown(self) -> str:
        """Its path as people would type it."""
        return self.folder.shown(self.path)

    @property
    def _base(self) -> Path:
        return self.path.with_suffix(".base")

    def kept(self) -> bool:
        """Whether there is one from another time."""
        return self.path.exists() and self._base.exists()

    def begin(self, base: str, text: str) -> None:
        """Writes ``text`` to be edited; ``base`` is what the record's file holds. Raises ``FolderError``."""
        with files.locked(self.folder):  # makes the folder of this machine, too
            try:
                self.path.parent.mkdir(exist_ok=True)
                files.replace_file(self._base, base)
                files.replace_file(self.path, text)
            except OSError as error:
                raise FolderError(
                    f"could not be written: {error.strerror}",
                    where=self.folder.where(self.path),
                    hint="make room, or see who may write there",
                ) from None

    def base(self) -> str:
        """What the record's file held when the draft was begun. Raises ``RecordError``."""
        return self._read(self._base)

    def text(self) -> str:
        """The text as it is now. Raises ``RecordError``."""
        return self._read(self.path)

    def decoded(self, kind: type[R]) -> R:
        """The record that the text holds. Raises ``RecordError`` that names the draft's file and line."""
        return decode(self.text(), kind, lambda: self.shown, self.record_id)

    def remove(self) -> None:
        """Deletes the draft."""
        self.path.unlink(missing_ok=True)
        self._base.unlink(missing_ok=True)

    def _read(self, path: Path) -> str:
        try:
            return files.read_text(str(path))
        except files.UnreadableError as error:
            where = self.folder.where(path, error.line)
            raise RecordError(error.message, hint=error.hint, where=where, code="R101") from None
