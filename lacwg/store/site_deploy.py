"""A site on the disk: built beside the one that is there, file by file, and put in its place whole.

The folder has a marker with the names of the files that were put there. A folder without it is somebody
else's and is not touched; what others have put into one of ours (a ``CNAME``, a ``.git``) goes along into
the new one.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import stat
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final, Literal, NamedTuple, Self, get_args

from lacwg.errors import FolderError, Where
from lacwg.store.disk.read import read_bytes
from lacwg.store.disk.write import sync_directory
from lacwg.store.folder import Folder, folders_above

MARKER: Final = ".lacwg-site"
_HEAD: Final = "These files were made by lacwg site build, which replaces them:"
_AT_FDCWD: Final = -100
"""Paths are from the working directory (fcntl.h)."""
_EXCHANGE: Final = 2
"""RENAME_EXCHANGE (linux/fs.h)."""

State = Literal["new", "changed", "same"]
"""What a build makes of a file."""


class Difference(NamedTuple):
    """What a build changes of the site that is there: paths below its root, sorted."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]

    @property
    def nothing(self) -> bool:
        """Whether all is as it was."""
        return not (self.new or self.changed or self.gone)


class Deployment:
    """A site that is put in the place of the one at ``target``, wholly or not at all.

    As a context it leaves nothing behind but the site that is there. Each step raises ``FolderError``: what was
    there is then as it was. With ``dry_run`` nothing is written.
    """

    def __init__(self, folder: Folder, target: Path, *, dry_run: bool = False) -> None:
        self._place, self._target, self._dry_run = _place(folder, target), target, dry_run
        own = f".{self._place.name}.{os.getpid()}"
        self._new, self._old = self._place.with_name(f"{own}.new"), self._place.with_name(f"{own}.old")
        self._folders: set[str] = set()

    def __enter__(self) -> Self:
        with _os_errors_told(self._target):
            _put_back(self._place)
            self._before = _build(self._place)
            ours = set(listed(self._place))
            self._there = {name: plain for name, plain in _entries(self._place) if name in ours}
            if not self._dry_run:
                self._place.parent.mkdir(parents=True, exist_ok=True)
                _sweep(self._place)
                self._new.mkdir()
                try:
                    _open_as_before(self._new, self._place)
                    self._write_marker([])  # by which it is known as ours, should this process be stopped
                except BaseException:
                    self.__exit__()
                    raise
        return self

    def __exit__(self, *_: object) -> None:
        """Removes what is left beside the site: what was not put in its place, or was there before."""
        if not self._dry_run:
            shutil.rmtree(self._new, ignore_errors=True)

    def put(self, path: str, data: bytes) -> State:
        """Writes a file, where it is not there with these bytes, and says what becomes of it.

        Several processes may do this at once, each for other files.
        """
        with _os_errors_told(self._target):
            state: State = "new" if path not in self._there else "changed"
            if state == "changed" and self._there[path] and content(self._place, path, len(data)) == data:
                return "same"
            if not self._dry_run:
                self._make_folder_of(path)
                (self._new / path).write_bytes(data)
            return state

    def held(self, path: str) -> str | None:
        """The text of a file of the site that is there; None where it has none such."""
        data = content(self._place, path) if self._there.get(path) else None
        return None if data is None else data.decode("utf-8", "replace")

    def gone(self, states: Mapping[str, State]) -> list[str]:
        """The files of the site that is there that would go."""
        return sorted(self._there.keys() - states.keys())

    def finish(self, states: Mapping[str, State]) -> Difference:
        """Puts the site in its place, where something is to change; ``states``: what ``put`` said of each file.

        Files that are as they were are the same ones, with their times.
        """
        paths = {state: sorted(path for path in states if states[path] == state) for state in get_args(State)}
        difference = Difference(tuple(paths["new"]), tuple(paths["changed"]), tuple(self.gone(states)))
        if self._dry_run or difference.nothing:
            return difference
        with _os_errors_told(self._target):
            self._refuse_other_builds()
            self._write_marker(states)
            for path in paths["same"]:
                self._carry_over(path)
            _keep_foreign(self._new, self._place)
            self._refuse_other_builds()  # what was carried over, or left out, would be of that one
            _swap(self._new, self._place, self._old)
            with contextlib.suppress(OSError):  # the new one is in its place; what is lost of it is built again
                sync_directory(self._place.parent)
            shutil.rmtree(self._old, ignore_errors=True)
        return difference

    def _refuse_other_builds(self) -> None:
        if _build(self._place) != self._before:
            message, where = "another build has put a page there meanwhile", Where(str(self._target))
            raise FolderError(message, where=where, hint="that one is whole; build again")

    def _carry_over(self, path: str) -> None:
        """Takes a file along as it is."""
        self._make_folder_of(path)
        was, now = self._place / path, self._new / path
        if not _linked(str(was), str(now)):
            shutil.copyfile(was, now, follow_symlinks=False)
            with contextlib.suppress(OSError):
                shutil.copystat(was, now)

    def _make_folder_of(self, path: str) -> None:
        directory = path.rpartition("/")[0]
        if directory not in self._folders:
            (self._new / directory).mkdir(parents=True, exist_ok=True)
            self._folders.add(directory)

    def _write_marker(self, paths: Iterable[str]) -> None:
        (self._new / MARKER).write_text("\n".join([_HEAD, *sorted(paths), ""]), "utf-8", newline="\n")


