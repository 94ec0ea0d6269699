"""The data folder: where it is, and which file a record is in."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath
from typing import Final, TypeVar

import msgspec

from lacwg.errors import FolderError, RecordError, UnsettledFileError, Where
from lacwg.kinds import GROUP_FILE, KINDS, is_year, of_path
from lacwg.records import IMAGES, is_id
from lacwg.store.disk.plain import ASTRAY, MEND, first_astray, is_plain

MACHINE: Final = ".lacwg"
TEMPLATES: Final = "site"
"""The folder for a group's own templates of its page, in the data folder."""
PAPER: Final = "paper"
"""The same for what is printed."""
DRAFTS: Final = "drafts"
"""Where texts that are being edited are kept, in ``.lacwg``."""
MOST_FILES: Final = 250_000
"""In one folder: of a kind of records, or of a year's events."""
_COPY: Final = r"conflict|\(\d+\)|\bcopy\b|~|\.orig\b"


T = TypeVar("T")


Listing = tuple[list[T], list[RecordError]]
"""What was found in a directory, and what is wrong there."""


class Folder(msgspec.Struct, frozen=True):
    """A data folder. ``embedded`` is the copy inside the package, which is only read."""

    root: Path
    embedded: bool = False

    @property
    def group_file(self) -> Path:
        """The file that says who we are; a folder without it is no data folder."""
        return self.root / GROUP_FILE

    @property
    def machine(self) -> Path:
        """What is this machine's own: the lock. Kept out of git; the folder works without it."""
        return self.root / MACHINE

    def shown(self, path: Path) -> str:
        """A path as people would type it from where they are."""
        try:
            shown = path.relative_to(Path.cwd())
        except (ValueError, OSError):
            shown = path
        return str(shown).encode("utf-8", "backslashreplace").decode()

    def where(self, path: Path, line: int | None = None) -> Where:
        """A place in a file, for an error."""
        return Where(self.shown(path), line)

    def astray(self, *paths: Path) -> RecordError | None:
        """What is wrong where a path below the folder is a link, a pipe or a device, or leads through one.

        Of the package's own files an installation may make links (uv, Nix, Bazel do).
        """
        found = None if self.embedded else first_astray(self.root, paths)
        return None if found is None else RecordError(ASTRAY, where=self.where(found), hint=MEND)

    def refuse_astray(self, *paths: Path) -> None:
        """Raises ``RecordError`` there."""
        if (problem := self.astray(*paths)) is not None:
            raise problem

    @contextlib.contextmanager
    def writing(self, path: Path) -> Iterator[None]:
        """Turns an error of the system, met while ``path`` is written, into one of ours."""
        try:
            yield
        except OSError as error:
            raise self.unwritable(path, error) from None

    def unwritable(self, path: Path, error: OSError) -> FolderError:
        """The error for a file of the folder that cannot be written."""
        return FolderError(
            f"could not be written: {error.strerror}",
            where=self.where(path),
            hint="nothing was changed; make room, or see who may write there",
        )

    def ids(self, directory: Path) -> Listing[str]:
        """The ids of the records in a directory, sorted; none where there is no such directory.

        A file with a name that cannot be an id is a problem.
        """
        names, problems = self._names(directory)
        found = []
        for name in names:
            if name.endswith(".toml") and not name.startswith("."):
                record_id = name[:-5]
                if is_id(record_id):
                    found.append(record_id)
                else:
                    problems.append(self._misnamed(directory / name))
        return sorted(found), problems  # by id: with their endings, "vigil-2" would come before "vigil"

    def years(self, directory: Path) -> Listing[int]:
        """The years that a directory has folders for, sorted."""
        names, problems = self._names(directory)
        return [int(name) for name in names if is_year(name)], problems

    def strays(self) -> Listing[Path]:
        """What nothing reads: folders and records in the root of the data folder or among the years."""
        ours = {GROUP_FILE, IMAGES, TEMPLATES, PAPER, *(kind.folder for kind in KINDS)}
        names, problems = self._names(self.root)
        paths = [self.root / name for name in names if name not in ours]
        for directory in (self.root / kind.folder for kind in KINDS if kind.dated):
            among, more = self._names(directory)
            paths += [directory / name for name in among if not is_year(name)]
            problems += more
        kept = [path for path in paths if not path.name.startswith(".") and (path.suffix == ".toml" or path.is_dir())]
        return kept, problems

    def images(self) -> list[str]:
        """The files below ``images``, as records name them: ``images/vigil.jpg``. Hidden ones are left out."""
        return [path.relative_to(self.root).as_posix() for path in self.files(IMAGES)[0]]

    def files(self, name: str) -> Listing[Path]:
        """The files in a folder and in those below it, sorted. Hidden ones and editors' copies are left out."""
        paths: list[Path] = []
        found, problems = self._names(self.root / name)
        for each in found:
            path = self.root / name / each
            if each.startswith(".") or each.endswith("~"):
                continue
            if (problem := self.astray(path)) is not None:
                problems.append(problem)
            elif path.is_dir():
                below, more = self.files(f"{name}/{each}")
                paths += below
                problems += more
            else:
                paths.append(path)
        return sorted(paths), problems

    def _names(self, directory: Path) -> Listing[str]:
        if (problem := self.astray(directory)) is not None:  # what is behind it is not seen
            return [], [UnsettledFileError(problem.message, hint=problem.hint, where=problem.where)]
        try:
            names = sorted(os.listdir(directory))  # noqa: PTH208 - the quickest way, of 100,000 names
        except FileNotFoundError:
            return [], []
        except OSError as error:
            message = f"the folder cannot be read: {error.strerror}"
            problem = RecordError(message, where=self.where(directory), hint="see who may read it", code="R101")
            return [], [problem]
        if len(names) > MOST_FILES:
            raise FolderError(
                f"there are more than {MOST_FILES:,} files in this folder",
                where=self.where(directory),
                hint="move away what is no longer needed",
            )
        return names, []

    def _misnamed(self, path: Path) -> RecordError:
        if re.search(_COPY, path.name, re.IGNORECASE):
            return UnsettledFileError(
                "this is a copy that a sync program or an editor made of a record",
                where=self.where(path),
                hint="compare it with the file that it copies, keep what is right there, and delete this one",
                code="F105",
            )
        return RecordError(
            "the file's name cannot be an id",
            where=self.where(path),
            hint="use small letters, digits and hyphens, as in cuba-solidarity.toml",
            code="F101",
        )


