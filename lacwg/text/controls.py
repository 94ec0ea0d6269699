"""Characters that are no text: taken out, or written so that terminals, mails and readers of files do not obey them.

Pure. One table says which these are.
"""

from __future__ import annotations

import re
from typing import Any, Final

LONGEST_QUOTE: Final = 80
"""Characters of a text that a message repeats."""
_CONTROLS: Final = "\x00-\x08\x0b-\x1f\x7f-\x9f"
"""All of Unicode's Cc but the tab and the line feed: what moves the cursor, or sets a title."""
_TURNS: Final = "\u202a-\u202e\u2066-\u2069"
"""What turns the reading direction of all that follows."""
MARKS: Final = "\u061c\u200e\u200f"
"""What gives blanks and signs beside it a direction, as Arabic and Hebrew need: it turns no text."""
_UNSEEN: Final = "\xad\u200b-\u200d\u2060\ufeff"
"""What has no width."""
# Patterns are text here: most runs meet nothing of the kind, and to compile these takes a part of every start.
_CONTROL: Final = f"[{_CONTROLS}]"
UNSAFE: Final = f"[{_CONTROLS}{_TURNS}\u2028\u2029\ufeff]"
"""What is never to reach a terminal or a file that people open."""
_STYLE: Final = r"\x1b\[[012]m"
"""Bold, dim, and the end of both: what we colour with."""
_UNSAFE_IN_CELL: Final = f"[\t\n]|{UNSAFE}"
INVISIBLE: Final = f"(?!\r)[{_CONTROLS}{_TURNS}{MARKS}{_UNSEEN}]"
"""What nobody sees within a word."""
_ASCII: Final = b"\t\n" + bytes(range(0x20, 0x7F))
"""What can be seen of ASCII, and blanks."""
_NO_CHARACTERS: Final = (
    "[\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(17))
    + "]"
)
"""Code points that Unicode keeps free of characters: neither HTML nor XML may have them."""


def quoted(text: str) -> str:
    """A text in quotes, on one line, and short: what is wrong may be of any length."""
    line = " ".join(text[: 4 * LONGEST_QUOTE].split())
    return f'"{line if len(line) <= LONGEST_QUOTE else line[:LONGEST_QUOTE] + "…"}"'


def with_line_feeds(text: str) -> str:
    r"""The text with ``\n`` at the end of each line, whatever stood there."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def without_controls(text: str) -> str:
    r"""The text without control characters, with ``\n`` at the end of its lines; tabs stay."""
    return text if text.isprintable() else re.sub(_CONTROL, "", with_line_feeds(text))


def clean_line(text: str) -> str:
    """The text without control characters, on one line."""
    return " ".join((text if text.isprintable() else re.sub(_CONTROL, " ", text)).split())


def escape_controls(text: str, *, colour: bool = False) -> str:
    """Text that cannot move the cursor, set the title or turn the reading direction; lines and tabs stay.

    ``colour``: and what ``render`` makes stand out does, too.
    """
    return text if _is_plain(text) else re.sub(f"(?!{_STYLE}){UNSAFE}" if colour else UNSAFE, _visible, text)


def _is_plain(text: str) -> bool:
    """Whether nothing stands there but printable characters, line feeds and tabs, as in nearly all that we print."""
    return text.replace("\n", "").replace("\t", "").isprintable()


def one_line(text: str) -> str:
    """The same, on one line."""
    return escape_controls(" ".join(text.split()))


def escape_cell(text: str) -> str:
    r"""The same, as a value between tabs: tabs and line ends are written as ``\t`` and ``\n``."""
    if text.isprintable():
        return text
    blanks = {"\t": "\\t", "\n": "\\n", "\r": "\\r"}
    return re.sub(_UNSAFE_IN_CELL, lambda match: blanks.get(match[0]) or _visible(match), text)


def escape_json(text: str) -> str:
    r"""JSON in which what is unsafe is written as ``\u001b``: the same values, and nothing for a terminal to obey.

    It stands within texts only, as JSON allows such characters nowhere else.
    """
    return text if _is_plain(text) else re.sub(UNSAFE, lambda match: f"\\u{ord(match[0]):04x}", text)


def json_lines(value: Any, indent: str) -> str:
    """A value as safe JSON that goes on ``indent`` further in. A line end of it is never within a text."""
    import msgspec

    text = msgspec.json.format(msgspec.json.encode(value), indent=2).decode()
    return escape_json(text.replace("\n", f"\n{indent}"))


def json_line(value: Any) -> str:
    """A value as safe JSON on one line."""
    import msgspec

    return escape_json(msgspec.json.encode(value).decode())


def escape_markup(text: str) -> str:
    """Text as HTML and XML may hold it, not yet escaped as these have it: nothing to obey, and only characters."""
    if text.isprintable() or not re.search(f"{UNSAFE}|{_NO_CHARACTERS}", _beyond_ascii(text)):
        return text
    return re.sub(_NO_CHARACTERS, "\ufffd", escape_controls(text))


def without_invisible(text: str) -> str:
    """The text without what nobody sees within a word."""
    if not text.isprintable():
        for each in set(re.findall(INVISIBLE, _beyond_ascii(text))):
            text = text.replace(each, "")
    return text


def _beyond_ascii(text: str) -> str:
    """The other characters of a text: to look through these alone is many times as quick."""
    return text.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass")


def _visible(match: re.Match[str]) -> str:
    r"""A character that is unsafe, by its number: ``\x1b``, ``\u202e``."""
    return f"\\x{ord(match[0]):02x}" if ord(match[0]) < 256 else f"\\u{ord(match[0]):04x}"
