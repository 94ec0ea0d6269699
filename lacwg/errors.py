"""What can go wrong, said once: a message, where it is, how to mend it, and the exit code."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

DONE = 0
COULD_NOT = 1
WRONG_USAGE = 2
INTERRUPTED = 130
FAULT_FILE = "lacwg-fault-"
"""What the temporary files are called that hold what nobody foresaw."""


class Where(msgspec.Struct, frozen=True):
    """A place in a file: its path as people would type it and, if known, a line counted from 1."""

    path: str
    line: int | None = None

    def __str__(self) -> str:
        return self.path if self.line is None else f"{self.path}, line {self.line}"


class LacwgError(Exception):
    """Something could not be done. ``hint`` says how to mend it; each of its lines is one step."""

    exit_code = COULD_NOT
    code: str = "failed"
    """What programs know it by; of a record's error it is that of ``lacwg check``."""

    def __init__(
        self, message: str, *, hint: str | None = None, where: Where | None = None, code: str | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.where = where
        self.code = code or self.code

    def __str__(self) -> str:
        """The error as people read it, without the leading "error:"."""
        text = self.message if self.where is None else f"{self.where}: {self.message}"
        if self.hint:
            text += "".join(f"\n  {line}" for line in self.hint.rstrip("\n").split("\n"))
        return text

    def as_json(self) -> dict[str, str | int | None]:
        """The error as programs read it."""
        where = self.where or Where("")
        return {
            "code": self.code,
            "message": self.message,
            "hint": self.hint,
            "file": where.path or None,
            "line": where.line,
        }


class UsageError(LacwgError):
    """The words of a command do not fit together."""

    exit_code = WRONG_USAGE
    code = "usage"


class FolderError(LacwgError):
    """The data folder is missing, or cannot be read or written as a whole."""

    code = "folder"


class UnreachableError(LacwgError):
    """The other side, on the network, did not answer."""

    code = "unreachable"


class NoSuchRecordError(LacwgError):
    """No record has such an id, or more than one has."""

    code = "no-such-record"


class RecordError(LacwgError):
    """One record is wrong. ``code`` is that of ``lacwg check``."""

    code = "R101"


class UnsettledFileError(RecordError):
    """A merge marker, a "conflicted copy", a link for a folder: nothing is true until a person has settled it."""


class Problems(list[RecordError]):
    """The records that could not be read, of those that were asked for.

    What is unsettled stops the command, unless it is ``tolerant``: ``lacwg check`` goes on.
    """

    tolerant = False

    def add(self, problem: RecordError) -> None:
        """Keeps a problem, or raises it."""
        if isinstance(problem, UnsettledFileError) and not self.tolerant:
            raise problem
        self.append(problem)

    def add_all(self, problems: Iterable[RecordError]) -> None:
        """The same with several."""
        for problem in problems:
            self.add(problem)


class FieldError(LacwgError):
    """A field of a decoded record is wrong; whoever knows the file adds the place.

    ``kind`` and ``record_id`` name the record, ``path`` the field within it: keys and positions,
    such as ``("exceptions", 1, "date")``.
    """

    def __init__(
        self,
        message: str,
        *,
        kind: str,
        record_id: str,
        path: Sequence[str | int],
        hint: str | None = None,
        code: str = "R103",
    ) -> None:
        super().__init__(message, hint=hint, code=code)
        self.kind = kind
        self.record_id = record_id
        self.path = tuple(path)

    @classmethod
    def of(cls, error: LacwgError, kind: str, record_id: str, path: Sequence[str | int], code: str) -> FieldError:
        """What is wrong with a field's value, as an error of the field."""
        return cls(error.message, hint=error.hint, kind=kind, record_id=record_id, path=path, code=code)


class IncompleteError(LacwgError):
    """A list was printed without the records that could not be read."""

    code = "incomplete"

    def __init__(self, problems: Sequence[LacwgError]) -> None:
        count = len(problems)
        records = "1 record" if count == 1 else f"{count} records"
        super().__init__(f"{records} could not be read; the list may lack {'it' if count == 1 else 'them'}.")
        self.problems = tuple(problems)
