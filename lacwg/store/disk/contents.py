"""What a file holds, and a change of it: text of a record, bytes of anything else, and of a record that is no UTF-8."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final, Generic, NamedTuple, TypeVar

from lacwg.records import Record
from lacwg.store.disk.read import read_bytes

R = TypeVar("R", bound=Record)
Content = str | bytes | None
"""None: there is no file."""
MARK: Final = b"\xef\xbb\xbf"
"""What some editors put before UTF-8. Text is kept without it, and a file that has it keeps it."""


class FileChange(NamedTuple):
    """One file before and after; None: there is none. ``before`` is what was read, and must be true still.

    Records are text, pictures bytes; so are records that are not UTF-8, or whose mark before it comes or goes.
    """

    path: Path
    before: Content
    after: Content


class Loaded(NamedTuple, Generic[R]):
    """A record, and what its file held when it was read: a file that holds something else is not overwritten."""

    record: R
    base_text: str


def raw_of(path: Path) -> bytes | None:
    """The bytes of a file; None where there is none. Raises ``OSError``, also for what is no file."""
    try:
        return read_bytes(path)
    except (FileNotFoundError, NotADirectoryError):
        return None


def bytes_at(path: Path) -> bytes | None:
    """The same; what cannot be read counts as empty."""
    try:
        return raw_of(path)
    except OSError:
        return b""


def content_of(path: Path, *likes: Content) -> Content:
    """What a file holds now, in the form that it has in ``likes``: bytes where one of them is, else text.

    Where they do not say, a record's file is text. One that is not UTF-8 is bytes in any case; what cannot be
    read counts as empty.
    """
    raw = bytes_at(path)
    if raw is None or any(isinstance(each, bytes) for each in likes):
        return raw
    if path.suffix == ".toml" or any(isinstance(each, str) for each in likes):
        text = text_of(raw)
        return raw if text is None else text
    return raw


def text_of(content: Content) -> str | None:
    """The text of what a file holds, without a mark before it; None where there is none, or it is not UTF-8."""
    if content is None or isinstance(content, str):
        return content
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def bytes_of(text: str, like: bytes) -> bytes:
    """A text as a file holds it, with the mark before it that ``like`` has."""
    return (MARK if like.startswith(MARK) else b"") + text.encode()


def is_alike(one: Content, other: Content) -> bool:
    """Whether both are the same; text and bytes are where the bytes are that text."""
    if one is None or other is None or type(one) is type(other):
        return one == other
    return text_of(one) == text_of(other)


def rewritten(content: Content, changed: Callable[[str], str], *, text: bool) -> Content:
    """``content`` with ``changed`` made of its text; what is no text stays.

    ``text``: it is meant to be text, and is taken for that of an old editor (Latin-1) where it is not UTF-8.
    """
    if not isinstance(content, bytes):
        return content if content is None else changed(content)
    known = text_of(content)
    if known is None and not text:
        return content
    old = content.decode("latin-1") if known is None else known
    if (new := changed(old)) == old:
        return content
    return new.encode("latin-1", "replace") if known is None else bytes_of(new, content)
