"""Text that people typed, made harmless for terminals, mails and files that people open."""

from __future__ import annotations

import re
from typing import Final

UNSAFE: Final = "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]"
"""What moves the cursor, sets a title or turns the reading direction, as a pattern."""
ALL_UNSAFE: Final = f"{UNSAFE}|[\t\n]"
"""The same, and what ends a value or a line."""


def escape_controls(text: str) -> str:
    """Text that cannot move the cursor, set the title or turn the reading direction; lines and tabs stay."""
    return text if text.isprintable() else re.sub(UNSAFE, visible, text)


def one_line(text: str) -> str:
    """The same, on one line."""
    return escape_controls(" ".join(text.split()))


def visible(match: re.Match[str]) -> str:
    r"""A character that is unsafe, by its number: ``\x1b``, ``\u202e``."""
    return f"\\x{ord(match[0]):02x}" if ord(match[0]) < 256 else f"\\u{ord(match[0]):04x}"


def harmless_json(text: str) -> str:
    r"""JSON in which what is unsafe is written as ``\u001b``: the same values, and nothing for a terminal to obey.

    It stands within texts only, as JSON allows such characters nowhere else.
    """
    return text if text.isprintable() else re.sub(UNSAFE, lambda match: f"\\u{ord(match[0]):04x}", text)
