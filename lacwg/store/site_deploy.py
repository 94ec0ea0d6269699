"""A site on the disk: built beside the one that is there, and put in its place whole.

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
from collections.abc import Iterable, Iterator, Mapping, Set
from pathlib import Path
from typing import Final, NamedTuple

from lacwg.errors import FolderError, Where
from lacwg.store.disk import atomic_swap, files
from lacwg.store.disk.processes import is_another
from lacwg.store.folder import Folder

MARKER: Final = ".lacwg-site"
_HEAD: Final = "These files were made by lacwg site build, which replaces them:"
_READING: Final = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NONBLOCK", "O_NOFOLLOW", "O_BINARY"))
"""What is read may have become something else since it was looked at: a pipe, a link to somewhere."""


class Difference(NamedTuple):
    """What a build changes of the site that is there: paths below its root, sorted."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]
    of: tuple[int, int] | None = None
    """Which build made the site that is there, so that another one is noticed; None: there is none."""

    @property
    def kinds(self) -> dict[str, tuple[str, ...]]:
        """The paths by what becomes of them."""
        return {"new": self.new, "changed": self.changed, "gone": self.gone}

    @property
    def nothing(self) -> bool:
        """Whether all is as it was."""
        return not (self.new or self.changed or self.gone)


def standing(target: Path, path: str) -> bytes | None:
    """The bytes of a file of the site that stands at ``target``; None where it is not there, or is no plain file."""
    with contextlib.suppress(OSError, ValueError):
        file = target / path
        if file.is_file() and not file.is_symlink():
            return file.read_bytes()
    return None


def compare(folder: Folder, target: Path, made: Mapping[str, bytes]) -> Difference:
    """What would change of the site at ``target``. Raises ``FolderError`` where it is not for us to write."""
    place = _place(folder, target)
    root = str(place)
    with _told(target):
        _put_back(place)
        of = _build(place)
        listed = set(_listed(place))
        there = {name: plain for name, plain in _entries(place) if name in listed}
        return Difference(
            new=tuple(sorted(made.keys() - there.keys())),
            changed=tuple(
                sorted(
                    name
                    for name, plain in there.items()
                    if name in made and not (plain and _holds(f"{root}/{name}", made[name]))
                )
            ),
            gone=tuple(sorted(there.keys() - made.keys())),
            of=of,
        )


def replace(folder: Folder, target: Path, made: Mapping[str, bytes], difference: Difference | None = None) -> None:
    """Puts a site in the place of the one at ``target``, wholly or not at all.

    ``made``: the bytes of its files by their paths, with slashes; ``difference``: what ``compare`` said of them,
    just now. Files that are as they were are the same ones, with their times. Raises ``FolderError``: what was
    there is then as it was.
    """
    place = _place(folder, target)
    if difference is None:
        difference = compare(folder, target, made)
    own = f".{place.name}.{os.getpid()}"
    new, old = place.with_name(f"{own}.new"), place.with_name(f"{own}.old")
    with _told(target):
        place.parent.mkdir(parents=True, exist_ok=True)
        _sweep(place)
        try:
            _write(new, place, made, made.keys() - {*difference.new, *difference.changed})
            _keep_foreign(new, place)
            if _build(place) != difference.of:  # what was linked, or left out, may be of that one
                raise FolderError(
                    "another build has put a page there meanwhile",
                    where=Where(str(target)),
                    hint="that one is whole; build again",
                )
            _swap(new, place, old)
        except BaseException:
            shutil.rmtree(new, ignore_errors=True)
            raise
        with contextlib.suppress(OSError):  # the new one is in its place; what is lost of it is built again
            files.sync_directory(place.parent)
        for left in (new, old):
            shutil.rmtree(left, ignore_errors=True)


def _swap(new: Path, place: Path, old: Path) -> None:
    """Puts ``new`` in its place; what was there is then at ``new`` or at ``old``.

    Raises ``OSError``: it is still there.
    """
    if place.exists():
        if atomic_swap.exchange(new, place):
            return
        place.rename(old)
    try:
        new.rename(place)
    except BaseException:
        if old.exists():
            old.rename(place)
        raise


