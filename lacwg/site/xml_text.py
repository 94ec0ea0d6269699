"""Text as an XML file may hold it."""

from __future__ import annotations

import re
from typing import Final

from lacwg.text.controls import escape_controls

_NO_CHARACTERS: Final = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\ufdd0-\ufdef]")
"""What XML 1.0 does not allow (2.2, Char), and code points that Unicode keeps free of characters."""


def xml_text(text: str, *, lines: bool = True) -> str:
    r"""A text with nothing for a reader to obey, and no character that XML does not know; not escaped yet.

    Line ends become ``\n``; without ``lines``, all stands on one.
    """
    if text.isprintable():
        return text if lines else " ".join(text.split())
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _NO_CHARACTERS.sub("\ufffd", escape_controls(text if lines else " ".join(text.split())))