def _swap(new: Path, place: Path, old: Path) -> None:
    """Puts ``new`` in its place; what was there is then at ``new`` or at ``old``.

    Raises ``OSError``: it is still there.
    """
    if place.exists():
        if exchange(new, place):
            return
        place.rename(old)
    try:
        new.rename(place)
    except BaseException:
        if old.exists():
            old.rename(place)
        raise


def exchange(one: Path, other: Path) -> bool:
    """Lets two folders of one file system change places; False where that cannot be done: both are as they were.

    With one rename away and another one in there is a moment without either, in which a web server would find nothing.
    Linux has a call for it (renameat2(2), since 3.15); the C library may lack it, and not every file system can.
    """
    if sys.platform != "linux":  # pragma: no cover
        return False
    import ctypes

    try:
        call = ctypes.CDLL(None).renameat2
    except (OSError, AttributeError):
        return False
    call.argtypes = [ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint]
    done: int = call(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _EXCHANGE)
    return done == 0


def _place(folder: Folder, target: Path) -> Path:
    """Where the site stands. Raises ``FolderError`` for a place that is not for us to replace."""
    there = Where(str(target))
    try:
        place, root = target.resolve(), folder.root.resolve()
        foreign = place.exists() and not (place / MARKER).is_file() and (not place.is_dir() or any(place.iterdir()))
    except (OSError, ValueError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise FolderError(
            f"no page can be put there: {reason}", where=there, hint="name another folder: -o DIR"
        ) from None
    if place == root or root in place.parents:
        hint = "name a folder outside of it: -o DIR"
        raise FolderError("the page cannot stand within the data folder", where=there, hint=hint)
    if foreign or place in root.parents or place.parent == place:
        hint = "name a new or an empty folder, or one that lacwg site build has made: -o DIR"
        raise FolderError("something else is there, and a build replaces the whole folder", where=there, hint=hint)
    return place


def content(place: Path, name: str, largest: int | None = None) -> bytes | None:
    """What a file of the site at ``place`` holds; None where there is no plain file of this name.

    Of one that is larger than ``largest`` no more than show that.
    """
    with contextlib.suppress(OSError):
        return read_bytes(f"{place}/{name}", largest)
    return None


def listed(place: Path) -> list[str]:
    """The files of the site at ``place`` that we put there."""
    try:
        return listed_in((place / MARKER).read_text("utf-8", "replace"))
    except FileNotFoundError:
        return []


def listed_in(text: str) -> list[str]:
    """The files that a marker names."""
    return [name for name in text.splitlines()[1:] if name and not {"", ".."} & {*name.split("/")}]


def _build(place: Path) -> tuple[int, int] | None:
    """What tells the build that made the site at ``place`` from any other: each writes a marker of its own."""
    try:
        seen = (place / MARKER).stat()
    except FileNotFoundError:
        return None
    return seen.st_ino, seen.st_mtime_ns


def _open_as_before(new: Path, before: Path) -> None:
    """Gives the folder the group and the rights of the one before, by which a web server may be let in, or others not.

    Where the group cannot be given, the rights are those of any new folder.
    """
    with contextlib.suppress(OSError, AttributeError):  # there is none before; Windows has no groups
        seen = before.stat()
        os.chown(new, -1, seen.st_gid)
        new.chmod(stat.S_IMODE(seen.st_mode) | stat.S_IRWXU)


def _linked(was: str, path: str) -> bool:
    """Gives a file a second name, as the folder of its first one goes; False where a file can have only one."""
    try:
        os.link(was, path, follow_symlinks=False)
    except (OSError, NotImplementedError):  # FAT, some network drives, a file of somebody else's
        return False
    return True


def _keep_foreign(new: Path, before: Path) -> None:
    """Copies what others have put into the site, with folders that hold nothing: git takes one without for no git."""
    ours = {MARKER, *listed(before)}
    known = ours | folders_above(ours)
    for name, _ in _entries(before):
        path = before / name
        if name.endswith("/"):
            if name[:-1] not in known and not os.path.lexists(new / name[:-1]):
                (new / name).mkdir(parents=True)
        elif name not in ours:
            if os.path.lexists(new / name):
                message = "this file is not of ours, and the page has one of its name"
                raise FolderError(message, where=Where(str(path)), hint="move it away, or rename it")
            (new / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, new / name, follow_symlinks=False)


def _entries(root: Path) -> Iterator[tuple[str, bool]]:
    """All that is in a folder: the path below it, and whether it is a plain file.

    A folder is told of where nothing is in it, with a slash at its end. No link is followed.
    """
    top, waiting = str(root), [""] if root.is_dir() else []
    while waiting:
        below = waiting.pop()
        with os.scandir(f"{top}/{below}") as scanned:
            entries = list(scanned)
        if below and not entries:
            yield below, False
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                waiting.append(f"{below}{entry.name}/")
            else:
                yield f"{below}{entry.name}", entry.is_file(follow_symlinks=False)


def _sweep(place: Path) -> None:
    """Removes what a build that was stopped had begun to write, or to take away; not what one is writing now."""
    if place.exists():
        for path in _left(place, "new|old"):
            shutil.rmtree(path, ignore_errors=True)


def _put_back(place: Path) -> None:
    """Puts back the site that a build had taken away when it was stopped: with it goes what others put there."""
    if not os.path.lexists(place):
        for path in _left(place, "old"):
            with contextlib.suppress(OSError):
                path.rename(place)
                return


def _left(place: Path, endings: str) -> list[Path]:
    """What builds have left beside a site that are no longer there."""
    left = re.compile(rf"\.{re.escape(place.name)}\.(\d+)\.(?:{endings})")
    with contextlib.suppress(OSError):  # others may not let us see what is there
        return [
            path
            for path in place.parent.iterdir()
            if (match := left.fullmatch(path.name)) and (path / MARKER).is_file() and not _is_another(match[1])
        ]
    return []


def _is_another(number: str) -> bool:
    """Whether another process than this one has the number ``number`` and runs, as far as can be told."""
    if sys.platform == "win32":  # pragma: no cover - there, to ask by a signal would end it
        import ctypes

        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        process = kernel.OpenProcess(0x1000, False, int(number))  # PROCESS_QUERY_LIMITED_INFORMATION
        denied = ctypes.get_last_error() == 5
        if process:
            kernel.CloseHandle(process)
        return int(number) != os.getpid() and (bool(process) or denied)
    try:
        os.kill(int(number), 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return int(number) != os.getpid()


@contextlib.contextmanager
def _os_errors_told(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        hint = "what was there is as it was; make room, or name another folder: -o DIR"
        raise FolderError(f"the page could not be written: {reason}", where=Where(str(target)), hint=hint) from None