def _place(folder: Folder, target: Path) -> Path:
    """Where the site stands. Raises ``FolderError`` for a place that is not for us to replace."""
    try:
        place, root = target.resolve(), folder.root.resolve()
        foreign = place.exists() and not (place / MARKER).is_file() and (not place.is_dir() or any(place.iterdir()))
    except (OSError, ValueError, RuntimeError) as error:
        raise FolderError(
            f"no page can be put there: {getattr(error, 'strerror', None) or error}",
            where=Where(str(target)),
            hint="name another folder: -o DIR",
        ) from None
    if place == root or root in place.parents:
        raise FolderError(
            "the page cannot stand within the data folder",
            where=Where(str(target)),
            hint="name a folder outside of it: -o DIR",
        )
    if foreign or place in root.parents or place.parent == place:
        raise FolderError(
            "something else is there, and a build replaces the whole folder",
            where=Where(str(target)),
            hint="name a new or an empty folder, or one that lacwg site build has made: -o DIR",
        )
    return place


def _listed(place: Path) -> list[str]:
    """The files of the site at ``place`` that we put there."""
    try:
        text = (place / MARKER).read_text("utf-8", "replace")
    except FileNotFoundError:
        return []
    return [name for name in text.splitlines()[1:] if name and not {"", ".."} & {*name.split("/")}]


def _build(place: Path) -> tuple[int, int] | None:
    """What tells the build that made the site at ``place`` from any other: each writes a marker of its own."""
    try:
        seen = (place / MARKER).stat()
    except FileNotFoundError:
        return None
    return seen.st_ino, seen.st_mtime_ns


def _write(new: Path, before: Path, made: Mapping[str, bytes], same: Set[str]) -> None:
    """Makes the folder of a site; ``same``: the files that are as they were."""
    new.mkdir()
    _open_as_before(new, before)
    (new / MARKER).write_text("\n".join([_HEAD, *sorted(made), ""]), "utf-8", newline="\n")
    for directory in {name.rpartition("/")[0] for name in made}:
        (new / directory).mkdir(parents=True, exist_ok=True)
    source, root = str(before), str(new)
    for name, data in made.items():
        if name not in same or not _linked(f"{source}/{name}", f"{root}/{name}"):
            path = new / name
            path.write_bytes(data)
            if name in same:
                with contextlib.suppress(OSError):
                    shutil.copystat(before / name, path)


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


def _holds(path: str, data: bytes) -> bool:
    """Whether a file has these bytes."""
    try:
        descriptor = os.open(path, _READING)
    except OSError:
        return False  # it is written anew
    try:
        there = chunk = os.read(descriptor, len(data) + 1)
        while chunk and len(there) < len(data):
            chunk = os.read(descriptor, len(data) + 1 - len(there))
            there += chunk
    finally:
        os.close(descriptor)
    return there == data


def _keep_foreign(new: Path, before: Path) -> None:
    """Copies what others have put into the site, with folders that hold nothing: git takes one without for no git."""
    ours = {MARKER, *_listed(before)}
    for name, _ in _entries(before):
        if name not in ours:
            path = before / name
            if os.path.lexists(new / name):
                raise FolderError(
                    "this file is not of ours, and the page has one of its name",
                    where=Where(str(path)),
                    hint="move it away, or rename it",
                )
            (new / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, new / name, follow_symlinks=False)
    our_folders = folders(ours)
    for name in _empty_folders(before):
        if name not in ours | our_folders and not os.path.lexists(new / name):
            (new / name).mkdir(parents=True)


def folders(names: Iterable[str]) -> set[str]:
    """The folders in which files stand, by the files' paths with slashes."""
    found: set[str] = set()
    for name in names:
        while (name := name.rpartition("/")[0]) and name not in found:
            found.add(name)
    return found


def _entries(root: Path) -> Iterator[tuple[str, bool]]:
    """All that is in a folder but its folders: the path below it, and whether it is a plain file.

    No link is followed.
    """
    top, waiting = str(root), [""] if root.is_dir() else []
    while waiting:
        below = waiting.pop()
        with os.scandir(f"{top}/{below}") as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(f"{below}{entry.name}/")
                else:
                    yield f"{below}{entry.name}", entry.is_file(follow_symlinks=False)


def _empty_folders(root: Path) -> Iterator[str]:
    """The folders below one that hold nothing: their paths."""
    for directory, folders, names in os.walk(root):
        if not (folders or names):
            yield Path(directory).relative_to(root).as_posix()


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
            if (match := left.fullmatch(path.name)) and (path / MARKER).is_file() and not is_another(match[1])
        ]
    return []


@contextlib.contextmanager
def _told(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise FolderError(
            f"the page could not be written: {reason}",
            where=Where(str(target)),
            hint="what was there is as it was; make room, or name another folder: -o DIR",
        ) from None
