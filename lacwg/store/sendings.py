"""What this installation has sent: who has which message, so that nobody gets one twice. On the disk at each step.

A line for each step in a file of ``.lacwg``: a message's key as a digest, and what became of it. No address is in it.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, Literal, get_args

from lacwg.store.disk.lock import locked
from lacwg.store.disk.plain import FLAGS
from lacwg.store.disk.read import read_bytes
from lacwg.store.disk.write import sync_directory
from lacwg.store.folder import Folder
from lacwg.store.history.installation import installation_id

State = Literal["begun", "sent", "not"]
"""``begun``: its last line was about to go; who is stopped then cannot know whether it went. ``not``: it did not."""
_STATES: Final = {each: each for each in get_args(State)}


class Sendings:
    """Who has which message. Whoever writes is the one who sends: see ``one_at_a_time``."""

    def __init__(self, folder: Folder) -> None:
        """Raises ``FolderError`` where it cannot be read, or a line could not be put down."""
        self._folder, self._path = folder, _path(folder, new=True)
        folder.refuse_astray(self._path)
        with folder.writing(self._path):
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_APPEND | FLAGS, 0o600)
            if not (size := os.fstat(self._file).st_size):
                sync_directory(folder.machine)
            lines = os.read(self._file, size).decode("ascii", "replace").split("\n")
            self._states = _states(lines[:-1])
            if lines[-1]:  # cut short as the power failed: it was not to be relied on yet
                self._put(b"\n")

    def close(self) -> None:
        """Lets go of the file."""
        os.close(self._file)

    def state(self, key: str) -> State | None:
        """What became of a message, or of a sending by its id; None: nobody has begun it here."""
        return self._states.get(_hidden(key)) if key else None

    def note(self, key: str, state: State, also: Sequence[str] = ()) -> None:
        """Puts it down at once, of all these keys, so that it is on the disk. Raises ``FolderError``."""
        if key:
            keys = [_hidden(each) for each in (key, *also)]
            with self._folder.writing(self._path):
                self._put("".join(f"{each} {state}\n" for each in keys).encode())
            self._states |= dict.fromkeys(keys, state)

    def _put(self, line: bytes) -> None:
        if os.write(self._file, line) < len(line):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(self._file)


@contextlib.contextmanager
def one_at_a_time(folder: Folder, notice: Callable[[str], None]) -> Iterator[Sendings]:
    """Holds the lock of those who send, with what was sent so far. Others may write to the folder meanwhile."""
    with locked(folder, notice, sending=True), contextlib.closing(Sendings(folder)) as sendings:
        yield sendings


def sent_from_here(folder: Folder) -> Callable[[str], bool]:
    """Whether a message went out, for whoever only looks; who sends, looks again."""
    states: dict[str, State] = {}
    with contextlib.suppress(OSError):
        states = _states(read_bytes(_path(folder)).decode("ascii", "replace").split("\n"))
    return lambda key: states.get(_hidden(key)) == "sent"


def _path(folder: Folder, *, new: bool = False) -> Path:
    return folder.machine / f"sendings-{installation_id(new=new) or 'machine'}.txt"


def _states(lines: Iterable[str]) -> dict[str, State]:
    parts = (line.partition(" ") for line in lines)
    return {key: _STATES[state] for key, _, state in parts if state in _STATES}


def _hidden(key: str) -> str:
    return hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