def belongs(name: str) -> bool:
    """Whether a path below a data folder is one of what is written there: a record, a picture, a file of the page.

    So are drafts of records, and what git is to ignore.
    """
    parts = PurePath(name).parts
    if "\0" in name or parts != tuple(name.split("/")) or ".." in parts:
        return False
    if parts[:-1] == (MACHINE, DRAFTS):
        return not parts[-1].startswith(".")
    if parts[0] in (IMAGES, TEMPLATES, PAPER):
        return len(parts) > 1 and not any(part.casefold() in (".git", ".lacwg") for part in parts)
    return name == ".gitignore" or of_path(name) is not None


TOPS: Final = (GROUP_FILE, ".gitignore", IMAGES, TEMPLATES, PAPER, *(kind.folder for kind in KINDS))
"""What stands in the root of a data folder and is shared."""


def folders_above(names: Iterable[str]) -> set[str]:
    """The folders in which files stand, by the files' paths with slashes."""
    found: set[str] = set()
    for name in names:
        while (name := name.rpartition("/")[0]) and name not in found:
            found.add(name)
    return found


def is_shared(name: str) -> bool:
    """Whether a file belongs to the group: not this machine's own, and not what editors and systems leave behind."""
    first, *parts = name.split("/")
    return (
        belongs(name)
        and first != MACHINE
        and not any(part.startswith(".") or part.endswith("~") or part == "Thumbs.db" for part in parts)
    )


def find(explicit: Path | None, preferred: str | None = None) -> tuple[Folder, str]:
    """The data folder, and what named it: ``--data``, else ``LACWG_DATA``, else the nearest one upward from here.

    Else the one that the user prefers, else the one of the user's data directory, else the package's.
    """
    if explicit is not None:
        return _named(explicit, "--data"), "--data"
    if variable := os.environ.get("LACWG_DATA"):
        return _named(Path(variable), "LACWG_DATA"), "LACWG_DATA"
    here = Path.cwd()
    for directory in (here, *here.parents):
        for root in (directory / "data", directory):
            if _is_data_folder(root):
                return Folder(root), "near"
    if preferred is not None:
        return _named(Path(preferred), "config.toml"), "config.toml"
    own = user_folder()
    if _is_data_folder(own):
        return Folder(own), "default"
    return Folder(embedded_folder(), embedded=True), "default"


def user_folder() -> Path:
    """Where this user's data is kept when no folder is named and none is near."""
    import platformdirs

    return Path(platformdirs.user_data_dir("lacwg", appauthor=False))


def embedded_folder() -> Path:
    """The copy of the group's folder inside the package; in a source checkout the one beside it."""
    package = Path(__file__).resolve().parent.parent
    for root in (package / "data", package.parent / "data"):
        if (root / GROUP_FILE).is_file():
            return root
    raise FolderError(
        "this installation of lacwg lacks its data folder", hint="install it again, or name one: --data DIR"
    )


def _is_data_folder(root: Path) -> bool:
    """Whether a group's file is there; of one that is a link or a pipe, to read it will say so."""
    path = root / GROUP_FILE
    return path.is_file() or not is_plain(path)


def _named(root: Path, how: str) -> Folder:
    with contextlib.suppress(RuntimeError):  # a "~name" that is nobody's
        root = root.expanduser()
    root = root.absolute()
    if _is_data_folder(root):
        return Folder(root)
    import shlex

    shown = Folder(root).shown(root)
    if (root / "data" / GROUP_FILE).is_file():
        hint = f"did you mean {shown}/data?"
    elif root.exists():
        hint = f"make one there: lacwg init {shlex.quote(shown)}"
    else:
        hint = f"there is no such folder; make one: lacwg init {shlex.quote(shown)}"
    raise FolderError(f"{shown} is not a data folder: it has no {GROUP_FILE} ({how})", hint=hint)
